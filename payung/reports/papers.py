"""The mayor's page of one month, from what the tables hold."""

from datetime import date

from payung.documents.city import letterhead
from payung.language.formats import angka, bulan, bulan_pendek, daftar, rupiah_singkat
from payung.programme.models import Round
from payung.reports import charts, queries
from payung.reports.documents.monthly import Bar, Figure, FundLine, MonthlyReport, monthly_pdf

SVG = '<svg xmlns="http://www.w3.org/2000/svg"'
# On paper there is no style sheet: the picture brings its own colours.
_COLOURS = (
    "<style>text{font:12px sans-serif;fill:#555}.mark{fill:#9fb1d6}.now{fill:#1f3a6e}"
    ".rule{stroke:#e5e0d6}</style>"
)


def monthly_paper(round: Round, month: int, *, until: date) -> bytes:
    """One page about one contribution month of a round: counts and sums, no person."""
    figures, trend = queries.figures(round.pk, month), queries.active_by_month(round.pk)
    paid = [m for m, people in trend if people]
    bars = charts.bars([charts.Bar(bulan_pendek(m), n, m == month) for m, n in trend], title="")
    report = MonthlyReport(
        letterhead=letterhead(),
        round_name=round.name,
        month=month,
        headline=f"{angka(figures.active)} pekerja terlindungi pada {bulan(month)}",
        figures=[
            Figure("Terlindungi bulan ini", angka(figures.active), f"dari {angka(figures.seats)} kuota"),
            Figure(
                "Iuran terbayar",
                rupiah_singkat(figures.paid_rp),
                f"dari pagu {rupiah_singkat(figures.appropriation_rp)}",
            ),
            Figure(
                "Santunan diterima",
                rupiah_singkat(figures.benefits_rp),
                f"{figures.claims_paid} klaim dibayar",
            ),
            Figure("Klaim berjalan", angka(figures.claims_open)),
        ],
        chart_title=f"{len(paid)} dari {len(trend)} bulan sudah dibayar",
        chart_svg=_standing_alone(bars),
        sectors=[Bar(s.name, s.part, s.whole) for s in queries.cover_by_sector(round.pk, month)],
        funds=[FundLine(f.name, f.appropriation_rp, f.paid_rp, f.rest_rp) for f in queries.money_by_fund()],
        decisions=_decisions(figures, trend, until),
        data_until=until,
    )
    return monthly_pdf(report)


def _standing_alone(svg: str) -> str:
    opening, rest = str(svg).split(">", 1)
    return f"{opening.replace('<svg', SVG, 1)}>{_COLOURS}{rest}"


def _decisions(figures: queries.Figures, trend: list[tuple[int, int]], until: date) -> list[str]:
    """What somebody has to decide: months begun and not paid, seats without anybody."""
    now = until.year * 12 + until.month - 1
    unpaid = [bulan(month) for month, people in trend if not people and month <= now]
    empty = figures.seats - figures.seats_filled
    waiting = [f"Iuran {daftar(unpaid)} belum tercatat dibayar."] if unpaid else []
    return waiting + ([f"{angka(empty)} kursi belum terisi."] if empty > 0 else [])
