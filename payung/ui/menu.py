"""What stands in the menu, for whom? One line an entry; each stage adds its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from payung.accounts.enums import Can


@dataclass(frozen=True)
class Entry:
    section: str
    label: str
    url_name: str
    capability: Can
    of_round: bool = False  # the page shows one round: the entry leads to the one that is being looked at


ENTRIES = (
    Entry("Pekerjaan", "Beranda", "home", Can.SEE_HOME, of_round=True),
    Entry("Pekerjaan", "Lapangan", "field", Can.CHECK_FIELD),
    Entry("Usulan", "Putaran & kuota", "rounds", Can.SEE_PROGRAMME),
    Entry("Usulan", "Unggah usulan", "batches", Can.SEE_INTAKE, of_round=True),
    Entry("Usulan", "Data pekerja", "workers", Can.SEE_PEOPLE),
    Entry("Usulan", "Periksa ganda", "pairs", Can.REVIEW_PAIRS, of_round=True),
    Entry("Usulan", "Register", "registers", Can.SEE_MATCHING),
    Entry("Usulan", "Kelayakan", "verdicts", Can.SEE_ELIGIBILITY, of_round=True),
    Entry("Penetapan", "Kuota & seleksi", "places", Can.SEE_SELECTION, of_round=True),
    Entry("Penetapan", "Penetapan (SK)", "decrees", Can.SEE_SELECTION, of_round=True),
    Entry("Penetapan", "Kursi kosong", "empty_seats", Can.SEE_SELECTION, of_round=True),
    Entry("Penetapan", "Perpanjangan", "renewal", Can.RUN_PROGRAMME, of_round=True),
    Entry("Pelindungan", "Pendaftaran BPJS", "registrations", Can.SEE_ENROLMENT, of_round=True),
    Entry("Pelindungan", "Kartu", "cards", Can.SEE_ENROLMENT),
    Entry("Pelindungan", "Pelindungan", "protected", Can.SEE_ENROLMENT, of_round=True),
    Entry("Pelindungan", "Iuran", "contributions", Can.SEE_MONEY, of_round=True),
    Entry("Pelindungan", "Dana", "fund_balances", Can.SEE_MONEY),
    Entry("Keluarga", "Klaim", "claims", Can.SEE_CLAIMS),
    Entry("Keluarga", "Kotak keluar", "outbox", Can.REACH_OUT),
    Entry("Keluarga", "Hitung manfaat", "benefit", Can.SEE_RULES),
    Entry("Keluarga", "Sembako", "distributions", Can.SEE_AID),
    Entry("Laporan", "Dasbor", "dashboard", Can.SEE_DASHBOARD, of_round=True),
    Entry("Laporan", "Rencana tahun", "plan", Can.SEE_PROGRAMME),
    Entry("Laporan", "Janji sistem", "promises", Can.SEE_PROMISES),
    Entry("Laporan", "Jejak", "audit", Can.SEE_AUDIT),
    Entry("Pengaturan", "Peraturan & angka", "law", Can.SEE_RULES),
    Entry("Pengaturan", "Daftar PLKK", "clinics", Can.RUN_PROGRAMME),
    Entry("Pengaturan", "Pengguna & peran", "users", Can.RUN_SETTINGS),
    Entry("Pengaturan", "Kota & dinas", "city", Can.RUN_SETTINGS),
    Entry("Pengaturan", "Akun saya", "mfa_index", Can.SEE_HOME),
)

# How many things wait behind an entry: the desk fills this, {url name: count for a request}.
COUNTS: dict[str, Callable[[Any], int]] = {}


def menu_for(request: HttpRequest) -> dict[str, list[dict]]:
    """The sections and entries this person may use; entries whose page is not built yet are left out."""
    sections: dict[str, list[dict]] = {}
    entries = [(entry, address) for entry in ENTRIES if (address := _address(entry, request))]
    here = max((a for _, a in entries if request.path.startswith(a)), key=len, default="")
    looking = getattr(request, "looking", None)  # another round than the running one stays on the way
    suffix = looking.suffix if looking else ""
    counts = COUNTS if hasattr(request, "scope") else {}  # an error page may come before the gate
    for entry, address in entries:
        count = counts[entry.url_name](request) if entry.url_name in counts else 0
        sections.setdefault(entry.section, []).append(
            {
                "label": entry.label,
                "address": address + (suffix if entry.of_round else ""),
                "count": count,
                "here": address == here,
            }
        )
    return sections


def _address(entry: Entry, request: HttpRequest) -> str:
    """Where the entry leads; "" for somebody who may not go there, or where no page is built yet."""
    if not request.user.may(entry.capability):  # type: ignore[union-attr]
        return ""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""
