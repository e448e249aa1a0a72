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


ENTRIES = (
    Entry("Pekerjaan", "Beranda", "home", Can.SEE_HOME),
    Entry("Pekerjaan", "Putaran & kuota", "rounds", Can.SEE_PROGRAMME),
    Entry("Pekerjaan", "Unggah usulan", "batches", Can.SEE_INTAKE),
    Entry("Pekerjaan", "Data pekerja", "workers", Can.SEE_PEOPLE),
    Entry("Pekerjaan", "Periksa ganda", "pairs", Can.REVIEW_PAIRS),
    Entry("Pekerjaan", "Register", "registers", Can.SEE_MATCHING),
    Entry("Pekerjaan", "Kelayakan", "verdicts", Can.SEE_ELIGIBILITY),
    Entry("Pekerjaan", "Kuota & seleksi", "places", Can.SEE_SELECTION),
    Entry("Pekerjaan", "Penetapan (SK)", "decrees", Can.SEE_SELECTION),
    Entry("Pekerjaan", "Kursi kosong", "empty_seats", Can.SEE_SELECTION),
    Entry("Pekerjaan", "Pendaftaran BPJS", "registrations", Can.SEE_ENROLMENT),
    Entry("Pekerjaan", "Kartu", "cards", Can.SEE_ENROLMENT),
    Entry("Pekerjaan", "Pelindungan", "protected", Can.SEE_ENROLMENT),
    Entry("Pekerjaan", "Iuran", "contributions", Can.SEE_MONEY),
    Entry("Pekerjaan", "Dana", "fund_balances", Can.SEE_MONEY),
    Entry("Pekerjaan", "Perpanjangan", "renewal", Can.RUN_PROGRAMME),
    Entry("Pekerjaan", "Klaim", "claims", Can.SEE_CLAIMS),
    Entry("Pekerjaan", "Kotak keluar", "outbox", Can.REACH_OUT),
    Entry("Pekerjaan", "Hitung manfaat", "benefit", Can.SEE_RULES),
    Entry("Pekerjaan", "Sembako", "distributions", Can.SEE_AID),
    Entry("Pekerjaan", "Lapangan", "field", Can.CHECK_FIELD),
    Entry("Laporan", "Dasbor", "dashboard", Can.SEE_DASHBOARD),
    Entry("Laporan", "Rencana tahun", "plan", Can.SEE_PROGRAMME),
    Entry("Laporan", "Jejak", "audit", Can.SEE_AUDIT),
    Entry("Pengaturan", "Peraturan & angka", "law", Can.SEE_RULES),
    Entry("Pengaturan", "Pengguna & peran", "users", Can.RUN_SETTINGS),
    Entry("Pengaturan", "Kota & dinas", "city", Can.RUN_SETTINGS),
    Entry("Pengaturan", "Akun saya", "mfa_index", Can.SEE_HOME),
)

# How many things wait behind an entry: the desk fills this, {url name: count for a request}.
COUNTS: dict[str, Callable[[Any], int]] = {}


def menu_for(request: HttpRequest) -> dict[str, list[dict]]:
    """The sections and entries this person may use; entries whose page is not built yet are left out."""
    sections: dict[str, list[dict]] = {}
    counts = COUNTS if hasattr(request, "scope") else {}  # an error page may come before the gate
    for entry in ENTRIES:
        if not request.user.may(entry.capability):  # type: ignore[union-attr]
            continue
        try:
            address = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        count = counts[entry.url_name](request) if entry.url_name in counts else 0
        here = request.path == address or (address != "/" and request.path.startswith(address))
        sections.setdefault(entry.section, []).append(
            {"label": entry.label, "address": address, "count": count, "here": here}
        )
    return sections
