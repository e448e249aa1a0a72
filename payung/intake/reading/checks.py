"""Is this row a person we can take, and if not, which cell must be mended how?

Plausibility only: whether somebody may be covered is asked later (`eligibility`). NIK and KK are never repaired (I5):
outer spaces and a leading apostrophe go, everything else is for the agency to correct.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from payung.intake.reading import rt_rw
from payung.intake.reading.fields import BY_FIELD, NEEDED
from payung.intake.reading.headings import with_headings
from payung.intake.reading.problems import Code, Problem, Severity, problem
from payung.language.dates import DateProblem, exchanged, parse_tanggal
from payung.language.formats import tanggal
from payung.language.phone import local_phone, normal_phone
from payung.reference import catalogue
from payung.rules import nik as nik_rules
from payung.tables.cells import Cell, Fault
from payung.tables.places import in_words
from payung.tables.reading import Table
from payung.tables.titles import words
from payung.tables.values import BLANK_WORDS, means_nothing, rupiah_of, undressed

OLDEST_YEARS = 120
MOST_RUPIAH = 10**12
LONGEST = {"name": 120, "birth_place": 80, "mother_name": 120, "address": 200, "occupation": 80, "work_place": 120,
           "work_hours": 40, "note": 200}  # fmt: skip
SHORTEST_LIMIT = 40  # letters that every one of these may have
PLAIN_TEXTS = ("address", "kecamatan", "occupation", "work_place", "work_hours")
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]")
SUSPECT = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff<=+@\\-]")  # looked at twice
PLAIN_NAME = re.compile(r"[A-Za-z](?: ?[A-Za-z.,'\-]){0,59}")
PLAIN_TEXT = re.compile(r"[A-Za-z0-9](?: ?[A-Za-z0-9.,/():&\-]){0,190}")
PLAIN_DAY = re.compile(r"\d{2}-\d{2}-\d{4}", re.ASCII)
PLAIN_KINDS = {str, type(None), date}
LATE_LETTERS = frozenset(["ALM", "Alm", "alm"])
PLAIN_16 = re.compile(r"[0-9]{16}")
BLOCK = 4_000  # rows between two words on progress
NAME_SIGNS = " .,'-"
APOSTROPHES = str.maketrans("’‘`´", "''''")
FORMULA = re.compile(r"^\s*[=+@]|^\s*-[^\s\d]|<\s*/?\s*[a-z!]", re.IGNORECASE)
EXPONENT = re.compile(r"\d(?:[.,]\d+)?\s*[eE]\s*\+?\d+")
BIRTH_SPLIT = re.compile(r"^(?P<place>.*?\D)??[\s,;/]*(?P<day>\d.*)$", re.DOTALL)
REMARK = re.compile(
    r"\b(?:meninggal|mati|wafat|alm|almh|almarhum|almarhumah|tutup usia|pindah|batal|dibatalkan|dicoret|coret|mundur"
    r"|mengundurkan|ganda|dobel|double|tidak jadi|tdk jadi|keluar|dihapus|tidak aktif|non aktif|nonaktif)\b",
    re.IGNORECASE,
)
LATE = re.compile(
    r"^\W*(?:alm|almh|almarhum|almarhumah)\b|\b(?:alm|almh|almarhum|almarhumah)\W*$", re.IGNORECASE
)
LATE_ENDS = ("alm", "almh", "rhum", "umah")
REMARK_TITLES = frozenset("status keterangan catatan verifikasi validasi kondisi hasil alasan".split())
LOWEST_INCOME_RP = 100_000  # a month; below it a row of noughts was probably lost
IN_WORDS = re.compile(
    r"(?:rp\.?\s*)?(\d{1,4}(?:[.,]\d{1,2})?)\s*(juta|jt|ribu|rb)\b\W*(?:per\s*bulan|/\s*bulan|sebulan)?",
    re.IGNORECASE,
)
WORD_RP = {"juta": 10**6, "jt": 10**6, "ribu": 10**3, "rb": 10**3}
FEWEST_EXCHANGED = 2
SEXES = {
    "1": "L",
    "2": "P",
    "m": "L",
    "f": "P",
    "male": "L",
    "female": "P",
    "w": "P",
    "lelaki": "L",
    "cowok": "L",
    "cewek": "P",
    "l": "L",
    "lk": "L",
    "lakilaki": "L",
    "laki": "L",
    "pria": "L",
    "p": "P",
    "pr": "P",
    "perempuan": "P",
    "wanita": "P",
}
DATE_CODES = {
    DateProblem.SHORT_YEAR: Code.DATE_SHORT_YEAR,
    DateProblem.AMERICAN: Code.DATE_AMERICAN,
    DateProblem.NOT_IN_CALENDAR: Code.DATE_NOT_IN_CALENDAR,
}
NIK_CODES: dict[nik_rules.NikProblem, Code] = {
    p: Code(p.value) for p in nik_rules.NikProblem if p is not nik_rules.NikProblem.NOT_16_DIGITS
}


@dataclass(slots=True)
class CheckedRow:
    """One row: its place in the file (`tables.places`), its values (field -> text, date, int or None), what is wrong."""

    number: int
    values: dict[str, str | date | int | None]
    problems: list[Problem] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        return not any(p.severity is Severity.ERROR for p in self.problems)


@dataclass(frozen=True, slots=True)
class Cells:
    """The rows of a list beside their columns; problems gather at each row."""

    numbers: list[int]
    rows: list[Sequence[Cell]]
    problems: list[list[Problem]]
    columns: list[Sequence[Cell]]

    @classmethod
    def of(cls, numbers: list[int], rows: list[Sequence[Cell]]) -> "Cells":
        return cls(numbers, rows, [[] for _ in rows], list(zip(*rows, strict=False)))

    def keys(self, indexes: Sequence[int]) -> Sequence:
        """What stands in some columns, row by row, to look it up by."""
        if len(indexes) == 1:
            return self._key_column(indexes[0])
        return list(zip(*(self._key_column(i) for i in indexes), strict=True)) or [()] * len(self.rows)

    def _key_column(self, index: int) -> Sequence:
        """1, 1.0 and True would be one key, so the kind of a cell that is no text comes along."""
        column = self.columns[index] if self.rows else ()
        if self.kinds(index) <= PLAIN_KINDS:
            return column
        return [cell if isinstance(cell, str) else (cell, type(cell)) for cell in column]

    def kinds(self, index: int) -> set[type]:
        """Which kinds of cells stand in a column."""
        return set(map(type, self.columns[index])) if self.rows else set()


@dataclass(frozen=True, slots=True)
class Step:
    """One check: of which columns, filling which values. `ordinary` gives the value of a cell that needs no look."""

    do: Callable[[], object]
    sets: tuple[str, ...]
    indexes: tuple[int, ...]
    ordinary: Callable[[Cell], str | date | None] | None = None


class ColumnCheck:
    """Checks a table column by column: what stands in many cells is looked at once.

    A step looks at one row's cells (`self.cells`) and writes down values and problems in `self.row`.
    """

    def __init__(self, index_of: dict[str, int], letter_of: dict[str, str], *, today: date) -> None:
        self.index_of, self.letter_of, self.today = index_of, letter_of, today
        self.field_at = {index: name for name, index in index_of.items()}
        self.faulty: set[str] = set()
        self.kecamatan = frozenset(catalogue.kecamatan_digits())
        self.width = max(self.index_of.values(), default=-1) + 1
        self.row: CheckedRow
        self.cells: Sequence[Cell]
        self.steps = [
            self._step(partial(self._number_of_16, "nik"), ["nik"], ordinary=plain_16),
            self._step(partial(self._number_of_16, "kk"), ["kk"], ordinary=plain_kk),
            self._step(partial(self._name, "name"), ["name"], ordinary=plain_name),
            self._step(partial(self._name, "mother_name"), ["mother_name"], ordinary=plain_name),
            self._step(self._birth_place, ["birth_place"], "birth"),
            self._step(self._birth_date, ["birth_date"], "birth", ordinary=self._plain_day),
            self._step(self._kelurahan, ["kelurahan", "kelurahan_code"], "kecamatan"),
            self._step(self._rt_rw, ["rt", "rw"], "rt_rw"),
            self._step(self._income, ["income_rp"]),
            *(self._step(partial(self._text, name), [name], ordinary=plain_text) for name in PLAIN_TEXTS),
            self._step(self._note, ["note"]),
            self._step(self._sex, ["sex"]),
            self._step(self._phone, ["phone"], ordinary=local_phone),
        ]

    def check(self, numbered: Sequence[tuple[int, Sequence[Cell]]]) -> list[CheckedRow]:
        """The rows of a table (row number, cells), each with its values and its problems."""
        table = Cells.of([number for number, _ in numbered], [self._padded(cells) for _, cells in numbered])
        values: dict[str, Sequence] = {}
        for step in self.steps:
            self._take(step, table, values)
        names = list(values)
        told = zip(*values.values(), strict=True)
        checked = [
            CheckedRow(number, dict(zip(names, one, strict=True)), problems)
            for number, one, problems in zip(table.numbers, told, table.problems, strict=True)
        ]
        for row, self.cells in zip(checked, table.rows, strict=True):
            self._nik_against_the_rest(row)
        return checked

    def _step(
        self,
        do: Callable[[], object],
        sets: list[str],
        *also_reads: str,
        ordinary: Callable[[Cell], str | date | None] | None = None,
    ) -> Step:
        read = dict.fromkeys((*sets, *also_reads))
        indexes = tuple(self.index_of[name] for name in read if name in self.index_of)
        return Step(do, tuple(sets), indexes, ordinary if len(indexes) == 1 else None)

    def _padded(self, cells: Sequence[Cell]) -> Sequence[Cell]:
        return cells if len(cells) >= self.width else [*cells, *[None] * (self.width - len(cells))]

    def _take(self, step: Step, table: Cells, values: dict[str, Sequence]) -> None:
        """Do one step for all rows: once for each different content of its cells."""
        keys = table.keys(step.indexes)
        if step.ordinary:
            plain = list(map(step.ordinary, keys))
            odd = {key: cells for key, cells, it in zip(keys, table.rows, plain, strict=True) if it is None}
        else:
            plain, odd = [], dict(zip(keys, table.rows, strict=True))
        has_faults = any(Fault in table.kinds(index) for index in step.indexes) if odd else False
        checked, troubled = {}, {}
        self.faulty.clear()
        for key, cells in odd.items():
            self.row = CheckedRow(0, {})
            self.cells = self._without_faults(step, cells) if has_faults else cells
            step.do()
            checked[key] = self.row.values
            if self.row.problems:
                troubled[key] = self.row.problems
        for name in step.sets:
            value_of = {key: one[name] for key, one in checked.items()}
            values[name] = (
                [value_of[key] if it is None else it for key, it in zip(keys, plain, strict=True)]
                if plain and odd
                else plain or [value_of[key] for key in keys]
            )
        if troubled:
            for number, key, problems in zip(table.numbers, keys, table.problems, strict=True):
                problems += [replace(one, row=number) for one in troubled.get(key, ())]

    def _without_faults(self, step: Step, cells: Sequence[Cell]) -> Sequence[Cell]:
        """The cells with error cells taken out, each of them told."""
        self.faulty.clear()
        for index in step.indexes:
            fault = cells[index]
            if not isinstance(fault, Fault):
                continue
            name = self.field_at[index]
            is_needed = name in NEEDED or name == "birth"
            code = Code.ERROR_CELL if is_needed else Code.ERROR_CELL_BLANK
            if not fault.shown:
                code = Code.NOT_COMPUTED if is_needed else Code.NOT_COMPUTED_BLANK
            self._found(code, name, fault.shown, shown=fault.shown)
            self.faulty.update((name, *(step.sets if name == "birth" else ())))
            cells = [*cells[:index], None, *cells[index + 1 :]]
        return cells

    # -- one field each ----------------------------------------------------------------------------------

    def _number_of_16(self, name: str) -> None:
        cell = self._cell(name)
        text = undressed(cell)
        if not text:
            if name == "nik":
                self._found(Code.MISSING, name, "")
            return self._set(name, "" if name == "nik" else None)
        code = wrong_number(cell, text)
        if code:
            self._found(code, name, text, length=len(text))
        if name == "kk" and not code and is_invented(text):
            code = Code.KK_INVENTED
            self._found(code, name, text)
        self._set(name, "" if code else text)

    def _name(self, name: str) -> None:
        text = self._text(name)
        if not text:
            return
        if name == "name" and LATE.search(text):
            self._found(Code.REMARK, name, text)
        if PLAIN_NAME.fullmatch(text):
            return
        text = unicodedata.normalize("NFC", text).translate(APOSTROPHES)
        self._set(name, text)
        if not all(letter.isalpha() or letter in NAME_SIGNS for letter in text):
            self._found(Code.FORMULA if FORMULA.search(text) else Code.NAME_CHARACTERS, name, text)

    def _birth_place(self) -> None:
        if self._cell("birth_place") is None and "birth" in self.index_of:
            self._text("birth_place", cell=split_birth(self._cell("birth"))[0], column="birth")
        else:
            self._text("birth_place")

    def _birth_date(self) -> None:
        day = self._cell("birth_date")
        if day is None and "birth" in self.index_of:
            self._set("birth_date", self._born(split_birth(self._cell("birth"))[1], "birth"))
        else:
            self._set("birth_date", self._born(day, "birth_date"))

    def _plain_day(self, cell: Cell) -> date | None:
        """A birth day as most lists write it, 12-05-1980; None for everything that needs a closer look."""
        if not isinstance(cell, str) or not PLAIN_DAY.fullmatch(cell):
            return None
        born = parse_tanggal(cell)
        if not isinstance(born, date) or not self.today.year - OLDEST_YEARS < born.year or born > self.today:
            return None
        return born

    def _born(self, cell: Cell, column: str) -> date | None:
        born = parse_tanggal(clean(cell) if isinstance(cell, str) else cell)
        if isinstance(born, DateProblem):
            code = Code.MISSING if born is DateProblem.EMPTY else DATE_CODES.get(born, Code.DATE_UNKNOWN)
            self._found(code, "birth_date", clean(cell), column=column)
            return None
        if not self.today.year - OLDEST_YEARS < born.year or born > self.today:
            self._found(Code.DATE_IMPLAUSIBLE, "birth_date", f"{born:%d-%m-%Y}", column=column)
            return None
        return born

    def _sex(self) -> None:
        text = clean(self._cell("sex"))
        sex = SEXES.get(re.sub(r"[^a-z1-9]", "", text.lower())) if text else None
        if text and not sex:
            self._found(Code.SEX_UNKNOWN, "sex", text)
        self._set("sex", sex)

    def _phone(self) -> None:
        text = clean(self._cell("phone"))
        phone = normal_phone(text) if text else None
        if text and phone is None:
            self._found(Code.PHONE_UNKNOWN, "phone", text)
        self._set("phone", phone)

    def _kelurahan(self) -> None:
        text = self._text("kelurahan") or ""
        is_elsewhere = catalogue.is_elsewhere(clean(self._cell("kecamatan")))
        area = catalogue.find_kelurahan(text) if text and not is_elsewhere else None
        self._set("kelurahan_code", area.code if area else None)
        if area or not text:
            return
        meant = None if is_elsewhere else catalogue.suggest_kelurahan(text)
        if meant:
            self._found(Code.KELURAHAN_MISSPELT, "kelurahan", text, suggestion=meant.name)
        else:
            self._found(Code.KELURAHAN_OUTSIDE, "kelurahan", text)

    def _rt_rw(self) -> None:
        """From one column or two. Where both are there, the columns of their own win."""
        read = {name: self._one_of_two(name) for name in ("rt", "rw")}
        for name, other in (("rt", "rw"), ("rw", "rt")):  # both in one of the two columns
            if not read[name] and self._cell(name) is None and self._cell(other) is not None:
                read[name] = getattr(rt_rw.read_pair(self._cell(other)), name)
        if "rt_rw" in self.index_of and not all(read.values()):
            pair = rt_rw.read_pair(self._cell("rt_rw"))
            text = clean(self._cell("rt_rw"))
            if pair.was_date:
                self._found(Code.RT_RW_DATE, "rt", text, column="rt_rw", rt=pair.rt, rw=pair.rw)
            elif text and not pair.is_known:
                self._found(Code.RT_RW_UNKNOWN, "rt", text, column="rt_rw")
            read = {"rt": read["rt"] or pair.rt, "rw": read["rw"] or pair.rw}
        for name, value in read.items():
            self._set(name, value or None)

    def _one_of_two(self, name: str) -> str:
        cell = self._cell(name)
        text = clean(cell)
        number: str = getattr(rt_rw.read_one(cell, name), name)
        if text and not number:
            self._found(Code.RT_RW_UNKNOWN, name, text, column=name)
        return number

    def _income(self) -> None:
        cell = self._cell("income_rp")
        text = clean(cell)
        income = rupiah_of(cell)
        if income is None and (worded := IN_WORDS.fullmatch(text)):
            income = round(float(worded[1].replace(",", ".")) * WORD_RP[worded[2].lower()])
        if income is not None and income >= MOST_RUPIAH:
            income = None
        if text and income is None:
            self._found(Code.INCOME_UNKNOWN, "income_rp", text)
        elif income and income < LOWEST_INCOME_RP:
            self._found(Code.INCOME_LOW, "income_rp", text, amount=income)
            income = None
        self._set("income_rp", income)

    def _note(self) -> None:
        text = self._text("note")
        if text and REMARK.search(text):
            self._found(Code.REMARK, "note", text)

    def _nik_against_the_rest(self, row: CheckedRow) -> None:
        """What the number says of area, birth and sex; the sex it says where the list says none."""
        nik, born, sex = row.values["nik"], row.values["birth_date"], row.values["sex"]
        if not nik:
            return
        row.values["sex"] = sex or nik_rules.sex(str(nik))
        if row.values["kk"] == nik:
            self.row = row
            self._found(Code.KK_INVENTED, "kk", str(nik))
            row.values["kk"] = ""
        self.row = row
        for one in nik_rules.problems(
            str(nik),
            declared_birth_date=born,  # type: ignore[arg-type]
            declared_sex=str(sex or ""),
            kecamatan=self.kecamatan,
        ):
            self._found(NIK_CODES[one], "nik", str(nik))

    # -- means -------------------------------------------------------------------------------------------

    def _cell(self, name: str) -> Cell:
        index = self.index_of.get(name)
        cell = None if index is None else self.cells[index]
        return None if isinstance(cell, str) and means_nothing(cell) else cell

    def _text(self, name: str, cell: Cell = None, column: str = "") -> str | None:
        text = clean(self._cell(name) if cell is None else cell)
        if means_nothing(text):
            text = ""
        if not text and name in NEEDED:
            self._found(Code.MISSING, name, "")
        is_suspect = SUSPECT.search(text)
        if is_suspect and HIDDEN.search(text):
            self._found(Code.HIDDEN_CHARACTERS, name, HIDDEN.sub("?", text), column=column)
        elif is_suspect and name not in ("name", "mother_name") and FORMULA.search(text):
            self._found(Code.FORMULA, name, text, column=column)
        if len(text) > LONGEST.get(name, 200):
            self._found(
                Code.TOO_LONG, name, text, column=column, length=len(text), limit=LONGEST.get(name, 200)
            )
        self._set(name, text or None)
        return text or None

    def _set(self, name: str, value: str | date | int | None) -> None:
        self.row.values[name] = value

    def _found(self, code: Code, name: str, value: str, column: str = "", **words: object) -> None:
        if code == Code.MISSING and name in self.faulty:
            return  # an error cell is told as such
        kind = BY_FIELD[name]
        letter = self.letter_of.get(column or name, "")
        self.row.problems.append(
            problem(
                code, row=self.row.number, column=letter, field=name, label=kind.label, value=value, **words
            )
        )


def check_rows(
    tables: Sequence[Table], *, today: date, on_progress: Callable[[int, int], None] | None = None
) -> list[CheckedRow]:
    """Every row of the tables of a file, checked; the same NIK twice is marked on both."""
    total = sum(len(table.rows) for table in tables)
    letter_of = tables[0].letter_of if tables else {}
    rows: list[CheckedRow] = []
    for table in tables:
        numbered, index_of = with_headings(table)
        check = ColumnCheck(index_of, table.letter_of, today=today)
        for first in range(0, len(numbered), BLOCK):
            rows += check.check(numbered[first : first + BLOCK])
            if on_progress:
                on_progress(len(rows), total)
        letters = table.letter_of
        of_table = rows[len(rows) - len(numbered) :]
        _mark_exchanged(of_table, letters.get("birth_date") or letters.get("birth", ""))
        _mark_remarks(of_table, table)
    _mark_twice(rows, letter_of.get("nik", ""))
    return rows


def plain_16(cell: Cell) -> str | None:
    """A NIK or KK as it should be: 16 digits of text."""
    return cell if isinstance(cell, str) and PLAIN_16.fullmatch(cell) else None


def plain_kk(cell: Cell) -> str | None:
    """The number of a family card as it should be."""
    return cell if isinstance(cell, str) and PLAIN_16.fullmatch(cell) and not is_invented(cell) else None


def plain_name(cell: Cell) -> str | None:
    """A name of letters without a stray space or sign, and no word that stands for nothing."""
    if not isinstance(cell, str) or not PLAIN_NAME.fullmatch(cell) or cell[:3] in LATE_LETTERS:
        return None
    if cell[-4:].lower().rstrip(" .").endswith(LATE_ENDS):
        return None
    return None if len(cell) < 16 and cell.lower().replace(" ", "") in BLANK_WORDS else cell


def plain_text(cell: Cell) -> str | None:
    """A text without a stray space or odd sign, and no word that stands for nothing; None for what needs a closer look."""
    if not isinstance(cell, str) or not PLAIN_TEXT.fullmatch(cell) or len(cell) > SHORTEST_LIMIT:
        return None
    return None if len(cell) < 16 and cell.lower().replace(" ", "") in BLANK_WORDS else cell


def clean(cell: Cell) -> str:
    """A cell as text: outer spaces, no-break spaces and a leading apostrophe go; inner spaces become one."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = cell.replace("\u00a0", " ").strip()
        return (
            " ".join(text.removeprefix("'").split())
            if " " in text or "\n" in text or "\t" in text
            else text.removeprefix("'")
        )
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return cell.shown if isinstance(cell, Fault) else str(cell)


def is_invented(kk: str) -> bool:
    """Whether 16 digits are nobody's family card: one digit over and over, a row of digits, no running number."""
    return len(set(kk)) <= 2 or kk in "12345678901234567890123456" or kk.endswith("0000")


def wrong_number(cell: Cell, text: str) -> Code | None:
    """Why a NIK or KK cannot be taken as it stands; None when it is exactly 16 digits of text."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Code.NUMBER_CELL
    if len(text) == 16 and text.isascii() and text.isdigit():
        return None
    if EXPONENT.fullmatch(text):
        return Code.EXPONENT
    if HIDDEN.search(text):
        return Code.HIDDEN_CHARACTERS
    if text.isdigit():
        return Code.NOT_16_DIGITS if text.isascii() else Code.FOREIGN_DIGITS
    return Code.FOREIGN_DIGITS if any(c.isdigit() and not c.isascii() for c in text) else Code.HAS_LETTERS


def split_birth(cell: Cell) -> tuple[Cell, Cell]:
    """("Probolinggo", "12-05-1980") from one cell "Probolinggo, 12-05-1980"."""
    if not isinstance(cell, str):
        return None, cell
    found = BIRTH_SPLIT.match(cell.strip())
    if not found:
        return None, cell
    return (found["place"] or "").strip(" ,;/") or None, found["day"].strip()


def _mark_exchanged(rows: list[CheckedRow], column: str) -> None:
    """Day and month that an English spreadsheet exchanged are told as that, where the numbers say so of the column."""
    differing = [
        (row, at)
        for row in rows
        for at, one in enumerate(row.problems)
        if one.code == Code.NIK_BIRTH_DATE_DIFFERS
    ]
    swapped = [(row, at) for row, at in differing if _is_exchanged(row)]
    if len(swapped) < FEWEST_EXCHANGED or 2 * len(swapped) < len(differing):
        return
    for row, at in swapped:
        born = row.values["birth_date"]
        assert isinstance(born, date), "an exchanged day is a day"
        meant = exchanged(born)
        row.problems[at] = problem(
            Code.DATE_EXCHANGED, row=row.number, column=column, field="birth_date", label=BY_FIELD["birth_date"].label,
            value=f"{born:%d-%m-%Y}", meant=tanggal(meant) if meant else "",
        )  # fmt: skip


def _mark_remarks(rows: list[CheckedRow], table: Table) -> None:
    """What the agency wrote in a column that is not read, "STATUS: meninggal", is said beside the person."""
    for column in table.columns:
        if column.field is not None or REMARK_TITLES.isdisjoint(words(column.title)):
            continue
        for row, (_, cells) in zip(rows, table.rows, strict=True):
            text = clean(cells[column.index]) if column.index < len(cells) else ""
            if text and REMARK.search(text):
                row.problems.append(
                    problem(
                        Code.REMARK,
                        row=row.number,
                        column=column.letter,
                        field="note",
                        label=column.title,
                        value=text,
                    )
                )


def _is_exchanged(row: CheckedRow) -> bool:
    born, nik = row.values["birth_date"], str(row.values["nik"])
    if not isinstance(born, date) or (meant := exchanged(born)) is None:
        return False
    return not nik_rules.problems(nik, declared_birth_date=meant)


def _mark_twice(rows: list[CheckedRow], column: str) -> None:
    count = Counter(row.values["nik"] for row in rows)
    numbers = defaultdict(list)
    for row in rows:
        if row.values["nik"] and count[row.values["nik"]] > 1:
            numbers[row.values["nik"]].append(row)
    for nik, same in numbers.items():
        for row in same:
            others = ", ".join(in_words(other.number) for other in same if other is not row)
            row.problems.append(
                problem(
                    Code.NIK_TWICE,
                    row=row.number,
                    column=column,
                    field="nik",
                    label="NIK",
                    value=str(nik),
                    other=others,
                )
            )
