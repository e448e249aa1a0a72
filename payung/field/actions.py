"""How is an entry of a phone's outbox done exactly once, however often it is sent?"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.accounts.queries import Scope
from payung.aid import actions as aid
from payung.claims import actions as claims
from payung.claims.actions import News
from payung.claims.enums import Source
from payung.enrolment import actions as enrolment
from payung.field.enums import What
from payung.field.models import Sent
from payung.jobs.actions import Refused

LONGEST_WAIT = timedelta(days=60)  # an older day of a phone is rather a clock that runs wrong


def receive(
    what: What,
    *,
    key: UUID,
    written_at: datetime,
    told: Mapping[str, Any],
    scope: Scope,
    by: User,
    at: datetime,
) -> Sent:
    """Do what an officer wrote down, once for each key; the same key again gives the first answer.

    Raises Refused when it cannot be done; nothing is kept then, so that it can be mended and sent again.
    """
    if known := _done(key, by=by):
        return known
    try:
        with transaction.atomic():
            # Who sends the same key at the same time waits here for the first, and then finds his answer.
            sent = Sent.objects.create(key=key, what=what, written_at=written_at, by=by, at=at)
            sent.answer = _DOES[what](told, sent, scope)[:200]
            sent.save(update_fields=["answer"])
    except IntegrityError:
        if known := _done(key, by=by):
            return known
        raise
    return sent


def _done(key: UUID, *, by: User) -> Sent | None:
    known = Sent.objects.filter(key=key).first()
    if known and known.by_id != by.pk:
        raise Refused("Isian ini milik petugas lain.")
    return known


def _hear(told: Mapping[str, Any], sent: Sent, scope: Scope) -> str:
    news = News(**{**told, "source": Source(told["source"])}, key=sent.key, kelurahan=scope.kelurahan or "")
    return f"Kabar tersimpan, nomor {claims.hear(news, by=sent.by, at=sent.at).number}."


def _hand_over_card(told: Mapping[str, Any], sent: Sent, scope: Scope) -> str:
    card = enrolment.hand_over(
        told["code"], to=told["to"], on=_day(sent), by=sent.by, at=sent.at, scope=scope
    )
    return f"Kartu {card.membership.worker.name} tercatat diserahkan."


def _hand_over_parcel(told: Mapping[str, Any], sent: Sent, scope: Scope) -> str:
    given = aid.hand_over(
        int(told["distribution"]), told["code"], taken_by=told["taken_by"], by=sent.by, at=sent.at
    )
    return f"Paket untuk {given.addressed} tercatat."


_DOES: dict[What, Callable[[Mapping[str, Any], Sent, Scope], str]] = {
    What.NOTICE: _hear,
    What.CARD: _hand_over_card,
    What.PARCEL: _hand_over_parcel,
}


def _day(sent: Sent) -> date:
    """The day on which it was written down, as far as the phone's clock can be believed."""
    today, written = localdate(sent.at), localdate(sent.written_at)
    return written if today - LONGEST_WAIT <= written <= today else today
