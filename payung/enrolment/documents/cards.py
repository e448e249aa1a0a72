"""How do thousands of cards become one PDF, ten on a sheet of A4?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from payung.documents import measure, qr, render

_HERE = Path(__file__).parent
_ROOM_PT = 51 / 25.4 * 72  # beside the QR
_NAME_SIZES = (10.5, 9.5, 8.5, 7.5, 6.5, 5.4)
_WORK_SIZES = (7, 6.4, 5.4)


@dataclass(frozen=True)
class CardData:
    """One card. There is no field for a NIK, and none for an address, on purpose (K1)."""

    name: str
    job: str  # "Nelayan"
    kelurahan: str  # "Mayangan"
    kpj: str  # "" while BPJS has not answered
    period: str  # "Mei–Desember 2025"
    code: str  # "7QK4-M2XP-9HTD"
    url: str  # what the QR says: an address that ends with the code


@dataclass(frozen=True)
class CardCity:
    """What all cards say of the city."""

    name: str  # "Kota Probolinggo"
    phone: str = ""  # whom a family calls
    coat_of_arms: bytes | None = None  # PNG or SVG


def cards_pdf(cards: Sequence[CardData], *, city: CardCity) -> bytes:
    """Cards of 85.6 x 54 mm edge to edge with cut marks, ten on a page, in the given order."""
    face = render.pdf(_HERE / "card_face.typ", {"city": city}, pdf_standard=None)
    shown = [_shown(card) for card in cards]
    return render.pdf(_HERE / "cards.typ", {"cards": shown, "face": face}, pdf_standard=None)


def _shown(card: CardData) -> dict:
    work = ", ".join(filter(None, (card.job, card.kelurahan and f"Kel.\u00a0{card.kelurahan}")))
    name_pt, name_lines = measure.fit(card.name, room_pt=_ROOM_PT, sizes_pt=_NAME_SIZES, most_lines=2)
    work_pt, work_lines = measure.fit(
        work,
        room_pt=_ROOM_PT,
        sizes_pt=_WORK_SIZES[len(name_lines) - 1 :] or _WORK_SIZES[-1:],
        most_lines=1 if len(name_lines) > 1 else 2,
        weight="regular",
    )
    return {
        "name": name_lines,
        "name_pt": name_pt,
        "work": work_lines,
        "work_pt": work_pt,
        "kpj": card.kpj or "menyusul",
        "period": card.period,
        "code": card.code,
        "qr": qr.png(card.url),
    }
