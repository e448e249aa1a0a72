"""What the tables of situations do not tell about contributions: new bands, late joiners, paying ahead."""

from dataclasses import replace
from datetime import date

import pytest

from payung.rules import contributions
from payung.rules.contributions import Payer, advance_rp, contribution_rp, is_transport, package_rp
from payung.rules.months import parse_month
from payung.rules.parameters import law_in_force

MAY_2025 = parse_month("2025-05")


def test_the_city_budgets_16800_and_the_fisher_pays_8400():
    assert package_rp(MAY_2025, Payer.DBHCHT, "petani") == 16_800
    assert package_rp(parse_month("2026-05"), Payer.SELF, "nelayan") == 8_400
    assert package_rp(parse_month("2026-05"), Payer.APBD, "nelayan") == 16_800


def test_the_round_of_2025_costs_what_the_dossier_says():
    due = contribution_rp([MAY_2025] * 11_023, payer=int(Payer.DBHCHT))
    assert due.total_rp.sum() == 185_186_400
    assert due.total_rp.sum() * 8 == 1_481_491_200


def test_a_new_band_table_holds_from_its_first_month_only():
    old = law_in_force().versions("contribution.bpu.band.01")[0]
    new = replace(
        old,
        effective_from=date(2028, 1, 1),
        value={**old.value, "dasar": 1_500_000, "jkk": 15_000, "jht": 30_000},
    )
    law = law_in_force().with_overlay([new])
    months = [parse_month("2027-12"), parse_month("2028-01"), parse_month("2027-11")]
    due = contribution_rp(months, payer=int(Payer.APBD), programmes=7, law=law)
    assert due.jkk_rp.tolist() == [10_000, 15_000, 10_000]
    assert due.jht_rp.tolist() == [20_000, 30_000, 20_000]


def test_who_registered_after_july_2020_pays_two_months_in_full():
    """PP 49/2020 Pasal 13: registered in September 2020, so the relief begins with November."""
    months = [parse_month(m) for m in ("2020-09", "2020-10", "2020-11")]
    due = contribution_rp(months, payer=int(Payer.SELF), joined_month=parse_month("2020-09"))
    assert due.total_rp.tolist() == [16_800, 16_800, 168]
    early = contribution_rp(months, payer=int(Payer.SELF), joined_month=parse_month("2020-07"))
    assert early.total_rp.tolist() == [168, 168, 168]


def test_paying_ahead_keeps_the_price_of_each_month():
    first = parse_month("2026-02")
    assert advance_rp(first, 3, payer=Payer.SELF, sector="nelayan") == 16_800 + 16_800 + 8_400
    assert advance_rp(first, 3, payer=Payer.APBD, sector="nelayan") == 3 * 16_800


def test_only_the_periods_that_bpjs_offers_can_be_paid_ahead():
    with pytest.raises(ValueError, match="count"):
        advance_rp(MAY_2025, 5, payer=Payer.SELF)


def test_dasar_follows_the_lower_limit():
    assert contributions.dasar_rp([0, 1_099_500, 1_100_000, 99_000_000], MAY_2025).tolist() == [
        1_000_000,
        1_000_000,
        1_200_000,
        20_700_000,
    ]


def test_transport_is_known_by_its_names():
    month = parse_month("2026-05")
    assert is_transport(["ojek", " Sopir ", "petani"], month).tolist() == [True, True, False]


def test_the_confidence_of_a_contribution():
    assert contributions.confidence(MAY_2025, 900_000, Payer.DBHCHT, False) == "high"
    assert contributions.confidence(MAY_2025, 1_200_000, Payer.DBHCHT, False) == "medium"
    assert contributions.confidence(parse_month("2026-05"), 0, Payer.VILLAGE, False) == "medium"
    assert contributions.confidence(parse_month("2020-09"), 0, Payer.APBD, False) == "medium"


def test_a_contribution_explains_itself():
    jkk, jkm = contributions.explain(parse_month("2026-05"), payer=Payer.SELF, sector="nelayan")
    assert (jkk.code, jkk.label, jkk.amount_rp) == (
        "jkk_rp",
        "Jaminan kecelakaan kerja, keringanan 50%",
        5_000,
    )
    assert (jkm.amount_rp, jkm.confidence) == (3_400, "high")
    assert jkk.law == "PP 44/2015 Lampiran II; PP 50/2025 Pasal 3, 4"
    city = contributions.explain(MAY_2025, payer=Payer.DBHCHT, programmes=contributions.Programme(7))
    assert [part.amount_rp for part in city] == [10_000, 6_800, 20_000]
    assert city[2].law == "PP 46/2015"


@pytest.mark.parametrize(("field", "given"), [("income_rp", {"income_rp": -1}), ("payer", {"payer": 9})])
def test_a_wrong_value_names_its_field(field, given):
    with pytest.raises(ValueError, match=field):
        contribution_rp(MAY_2025, **{"payer": 0, **given})
    with pytest.raises(ValueError, match="payer"):
        Payer.parse("gubernur")


def test_nobody_costs_nothing():
    assert contribution_rp([], payer=[]).total_rp.tolist() == []
