"""Never promise more than is sure: the day cover began, the day money arrived, and how sure an answer is."""

from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.rules import standing
from payung.rules.benefits.estimate import Case, estimate
from payung.rules.benefits.events import Event
from payung.rules.benefits.jkm import full_on
from payung.rules.coverage import State
from payung.rules.law_lines import answer, answers
from payung.rules.months import first_day, month_of, parse_month
from payung.rules.parameters import law_in_force
from payung.rules.standing import History, Payment, Span
from tests.rules.tables import months_back, months_between, rows

MAY = parse_month("2025-05")
TO_AUGUST = ["2025-05", "2025-06", "2025-07", "2025-08"]


def benefit(**fields):
    return answer("benefit", {"id": 1, "event": "death", **fields})


# -- the day cover began ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "on", "started", "tier", "total", "asks"),
    [
        ("death", "2025-05-06", "2025-05-07", "none", 0, False),
        ("death", "2025-05-07", "2025-05-07", "funeral_only", 10_000_000, False),
        ("work_death", "2025-05-03", "2025-05-07", "none", 0, False),
        ("work_death", "2025-05-07", "2025-05-07", "full", 70_000_000, False),
        (
            "death",
            "2025-08-01",
            "2025-05-31",
            "funeral_only",
            10_000_000,
            True,
        ),  # 1 August is full from the first
        ("death", "2025-08-06", "2025-05-07", "funeral_only", 10_000_000, True),
        ("death", "2025-08-07", "2025-05-07", "full", 42_000_000, False),
        ("death", "2025-08-31", "2025-05-31", "full", 42_000_000, False),
        ("death", "2025-08-01", "2025-05-01", "full", 42_000_000, False),
        ("temporary", "2025-05-03", "2025-05-07", "none", 0, False),
    ],
)
def test_cover_counts_from_the_day_it_began(event, on, started, tier, total, asks):
    line = benefit(event=event, on=on, paid_months=TO_AUGUST, cover_started_on=started, days_off=0)
    assert (line["tier"], line["total_rp"], line["needs_confirmation"]) == (tier, total, asks)
    if asks:
        assert line["confidence"] == "low"
    if tier == "none":
        assert "Perlindungan baru mulai 7 Mei 2025" in line["explanation"]


def test_a_first_day_that_nobody_knows_is_not_high_in_the_month_where_it_matters():
    """From the first of May it is full on 1 August, from any later day it is not."""
    marks = [
        benefit(on=on, paid_months=months_between("2025-05..2025-12"))["confidence"]
        for on in ("2025-08-20", "2025-09-20")
    ]
    assert marks == ["medium", "high"]


def test_the_cover_line_knows_the_day_too():
    line = answer("cover", {"paid_months": TO_AUGUST, "on": "2025-05-03", "cover_started_on": "2025-05-07"})
    assert (line["state"], line["member_since"], line["months_paid"]) == ("never", None, 1)
    assert "7 Mei 2025" in line["explanation"]
    assert any("Probis" in law or "Perdir" in law for law in line["law"])
    after = answer("cover", {"paid_months": TO_AUGUST, "on": "2025-05-07", "cover_started_on": "2025-05-07"})
    assert (after["state"], after["member_since"]) == ("active", "2025-05")
    assert "Aktif sejak 7 Mei 2025" in after["explanation"]


def test_a_membership_that_goes_on_does_not_begin_anew():
    """Two memberships one after the other: the first day of the first counts; after a lapse that of the second."""
    year = History(
        tuple(range(MAY, MAY + 10)), spans=(Span(date(2025, 5, 7), date(2026, 1, 1)), Span(date(2026, 1, 1)))
    )
    assert standing.standing_of(year, date(2026, 2, 1)).started_on == (date(2025, 5, 7),)
    lapsed = History(
        (*range(MAY, MAY + 8), MAY + 12),
        spans=(Span(date(2025, 5, 7), date(2026, 1, 1)), Span(date(2026, 5, 10))),
    )
    assert standing.standing_of(lapsed, date(2026, 5, 20)).started_on == (date(2026, 5, 10),)
    early = standing.standing_of(lapsed, date(2026, 5, 9))
    assert State(early.cover.state[0]) is State.LAPSED
    assert early.reasons[0]


@pytest.mark.parametrize(
    ("started", "full"),
    [("2025-05-07", "2025-08-07"), ("2025-11-30", "2026-03-01"), ("2025-05-31", "2025-08-31")],
)
def test_the_day_of_the_full_tier(started, full):
    assert full_on(date.fromisoformat(started), date(2026, 1, 1)) == date.fromisoformat(full)


# -- the day money arrived -------------------------------------------------------------------------------------


def paid(*pairs):
    return [{"month": month, "paid_on": day} for month, day in pairs]


IN_TIME = [(month, f"{month}-14") for month in TO_AUGUST[:3]]


@pytest.mark.parametrize(
    ("payments", "tier", "asks", "words"),
    [
        (paid(*IN_TIME, ("2025-08", "2025-08-14")), "full", False, "Aktif"),
        (paid(*IN_TIME, ("2025-08", "2025-10-20")), "full", True, "baru dibayar 20 Oktober 2025"),
        (paid(*IN_TIME, ("2025-08", "2025-08-20")), "full", False, "Aktif"),  # the very day
        (paid(*IN_TIME, ("2025-08", None)), "full", False, "Aktif"),  # nobody knows when
        (paid(*((m, "2025-10-20") for m in TO_AUGUST)), "none", False, "Iuran pertama baru dibayar 20 Oktober 2025"),
        (paid(("2025-05", "2025-10-20"), *IN_TIME[1:], ("2025-08", "2025-08-14")), "funeral_only", True, "bulan pertama"),
    ],
    ids=["in time", "the month of the event", "on the day", "day unknown", "everything", "the first month"],
)  # fmt: skip
def test_what_was_paid_after_the_death_is_no_promise(payments, tier, asks, words):
    line = benefit(on="2025-08-20", payments=payments)
    assert (line["tier"], line["needs_confirmation"]) == (tier, asks)
    assert words in line["explanation"]
    if asks:
        assert line["confidence"] == "low"


def test_money_before_the_due_day_but_after_the_death_says_both():
    line = benefit(on="2025-08-05", payments=paid(*IN_TIME, ("2025-08", "2025-08-14")))
    assert line["needs_confirmation"] is True
    assert "belum lewat jatuh tempo" in line["explanation"]


def test_months_without_a_day_stand_beside_months_with_one():
    line = answer(
        "cover",
        {"paid_months": TO_AUGUST[:3], "payments": paid(("2025-08", "2025-10-20")), "on": "2025-08-20"},
    )
    assert (line["state"], line["needs_confirmation"], line["months_paid"]) == ("grace", True, 3)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("payments", "2025-05"),
        ("payments", ["2025-05"]),
        ("payments", [{"month": "Mei"}]),
        ("payments", [{"month": "2025-05", "paid_on": "kemarin"}]),
        ("cover_started_on", "7 Mei"),
    ],
)
def test_a_wrong_day_names_its_field(field, value):
    line = benefit(on="2025-08-20", paid_months=TO_AUGUST, **{field: value})
    assert line["error"].startswith(field)


HISTORIES = st.lists(
    st.tuples(st.integers(0, 20), st.none() | st.integers(-40, 120)),
    min_size=1,
    max_size=20,
    unique_by=lambda row: row[0],
)


@given(HISTORIES, st.integers(0, 700), st.none() | st.integers(0, 500))
def test_knowing_more_never_promises_more(history, after, start):
    """Days on which money arrived, and the day cover began, only ever take a promise away."""
    on = date.fromordinal(first_day(MAY).toordinal() + after)
    base = Case(Event.DEATH, on, tuple(MAY + place for place, _ in history))
    payments = tuple(
        Payment(
            MAY + place, None if late is None else date.fromordinal(first_day(MAY + place).toordinal() + late)
        )
        for place, late in history
    )
    started = None if start is None else date.fromordinal(first_day(MAY).toordinal() + start)
    plain, estimated = estimate([base, replace(base, payments=payments, cover_started_on=started)])
    if estimated.total_rp > plain.total_rp:
        pytest.fail(f"{estimated.total_rp} > {plain.total_rp}")
    if estimated.total_rp and started:
        assert on >= started
    if estimated.tier == plain.tier and not estimated.needs_confirmation and estimated.tier:
        month = next((p for p in payments if p.month == month_of(on)), None)
        assert month is None or month.paid_on is None or month.paid_on <= on


# -- what kind of event -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "hours", "total", "mark"),
    [
        ("2026-06-15", 24, 70_000_000, "medium"),
        ("2026-06-15", 25, 10_000_000, "medium"),
        ("2026-06-15", None, 70_000_000, "low"),
        ("2021-03-31", 5, 42_000_000, "low"),  # not yet known: JKM, which had no waiting time then
    ],
)
def test_sudden_death_at_work(on, hours, total, mark):
    line = benefit(event="sudden_death_at_work", on=on, paid_months=[on[:7]], hours_to_death=hours)
    assert (line["total_rp"], line["needs_confirmation"], line["confidence"]) == (total, True, mark)
    assert "mendadak" in line["explanation"]


def test_who_is_lost_at_sea_is_never_promised():
    line = benefit(event="lost_at_sea", on="2025-09-20", paid_months=[*TO_AUGUST, "2025-09"])
    assert (line["total_rp"], line["needs_confirmation"], line["confidence"]) == (70_000_000, True, "low")
    assert "Basarnas" in line["explanation"]


@pytest.mark.parametrize(
    ("event", "more", "stmb"),
    [
        ("work_death", {}, 3_333_333),
        ("total_disability", {}, 3_333_333),
        ("partial_disability", {"percent": 10}, 3_333_333),
        ("transport", {"transport": {"land": 1}}, None),
    ],
)
def test_time_off_before_the_end_stays_due(event, more, stmb):
    line = benefit(event=event, on="2025-06-12", paid_months=TO_AUGUST, days_off=100, **more)
    assert line["parts"].get("stmb_rp") == stmb
    assert line["total_rp"] == sum(line["parts"].values())
    without = benefit(event=event, on="2025-06-12", paid_months=TO_AUGUST, **more)
    assert line["total_rp"] - without["total_rp"] == (stmb or 0)


@pytest.mark.parametrize(
    ("on", "details", "total"), [pytest.param(*row[1:], id=row[0]) for row in rows("jkk", "above_total")]
)
def test_partial_disability_above_total_is_asked_about(on, details, total):
    line = benefit(event="partial_disability", on=on.isoformat(), paid_months=[f"{on:%Y-%m}"], **details)
    assert (line["total_rp"], line["needs_confirmation"], line["confidence"]) == (total, True, "low")
    assert "di atas cacat total" in line["explanation"]


def test_losses_of_the_table_add_up():
    line = benefit(
        event="partial_disability", on="2026-05-05", paid_months=["2026-05"],
        losses=["anatomis.ibu_jari_tangan_kiri", "anatomis.telunjuk_kiri"],
    )  # fmt: skip
    assert line["total_rp"] == 15_200_000
    assert line["confidence"] == "low"  # rows from memory
    assert "19 % x 80 x Rp1.000.000" in line["explanation"]
    wrong = benefit(event="partial_disability", on="2026-05-05", paid_months=["2026-05"], losses=["ekor"])
    assert wrong["error"].startswith("losses")


@pytest.mark.parametrize(
    ("event", "due"),
    [("glasses", 1_000_000), ("hearing_aid", 2_500_000), ("teeth", 5_000_000), ("prosthesis", 42_000_000)],
)
def test_aids_after_an_accident(event, due):
    line = benefit(event=event, on="2026-05-05", paid_months=["2026-05"], costs_rp=30_000_000)
    assert line["total_rp"] == due
    assert line["confidence"] in ("medium", "low")


# -- children -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "level", "known", "children", "asks"),
    [
        ("2020-06-02", None, True, 1, False),  # five: before school
        ("2019-06-02", None, True, 1, False),  # six
        ("2019-06-01", None, True, 0, False),  # seven, and at no school
        ("2005-01-01", None, True, 0, False),
        ("2005-01-01", None, False, 1, True),
        ("2005-01-01", "PT", True, 1, False),
        ("2003-06-01", None, False, 0, False),  # 23: whatever it does
    ],
)  # fmt: skip
def test_a_child_without_a_level_is_below_school_age_or_gets_nothing(born, level, known, children, asks):
    line = benefit(
        event="work_death", on="2026-06-01", paid_months=["2026-06"],
        children=[{"born": born, "level": level, "level_known": known}],
    )  # fmt: skip
    assert (line["scholarship"]["children"], line["needs_confirmation"]) == (children, asks)
    if asks:
        assert "bila masih sekolah" in line["explanation"]
        assert line["confidence"] == "low"


# -- heirs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relatives", "will", "names"),
    [
        ([("Pak Jamal", "penerima_wasiat", False)], "Pak Jamal", []),
        ([("Pak Jamal", "penerima_wasiat", False)], "pak  JAMAL", []),
        ([("Pak Jamal", "penerima_wasiat", False)], None, []),
        ([("Pak Jamal", "penerima_wasiat", False)], "Bu Tini", ["Bu Tini"]),
        ([("Pak Jamal", "saudara_kandung", False)], "Pak Jamal", []),
        ([("Pak Jamal", "penerima_wasiat", False), ("Pak Jamal", "penerima_wasiat", True)], "Pak Jamal", ["Pak Jamal"]),
        ([("Pak Jamal", "penerima_wasiat", False), ("Bu Tini", "penerima_wasiat", True)], "Pak Jamal", ["Bu Tini"]),
    ],
)  # fmt: skip
def test_the_dead_inherit_by_no_will(relatives, will, names):
    kin = [{"name": name, "kin": kin, "alive": alive} for name, kin, alive in relatives]
    line = answer("heirs", {"amount_rp": 42_000_000, "relatives": kin, "will": will})
    assert [heir["name"] for heir in line["heirs"]] == names
    assert line["law"]
    if not names:
        assert "sudah meninggal" in line["explanation"]


# -- what is said -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"event": "partial_disability", "percent": 9, "function_loss": 60}, "9 % x 60 % x 80 x Rp1.000.000"),
        ({"event": "temporary", "days_off": 420}, "(12 x 100 % + 2 x 50 %) x Rp1.000.000"),
        ({"event": "temporary", "days_off": 100}, "100 hari x 100 % x Rp1.000.000 / 30"),
        ({"event": "work_death"}, "60 % x 80 x Rp1.000.000"),
        ({"event": "total_disability", "dasar_rp": 1_400_000}, "70 % x 80 x Rp1.400.000"),
        ({"event": "transport", "transport": {"land": 6_500_000}}, "Rp1.500.000 di atas batas"),
        ({"event": "temporary", "days_off": 3}, "tanpa batas"),
        ({"event": "death"}, "24 x Rp500.000"),
        ({"event": "death"}, "Rp70.000.000 (JKK)"),
    ],
)
def test_the_sum_is_shown(fields, words):
    line = benefit(on="2025-12-05", paid_months=months_between("2025-05..2025-12"), **fields)
    assert words in line["explanation"]


def test_the_articles_are_as_exact_as_known():
    law = benefit(on="2025-12-05", paid_months=months_between("2025-05..2025-12"))["law"]
    assert {"PP 82/2019 Pasal 34", "Permenaker 1/2025 Pasal 97A(2)"} <= set(law)


# -- how sure -----------------------------------------------------------------------------------------------------

ASKED = [
    ("benefit", {"event": event, "on": "2025-12-20", "paid_months": months_back("2025-12", count), "percent": 30.0,
                 "days_off": 400, "costs_rp": 50_000_000, "transport": {"land": 9_000_000, "sea": 9_000_000, "air": 19_000_000},
                 "children": children})
    for event in Event if event not in (Event.SUDDEN_DEATH, Event.LOST_AT_SEA)
    for count in (2, 40)
    for children in ([], [{"born": "2015-01-01", "level": "SD", "working": "BPU"}, {"born": "2021-01-01", "level": None}])
] + [
    ("benefit", {"event": "death", "on": "2025-12-20", "paid_months": ["2025-05", "2025-06", "2025-09", "2025-12"]}),
    ("benefit", {"event": "sudden_death_at_work", "on": "2025-12-20", "paid_months": ["2025-12"], "hours_to_death": 20}),
    ("benefit", {"event": "partial_disability", "on": "2025-12-20", "paid_months": ["2025-12"], "left_handed": True,
                 "losses": ["anatomis.ibu_jari_tangan_kiri"]}),
    *(("contribution", {"month": month, "sector": sector, "payer": payer, "income_rp": income, "programmes": programmes,
                        "employer": employer})
      for month in ("2020-10", "2026-02", "2026-05", "2027-02") for sector in ("ojol", "petani", "bengkel becak")
      for payer in ("self", "village", "dbhcht") for income in (0, 5_000_000)
      for programmes in (["JKK", "JKM"], ["JKK", "JKM", "JHT"]) for employer in (False, True)),
]  # fmt: skip
NOT_AMOUNTS = {"law", "confidence", "explanation", "due_on"}


def other(value):
    """Another value of the same form, so that whoever uses it answers otherwise."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return round(value * 0.9, 4)
    if isinstance(value, tuple) and value and all(isinstance(one, str) for one in value):
        return ()
    if isinstance(value, tuple) and value and "fraction" in value[0]:
        return tuple({**step, "fraction": step["fraction"] / 2} for step in value)
    if isinstance(value, dict) or hasattr(value, "items"):
        return {
            name: other(part) if isinstance(part, int) and name != "income_from" else part
            for name, part in value.items()
        }
    return None


def day_of(fields):
    return date.fromisoformat(fields["on"] if "on" in fields else f"{fields['month']}-01")


def relevant():
    law = law_in_force()
    prefixes = (
        "benefit.",
        "disability.",
        "contribution.bpu.band",
        "contribution.bpu.jkm",
        "discount.",
        "contribution.bpu.grace",
    )
    return [id for id in law.ids() if id.startswith(prefixes)]


@lru_cache
def asked_on(day):
    """{kind: (questions of that day, their answers)}."""
    of_day = {
        kind: [fields for k, fields in ASKED if k == kind and day_of(fields) == day]
        for kind in ("benefit", "contribution")
    }
    return {kind: (rows, answers(kind, rows)) for kind, rows in of_day.items() if rows}


@cache
def used_by(id, day):
    """[(question, confidence)] of every answer that becomes another with another value: its confidence when that value is low."""
    law = law_in_force()
    entry = next((e for e in law.versions(id) if e.first <= day <= e.last), None)
    if entry is None or other(entry.value) is None:
        return []
    changed = law.with_overlay([replace(entry, value=other(entry.value))])
    doubted = law.with_overlay([replace(entry, confidence="low")])
    used = []
    for kind, (questions, before) in asked_on(day).items():
        after = answers(kind, questions, law=changed)
        moved = [
            n
            for n, old in enumerate(before)
            if any(old[f] != after[n].get(f) for f in old.keys() - NOT_AMOUNTS)
        ]
        if moved:
            marks = answers(kind, [questions[n] for n in moved], law=doubted)
            used += [(questions[n], mark["confidence"]) for n, mark in zip(moved, marks, strict=True)]
    return used


@pytest.mark.parametrize("id", relevant())
def test_an_answer_is_as_sure_as_the_least_sure_value_it_used(id):
    """Change one value: every answer that becomes another used it. Call that value low: those answers are low."""
    used = [one for day in sorted({day_of(fields) for _, fields in ASKED}) for one in used_by(id, day)]
    assert [question for question, mark in used if mark != "low"] == []


def test_the_question_before_asks_something():
    """So many values move an answer; a value nobody uses would prove nothing."""
    days = sorted({day_of(fields) for _, fields in ASKED})
    assert sum(any(used_by(id, day) for day in days) for id in relevant()) >= 40
