"""Which papers does a claim need, what is each, where is it made? All of them are free.

Sources: dossier 4.2 (Formulir 3 and 4, branch practice); Permenaker 1/2025 Pasal 104(1) for the scholarship.
"""

from dataclasses import dataclass

from payung.claims.enums import EventKind


@dataclass(frozen=True)
class PaperKind:
    key: str
    label: str
    what: str  # what it is, in plain words
    where: str  # where it is made or found
    needed: bool = True


def _kind(key: str, label: str, what: str, where: str, *, needed: bool = True) -> PaperKind:
    return PaperKind(key, label, what, where, needed)


KARTU_PESERTA = _kind(
    "kartu_peserta",
    "Kartu peserta (KPJ)",
    "Kartu BPJS Ketenagakerjaan atau nomor KPJ",
    "Ada di rumah; nomornya tercatat di sini",
)
KTP_PESERTA = _kind("ktp_peserta", "KTP peserta", "KTP atau fotokopinya", "Ada di rumah")
KTP_AHLI_WARIS = _kind("ktp_ahli_waris", "KTP ahli waris", "KTP semua ahli waris", "Ada di rumah")
KARTU_KELUARGA = _kind("kk", "Kartu Keluarga", "KK terbaru", "Ada di rumah; bila hilang, Dukcapil, gratis")
BUKU_TABUNGAN = _kind(
    "buku_tabungan",
    "Buku tabungan",
    "Rekening atas nama penerima",
    "Bank mana saja; bank kota membantu membuka",
)
SURAT_PENGANTAR = _kind(
    "surat_pengantar", "Surat pengantar Disperinaker", "Dibuat dari halaman ini", "Disperinaker, gratis"
)
AKTA_KEMATIAN = _kind(
    "akta_kematian",
    "Akta kematian",
    "Akta dari Dukcapil atau surat keterangan kematian",
    "Kelurahan lalu Dukcapil, gratis",
)
SURAT_AHLI_WARIS = _kind(
    "surat_ahli_waris",
    "Surat keterangan ahli waris",
    "Ditandatangani semua ahli waris dan dua saksi",
    "Kelurahan, diketahui camat, gratis (meterai ditanggung keluarga)",
)
BUKU_NIKAH = _kind(
    "buku_nikah", "Buku nikah", "Bila penerima adalah istri atau suami", "Ada di rumah atau KUA", needed=False
)
FORMULIR_4 = _kind(
    "formulir_4", "Formulir 4 (JKM)", "Formulir pengajuan dari BPJS", "Kantor cabang BPJS; kami bantu mengisi"
)
NPWP = _kind(
    "npwp", "NPWP", "Hanya bila pembayaran lebih dari Rp50 juta", "Kantor pajak, gratis", needed=False
)
FORMULIR_3 = _kind(
    "formulir_3",
    "Formulir 3 (KK1) tahap I",
    "Laporan kecelakaan, paling lambat 2 × 24 jam",
    "Disperinaker atau BPJS",
)
FORMULIR_3A = _kind(
    "formulir_3a",
    "Formulir 3a (KK2) tahap II",
    "Setelah sembuh, cacat atau meninggal",
    "Disperinaker atau BPJS",
)
FORMULIR_3B = _kind(
    "formulir_3b", "Formulir 3b (KK3)", "Keterangan dokter", "Rumah sakit atau puskesmas yang merawat"
)
KRONOLOGIS = _kind(
    "kronologis",
    "Kronologis kejadian",
    "Cerita kejadian dengan KTP dua saksi",
    "Ditulis keluarga; petugas membantu",
)
LAPORAN_POLISI = _kind(
    "laporan_polisi", "Laporan polisi", "Hanya untuk kecelakaan lalu lintas", "Polsek, gratis", needed=False
)
KUITANSI = _kind(
    "kuitansi",
    "Kuitansi biaya",
    "Hanya bila dibayar sendiri: angkutan, atau berobat di tempat yang bukan PLKK",
    "Disimpan keluarga",
    needed=False,
)

_DEATH_PROOF = (AKTA_KEMATIAN, SURAT_AHLI_WARIS, KTP_AHLI_WARIS, BUKU_NIKAH)
_BASE = (KARTU_PESERTA, KTP_PESERTA, KARTU_KELUARGA, BUKU_TABUNGAN, SURAT_PENGANTAR)
_ACCIDENT = (FORMULIR_3, FORMULIR_3A, FORMULIR_3B, KRONOLOGIS, LAPORAN_POLISI, KUITANSI)

CHECKLISTS: dict[EventKind, tuple[PaperKind, ...]] = {
    EventKind.DEATH: (*_BASE, *_DEATH_PROOF, FORMULIR_4, NPWP),
    EventKind.WORK_DEATH: (*_BASE, *_DEATH_PROOF, *_ACCIDENT, NPWP),
    EventKind.ACCIDENT: (*_BASE, *_ACCIDENT),
}
KINDS = {kind.key: kind for kinds in CHECKLISTS.values() for kind in kinds}
