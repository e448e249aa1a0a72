"""Bu Rani asks for an exception, Pak Budi decides; never one and the same."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from payung.eligibility import actions, queries
from payung.eligibility.actions import EligibilityRefused
from payung.eligibility.enums import OverrideState
from payung.eligibility.models import Override
from payung.matching.enums import Register
from tests import cast
from tests.cast import NOW
from tests.eligibility.scene import judged, proposed, verdict
from tests.eligibility.test_judge import answer, born

pytestmark = pytest.mark.django_db
OLD = date(1950, 1, 1)
OLD_NIK = f"357403010150{9001}"
WHY = "Surat keterangan lurah 470/12/2025"


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    opened = cast.round_2025(people.rani)
    proposed(people, opened, born(1, "SLAMET RIYADI", OLD))
    judged(people, opened)
    return opened


def ask(people, reason=WHY):
    return actions.ask_override(verdict("SLAMET RIYADI").pk, reason=reason, by=people.rani, at=NOW)


def decide(override, by, *, grant=True):
    actions.decide_override(override.pk, grant=grant, note="Sudah diperiksa", by=by, at=NOW)


def names_of_eligible(round):
    return len(queries.eligible(round.pk))


def test_asking_changes_nothing_yet(people, round):
    ask(people)
    assert names_of_eligible(round) == 0
    assert queries.waiting_overrides() == 1


def test_another_person_grants_it(people, round):
    decide(ask(people), people.budi)
    assert names_of_eligible(round) == 1
    assert verdict("SLAMET RIYADI").refusals  # the reasons stay on record


def test_another_person_denies_it(people, round):
    override = ask(people)
    decide(override, people.budi, grant=False)
    override.refresh_from_db()
    assert override.state == OverrideState.DENIED
    assert names_of_eligible(round) == 0


def test_nobody_grants_his_own(people, round):
    override = ask(people)
    with pytest.raises(EligibilityRefused, match="orang lain"):
        decide(override, people.rani)
    assert names_of_eligible(round) == 0


def test_nor_does_the_table_allow_it(people, round):
    override = ask(people)
    with pytest.raises(IntegrityError, match="override_needs_two_people"), transaction.atomic():
        Override.objects.filter(pk=override.pk).update(decided_by=people.rani)


def test_it_is_decided_once(people, round):
    override = ask(people)
    decide(override, people.budi, grant=False)
    with pytest.raises(EligibilityRefused, match="sudah diputuskan"):
        decide(override, people.wati)


def test_it_waits_once(people, round):
    ask(people)
    with pytest.raises(EligibilityRefused, match="sudah menunggu"):
        ask(people)


@pytest.mark.parametrize("reason", ["", "   ", "kasihan"])
def test_a_reason_that_somebody_can_check(people, round, reason):
    with pytest.raises(EligibilityRefused, match="alasan"):
        ask(people, reason)


def test_nothing_to_except_where_nobody_was_refused(people, round):
    decide(ask(people), people.budi)
    with pytest.raises(EligibilityRefused, match="tidak sedang ditolak"):
        ask(people)


def test_it_stays_when_everybody_is_judged_again(people, round):
    decide(ask(people), people.budi)
    judged(people, round, at=NOW + timedelta(hours=1))
    assert names_of_eligible(round) == 1


def test_it_does_not_cover_a_reason_that_came_later(people, round):
    """The exception was for his age. That he died since was not known to anybody who granted it."""
    decide(ask(people), people.budi)
    answer(people, Register.DUKCAPIL, f"{OLD_NIK};MENINGGAL;05-05-2025")
    judged(people, round, at=NOW + timedelta(hours=1))
    assert names_of_eligible(round) == 0
    assert ask(people).state == OverrideState.ASKED
