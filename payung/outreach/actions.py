"""How is a message prepared, and how does somebody say that it was sent?"""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims import queries as claims
from payung.claims.enums import ClaimState
from payung.jobs.actions import Refused
from payung.language.formats import tanggal
from payung.outreach import queries
from payung.outreach.enums import MESSAGE_NEXT, MessageState, Topic
from payung.outreach.models import Message
from payung.outreach.queries import phone_place
from payung.outreach.words import Facts, names_a_number, said
from payung.reference.queries import city
from payung.vault import seal

KEYS = UUID("c2a9a7de-3b1e-4f7b-8c55-0e5d4b7f6a10")
# What a family should hear in each state, where nobody has told it yet.
BY_STATE = {
    ClaimState.COLLECTING: Topic.PAPERS,
    ClaimState.FILED: Topic.FILED,
    ClaimState.REFUSED: Topic.REFUSED,
    ClaimState.PAID: Topic.PAID,
    ClaimState.MISTAKEN: Topic.APOLOGY,
}
RECENT_DAYS = 30  # nothing is prepared for what happened long ago


@transaction.atomic
def prepare(
    claim_id: int, topic: Topic, *, by: User | None, at: datetime, child: str = "", year: int = 0
) -> Message:
    """Put a message for the family of a claim into the outbox; the same occasion is prepared once.

    Raises Refused when the claim is not there, or a number slipped into a name.
    """
    claim = claims.claim(claim_id)
    if claim is None:
        raise Refused("Klaim tidak ditemukan.")
    if claim.state == ClaimState.MISTAKEN and topic != Topic.APOLOGY:
        raise Refused("Orangnya hidup: klaim ini ditutup sebagai keliru.")
    key = uuid5(KEYS, f"{claim_id}|{topic}|{claim.changed_at.date()}|{child}|{year}")
    if known := Message.objects.filter(key=key).first():
        return known
    name, phone = claims.contact_of(claim)
    text = said(topic, _facts(claim, child=child, year=year), greeting=name)
    if names_a_number(text):
        raise Refused("Pesan memuat nomor 16 angka. Periksa nama pekerja atau pelapor, lalu siapkan lagi.")
    made = Message.objects.create(
        topic=topic, claim_id=claim_id, to_name=name[:120], phone_sealed=seal(phone_place(key), phone), text=text, key=key,
        prepared_by=by, prepared_at=at,
    )  # fmt: skip
    audit.record(
        "outreach.prepared",
        by=by,
        at=at,
        on=("claim", claim_id),
        sentence=f"Pesan “{Topic(topic).label}” disiapkan.",
    )
    return made


def prepare_due(*, at: datetime) -> int:
    """What families should hear today: new states, late payments, school years. Gives how many were added."""
    drop_mistaken(at=at)
    before = Message.objects.count()
    for claim_id, topic, child, year in _due(at):
        prepare(claim_id, topic, by=None, at=at, child=child, year=year)
    return Message.objects.count() - before


@transaction.atomic
def drop_mistaken(*, at: datetime) -> int:
    """Nobody is told of a death that was a mistake: what waits in the outbox for such a claim is dropped."""
    waiting = queries.of_mistaken_claims()
    for message in waiting.select_for_update(of=("self",)):
        Message.objects.filter(pk=message.pk).update(state=MessageState.DROPPED, done_at=at)
        audit.record(
            "outreach.settled", by=None, at=at, on=("message", message.pk),
            sentence="Pesan tidak jadi dikirim: orangnya hidup.",
        )  # fmt: skip
    return len(waiting)


@transaction.atomic
def settle(message_id: int, to: MessageState, *, by: User, at: datetime) -> None:
    """It was sent, said at the door, or is not needed. Raises Refused when somebody was first."""
    if to != MessageState.DROPPED and queries.of_mistaken_claims().filter(pk=message_id).exists():
        raise Refused("Jangan dikirim: orangnya hidup, dan klaimnya ditutup sebagai keliru.")
    sources = [state for state, targets in MESSAGE_NEXT.items() if to in targets]
    moved = Message.objects.filter(pk=message_id, state__in=sources).update(state=to, done_by=by, done_at=at)
    if not moved:
        raise Refused("Pesan ini sudah ditangani orang lain. Muat ulang halaman.")
    audit.record(
        "outreach.settled",
        by=by,
        at=at,
        on=("message", message_id),
        sentence=f"Pesan kepada keluarga: {to.label.lower()}.",
    )


@transaction.atomic
def note_opened(message_id: int, *, by: User, at: datetime) -> None:
    """The page of a message shows a telephone number: that somebody looked is written down."""
    audit.record(
        "outreach.opened",
        by=by,
        at=at,
        on=("message", message_id),
        sentence="Membuka pesan dengan nomor HP keluarga.",
        personal_read=True,
    )


def _due(at: datetime) -> list[tuple[int, Topic, str, int]]:
    today = timezone.localdate(at)
    since = at - timedelta(days=RECENT_DAYS)
    due = [
        (claim_id, BY_STATE[ClaimState(state)], "", 0)
        for claim_id, state in claims.moved_since(since, states=list(BY_STATE))
    ]
    due += [(claim.pk, Topic.LATE, "", 0) for claim in claims.late_claims(on=today)]
    due += [
        (year.pupil.claim_id, Topic.SCHOOL, year.pupil.name, year.year)
        for year in claims.school_years(state="due")
        if year.due_on <= today
    ]
    return due


def _facts(claim, *, child: str, year: int) -> Facts:
    found = city()
    return Facts(
        name=claim.worker.name,
        number=claim.number,
        owner=claim.owner.full_name if claim.owner else "Petugas",
        agency=found.labour_agency.name if found else "",
        city=found.name.removeprefix("Kota ") if found else "",
        phone=(found.phone if found else "") or "kelurahan",
        papers=", ".join(claims.family_papers(claim)),
        filed_on=tanggal(claim.filed_on) if claim.filed_on else "",
        due_on=tanggal(claim.due_on) if claim.due_on else "",
        paid_on=tanggal(claim.paid_on) if claim.paid_on else "",
        child=child,
        year=str(year or ""),
        is_death=claim.event.kind in claims.DEATHS,
    )
