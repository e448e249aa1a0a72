"""Which day did somebody mean who typed a date the Indonesian way, or what does a spreadsheet's date cell hold?

The one reader of dates: forms, lists, registers and the answers of the branch. Read are 7 Mei 1980, 07-05-1980, 7/5/1980,
7.5.1980, 7 5 1980, 1980-05-07, 1980/05/07, 07051980, 19800507, 7-V-1980, "Rabu, 7 Mei 1980", a time of the day behind it
and real date cells. Refused with a reason: the American 05/13/1980, years of two digits, days that are not in the calendar.
"""

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

MONTHS = {
    1: ("januari", "jan", "january", "i"),
    2: ("februari", "pebruari", "feb", "peb", "february", "ii"),
    3: ("maret", "mar", "mrt", "march", "iii"),
    4: ("april", "apr", "iv"),
    5: ("mei", "may", "v"),
    6: ("juni", "jun", "june", "vi"),
    7: ("juli", "jul", "july", "vii"),
    8: ("agustus", "agu", "agt", "ags", "agust", "aug", "agus", "august", "agts", "viii"),
    9: ("september", "sep", "sept", "ix"),
    10: ("oktober", "okt", "oct", "october", "x"),
    11: ("november", "nopember", "nov", "nop", "xi"),
    12: ("desember", "des", "dec", "december", "xii"),
}
MONTH_OF = {name: number for number, names in MONTHS.items() for name in names}
LONG_MONTHS = [name for name in MONTH_OF if len(name) > 4]
SURE_OF_MONTH = 84  # of 100: "Agustuss", "Septembar"
DASHES = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "\\": "/", "\u00a0": " "}
)
WEEKDAY = re.compile(
    r"^(?:hari\s+)?(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|mon|tue|wed|thu|fri|sat|sun)[a-z]*\b[\s,./-]*",
    re.ASCII,
)
LEAD = re.compile(r"^(?:tanggal|tgl)\b[\s.:]*", re.ASCII)
TIME = re.compile(
    r"(?<=\d)[\s,t]+(?:pukul\s*|jam\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:am|pm|wib|wita|wit)?$",
    re.ASCII,
)
ZONED = re.compile(r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})", re.ASCII)
NUMBERS = re.compile(r"(\d{1,2})(?:\s*[-/.,]\s*|\s+)(\d{1,2})(?:\s*[-/.,]\s*|\s+)(\d{4})", re.ASCII)
WORDS = re.compile(r"(\d{1,2})[\s\-/.,]*([a-z]+)[\s\-/.,']*(\d{4})", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})(?:\s*[-/.,]\s*|\s+)(\d{1,2})(?:\s*[-/.,]\s*|\s+)(\d{1,2})", re.ASCII)
SOLID = re.compile(r"\d{8}", re.ASCII)
SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
SHORT_YEAR = re.compile(r"\d{1,2}\s*[-/.,\s]\s*(?:\d{1,2}|[a-z]+)\s*[-/.,\s]\s*'?\d{2}", re.ASCII)
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_SERIALS = range(3_654, 60_000)  # 1910 to 2064
YEARS = range(1880, 2100)  # of eight solid digits: which end is the year
HOME = ZoneInfo("Asia/Jakarta")


class DateProblem(StrEnum):
    EMPTY = "Tanggal belum diisi."
    SHORT_YEAR = "Tulis tahun dengan empat angka, misalnya 1980."
    AMERICAN = "Urutan tanggal terbalik. Tulis hari, bulan, tahun, misalnya 13-05-1980."
    NOT_IN_CALENDAR = "Tanggal tidak ada di kalender. Cocokkan dengan KTP."
    UNKNOWN_FORM = "Tanggal tidak dikenali. Tulis seperti 7 Mei 1980 atau 07-05-1980."


def parse_tanggal(typed: object) -> date | DateProblem:
    """The day, or why it cannot be one. Numbers are taken as spreadsheet dates (counted from 1900)."""
    if isinstance(typed, datetime):
        return typed.date()
    if isinstance(typed, date):
        return typed
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        return _excel_day(float(typed))
    return _from_typed(str(typed or ""))


def exchanged(day: date) -> date | None:
    """The day that an English spreadsheet makes of this one, month and day exchanged; None where that is no other day."""
    return date(day.year, day.day, day.month) if day.day <= 12 and day.day != day.month else None


@lru_cache(maxsize=65_536)
def _from_typed(typed: str) -> date | DateProblem:
    text = " ".join(typed.translate(DASHES).split()).strip(" ,;:'’‘`´\"*").lower()
    if not text or not text.strip("-./"):
        return DateProblem.EMPTY
    if ZONED.fullmatch(text):
        return _at_home(text)
    text = LEAD.sub("", WEEKDAY.sub("", text))
    return _from_text(TIME.sub("", text).strip(" ,;*"))


def _at_home(text: str) -> date | DateProblem:
    """A moment with its zone, as programs write it: midnight here is the evening before in Greenwich."""
    try:
        moment = datetime.fromisoformat(text.upper().replace("Z", "+00:00"))
    except ValueError:
        return DateProblem.NOT_IN_CALENDAR
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(HOME).date()


def _from_text(text: str) -> date | DateProblem:
    if first := YEAR_FIRST.fullmatch(text):
        return _day(int(first[3]), int(first[2]), int(first[1]))
    if numbers := NUMBERS.fullmatch(text):
        return _day(int(numbers[1]), int(numbers[2]), int(numbers[3]))
    if SOLID.fullmatch(text):
        return _solid(text)
    if words := WORDS.fullmatch(text):
        month = _month(words[2])
        return _day(int(words[1]), month, int(words[3])) if month else DateProblem.UNKNOWN_FORM
    if SERIAL.fullmatch(text):
        return _excel_day(float(text.replace(",", ".")))
    return DateProblem.SHORT_YEAR if SHORT_YEAR.fullmatch(text) else DateProblem.UNKNOWN_FORM


def _solid(text: str) -> date | DateProblem:
    """Eight digits without a sign: the end that can be a year is the year. Both at once there is no day for."""
    year_last, year_first = int(text[4:]) in YEARS, int(text[:4]) in YEARS
    if year_first and not year_last:
        return _day(int(text[6:]), int(text[4:6]), int(text[:4]))
    return _day(int(text[:2]), int(text[2:4]), int(text[4:]))


def _month(word: str) -> int | None:
    if word in MONTH_OF:
        return MONTH_OF[word]
    if len(word) < 4:
        return None
    near = process.extractOne(word, LONG_MONTHS, scorer=fuzz.ratio, score_cutoff=SURE_OF_MONTH)
    return MONTH_OF[near[0]] if near else None


def _excel_day(serial: float) -> date | DateProblem:
    if not EXCEL_SERIALS.start <= serial < EXCEL_SERIALS.stop:  # also true of infinity and of no number
        return DateProblem.UNKNOWN_FORM
    return EXCEL_DAY_ZERO + timedelta(days=int(serial))


def _day(day: int, month: int, year: int) -> date | DateProblem:
    try:
        return date(year, month, day)
    except ValueError:
        if month > 12 and day <= 12:
            return DateProblem.AMERICAN
        return DateProblem.NOT_IN_CALENDAR
