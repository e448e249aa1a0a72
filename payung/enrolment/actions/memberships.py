"""How does a membership end: the card is revoked, the seat is freed, the next is called, all or nothing?"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from payung.accounts.models import User
from payung.audit.actions import record
from payung.enrolment.actions.cards import revoke_cards
from payung.enrolment.actions.deaths import keep_before_death
from payung.enrolment.enums import EndReason, RegistrationState
from payung.enrolment.models import Membership, Registration
from payung.jobs.actions import Refused
from payung.language.formats import tanggal
from payung.rules import months
from payung.selection import actions as selection

NOT_YET = (RegistrationState.READY, RegistrationState.SENT)


@transaction.atomic
def end_membership(
    worker_id: UUID, *, reason: str, on: date, by: User | None, at: datetime
) -> Membership | None:
    """End what runs. `on` is the last day that counts (the day of death, of moving); asked twice, once done.

    Somebody who is only on the way to a KPJ frees his seat too. None when there was nothing to end.
    """
    if reason == EndReason.MENINGGAL:
        keep_before_death(worker_id, at=at)
        Membership.objects.filter(worker_id=worker_id).update(died_on=on)
    running = Membership.objects.select_for_update().filter(worker_id=worker_id, end_on=None).first()
    if running is None:
        _stop_registering(worker_id, reason=reason, on=on, by=by, at=at)
        if reason == EndReason.MENINGGAL:
            _end_earlier(worker_id, on=on, by=by, at=at)
            selection.release_all(worker_id, EndReason(reason), on=on, by=by, at=at)
        return None
    running.end_on = max(on + timedelta(days=1), running.start_on)
    running.end_reason = EndReason(reason)
    running.save(update_fields=["end_on", "end_reason"])
    revoke_cards([running.pk])
    _free_seat(running.place_id, reason=reason, on=on, by=by, at=at)
    record(
        "enrolment.end_membership",
        by=by,
        at=at,
        on=("membership", running.pk),
        sentence="Mengakhiri kepesertaan, mencabut kartu, dan melepas tempatnya.",
        reason=EndReason(reason).label,
    )
    if reason == EndReason.MENINGGAL:
        selection.release_all(worker_id, EndReason(reason), on=on, by=by, at=at)
    return running


def _end_earlier(worker_id: UUID, *, on: date, by: User | None, at: datetime) -> None:
    """A death before the end we knew: nobody was a member after it, so months paid for later are overpaid."""
    after = on + timedelta(days=1)
    ended = (
        Membership.objects.select_for_update()
        .filter(worker_id=worker_id, end_on__gt=after)
        .exclude(end_on=F("start_on"))
    )
    for membership in ended:
        membership.end_on = max(after, membership.start_on)
        membership.end_reason = EndReason.MENINGGAL
        membership.save(update_fields=["end_on", "end_reason"])
        record(
            "enrolment.end_earlier",
            by=by,
            at=at,
            on=("membership", membership.pk),
            sentence="Memajukan akhir kepesertaan ke hari kematian.",
            reason=EndReason.MENINGGAL.label,
        )


def cannot_be(member: Membership, *, start_on: date | None, last_on: date | None) -> str:
    """ "" when a membership may begin or end on that day; otherwise why not (M2, M5)."""
    start_on = start_on or member.start_on
    end_on = member.end_on if last_on is None else last_on + timedelta(days=1)
    if end_on is not None and end_on <= start_on:
        return "Hari terakhir harus sesudah hari pertama. Periksa tanggalnya."
    if start_on != member.start_on and member.end_on == member.start_on:
        return "Kepesertaan ini tidak pernah berjalan: berakhir sebelum mulai. Tidak ada mulai yang dapat dibetulkan."
    others = Membership.objects.filter(worker_id=member.worker_id).exclude(pk=member.pk)
    for other in others.exclude(end_on=F("start_on")):
        if (other.end_on is None or other.end_on > start_on) and (end_on is None or other.start_on < end_on):
            return f"Bertumpuk dengan kepesertaan lain orang ini mulai {tanggal(other.start_on)}."
    if member.died_on and last_on is not None and last_on > member.died_on:
        return f"Orang ini meninggal pada {tanggal(member.died_on)}. Periksa tanggalnya."
    if member.end_reason == EndReason.MENINGGAL and last_on is not None:
        return "Akhir karena meninggal dibetulkan lewat Pembetulan kematian di klaimnya, oleh dua orang."
    return selection.seat_is_taken(member.place_id, start_on=start_on, end_on=end_on)


def hold_membership(membership_id: int) -> Membership:
    """The row, locked until the transaction ends: nobody ends or moves this membership meanwhile."""
    found = Membership.objects.select_for_update(of=("self",)).select_related("place__round__fund")
    return found.get(pk=membership_id)


@transaction.atomic
def correct_period(
    membership_id: int, *, start_on: date | None, last_on: date | None, by: User, at: datetime
) -> Membership:
    """Begin or end a membership on another day than was recorded; a seat's months follow. Raises Refused."""
    member = Membership.objects.select_for_update().get(pk=membership_id)
    if sentence := cannot_be(member, start_on=start_on, last_on=last_on):
        raise Refused(sentence)
    before = f"{tanggal(member.start_on)}"
    if start_on:
        member.start_on = start_on
        selection.start_in(member.place_id, months.month_of(start_on), at=at)
    if last_on:
        member.end_on = last_on + timedelta(days=1)
        selection.leave_on(member.place_id, last_on, at=at)
    member.save(update_fields=["start_on", "end_on"])
    until = f" sampai {tanggal(member.end_on - timedelta(days=1))}" if member.end_on else ""
    record(
        "enrolment.correct_period",
        by=by,
        at=at,
        on=("membership", member.pk),
        sentence=f"Membetulkan masa kepesertaan: dari {tanggal(member.start_on)}{until} (semula mulai {before}).",
    )
    return member


def _stop_registering(worker_id: UUID, *, reason: str, on: date, by: User | None, at: datetime) -> None:
    waiting = Registration.objects.select_for_update().filter(worker_id=worker_id, state__in=NOT_YET)
    for registration in waiting:
        registration.state, registration.refusal = RegistrationState.REFUSED, EndReason(reason).label
        registration.save(update_fields=["state", "refusal"])
        _free_seat(registration.place_id, reason=reason, on=on, by=by, at=at)
        record(
            "enrolment.stop_registering",
            by=by,
            at=at,
            on=("registration", registration.pk),
            sentence="Menghentikan pendaftaran dan melepas tempatnya.",
            reason=EndReason(reason).label,
        )


def _free_seat(place_id: int, *, reason: str, on: date, by: User | None, at: datetime) -> None:
    selection.release(place_id, EndReason(reason), on=on, by=by, at=at)
    selection.call_next(place_id, by=by, at=at)
