"""How does the mayor read a month of the programme on one page?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from payung.documents import render
from payung.documents.letterhead import Letterhead
from payung.language import formats

_TEMPLATE = Path(__file__).with_name("monthly.typ")


class Figure(NamedTuple):
    """One of the four figures, as words."""

    label: str  # "Terlindungi bulan ini"
    value: str  # "11.018"
    note: str = ""  # "dari 11.023 kuota"


class Bar(NamedTuple):
    """A part of a whole: people of a sector, places filled."""

    name: str
    part: int
    whole: int


class FundLine(NamedTuple):
    """Where a fund's money stands; amounts in rupiah."""

    name: str
    appropriation_rp: int
    paid_rp: int
    rest_rp: int


@dataclass(frozen=True)
class MonthlyReport:
    """Counts and sums only, no person. `month` is year * 12 + month - 1."""

    letterhead: Letterhead
    round_name: str
    month: int
    headline: str  # the finding: "11.018 pekerja terlindungi pada September 2025"
    figures: Sequence[Figure]
    chart_title: str  # the finding of the chart
    chart_svg: str
    sectors: Sequence[Bar]
    funds: Sequence[FundLine]
    decisions: Sequence[str]  # what waits for a decision; may be empty
    data_until: date


def monthly_pdf(report: MonthlyReport) -> bytes:
    """One page. With more sectors, funds or decisions than fit, the last table goes on to a second."""
    return render.pdf(
        _TEMPLATE,
        {
            "head": report.letterhead,
            "round": report.round_name,
            "month": formats.bulan(report.month),
            "headline": report.headline,
            "figures": [figure._asdict() for figure in report.figures],
            "chart_title": report.chart_title,
            "chart": report.chart_svg,
            "sectors": [
                (
                    bar.name,
                    formats.angka(bar.part),
                    formats.angka(bar.whole),
                    bar.part / bar.whole if bar.whole else 0,
                )
                for bar in report.sectors
            ],
            "funds": [(fund.name, *(formats.rupiah(amount) for amount in fund[1:])) for fund in report.funds],
            "decisions": report.decisions,
            "until": formats.tanggal(report.data_until),
        },
        pdf_standard=None,
    )
