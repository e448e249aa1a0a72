"""With which words do we write to a family, or speak at its door? Plain, kind, without NIK and without health.

A message travels through other companies' servers: it names the person, the report and the next step, nothing else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from payung.outreach.enums import Topic

WARNING = "Semua layanan ini gratis. Tidak ada petugas yang meminta uang, PIN, atau kode OTP."
# What never stands in a message or in a link: causes, conditions, treatment.
NEVER_SAID = (
    "nik",
    "penyakit",
    "sakit",
    "diagnos",
    "luka",
    "cacat",
    "dirawat",
    "obat",
    "kecelakaan",
    "kandungan",
)

BODIES: Mapping[Topic, str] = {
    Topic.CONDOLENCE: (
        "Turut berdukacita atas wafatnya {name}.\n\n"
        "Kota {city} membayar iuran perlindungan untuk almarhum/almarhumah, dan keluarga mungkin berhak atas santunan dari "
        "BPJS Ketenagakerjaan. Kami membantu mengurusnya sampai selesai. Besarnya diputuskan BPJS.\n\n"
        "Nomor klaim: {number}. Yang membantu: {owner}, {agency}, telepon {phone}."
    ),
    Topic.RECOVERY: (
        "Semoga keadaan {name} segera membaik.\n\n"
        "Laporan sudah kami terima dengan nomor {number}. Bila masih perlu ditangani, datang ke PLKK terdekat (rekanan BPJS "
        "Ketenagakerjaan; tanyakan ke 175) dan tunjukkan kartu peserta dengan KTP. Selama kepesertaannya aktif, di sana tidak perlu "
        "membayar dulu. Simpan kuitansi hanya bila terpaksa membayar di tempat lain. Yang membantu: {owner}, {agency}, telepon "
        "{phone}."
    ),
    Topic.PAPERS: (
        "{opening}Untuk klaim {number} atas nama {name}, berkas yang masih perlu disiapkan: {papers}.\n\n"
        "Foto dengan HP cukup. Bila sulit mengurusnya, kabari kami; petugas datang membantu. {owner}, telepon {phone}."
    ),
    Topic.FILED: (
        "{opening}Klaim {number} atas nama {name} sudah kami ajukan ke BPJS Ketenagakerjaan pada {filed_on}. Menurut peraturan, "
        "jawabannya paling lambat {due_on} sejak berkas dinyatakan lengkap. Kami kabari bila ada perkembangan.\n\n"
        "{owner}, telepon {phone}."
    ),
    Topic.LATE: (
        "{opening}Klaim {number} atas nama {name} belum dibayar sampai batas {due_on}. Kami sudah menagih kantor cabang dan terus "
        "menanyakannya; keluarga tidak perlu mengurus apa-apa.\n\n{owner}, telepon {phone}."
    ),
    Topic.REFUSED: (
        "{opening}BPJS Ketenagakerjaan belum menyetujui klaim {number} atas nama {name}. Ini bukan akhir: kami memeriksa alasannya "
        "dan menyiapkan langkah berikutnya bersama keluarga. {owner} akan datang atau menelepon, telepon {phone}."
    ),
    Topic.PAID: (
        "{opening}Menurut catatan kami, santunan klaim {number} atas nama {name} sudah dibayar pada {paid_on} ke rekening keluarga. "
        "Bila belum masuk atau jumlahnya berbeda, kabari kami: {owner}, telepon {phone}."
    ),
    Topic.SCHOOL: (
        "Beasiswa {child} untuk tahun {year} sudah dapat diajukan. Siapkan surat keterangan masih sekolah dan rapor terakhir; kami "
        "membantu mengajukannya. {owner}, telepon {phone}."
    ),
    Topic.APOLOGY: (
        "Kami mohon maaf. {name} keliru tercatat meninggal di data kami, dan sudah kami betulkan. Kepesertaannya tidak hilang "
        "karena kekeliruan ini, dan laporan {number} kami tutup. Abaikan pesan kami sebelumnya.\n\n"
        "Bila ada yang ingin ditanyakan: {owner}, telepon {phone}."
    ),
}
MOURNING = "Turut berdukacita. "


@dataclass(frozen=True)
class Facts:
    """What a message may name. Empty values become a dash."""

    name: str
    number: str
    owner: str
    agency: str
    city: str
    phone: str
    papers: str = ""
    filed_on: str = ""
    due_on: str = ""
    paid_on: str = ""
    child: str = ""
    year: str = ""
    is_death: bool = True


SAMPLE = Facts(
    name="Bapak Slamet Riyadi", number="K-00012", owner="Rani Puspita", agency="Disperinaker", city="Probolinggo",
    phone="0335-000000", papers="akta kematian, Kartu Keluarga", filed_on="4 Juli 2025", due_on="9 Juli 2025",
    paid_on="9 Juli 2025", child="Rohim", year="2026",
)  # fmt: skip


def said(topic: Topic, facts: Facts, *, greeting: str = "") -> str:
    """The whole message: greeting, words, warning."""
    values = {name: value or "–" for name, value in vars(facts).items() if isinstance(value, str)}
    opening = MOURNING if facts.is_death and topic not in (Topic.PAID, Topic.APOLOGY) else ""
    hello = f"{addressee(greeting)},\n\n" if greeting else ""
    return f"{hello}{BODIES[topic].format(**values, opening=opening)}\n\n{WARNING}"


def addressee(name: str) -> str:
    """How somebody is spoken to: a family as a family, everybody else as Bapak/Ibu."""
    return name if name.startswith("Keluarga ") else f"Bapak/Ibu {name}"


def names_a_number(text: str) -> bool:
    """Whether a text carries a number of sixteen digits: no NIK and no KK may travel, whoever typed it where."""
    return re.search(r"\d{16}", re.sub(r"[ .-]", "", text)) is not None


def health_words(text: str) -> list[str]:
    """The health words of a text of ours; a test keeps every topic free of them."""
    return [word for word in NEVER_SAID if re.search(rf"\b{word}", text, re.IGNORECASE)]
