"""The parameter files: their form, their completeness on every day of change, and overlays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from payung.rules import parameters
from payung.rules.parameters import CONFIDENCES, FOLDER, Entry, ParameterError, law_in_force

# From when on each family of the law must have a value on every day, without a hole.
COMPLETE_SINCE = {
    "contribution.bpu.jkk.": date(2015, 7, 1),
    "contribution.bpu.jkm.": date(2015, 7, 1),
    "contribution.bpu.jht.": date(2015, 7, 1),
    "contribution.bpu.band.": date(2015, 7, 1),
    "contribution.bpu.due_day": date(2015, 7, 1),
    "contribution.bpu.grace_contribution_months": date(2012, 1, 1),
    "benefit.jkm.santunan": date(2012, 5, 23),
    "benefit.jkm.biaya": date(2012, 5, 23),
    "benefit.jkm.bpu_min_membership_full": date(2012, 5, 23),
    "benefit.jkm.payment_days": date(2015, 7, 1),
    "benefit.jkm.late_penalty_per_day": date(2015, 7, 1),
    "benefit.jkk.": date(2015, 7, 1),
    "benefit.beasiswa.": date(2012, 5, 23),
    "disability.": date(2015, 7, 1),
    "eligibility.max_age": date(2015, 7, 1),
    "eligibility.min_age": date(2012, 1, 1),
}
BEGIN_LATER = {  # a rule that has a first day of its own, and no earlier counterpart
    "benefit.beasiswa.first_claim_documents",
    "benefit.beasiswa.child_condition",
    "benefit.beasiswa.claim_frequency",
    "benefit.beasiswa.ends_on",
    "benefit.jkk.bpu_notice_minimum_fields",
}


def days_to_check():
    law = law_in_force()
    changes = law.change_days(("contribution", "discount", "benefit", "disability", "eligibility", "heirs"))
    return sorted({day + timedelta(step) for day in changes for step in (-1, 0)})


@pytest.mark.parametrize("day", days_to_check(), ids=str)
def test_the_set_is_complete_on_both_sides_of_every_change(day):
    law = law_in_force()
    missing = [
        name
        for prefix, since in COMPLETE_SINCE.items()
        for name in law.ids(prefix)
        if day >= since and name not in BEGIN_LATER and name not in law.at(day)
    ]
    assert missing == []


def test_every_family_is_really_there():
    assert all(law_in_force().ids(prefix) for prefix in COMPLETE_SINCE)
    assert set(law_in_force().ids()) >= BEGIN_LATER


def test_every_value_says_its_source_and_how_sure_it_is():
    entries = [entry for name in law_in_force().ids() for entry in law_in_force().versions(name)]
    assert len(entries) > 300
    assert all(entry.source and entry.unit and entry.confidence in CONFIDENCES for entry in entries)
    from_memory = [e for e in entries if "memory" in e.source or "ingatan" in e.source]
    allowed = ("holiday.", "contribution.bpu.band.")
    assert all(e.confidence == "low" or e.id.startswith(allowed) for e in from_memory)


def test_bands_follow_their_rates():
    """JKK is 1 % and JHT 2 % of the dasar in every band, and the bands rise."""
    law, day = law_in_force(), date(2025, 5, 1)
    bands = [law.value(name, day) for name in law.ids("contribution.bpu.band.")]
    assert len(bands) == 32
    for band in bands:
        assert band["jkk"] * 100 == band["dasar"]
        assert band["jht"] * 50 == band["dasar"]
        assert band["jkm"] == law.value("contribution.bpu.jkm.amount", day)
    assert bands[0]["jkk"] == law.value("contribution.bpu.jkk.min", day)
    assert bands[-1]["jkk"] == law.value("contribution.bpu.jkk.max", day)
    limits = [band["income_from"] for band in bands]
    assert limits == sorted(set(limits))


def test_an_unknown_day_names_the_parameter_and_the_day():
    with pytest.raises(ParameterError, match=r"contribution\.bpu\.jkk\.rate .* 2014-05-01"):
        parameters.value("contribution.bpu.jkk.rate", date(2014, 5, 1))


def test_an_unknown_name_is_named():
    with pytest.raises(ParameterError, match=r"contribution\.bpu\.jkx"):
        parameters.versions("contribution.bpu.jkx")


def new_jkm(**changes):
    entry = Entry(
        "contribution.bpu.jkm.amount", date(2027, 1, 1), None, 9000, "IDR/month", "PP contoh", "high", "uji"
    )
    return replace(entry, **changes)


def test_an_overlay_adds_a_dated_value_and_leaves_the_law_alone():
    overlay = [new_jkm()]
    assert parameters.value("contribution.bpu.jkm.amount", date(2026, 12, 31), overlay) == 6800
    assert parameters.value("contribution.bpu.jkm.amount", date(2027, 1, 1), overlay) == 9000
    assert parameters.value("contribution.bpu.jkm.amount", date(2027, 1, 1)) == 6800
    assert [e.value for e in parameters.versions("contribution.bpu.jkm.amount", overlay)] == [6800, 9000]


def test_an_overlay_for_some_days_gives_them_back_afterwards():
    overlay = [new_jkm(effective_from=date(2027, 1, 1), effective_to=date(2027, 1, 31))]
    values = [parameters.value("contribution.bpu.jkm.amount", date(2027, m, 1), overlay) for m in (1, 2)]
    assert values == [9000, 6800]


def test_the_later_of_two_overlays_wins():
    overlay = [new_jkm(), new_jkm(value=9500)]
    assert parameters.value("contribution.bpu.jkm.amount", date(2028, 1, 1), overlay) == 9500


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"confidence": "yakin"}, "confidence"),
        ({"value": None}, "value"),
        ({"source": ""}, "source"),
        ({"effective_to": date(2026, 1, 1)}, "effective_to"),
    ],
)
def test_a_malformed_overlay_names_its_field(changes, named):
    with pytest.raises(ParameterError, match=named):
        law_in_force().with_overlay([new_jkm(**changes)])


def test_two_values_on_one_day_are_refused():
    with pytest.raises(ParameterError, match="dua nilai"):
        parameters.ParameterSet([new_jkm(), new_jkm()])


def test_a_file_with_a_missing_field_is_refused(tmp_path):
    (tmp_path / "x.yaml").write_text("- id: a\n  value: 1\n", encoding="utf-8")
    with pytest.raises(ParameterError, match=r"x\.yaml"):
        parameters.load(tmp_path)


def test_values_are_frozen():
    with pytest.raises(TypeError):
        parameters.value("contribution.bpu.band.01", date(2025, 5, 1))["jkk"] = 0


def test_every_file_is_read():
    assert len(list(FOLDER.glob("*.yaml"))) >= 12
