"""Before a month is paid: how is each person a register stops ended, or kept with a reason?"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions import queries
from payung.contributions.models import StopKept
from payung.contributions.queries import Stop
from payung.enrolment import actions as enrolment
from payung.enrolment import queries as enrolment_queries
from payung.jobs.actions import Refused
from payung.language.formats import angka
from payung.matching.enums import StopReason
from payung.rules import months


@transaction.atomic
def stop_member(round_id: int, month: int, membership_id: int, *, on: date, by: User, at: datetime) -> None:
    """End the membership of a person on the stop list: his seat is freed and the next is called. Raises Refused.

    A death is told as an event instead, so that the family gets what is due.
    """
    found = _listed(round_id, month, membership_id, at)
    if found.reason == StopReason.DEAD:
        raise Refused("Kematian dicatat lewat Lapor kejadian, supaya santunan keluarganya diurus.")
    enrolment.end_membership(found.worker_id, reason=found.ends_for, on=on, by=by, at=at)


@transaction.atomic
def keep_member(
    round_id: int, month: int, membership_id: int, reason: str, *, by: User, at: datetime
) -> None:
    """Pay a person on although a register stops him; a new answer of the register asks again. Raises Refused."""
    found = _listed(round_id, month, membership_id, at)
    if not reason.strip():
        raise Refused("Tulis alasan mengapa orang ini tetap dibayar.")
    StopKept.objects.create(
        membership_id=membership_id,
        finding=found.reason,
        reason=reason.strip()[:160],
        kept_by=by,
        kept_at=at,
    )
    record(
        "contributions.keep_member",
        by=by,
        at=at,
        on=("membership", membership_id),
        sentence=f"Tetap dibayar mulai {months.month_in_words(month)} meskipun register menyebut: {found.words.lower()}.",
        reason=reason.strip(),
    )


@transaction.atomic
def keep_living(worker_id: UUID, *, reason: str, by: User, at: datetime) -> None:
    """Two persons found that somebody lives: a register that calls them dead stops no payment until it says so anew."""
    today = localdate(at)
    for member in enrolment_queries.memberships_of_worker(worker_id).filter(end_on=None):
        month = max(months.month_of(today), member.place.round.first_month)
        for stop in queries.stop_list(member.place.round_id, month, on=today):
            if stop.membership_id == member.pk and stop.reason == StopReason.DEAD and stop.is_open:
                keep_member(member.place.round_id, month, member.pk, reason, by=by, at=at)


def refuse_undecided(round_id: int, month: int, at: datetime) -> None:
    """No order before the stop list is decided. Raises Refused with how many wait."""
    if waiting := sum(stop.is_open for stop in queries.stop_list(round_id, month, on=localdate(at))):
        raise Refused(
            f"{angka(waiting)} orang di daftar berhenti {months.month_in_words(month)} belum diputuskan. "
            "Berhentikan, atau tulis alasan mengapa tetap dibayar."
        )


def _listed(round_id: int, month: int, membership_id: int, at: datetime) -> Stop:
    for stop in queries.stop_list(round_id, month, on=localdate(at)):
        if stop.membership_id == membership_id:
            return stop
    raise Refused("Orang ini tidak lagi di daftar berhenti. Muat ulang halaman.")
