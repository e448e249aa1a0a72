"""Lists as agencies send them, made in memory."""

import io
from collections.abc import Sequence

import openpyxl

HEADER = ["NIK", "No. KK", "Nama lengkap", "Tempat lahir", "Tanggal lahir", "Jenis kelamin (L/P)",
          "Nama ibu kandung", "No. HP", "Alamat", "RT", "RW", "Kelurahan", "Pekerjaan"]  # fmt: skip


def nik(serial: int) -> str:
    """A NIK of Mayangan of somebody born 12 September 1980; serials nobody has."""
    return f"357403120980{9000 + serial:04d}"


def row(serial: int, name: str = "", **more: str) -> list[str | None]:
    """One person; `more` replaces cells by the first word of their header ("NIK", "Kelurahan" ...)."""
    cells: list[str | None] = [
        nik(serial), f"357403010120{9000 + serial:04d}", name or f"PETANI KE{chr(65 + serial % 26)}", "Probolinggo",
        "12-09-1980", "L", "SULASTRI", f"08123400{9000 + serial:04d}", "Jl. Ikan Tongkol", "003", "007", "Mayangan",
        "Petani tembakau",
    ]  # fmt: skip
    for word, value in more.items():
        cells[next(i for i, title in enumerate(HEADER) if title.startswith(word))] = value
    return cells


def xlsx(rows: Sequence[Sequence], header: Sequence[str] = HEADER) -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Daftar")
    for cells in [header, *rows]:
        page.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(rows: Sequence[Sequence], header: Sequence[str] = HEADER) -> bytes:
    """The same as text."""
    return "\n".join(";".join(str(cell or "") for cell in line) for line in [header, *rows]).encode()
