"""Bu Rani opens the round of 2025: places, months, money."""

from datetime import date

import pytest

from payung.audit.models import AuditLine
from payung.programme import actions, queries
from payung.programme.enums import NEXT, RoundState
from payung.programme.models import Round
from payung.rules.months import parse_month
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def rani():
    return cast.city().rani


def open_round(rani, fund, **more):
    fields = {
        "name": "Putaran dua",
        "first_month": parse_month("2026-01"),
        "last_month": parse_month("2026-12"),
        "programmes": ["JKK", "JKM"],
        "quotas": {"petani": 10},
    }
    return actions.open_round(fund=fund, by=rani, at=NOW, **(fields | more))


def test_the_round_of_2025_costs_what_the_city_budgeted(rani):
    opened = cast.round_2025(rani)
    cost = queries.cost(opened)
    assert queries.contribution_rp(opened) == 16_800
    assert (cost.people, cost.per_person_rp) == (11_023, 16_800)
    assert (cost.monthly_rp, cost.total_rp) == (185_186_400, 1_481_491_200)
    assert (cost.left_rp, cost.is_enough) == (18_508_800, True)
    assert queries.quotas(opened.pk) == {"petani": 4098, "nelayan": 1925, "umkm": 5000}
    assert queries.running_round(NOW.date()) == opened
    assert (
        "11.023 kuota, Mei 2025 sampai Desember 2025"
        in AuditLine.objects.get(verb="programme.round_opened").sentence
    )


def test_a_second_round_must_share_the_fund(rani):
    first = cast.round_2025(rani)
    second = open_round(
        rani,
        first.fund,
        quotas={"umkm": 1000},
        first_month=parse_month("2025-10"),
        last_month=parse_month("2025-12"),
    )
    cost = queries.cost(second)
    assert cost.other_rounds_rp == 1_481_491_200
    assert not cost.is_enough


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last_month": parse_month("2025-12")}, "Bulan akhir"),
        ({"programmes": []}, "Pilih program"),
        ({"programmes": ["JP"]}, "Pilih program"),
        ({"quotas": {"petani": 0}}, "sekurangnya satu orang"),
        ({"quotas": {"dukun": 4}}, "Sektor tidak dikenal: dukun"),
        ({"quotas": {"petani": -1, "umkm": 4}}, "negatif"),
        ({"name": "Putaran 2025"}, "sudah ada"),
        ({"min_age": 70}, "Umur paling muda"),
    ],
)
def test_an_impossible_round_is_refused_in_words(rani, wrong, sentence):
    first = cast.round_2025(rani)
    with pytest.raises(actions.ProgrammeRefused, match=sentence):
        open_round(rani, first.fund, **wrong)
    assert Round.objects.count() == 1


def test_quotas_stand_still_once_people_are_selected(rani):
    opened = cast.round_2025(rani)
    actions.set_quota(opened.pk, "petani", 4000, by=rani, at=NOW)
    assert queries.quotas(opened.pk)["petani"] == 4000
    actions.move_round(opened.pk, RoundState.SELECTED, by=rani, at=NOW)
    with pytest.raises(actions.ProgrammeRefused, match="selama usulan dibuka"):
        actions.set_quota(opened.pk, "petani", 1, by=rani, at=NOW)
    assert queries.quotas(opened.pk)["petani"] == 4000


def test_a_round_moves_only_as_the_table_says(rani):
    opened = cast.round_2025(rani)
    for start in RoundState:
        for to in RoundState:
            Round.objects.filter(pk=opened.pk).update(state=start)
            if to in NEXT[start] or to == start:
                actions.move_round(opened.pk, to, by=rani, at=NOW)
                assert queries.every_round().get(pk=opened.pk).state == to
            else:
                with pytest.raises(actions.ProgrammeRefused):
                    actions.move_round(opened.pk, to, by=rani, at=NOW)


def test_a_closed_round_is_not_the_current_one(rani):
    opened = cast.round_2025(rani)
    Round.objects.filter(pk=opened.pk).update(state=RoundState.CLOSED)
    assert queries.open_rounds() == queries.working_rounds() == []


def test_a_fund_stands_once_and_has_money(rani):
    same = {
        "year": 2025,
        "kind": "apbd",
        "name": "APBD 2025",
        "use_by": date(2025, 12, 31),
        "by": rani,
        "at": NOW,
    }
    actions.open_fund(appropriation_rp=10, **same)
    with pytest.raises(actions.ProgrammeRefused, match="sudah ada"):
        actions.open_fund(appropriation_rp=10, **same)
    with pytest.raises(actions.ProgrammeRefused, match="Rp0"):
        actions.open_fund(appropriation_rp=0, **(same | {"name": "Lain"}))
