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
from payung.language.formats import rupiah
from payung.tables.cells import Cell
from payung.tables.fields import Door, Field, Kind
from payung.tables.places import in_words
from payung.tables.reading import (
    NOTHING_DECIDED,
    CannotRead,
    Decisions,
    Reading,
    Remembered,
    read_settled,
)
from payung.tables.rows import SUBTOTAL
from payung.tables.values import rupiah_of, text_of

DOOR = Door(
    "invoice",
    (
        Field("kpj", "KPJ", ("kpj|no kpj|kpj peserta", "no kartu|no peserta|no kepesertaan"), kind=Kind.CODE, is_key=True),
        Field("name", "Nama", ("nama tenaga kerja|nama tk|nama peserta|nama lengkap", "nama")),
        Field("amount", "Iuran",
              ("total iuran|jumlah iuran|iuran dibayar|iuran yang harus dibayar|total iuran rp|jumlah iuran rp",
               "iuran|iuran rp|iuran bulan ini|iuran per bulan", "jumlah|tagihan|nominal|total|jumlah rp"),
              kind=Kind.MONEY),
    ),
    needed=(("kpj",), ("amount",)),
)  # fmt: skip
KODE_IURAN = re.compile(r"kode\s+(iuran|bayar|billing)\s*:?\s*(\S*)", re.IGNORECASE)
KPJ = re.compile(r"(?=[A-Z]*[0-9])[0-9A-Z]{6,20}")
OF_PEOPLE = re.compile(
    r"\b(?:peserta|orang|jiwa|tenaga kerja|pekerja|tk|data)\b(?!.*\b(?:iuran|rp|rupiah)\b)", re.IGNORECASE
)
MOST_SHOWN = 3
BIGGEST_AMOUNT_RP = 10**9


class Line(NamedTuple):
    """One billed person."""

    row_number: int  # its place in the file (tables.places)
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


def read_invoice(
    content: bytes,
    *,
    name: str,
    decisions: Decisions = NOTHING_DECIDED,
    remembered: Remembered = lambda layout: None,
) -> InvoiceFile:
    """The lines of an invoice in one step. Raises CannotRead in one line, also where a person must decide first."""
    reading = read_settled(content, DOOR, name=name, decisions=decisions, remembered=remembered)
    return invoice_of(reading, name=name)


def invoice_of(reading: Reading, *, name: str) -> InvoiceFile:
    """The lines of an invoice and the total it declares. Raises CannotRead in one line, with the rows to mend."""
    lines, wrong = [], []
    for place, cells in reading.records():
        if line := _line(place, cells):
            lines.append(line)
        else:
            wrong.append(in_words(place, reading.read_sheets))
    if wrong:
        raise CannotRead(_wrong_rows(wrong, name))
    if not lines:
        raise CannotRead(f"Tidak ada baris tagihan di {name}. Periksa isi berkasnya.")
    return InvoiceFile(
        lines, _kode_iuran(reading), declared_total(reading, sum(line.amount_rp for line in lines))
    )


def declared_total(reading: Reading, sum_rp: int) -> int | None:
    """The total that the file itself declares; None when it declares none.

    Subtotals and numbers of people declare nothing for the whole. The last total is the whole, unless the totals of
    groups, pages or sheets only together are the sum of the rows.
    """
    totals: dict[str, list[int]] = {}
    for skipped in reading.totals:
        amount_rp = rupiah_of(skipped.cells.get("amount"))
        if amount_rp is not None and not SUBTOTAL.match(skipped.text) and not OF_PEOPLE.search(skipped.text):
            totals.setdefault(skipped.sheet, []).append(amount_rp)
    if not totals:
        return None
    last = [amounts[-1] for amounts in totals.values()]
    together = (last[-1], sum(last), sum(map(sum, totals.values())))
    return sum_rp if sum_rp in together else together[0 if len(last) == 1 else 1]


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


def _wrong_rows(wrong: list[str], name: str) -> str:
    shown = ", ".join(wrong[:MOST_SHOWN]) + (", …" if len(wrong) > MOST_SHOWN else "")
    return (
        f"{len(wrong)} baris di {name} tidak punya KPJ atau jumlah iuran yang benar (baris {shown}). "
        "Perbaiki baris itu, lalu unggah lagi."
    )


def _kode_iuran(reading: Reading) -> str:
    for row in (row for table in reading.tables for row in table.above):
        for place, cell in enumerate(row):
            if named := KODE_IURAN.search(text_of(cell)):
                return (named[2] or next((text_of(c) for c in row[place + 1 :] if text_of(c)), ""))[:40]
    return ""
