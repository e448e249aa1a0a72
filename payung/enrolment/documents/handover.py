"""How does a kelurahan sign that the cards reached their people (serah terima)?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from payung.documents import render
from payung.documents.letterhead import Letterhead

_TEMPLATE = Path(__file__).with_name("handover.typ")


class HandoverRow(NamedTuple):
    """One card. No NIK: such lists lie on tables."""

    name: str
    work: str  # "Nelayan"
    rt_rw: str  # "003/007"
    code: str  # "7QK4-M2XP-9HTD"


@dataclass(frozen=True)
class HandoverList:
    """The cards of one kelurahan."""

    kelurahan: str
    kecamatan: str
    round_name: str  # "Pelindungan Pekerja Rentan 2025"
    rows: Sequence[HandoverRow]


def handover_pdf(lists: Sequence[HandoverList], *, letterhead: Letterhead) -> bytes:
    """One list for each kelurahan, each beginning on a page of its own, with boxes to sign."""
    return render.pdf(_TEMPLATE, {"head": letterhead, "lists": lists}, pdf_standard=None)
