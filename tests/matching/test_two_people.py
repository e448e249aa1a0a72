"""What people said of two stays said; what is dear needs two of them; and the queue begins with what is worth most."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from payung.intake import actions as intake
from payung.intake.models import Row
from payung.matching import actions, queries
from payung.matching.actions import MatchingRefused
from payung.matching.enums import Decision
from payung.matching.models import KnownDifferent, Pair
from payung.people.models import Worker
from tests import cast
from tests.cast import NOW, nik
from tests.intake.lists import row
from tests.matching.scene import saved

pytestmark = pytest.mark.django_db
SAME, DIFFERENT, UNSURE, SECOND = Decision.SAME, Decision.DIFFERENT, Decision.UNSURE, Decision.SECOND
LATER = NOW + timedelta(days=2)


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani)


@pytest.fixture
def pair(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(2, "SLAMET RIADI"))
    actions.match_rows(round.pk, by=people.rani, at=NOW)
    return Pair.objects.get()


def decide(pair, decision, who, at=NOW):
    return actions.decide(pair.pk, decision, by=who, at=at)


def dear(people):
    actions.set_limit(
        second_person_from_rp=100_000, valid_from=NOW.date(), reason="Nota dinas 12", by=people.wati, at=NOW
    )


# -- Two people -----------------------------------------------------------------------------------------
def test_a_cheap_pair_is_decided_by_one_person(people, pair):
    assert pair.stake_rp == 8 * 16_800
    assert decide(pair, SAME, people.rani) == SAME


def test_a_dear_pair_waits_for_another_person_and_nothing_follows_until_then(people, pair):
    dear(people)
    assert decide(pair, SAME, people.rani) == SECOND
    assert Row.objects.get(pk=pair.row_id).worker_id is None
    with pytest.raises(MatchingRefused, match="menunggu orang kedua"):
        decide(pair, SAME, people.rani)
    assert queries.next_pair(by=people.rani) is None
    assert queries.next_pair(by=people.budi) == pair
    assert decide(pair, SAME, people.budi, at=LATER) == SAME
    assert Row.objects.get(pk=pair.row_id).worker_id == pair.worker_id
    pair.refresh_from_db()
    assert (pair.first_by, pair.decided_by) == (people.rani, people.budi)


def test_two_people_who_disagree_leave_it_unsure(people, pair):
    dear(people)
    decide(pair, SAME, people.rani)
    assert decide(pair, DIFFERENT, people.budi) == UNSURE
    assert Row.objects.get(pk=pair.row_id).worker_id is None
    assert Worker.objects.count() == 1


def test_the_first_of_two_can_take_his_word_back_nobody_else(people, pair):
    dear(people)
    decide(pair, SAME, people.rani)
    with pytest.raises(MatchingRefused):
        actions.undo_decision(pair.pk, by=people.budi, at=NOW)
    actions.undo_decision(pair.pk, by=people.rani, at=NOW)
    assert Pair.objects.get().decision == Decision.OPEN


def test_the_database_too_wants_two_people(people, pair):
    dear(people)
    decide(pair, SAME, people.rani)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.update(decision=SAME, decided_by=people.rani, decided_at=NOW)


def test_certain_but_dear_pairs_are_not_joined_at_once(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(1, "SLAMET RIYADI", RT="004"))
    actions.match_rows(round.pk, by=people.rani, at=NOW)
    dear(people)
    assert actions.decide_clear_pairs(round.pk, by=people.rani, at=NOW) == 0


def test_a_limit_is_dated_and_never_reaches_back(people, pair):
    tomorrow = NOW.date() + timedelta(days=1)
    actions.set_limit(second_person_from_rp=0, valid_from=tomorrow, reason="Uji", by=people.wati, at=NOW)
    assert not queries.needs_second(pair, NOW.date())
    assert queries.needs_second(pair, tomorrow)
    with pytest.raises(MatchingRefused):
        actions.set_limit(
            second_person_from_rp=1, valid_from=date(2025, 1, 1), reason="Uji", by=people.wati, at=NOW
        )


# -- "Berbeda" stays decided ----------------------------------------------------------------------------
def again(people, round, *rows):
    """The agency takes its list back and sends it again."""
    batch = Row.objects.order_by("pk").last().batch
    Row.objects.filter(batch=batch).update(worker=None)
    intake.undo_batch(batch.pk, by=people.sri, at=NOW)
    saved(people, round, *rows, name="lagi.csv")
    return actions.match_rows(round.pk, by=people.rani, at=LATER)


def test_berbeda_stays_decided_when_the_file_comes_again(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"))
    actions.match_rows(round.pk, by=people.rani, at=NOW)
    second = row(1, "SITI ROMLAH", RT="004")
    saved(people, round, second, name="dua.csv")
    actions.match_rows(round.pk, by=people.rani, at=NOW)
    decide(Pair.objects.get(), DIFFERENT, people.rani)
    again(people, round, second)
    pair = Pair.objects.get()
    assert (pair.decision, pair.decided_by, pair.decided_at) == (DIFFERENT, people.rani, NOW)
    assert "Cocokkan NIK dengan KTP" in pair.row.sent_back


def test_a_corrected_row_is_looked_at_anew(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"))
    actions.match_rows(round.pk, by=people.rani, at=NOW)
    saved(people, round, row(1, "SITI ROMLAH"), name="dua.csv")
    actions.match_rows(round.pk, by=people.rani, at=NOW)
    decide(Pair.objects.get(), DIFFERENT, people.rani)
    again(people, round, row(1, "SITI ROMELAH WATI"))
    assert Pair.objects.get().decision == Decision.OPEN


def test_undone_is_forgotten(people, pair):
    decide(pair, DIFFERENT, people.rani)
    assert KnownDifferent.objects.count() == 1
    actions.undo_decision(pair.pk, by=people.rani, at=NOW)
    assert KnownDifferent.objects.count() == 0


def test_what_is_remembered_holds_no_number(people, pair):
    decide(pair, DIFFERENT, people.rani)
    kept = bytes(KnownDifferent.objects.get().key)
    assert nik(1).encode() not in kept
    assert len(kept) == 32


# -- The queue --------------------------------------------------------------------------------------------
def test_what_is_worth_most_comes_first_and_a_death_weighs_heavily(people, round):
    saved(
        people, round,
        row(1, "SLAMET RIYADI"), row(2, "SLAMET RIADI"), row(51, "SITI AMINAH"), row(52, "SITI AMINA"),
    )  # fmt: skip
    actions.match_rows(round.pk, by=people.rani, at=NOW)
    assert Pair.objects.count() == 2
    Pair.objects.update(probability=0.8)
    load = f"NIK;STATUS;TANGGAL\n{nik(51)};MENINGGAL;01-04-2025".encode()
    actions.load_register(load, name="d.csv", register="dukcapil", by=people.rani, at=NOW)
    first = queries.next_pair(by=people.rani)
    assert first.row.name == "SITI AMINA"
    assert first.stake_rp == 42_000_000 + 8 * 16_800
    assert queries.needs_second(first, NOW.date())
    assert first.worth_rp > queries.pairs().last().worth_rp > 0
