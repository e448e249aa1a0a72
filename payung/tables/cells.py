"""Which cells stand in a file? Asks the child process, and puts its refusals into words."""

import compileall
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("child")
MAX_FILE_BYTES = 32 * 2**20
WAIT_SECONDS = 75

_AS_XLSX = "Buka di Excel, lalu Simpan sebagai .xlsx."
REFUSALS = {
    "empty": "Berkas kosong. Pilih berkas yang berisi daftar.",
    "too_big": "Berkas terlalu besar untuk dibaca dengan aman. Salin lembar daftarnya saja ke berkas baru, lalu unggah lagi.",
    "too_wide": "Ada isi sel yang sangat jauh ke kanan atau ke bawah{row}. Salin bagian daftarnya saja ke berkas baru, lalu unggah lagi.",
    "too_long": "Berkas memuat lebih dari 200.000 baris. Bagi menjadi beberapa berkas.",
    "encrypted": "Berkas dikunci dengan kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi.",
    "macros": "Berkas memuat makro. Simpan sebagai .xlsx biasa (tanpa makro), lalu unggah lagi.",
    "dtd": "Berkas memuat bagian yang tidak aman (DTD). Salin daftarnya ke berkas baru, lalu unggah lagi.",
    "broken": "Berkas rusak atau tidak lengkap. Buka di Excel, simpan ulang sebagai .xlsx, lalu unggah lagi.",
    "not_text": "Berkas bukan teks CSV yang dapat dibaca. Simpan ulang sebagai .xlsx, lalu unggah lagi.",
    "not_a_spreadsheet": "Berkas ini bukan lembar kerja. Unggah berkas Excel (.xlsx) atau CSV.",
    "web_page": f"Berkas ini halaman web bernama .xls. {_AS_XLSX}",
    "no_table": "Tidak ada tabel dengan judul kolom yang dikenali{wanted}. Pakai format unduhan, atau beri judul pada setiap kolom.",
    "only_hidden": "Daftarnya ada di lembar yang tersembunyi. Tampilkan lembar itu di Excel (klik kanan > Unhide), simpan, lalu unggah lagi.",
    "stacked": "Semua isi menumpuk di kolom A{row}. Pakai Data > Teks ke Kolom di Excel, simpan, lalu unggah lagi.",
    "stacked_row": "Isi menumpuk di satu kolom{row}. Pakai Data > Teks ke Kolom di Excel untuk baris itu, simpan, lalu unggah lagi.",
    "quote_open": "Tanda petik (\") dibuka{row} tetapi tidak pernah ditutup. Hapus atau tutup tanda petik itu, lalu unggah lagi.",
    "quote_lines": "Tanda petik (\") yang dibuka{row} menelan sel di sebelah atau di bawahnya. Hapus tanda petik itu, lalu unggah lagi.",
    "quote_text": "Ada tulisan sesudah tanda petik (\") penutup{row}. Hapus tanda petik di sel itu, lalu unggah lagi.",
    "backslash": "Ada tanda petik dengan garis miring (\\\"){row}. Ganti menjadi petik ganda (\"\") atau hapus, lalu unggah lagi.",
    "other_separator": "Pemisah kolom berbeda{row}. Samakan dengan baris judul, lalu unggah lagi.",
    "shifted": "Isi{row} lebih banyak daripada judul kolom: ada tanda pemisah di dalam sel. Apit sel itu dengan petik, atau beri judul kolomnya, lalu unggah lagi.",
}  # fmt: skip


class FileRefused(Exception):
    """The whole file cannot be read; `message` is one clear line that says what to do. `row`: where it begins, from 1.

    `wanted`: the columns that were looked for.
    """

    def __init__(self, code: str, row: int | None = None, *, wanted: str = "") -> None:
        self.code = code
        self.row = row
        words = REFUSALS[code].replace("{row}", f" di baris {row}" if row else "")
        self.message = words.replace("{wanted}", f" (dicari: {wanted})" if wanted else "")
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell without a value: `shown` is "#N/A", "#REF!" ... as the sheet shows it; "" for a formula never computed."""

    shown: str


Cell = str | int | float | bool | date | Fault | None


@dataclass(frozen=True)
class Sheet:
    """One sheet as it stands: row n of the spreadsheet is rows[n - 1]; blank rows and cells at the end are cut off."""

    name: str
    rows: list[list[Cell]]
    is_visible: bool = True
    merged: tuple[
        tuple[int, int, int, int], ...
    ] = ()  # (top, left, bottom, right), from 0, inclusive; at most 20,000
    is_text: bool = False  # its cells came from a text file, or from lines of one that lay in column A


def read_sheets(content: bytes, *, with_macros: bool = False) -> list[Sheet]:
    """The sheets of an XLSX, XLSB, XLS, ODS, web page, XML Spreadsheet 2003 or web archive, or the one of a text file.

    `with_macros`: read a workbook also when macros lie in it (they are never opened). Raises FileRefused; never dies
    with the file.
    """
    if not content.strip():
        raise FileRefused("empty")
    if len(content) > MAX_FILE_BYTES:
        raise FileRefused("too_big")
    try:
        child = subprocess.run(
            [sys.executable, "-I", "-S", str(CHILD), _parsers(), *(["with-macros"] if with_macros else [])],
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


@cache
def _parsers() -> str:
    """The folders in which the parsers are installed: the child looks nowhere else.

    The child may write no file, so its own files are compiled here, once.
    """
    compileall.compile_dir(CHILD, quiet=2)
    specs = [find_spec(name) for name in ("python_calamine", "lxml", "xlrd")]
    folders = {Path(spec.origin).parents[1] for spec in specs if spec and spec.origin}
    return os.pathsep.join(sorted(map(str, folders)))


def _sheets(answer: bytes) -> list[Sheet]:
    """What the child answered; anything it cannot have meant is a broken file."""
    try:
        parsed = json.loads(answer)
        if "refused" in parsed:
            code = parsed["refused"]
            raise FileRefused(code if code in REFUSALS else "broken", parsed["row"])
        return [_sheet(sheet) for sheet in parsed["sheets"]]
    except (ValueError, TypeError, KeyError, IndexError):
        raise FileRefused("broken") from None


def _sheet(answer: dict[str, Any]) -> Sheet:
    rows = answer["rows"]
    for row, column, iso in answer["days"]:
        rows[row][column] = date.fromisoformat(iso)
    for row, column, shown in answer["faults"]:
        rows[row][column] = Fault(shown)
    merged = tuple((top, left, bottom, right) for top, left, bottom, right in answer["merged"])
    return Sheet(answer["name"], rows, answer["is_visible"], merged, answer["is_text"])
