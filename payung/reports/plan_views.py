"""Rencana tahun: up to four month schedules side by side, before the budget is fixed.

Everything typed stands in the address: it names no person, and can be sent to a colleague or kept as a bookmark.
"""

from django.http import HttpResponse
from django.shortcuts import render

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.files.queries import download
from payung.language.formats import angka
from payung.programme import queries as programme
from payung.reference import clock
from payung.reports import papers
from payung.reports.forms import PlanForm, usual_plan
from payung.reports.plan import calculate, comparison, same_money
from payung.rules.plan import PlanError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Can.SEE_PROGRAMME)
def plan_page(request: StaffRequest) -> HttpResponse:
    """The page, and with `unduh` its spreadsheet or its paper for the budget meeting."""
    today = clock.today()
    typed = (
        request.GET
        if "tahun" in request.GET
        else usual_plan(programme.running_round(today), this_year=today.year)
    )
    form = PlanForm(typed, this_year=today.year)
    shown: dict = {}
    if form.is_valid():
        plan = form.cleaned_data["plan"]
        try:
            seen = calculate(plan)
            budget_rp, bought = same_money(plan)
            shown = {"plan": plan, "seen": seen, "budget_rp": budget_rp, "bought": bought}
            shown["lines"] = comparison([one.outcome for one in seen])
        except PlanError as wrong:
            form.add_error(None, str(wrong))
            shown = {}
    if shown and request.GET.get("unduh") == "xlsx":
        name = f"rencana-{shown['plan'].year}.xlsx"
        return download(papers.plan_sheet(**shown), name=name, content_type=XLSX)
    if shown and request.GET.get("unduh") == "pdf":
        made = papers.plan_paper(**shown, made_on=today)
        return download(made, name=f"rencana-{shown['plan'].year}.pdf", content_type="application/pdf")
    if shown:
        shown["deaths"] = angka(shown["plan"].deaths_per_1000, 1)
    # A page that was only opened is no mistake, also where there is nothing to begin with.
    status = 422 if form.errors and "tahun" in request.GET else 200
    return render(request, "reports/plan.html", {"form": form, **shown}, status=status)
