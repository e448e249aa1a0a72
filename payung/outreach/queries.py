"""Which messages wait, and what would each topic say?"""

from urllib.parse import quote
from uuid import UUID

from django.db.models import QuerySet

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.claims.enums import ClaimState
from payung.language.phone import whatsapp_link
from payung.outreach.enums import MessageState, Topic
from payung.outreach.models import Message
from payung.outreach.words import SAMPLE, said
from payung.vault import unseal


def messages(
    *, scope: Scope = WHOLE_CITY, state: str = "", topic: str = "", text: str = ""
) -> QuerySet[Message]:
    """The outbox in scope, latest first."""
    found = Message.objects.filter(**scope.within(kelurahan="claim__worker__kelurahan_id"))
    if state:
        found = found.filter(state=state)
    if state == MessageState.PREPARED:
        found = found.exclude(pk__in=of_mistaken_claims().values("pk"))
    if topic:
        found = found.filter(topic=topic)
    if text:
        found = found.filter(to_name__icontains=text)
    return found.select_related("claim__worker", "done_by")


def messages_of(worker_id: UUID) -> QuerySet[Message]:
    """What was prepared for the family of one person."""
    return Message.objects.filter(claim__worker_id=worker_id).select_related("prepared_by", "done_by")


def of_mistaken_claims() -> QuerySet[Message]:
    """What waits to be sent about a death that was a mistake, and must not go."""
    waiting = Message.objects.filter(claim__state=ClaimState.MISTAKEN, state=MessageState.PREPARED)
    return waiting.exclude(topic=Topic.APOLOGY)


def message(message_id: int, *, scope: Scope = WHOLE_CITY) -> Message | None:
    return messages(scope=scope).filter(pk=message_id).first()


def waiting_count(*, scope: Scope = WHOLE_CITY) -> int:
    return messages(scope=scope, state=MessageState.PREPARED).count()


def phone_place(key: UUID) -> str:
    return f"outreach.message.phone:{key}"


def link(found: Message) -> str:
    """The address that opens WhatsApp with the text ready to send; "" without a number."""
    phone = unseal(phone_place(found.key), found.phone_sealed)
    return f"{whatsapp_link(phone)}?text={quote(found.text)}" if phone else ""


def previews() -> list[tuple[Topic, str]]:
    """Every topic with invented facts, to be read before anything is sent."""
    return [(topic, said(topic, SAMPLE, greeting="Sutini")) for topic in Topic]
