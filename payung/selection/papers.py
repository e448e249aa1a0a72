"""The papers of a decree from what the tables hold: the decree itself, its annex, full and public."""

from typing import TYPE_CHECKING

from payung.documents.city import letterhead
from payung.programme import queries as programme
from payung.selection import queries
from payung.selection.documents.annex import AnnexRow, annex_xlsx
from payung.selection.documents.decree import Amendment, DecreeData, annex_pdf, decree_pdf
from payung.selection.enums import DecreeState

if TYPE_CHECKING:
    from payung.selection.models import Decree


def decree_paper(decree: "Decree") -> bytes:
    """The decree with its full annex, as the mayor signs it; KONSEP until it is signed."""
    return decree_pdf(decree_data(decree), _rows(decree.pk))


def annex_paper(decree: "Decree", *, public: bool) -> bytes:
    """The annex alone; `public` without NIK but its last digits, birth date and address."""
    return annex_pdf(_rows(decree.pk), decree=decree_data(decree), public=public)


def annex_sheet(decree: "Decree", *, public: bool) -> bytes:
    title = f"Lampiran SK {decree.number or '(konsep)'} {decree.round.name}"
    return annex_xlsx(_rows(decree.pk), public=public, title=title)


def decree_data(decree: "Decree") -> DecreeData:
    """What the decree says, from its frozen lines, its round and the city."""
    round = decree.round
    return DecreeData(
        letterhead=letterhead(),
        people_by_sector=queries.people_by_sector(decree),
        contribution_rp=programme.contribution_rp(round),
        first_month=round.first_month,
        last_month=round.last_month,
        year=round.fund.year,
        fund=round.fund.get_kind_display(),
        number=decree.number,
        signed_on=decree.signed_on,
        is_draft=decree.state != DecreeState.SIGNED,
        amendment=_amendment(decree),
    )


def _amendment(decree: "Decree") -> Amendment | None:
    if decree.version == 1:
        return None
    first = queries.decrees(decree.round_id).filter(version=1).first()
    leaving = queries.lines(decree.pk).filter(leaves=True).count()
    if first is None or first.signed_on is None:
        return None
    return Amendment(first.number, first.signed_on, decree.people, leaving)


def _rows(decree_id: int) -> list[AnnexRow]:
    rows = queries.annex_rows(decree_id)
    return [AnnexRow(**{field: row[field] for field in AnnexRow._fields}) for row in rows]
