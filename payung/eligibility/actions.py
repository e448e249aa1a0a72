"""How is everybody judged at once, what did officers see, and who may set a refusal aside?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.database.loading import copying, learn
from payung.eligibility import queries
from payung.eligibility.enums import FieldOutcome, OverrideState
from payung.eligibility.models import CarriedOver, FieldCheck, Override, Verdict
from payung.intake import queries as intake
from payung.jobs.actions import Refused
from payung.jobs.registry import Progress, no_progress
from payung.language.formats import angka
from payung.matching import queries as matching
from payung.matching.enums import Finding, Register
from payung.people import queries as people
from payung.programme import queries as programme
from payung.rules import eligibility as rules
from payung.rules import months
from payung.rules.parameters import law_in_force

if TYPE_CHECKING:
    from payung.programme.models import Round

CODES = {
    FieldOutcome.NOT_FOUND: rules.FieldCheck.NEGATIVE,
    FieldOutcome.UNWILLING: rules.FieldCheck.NEGATIVE,
    FieldOutcome.NOT_WORKING: rules.FieldCheck.NOT_WORKING,
}
OF_OUTCOME = {FieldOutcome.DEAD: rules.Refusal.DEAD, FieldOutcome.MOVED: rules.Refusal.MOVED}
SHORTEST_REASON = 10  # characters: shorter is no reason that somebody else can check


class EligibilityRefused(Refused):
    """The step cannot be taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class Judged:
    """People judged, and how many of them may be covered."""

    people: int
    eligible: int


@transaction.atomic
def judge(round_id: int, *, by: User | None, at: datetime, progress: Progress = no_progress) -> Judged:
    """Ask every rule of everybody proposed, at once; keep every reason. Judging again replaces the answers.

    An override stays as long as no reason is new: it was granted for what was known then, not for a death since;
    and as long as no reason is a limit of law.
    """
    round = programme.round_(round_id)
    if round is None:
        raise EligibilityRefused("Putaran tidak ditemukan.")
    # Who goes on keeps the sector of his seat, whatever a new list calls him.
    proposed = list((dict(intake.proposed(round_id)) | queries.carried_over(round_id)).items())
    progress(0, len(proposed), "Mengumpulkan data")
    ids = [worker_id for worker_id, _ in proposed]
    masks = _masks(round, ids, [sector for _, sector in proposed], on=localdate(at))
    progress(len(ids), len(ids), "Menyimpan kelayakan")
    _keep(round_id, ids, [sector for _, sector in proposed], masks, at)
    _end_overrides_of_limits(round_id)
    eligible = int((masks == 0).sum())
    audit.record(
        "eligibility.judged",
        by=by,
        at=at,
        on=("programme.round", round_id),
        sentence=f"Kelayakan {angka(len(ids))} orang dinilai: {angka(eligible)} layak.",
    )
    return Judged(len(ids), eligible)


@transaction.atomic
def carry_over(round_id: int, people: Mapping[UUID, str], *, by: User, at: datetime) -> int:
    """Let members of an earlier round ({worker: sector}) go on into an open one; how many are new in it."""
    known = queries.carried_over(round_id)
    fresh = [(worker, sector) for worker, sector in people.items() if worker not in known]
    with copying(CarriedOver, ("round_id", "worker_id", "sector_id", "carried_at")) as copy:
        for worker, sector in fresh:
            copy.write_row((round_id, worker, sector, at))
    audit.record(
        "eligibility.carried_over",
        by=by,
        at=at,
        on=("programme.round", round_id),
        sentence=f"Membawa {angka(len(fresh))} peserta putaran sebelumnya ke putaran ini.",
    )
    return len(fresh)


@transaction.atomic
def record_field_check(
    *,
    worker_id: UUID,
    outcome: FieldOutcome,
    checked_on: date,
    client_id: UUID,
    by: User,
    at: datetime,
    works_as: str = "",
    note: str = "",
) -> FieldCheck:
    """Keep what an officer saw. The same `client_id` again gives the first record: a phone may send twice."""
    if known := FieldCheck.objects.filter(client_id=client_id).first():
        return known
    if checked_on > at.date():
        raise EligibilityRefused("Tanggal kunjungan belum tiba. Periksa tanggalnya.")
    check = FieldCheck.objects.create(
        client_id=client_id,
        worker_id=worker_id,
        outcome=outcome,
        works_as=works_as,
        note=note,
        checked_on=checked_on,
        checked_by=by,
        recorded_at=at,
    )
    audit.record(
        "eligibility.field_checked",
        by=by,
        at=at,
        on=("people.worker", worker_id),
        sentence=f"Verifikasi lapangan: {FieldOutcome(outcome).label.lower()}.",
    )
    _lift_not_visited(check, on=localdate(at))
    return check


def _lift_not_visited(check: FieldCheck, *, on: date) -> None:
    """A visit answers at once for whom nobody had visited; every other answer waits until all are judged again.

    Where one person per KK is covered the others of the house have to be asked too: that is left to judging.
    """
    if not queries.visit_stands(check.checked_on, on):
        return
    waiting = Verdict.objects.select_for_update(of=("self",)).select_related("round").filter(
        worker_id=check.worker_id, overridden=False
    ).exclude(round__one_per_kk=True)  # fmt: skip
    for verdict in waiting:
        if verdict.refusals & rules.Refusal.NOT_VISITED:
            seen = _refusals_of(check.outcome, months.first_day(verdict.round.first_month))
            verdict.refusals = verdict.refusals & ~rules.Refusal.NOT_VISITED | seen
            verdict.judged_at = check.recorded_at
            verdict.save(update_fields=["refusals", "judged_at"])


def _refusals_of(outcome: str, start_on: date) -> rules.Refusal:
    """What the outcome of a visit alone refuses."""
    code = CODES.get(FieldOutcome(outcome))
    if code == rules.FieldCheck.NEGATIVE or (code and _must_be_working(start_on)):
        return rules.Refusal.FIELD_CHECK_NEGATIVE
    return OF_OUTCOME.get(FieldOutcome(outcome), rules.Refusal(0))


def _must_be_working(start_on: date) -> bool:
    return bool(law_in_force().value(rules.MUST_BE_WORKING, start_on))


@transaction.atomic
def ask_override(verdict_id: int, *, reason: str, by: User, at: datetime) -> Override:
    """Ask that a refused person be covered all the same. Somebody else decides. Limits of law cannot be set aside."""
    verdict = queries.verdict(verdict_id)
    if verdict is None or verdict.refusals == 0 or verdict.overridden:
        raise EligibilityRefused("Orang ini tidak sedang ditolak, jadi tidak perlu pengecualian.")
    _refuse_limits(verdict)
    if len(reason.strip()) < SHORTEST_REASON:
        raise EligibilityRefused(
            "Tulis alasan yang dapat diperiksa orang lain, misalnya nomor surat keterangan."
        )
    try:
        with transaction.atomic():
            override = Override.objects.create(
                verdict=verdict, reason=reason.strip(), asked_by=by, asked_at=at
            )
    except IntegrityError:
        raise EligibilityRefused("Pengecualian untuk orang ini sudah menunggu keputusan.") from None
    audit.record(
        "eligibility.override_asked",
        by=by,
        at=at,
        on=("people.worker", verdict.worker_id),
        sentence="Pengecualian diminta.",
        reason=reason,
    )
    return override


@transaction.atomic
def decide_override(override_id: int, *, grant: bool, note: str = "", by: User, at: datetime) -> None:
    """Grant or deny, by another person than the one who asked (also a constraint of the table); a denial says why."""
    override = Override.objects.select_for_update().select_related("verdict").get(pk=override_id)
    if override.state != OverrideState.ASKED:
        raise EligibilityRefused("Pengecualian ini sudah diputuskan.")
    if override.asked_by_id == by.pk:
        raise EligibilityRefused("Pengecualian harus diputuskan orang lain, bukan yang memintanya.")
    if grant:
        _refuse_limits(override.verdict)  # the law, or what is known of the person, may be another since
    elif len(note.strip()) < SHORTEST_REASON:
        raise EligibilityRefused("Tulis mengapa ditolak, agar yang meminta tahu apa yang harus dilakukan.")
    override.state = OverrideState.GRANTED if grant else OverrideState.DENIED
    override.decided_by, override.decided_at, override.decision_note = by, at, note.strip()
    override.save()
    if grant:
        Verdict.objects.filter(pk=override.verdict_id).update(overridden=True)
    audit.record(
        "eligibility.override_decided",
        by=by,
        at=at,
        on=("people.worker", override.verdict.worker_id),
        sentence=f"Pengecualian {'disetujui' if grant else 'ditolak'}.",
        reason=note,
    )


def _refuse_limits(verdict: Verdict) -> None:
    if limits := queries.limits_reached(verdict):
        sentences = " ".join(rules.explain(limits))
        raise EligibilityRefused(f"Batas hukum tidak dapat dikecualikan. {sentences}")


def _end_overrides_of_limits(round_id: int) -> None:
    """What was granted before the limit was reached, or before the law said so, does not stand any more."""
    granted = Verdict.objects.filter(round_id=round_id, overridden=True).select_related("worker", "round")
    beyond = [verdict.pk for verdict in granted if queries.limits_reached(verdict)]
    Verdict.objects.filter(pk__in=beyond).update(overridden=False)


def _masks(round: "Round", ids: list[UUID], sectors: list[str], *, on: date) -> np.ndarray:
    """The refusals of each person (uint32), by the rules alone, judged on the day `on`."""
    facts, found, checks = people.facts(ids), matching.findings(ids), queries.latest_checks(ids)
    quotas, going_on = programme.quotas(round.pk), queries.carried_over(round.pk)
    code = {sector: n for n, sector in enumerate(sorted({*quotas, *sectors}))}
    answers = [found.get(i, {}) for i in ids]
    civil = [answer.get(Register.DUKCAPIL, ("", None))[0] for answer in answers]
    insurer = [answer.get(Register.BPJS, ("", None))[0] for answer in answers]
    payers = [answer.get(Register.PAYERS, ("", None))[0] for answer in answers]
    aids = [answer.get(Register.SOCIAL_AID, ("", None))[0] for answer in answers]
    seen = [checks.get(i) for i in ids]
    standing = queries.visited_since(ids, on=on)
    criteria = rules.Criteria(
        start_on=months.first_day(round.first_month),
        min_age=round.min_age,
        max_age=round.max_age,
        sectors=tuple(code[sector] for sector in quotas),
        one_per_household=round.one_per_kk,
        exclude_social_aid=round.exclude_social_aid,
        field_check_needed=round.field_check_needed,
        must_be_working=_must_be_working(months.first_day(round.first_month)),
    )
    return rules.refusals(
        criteria,
        born_on=np.array([facts[i].birth_date for i in ids], "datetime64[D]"),
        in_city=np.array([facts[i].kelurahan_code is not None for i in ids], bool),
        sector=np.array([code[sector] for sector in sectors], np.int16),
        pu_active=_equal(insurer, Finding.PU_ACTIVE),
        bpu_by_other_payer=_equal(insurer, Finding.BPU_ACTIVE) | _equal(payers, Finding.PAID_ELSEWHERE),
        dead=_equal(civil, Finding.DEAD) | _equal(seen, FieldOutcome.DEAD),
        moved=_equal(civil, Finding.MOVED) | _equal(seen, FieldOutcome.MOVED),
        in_civil_registry=~_equal(civil, Finding.NOT_FOUND),
        field_check=np.array(
            [_field_code(outcome, worker in standing) for worker, outcome in zip(ids, seen, strict=True)],
            np.uint8,
        ),
        social_aid=_equal(aids, Finding.RECEIVES_AID),
        renewing=np.array([i in going_on for i in ids], bool),
        household=_households([facts[i].kk_index for i in ids]),
        not_bpu=_not_bpu(ids, months.first_day(round.first_month)),
    )


def _not_bpu(ids: Sequence[UUID], on: date) -> np.ndarray:
    """Who is ASN, TNI, Polri or a pensioner, as the job column of Dukcapil says."""
    jobs = matching.jobs(ids)
    return rules.not_bpu([jobs.get(i) for i in ids], on)


def _equal(values: Sequence[str | None], wanted: str) -> np.ndarray:
    return np.fromiter((value == wanted for value in values), bool, len(values))


def _field_code(outcome: FieldOutcome | None, stands: bool) -> rules.FieldCheck:
    if outcome is not None and outcome in CODES:
        return CODES[outcome]
    return rules.FieldCheck.POSITIVE if stands else rules.FieldCheck.NOT_DONE


def _households(kk_indexes: Sequence[bytes | None]) -> np.ndarray:
    """A number for each family card; 0 where it is unknown."""
    numbers: dict[bytes, int] = {}
    return np.array([numbers.setdefault(kk, len(numbers) + 1) if kk else 0 for kk in kk_indexes], np.int64)


def _keep(round_id: int, ids: list[UUID], sectors: list[str], masks: np.ndarray, at: datetime) -> None:
    """One statement puts the new answers in place; people no longer proposed lose theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO eligibility_verdict (round_id, worker_id, sector_id, refusals, overridden, judged_at)
               SELECT %s, v.worker, v.sector, v.refusals, false, %s
               FROM unnest(%s::uuid[], %s::text[], %s::int[]) AS v(worker, sector, refusals)
               ON CONFLICT (round_id, worker_id) DO UPDATE
               SET sector_id = excluded.sector_id, refusals = excluded.refusals, judged_at = excluded.judged_at,
                   overridden = eligibility_verdict.overridden
                                AND excluded.refusals & ~eligibility_verdict.refusals = 0""",
            [round_id, at, ids, sectors, [int(mask) for mask in masks]],
        )
    learn(Verdict, len(ids))
    Verdict.objects.filter(round_id=round_id).exclude(judged_at=at).delete()
