"""What may stand in the branch's spreadsheet of claims, and which columns does it begin with?

No public template of the branch is known: the first profile is a guess (perkiraan) to be edited after the branch's own.
"""

from payung.documents.profile import DATE, NUMBER, PHONE, TEXT, Purpose, column

HEIR = (
    "heir_"  # a template with such a column has one row for each rightful heir instead of one for each claim
)
FIELDS = {
    "claim_number": ("Nomor klaim kita", TEXT),
    "bpjs_number": ("Nomor agenda BPJS", TEXT),
    "wadah_number": ("Nomor wadah (NPP)", TEXT),
    "kpj": ("KPJ", TEXT),
    "nik": ("NIK peserta", TEXT),
    "name": ("Nama peserta", TEXT),
    "birth_date": ("Tanggal lahir peserta", DATE),
    "programme": ("Program (JKM/JKK)", TEXT),
    "kind": ("Jenis kejadian", TEXT),
    "happened_on": ("Tanggal kejadian", DATE),
    "place": ("Tempat kejadian", TEXT),
    "cover": ("Pelindungan hari itu", TEXT),
    "paid_months": ("Jumlah bulan iuran", NUMBER),
    "estimate_rp": ("Perkiraan jumlah (Rp)", NUMBER),
    "filed_on": ("Tanggal pengajuan", DATE),
    "reporter_name": ("Nama pelapor", TEXT),
    "reporter_phone": ("Nomor HP pelapor", PHONE),
    "papers": ("Berkas yang ada", TEXT),
    "heir_name": ("Nama ahli waris", TEXT),
    "heir_kin": ("Hubungan ahli waris", TEXT),
    "heir_birth_date": ("Tanggal lahir ahli waris", DATE),
    "heir_guardian": ("Wali ahli waris", TEXT),
    "heir_share_rp": ("Bagian ahli waris, perkiraan (Rp)", NUMBER),
    "constant": ("Isi tetap", TEXT),
}
CLAIMS = Purpose(
    key="claims",
    name="Klaim (perkiraan format cabang)",
    fields=FIELDS,
    columns=[
        column(header, field, form)
        for header, field, form in [
            ("NO KLAIM", "claim_number", "asis"),
            ("KPJ", "kpj", "asis"),
            ("NIK", "nik", "asis"),
            ("NAMA PESERTA", "name", "upper"),
            ("TANGGAL LAHIR", "birth_date", "dd-mm-yyyy"),
            ("PROGRAM", "programme", "asis"),
            ("TANGGAL KEJADIAN", "happened_on", "dd-mm-yyyy"),
            ("TEMPAT KEJADIAN", "place", "asis"),
            ("NAMA AHLI WARIS", "heir_name", "upper"),
            ("HUBUNGAN", "heir_kin", "asis"),
            ("WALI", "heir_guardian", "asis"),
            ("BAGIAN (PERKIRAAN)", "heir_share_rp", "number"),
            ("JUMLAH (PERKIRAAN)", "estimate_rp", "number"),
            ("NAMA PELAPOR", "reporter_name", "asis"),
            ("NO HP PELAPOR", "reporter_phone", "0"),
            ("TANGGAL PENGAJUAN", "filed_on", "dd-mm-yyyy"),
        ]
    ],
    must=frozenset({"claim_number", "kpj", "nik"}),
    must_words="Tambahkan kolom nomor klaim, KPJ atau NIK, supaya cabang BPJS mengenali klaimnya.",
)
