"""What may stand in the branch's template for registering people, and which columns does it begin with?"""

from payung.documents.profile import DATE, MONTH, NUMBER, PHONE, TEXT, Purpose, column

FIELDS = {
    "registration_number": ("Nomor pendaftaran", TEXT),
    "wadah_number": ("Nomor wadah (NPP)", TEXT),
    "nik": ("NIK", TEXT),
    "name": ("Nama", TEXT),
    "birth_place": ("Tempat lahir", TEXT),
    "birth_date": ("Tanggal lahir", DATE),
    "sex": ("Jenis kelamin (L/P)", TEXT),
    "mother_name": ("Nama ibu kandung", TEXT),
    "address": ("Alamat", TEXT),
    "rt": ("RT", TEXT),
    "rw": ("RW", TEXT),
    "kelurahan": ("Kelurahan", TEXT),
    "kecamatan": ("Kecamatan", TEXT),
    "phone": ("Nomor HP", PHONE),
    "sector": ("Sektor", TEXT),
    "job": ("Pekerjaan", TEXT),
    "work_place": ("Lokasi kerja", TEXT),
    "work_hours": ("Jam kerja", TEXT),
    "income_rp": ("Penghasilan per bulan (Rp)", NUMBER),
    "programmes": ("Program", TEXT),
    "first_month": ("Bulan mulai", MONTH),
    "months": ("Jumlah bulan", NUMBER),
    "constant": ("Isi tetap", TEXT),
}

# After form F1-BPU as it is remembered: the branch hands out its own template, so this is where to begin.
COLUMNS = [
    column(header, field, form)
    for header, field, form in [
        ("NO PENDAFTARAN", "registration_number", "asis"),
        ("NIK", "nik", "asis"),
        ("NAMA LENGKAP", "name", "upper"),
        ("TEMPAT LAHIR", "birth_place", "upper"),
        ("TANGGAL LAHIR", "birth_date", "dd-mm-yyyy"),
        ("JENIS KELAMIN", "sex", "asis"),
        ("NAMA IBU KANDUNG", "mother_name", "upper"),
        ("ALAMAT", "address", "upper"),
        ("RT", "rt", "asis"),
        ("RW", "rw", "asis"),
        ("KELURAHAN", "kelurahan", "upper"),
        ("KECAMATAN", "kecamatan", "upper"),
        ("NO HP", "phone", "62"),
        ("PEKERJAAN", "job", "upper"),
        ("LOKASI KERJA", "work_place", "upper"),
        ("JAM KERJA", "work_hours", "asis"),
        ("PENGHASILAN", "income_rp", "number"),
        ("PROGRAM", "programmes", "asis"),
        ("BULAN MULAI", "first_month", "mm-yyyy"),
        ("JUMLAH BULAN", "months", "number"),
    ]
]

REGISTRATION = Purpose(
    key="registration",
    name="Pendaftaran BPU (F1)",
    fields=FIELDS,
    columns=COLUMNS,
    must=frozenset({"nik", "registration_number"}),
    must_words="Tambahkan kolom NIK, supaya cabang BPJS mengenali orangnya.",
)

# No public template of the branch for this mutation is known: a guess (perkiraan), to be edited after the branch's own.
DEACTIVATION = Purpose(
    key="deactivation",
    name="Nonaktif TK (perkiraan format cabang)",
    fields={
        "wadah_number": ("Nomor wadah (NPP)", TEXT),
        "kpj": ("KPJ", TEXT),
        "nik": ("NIK", TEXT),
        "name": ("Nama", TEXT),
        "birth_date": ("Tanggal lahir", DATE),
        "last_on": ("Hari terakhir kepesertaan", DATE),
        "off_month": ("Nonaktif mulai bulan", MONTH),
        "reason": ("Alasan", TEXT),
        "constant": ("Isi tetap", TEXT),
    },
    columns=[
        column(header, field, form)
        for header, field, form in [
            ("KPJ", "kpj", "asis"),
            ("NIK", "nik", "asis"),
            ("NAMA LENGKAP", "name", "upper"),
            ("TANGGAL LAHIR", "birth_date", "dd-mm-yyyy"),
            ("TANGGAL NONAKTIF", "last_on", "dd-mm-yyyy"),
            ("BULAN NONAKTIF", "off_month", "mm-yyyy"),
            ("ALASAN", "reason", "asis"),
        ]
    ],
    must=frozenset({"kpj", "nik"}),
    must_words="Tambahkan kolom KPJ atau NIK, supaya cabang BPJS mengenali orangnya.",
)
