"""How does the ministry read the use of DBHCHT: money and output of each source, planned and real?

The columns follow the report on the use of DBH CHT (PMK 72/2024: field, activity, appropriation with amendments, money
realised, output); the region's own form may name them otherwise.
"""

from collections.abc import Sequence
from datetime import date

from payung.contributions.queries import Realised
from payung.documents import sheets
from payung.documents.letterhead import Letterhead
from payung.documents.list_paper import list_pdf
from payung.documents.sheets import Column
from payung.language.formats import daftar, persen, rentang_bulan, tanggal

ACTIVITY = "Iuran jaminan sosial ketenagakerjaan pekerja rentan (JKK dan JKM)"
COLUMNS = [
    Column("No.", "number", 6),
    Column("Bidang", width=24),
    Column("Kegiatan", width=40),
    Column("Sumber dana", width=24),
    Column("Pagu awal", "rupiah", 18),
    Column("Perubahan", "rupiah", 18),
    Column("Pagu", "rupiah", 18),
    Column("Realisasi", "rupiah", 18),
    Column("Realisasi %", width=11),
    Column("Sisa", "rupiah", 18),
    Column("Target (orang-bulan)", "number", 12),
    Column("Output (orang-bulan)", "number", 12),
    Column("Orang", "number", 10),
    Column("Keterangan", width=36),
]


def title(year: int) -> str:
    return f"Laporan Realisasi Penggunaan Dana Tahun Anggaran {year}"


def realisation_xlsx(rows: Sequence[Realised], *, year: int, until: date) -> bytes:
    """The report as a spreadsheet, the sum in its last row."""
    return sheets.xlsx(
        COLUMNS, cells(rows), sheet=f"Realisasi {year}", title=title(year), notes=_notes(until)
    )


def realisation_pdf(rows: Sequence[Realised], *, year: int, until: date, letterhead: Letterhead) -> bytes:
    """The same on paper, for the head of the agency to sign."""
    return list_pdf(
        COLUMNS,
        cells(rows),
        letterhead=letterhead,
        title=title(year),
        notes=_notes(until),
        signed=True,
        on=until,
    )


def _notes(until: date) -> list[str]:
    return [
        f"Iuran yang sudah dibayar sampai {tanggal(until)}. Setiap orang-bulan punya tepat satu sumber dana."
    ]


def cells(rows: Sequence[Realised]) -> list[list]:
    told = [
        [n, row.field, ACTIVITY, row.fund.name, *_figures([row]), _months(row)]
        for n, row in enumerate(rows, 1)
    ]
    return [*told, [None, "", "Jumlah", "", *_figures(rows), ""]]


def _figures(rows: Sequence[Realised]) -> list:
    appropriation_rp, paid_rp = sum(r.fund.appropriation_rp for r in rows), sum(r.paid_rp for r in rows)
    return [
        sum(r.first_rp for r in rows),
        sum(r.changed_rp for r in rows),
        appropriation_rp,
        paid_rp,
        persen(paid_rp / appropriation_rp, 1) if appropriation_rp else "–",
        appropriation_rp - paid_rp,
        sum(r.planned_months for r in rows),
        sum(r.paid_months for r in rows),
        sum(r.people for r in rows),
    ]


def _months(row: Realised) -> str:
    """ "Mei–Juli 2025, September 2025": runs of months as spans."""
    runs: list[list[int]] = []
    for month in row.paid_in:
        if runs and month == runs[-1][1] + 1:
            runs[-1][1] = month
        else:
            runs.append([month, month])
    return daftar([rentang_bulan(*run) for run in runs]) if runs else "Belum ada yang dibayar"
