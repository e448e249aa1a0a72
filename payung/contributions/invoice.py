"""What does the branch's invoice say, and where does it differ from our active list?

Pure: bytes and lists in, rows and differences out; nothing here touches the database.
"""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from payung.contributions.enums import DifferenceKind
from payung.documents.sheets import Column, xlsx
from payung.files.tables import CannotRead, Cell, Table, read_table, rupiah_of, text_of
from payung.language.formats import rupiah

SYNONYMS = {
    "kpj": ["KPJ", "No KPJ", "Nomor KPJ", "No. Kartu", "Nomor Kartu", "No Peserta", "Nomor Peserta"],
    "name": ["Nama", "Nama Tenaga Kerja", "Nama Peserta", "Nama TK", "Nama Lengkap"],
    "amount": ["Iuran", "Jumlah", "Jumlah Iuran", "Iuran (Rp)", "Total Iuran", "Tagihan", "Nominal"],
}
TOTAL_ROW = re.compile(r"^(grand\s*)?(total|jumlah)\b", re.IGNORECASE)
KODE_IURAN = re.compile(r"kode\s+(iuran|bayar|billing)\s*:?\s*(\S*)", re.IGNORECASE)
KPJ = re.compile(r"(?=[A-Z]*[0-9])[0-9A-Z]{6,20}")
MOST_SHOWN = 3
BIGGEST_AMOUNT_RP = 10**9


class Line(NamedTuple):
    """One billed person."""

    row_number: int  # in the spreadsheet
    kpj: str
    name: str
    amount_rp: int


@dataclass(frozen=True)
class InvoiceFile:
    lines: list[Line]
    kode_iuran: str
    declared_rp: int | None  # a total written in the file itself

    @property
    def total_rp(self) -> int:
        return sum(line.amount_rp for line in self.lines)


class Member(NamedTuple):
    """One person of our active list, and what he should cost."""

    membership_id: int
    worker_id: UUID
    kpj: str
    amount_rp: int


@dataclass(frozen=True)
class Found:
    """One difference. `line` is None for NOT_INVOICED, `member` for NOT_OURS."""

    kind: DifferenceKind
    line: Line | None
    member: Member | None


@dataclass(frozen=True)
class Comparison:
    agreed: list[tuple[Line, Member]]
    differences: list[Found]


def read_invoice(content: bytes, *, name: str) -> InvoiceFile:
    """The rows of an invoice. Raises CannotRead in one line, with the rows to mend."""
    table = read_table(content, name=name, synonyms=SYNONYMS, required=["kpj", "amount"])
    lines, wrong, declared_rp = [], [], None
    for number, cells in table.rows:
        if line := _line(number, cells):
            lines.append(line)
        elif _is_total(cells):
            declared_rp = rupiah_of(cells["amount"])
        else:
            wrong.append(number)
    if wrong:
        raise CannotRead(_wrong_rows(wrong, name))
    if not lines:
        raise CannotRead(f"Tidak ada baris tagihan di {name}. Periksa lembar pertama berkas.")
    return InvoiceFile(lines, _kode_iuran(table), declared_rp)


def total_differs(declared_rp: int | None, total_rp: int) -> str:
    """ "" when the declared total is the sum of the rows; otherwise a sentence with both numbers and their difference."""
    if declared_rp is None or declared_rp == total_rp:
        return ""
    return (
        f"Total yang dinyatakan {rupiah(declared_rp)}, tetapi jumlah baris {rupiah(total_rp)}: "
        f"selisih {rupiah(abs(total_rp - declared_rp))}. "
        "Tidak ada yang disimpan. Minta cabang BPJS memperbaiki tagihan, lalu unggah lagi."
    )


def compare(lines: Iterable[Line], members: Iterable[Member], already_paid: Set[UUID]) -> Comparison:
    """Each line and each member stands in the answer exactly once: agreed, or in one difference.

    already_paid: workers whose month stands in a live order. They are not missed when not invoiced.
    """
    ours = {member.kpj: member for member in members}
    agreed: list[tuple[Line, Member]] = []
    differences: list[Found] = []
    seen: set[str] = set()
    for line in lines:
        member = ours.get(line.kpj)
        if kind := _difference(line, member, seen, already_paid):
            differences.append(Found(kind, line, member))
        elif member:
            agreed.append((line, member))
        seen.add(line.kpj)
    differences += [
        Found(DifferenceKind.NOT_INVOICED, None, member)
        for kpj, member in ours.items()
        if kpj not in seen and member.worker_id not in already_paid
    ]
    return Comparison(agreed, differences)


def _difference(
    line: Line, member: Member | None, seen: Set[str], already_paid: Set[UUID]
) -> DifferenceKind | None:
    if member is None:
        return DifferenceKind.NOT_OURS
    if line.kpj in seen:
        return DifferenceKind.TWICE
    if member.worker_id in already_paid:
        return DifferenceKind.ALREADY_PAID
    return None if line.amount_rp == member.amount_rp else DifferenceKind.OTHER_AMOUNT


# What closes a difference of each kind: a sentence for the operator.
CLOSES: Mapping[DifferenceKind, str] = {
    DifferenceKind.NOT_INVOICED: "Minta cabang BPJS menagih orang ini, atau akhiri kepesertaannya bila sudah berhenti.",
    DifferenceKind.NOT_OURS: "Jangan dibayar. Minta cabang BPJS menonaktifkan orang ini dari wadah kota.",
    DifferenceKind.OTHER_AMOUNT: "Minta cabang BPJS memperbaiki jumlah iurannya, lalu unggah tagihan pengganti.",
    DifferenceKind.TWICE: "Satu baris cukup. Baris kedua tidak masuk perintah bayar; minta cabang menghapusnya.",
    DifferenceKind.ALREADY_PAID: "Sudah ada di perintah bayar lain. Tidak masuk perintah bayar yang baru.",
}


TEMPLATE = [Column("KPJ", width=16), Column("Nama", width=36), Column("Iuran", "number", 14)]


def template(month_words: str, members: Iterable[tuple[str, str, int]]) -> bytes:
    """An XLSX the branch can fill or check: one row per (KPJ, name, rupiah)."""
    return xlsx(TEMPLATE, members, sheet=f"Tagihan {month_words}")


def _line(number: int, cells: dict[str, Cell]) -> Line | None:
    kpj, amount_rp = kpj_of(cells["kpj"]), rupiah_of(cells["amount"])
    if not kpj or not amount_rp or amount_rp > BIGGEST_AMOUNT_RP:
        return None
    return Line(number, kpj, text_of(cells.get("name"))[:120], amount_rp)


def kpj_of(cell: Cell) -> str:
    """A KPJ as text, spaces and dots gone, old letters in capitals; "" for what cannot be one."""
    if isinstance(cell, str) and KPJ.fullmatch(cell):
        return cell  # as nearly all are
    kpj = re.sub(r"[\s.\-]", "", text_of(cell).upper())
    return kpj if KPJ.fullmatch(kpj) else ""


def _is_total(cells: dict[str, Cell]) -> bool:
    texts = [text_of(cells.get("kpj")), text_of(cells.get("name"))]
    return any(TOTAL_ROW.match(text) for text in texts)


def _wrong_rows(wrong: list[int], name: str) -> str:
    shown = ", ".join(map(str, wrong[:MOST_SHOWN])) + (", …" if len(wrong) > MOST_SHOWN else "")
    return (
        f"{len(wrong)} baris di {name} tidak punya KPJ atau jumlah iuran yang benar (baris {shown}). "
        "Perbaiki baris itu, lalu unggah lagi."
    )


def _kode_iuran(table: Table) -> str:
    for row in table.above:
        for place, cell in enumerate(row):
            if found := KODE_IURAN.search(text_of(cell)):
                return (found[2] or next((text_of(c) for c in row[place + 1 :] if text_of(c)), ""))[:40]
    return ""
