"""What do three people sign before a month's contributions are paid?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from payung.documents import render
from payung.documents.letterhead import Letterhead
from payung.language import formats

_TEMPLATE = Path(__file__).with_name("order_sheet.typ")


class SectorLine(NamedTuple):
    """The people of one sector in the order; amounts in rupiah."""

    sector: str
    people: int
    amount_rp: int


class Signer(NamedTuple):
    """Who stands for a step; `at` is None until he has done it."""

    step: str  # "Dibuat", "Diverifikasi", "Disetujui"
    office: str
    name: str
    at: datetime | None = None


@dataclass(frozen=True)
class OrderSheet:
    """One payment order (P1, P2). `month` is year * 12 + month - 1."""

    letterhead: Letterhead
    number: str  # "PB-00007"
    round_name: str
    month: int
    fund: str
    kode_iuran: str
    contribution_rp: int
    lines: Sequence[SectorLine]
    due_on: date
    digest: str  # SHA-256 of the order's lines: all three sign the same list
    signers: Sequence[Signer]
    paid_on: date | None = None
    proof_number: str = ""
    zone: str = "Asia/Jakarta"

    @property
    def people(self) -> int:
        return sum(line.people for line in self.lines)

    @property
    def total_rp(self) -> int:
        return sum(line.amount_rp for line in self.lines)


def order_sheet_pdf(order: OrderSheet) -> bytes:
    """One page; until the last signer has approved, it is marked KONSEP."""
    return render.pdf(_TEMPLATE, _data(order))


def _data(order: OrderSheet) -> dict:
    return {
        "head": order.letterhead,
        "draft": not all(signer.at for signer in order.signers),
        "facts": [
            ("Nomor", order.number),
            ("Putaran", order.round_name),
            ("Bulan iuran", formats.bulan(order.month)),
            ("Sumber dana", order.fund),
            ("Kode iuran BPJS", order.kode_iuran or "-"),
            ("Iuran per orang", f"{formats.rupiah_dokumen(order.contribution_rp)} per bulan"),
            ("Dibayar paling lambat", formats.tanggal(order.due_on)),
        ],
        "lines": [
            (line.sector, formats.angka(line.people), formats.rupiah_dokumen(line.amount_rp))
            for line in order.lines
        ],
        "people": formats.angka(order.people),
        "total": formats.rupiah_dokumen(order.total_rp),
        "words": formats.terbilang_rupiah(order.total_rp),
        "digest": order.digest,
        "signers": [_signer(signer, order.zone) for signer in order.signers],
        "paid": f"{formats.tanggal(order.paid_on)}, bukti {order.proof_number}" if order.paid_on else "",
    }


def _signer(signer: Signer, zone: str) -> dict[str, str]:
    at = f"{formats.tanggal(signer.at)}, {formats.jam(signer.at, zone)}" if signer.at else "menunggu"
    return {"step": signer.step, "office": signer.office, "name": signer.name, "at": at}
