"""How does a worker sign for a parcel (sembako)?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from payung.documents import render
from payung.documents.letterhead import Letterhead
from payung.language import formats

_TEMPLATE = Path(__file__).with_name("receipts.typ")


class ReceiptRow(NamedTuple):
    """One person of the distribution. No NIK: the card's code is enough."""

    name: str
    work: str
    kelurahan: str
    code: str


@dataclass(frozen=True)
class ReceiptList:
    """One distribution, as announced."""

    name: str  # "Sembako Maulid 2025"
    giver: str  # "Baznas Kota Contoh"
    content: str  # "Beras 5 kg, minyak 2 l"
    place: str
    on: date
    rows: Sequence[ReceiptRow]


def receipts_pdf(receipts: ReceiptList, *, letterhead: Letterhead) -> bytes:
    """The list of one distribution with a box to sign for each person."""
    data = {
        "head": letterhead,
        "name": receipts.name,
        "facts": [
            ("Pemberi", receipts.giver),
            ("Isi paket", receipts.content),
            ("Tempat", receipts.place),
            ("Hari, tanggal", formats.hari_tanggal(receipts.on)),
            ("Jumlah penerima", f"{formats.angka(len(receipts.rows))} orang"),
        ],
        "rows": receipts.rows,
    }
    return render.pdf(_TEMPLATE, data, pdf_standard=None)
