"""Six petani want two places: the rule says who, and each of the others hears why not."""

import pytest

from payung.eligibility.models import Verdict
from payung.programme.models import Fund, Quota, Round
from payung.selection import actions, queries
from payung.selection.actions import SelectionRefused
from payung.selection.enums import PlaceState
from payung.selection.models import Place
from tests import cast
from tests.cast import NOW
from tests.selection.scene import PEOPLE, eligible

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani, petani=2, nelayan=1)


def select(people, round):
    return actions.select(round.pk, by=people.rani, at=NOW)


def standing(sector="petani"):
    return list(Place.objects.filter(sector_id=sector).order_by("rank").values_list("worker__name", "state"))


def test_the_quota_is_filled_by_rank_and_the_rest_wait_in_order(people, round):
    eligible(round)
    told = select(people, round)
    assert (told.selected, told.waiting) == ({"petani": 2}, {"petani": 4})
    assert [name for name, _ in standing()] == list(PEOPLE)
    assert [state for _, state in standing()] == [PlaceState.SELECTED] * 2 + [PlaceState.WAITING] * 4


def test_each_sector_has_its_own_places(people, round):
    eligible(round)
    eligible(round, ("JUMADI", "MARSUKI"), sector="nelayan", first=20)
    told = select(people, round)
    assert (told.selected, told.waiting) == ({"petani": 2, "nelayan": 1}, {"petani": 4, "nelayan": 1})


def test_nobody_refused_gets_a_place_unless_two_people_said_so(people, round):
    first, second, *_ = eligible(round)
    Verdict.objects.filter(worker_id=first).update(refusals=2)
    Verdict.objects.filter(worker_id=second).update(refusals=2, overridden=True)
    select(people, round)
    assert not Place.objects.filter(worker_id=first).exists()
    assert Place.objects.get(worker_id=second).state == PlaceState.SELECTED


def test_selecting_again_gives_the_same(people, round):
    """Also among equals: the lot is drawn with the key of the round, not with the order of a list."""
    eligible(round, [f"ORANG {n}" for n in range(9)], oldest=1980)
    Verdict.objects.all()
    select(people, round)
    before = standing()
    select(people, round)
    assert standing() == before


def test_quotas_beyond_the_fund_are_refused_with_numbers(people, round):
    eligible(round)
    Fund.objects.update(appropriation_rp=400_000)
    with pytest.raises(SelectionRefused) as told:
        select(people, round)
    assert "Kuota memerlukan Rp403.200" in str(told.value)
    assert "tersisa Rp400.000" in str(told.value)
    assert not Place.objects.exists()
    assert Round.objects.get().state == "open"


def test_a_fund_that_suffices_to_the_rupiah_is_enough(people, round):
    eligible(round)
    Fund.objects.update(appropriation_rp=3 * 8 * 16_800)
    assert select(people, round).selected == {"petani": 2}


def test_without_verdicts_nothing_happens(people, round):
    with pytest.raises(SelectionRefused, match="Jalankan Kelayakan"):
        select(people, round)


def test_why_not_me_in_numbers(people, round):
    eligible(round)
    select(people, round)
    told = " ".join(queries.why(Place.objects.get(worker__name="SUPARMI")))
    assert "Peringkat 4 dari 6 untuk 2 tempat sektor Petani." in told
    assert "Nilai 38: umur 38." in told
    assert "Nilai terendah yang mendapat tempat: 40." in told


def test_who_was_released_before_the_decree_is_not_seated_again(people, round):
    first, *_ = eligible(round)
    select(people, round)
    gone = Place.objects.get(worker_id=first)
    actions.release(gone.pk, "meninggal", on=NOW.date(), by=people.rani, at=NOW)
    select(people, round)
    gone = Place.objects.get(worker_id=first)
    assert (gone.state, gone.released_for) == (PlaceState.RELEASED, "meninggal")
    assert [name for name, state in standing() if state == PlaceState.SELECTED] == [
        "SITI AMINAH",
        "MOCH. HOLIL",
    ]


def test_a_dropped_draft_leaves_the_list_free(people, round):
    eligible(round)
    select(people, round)
    draft = actions.draft_decree(round.pk, by=people.rani, at=NOW)
    with pytest.raises(SelectionRefused, match="Batalkan konsepnya"):
        select(people, round)
    actions.drop_draft(draft.pk, reason="Satu nama keliru", by=people.rani, at=NOW)
    assert select(people, round).selected == {"petani": 2}
    assert actions.draft_decree(round.pk, by=people.rani, at=NOW).people == 2


def test_the_board_counts(people, round):
    eligible(round)
    Quota.objects.filter(sector_id="petani").update(places=4)
    select(people, round)
    petani = next(b for b in queries.quota_board(round.pk) if b.sector == "petani")
    assert (petani.quota, petani.seated, petani.empty, petani.waiting, petani.last_score) == (4, 4, 0, 2, 38)
