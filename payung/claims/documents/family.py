"""What does a family take home: which papers, where they are made, whom to ask?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from payung.documents import render
from payung.documents.letterhead import Paper
from payung.language import formats

_TEMPLATE = Path(__file__).with_name("family.typ")


class PaperLine(NamedTuple):
    """One paper of the checklist, in plain words (claims.checklist.PaperKind and its state)."""

    label: str
    what: str
    where: str
    is_here: bool
    needed: bool = True


@dataclass(frozen=True)
class FamilyLeaflet:
    """One claim, told to the family."""

    city: str
    agency: str
    claim_number: str  # "K-00012"
    worker_name: str
    is_death: bool
    papers: Sequence[PaperLine]
    contact_name: str  # who helps, "Bu Rani, Disperinaker"
    contact_phone: str
    estimate_rp: int | None = None
    estimate_note: str = ""  # what the amount consists of, in one sentence
    paper: Paper = field(default_factory=Paper)


def family_pdf(leaflet: FamilyLeaflet) -> bytes:
    """The checklist on one or two pages, large type, for people who seldom read letters."""
    missing = [line for line in leaflet.papers if not line.is_here]
    data = {
        "paper": leaflet.paper,
        "city": leaflet.city,
        "agency": leaflet.agency,
        "number": leaflet.claim_number,
        "name": leaflet.worker_name,
        "is_death": leaflet.is_death,
        "must": [line._asdict() for line in missing if line.needed],
        "perhaps": [line._asdict() for line in missing if not line.needed],
        "here": [line.label for line in leaflet.papers if line.is_here],
        "contact": f"{leaflet.contact_name}, telepon {leaflet.contact_phone}",
        "estimate": formats.rupiah(leaflet.estimate_rp) if leaflet.estimate_rp else "",
        "estimate_note": leaflet.estimate_note,
    }
    return render.pdf(_TEMPLATE, data, pdf_standard=None)
