"""The BPJS branch of the sample city: answers registration files and sends invoices, as files, like the real one.

It invents KPJ numbers (11 digits starting with 99, which no branch issues) and refuses a few people, so that the
whole way back can be seen: refused ones go, the next in line is called.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from random import Random

from payung.documents import sheets

KPJ_START = 99_000_000_000
REFUSALS = (
    "Data tidak padan Dukcapil",
    "Sudah terdaftar sebagai peserta PU",
    "NIK terdaftar pada wadah lain",
)
REPLY_COLUMNS = ("NIK", "NAMA", "NO KPJ", "STATUS", "KETERANGAN", "TANGGAL MULAI")


def reply(people: Iterable[tuple[str, str]], *, on: date, first_kpj: int, refuse: int, seed: int) -> bytes:
    """An XLSX answering (NIK, name) pairs: KPJ for most, a refusal for `refuse` of them, always the same ones."""
    people = list(people)
    refused = set(Random(seed).sample(range(len(people)), min(refuse, len(people))))
    rows = []
    for i, (nik, name) in enumerate(people):
        if i in refused:
            rows.append((nik, name, "", "DITOLAK", REFUSALS[i % len(REFUSALS)], f"{on:%d-%m-%Y}"))
        else:
            rows.append((nik, name, str(KPJ_START + first_kpj + i), "DITERIMA", "", f"{on:%d-%m-%Y}"))
    return sheets.xlsx([sheets.Column(header) for header in REPLY_COLUMNS], rows, sheet="Balasan")


def invoice(members: Sequence[tuple[str, str]], *, amount_rp: int) -> bytes:
    """An XLSX asking `amount_rp` for each (KPJ, name)."""
    columns = [
        sheets.Column("NO", "number"),
        sheets.Column("NO KPJ"),
        sheets.Column("NAMA"),
        sheets.Column("IURAN", "number"),
    ]
    rows = [(i, kpj, name, amount_rp) for i, (kpj, name) in enumerate(members, 1)]
    return sheets.xlsx(columns, rows, sheet="Tagihan")
