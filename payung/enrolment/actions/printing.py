"""How do cards become paper: which ones, in which order, and marked as printed?"""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from payung.accounts.models import User
from payung.audit.actions import record
from payung.enrolment import queries
from payung.enrolment.documents.cards import CardCity, CardData, cards_pdf
from payung.enrolment.models import Card
from payung.files.actions import keep
from payung.files.models import StoredFile
from payung.jobs.actions import Refused
from payung.jobs.registry import Progress, no_progress
from payung.language.formats import rentang_bulan
from payung.people import queries as people
from payung.reference import queries as reference
from payung.rules import months
from payung.rules.card_code import new_card_code
from payung.selection import queries as selection


@transaction.atomic
def print_cards(
    *,
    by: User | None,
    at: datetime,
    kelurahan: str = "",
    sector: str = "",
    only_unprinted: bool = True,
    card_id: int | None = None,
    progress: Progress = no_progress,
) -> StoredFile:
    """A PDF of cards, ten on an A4, by kelurahan and name; kept, and the cards are marked as printed.

    Raises Refused when no card is left to print.
    """
    state = "unprinted" if only_unprinted and card_id is None else ""
    found = queries.cards(state=state, kelurahan=kelurahan, sector=sector)
    chosen = list(found if card_id is None else found.filter(pk=card_id))
    if not chosen:
        raise Refused("Tidak ada kartu yang perlu dicetak untuk pilihan ini.")
    progress(0, len(chosen), "Menyusun kartu")
    city = reference.city()
    content = cards_pdf(
        _faces(chosen),
        city=CardCity(city.name, city.phone, reference.emblem(city.emblem_id))
        if city
        else CardCity("Pemerintah Kota"),
    )
    progress(len(chosen), len(chosen), "Menyimpan berkas")
    file = keep(
        content,
        name=f"kartu-{at:%Y%m%d-%H%M}-{len(chosen)}.pdf",
        content_type="application/pdf",
        purpose="enrolment.cards",
        by=by,
        at=at,
    )
    Card.objects.filter(pk__in=[card.pk for card in chosen], printed_at=None).update(printed_at=at)
    record(
        "enrolment.print_cards",
        by=by,
        at=at,
        on=("file", file.pk),
        sentence=f"Mencetak {len(chosen)} kartu.",
    )
    return file


def preview_cards(place_ids: Iterable[int]) -> bytes:
    """Cards as they would look, before BPJS has answered: KPJ to follow, codes that open nothing."""
    city = reference.city()
    places = list(selection.seats(place_ids))
    work = people.latest_occupation([place.worker_id for place in places])
    faces = [
        CardData(
            name=place.worker.name,
            job=(work[place.worker_id].job if place.worker_id in work else "") or place.sector.name,
            kelurahan=place.worker.kelurahan.name if place.worker.kelurahan else "",
            kpj="",
            period=rentang_bulan(place.starts_month, place.round.last_month),
            code=code,
            url=f"{settings.PUBLIC_ADDRESS}/k/{code}",
        )
        for place in places
        for code in [new_card_code()]
    ]
    return cards_pdf(
        faces,
        city=CardCity(city.name, city.phone, reference.emblem(city.emblem_id))
        if city
        else CardCity("Pemerintah Kota"),
    )


def _faces(cards: list[Card]) -> list[CardData]:
    work = people.latest_occupation([card.membership.worker_id for card in cards])
    return [_face(card, work.get(card.membership.worker_id)) for card in cards]


def _face(card: Card, work) -> CardData:
    """What a card shows; no NIK and no address (K1)."""
    membership = card.membership
    worker, place = membership.worker, membership.place
    return CardData(
        name=worker.name,
        job=work.job if work and work.job else place.sector.name,
        kelurahan=worker.kelurahan.name if worker.kelurahan else "",
        kpj=membership.kpj,
        period=period_of(place.starts_month, place.round.last_month, membership.start_on),
        code=card.code,
        url=f"{settings.PUBLIC_ADDRESS}/k/{card.code}",
    )


def period_of(first: int, last: int, start_on: date) -> str:
    """Mei–Desember 2025; with the day where cover begins later than the first of its first month: 20 Mei–Desember 2025."""
    begins = months.month_of(start_on)
    if not first <= begins <= last or (begins == first and start_on.day == 1):
        return rentang_bulan(first, last)
    return f"{start_on.day} {rentang_bulan(begins, last)}"
