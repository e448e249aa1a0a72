"""Which fields does a list hold, and under which names do agencies write them?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

NEARLY_THE_SAME = 90  # of 100, for headers with a typing error


@dataclass(frozen=True)
class FieldKind:
    """One field: its name in the code, its label on screens and in the template, its other names in headers."""

    field: str
    label: str
    names: tuple[str, ...] = ()
    needed: bool = False
    is_private: bool = False
    hint: str = ""


FIELDS: tuple[FieldKind, ...] = (
    FieldKind("nik", "NIK", ("no nik", "nomor nik", "nik ktp", "no ktp", "nomor ktp", "nomor induk kependudukan", "no identitas"),
              needed=True, is_private=True, hint="16 angka, format Teks"),
    FieldKind("kk", "No. KK", ("kk", "nokk", "nomor kk", "no kartu keluarga", "nomor kartu keluarga", "kartu keluarga"),
              is_private=True, hint="16 angka, format Teks"),
    FieldKind("name", "Nama lengkap",
              ("nama", "nama petani", "nama nelayan", "nama pelaku usaha", "nama pemilik usaha", "nama pemilik", "nama pemilik usaha", "nama pekerja", "nama peserta",
               "nama sesuai ktp", "nama lengkap sesuai ktp", "nama anggota", "nama pengusaha"),
              needed=True, hint="Seperti di KTP"),
    FieldKind("birth", "Tempat, tanggal lahir",
              ("ttl", "tempat tanggal lahir", "tempat tgl lahir", "tmp tgl lahir", "tempat dan tanggal lahir", "tempattgllahir")),
    FieldKind("birth_place", "Tempat lahir", ("tmp lahir", "tempat lhr", "kota lahir")),
    FieldKind("birth_date", "Tanggal lahir", ("tgl lahir", "tanggal lhr", "tgl lhr", "tgllahir", "lahir"), needed=True,
              hint="Misalnya 07-05-1980"),
    FieldKind("sex", "Jenis kelamin (L/P)", ("jenis kelamin", "jk", "l/p", "kelamin", "sex", "gender", "j kel"), hint="L atau P"),
    FieldKind("mother_name", "Nama ibu kandung", ("ibu kandung", "nama ibu", "nama gadis ibu kandung", "ibu"), is_private=True),
    FieldKind("phone", "No. HP", ("hp", "nomor hp", "no telp", "no telepon", "telepon", "no wa", "whatsapp", "no handphone",
                                  "nomor telepon", "kontak", "no hp wa", "nomor telepon wa"), is_private=True, hint="Misalnya 081234567890"),
    FieldKind("address", "Alamat", ("alamat rumah", "alamat lengkap", "alamat domisili", "alamat ktp", "jalan", "dusun")),
    FieldKind("rt", "RT"),
    FieldKind("rw", "RW"),
    FieldKind("rt_rw", "RT/RW", ("rtrw", "rt rw")),
    FieldKind("kelurahan", "Kelurahan", ("kel", "desa kelurahan", "kelurahan desa", "desa", "kel desa", "nama kelurahan"), needed=True,
              hint="Pilih dari daftar"),
    FieldKind("kecamatan", "Kecamatan", ("kec", "nama kecamatan")),
    FieldKind("occupation", "Pekerjaan", ("jenis pekerjaan", "profesi", "pekerjaan utama", "status nelayan", "jenis nelayan",
                                          "jenis usaha", "bidang usaha", "usaha", "komoditas")),
    FieldKind("work_place", "Tempat kerja", ("lokasi kerja", "lokasi usaha", "lokasi lahan", "alamat usaha", "tempat usaha", "pangkalan",
                                             "tempat sandar", "kelompok tani", "nama kapal", "lokasi sawah")),
    FieldKind("work_hours", "Jam kerja", ("jam", "waktu kerja")),
    FieldKind("income_rp", "Penghasilan per bulan (Rp)",
              ("penghasilan", "pendapatan", "penghasilan per bulan", "penghasilan bulanan", "penghasilan bersih", "pendapatan per bulan",
               "pendapatan rp bulan", "penghasilan rp")),
    FieldKind("note", "Keterangan", ("ket", "catatan")),
)  # fmt: skip
BY_FIELD = {kind.field: kind for kind in FIELDS}
PARTS = {"birth": ("birth_place", "birth_date"), "rt_rw": ("rt", "rw")}  # one column, two fields


def plain_header(text: object) -> str:
    """The form in which headers meet: "No. KTP / NIK" -> "noktpnik"."""
    return re.sub(r"[^a-z0-9]", "", str(text or "").lower())


@cache
def _known() -> dict[str, tuple[str, int]]:
    """Plain header -> (field, how well it names it: 0 is best)."""
    known: dict[str, tuple[str, int]] = {}
    for kind in FIELDS:
        for rank, name in enumerate((kind.field, kind.label, *kind.names)):
            known.setdefault(plain_header(name), (kind.field, rank))
    return known


def field_of(header: object) -> str | None:
    """The field a header names, also with a small typing error; None when it names none of ours."""
    return _named(header)[0]


def rank_of(header: object) -> int:
    """How well a header names its field, when two columns name the same one: the lower is taken."""
    return _named(header)[1]


@cache
def _named(header: object) -> tuple[str | None, int]:
    text = plain_header(header)
    if text in _known():
        return _known()[text]
    if len(text) < 6:
        return None, 0
    near = process.extractOne(text, _known().keys(), scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME)
    return (_known()[near[0]][0], 99) if near else (None, 0)


def covered_fields(fields: Mapping[str, int]) -> set[str]:
    """The fields a set of columns can fill, combined columns taken apart."""
    return {part for field in fields for part in PARTS.get(field, (field,))}


def missing_fields(fields: Mapping[str, int]) -> list[str]:
    """The needed fields that no column fills, in the order of FIELDS."""
    covered = covered_fields(fields)
    return [kind.field for kind in FIELDS if kind.needed and kind.field not in covered]
