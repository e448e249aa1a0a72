"""An accident at work: the first report within 2 × 24 hours, treatment and time off, the second report, back to work."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims.actions.assessing import assess
from payung.claims.actions.moving import promise_again, take
from payung.claims.actions.reassessing import change_kind
from payung.claims.enums import Channel, EventKind, Outcome
from payung.claims.models import Accident, Claim, Event
from payung.enrolment import actions as enrolment
from payung.enrolment.enums import EndReason
from payung.jobs.actions import Refused
from payung.rules import deadlines
from payung.vault import seal

NEEDS_PERCENT = (Outcome.PARTIAL,)


@transaction.atomic
def record_accident(
    claim_id: int,
    *,
    happened_at: datetime,
    activity: str,
    cause: str,
    by: User,
    at: datetime,
    injury: str = "",
    diagnosis: str = "",
    seen: int | None = None,
    **more: Any,
) -> Accident:
    """What Permenaker 1/2025 Pasal 48A wants told. `more`: witnesses, facility, is_disease, work_kind,
    work_length, exposure, unable_from. What was hurt and the diagnosis are sealed; "" keeps what is known.
    """
    claim = take(claim_id, by=by, at=at, seen=seen)
    if happened_at > at:
        raise Refused("Waktu kecelakaan belum tiba. Periksa tanggal dan jamnya.")
    fields = {"happened_at": happened_at, "activity": activity, "cause": cause, **more}
    if injury:
        fields["injury_sealed"] = seal(f"claims.accident.injury:{claim_id}", injury)
    if diagnosis:
        fields["diagnosis_sealed"] = seal(f"claims.accident.diagnosis:{claim_id}", diagnosis)
    accident, _ = Accident.objects.update_or_create(claim=claim, defaults=fields)
    _recompute(claim, "Kronologi kecelakaan dicatat", by=by, at=at)
    return accident


@transaction.atomic
def send_first_report(
    claim_id: int, *, sent_at: datetime, channel: Channel, by: User, at: datetime, seen: int | None = None
) -> bool:
    """The first report (tahap I) went to BPJS. Gives whether it was in time. Law: Permenaker 1/2025 Pasal 8."""
    claim = take(claim_id, by=by, at=at, seen=seen)
    accident = _accident(claim)
    if sent_at < accident.happened_at or sent_at > at:
        raise Refused("Waktu laporan harus sesudah kecelakaan dan tidak boleh di masa depan.")
    in_time = sent_at <= deadlines.accident_report_due(accident.happened_at)
    accident.first_reported_at, accident.channel = sent_at, channel
    accident.save(update_fields=["first_reported_at", "channel"])
    promise_again(claim, at=at)
    word = "tepat waktu" if in_time else "lewat 2 × 24 jam"
    _record(claim_id, f"Laporan tahap I dikirim, {word}.", by=by, at=at)
    return in_time


@transaction.atomic
def record_time_off(
    claim_id: int,
    *,
    unable_from: date,
    able_again_on: date | None,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> None:
    """From when to when he could not work; the estimate of STMB follows."""
    claim = take(claim_id, by=by, at=at, seen=seen)
    if able_again_on and able_again_on < unable_from:
        raise Refused("Tanggal mampu bekerja lagi lebih awal dari tanggal mulai tidak mampu.")
    accident = _accident(claim)
    accident.unable_from, accident.able_again_on = unable_from, able_again_on
    accident.save(update_fields=["unable_from", "able_again_on"])
    _recompute(claim, "Waktu tidak mampu bekerja dicatat", by=by, at=at)


@transaction.atomic
def send_second_report(
    claim_id: int,
    *,
    outcome: Outcome,
    stated_at: datetime,
    sent_at: datetime,
    by: User,
    at: datetime,
    percent: Decimal | None = None,
    function_loss: Decimal | None = None,
    died_on: date | None = None,
    seen: int | None = None,
) -> bool:
    """The second report (tahap II): how it ended by the doctor's statement. Gives whether it was in time.

    A death makes it a JKK death claim and ends the membership. Law: Permenaker 1/2025 Pasal 19.
    """
    if outcome in NEEDS_PERCENT and percent is None:
        raise Refused("Isi persentase cacat dari keterangan dokter (Formulir 3b).")
    claim = take(claim_id, by=by, at=at, seen=seen)
    accident = _accident(claim)
    day = _day_of_death(accident, died_on or stated_at.date()) if outcome == Outcome.DIED else None
    accident.outcome, accident.stated_at, accident.second_reported_at = outcome, stated_at, sent_at
    accident.disability_percent, accident.function_loss_percent = percent, function_loss
    accident.save()
    in_time = sent_at <= deadlines.outcome_report_due(stated_at)
    if day:
        Event.objects.filter(pk=claim.event_id).update(died_on=day)
        claim.event.died_on = day
        enrolment.end_membership(claim.worker_id, reason=EndReason.MENINGGAL, on=day, by=by, at=at)
        change_kind(claim_id, EventKind.WORK_DEATH, why="meninggal akibat kecelakaan kerja", by=by, at=at)
    else:
        _recompute(claim, f"Laporan tahap II: {outcome.label.lower()}", by=by, at=at)
    return in_time


@transaction.atomic
def record_return_to_work(
    claim_id: int, *, on: date, note: str = "", by: User, at: datetime, seen: int | None = None
) -> None:
    """He works again, perhaps at other work after training (return to work)."""
    claim = take(claim_id, by=by, at=at, seen=seen)
    accident = _accident(claim)
    accident.back_at_work_on, accident.back_note = on, note[:200]
    accident.able_again_on = accident.able_again_on or on
    accident.save()
    _recompute(claim, "Kembali bekerja", by=by, at=at)


def _day_of_death(accident: Accident, day: date) -> date:
    if day < timezone.localdate(accident.happened_at):
        raise Refused("Tanggal meninggal lebih awal dari kecelakaannya. Periksa tanggalnya.")
    return day


def _accident(claim: Claim) -> Accident:
    accident = Accident.objects.filter(claim=claim).first()
    if accident is None:
        raise Refused("Catat dulu kronologi kecelakaannya: tempat, sebab, tanggal dan jam.")
    return accident


def _recompute(claim: Claim, why: str, *, by: User, at: datetime) -> None:
    assess(claim, why=why, by=by, at=at)
    _record(claim.pk, f"{why}.", by=by, at=at)


def _record(claim_id: int, sentence: str, *, by: User, at: datetime) -> None:
    audit.record("claims.accident", by=by, at=at, on=("claim", claim_id), sentence=sentence)
