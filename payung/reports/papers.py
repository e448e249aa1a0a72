"""The mayor's page of one month, and the plan of a year, as papers and a spreadsheet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from payung.documents import sheets
from payung.documents.city import letterhead
from payung.language.formats import angka, bulan, bulan_pendek, daftar, rupiah, rupiah_singkat, tanggal
from payung.programme.models import Round
from payung.reports import charts, queries
from payung.reports.documents.monthly import Bar, Figure, FundLine, MonthlyReport, monthly_pdf
from payung.reports.documents.plan import PlanPaper, ScheduleShown, plan_pdf
from payung.reports.plan import Line, Plan, Purchase, Seen

SVG = '<svg xmlns="http://www.w3.org/2000/svg"'
# On paper there is no style sheet: the picture brings its own colours.
_COLOURS = (
    "<style>text{font:12px sans-serif;fill:#555}.mark{fill:#9fb1d6}.now{fill:#1f3a6e}"
    ".rule{stroke:#e5e0d6}.part{fill:#f4b82e}.none{fill:#d9d4c8}</style>"
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


def plan_paper(
    plan: Plan,
    seen: Sequence[Seen],
    lines: Sequence[Line],
    budget_rp: int,
    bought: Sequence[Purchase],
    made_on: date,
) -> bytes:
    """The plan of a year for the budget meeting."""
    return plan_pdf(
        PlanPaper(
            letterhead=letterhead(),
            year=plan.year,
            schedules=[ScheduleShown(o.outcome.name, o.finding, _standing_alone(o.picture)) for o in seen],
            lines=[(line.label, line.values) for line in lines],
            same_money_title=f"Uang yang sama, {rupiah(budget_rp)}, untuk orang baru",
            same_money=[_purchase(one) for one in bought],
            basis=_basis(plan, seen),
            made_on=made_on,
        )
    )


def plan_sheet(
    plan: Plan, seen: Sequence[Seen], lines: Sequence[Line], budget_rp: int, bought: Sequence[Purchase]
) -> bytes:
    """The comparison as numbers to calculate on with: one column a schedule, amounts in whole rupiah."""
    columns = [
        sheets.Column("Perkiraan", width=44),
        *(sheets.Column(o.outcome.name, "mixed", 24) for o in seen),
    ]
    rows: list[tuple] = [(line.label, *_cells(line)) for line in lines]
    rows.append(("", *[""] * len(seen)))
    for month, *costs in zip(
        seen[0].outcome.months, *(o.outcome.cost_by_month_rp for o in seen), strict=True
    ):
        rows.append((f"Biaya {bulan(month)} (Rp)", *costs))
    title = f"Rencana pelindungan pekerja rentan {plan.year}"
    notes = [_basis(plan, seen), "Perkiraan; keputusan manfaat ada pada BPJS Ketenagakerjaan."]
    return sheets.xlsx(columns, rows, sheet=f"Rencana {plan.year}", title=title, notes=notes)


def _cells(line: Line) -> list[Any]:
    return [
        words if amount is None else amount for words, amount in zip(line.values, line.amounts, strict=True)
    ]


def _purchase(one: Purchase) -> tuple[str, ...]:
    since = "tidak pernah" if one.full_on is None else tanggal(one.full_on)
    return (
        f"{one.months} bulan",
        bulan(one.first_month),
        angka(one.people),
        since,
        angka(one.full_person_months),
    )


def _basis(plan: Plan, seen: Sequence[Seen]) -> str:
    deaths = f"Kematian {angka(plan.deaths_per_1000, 1)} per 1.000 orang setahun adalah anggapan."
    return f"Dasar: {'; '.join(seen[0].outcome.articles)}. {deaths}"


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
