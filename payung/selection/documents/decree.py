"""How does a decree (SK) of the mayor become paper? A draft until it is signed: number and date blank, marked KONSEP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from payung.documents import render
from payung.documents.letterhead import Letterhead
from payung.language import formats
from payung.selection.documents.annex import AnnexRow, sections
from payung.selection.documents.wording import STANDARD, Wording, ended, filled, read_wording

_HERE = Path(__file__).parent
DRAFT_MARK, PAPER_MARK = "payung-konsep", "payung-naskah"


@dataclass(frozen=True)
class Amendment:
    """Which decree is changed, by how many people, at what cost, and which amendments came before."""

    number: str
    signed_on: date
    joined: int
    left: int
    cost_rp: int = 0  # of all who come in, each from his own month to the end
    earlier: Sequence[tuple[str, date]] = ()  # (number, date) of the amendments before this one

    @property
    def ordinal(self) -> str:
        """ "" for the first, "Kedua" for the second."""
        n = len(self.earlier) + 1
        return "" if n == 1 else f"Ke{formats.terbilang(n)}".title()


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
    is_draft: bool = True  # marked KONSEP; without the mark it is the paper that goes to be signed
    is_signed: bool = False  # it was: nobody initials it any more
    amendment: Amendment | None = None
    wording: str = ""  # the city's own wording file; "" is the standard one
    citations: Sequence[str] = ()  # of the city, instead of the wording's "Mengingat"
    budget_basis: Sequence[str] = ()  # Perda APBD, Perwal penjabaran: cited after them

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
    wording = read_wording(text, "perubahan" if decree.amendment else "penetapan")
    cited = [*(decree.citations or wording.mengingat), *decree.budget_basis, *wording.induk]
    return filled(replace(wording, mengingat=tuple(ended(cited))), _values(decree))


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
        "signed": decree.is_signed,
        "wording": words(decree),
        "letter": letter,
        "public": public,
        "sections": sections(rows, public=public),
        "total": formats.angka(sum(not row.leaves for row in rows)),
        "amends": decree.amendment is not None,
        "people": formats.angka(decree.people),
        "mark": mark(decree),
    }
    return render.pdf(_HERE / "decree.typ", data)


def mark(decree: DecreeData) -> list[str]:
    """What the file itself says of its making, in its keywords: `signature.py` refuses it as a signed decree."""
    return [
        DRAFT_MARK if decree.is_draft else PAPER_MARK,
        *([f"nomor {decree.number}"] if decree.number else []),
    ]


def _amended_by(mayor_of_city: str, change: Amendment) -> str:
    """ ", sebagaimana telah diubah dengan Keputusan ... Nomor ... tanggal ...": every earlier amendment, in order."""
    if not change.earlier:
        return ""
    cited = [
        f"Keputusan {mayor_of_city} Nomor {number} tanggal {formats.tanggal(on)}"
        for number, on in change.earlier
    ]
    if len(cited) == 1:
        return f" sebagaimana telah diubah dengan {cited[0]}"
    return f" sebagaimana telah beberapa kali diubah dengan {', '.join(cited[:-1])}, dan terakhir dengan {cited[-1]}"


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
        "perubahan_ke": f"{change.ordinal} " if change and change.ordinal else "",
        "telah_diubah": _amended_by(head.mayor_of_city, change) if change else "",
        "biaya_masuk": formats.rupiah_dokumen(change.cost_rp) if change else "",
        "biaya_masuk_terbilang": formats.terbilang_rupiah(change.cost_rp) if change else "",
        "nomor_induk": change.number if change else "",
        "tanggal_induk": formats.tanggal(change.signed_on) if change else "",
        "masuk": f"{change.joined} ({formats.terbilang(change.joined)})" if change else "",
        "keluar": f"{change.left} ({formats.terbilang(change.left)})" if change else "",
    }
