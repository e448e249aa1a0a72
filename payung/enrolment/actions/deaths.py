"""A death was recorded by mistake, or on a wrong day: what stood before it comes back, or follows the right day.

What the death ended is kept when it is recorded (`BeforeDeath`), so nothing is guessed afterwards. Only claims calls this,
after two persons decided (`claims.actions.undoing`).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from payung.accounts.models import User
from payung.audit.actions import record
from payung.enrolment.enums import CardState, EndReason, RegistrationState
from payung.enrolment.models import BeforeDeath, Card, Membership, Registration
from payung.jobs.actions import Refused
from payung.language.formats import tanggal
from payung.rules import months
from payung.selection import actions as selection
from payung.selection import queries as places
from payung.selection.enums import PlaceState

NOT_YET = (RegistrationState.READY, RegistrationState.SENT)


@dataclass(frozen=True)
class Period:
    """A membership as it was before a correction: [start_on, end_on)."""

    membership_id: int
    start_on: date
    end_on: date | None


@dataclass
class Redone:
    """What a correction of a death changed. `periods`: the memberships as they were; `sentences`: for the preview."""

    periods: list[Period] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


def keep_before_death(worker_id: UUID, *, at: datetime) -> None:
    """Write down what stands, before a death ends it. A death that is known already keeps the first."""
    if BeforeDeath.objects.filter(worker_id=worker_id, undone_at=None).exists():
        return
    BeforeDeath.objects.create(worker_id=worker_id, before=_standing(worker_id), at=at)


def _standing(worker_id: UUID) -> dict[str, Any]:
    members = Membership.objects.filter(worker_id=worker_id)
    ends = {
        str(m.pk): {"end_on": m.end_on.isoformat() if m.end_on else None, "end_reason": m.end_reason}
        for m in members
    }
    cards = Card.objects.filter(membership__in=members, state=CardState.ACTIVE)
    waiting = Registration.objects.filter(worker_id=worker_id, state__in=NOT_YET)
    held = places.places_of_worker(worker_id).exclude(state=PlaceState.RELEASED)
    return {
        "memberships": ends,
        "cards": list(cards.values_list("pk", flat=True)),
        "registrations": {str(pk): state for pk, state in waiting.values_list("pk", "state")},
        "places": {str(pk): state for pk, state in held.values_list("pk", "state")},
    }


@transaction.atomic
def undo_death(worker_id: UUID, *, by: User | None, at: datetime) -> Redone:
    """The person lives: membership, card, registration and place stand as before. Raises Refused.

    A seat that a decree has given to somebody else is not taken from them: then the membership ends where theirs begins.
    """
    kept, before = _kept(worker_id)
    done = Redone(_periods(worker_id))
    taken = _put_places_back(before["places"], done, by=by, at=at)
    members = Membership.objects.select_for_update().filter(worker_id=worker_id)
    for member in members.order_by("pk"):
        _end_as_before(member, before["memberships"].get(str(member.pk)), taken, done)
    _reopen_cards(before["cards"], done)
    _register_again(before["registrations"], done)
    BeforeDeath.objects.filter(pk=kept.pk).update(undone_at=at)
    _record(worker_id, "Kematian keliru dicatat: kepesertaan, kartu dan tempatnya dipulihkan.", done, by, at)
    return done


@transaction.atomic
def move_death(worker_id: UUID, *, to: date, by: User | None, at: datetime) -> Redone:
    """The person died on another day: memberships end after that day, seats fell free on it. Raises Refused."""
    _, before = _kept(worker_id)
    done = Redone(_periods(worker_id))
    after = to + timedelta(days=1)
    for member in Membership.objects.select_for_update().filter(worker_id=worker_id).order_by("pk"):
        ends, why = _end_without_death(member, before["memberships"].get(str(member.pk)))
        if ends is not None and (ends <= after or ends <= member.start_on):
            member.end_on, member.end_reason = ends, why
        else:
            member.end_on, member.end_reason = max(after, member.start_on), EndReason.MENINGGAL
        member.died_on = to
        member.save(update_fields=["end_on", "end_reason", "died_on"])
        done.sentences.append(
            f"Hari terakhir kepesertaan menjadi {tanggal(member.end_on - timedelta(days=1))}."
        )
    for number in before["places"]:
        if sentence := _asked(selection.move_release, int(number), to, by=by, at=at):
            done.sentences.append(sentence)
    _record(worker_id, f"Hari kematian dibetulkan menjadi {tanggal(to)}.", done, by, at)
    return done


def _kept(worker_id: UUID) -> tuple[BeforeDeath, dict[str, Any]]:
    kept = BeforeDeath.objects.select_for_update().filter(worker_id=worker_id, undone_at=None).first()
    if kept is None:
        raise Refused("Tidak ada kematian orang ini yang tercatat. Muat ulang halaman.")
    return kept, kept.before


def _periods(worker_id: UUID) -> list[Period]:
    memberships = Membership.objects.filter(worker_id=worker_id).order_by("pk")
    return [Period(*row) for row in memberships.values_list("pk", "start_on", "end_on")]


def _put_places_back(
    states: dict[str, str], done: Redone, *, by: User | None, at: datetime
) -> dict[int, int]:
    """{place: the month from which somebody else has its seat}"""
    taken = {}
    for number, state in states.items():
        back = _asked(selection.put_back, int(number), PlaceState(state), by=by, at=at)
        done.sentences.append(back.sentence)
        if back.taken_from:
            taken[int(number)] = back.taken_from
    return taken


def _end_without_death(member: Membership, known: dict[str, Any] | None) -> tuple[date | None, str]:
    """When a membership ends, and why, if nobody had died. An end that was set right since the death stays so."""
    if member.end_reason != EndReason.MENINGGAL or known is None:
        return member.end_on, member.end_reason
    return (date.fromisoformat(known["end_on"]) if known["end_on"] else None), known["end_reason"]


def _end_as_before(
    member: Membership, known: dict[str, Any] | None, taken: dict[int, int], done: Redone
) -> None:
    """A membership begun after the death was recorded keeps its own end."""
    member.died_on = None
    if member.deactivated_in_id and known is not None and not known["end_on"]:
        member.deactivated_in = None
        done.sentences.append("Cabang sudah diminta menonaktifkannya: minta cabang mengaktifkannya lagi.")
    if known is not None:
        member.end_on, member.end_reason = _end_without_death(member, known)
        if member.end_on is None and (month := taken.get(member.place_id)):
            member.end_on = max(months.first_day(month), member.start_on)
            member.end_reason = EndReason.KURSI_TERISI
    member.save(update_fields=["end_on", "end_reason", "died_on", "deactivated_in"])
    last = f"berakhir {tanggal(member.end_on - timedelta(days=1))}" if member.end_on else "berjalan terus"
    done.sentences.append(f"Kepesertaan sejak {tanggal(member.start_on)} {last}.")


def _register_again(states: dict[str, str], done: Redone) -> None:
    """Who was on the way to a KPJ goes on, when the seat is held by a decree again."""
    stopped = Registration.objects.filter(
        pk__in=[int(number) for number in states], state=RegistrationState.REFUSED, replied_on=None
    )
    for registration in stopped.select_related("place"):
        if registration.place.state == PlaceState.DECREED:
            state = RegistrationState(states[str(registration.pk)])
            Registration.objects.filter(pk=registration.pk).update(state=state, refusal="")
            done.sentences.append(f"Pendaftaran kembali “{state.label.lower()}”.")


def _reopen_cards(card_ids: list[int], done: Redone) -> None:
    """The card that was in the hand is valid again, unless another one was issued or the membership has ended."""
    for card in Card.objects.select_for_update().filter(pk__in=card_ids, membership__end_on=None):
        others = Card.objects.filter(membership_id=card.membership_id, state=CardState.ACTIVE)
        if card.state == CardState.REVOKED and not others.exists():
            Card.objects.filter(pk=card.pk).update(state=CardState.ACTIVE)
            done.sentences.append("Kartunya berlaku lagi, dengan kode yang sama.")


def _asked(action: Any, *args: Any, **told: Any) -> Any:
    try:
        return action(*args, **told)
    except selection.SelectionRefused as refusal:
        raise Refused(str(refusal)) from None


def _record(worker_id: UUID, sentence: str, done: Redone, by: User | None, at: datetime) -> None:
    for period in done.periods:
        record(
            "enrolment.redo_death", by=by, at=at, on=("membership", period.membership_id), sentence=sentence
        )
    if not done.periods:
        record("enrolment.redo_death", by=by, at=at, on=("people.worker", worker_id), sentence=sentence)
