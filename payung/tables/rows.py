"""Which rows under a header tell of somebody, and why are the others left out?

Every row is accounted for: it is a row of data, or it is skipped with a reason. A row with a name and hardly anything
else is data (to be mended), never a total.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from payung.language.dates import parse_tanggal
from payung.tables.cells import Cell, Sheet
from payung.tables.columns import Column
from payung.tables.fields import Door, Kind
from payung.tables.header import Header, header_at
from payung.tables.titles import Names, is_private, is_title, plain
from payung.tables.values import is_blank, is_number, text_of


class Why(StrEnum):
    """Why a row is skipped."""

    BLANK = "Baris kosong"
    NUMBERING = "Nomor kolom"
    ONLY_NUMBER = "Hanya nomor urut"
    REPEATED = "Judul kolom diulang"
    NEXT_TABLE = "Judul tabel berikutnya"
    TOTAL = "Baris jumlah"
    SIGNATURE = "Tanda tangan"
    HEADING = "Judul kelompok"
    NOTE = "Catatan"
    OTHER_TABLE = "Tabel lain di bawah daftar"
    BESIDE = "Isi di luar kolom yang dibaca"


TOTAL = re.compile(
    r"^\W*(?:(?:sub|grand)\W*)?(?:total|jumlah|jml|jmlh|subtotal|grandtotal|terbilang|rekapitulasi)\b",
    re.IGNORECASE,
)
SUBTOTAL = re.compile(
    r"^\W*(?:sub\W*(?:total|jumlah)|(?:total|jumlah)\s+(?:hal|halaman|kel|kelurahan|rw|rt|kec)\b)",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"^\W*(?:mengetahui|menyetujui|mengesahkan|disahkan|disetujui|hormat\s+kami|lurah|plt|camat|kepala|kabid|kadis|ketua"
    r"|sekretaris|bendahara|penyuluh|koordinator|petugas|pembuat|dibuat\s+oleh|diperiksa|yang\s+menyerahkan"
    r"|yang\s+menerima|nip|nrp|ttd|tanda\s*tangan|materai|penata|pembina|pengatur|a\.?\s?n\.|tertanda)\b",
    re.IGNORECASE,
)
PLACE_AND_DAY = re.compile(r"^[A-Za-z .']{3,40},?\s*(?:tanggal\s*)?\d{1,2}[\s-]+[A-Za-z]{3,}[\s-]+\d{4}\W*$")
NOTE = re.compile(
    r"^\W*(?:catatan|keterangan|ket|nb|note|sumber|dicetak|print|halaman|hal|lampiran)\b", re.IGNORECASE
)
HEADING = re.compile(
    r"^\W*(?:kelompok|poktan|gapoktan|kub|kelurahan|kel|desa|kecamatan|kec|dusun|lingkungan|blok|rw|rt|sektor|wilayah"
    r"|bulan|halaman)\b",
    re.IGNORECASE,
)
CODE = re.compile(r"[A-Za-z]{0,4}[-. ]?\d[\dA-Za-z .\-]*")
NIP = re.compile(
    r"(?:19|20)\d{6}(?:19|20)\d{4}[12]\d{3}"
)  # of the official who signs: born, appointed, sex, number
DIGITS = re.compile(r"\d")
FEWEST_DIGITS = 6
LONGEST_KEY = 18  # as a NIP is long
BIG_NUMBER = 100_000
MOST_SIGNING = 3  # cells of a line of signatures
LONGEST_NUMBER = 24  # letters of a cell that is a number and nothing else


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no data. `cells`: what it holds in the columns that are used (a declared total, for instance)."""

    number: int
    why: Why
    cells: dict[str, Cell] = field(default_factory=dict)
    text: str = ""


@dataclass
class Sorted:
    """The rows of a table: data, what was skipped, the headings between them, and the header that ends it."""

    rows: list[tuple[int, Sequence[Cell]]] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    next_header: Header | None = None
    last: int = 0


class RowSorter:
    """Sorts the rows under one header."""

    def __init__(self, sheet: Sheet, header: Header, columns: Sequence[Column], names: Names) -> None:
        self.sheet, self.header, self.names, self.door = sheet, header, names, names.door
        self.index_of = {column.field: column.index for column in columns if column.field}
        self.mapped = list(self.index_of.values())
        self.titles = {
            column.index: plain(column.title.split(" – ")[-1]) for column in columns if column.title
        }
        self.keys = [
            (self.index_of[name], self.door.by_name[name].kind)
            for name in self.door.keys
            if name in self.index_of
        ]
        self.is_plain = self._plain_key()
        self.last_key = self._last_with_key()

    def sort(self) -> Sorted:
        """Every row under the header, until the next header or the end of the sheet."""
        done = Sorted(last=len(self.sheet.rows))
        signed = False
        for number, row in enumerate(self._rows_below(), start=self.header.last + 1):
            if self.is_plain(row):
                done.rows.append((number, row))  # most rows, so they are asked nothing more
                continue
            why = self._why_not(number, row, signed=signed, done=done)
            if why is None:
                done.rows.append((number, row))
                continue
            if why == Why.NEXT_TABLE and done.next_header:
                done.last = number - 1
                break
            signed = signed or why == Why.SIGNATURE
            self._skip(number, row, why, done)
        return done

    def _skip(self, number: int, row: Sequence[Cell], why: Why, done: Sorted) -> None:
        cells = (
            {name: row[i] for name, i in self.index_of.items() if i < len(row)} if why == Why.TOTAL else {}
        )
        text = (
            " ".join(text_of(cell) for cell in row if not is_blank(cell))[:80]
            if why in (Why.TOTAL, Why.HEADING)
            else ""
        )
        done.skipped.append(SkippedRow(number, why, cells, text))
        if why == Why.HEADING:
            done.headings.append((number, text))

    def _why_not(self, number: int, row: Sequence[Cell], *, signed: bool, done: Sorted) -> Why | None:
        filled = [i for i, cell in enumerate(row) if not is_blank(cell)]
        if not filled:
            return Why.BLANK
        if _is_numbering(row, filled):
            return Why.NUMBERING
        if why := self._is_header(number, row, filled, done):
            return why
        texts = [text_of(row[i]) for i in filled]
        is_key = self._has_key(row)
        if self.door.skips_totals and any(map(TOTAL.match, texts)) and not self._has_long_text_key(row):
            return Why.TOTAL
        if is_key:
            return None
        return self._without_key(number, row, filled, texts, signed=signed)

    def _without_key(
        self, number: int, row: Sequence[Cell], filled: list[int], texts: list[str], *, signed: bool
    ) -> Why | None:
        is_after = number > self.last_key
        is_numbered = texts[0].strip(" .").isdigit() and len(texts[0]) < LONGEST_KEY
        is_signature = signed or any(SIGNATURE.match(text) or PLACE_AND_DAY.match(text) for text in texts)
        if is_after and is_signature and not is_numbered and len(filled) <= MOST_SIGNING:
            return Why.SIGNATURE
        if not self.mapped:
            return None  # nobody has said yet what the columns hold: every row is somebody
        used = [i for i in filled if i in self.mapped]
        if not used:
            return self._beside(row, filled, texts)
        if NOTE.match(texts[0]) and len(filled) <= 2:
            return Why.NOTE
        if len(filled) == 1 and is_title(row[filled[0]]):
            return self._single_text(number, texts[0], is_after=is_after)
        return None

    def _single_text(self, number: int, text: str, *, is_after: bool) -> Why | None:
        """One line of text: a heading, a note, or somebody of whom only the name is known."""
        if HEADING.match(text) or (self.door.heading and self.door.heading(text)):
            return Why.HEADING
        is_apart = number > self.header.last + 1 and not any(
            not is_blank(cell) for cell in self.sheet.rows[number - 2]
        )
        return Why.NOTE if is_after and is_apart else None

    def _beside(self, row: Sequence[Cell], filled: list[int], texts: list[str]) -> Why:
        if len(filled) == 1 and (is_number(row[filled[0]]) or texts[0].strip(" .").isdigit()):
            return Why.ONLY_NUMBER
        if NOTE.match(texts[0]):
            return Why.NOTE
        return Why.HEADING if len(filled) == 1 else Why.BESIDE

    def _is_header(self, number: int, row: Sequence[Cell], filled: list[int], done: Sorted) -> Why | None:
        repeated = sum(_repeats(row[i], self.titles.get(i, "")) for i in filled)
        if repeated > 1 and repeated >= len(filled) // 2:
            return Why.REPEATED
        header = header_at(self.sheet, number, self.names)
        if header is None:
            return None
        done.next_header = header
        return Why.NEXT_TABLE

    def _has_key(self, row: Sequence[Cell]) -> bool:
        return any(i < len(row) and _is_key(row[i], kind) for i, kind in self.keys)

    def _has_long_text_key(self, row: Sequence[Cell]) -> bool:
        return any(
            i < len(row)
            and isinstance(row[i], str)
            and _is_key(row[i], kind)
            and len(DIGITS.findall(row[i])) >= FEWEST_DIGITS  # type: ignore[arg-type]
            for i, kind in self.keys
        )

    def _last_with_key(self) -> int:
        rows = self.sheet.rows
        for number in range(len(rows), self.header.last, -1):
            if self._has_key(rows[number - 1]):
                return number
        return self.header.last

    def _plain_key(self):
        """A quick look that settles most rows: the first key column holds a number as text."""
        text_keys = [i for i, kind in self.keys if kind in (Kind.NUMBER_16, Kind.CODE)]
        if not text_keys:
            return lambda row: False
        first = text_keys[0]

        def is_plain(row: Sequence[Cell]) -> bool:
            cell = row[first] if first < len(row) else None
            return isinstance(cell, str) and 8 < len(cell) < LONGEST_KEY and cell.isdigit()

        return is_plain

    def _rows_below(self) -> list[Sequence[Cell]]:
        """The rows under the header, cells merged down over several rows written into each of them."""
        below: list[Sequence[Cell]] = list(self.sheet.rows[self.header.last :])
        spanning = {self.index_of[f.name] for f in self.door.fields if f.may_span and f.name in self.index_of}
        for top, left, bottom, _ in self.sheet.merged:
            if bottom <= top or left not in spanning or top < self.header.last:
                continue
            value = (
                self.sheet.rows[top][left]
                if top < len(self.sheet.rows) and left < len(self.sheet.rows[top])
                else None
            )
            for at in range(top + 1 - self.header.last, min(bottom + 1 - self.header.last, len(below))):
                if not all(map(is_blank, below[at])):
                    below[at] = [*below[at], *[None] * (left + 1 - len(below[at]))]
                    below[at][left] = value  # type: ignore[index]
        return below


def holds_keys(rows: Sequence[Sequence[Cell]], door: Door) -> int:
    """How many rows hold a number such as a door's key: people who would be lost with them."""
    if not any(door.by_name[name].kind in (Kind.NUMBER_16, Kind.CODE) for name in door.keys):
        return 0
    return sum(any(is_private(cell) and _is_long_number(cell) for cell in row) for row in rows)


def _is_long_number(cell: Cell) -> bool:
    if is_number(cell):
        return abs(cell) >= 10**9  # type: ignore[arg-type]
    if not isinstance(cell, str) or len(cell) > LONGEST_NUMBER or SIGNATURE.match(cell):
        return False
    return len(DIGITS.findall(cell)) >= 10 and not isinstance(parse_tanggal(cell), date)


def _is_key(cell: Cell, kind: Kind) -> bool:
    if is_number(cell):
        return abs(cell) >= BIG_NUMBER if kind != Kind.DATE else 20_000 < cell < 60_000  # type: ignore[arg-type,operator]
    if not isinstance(cell, str):
        return not is_blank(cell) and kind == Kind.DATE
    text = cell.strip(" '’‘`´\"=")
    if not text or SIGNATURE.match(text):
        return False
    if kind == Kind.DATE:
        return is_private(text)
    if kind == Kind.CODE:
        return bool(CODE.fullmatch(text))
    return (
        not text[0].isalpha()
        and len(DIGITS.findall(text)) >= FEWEST_DIGITS
        and not NIP.fullmatch(re.sub(r"[ .]", "", text))
    )


def _repeats(cell: Cell, title: str) -> bool:
    """Whether a cell says again what its header says. First letters first: this is asked of every cell."""
    if not title or not isinstance(cell, str) or cell.lstrip(" *(")[:1].lower() != title[:1]:
        return False
    return plain(cell) == title


def _is_numbering(row: Sequence[Cell], filled: list[int]) -> bool:
    """A line like (1) (2) (3) or a, b, c under the header."""
    if len(filled) < 3:
        return False
    numbers = [text_of(row[i]).strip("()[]. ") for i in filled]
    if all(len(text) == 1 and text.isalpha() for text in numbers):
        return "".join(numbers).lower() in "abcdefghijklmnopqrstuvwxyz"
    return all(text.isdecimal() and len(text) <= 2 for text in numbers) and numbers == sorted(
        numbers, key=int
    )
