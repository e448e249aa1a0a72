"""How does a decree (SK) of the mayor become paper? A draft until it is signed: number and date blank, marked KONSEP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from payung.documents import render
from payung.documents.letterhead import Letterhead
from payung.language import formats
from payung.selection.documents.annex import AnnexRow, sections
from payung.selection.documents.wording import STANDARD, Wording, filled, read_wording

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Amendment:
    """Which decree is changed, and by how many people."""

    number: str
    signed_on: date
    joined: int
    left: int


@dataclass(frozen=True)
class DecreeData:
    """What a decree says. Months are numbers (year * 12 + month - 1), amounts rupiah."""

    letterhead: Letterhead
    people_by_sector: Mapping[str, int]  # {"petani": 4098, ...}: after an amendment, all who are in
    contribution_rp: int  # per person and month
    first_month: int
    last_month: int
    year: int  # of the budget
    fund: str  # "Dana Bagi Hasil Cukai Hasil Tembakau"
    programmes: Sequence[str] = ("Jaminan Kecelakaan Kerja", "Jaminan Kematian")
    number: str = ""
    signed_on: date | None = None
    is_draft: bool = True
    amendment: Amendment | None = None
    wording: str = ""  # the city's own wording file; "" is the standard one

    @property
    def people(self) -> int:
        return sum(self.people_by_sector.values())

    @property
    def months(self) -> int:
        return self.last_month - self.first_month + 1

    @property
    def monthly_rp(self) -> int:
        return self.people * self.contribution_rp

    @property
    def total_rp(self) -> int:
        return self.monthly_rp * self.months


def decree_pdf(decree: DecreeData, rows: Sequence[AnnexRow] = ()) -> bytes:
    """The decree as PDF/A; with `rows`, its full annex (NIK) follows in the same file, as the mayor signs it."""
    return _paper(decree, letter=True, rows=rows, public=False)


def annex_pdf(rows: Sequence[AnnexRow], *, decree: DecreeData, public: bool) -> bytes:
    """The annex alone. `public`: without NIK but its last four digits, without birth date and address."""
    return _paper(decree, letter=False, rows=rows, public=public)


def words(decree: DecreeData) -> Wording:
    """The decree's wording with all figures, for a preview on screen. WordingRefused when it cannot be used."""
    text = decree.wording or STANDARD.read_text(encoding="utf-8")
    return filled(read_wording(text, "perubahan" if decree.amendment else "penetapan"), _values(decree))


def _paper(decree: DecreeData, *, letter: bool, rows: Sequence[AnnexRow], public: bool) -> bytes:
    head = decree.letterhead
    data = {
        "head": head,
        "mayor_of_city": head.mayor_of_city,
        "place": head.place,
        "number": decree.number,
        "date": formats.tanggal(decree.signed_on) if decree.signed_on else "",
        "year": decree.year,
        "draft": decree.is_draft,
        "wording": words(decree),
        "letter": letter,
        "public": public,
        "sections": sections(rows, public=public),
        "total": formats.angka(sum(not row.leaves for row in rows)),
    }
    return render.pdf(_HERE / "decree.typ", data)


def _values(decree: DecreeData) -> dict[str, str]:
    head, change = decree.letterhead, decree.amendment
    return {
        "kota": head.city,
        "kepala_daerah": head.mayor_of_city,
        "dinas": head.agency,
        "jumlah": formats.angka(decree.people),
        "jumlah_terbilang": formats.terbilang(decree.people),
        "rincian_sektor": formats.daftar(
            [f"{sector} {formats.angka(count)} orang" for sector, count in decree.people_by_sector.items()]
        ),
        "program": formats.daftar(decree.programmes),
        "iuran": formats.rupiah_dokumen(decree.contribution_rp),
        "iuran_terbilang": formats.terbilang_rupiah(decree.contribution_rp),
        "masa": f"{formats.bulan(decree.first_month)} sampai dengan {formats.bulan(decree.last_month)}",
        "jumlah_bulan": f"{decree.months} ({formats.terbilang(decree.months)})",
        "sebulan": formats.rupiah_dokumen(decree.monthly_rp),
        "sebulan_terbilang": formats.terbilang_rupiah(decree.monthly_rp),
        "seluruhnya": formats.rupiah_dokumen(decree.total_rp),
        "seluruhnya_terbilang": formats.terbilang_rupiah(decree.total_rp),
        "dana": decree.fund,
        "tahun": str(decree.year),
        "nomor_induk": change.number if change else "",
        "tanggal_induk": formats.tanggal(change.signed_on) if change else "",
        "masuk": f"{change.joined} ({formats.terbilang(change.joined)})" if change else "",
        "keluar": f"{change.left} ({formats.terbilang(change.left)})" if change else "",
    }
