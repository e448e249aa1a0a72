"""One valid card a person; a scan tells little; a membership ends with its card and its seat."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from payung.enrolment import actions, queries
from payung.enrolment.actions import Refused
from payung.enrolment.actions.printing import period_of
from payung.enrolment.models import Card, Membership
from payung.rules.months import parse_month
from payung.selection.enums import PlaceState
from payung.selection.models import Place
from tests import cast
from tests.cast import NOW
from tests.enrolment.scene import kpj, read, sent, yes

pytestmark = pytest.mark.django_db
TODAY = date(2025, 5, 20)


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def slamet(people):
    """Slamet's membership; Siti and Holil are members too."""
    sent(cast.round_2025(people.rani), people)
    read(people, yes(1), yes(2), yes(3))
    return Membership.objects.get(kpj=kpj(1))


def card_of(membership):
    return membership.cards.get(state="active")


def test_a_scan_shows_a_masked_name_and_whether_it_is_valid(slamet):
    seen = queries.card_by_code(card_of(slamet).code.lower())
    assert (seen.name, seen.status) == ("SLA••• RIY•••", "Berlaku")
    assert set(vars(seen)) == {"name", "is_valid"}
    assert queries.card_by_code("2222-2222-2222") is None


def test_a_reissued_card_revokes_the_old_code_at_once(people, slamet):
    old = card_of(slamet)
    new = actions.reissue_card(old.pk, reason="Hilang di sawah", by=people.rani, at=NOW)
    assert queries.card_by_code(old.code).status == "Tidak berlaku"
    assert queries.worker_of_card(old.code) is None
    assert queries.worker_of_card(new.code) == slamet.worker_id
    with pytest.raises(Refused, match="dicabut"):
        actions.reissue_card(old.pk, reason="Hilang", by=people.rani, at=NOW)
    with pytest.raises(Refused, match="alasan"):
        actions.reissue_card(new.pk, reason=" ", by=people.rani, at=NOW)


def test_the_database_knows_one_active_card_a_person(slamet):
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.create(membership=slamet, code="X", issued_at=NOW)


def test_a_card_is_handed_over_once(people, slamet):
    code = card_of(slamet).code
    given = actions.hand_over(code, to="Bu Riyadi (istri)", on=TODAY, by=people.rani, at=NOW)
    assert (given.handed_over_to, given.handed_over_on, given.handed_over_by) == (
        "Bu Riyadi (istri)",
        TODAY,
        people.rani,
    )
    assert actions.hand_over(code, to="Bu Riyadi (istri)", on=TODAY, by=people.rani, at=NOW) == given
    with pytest.raises(Refused, match="sudah diserahkan"):
        actions.hand_over(code, to="Orang lain", on=TODAY, by=people.rani, at=NOW)


def test_a_wrong_letter_in_a_code_is_not_somebody_elses_card(people, slamet):
    code = card_of(slamet).code
    typo = code[:-1] + ("2" if code[-1] != "2" else "3")
    with pytest.raises(Refused, match="tidak dikenal"):
        actions.hand_over(typo, to="", on=TODAY, by=people.rani, at=NOW)


def test_the_chase_list_holds_printed_cards_that_nobody_has(people, slamet):
    Card.objects.update(printed_at=NOW)
    actions.hand_over(card_of(slamet).code, to="", on=TODAY, by=people.rani, at=NOW)
    assert [c.membership.worker.name for c in queries.cards(state="undelivered")] == [
        "MOCH. HOLIL",
        "SITI AMINAH",
    ]
    (mayangan,) = queries.cards_by_kelurahan()
    assert (mayangan["active"], mayangan["unprinted"], mayangan["undelivered"], mayangan["delivered"]) == (
        3,
        0,
        2,
        1,
    )


def test_a_death_ends_membership_card_and_seat_together_and_once(people, slamet):
    ended = actions.end_membership(
        slamet.worker_id, reason="meninggal", on=date(2025, 6, 10), by=people.rani, at=NOW
    )
    assert (ended.end_on, ended.end_reason) == (date(2025, 6, 11), "meninggal")
    assert queries.card_by_code(slamet.cards.get().code).is_valid is False
    assert Place.objects.get(pk=slamet.place_id).state == PlaceState.RELEASED
    assert Place.objects.get(state=PlaceState.CALLED).worker.name == "SUPARMI"
    assert actions.end_membership(slamet.worker_id, reason="pindah", on=TODAY, by=people.rani, at=NOW) is None
    assert Place.objects.filter(state=PlaceState.CALLED).count() == 1


@pytest.mark.parametrize(
    ("died_on", "last_month"),
    [(date(2025, 6, 10), "2025-06"), (date(2025, 6, 1), "2025-06"), (date(2025, 5, 31), "2025-05")],
)
def test_the_month_of_death_is_billed_and_the_next_is_not(people, slamet, died_on, last_month):
    actions.end_membership(slamet.worker_id, reason="meninggal", on=died_on, by=people.rani, at=NOW)
    billed = [m for m in range(parse_month("2025-05"), parse_month("2026-01"))
              if slamet.pk in {row.membership_id for row in queries.memberships_in(m)}]  # fmt: skip
    assert billed[-1] == parse_month(last_month)
    assert queries.membership_of(slamet.worker_id, died_on) == slamet


def test_a_death_on_the_way_to_a_kpj_frees_the_seat_too(people):
    sent(cast.round_2025(people.rani), people)
    worker = Place.objects.get(rank=1).worker_id
    actions.end_membership(worker, reason="meninggal", on=TODAY, by=people.rani, at=NOW)
    assert Place.objects.get(worker=worker).state == PlaceState.RELEASED
    told = read(people, yes(1), yes(2))
    assert told.accepted == 1
    assert "sudah dicatat ditolak" in told.problems[0]["what"]


@pytest.mark.parametrize(
    ("start_on", "period"),
    [
        (date(2025, 5, 1), "Mei–Desember 2025"),
        (date(2025, 5, 20), "20 Mei–Desember 2025"),
        (date(2025, 6, 3), "3 Juni–Desember 2025"),
        (date(2024, 5, 7), "Mei–Desember 2025"),  # a membership that goes on
        (date(2025, 12, 9), "9 Desember 2025"),
    ],
)
def test_a_card_names_the_day_from_which_it_protects(start_on, period):
    assert period_of(parse_month("2025-05"), parse_month("2025-12"), start_on) == period
