"""Which cells stand in a file? Asks the child process, and puts its refusals into words."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

CHILD = Path(__file__).with_name("spreadsheet_child.py")
MAX_FILE_BYTES = 32 * 2**20
WAIT_SECONDS = 75

Cell = str | int | float | bool | date | None

REFUSALS = {
    "empty": "Berkas kosong. Pilih berkas yang berisi daftar.",
    "too_big": "Berkas terlalu besar untuk dibaca dengan aman. Salin lembar daftarnya saja ke berkas baru, lalu unggah lagi.",
    "too_wide": "Ada isi sel yang sangat jauh ke kanan atau ke bawah. Salin bagian daftarnya saja ke berkas baru, lalu unggah lagi.",
    "too_long": "Berkas memuat lebih dari 200.000 baris. Bagi menjadi beberapa berkas.",
    "encrypted": "Berkas dikunci dengan kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi.",
    "old_excel": "Berkas berformat Excel lama (.xls). Simpan sebagai .xlsx, lalu unggah lagi.",
    "macros": "Berkas memuat makro. Simpan sebagai .xlsx biasa (tanpa makro), lalu unggah lagi.",
    "dtd": "Berkas memuat bagian yang tidak aman (DTD). Salin daftarnya ke berkas baru, lalu unggah lagi.",
    "broken": "Berkas rusak atau tidak lengkap. Buka di Excel, simpan ulang sebagai .xlsx, lalu unggah lagi.",
    "not_text": "Berkas bukan teks CSV yang dapat dibaca. Simpan ulang sebagai .xlsx, lalu unggah lagi.",
    "not_a_spreadsheet": "Berkas ini bukan lembar kerja. Unggah berkas Excel (.xlsx) atau CSV.",
    "no_table": "Tidak ada tabel dengan judul kolom yang dikenali. Pakai format unduhan, atau beri judul pada setiap kolom.",
}


class FileRefused(Exception):
    """The whole file cannot be read; `message` is one clear line that says what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(REFUSALS[code])
        self.code = code
        self.message = REFUSALS[code]


@dataclass(frozen=True)
class Sheet:
    """One sheet as it stands: rows of cells, row numbers begin with 1."""

    name: str
    rows: list[list[Cell]]


def read_sheets(content: bytes, *, old_excel: bool = False) -> list[Sheet]:
    """The sheets of an XLSX (with `old_excel` also of an XLS), or the one of a CSV.

    Raises FileRefused; never dies with the file.
    """
    if not content.strip():
        raise FileRefused("empty")
    if len(content) > MAX_FILE_BYTES:
        raise FileRefused("too_big")
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(CHILD), *(["old-excel"] if old_excel else [])],
            input=content,
            capture_output=True,
            timeout=WAIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileRefused("too_big") from None
    if child.returncode:
        raise FileRefused("too_big" if child.returncode < 0 else "broken")
    return _sheets(child.stdout)


def _sheets(answer: bytes) -> list[Sheet]:
    """What the child said; anything it cannot have meant is a broken file."""
    try:
        told = json.loads(answer, object_hook=_date_or_dict)
        if "refused" in told:
            raise FileRefused(told["refused"] if told["refused"] in REFUSALS else "broken")
        return [Sheet(sheet["name"], sheet["rows"]) for sheet in told["sheets"]]
    except (ValueError, TypeError, KeyError):
        raise FileRefused("broken") from None


def _date_or_dict(found: dict) -> date | dict:
    return date.fromisoformat(found["date"]) if len(found) == 1 and "date" in found else found
