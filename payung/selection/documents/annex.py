"""Who stands in the annex of a decree, in the full version and in the one everybody may read?"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from payung.documents import sheets
from payung.documents.sheets import Column
from payung.language.formats import angka, mask_nik_public


class AnnexRow(NamedTuple):
    """One person of the annex, in words as they are printed."""

    number: int
    nik: str
    name: str
    birth: str  # "Probolinggo, 12-05-1980"
    sex: str  # L / P
    address: str  # "Jl. Mawar 3 RT 001/RW 002"
    kelurahan: str
    kecamatan: str
    job: str
    sector: str  # heading of the section: "Petani"
    leaves: bool = False  # in an amendment: this person goes out
    reason: str = ""  # why
    starts: str = ""  # in an amendment: "November 2025", from when this person is paid for
    replaces: str = ""  # and whose seat that was


# (header, weight of the column, field)
_FULL = (
    ("No.", 11, "number"), ("NIK", 31, "nik"), ("Nama", 50, "name"), ("Tempat, tanggal lahir", 40, "birth"),
    ("L/P", 10, "sex"), ("Alamat", 52, "address"), ("Kelurahan", 29, "kelurahan"), ("Kecamatan", 27, "kecamatan"),
    ("Pekerjaan", 33, "job"),
)  # fmt: skip
_PUBLIC = (
    ("No.", 12, "number"), ("Nama", 78, "name"), ("NIK (4 angka akhir)", 42, "nik"), ("Kelurahan", 48, "kelurahan"),
    ("Kecamatan", 44, "kecamatan"), ("Pekerjaan", 50, "job"),
)  # fmt: skip
# With more columns beside them; sixteen digits of a NIK need their room on one line.
_NARROWER = (
    ("No.", 11, "number"), ("NIK", 40, "nik"), ("Nama", 46, "name"), ("Tempat, tanggal lahir", 37, "birth"),
    ("L/P", 12, "sex"), ("Alamat", 45, "address"), ("Kelurahan", 28, "kelurahan"), ("Kecamatan", 27, "kecamatan"),
    ("Pekerjaan", 31, "job"),
)  # fmt: skip
_REASON = ("Keterangan", 34, "reason")
_STARTS, _REPLACES = ("Mulai", 22, "starts"), ("Menggantikan", 38, "replaces")


def annex_xlsx(rows: Sequence[AnnexRow], *, public: bool, title: str) -> bytes:
    """The same annex as a spreadsheet, one row for each person, the sector in a column of its own."""
    columns = [*_columns(public, rows), ("Sektor", 0, "sector")]
    if any(row.leaves for row in rows):
        columns.insert(1, ("Masuk/keluar", 0, "way"))
    widths = {
        "name": 34,
        "address": 40,
        "nik": 20,
        "birth": 26,
        "number": 7,
        "sex": 6,
        "job": 24,
        "replaces": 34,
    }
    shown = [
        Column(header, "number" if field == "number" else "text", widths.get(field, 18))
        for header, _, field in columns
    ]
    return sheets.xlsx(
        shown,
        ([_cell(row, field, public) for _, _, field in columns] for row in rows),
        sheet="Lampiran",
        title=title,
    )


def sections(rows: Iterable[AnnexRow], *, public: bool) -> list[dict]:
    """The annex in sections by sector, those who leave after those who are in: headers, column weights, cells."""
    ordered = sorted(rows, key=lambda row: row.leaves)  # keeps the order of the decree otherwise
    return [
        _section(list(group), sector, leaves, public)
        for (leaves, sector), group in groupby(ordered, key=lambda row: (row.leaves, row.sector))
    ]


def _section(rows: list[AnnexRow], sector: str, leaves: bool, public: bool) -> dict:
    columns = _columns(public, rows)
    return {
        "title": f"{sector}, dikeluarkan"
        if leaves
        else f"{sector}, dimasukkan"
        if rows[0].starts
        else sector,
        "count": angka(len(rows)),
        "headers": [header for header, _, _ in columns],
        "widths": [width for _, width, _ in columns],
        "cells": [str(_cell(row, field, public)) for row in rows for _, _, field in columns],
    }


def _columns(public: bool, rows: Sequence[AnnexRow]) -> tuple[tuple[str, int, str], ...]:
    """The columns that these rows need: who comes in begins in a month, who goes out has a reason."""
    more = [_STARTS, _REPLACES] if any(row.starts for row in rows) else []
    # Why somebody goes out (died, moved) is nobody else's business.
    if any(row.leaves for row in rows) and not public:
        more.append(_REASON)
    return (*(_PUBLIC if public else _NARROWER if more else _FULL), *more)


def _cell(row: AnnexRow, field: str, public: bool) -> str | int:
    if field == "way":
        return "Keluar" if row.leaves else "Masuk"
    value = getattr(row, field)
    return mask_nik_public(value) if public and field == "nik" else value
