"""How do numbers, money, dates and private numbers stand on a page or a letter?

EYD: `Rp16.800` on screens, `Rp16.800,00` with words in legal papers; dot for thousands, comma for decimals.
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
BULAN_PENDEK = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_SATUAN = (
    "",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


def angka(number: int | float, decimals: int = 0) -> str:
    """1.234.567 or 12,5."""
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def persen(share: float, decimals: int = 0) -> str:
    """A fraction as per cent: 0.375 -> "38%"."""
    return f"{angka(share * 100, decimals)}%"


def rupiah(amount_rp: int) -> str:
    """Rp16.800; a minus stands before: -Rp16.800."""
    return f"{'-' if amount_rp < 0 else ''}Rp{angka(abs(amount_rp))}"


def rupiah_dokumen(amount_rp: int) -> str:
    """Rp16.800,00 for letters and decrees."""
    return f"{rupiah(amount_rp)},00"


def rupiah_singkat(amount_rp: int) -> str:
    """Rp594,7 jt, Rp2,02 miliar: short, for figures. Below a million in full."""
    size = abs(amount_rp)
    if size < 10**6:
        return rupiah(amount_rp)
    unit, word, decimals = (10**6, "jt", 1) if size < 10**9 else (10**9, "miliar", 2)
    if size >= 10**12:
        unit, word = 10**12, "triliun"
    return f"{'-' if amount_rp < 0 else ''}Rp{_trimmed(size / unit, decimals)} {word}"


def terbilang(number: int) -> str:
    """A whole number in words, below a thousand trillion: 16800 -> "enam belas ribu delapan ratus"."""
    if number < 0:
        return f"minus {terbilang(-number)}"
    if number == 0:
        return "nol"
    if number >= 10**15:
        raise ValueError("terbilang reaches to 999 triliun")
    return " ".join(_words(number))


def terbilang_rupiah(amount_rp: int) -> str:
    """ "enam belas ribu delapan ratus rupiah"."""
    return f"{terbilang(amount_rp)} rupiah"


def tanggal(day: date) -> str:
    """7 Mei 2025."""
    return f"{day.day} {BULAN[day.month - 1]} {day.year}"


def tanggal_pendek(day: date) -> str:
    """07-05-2025."""
    return f"{day:%d-%m-%Y}"


def tanggal_ringkas(day: date) -> str:
    """7 Mei 2025, 7 Okt 2025: for a column of a table."""
    return f"{day.day} {BULAN_PENDEK[day.month - 1]} {day.year}"


def hari_tanggal(day: date) -> str:
    """Rabu, 7 Mei 2025."""
    return f"{HARI[day.weekday()]}, {tanggal(day)}"


def jam(moment: datetime, zone: str = "Asia/Jakarta") -> str:
    """08.14 WIB."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H.%M} {ZONE_NAMES.get(zone, '')}".strip()


def bulan(month: int | str) -> str:
    """Mei 2025, from "2025-05" or a month number (year * 12 + month - 1)."""
    year, index = _month(month)
    return f"{BULAN[index]} {year}"


def bulan_pendek(month: int | str) -> str:
    """Mei 25, for the feet of a chart."""
    year, index = _month(month)
    return f"{BULAN_PENDEK[index]} {year % 100:02d}"


def rentang_bulan(first: int | str, last: int | str) -> str:
    """Mei-Desember 2025; over a year's end both years."""
    (first_year, first_index), (last_year, last_index) = _month(first), _month(last)
    if (first_year, first_index) == (last_year, last_index):
        return bulan(first)
    if first_year == last_year:
        return f"{BULAN[first_index]}–{BULAN[last_index]} {last_year}"
    return f"{bulan(first)}–{bulan(last)}"


def daftar(words: Sequence[str]) -> str:
    """a, b, dan c."""
    if len(words) < 3:
        return " dan ".join(words)
    return f"{', '.join(words[:-1])}, dan {words[-1]}"


def sapaan(hour: int) -> str:
    """Selamat pagi/siang/sore/malam by the hour of the day."""
    limits = ((4, "malam"), (11, "pagi"), (15, "siang"), (18, "sore"), (24, "malam"))
    return "Selamat " + next(word for limit, word in limits if hour < limit)


def mask_nik(nik: str) -> str:
    """357401••••••9021: hides the birth date. For pages of people who are signed in."""
    return f"{nik[:6]}{'•' * 6}{nik[-4:]}" if len(nik) == 16 else "•" * len(nik)


def mask_nik_public(nik: str) -> str:
    """••••••••••••9021: only the serial, for what everybody may read."""
    return "•" * max(len(nik) - 4, 0) + nik[-4:]


def mask_name(name: str) -> str:
    """Sup••••• for public pages: three letters of each word, never the length."""
    return " ".join(f"{word[:3]}•••" if len(word) > 3 else f"{word[:1]}•••" for word in name.split())


def _month(month: int | str) -> tuple[int, int]:
    if isinstance(month, str):
        year, number = month.split("-")
        return int(year), int(number) - 1
    return divmod(month, 12)


def _trimmed(number: float, decimals: int) -> str:
    text = angka(number, decimals)
    return text.rstrip("0").rstrip(",") if "," in text else text


def _words(number: int) -> list[str]:
    for unit, word in _SCALES:
        if number >= unit:
            count, rest = divmod(number, unit)
            head = ["seribu"] if (unit, count) == (1000, 1) else [*_words(count), word]
            return head + (_words(rest) if rest else [])
    if number >= 100:
        count, rest = divmod(number, 100)
        head = ["seratus"] if count == 1 else [_SATUAN[count], "ratus"]
        return head + (_words(rest) if rest else [])
    if number >= 20:
        tens, rest = divmod(number, 10)
        return [_SATUAN[tens], "puluh"] + ([_SATUAN[rest]] if rest else [])
    if number >= 12:
        return [_SATUAN[number - 10], "belas"]
    return [_SATUAN[number]]
