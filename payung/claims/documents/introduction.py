"""With which letter does the agency bring a family's claim to BPJS (surat pengantar)?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from payung.documents import render
from payung.documents.letterhead import Letterhead
from payung.language import formats

_TEMPLATE = Path(__file__).with_name("introduction.typ")


@dataclass(frozen=True)
class IntroductionLetter:
    """What the branch needs to find the member and the family. Carries the whole NIK: audit who makes it."""

    letterhead: Letterhead
    branch: str  # "BPJS Ketenagakerjaan Cabang Probolinggo"
    branch_place: str  # "Probolinggo"
    benefit: str  # "Jaminan Kematian (JKM)"
    name: str
    nik: str
    kpj: str
    birth: str  # "Probolinggo, 12-05-1980"
    address: str
    job: str
    event: str  # "meninggal dunia"
    happened_on: date
    applicant: str  # heir or the member himself
    applicant_kin: str  # "istri"; "" for the member himself
    applicant_phone: str
    papers: Sequence[str]  # labels of the papers that come along
    paid_months: str = ""  # "Mei–September 2025"
    wadah_number: str = ""
    number: str = ""
    written_on: date | None = None


def introduction_pdf(letter: IntroductionLetter) -> bytes:
    """The letter as PDF/A; number and date stay blank until the agency's register gives them."""
    member = [
        ("Nama", letter.name),
        ("NIK", letter.nik),
        ("Nomor KPJ", letter.kpj),
        ("Tempat, tanggal lahir", letter.birth),
        ("Alamat", letter.address),
        ("Pekerjaan", letter.job),
        ("Nomor wadah", letter.wadah_number),
        ("Iuran terbayar", letter.paid_months),
        ("Kejadian", f"{letter.event} pada {formats.hari_tanggal(letter.happened_on)}"),
    ]
    applicant = f"{letter.applicant} ({letter.applicant_kin})" if letter.applicant_kin else letter.applicant
    data = {
        "head": letter.letterhead,
        "place": letter.letterhead.place,
        "number": letter.number,
        "date": formats.tanggal(letter.written_on) if letter.written_on else "",
        "branch": letter.branch,
        "branch_place": letter.branch_place,
        "benefit": letter.benefit,
        "member": [pair for pair in member if pair[1]],
        "applicant": [pair for pair in (("Nama", applicant), ("Telepon", letter.applicant_phone)) if pair[1]],
        "papers": letter.papers,
        "count": f"{len(letter.papers)} ({formats.terbilang(len(letter.papers))}) berkas",
    }
    return render.pdf(_TEMPLATE, data)
