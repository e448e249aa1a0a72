"""The papers of a decree from what the tables hold: the decree itself, its annex, full and public."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from payung.documents.city import letterhead, lines, terms
from payung.language.formats import bulan, daftar
from payung.programme import queries as programme
from payung.programme.enums import FundKind
from payung.rules.months import month_of
from payung.selection import queries
from payung.selection.documents.annex import AnnexRow, annex_xlsx
from payung.selection.documents.decree import Amendment, DecreeData, annex_pdf, decree_pdf, words
from payung.selection.enums import DecreeState

if TYPE_CHECKING:
    from payung.programme.models import Round
    from payung.selection.models import Decree

# A decree spells out what screens shorten.
MONEY = {
    FundKind.DBHCHT: "Dana Bagi Hasil Cukai Hasil Tembakau",
    FundKind.SILPA_DBHCHT: "Sisa Lebih Perhitungan Anggaran Dana Bagi Hasil Cukai Hasil Tembakau",
    FundKind.APBD: "pendapatan daerah yang tidak ditentukan penggunaannya",
    FundKind.VILLAGE: "dana kelurahan",
    FundKind.DONOR: "sumbangan pihak ketiga yang sah dan tidak mengikat",
}
PROGRAMMES = {"JKK": "Jaminan Kecelakaan Kerja", "JKM": "Jaminan Kematian", "JHT": "Jaminan Hari Tua"}


def decree_paper(decree: "Decree") -> bytes:
    """The decree with its full annex; KONSEP until it is signed."""
    return decree_pdf(decree_data(decree), _rows(decree.pk))


def paper_to_sign(decree: "Decree", *, number: str = "", signed_on: date | None = None) -> bytes:
    """The same without the mark, as it goes to the mayor: number and date as given, blank to be written by hand."""
    data = replace(decree_data(decree), is_draft=False, number=number, signed_on=signed_on)
    return decree_pdf(data, _rows(decree.pk))


def open_numbers(decree: "Decree") -> list[str]:
    """Citations that still hold a "…": numbers the legal office has to fill in before the mayor signs."""
    return [cited for cited in words(decree_data(decree)).mengingat if "…" in cited]


def decree_sample(kept: Mapping[str, Any], picture: bytes | None, *, on: date) -> bytes:
    """The decree as it would look with these settings (`documents.city.terms`), about one invented person."""
    month = month_of(on)
    data = DecreeData(
        letterhead=letterhead(kept, coat_of_arms=picture),
        people_by_sector={"Petani": 1},
        contribution_rp=0,
        first_month=month,
        last_month=month,
        year=on.year,
        fund=MONEY[FundKind.DBHCHT],
        citations=lines(kept["citations"]),
        budget_basis=lines(kept["budget_basis"]),
    )
    somebody = AnnexRow(
        1,
        "0000000000000000",
        "CONTOH NAMA",
        "Contoh, 01-01-1980",
        "L",
        "Contoh",
        "Contoh",
        "Contoh",
        "Petani",
        "Petani",
    )
    return decree_pdf(data, [somebody])


def annex_paper(decree: "Decree", *, public: bool) -> bytes:
    """The annex alone; `public` without NIK but its last digits, birth date and address."""
    return annex_pdf(_rows(decree.pk), decree=decree_data(decree), public=public)


def annex_sheet(decree: "Decree", *, public: bool) -> bytes:
    title = f"Lampiran SK {decree.number or '(konsep)'} {decree.round.name}"
    return annex_xlsx(_rows(decree.pk), public=public, title=title)


def decree_data(decree: "Decree") -> DecreeData:
    """What the decree says, from its frozen lines, its round and the city; a signed one says what it said then."""
    round = decree.round
    letter = decree.letter or terms()
    return DecreeData(
        letterhead=letterhead(letter),
        people_by_sector=queries.people_by_sector(decree),
        contribution_rp=programme.contribution_rp(round),
        first_month=round.first_month,
        last_month=round.last_month,
        year=round.fund.year,
        fund=_money(round),
        programmes=[PROGRAMMES.get(name, name) for name in round.programmes],
        number=decree.number,
        signed_on=decree.signed_on,
        is_draft=decree.state != DecreeState.SIGNED,
        is_signed=decree.state == DecreeState.SIGNED,
        amendment=_amendment(decree),
        citations=lines(letter["citations"]),
        budget_basis=lines(letter["budget_basis"]),
    )


def _money(round: "Round") -> str:
    kinds = dict.fromkeys(FundKind(fund.kind) for _, fund in round.funding)
    return daftar([MONEY[kind] for kind in kinds])


def _amendment(decree: "Decree") -> Amendment | None:
    if decree.version == 1:
        return None
    before = queries.signed_before(decree)
    if not before:
        return None
    first, *earlier = before
    return Amendment(
        *first,
        joined=decree.people,
        left=queries.lines(decree.pk).filter(leaves=True).count(),
        cost_rp=sum(share.cost_rp for share in queries.shares(decree).values()),
        earlier=earlier,
    )


def _rows(decree_id: int) -> list[AnnexRow]:
    """The annex as it is printed."""
    rows = queries.annex_rows(decree_id)
    fields = [field for field in AnnexRow._fields if field != "starts"]
    return [
        AnnexRow(
            **{field: row[field] for field in fields},
            starts=bulan(row["starts_month"]) if row["starts_month"] else "",
        )
        for row in rows
    ]
