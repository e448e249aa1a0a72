"""Which fields does an agency's list hold, and under which titles do agencies write them?"""

from collections.abc import Mapping

from payung.reference.catalogue import find_kelurahan, kelurahan_in_heading
from payung.tables.fields import Door, Field, Kind, Place

FIELDS: tuple[Field, ...] = (
    Field("nik", "NIK",
          ("nik|no nik|nomor induk kependudukan|no induk kependudukan|nik ktp|nik sesuai ktp|no induk kependudukan nik",
           "no ktp|no ktp nik|no e ktp|ktp", "no identitas|id penduduk|nomor id"),
          kind=Kind.NUMBER_16, place=Place.PERSON, is_key=True, is_private=True, hint="16 angka, format Teks"),
    Field("kk", "No. KK", ("no kk|kk|no kartu keluarga|no kk sesuai ktp|no induk keluarga", "kartu keluarga"),
          kind=Kind.NUMBER_16, may_span=True, is_private=True, hint="16 angka, format Teks"),
    Field("name", "Nama lengkap",
          ("nama sesuai ktp|nama lengkap sesuai ktp|nama ktp|nama di ktp|nama lengkap ktp|nama sesuai dukcapil",
           "nama lengkap|nama lengkap peserta|nama lengkap pekerja|nama lengkap tanpa gelar",
           "nama petani|nama nelayan|nama pelaku usaha|nama pemilik usaha|nama pemilik|nama pekerja|nama peserta|nama anggota"
           "|nama pengusaha|nama penerima|nama calon penerima|nama calon peserta|nama warga|nama penduduk|nama tenaga kerja"
           "|nama pedagang|nama buruh|nama penerima manfaat|nama usulan|nama yang diusulkan|nama umkm pemilik",
           "nama|name"),
          place=Place.PERSON, hint="Seperti di KTP"),
    Field("birth", "Tempat, tanggal lahir",
          ("ttl|tempat tanggal lahir|tempat tgl lahir|tempat dan tanggal lahir|tempattgllahir|kelahiran",),
          place=Place.PERSON),
    Field("birth_place", "Tempat lahir", ("tempat lahir|kota lahir|tempat kelahiran|kab kota lahir",), place=Place.PERSON),
    Field("birth_date", "Tanggal lahir", ("tanggal lahir|tanggal kelahiran|tanggal bulan tahun lahir|tgllahir|date of birth|dob", "lahir"),
          kind=Kind.DATE, place=Place.PERSON, hint="Misalnya 07-05-1980"),
    Field("sex", "Jenis kelamin (L/P)", ("jenis kelamin|jk|l p|l/p|kelamin|sex|gender|j kel|jenis kel|jns klmn|lk pr",),
          place=Place.PERSON, hint="L atau P"),
    Field("mother_name", "Nama ibu kandung", ("nama ibu kandung|ibu kandung|nama gadis ibu kandung|nama lengkap ibu kandung|nama lgkp ibu", "nama ibu|ibu"),
          is_private=True),
    Field("phone", "No. HP", ("no hp|hp|no wa|wa|hp wa|whatsapp|no handphone|no hp wa|no telepon wa|no whatsapp|no hp aktif",
                              "no telepon|telepon|kontak|no kontak|no telp hp"), is_private=True, hint="Misalnya 081234567890"),
    Field("address", "Alamat", ("alamat rumah|alamat ktp|alamat sesuai ktp|alamat domisili|alamat tinggal|alamat tempat tinggal|alamat lengkap|alamat lengkap ktp",
                                "alamat", "jalan|dusun|nama jalan|alamat jalan"), place=Place.HOME, may_span=True),
    Field("rt", "RT", ("rt|no rt",), place=Place.HOME, may_span=True),
    Field("rw", "RW", ("rw|no rw",), place=Place.HOME, may_span=True),
    Field("rt_rw", "RT/RW", ("rt rw|rtrw|rt dan rw",), place=Place.HOME, may_span=True),
    Field("kelurahan", "Kelurahan",
          ("kelurahan tempat tinggal|kelurahan domisili|kelurahan ktp|kelurahan sesuai ktp|kelurahan rumah|alamat kelurahan",
           "kelurahan|desa kelurahan|kelurahan desa|nama kelurahan|kode kelurahan|nama desa kelurahan|nama kelurahan desa|kel desa", "desa|nama desa"),
          place=Place.HOME, may_span=True, hint="Pilih dari daftar"),
    Field("kecamatan", "Kecamatan", ("kecamatan|nama kecamatan|kecamatan domisili|kecamatan ktp",), place=Place.HOME, may_span=True),
    Field("occupation", "Pekerjaan", ("pekerjaan|jenis pekerjaan|profesi|pekerjaan utama|jenis pkrjn|jenis kerja|mata pencaharian",
                                      "status nelayan|jenis nelayan|jenis usaha|bidang usaha|bidang pekerjaan", "usaha|komoditas"), may_span=True),
    Field("work_place", "Tempat kerja", ("tempat kerja|lokasi kerja|alamat kerja|alamat tempat kerja",
                                         "lokasi usaha|lokasi lahan|alamat usaha|tempat usaha|pangkalan|tempat sandar|alamat kios|alamat toko|lokasi sawah"
                                         "|alamat lokasi usaha|lokasi usaha alamat", "kelompok tani|nama kapal"),
          may_span=True),
    Field("work_hours", "Jam kerja", ("jam kerja|waktu kerja", "jam"), may_span=True),
    Field("income_rp", "Penghasilan per bulan (Rp)",
          ("penghasilan per bulan rp|penghasilan per bulan|penghasilan bulanan|pendapatan per bulan|pendapatan rp bulan|penghasilan rp bulan|penghasilan bulan"
           "|pendapatan bulan|penghasilan sebulan|pendapatan sebulan|rata rata penghasilan per bulan|income rp",
           "penghasilan|pendapatan|penghasilan bersih|penghasilan rp|pendapatan rp|upah"),
          kind=Kind.MONEY, place=Place.MONTH),
    Field("note", "Keterangan", ("keterangan|catatan|status usulan|keterangan lain",), may_span=True),
)  # fmt: skip
NEEDED = ("nik", "name", "birth_date", "kelurahan")
PARTS = {"birth": ("birth_place", "birth_date"), "rt_rw": ("rt", "rw")}  # one column, two fields


def _of_heading(text: str) -> Mapping[str, str]:
    """A line over rows, or the name of a sheet, that is the name of a kelurahan gives it to all of them."""
    name = kelurahan_in_heading(text)
    area = find_kelurahan(name) if name else None
    return {"kelurahan": area.name} if area else {}


DOOR = Door(
    "intake",
    FIELDS,
    needed=tuple((name,) for name in NEEDED),
    parts=PARTS,
    fewest=3,
    heading=_of_heading,
)
BY_FIELD = DOOR.by_name
