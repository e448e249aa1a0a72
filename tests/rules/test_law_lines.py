"""A file of JSON lines: answered in order, whatever stands in it."""

import json

import pytest

from payung.rules.law_lines import answer, answers, run

GOOD = {
    "month": "2025-05",
    "sector": "petani",
    "payer": "dbhcht",
    "income_rp": 900_000,
    "programmes": ["JKK", "JKM"],
}


def told(kind, lines, **settings):
    return [json.loads(line) for line in run(kind, lines, **settings)]


@pytest.mark.parametrize("batch", [1, 2, 3, 1000])
def test_bad_lines_stand_where_they_stood(batch):
    """A good line, an unreadable one, a wrong month, one before the law, and a good one again."""
    lines = [
        json.dumps({"id": 1, **GOOD}),
        "{tidak jelas",
        "",
        json.dumps({"id": "dua", **GOOD, "month": "2025-13"}),
        json.dumps({"id": 3, **GOOD, "month": "2014-01"}),
        json.dumps({"id": 4, **GOOD, "payer": "self", "month": "2026-05", "sector": "nelayan"}),
    ]
    found = told("contribution", lines, batch=batch)
    assert [line["id"] for line in found] == [1, None, "dua", 3, 4]
    assert [line.get("total_rp") for line in found] == [16_800, None, None, None, 8_400]
    assert [line.get("error", "")[:6] for line in found] == ["", "baris:", "month:", "month:", ""]


def test_one_bad_day_among_many_fails_alone():
    """The array run of the whole batch fails; only the line to blame says so."""
    lines = [
        {"id": n, "event": "work_death", "on": "2025-06-01", "paid_months": ["2025-06"]} for n in range(9)
    ]
    lines[4]["on"] = "2014-06-01"
    found = answers("benefit", lines)
    assert [line["id"] for line in found if "error" in line] == [4]
    assert found[8]["total_rp"] == 70_000_000


@pytest.mark.parametrize(
    "line",
    [
        "[1,2]",
        "null",
        '"teks"',
        "NaN",
        '{"id":1',
        "\x00",
        '{"month":NaN}',
        b"\xff\xfe",
        "[" * 100_000,
        "9" * 5000,
    ],
    ids=range(10),
)
def test_whatever_stands_in_a_line_the_run_goes_on(line):
    after = json.dumps({"id": 2, **GOOD})
    first, second = told("contribution", [line, after])
    assert first["error"].startswith("baris:")
    assert second["total_rp"] == 16_800


LINES = {
    "contribution": GOOD,
    "cover": {"paid_months": ["2025-05"], "on": "2025-05-07"},
    "benefit": {
        "event": "partial_disability",
        "on": "2025-05-07",
        "paid_months": ["2025-05"],
        "dasar_rp": 1_000_000,
        "percent": 5,
        "function_loss": 50,
        "days_off": 3,
        "transport": {"land": 1, "sea": 0, "air": 0},
        "costs_rp": 5,
        "children": [{"born": "2015-01-01", "level": "SD", "married": False, "working": False}],
    },
    "heirs": {
        "amount_rp": 10,
        "relatives": [{"name": "Siti", "kin": "janda", "alive": True}],
        "will": {"name": "Pak Jamal"},
    },
}


def changed(fields, value):
    """The same line once for every field, also the inner ones, with another value in it."""
    for name, inner in fields.items():
        yield name, {**fields, name: value}
        if isinstance(inner, dict):
            yield from ((name, {**fields, name: {**inner, part: value}}) for part in inner)
        if isinstance(inner, list) and isinstance(inner[0], dict):
            yield from ((name, {**fields, name: [{**inner[0], part: value}]}) for part in inner[0])


@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize(
    "value",
    [None, 1, -1, 1.5, 10**30, "x", "\ud800", "2025-05", [], ["x"], [[]], {}, {"a": 1}, True],
    ids=str,
)
def test_any_value_in_any_field_gives_an_answer_or_an_error(kind, value):
    for name, fields in changed(LINES[kind], value):
        [line] = told(kind, [json.dumps({"id": 7, **fields})])
        assert line["id"] == 7
        if "error" in line:
            named = line["error"].split(":")[0].split(".")[0]
            assert named in {
                "relatives": (name, "baris", "name", "kin", "alive"),
                "will": (name, "name"),
            }.get(name, (name,))


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="kind"):
        list(run("cuaca", []))


def test_answers_hold_exactly_the_promised_fields():
    contribution, cover = ({"id": 1, **GOOD}, {"id": 1, "paid_months": [], "on": "2025-05-07"})
    benefit = {"id": 1, "event": "death", "on": "2026-03-20", "paid_months": ["2026-03"]}
    heirs = {"id": 1, "amount_rp": 1, "relatives": []}
    fields = {
        "contribution": (contribution, "id jkk_rp jkm_rp jht_rp total_rp due_on law confidence"),
        "cover": (
            cover,
            "id state member_since months_in_row months_paid needs_confirmation law explanation",
        ),
        "benefit": (
            benefit,
            "id tier parts total_rp scholarship needs_confirmation confidence law explanation",
        ),
        "heirs": (heirs, "id group heirs funeral_only law explanation"),
    }
    for kind, (line, names) in fields.items():
        assert list(answer(kind, line)) == names.split()
