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

from payung.intake.reading.cells import Cell
from payung.intake.reading.fields import BY_FIELD
from payung.intake.reading.layout import Layout, data_rows
from payung.intake.reading.problems import Code, Problem, Severity, problem
from payung.language.dates import DateProblem, parse_tanggal
from payung.language.phone import normal_phone
from payung.reference import catalogue
from payung.rules import nik as nik_rules

OLDEST_YEARS = 120
MOST_RUPIAH = 10**12
RUPIAH = re.compile(r"\d{1,3}(\.\d{3}){1,3}|\d{1,12}", re.ASCII)
LONGEST = {"name": 120, "birth_place": 80, "mother_name": 120, "address": 200, "occupation": 80, "work_place": 120,
           "work_hours": 40, "note": 200}  # fmt: skip
PLAIN_TEXTS = ("address", "kecamatan", "occupation", "work_place", "work_hours", "note")
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]")
SUSPECT = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff<=+@\\-]")  # looked at twice
PLAIN_NAME = re.compile(r"[A-Za-z .,'\-]*")
NAME_SIGNS = " .,'-"
APOSTROPHES = str.maketrans("’‘`´", "''''")
FORMULA = re.compile(r"^\s*[=+@]|^\s*-[^\s\d]|<\s*/?\s*[a-z!]", re.IGNORECASE)
EXPONENT = re.compile(r"\d(?:[.,]\d+)?\s*[eE]\s*\+?\d+")
BIRTH_SPLIT = re.compile(r"^(?P<place>.*?\D)??[\s,;/]*(?P<day>\d.*)$", re.DOTALL)
SEXES = {
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


Seen = dict[tuple[Cell, ...], tuple[dict, list[Problem]]]
Step = tuple[Callable[[], object], list[int], Seen]


@dataclass(slots=True)
class CheckedRow:
    """One row: its number in the spreadsheet, its values (field -> text, date, int or None), what is wrong."""

    number: int
    values: dict[str, str | date | int | None]
    problems: list[Problem] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        return not any(p.severity is Severity.ERROR for p in self.problems)


class RowCheck:
    """Checks the rows of one layout.

    Holds what is the same for all of them, and what it has seen: of 165,000 cells a few thousand differ.
    """

    def __init__(self, layout: Layout, *, today: date) -> None:
        self.index_of, self.letter_of, self.today = layout.index_of, layout.letter_of, today
        self.kecamatan = catalogue.kecamatan_digits()
        self.width = max(self.index_of.values(), default=-1) + 1
        self.row: CheckedRow
        self.cells: Sequence[Cell]
        self.repeating = [
            self._step(partial(self._name, "mother_name"), "mother_name"),
            self._step(self._birth_place, "birth_place", "birth"),
            self._step(self._birth_date, "birth_date", "birth"),
            self._step(self._kelurahan, "kelurahan", "kecamatan"),
            self._step(self._rt_rw, "rt", "rw", "rt_rw"),
            self._step(self._income, "income_rp"),
            *(self._step(partial(self._text, plain), plain) for plain in PLAIN_TEXTS),
        ]

    def check(self, number: int, cells: Sequence[Cell]) -> CheckedRow:
        self.row = CheckedRow(number, {})
        self.cells = cells if len(cells) >= self.width else [*cells, *[None] * (self.width - len(cells))]
        self._number_of_16("nik")
        self._number_of_16("kk")
        self._name("name")
        for step in self.repeating:
            self._repeat(*step)
        self._sex()
        self._phone()
        self._nik_against_the_rest()
        return self.row

    def _step(self, do: Callable[[], object], *fields: str) -> Step:
        return do, [self.index_of[name] for name in fields if name in self.index_of], {}

    def _repeat(self, do: Callable[[], object], indexes: list[int], seen: Seen) -> None:
        """Do a step, or what it did when the same texts stood in its cells."""
        key = tuple([self.cells[i] for i in indexes])
        row = self.row
        if key not in seen:
            self.row = CheckedRow(row.number, {})
            do()
            done, self.row = self.row, row
            if not all(cell is None or isinstance(cell, str) for cell in key):
                row.values.update(done.values)  # 1, 1.0 and True are one key: not remembered
                row.problems += done.problems
                return
            seen[key] = done.values, done.problems
        values, problems = seen[key]
        row.values.update(values)
        if problems:
            row.problems += [replace(one, row=row.number) for one in problems]

    # -- one field each ----------------------------------------------------------------------------------

    def _number_of_16(self, name: str) -> None:
        cell = self._cell(name)
        if isinstance(cell, str) and len(cell) == 16 and cell.isascii() and cell.isdigit():
            return self._set(name, cell)
        text = clean(cell).replace(" ", "")
        if not text:
            if name == "nik":
                self._found(Code.MISSING, name, "")
            return self._set(name, "" if name == "nik" else None)
        code = wrong_number(cell, text)
        if code:
            self._found(code, name, text, length=len(text))
        self._set(name, "" if code else text)

    def _name(self, name: str) -> None:
        text = self._text(name)
        if not text or PLAIN_NAME.fullmatch(text):
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
        sex = SEXES.get(re.sub(r"[^a-z]", "", text.lower())) if text else None
        if text and not sex:
            self._found(Code.SEX_UNKNOWN, "sex", text)
        self._set("sex", sex or nik_rules.sex(str(self.row.values.get("nik") or "")) or None)

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
        rt, rw = self._cell("rt"), self._cell("rw")
        if "rt_rw" in self.index_of:
            parts = re.findall(r"\d+", clean(self._cell("rt_rw")))
            rt, rw = [*parts, None, None][:2]
        for name, cell in (("rt", rt), ("rw", rw)):
            text = clean(cell)
            digits = re.sub(r"^(rt|rw)\W*", "", text.lower())
            is_known = digits.isascii() and digits.isdigit() and len(digits.lstrip("0")) <= 3
            if text and not is_known:
                self._found(
                    Code.RT_RW_UNKNOWN, name, text, column=name if name in self.letter_of else "rt_rw"
                )
            self._set(name, digits.lstrip("0").zfill(3) if text and is_known else None)

    def _income(self) -> None:
        cell = self._cell("income_rp")
        text = clean(cell)
        income = rupiah_of(cell)
        if text and income is None:
            self._found(Code.INCOME_UNKNOWN, "income_rp", text)
        self._set("income_rp", income)

    def _nik_against_the_rest(self) -> None:
        nik = self.row.values["nik"]
        if not nik:
            return
        found = nik_rules.problems(
            str(nik),
            declared_birth_date=self.row.values["birth_date"],  # type: ignore[arg-type]
            declared_sex=SEXES.get(re.sub(r"[^a-z]", "", clean(self._cell("sex")).lower()), ""),
            kecamatan=self.kecamatan,
        )
        for one in found:
            self._found(NIK_CODES[one], "nik", str(nik))

    # -- means -------------------------------------------------------------------------------------------

    def _cell(self, name: str) -> Cell:
        index = self.index_of.get(name)
        return None if index is None else self.cells[index]

    def _text(self, name: str, cell: Cell = None, column: str = "") -> str | None:
        text = clean(self._cell(name) if cell is None else cell)
        if not text and BY_FIELD[name].needed:
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
        kind = BY_FIELD[name]
        letter = self.letter_of.get(column or name, "")
        self.row.problems.append(
            problem(
                code, row=self.row.number, column=letter, field=name, label=kind.label, value=value, **words
            )
        )


def check_rows(
    layout: Layout, *, today: date, on_progress: Callable[[int, int], None] | None = None
) -> list[CheckedRow]:
    """Every row of the table, checked; the same NIK twice is marked on both."""
    check = RowCheck(layout, today=today)
    total = len(layout.sheet.rows) - layout.header_row
    rows = []
    for number, cells in data_rows(layout):
        rows.append(check.check(number, cells))
        if on_progress and len(rows) % 1000 == 0:
            on_progress(len(rows), total)
    _mark_twice(rows, layout)
    return rows


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
    return str(cell)


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


def rupiah_of(cell: Cell) -> int | None:
    """Whole rupiah: 900000, "900.000", "Rp 900.000,00"; None for anything else."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return int(cell) if 0 <= cell < MOST_RUPIAH else None
    text = re.sub(r"(?i)^rp\.?\s*", "", clean(cell)).removesuffix(",-").removesuffix(",00").replace(" ", "")
    return int(text.replace(".", "")) if RUPIAH.fullmatch(text) else None


def _mark_twice(rows: list[CheckedRow], layout: Layout) -> None:
    count = Counter(row.values["nik"] for row in rows)
    numbers = defaultdict(list)
    for row in rows:
        if row.values["nik"] and count[row.values["nik"]] > 1:
            numbers[row.values["nik"]].append(row)
    column = layout.letter_of.get("nik", "")
    for nik, same in numbers.items():
        for row in same:
            others = ", ".join(str(other.number) for other in same if other is not row)
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


def without_values(row: CheckedRow) -> CheckedRow:
    """The row with its values gone: for counting and messages where nobody needs them."""
    return replace(row, values={})
