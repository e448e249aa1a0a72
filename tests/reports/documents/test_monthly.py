"""The mayor gets one page: the finding first, no person on it."""

from dataclasses import replace
from datetime import date

from payung.reports.documents.monthly import Bar, Figure, FundLine, MonthlyReport, monthly_pdf
from tests.documents.city import CITY
from tests.documents.paper import opened, text_of

CHART = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5"><rect width="4" height="5" fill="#1F3A6E"/></svg>'
REPORT = MonthlyReport(
    letterhead=CITY,
    round_name="Pelindungan 2025",
    month=2025 * 12 + 8,
    headline="11.021 pekerja terlindungi pada September 2025",
    figures=[
        Figure("Terlindungi", "11.021"),
        Figure("Terbayar", "Rp925,9 jt"),
        Figure("Santunan", "3"),
        Figure("Klaim", "2"),
    ],
    chart_title="Lima bulan tepat waktu",
    chart_svg=CHART,
    sectors=[Bar("Petani", 4096, 4098), Bar("Nelayan", 1925, 1925), Bar("Baru", 0, 0)],
    funds=[FundLine("DBHCHT TA 2025", 1_500_000_000, 925_932_000, 574_068_000)],
    decisions=["Perubahan SK menunggu tanda tangan."],
    data_until=date(2025, 9, 30),
)


def test_one_page_with_the_finding_before_the_figures():
    content = monthly_pdf(REPORT)
    words = " ".join(text_of(content).split())
    assert len(opened(content).pages) == 1
    assert words.index("11.021 pekerja terlindungi") < words.index("Petani")
    assert "4.096 dari 4.098" in words
    assert "Rp574.068.000" in words
    assert "Data sampai 30 September 2025" in words


def test_a_month_without_chart_or_decisions_is_still_told():
    words = " ".join(text_of(monthly_pdf(replace(REPORT, chart_svg="", decisions=[]))).split())
    assert "Tidak ada." in words


def test_a_busy_city_still_has_one_page():
    busy = replace(
        REPORT,
        sectors=[Bar(f"Sektor {i}", i, 10) for i in range(8)],
        funds=REPORT.funds * 4,
        decisions=REPORT.decisions * 6,
    )
    assert len(opened(monthly_pdf(busy)).pages) == 1
