"""Which files of a folder are agencies' lists, which are answers of registers, and which are neither?

By the name where it says so, else by what stands in the file. Nothing is passed over in silence.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from payung.intake.queries import is_list
from payung.jobs.actions import Refused
from payung.matching.enums import Register
from payung.matching.queries import register_of_file
from payung.tables.cells import FileRefused, read_sheets

SECTOR_WORDS = {
    "petani": ("petani", "tani"),
    "nelayan": ("nelayan", "ikan"),
    "umkm": ("umkm", "mikro", "usaha", "pedagang"),
}
ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".html", ".htm")
REGISTER_WORDS = re.compile(r"dukcapil|capil|bpjs|dtsen|p3ke|desil|pembayar|register", re.IGNORECASE)
PAPERS = {
    ".pdf": "surat atau cetakan",
    ".docx": "surat",
    ".doc": "surat",
    ".jpg": "foto",
    ".jpeg": "foto",
    ".png": "foto",
}


@dataclass
class Lists:
    """The files of a round: (sector, path) of the agencies' lists, the register extracts, and (path, why) of all others."""

    sectors: list[tuple[str, Path]] = field(default_factory=list)
    registers: list[tuple[Register, Path]] = field(default_factory=list)
    left_out: list[tuple[Path, str]] = field(default_factory=list)


def find_lists(folder: Path) -> Lists:
    """Sort the files of a folder and of `registers/` in it. Raises Refused when no list is among them, with what to do."""
    lists = Lists()
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name != "registers":
                lists.left_out.append((path, "Folder di dalam folder tidak dibaca."))
        else:
            _sort(path, lists, is_register=bool(REGISTER_WORDS.search(path.stem)))
    registers = folder / "registers"
    for path in sorted(registers.iterdir()) if registers.is_dir() else ():
        _sort(path, lists, is_register=True)
    if not lists.sectors:
        raise Refused(_nothing_to_read(folder, lists))
    return lists


def _sort(path: Path, lists: Lists, *, is_register: bool) -> None:
    sector = None if is_register else sector_of(path.stem.lower())
    if path.name.startswith(("~$", ".")):
        lists.left_out.append((path, "Berkas sementara atau tersembunyi."))
    elif path.suffix.lower() not in ENDINGS:
        kind = PAPERS.get(path.suffix.lower(), "jenis berkas yang tidak dibaca")
        lists.left_out.append((path, f"Bukan lembar kerja ({kind})."))
    elif sector:
        lists.sectors.append((sector, path))
    else:
        _sort_by_content(path, lists)


def _sort_by_content(path: Path, lists: Lists) -> None:
    """A file whose name does not say what it is. One that cannot be read is left out with its reason."""
    try:
        sheets = read_sheets(path.read_bytes(), with_macros=True)
    except (FileRefused, OSError) as refusal:
        lists.left_out.append((path, refusal.message if isinstance(refusal, FileRefused) else str(refusal)))
        return
    if register := register_of_file(sheets, today=date.today()):  # noqa: DTZ011  only which words are known matters
        lists.registers.append((register, path))
        return
    try:
        is_proposal = is_list(sheets)
    except FileRefused:
        is_proposal = False
    if is_proposal:
        raise Refused(
            f"{path.name} adalah daftar usulan, tetapi sektornya tidak terbaca dari namanya. Ganti nama berkas agar memuat "
            "kata petani, nelayan atau umkm, misalnya “petani.xlsx”."
        )
    lists.left_out.append(
        (path, "Bukan daftar usulan dan bukan jawaban register: judul kolomnya tidak dikenali.")
    )


def sector_of(stem: str) -> str | None:
    return next((s for s, words in SECTOR_WORDS.items() if any(word in stem for word in words)), None)


def _nothing_to_read(folder: Path, lists: Lists) -> str:
    names = "; ".join(f"{path.name}: {why}" for path, why in lists.left_out[:5])
    begin = (
        f"Tidak ada daftar usulan di {folder}. Beri nama berkas agar memuat kata petani, nelayan atau umkm."
    )
    return f"{begin} Tidak dipakai: {names}" if names else begin
