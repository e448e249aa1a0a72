"""Everybody hears every reason at once, and what to do about it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from payung.accounts.queries import WHOLE_CITY
from payung.eligibility import actions, queries
from payung.eligibility.actions import EligibilityRefused
from payung.eligibility.enums import FieldOutcome
from payung.eligibility.models import FieldCheck, Verdict
from payung.matching import actions as matching
from payung.matching.enums import Register
from payung.programme.forms import RoundForm
from payung.programme.models import Round
from payung.rules.eligibility import MUST_BE_WORKING, Refusal
from payung.rules.parameters import Entry, law_in_force, put_in_force
from payung.selection import actions as selection
from payung.selection.refusals import SelectionRefused
from tests import cast
from tests.cast import NOW, nik
from tests.eligibility.scene import judged, proposed, verdict
from tests.intake.lists import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani)


def born(serial, name, day):
    """A row whose NIK and date agree."""
    number = f"357403{day:%d%m%y}{9000 + serial:04d}"
    return row(serial, name, NIK=number, Tanggal=f"{day:%d-%m-%Y}")


def answer(people, register, *lines, at=NOW):
    text = "\n".join(["NIK;STATUS;TANGGAL STATUS", *lines])
    matching.load_register(text.encode(), name="jawaban.csv", register=register, by=people.rani, at=at)


def visit(people, name, outcome, *, client_id=None, on=None):
    return actions.record_field_check(
        worker_id=verdict(name).worker_id, outcome=outcome, checked_on=on or NOW.date(), client_id=client_id or uuid4(),
        by=people.rani, at=NOW,
    )  # fmt: skip


def refused_for(name):
    return Refusal(verdict(name).refusals)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(1960, 5, 1), Refusal.OVER_AGE),
        (date(1960, 5, 2), Refusal(0)),
        (date(2007, 5, 1), Refusal(0)),
        (date(2007, 5, 2), Refusal.UNDER_AGE),
    ],
    ids=["65 on the first day", "65 a day later", "18 on the first day", "18 a day later"],
)
def test_age_counts_on_the_first_day_of_cover(people, round, day, reason):
    proposed(people, round, born(1, "SLAMET RIYADI", day))
    judged(people, round)
    assert refused_for("SLAMET RIYADI") == reason


@pytest.mark.parametrize(
    ("register", "status", "reason"),
    [
        (Register.DUKCAPIL, "MENINGGAL", Refusal.DEAD),
        (Register.DUKCAPIL, "PINDAH", Refusal.MOVED),
        (Register.DUKCAPIL, "TIDAK DITEMUKAN", Refusal.NOT_IN_CIVIL_REGISTRY),
        (Register.DUKCAPIL, "HIDUP", Refusal(0)),
        (Register.BPJS, "PU AKTIF", Refusal.ACTIVE_PU),
        (Register.BPJS, "BPU AKTIF", Refusal.ACTIVE_BPU),
        (Register.BPJS, "PU NONAKTIF", Refusal(0)),
    ],
)
def test_what_the_registers_say(people, round, register, status, reason):
    proposed(people, round, row(1, "SLAMET RIYADI"))
    answer(people, register, f"{nik(1)};{status};03-04-2025")
    judged(people, round)
    assert refused_for("SLAMET RIYADI") == reason


def test_every_reason_is_told_in_words_that_say_what_to_do(people, round):
    proposed(people, round, born(1, "SLAMET RIYADI", date(1950, 1, 1)))
    number = f"357403010150{9001}"
    answer(people, Register.DUKCAPIL, f"{number};PINDAH;03-04-2025")
    answer(people, Register.BPJS, f"{number};PU AKTIF;")
    judged(people, round)
    told = queries.reasons(verdict("SLAMET RIYADI"))
    assert len(told) == 3
    assert any("batas atas" in reason for reason in told)
    assert any("surat berhenti" in reason for reason in told)
    assert any("pindah ke luar kota" in reason for reason in told)
    assert all(reason.endswith(".") for reason in told)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (FieldOutcome.WORKING, Refusal(0)),
        (FieldOutcome.NOT_WORKING, Refusal.FIELD_CHECK_NEGATIVE),
        (FieldOutcome.UNWILLING, Refusal.FIELD_CHECK_NEGATIVE),
        (FieldOutcome.DEAD, Refusal.DEAD),
        (FieldOutcome.MOVED, Refusal.MOVED),
    ],
)
def test_what_the_officer_found_at_the_door(people, round, outcome, reason):
    proposed(people, round, row(1, "SLAMET RIYADI"))
    judged(people, round)
    visit(people, "SLAMET RIYADI", outcome)
    judged(people, round)
    assert bool(refused_for("SLAMET RIYADI") & reason) == bool(reason)
    assert bool(refused_for("SLAMET RIYADI")) == bool(reason)


# -- PKH and BPNT ----------------------------------------------------------------------------------------
def aid(people, *lines, at=NOW):
    text = "\n".join(["NIK;JENIS BANTUAN", *lines])
    name = "bansos.csv"
    matching.load_register(text.encode(), name=name, register=Register.SOCIAL_AID, by=people.rani, at=at)


@pytest.mark.parametrize(("switch", "reason"), [(True, Refusal.RECEIVES_SOCIAL_AID), (False, Refusal(0))])
def test_who_receives_pkh_or_bpnt_is_refused_where_the_round_says_so(people, round, switch, reason):
    Round.objects.update(exclude_social_aid=switch)
    proposed(people, round, row(1, "SLAMET RIYADI"), row(2, "SUPARMI"), row(40, "SITI AMINAH"))
    aid(people, f"{nik(1)};PKH", f"{nik(1)};BPNT", f"{nik(2)};Tidak")
    judged(people, round)
    assert refused_for("SLAMET RIYADI") == reason
    assert refused_for("SUPARMI") == Refusal(0)
    assert refused_for("SITI AMINAH") == Refusal(0), "who is not in the list is not known to receive anything"
    if switch:
        assert (Register.SOCIAL_AID, 1) in queries.not_asked(round.pk, [Register.SOCIAL_AID])


def test_the_switch_of_the_law_is_what_a_new_round_begins_with(people):
    """eligibility.exclude_pkh_bpnt did nothing at all."""
    id, day = "eligibility.exclude_pkh_bpnt", NOW.date()
    assert RoundForm(today=day).initial["exclude_social_aid"] is False
    put_in_force(law_in_force().with_overlay([Entry(id, None, None, True, "bool", "Perwal", "high")]))
    try:
        assert RoundForm(today=day).initial["exclude_social_aid"] is True
    finally:
        put_in_force(None)


# -- Wajib pemeriksaan lapangan --------------------------------------------------------------------------
def test_without_a_visit_nobody_is_eligible_where_the_round_asks_for_one(people, round):
    Round.objects.update(field_check_needed=True)
    proposed(people, round, row(1, "SLAMET RIYADI"), row(40, "SITI AMINAH"))
    assert judged(people, round).eligible == 0
    assert refused_for("SLAMET RIYADI") == Refusal.NOT_VISITED
    assert any("Belum dikunjungi" in reason for reason in queries.reasons(verdict("SLAMET RIYADI")))
    with pytest.raises(SelectionRefused, match="layak"):
        selection.select(round.pk, by=people.rani, at=NOW)


def test_where_the_round_does_not_ask_nobody_waits_for_a_visit(people, round):
    proposed(people, round, row(1, "SLAMET RIYADI"))
    assert judged(people, round).eligible == 1


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (FieldOutcome.WORKING, Refusal(0)),
        (FieldOutcome.NOT_WORKING, Refusal.FIELD_CHECK_NEGATIVE),
        (FieldOutcome.NOT_FOUND, Refusal.FIELD_CHECK_NEGATIVE),
        (FieldOutcome.UNWILLING, Refusal.FIELD_CHECK_NEGATIVE),
        (FieldOutcome.DEAD, Refusal.DEAD),
        (FieldOutcome.MOVED, Refusal.MOVED),
    ],
)
def test_a_visit_lifts_it_at_once_and_judging_again_says_the_same(people, round, outcome, reason):
    Round.objects.update(field_check_needed=True)
    proposed(people, round, row(1, "SLAMET RIYADI"))
    judged(people, round)
    visit(people, "SLAMET RIYADI", outcome)
    assert refused_for("SLAMET RIYADI") & ~reason == Refusal(0)
    assert refused_for("SLAMET RIYADI") == reason
    assert queries.visits_not_judged(round.pk) == 0
    judged(people, round, at=NOW + timedelta(hours=1))
    assert refused_for("SLAMET RIYADI") & ~Refusal.NOT_VISITED == reason


def test_a_visit_lifts_nothing_else(people, round):
    Round.objects.update(field_check_needed=True)
    proposed(people, round, row(1, "SLAMET RIYADI"))
    answer(people, Register.BPJS, f"{nik(1)};PU AKTIF;03-04-2025")
    judged(people, round)
    visit(people, "SLAMET RIYADI", FieldOutcome.WORKING)
    assert refused_for("SLAMET RIYADI") == Refusal.ACTIVE_PU


def test_a_visit_of_an_earlier_year_does_not_answer_for_this_one(people, round):
    Round.objects.update(field_check_needed=True)
    proposed(people, round, row(1, "SLAMET RIYADI"))
    judged(people, round)
    visit(people, "SLAMET RIYADI", FieldOutcome.WORKING, on=NOW.date() - timedelta(days=500))
    assert refused_for("SLAMET RIYADI") == Refusal.NOT_VISITED
    judged(people, round, at=NOW + timedelta(hours=1))
    assert refused_for("SLAMET RIYADI") == Refusal.NOT_VISITED
    waiting = queries.to_visit(scope=WHOLE_CITY, on=NOW.date())
    assert [v.worker.name for v in waiting] == ["SLAMET RIYADI"]


def test_two_persons_may_set_the_visit_aside(people, round):
    Round.objects.update(field_check_needed=True)
    proposed(people, round, row(1, "SLAMET RIYADI"))
    judged(people, round)
    override = actions.ask_override(
        verdict("SLAMET RIYADI").pk, reason="Sedang melaut; dikenal ketua kelompok", by=people.rani, at=NOW
    )
    assert queries.eligible(round.pk) == []
    actions.decide_override(override.pk, grant=True, by=people.budi, at=NOW)
    assert len(queries.eligible(round.pk)) == 1
    judged(people, round, at=NOW + timedelta(hours=1))
    assert len(queries.eligible(round.pk)) == 1


def test_of_one_house_the_visit_waits_for_judging(people, round):
    """One of a KK: whom a visit frees might be the second of the house, so everybody is asked again."""
    Round.objects.update(field_check_needed=True, one_per_kk=True)
    card = {"No. KK": "3574030101209001"}
    proposed(people, round, row(1, "SLAMET RIYADI", **card), row(40, "SUPARMI", **card))
    judged(people, round)
    for name in ("SUPARMI", "SLAMET RIYADI"):
        visit(people, name, FieldOutcome.WORKING)
    assert queries.eligible(round.pk) == []
    assert judged(people, round, at=NOW + timedelta(hours=1)).eligible == 1


def test_the_page_says_which_visits_were_not_judged_yet(people, round):
    proposed(people, round, row(1, "SLAMET RIYADI"))
    judged(people, round, at=NOW - timedelta(hours=1))
    assert queries.visits_not_judged(round.pk) == 0
    visit(people, "SLAMET RIYADI", FieldOutcome.NOT_WORKING)
    assert queries.visits_not_judged(round.pk) == 1
    judged(people, round, at=NOW + timedelta(hours=1))
    assert queries.visits_not_judged(round.pk) == 0


def test_a_city_may_say_that_work_is_no_condition(people, round):
    """eligibility.must_be_working is a switch: without it who stopped working is not refused for that."""
    proposed(people, round, row(1, "SLAMET RIYADI"), row(40, "SITI AMINAH"))
    judged(people, round)
    visit(people, "SLAMET RIYADI", FieldOutcome.NOT_WORKING)
    visit(people, "SITI AMINAH", FieldOutcome.UNWILLING)
    put_in_force(
        law_in_force().with_overlay([Entry(MUST_BE_WORKING, None, None, False, "bool", "kota", "high")])
    )
    try:
        judged(people, round, at=NOW + timedelta(hours=1))
    finally:
        put_in_force(None)
    assert refused_for("SLAMET RIYADI") == Refusal(0)
    assert refused_for("SITI AMINAH") == Refusal.FIELD_CHECK_NEGATIVE


def test_the_phone_may_send_a_visit_twice(people, round):
    proposed(people, round, row(1, "SLAMET RIYADI"))
    judged(people, round)
    once = uuid4()
    first = visit(people, "SLAMET RIYADI", FieldOutcome.WORKING, client_id=once)
    again = visit(people, "SLAMET RIYADI", FieldOutcome.DEAD, client_id=once)
    assert first.pk == again.pk
    assert FieldCheck.objects.get().outcome == FieldOutcome.WORKING


def test_a_visit_of_tomorrow_is_refused(people, round):
    proposed(people, round, row(1, "SLAMET RIYADI"))
    judged(people, round)
    with pytest.raises(EligibilityRefused, match="belum tiba"):
        visit(people, "SLAMET RIYADI", FieldOutcome.WORKING, on=NOW.date() + timedelta(days=1))


def test_one_of_a_family_card_when_the_round_wants_it(people, round):
    card = {"No. KK": "3574030101209001"}
    rows = [row(1, "SLAMET RIYADI", **card), row(40, "SUPARMI", **card)]
    proposed(people, round, *rows)
    assert judged(people, round).eligible == 2
    Round.objects.update(one_per_kk=True)
    assert judged(people, round, at=NOW + timedelta(hours=1)).eligible == 1
    assert refused_for("SUPARMI") == Refusal.SECOND_IN_HOUSEHOLD


def test_judging_again_replaces_the_answers(people, round):
    proposed(people, round, row(1, "SLAMET RIYADI"))
    assert judged(people, round).eligible == 1
    answer(people, Register.DUKCAPIL, f"{nik(1)};MENINGGAL;03-04-2025")
    assert judged(people, round, at=NOW + timedelta(hours=1)).eligible == 0
    assert Verdict.objects.count() == 1


def test_who_is_still_in_doubt_is_not_judged(people, round):
    proposed(people, round, row(1, "SLAMET RIYADI"), row(1, "SITI ROMLAH"))
    judged(people, round)
    assert list(Verdict.objects.values_list("worker__name", flat=True)) == ["SLAMET RIYADI"]


def test_counts_of_the_reasons(people, round):
    proposed(people, round, born(1, "SLAMET RIYADI", date(1950, 1, 1)), row(40, "SITI AMINAH"))
    answer(people, Register.DUKCAPIL, f"357403010150{9001};MENINGGAL;03-04-2025")
    judged(people, round)
    assert queries.refusal_counts(round.pk) == {Refusal.OVER_AGE: 1, Refusal.DEAD: 1}
    assert queries.totals(round.pk) == {"judged": 2, "eligible": 1, "refused": 1, "overridden": 0}
    assert [v.worker.name for v in queries.verdicts(round.pk, reason="DEAD")] == ["SLAMET RIYADI"]
    assert [v.worker.name for v in queries.verdicts(round.pk, state="eligible")] == ["SITI AMINAH"]


def test_a_round_that_is_not_there(people):
    with pytest.raises(EligibilityRefused, match="tidak ditemukan"):
        actions.judge(999, by=people.rani, at=NOW)
