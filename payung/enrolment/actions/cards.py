"""How is a card issued, printed, replaced and put into the worker's hand? One valid card a person (K2)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from payung.accounts.models import User
from payung.accounts.queries import WHOLE_CITY, Scope
from payung.audit.actions import record
from payung.database.loading import copying
from payung.enrolment import queries
from payung.enrolment.enums import CardState
from payung.enrolment.models import Card
from payung.jobs.actions import Refused
from payung.rules.card_code import is_card_code, new_card_code, normalise_card_code


def issue_cards(membership_ids: Iterable[int], *, at: datetime) -> None:
    """A fresh random code for each membership, in one COPY."""
    cards = [(membership_id, new_card_code()) for membership_id in membership_ids]
    columns = ("membership_id", "code", "state", "issued_at", "handed_over_to", "reissue_reason")
    with copying(Card, columns) as copy:
        for membership_id, code in cards:
            copy.write_row((membership_id, code, CardState.ACTIVE, at, "", ""))


def revoke_cards(membership_ids: Sequence[int]) -> int:
    """Cards of these memberships are valid no more, from the next scan on."""
    active = Card.objects.filter(membership_id__in=membership_ids, state=CardState.ACTIVE)
    return active.update(state=CardState.REVOKED)


@transaction.atomic
def reissue_card(card_id: int, *, reason: str, by: User | None, at: datetime) -> Card:
    """Another card for a lost or wrong one: the old code is revoked in the same transaction. Raises Refused."""
    if not reason.strip():
        raise Refused("Tulis alasan cetak ulang, misalnya “hilang” atau “rusak”.")
    if not Card.objects.filter(pk=card_id, state=CardState.ACTIVE).update(state=CardState.REVOKED):
        raise Refused("Kartu ini sudah dicabut. Buka kartu yang berlaku.")
    old = Card.objects.get(pk=card_id)
    new = Card.objects.create(
        membership_id=old.membership_id,
        code=new_card_code(),
        issued_at=at,
        reissue_reason=reason.strip()[:120],
    )
    record(
        "enrolment.reissue_card",
        by=by,
        at=at,
        on=("card", new.pk),
        sentence=f"Mengganti kartu {old.pk} dengan kartu {new.pk}; kode lama dicabut.",
        reason=reason.strip(),
    )
    return new


@transaction.atomic
def hand_over(
    card_code: str, *, to: str, on: date, by: User, at: datetime, scope: Scope = WHOLE_CITY
) -> Card:
    """Record that the card is in somebody's hand. The same hand-over again changes nothing. Raises Refused."""
    code = normalise_card_code(card_code)
    card = queries.cards(scope).filter(code=code).first() if is_card_code(code) else None
    if card is None:
        raise Refused("Kode kartu ini tidak dikenal atau sudah dicabut. Periksa kode di bawah QR.")
    to = to.strip()[:120] or card.membership.worker.name
    if card.handed_over_on:
        if card.handed_over_to == to:
            return card
        raise Refused(
            f"Kartu ini sudah diserahkan kepada {card.handed_over_to} pada {card.handed_over_on:%d-%m-%Y}."
        )
    waiting = Card.objects.filter(pk=card.pk, handed_over_on=None)
    if not waiting.update(handed_over_on=on, handed_over_to=to, handed_over_by=by):
        # Somebody was first since we looked: he is told what a second one is told.
        return hand_over(card_code, to=to, on=on, by=by, at=at, scope=scope)
    record(
        "enrolment.hand_over",
        by=by,
        at=at,
        on=("card", card.pk),
        sentence=f"Menyerahkan kartu {card.pk}.",
    )
    card.refresh_from_db()
    return card
