"""What does an extract of a register say? Columns found by name, words turned into findings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from payung.files.tables import date_of, is_number, read_table, text_of
from payung.matching.enums import Finding, Register

SYNONYMS = {
    "nik": ("nik", "no nik", "nomor induk kependudukan", "no ktp"),
    "status": ("status", "status kependudukan", "status kepesertaan", "keadaan"),
    "since": ("tanggal status", "tanggal", "sejak", "tanggal meninggal", "tgl status"),
    "note": ("keterangan", "pembayar", "catatan"),
}
FINDINGS: dict[Register, dict[str, Finding]] = {
    Register.DUKCAPIL: {
        "hidup": Finding.ALIVE,
        "aktif": Finding.ALIVE,
        "meninggal": Finding.DEAD,
        "mati": Finding.DEAD,
        "pindah": Finding.MOVED,
        "tidak ditemukan": Finding.NOT_FOUND,
        "nik tidak ditemukan": Finding.NOT_FOUND,
    },
    Register.BPJS: {
        "pu aktif": Finding.PU_ACTIVE,
        "aktif pu": Finding.PU_ACTIVE,
        "bpu aktif": Finding.BPU_ACTIVE,
        "aktif bpu": Finding.BPU_ACTIVE,
        "pu nonaktif": Finding.NOT_MEMBER,
        "bpu nonaktif": Finding.NOT_MEMBER,
        "nonaktif": Finding.NOT_MEMBER,
        "bukan peserta": Finding.NOT_MEMBER,
        "tidak terdaftar": Finding.NOT_MEMBER,
    },
}


@dataclass(frozen=True)
class Answer:
    """What a register says of one number."""

    nik: str
    finding: Finding
    since: date | None
    note: str


@dataclass(frozen=True)
class Extract:
    """The answers of a file, and the rows that could not be used."""

    answers: list[Answer]
    unusable: list[tuple[int, str]]  # (row, what is the matter)


def read_extract(content: bytes, *, name: str, register: Register) -> Extract:
    """Read an XLSX or CSV extract. Raises files.tables.CannotRead with one line for a foreign file."""
    table = read_table(content, name=name, synonyms=SYNONYMS, required=("nik", "status"))
    answers: list[Answer] = []
    unusable: list[tuple[int, str]] = []
    for number, answer in _answers(table.rows, register):
        if isinstance(answer, str):
            unusable.append((number, answer))
        else:
            answers.append(answer)
    return Extract(answers, unusable)


def _answers(rows: list, register: Register) -> Iterator[tuple[int, Answer | str]]:
    for number, cells in rows:
        nik, status = text_of(cells["nik"]), " ".join(text_of(cells["status"]).lower().split())
        finding = FINDINGS[register].get(status)
        if is_number(cells["nik"]) or len(nik) != 16 or not nik.isdigit():
            yield number, "NIK harus 16 angka dalam format Teks."
        elif finding is None:
            yield number, f"Status “{status}” tidak dikenal."
        else:
            yield number, Answer(nik, finding, date_of(cells.get("since")), text_of(cells.get("note"))[:200])
