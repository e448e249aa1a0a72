"""Bu Rani asks for an exception, Pak Budi decides; never one and the same."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from payung.eligibility import actions, queries
from payung.eligibility.actions import EligibilityRefused
from payung.eligibility.enums import OverrideState
from payung.eligibility.models import Override
from payung.matching.enums import Register
from payung.programme import actions as programme
from payung.programme.actions import ProgrammeRefused
from payung.programme.models import Round
from payung.rules.eligibility import Refusal
from payung.rules.parameters import Entry, law_in_force, put_in_force
from tests import cast
from tests.cast import NOW, nik
from tests.eligibility.scene import judged, proposed, verdict
from tests.eligibility.test_judge import answer, born
from tests.intake.lists import row

pytestmark = pytest.mark.django_db
WHY = "Surat keterangan lurah 470/12/2025"


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    opened = cast.round_2025(people.rani)
    proposed(people, opened, row(1, "SLAMET RIYADI"))
    answer(people, Register.DUKCAPIL, f"{nik(1)};TIDAK DITEMUKAN;")
    judged(people, opened)
    return opened


def ask(people, reason=WHY):
    return actions.ask_override(verdict("SLAMET RIYADI").pk, reason=reason, by=people.rani, at=NOW)


def decide(override, by, *, grant=True, note="Sudah diperiksa"):
    actions.decide_override(override.pk, grant=grant, note=note, by=by, at=NOW)


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


@pytest.mark.parametrize("note", ["", "   ", "tidak"])
def test_a_denial_says_why(people, round, note):
    override = ask(people)
    with pytest.raises(EligibilityRefused, match="mengapa ditolak"):
        decide(override, people.budi, grant=False, note=note)
    override.refresh_from_db()
    assert override.state == OverrideState.ASKED


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
    """The exception was for a NIK nobody knew. That he moved since was not known to anybody who granted it."""
    decide(ask(people), people.budi)
    answer(people, Register.DUKCAPIL, f"{nik(1)};PINDAH;05-05-2025")
    judged(people, round, at=NOW + timedelta(hours=1))
    assert names_of_eligible(round) == 0
    assert ask(people).state == OverrideState.ASKED


# -- Limits of law ---------------------------------------------------------------------------------------
AGE = "eligibility.max_age_at_registration_exclusive"


def limited(people, name, day, **rules):
    """Somebody judged in a round of his own rules."""
    opened = cast.round_2025(people.rani)
    Round.objects.update(**rules)
    proposed(people, opened, born(2, name, day))
    judged(people, opened)
    return opened


def ask_for(people, name):
    return actions.ask_override(verdict(name).pk, reason=WHY, by=people.rani, at=NOW)


@pytest.mark.parametrize("day", [date(1950, 1, 1), date(1960, 5, 1)], ids=["75", "65 on the first day"])
def test_the_legal_age_limit_is_set_aside_by_nobody(people, day):
    limited(people, "MISNARI", day)
    with pytest.raises(EligibilityRefused, match="Batas hukum"):
        ask_for(people, "MISNARI")


def test_a_round_that_is_stricter_than_the_law_may_make_exceptions(people):
    """The round takes nobody of 60 or more; the law 65. Who is 64 may be excepted."""
    opened = limited(people, "MISNARI", date(1961, 1, 1), max_age=60)
    assert Refusal(verdict("MISNARI").refusals) == Refusal.OVER_AGE
    decide(ask_for(people, "MISNARI"), people.budi)
    assert names_of_eligible(opened) == 1


def test_nor_does_anybody_under_the_least_age_come_in(people):
    limited(people, "SAMAN", date(2008, 1, 1))
    with pytest.raises(EligibilityRefused, match="Batas hukum"):
        ask_for(people, "SAMAN")


@pytest.mark.parametrize(
    ("register", "status"),
    [(Register.DUKCAPIL, "MENINGGAL"), (Register.BPJS, "PU AKTIF"), (Register.BPJS, "BPU AKTIF")],
)
def test_who_is_dead_or_paid_for_elsewhere_is_no_exception(people, register, status):
    opened = cast.round_2025(people.rani)
    proposed(people, opened, row(1, "SLAMET RIYADI"))
    answer(people, register, f"{nik(1)};{status};03-04-2025")
    judged(people, opened)
    with pytest.raises(EligibilityRefused, match="Batas hukum"):
        ask(people)


def test_an_age_limit_that_came_later_ends_what_was_granted(people):
    """Granted while the law said 65; then the law says 60, and everybody is judged again."""
    opened = limited(people, "MISNARI", date(1962, 1, 1), max_age=60)
    override = ask_for(people, "MISNARI")
    stricter = Entry(AGE, date(2025, 1, 1), None, 60, "years", "aturan baru", "high")
    law = law_in_force().with_overlay([stricter])
    try:
        put_in_force(law)
        with pytest.raises(EligibilityRefused, match="Batas hukum"):
            decide(override, people.budi)
        put_in_force(None)
        decide(override, people.budi)
        assert names_of_eligible(opened) == 1
        put_in_force(law)
        judged(people, opened, at=NOW + timedelta(hours=1))
        assert names_of_eligible(opened) == 0
    finally:
        put_in_force(None)


def test_a_round_cannot_be_opened_beyond_the_legal_age(people):
    with pytest.raises(ProgrammeRefused, match="paling tinggi 65"):
        programme.open_round(
            name="Putaran lanjut usia", fund=cast.round_2025(people.rani).fund, first_month=NOW.year * 12,
            last_month=NOW.year * 12, programmes=["JKK", "JKM"], quotas={"petani": 1}, max_age=66, by=people.rani, at=NOW,
        )  # fmt: skip
