"""What does a cell say? Text, whole rupiah, 16 digits; and what stands for nothing.

Dates are read by `language.dates`, for every door alike. Nothing is repaired: outer spaces and the signs that programs
put around a number go, everything else is for its sender to correct.
"""

import re
from datetime import date

from payung.tables.cells import Cell, Fault

QUOTES = "'’‘‛`´ʹʼ′\"“”„"
DRESS = re.compile(rf"^(?:=(?=[{QUOTES}]))?[{QUOTES}\s]*|[{QUOTES}\s]*$")
BLANK_WORDS = frozenset(
    "- -- --- – — _ . .. ... ; : / n/a na #n/a nihil kosong null none nil sda s.d.a s.d.a. s/d/a idem ditto id. sama"
    " „ ” “ \" '' ,, ´´ `` x xx xxx tidakada tdkada tidakpunya tdkpunya belumada belumpunya belumdiisi tidakdiketahui"
    " tdkdiketahui tidaktahu".split()
)  # compared without spaces
RUPIAH_SIGN = re.compile(r"(?i)^(rp|idr)\.?\s*|[\s\u00a0]")
NO_CENTS = re.compile(r"(,00?|,-|\.00|\.-)$")
GROUPED = re.compile(r"\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+|\d{1,15}", re.ASCII)


def text_of(cell: Cell) -> str:
    """A cell as text: 16800.0 -> "16800"; outer spaces and a leading apostrophe go; a fault is what the sheet shows."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.replace("\u00a0", " ").strip().removeprefix("'").strip()
    if isinstance(cell, Fault):
        return cell.shown
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def means_nothing(cell: Cell) -> bool:
    """Whether a cell says that there is nothing to say: blank, "-", "sda", "tidak ada", ditto marks."""
    if not isinstance(cell, str):
        return cell is None
    text = "".join(cell.lower().split())
    return not text or text in BLANK_WORDS or not text.strip("-–—_.,*/\\'\"`´’‘“”„… ")


def is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def undressed(cell: Cell) -> str:
    """A number written as text without the signs around it: '="3574…"', "’3574…" -> "3574…"; spaces go."""
    text = text_of(cell)
    if text.isdigit():
        return text
    return re.sub(r"[\s\u00a0]", "", DRESS.sub("", text))


def sixteen_digits(cell: Cell) -> str | None:
    """The 16 digits of a NIK or KK written as text; None for anything else, also for a number (its end may be lost)."""
    if not isinstance(cell, str):
        return None
    text = undressed(cell)
    return text if len(text) == 16 and text.isascii() and text.isdigit() else None


def nik_trouble(cell: Cell) -> str:
    """Why a cell is no NIK, in one sentence; "" for 16 digits of text."""
    if sixteen_digits(cell):
        return ""
    if isinstance(cell, Fault):
        return fault_in_words(cell)
    if is_number(cell):
        return (
            "NIK tersimpan sebagai angka, digit terakhirnya bisa sudah berubah. Minta NIK dalam format Teks."
        )
    digits = sum(letter.isdigit() for letter in text_of(cell))
    if not digits:
        return "NIK belum diisi."
    return f"NIK berisi {digits} angka, seharusnya 16 angka dalam format Teks."


def fault_in_words(fault: Fault) -> str:
    """What is wrong with an error cell and what to do."""
    if fault.shown:
        return f"Sel berisi galat rumus ({fault.shown}). Perbaiki rumusnya, atau ketik isinya."
    return "Sel berisi rumus yang belum dihitung. Buka berkas di Excel, simpan, lalu unggah lagi."


def rupiah_of(cell: Cell) -> int | None:
    """Whole rupiah in a cell: 16800, 16800.0, '16.800', 'Rp16.800,00'; None for anything else."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if float(cell).is_integer() and cell >= 0 else None
    if isinstance(cell, str) and len(cell) <= 15 and cell.isascii() and cell.isdigit():
        return int(cell)  # as nearly all are
    text = NO_CENTS.sub("", RUPIAH_SIGN.sub("", text_of(cell)))
    if GROUPED.fullmatch(text):
        return int(re.sub(r"[.,]", "", text))
    return None
