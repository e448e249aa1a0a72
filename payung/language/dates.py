"""Which day did somebody mean who typed a date the Indonesian way, or what does a spreadsheet's date cell hold?

Accepted: 7 Mei 1980, 07-05-1980, 7/5/1980, 7.5.1980, 1980-05-07, 07051980 and real date cells. Refused with a reason:
the American 05/13/1980, years of two digits, days that are not in the calendar.
"""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum

MONTHS = {
    1: ("januari", "jan"),
    2: ("februari", "pebruari", "feb", "peb"),
    3: ("maret", "mar", "mrt"),
    4: ("april", "apr"),
    5: ("mei", "may"),
    6: ("juni", "jun"),
    7: ("juli", "jul"),
    8: ("agustus", "agu", "agt", "ags", "agust", "aug"),
    9: ("september", "sep", "sept"),
    10: ("oktober", "okt", "oct"),
    11: ("november", "nopember", "nov", "nop"),
    12: ("desember", "des", "dec"),
}
MONTH_OF = {name: number for number, names in MONTHS.items() for name in names}
NUMBERS = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})", re.ASCII)
WORDS = re.compile(r"(\d{1,2})[\s\-/.]*([a-z]+)[\s\-/.,]*(\d{4})", re.ASCII)
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
SOLID = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
SHORT_YEAR = re.compile(r"\d{1,2}\s*[-/.\s]\s*(?:\d{1,2}|[a-z]+)\s*[-/.\s]\s*\d{2}", re.ASCII)
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_SERIALS = range(3_654, 60_000)  # 1910 to 2064


class DateProblem(StrEnum):
    EMPTY = "Tanggal belum diisi."
    SHORT_YEAR = "Tulis tahun dengan empat angka, misalnya 1980."
    AMERICAN = "Urutan tanggal terbalik. Tulis hari, bulan, tahun, misalnya 13-05-1980."
    NOT_IN_CALENDAR = "Tanggal tidak ada di kalender. Cocokkan dengan KTP."
    UNKNOWN_FORM = "Tanggal tidak dikenali. Tulis seperti 7 Mei 1980 atau 07-05-1980."


def parse_tanggal(typed: object) -> date | DateProblem:
    """The day, or why it cannot be one. Numbers are taken as spreadsheet dates."""
    if isinstance(typed, datetime):
        return typed.date()
    if isinstance(typed, date):
        return typed
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        return _excel_day(float(typed))
    text = " ".join(str(typed or "").replace("\u00a0", " ").split()).strip(" ,;'").lower()
    return _from_text(text) if text else DateProblem.EMPTY


def _from_text(text: str) -> date | DateProblem:
    if iso := ISO.fullmatch(text):
        return _day(int(iso[3]), int(iso[2]), int(iso[1]))
    if numbers := NUMBERS.fullmatch(text) or SOLID.fullmatch(text):
        return _day(int(numbers[1]), int(numbers[2]), int(numbers[3]))
    if words := WORDS.fullmatch(text):
        month = MONTH_OF.get(words[2])
        return _day(int(words[1]), month, int(words[3])) if month else DateProblem.UNKNOWN_FORM
    return DateProblem.SHORT_YEAR if SHORT_YEAR.fullmatch(text) else DateProblem.UNKNOWN_FORM


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
