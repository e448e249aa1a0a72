"""Hitung manfaat: what is probably due, who shares it, who is covered. For the public and for officials, nothing is kept.

One set of pages for both: an official sees the menu, and may print the answer. Questions come by POST, so that no
address and no log holds them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs, public
from payung.files.queries import download
from payung.portal.benefit_forms import AmountForm, BenefitForm, ChildRows, CoverForm, RelativeRows, WillForm
from payung.portal.documents.estimate import EstimateSheet, estimate_pdf
from payung.reference import clock
from payung.reference.queries import city
from payung.rules import coverage, months
from payung.rules.benefits.estimate import Estimate, estimate
from payung.rules.benefits.jkm import full_on
from payung.rules.coverage import State
from payung.rules.explain import CONFIDENCE_SENTENCES
from payung.rules.heirs import Inheritance, Relative, inheritance
from payung.rules.parameters import ParameterError
from payung.rules.standing import standing_of


@dataclass(frozen=True)
class Asked:
    """All forms of the benefit page, filled in or empty."""

    form: BenefitForm
    children: Any
    relatives: Any
    will: WillForm

    def is_valid(self) -> bool:
        return all(part.is_valid() for part in (self.form, self.children, self.relatives, self.will))

    def answer(self) -> tuple[Estimate, Inheritance | None]:
        """The estimate, and who shares it when relatives or a will were named. ParameterError before the law."""
        children = tuple(c for c in (row.child() for row in self.children) if c)
        found = estimate([self.form.case(children)])[0]
        told, will = _relatives(self.relatives), self.will.cleaned_data["will"] or None
        named = told or will
        return found, inheritance(found.total_rp, told, will) if named and found.total_rp else None


@public
def benefit(request: HttpRequest) -> HttpResponse:
    """What is probably due for an event."""
    asked = _asked(request)
    context: dict[str, Any] = {"asked": asked, "forms": [asked.form, asked.will]}
    status = 200
    if request.method == "POST":
        found = _answered(asked)
        status = 200 if found else 422
        if found:
            context |= {
                "found": found[0],
                "shares": found[1],
                "plans": _plans(found[0]),
                "sure": CONFIDENCE_SENTENCES[found[0].confidence],
            }
    return _page(request, "portal/benefit.html", context, status)


@require_POST
@needs(Can.SEE_RULES)
def benefit_print(request: StaffRequest) -> HttpResponse:
    """The same answer on one sheet, for the family or the file."""
    asked = _asked(request)
    found = _answered(asked)
    if found is None:
        return _page(request, "portal/benefit.html", {"asked": asked, "forms": [asked.form, asked.will]}, 422)
    place = city()
    sheet = EstimateSheet(
        city=place.name if place else "",
        agency=place.labour_agency.name if place else "",
        made_on=clock.today(),
        made_by=request.user.full_name,
        found=found[0],
        shares=found[1],
    )
    return download(estimate_pdf(sheet), name="perkiraan-manfaat.pdf", content_type="application/pdf")


@public
def heirs(request: HttpRequest) -> HttpResponse:
    """Who receives an amount, and how much each."""
    data = request.POST or None
    form, will, rows = AmountForm(data), WillForm(data), RelativeRows(data, prefix="keluarga")
    context: dict[str, Any] = {"form": form, "will": will, "rows": rows, "forms": [form, will]}
    status = 200
    if request.method == "POST":
        if all([form.is_valid(), will.is_valid(), rows.is_valid()]):
            context["shares"] = inheritance(
                form.cleaned_data["amount_rp"], _relatives(rows), will.cleaned_data["will"] or None
            )
        else:
            status = 422
    return _page(request, "portal/heirs.html", context, status)


@public
def cover(request: HttpRequest) -> HttpResponse:
    """Who is covered on a day, by the months that were paid."""
    form = CoverForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        known = standing_of(form.history(), on)
        found, started_on = known.cover, known.started_on[0]
        since, state = int(found.member_since[0]), State(int(found.state[0]))
        context |= {
            "state": state,
            "since": since,
            "in_row": int(found.months_in_row[0]),
            "paid": int(found.months_paid[0]),
            "full_on": _full_on(since, started_on, on),
            "started_on": started_on,
            "doubts": known.doubts[0],
            "on": on,
            "words": " ".join(known.reasons[0])
            or coverage.explain(
                state,
                member_since=since,
                last_paid_month=int(found.last_paid_month[0]),
                arrears_months=int(found.arrears_months[0]),
                started_on=started_on,
            ),
        }
    return _page(request, "portal/cover.html", context, 422 if form.errors else 200)


def _full_on(since: int, started_on: date | None, on: date) -> date | None:
    """The day of the full JKM; None without membership, and before the law named a waiting time."""
    if not since:
        return None
    try:
        return full_on(started_on or months.first_day(since), on)
    except ParameterError:
        return None


def _asked(request: HttpRequest) -> Asked:
    data = request.POST or None
    return Asked(
        BenefitForm(data),
        ChildRows(data, prefix="anak"),
        RelativeRows(data, prefix="keluarga"),
        WillForm(data),
    )


def _answered(asked: Asked) -> tuple[Estimate, Inheritance | None] | None:
    if not asked.is_valid():
        return None
    try:
        return asked.answer()
    except ParameterError:
        asked.form.add_error("on", "Belum ada peraturan yang tercatat untuk tanggal itu.")
        return None


def _plans(found: Estimate) -> list[dict[str, Any]]:
    """Each child with its years; also those who get nothing, with the reason."""
    school = found.scholarship
    if school is None:
        return []
    return [
        {"number": place + 1, "plan": plan, "is_chosen": place in school.chosen}
        for place, plan in enumerate(school.plans)
    ]


def _relatives(rows: Any) -> list[Relative]:
    return [one for number, row in enumerate(rows, start=1) if (one := row.relative(number))]


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    wrong = [form for form in context.get("forms", []) if isinstance(form, forms.Form) and form.errors]
    layout = "base.html" if request.user.is_authenticated else "public.html"
    response = render(request, template, context | {"layout": layout, "wrong": wrong}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
