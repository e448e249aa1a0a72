"""Which columns does a list of people have, and what else are they called?"""

COLUMNS = (
    "id", "nik", "kk", "name", "birth_date", "birth_place", "sex", "mother_name", "phone", "address", "rt", "rw",
    "kelurahan_code", "source",
)  # fmt: skip
TELLING = ("nik", "kk", "name", "phone")  # without one of these nobody can be told from another

ALSO_CALLED = {
    "no_ktp": "nik",
    "nomor_ktp": "nik",
    "no_nik": "nik",
    "no_kk": "kk",
    "nomor_kk": "kk",
    "nama": "name",
    "nama_lengkap": "name",
    "tanggal_lahir": "birth_date",
    "tgl_lahir": "birth_date",
    "tempat_lahir": "birth_place",
    "jenis_kelamin": "sex",
    "jk": "sex",
    "nama_ibu": "mother_name",
    "ibu_kandung": "mother_name",
    "nama_ibu_kandung": "mother_name",
    "no_hp": "phone",
    "telepon": "phone",
    "alamat": "address",
    "kelurahan": "kelurahan_code",
    "desa": "kelurahan_code",
    "kode_kelurahan": "kelurahan_code",
}


def canonical(heading: str) -> str:
    """The name by which we know a column: "Tgl. Lahir" is birth_date; unknown ones stay as they are."""
    plain = "_".join(heading.strip().lower().replace(".", " ").replace("_", " ").split())
    return ALSO_CALLED.get(plain, plain)
