"""The whole case as one PDF: an index first, then every scan in the order of the checklist, each with its page."""

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pikepdf
from PIL import Image

from payung.claims.checklist import KINDS
from payung.claims.enums import PaperState
from payung.claims.papers import introduction_letter
from payung.documents.city import letterhead
from payung.documents.letter import Letter, facts, letter_pdf, table, text
from payung.files import queries as files
from payung.files.uploads import PDF
from payung.language.formats import tanggal

if TYPE_CHECKING:
    from payung.claims.models import Claim

DOTS_PER_INCH = 150
Part = tuple[str, bytes]


def case_file(claim: "Claim", *, on: date) -> bytes:
    """Index, surat pengantar, and what was scanned. Opens the NIK and every scan: the caller writes that down."""
    parts = [("Surat pengantar", introduction_letter(claim)), *_scans(claim)]
    counts = [_pages(pdf) for _, pdf in parts]
    index = _index(claim, parts, counts, on, first=2)
    if (long := _pages(index)) > 1:
        index = _index(claim, parts, counts, on, first=long + 1)
    return _joined([index, *(pdf for _, pdf in parts)])


def _scans(claim: "Claim") -> list[Part]:
    parts = []
    for paper in claim.papers.prefetch_related("scans__file"):
        for scan in paper.scans.all():
            content = files.content(scan.file)
            pdf = content if scan.file.content_type == PDF else _as_page(content)
            parts.append((KINDS[paper.kind].label, pdf))
    return parts


def _index(claim: "Claim", parts: Sequence[Part], counts: Sequence[int], on: date, *, first: int) -> bytes:
    rows, page = [], first
    for n, ((label, _), count) in enumerate(zip(parts, counts, strict=True), start=1):
        rows.append((str(n), label, str(page), str(count)))
        page += count
    lacking = [
        KINDS[p.kind].label
        for p in claim.papers.all()
        if p.state != PaperState.PRESENT and KINDS[p.kind].needed
    ]
    blocks = [
        facts(
            ("Nomor klaim", claim.number), ("Nama pekerja", claim.worker.name), ("Kejadian", claim.event.get_kind_display()),
            ("Tanggal kejadian", tanggal(claim.event.happened_on)), ("Disusun", tanggal(on)),
        ),
        table(("No.", "Berkas", "Halaman", "Lembar"), rows),
        text(f"Belum ada: {', '.join(lacking)}." if lacking else "Semua berkas yang diperlukan sudah ada."),
    ]  # fmt: skip
    return letter_pdf(Letter("Berkas klaim", blocks, [], letterhead()))


def _as_page(jpeg: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg)) as picture:
        picture.save(out, "PDF", resolution=DOTS_PER_INCH)
    return out.getvalue()


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def _joined(pdfs: Sequence[bytes]) -> bytes:
    whole = pikepdf.new()
    for pdf in pdfs:
        with pikepdf.open(io.BytesIO(pdf)) as part:
            whole.pages.extend(part.pages)
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()
