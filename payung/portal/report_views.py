"""Lapor: a report in four short steps, checked before it is sent, and its tracker.

What was answered travels sealed inside the page, so nothing is kept before it is sent and no private number stands in an
address or a session. The answer is the same for a member and for anybody else.
"""

import base64
import json
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from payung.accounts.gate import public
from payung.claims import actions, queries
from payung.claims.enums import EventKind, Source
from payung.portal.limits import Limit
from payung.portal.report_forms import STEPS, TrackForm
from payung.reference import clock
from payung.reference.queries import city, clinics
from payung.vault import CannotOpen, seal_bytes, unseal_bytes

REPORTS = Limit("lapor", per_address=6, overall=300)
LOOKS = Limit("lacak", per_address=20, overall=2000)
PLACE = "portal.lapor"
CHECK = len(STEPS)  # the page after the last step


@public
def report(request: HttpRequest) -> HttpResponse:
    """One step after the other; every answer stays until the report is sent."""
    if request.method != "POST":
        return _step(request, 0, {"key": str(uuid4())})
    told = _carried(request.POST.get("bawa", ""))
    step = _number(request.POST.get("langkah", "0"))
    if told is None:
        return _step(request, 0, {"key": str(uuid4())}, status=422)
    if "kembali" in request.POST:
        return _step(request, max(_number(request.POST["kembali"]), 0), told)
    if step >= CHECK:
        return _send(request, told)
    form = STEPS[step](request.POST)
    if not form.is_valid():
        return _step(request, step, told, form=form, status=422)
    told |= {name: request.POST.get(name, "") for name in form.fields}
    return _step(request, CHECK if _was_complete(told) else step + 1, told)


@public
def track(request: HttpRequest) -> HttpResponse:
    """The state of a report, by its number and the end of the reporter's telephone number."""
    form = TrackForm(request.POST or None)
    found, status = None, 200
    if request.method == "POST":
        if LOOKS.reached(request):
            return _enough(request)
        found = queries.tracked(**form.cleaned_data) if form.is_valid() else None
        status = 200 if found else 422
        if form.is_valid() and found is None:
            form.add_error(
                None, "Nomor laporan dan angka HP tidak cocok. Periksa keduanya, atau datang ke kelurahan."
            )
    place = city()
    context = {"form": form, "found": found, "steps": queries.TRACK, "phone": place.phone if place else ""}
    return _private(render(request, "portal/track.html", context, status=status))


def _send(request: HttpRequest, told: dict[str, str]) -> HttpResponse:
    forms_filled = [step(told) for step in STEPS]
    if not all(form.is_valid() for form in forms_filled):
        return _step(request, 0, told, status=422)
    if REPORTS.reached(request):
        return _enough(request)
    values: dict[str, Any] = {
        name: value for form in forms_filled for name, value in form.cleaned_data.items()
    }
    kind = EventKind(values.pop("kind"))
    news = actions.News(source=Source.FAMILY, key=UUID(told["key"]), kind=kind, **values)
    notice = actions.receive(news, at=clock.now())
    return _private(
        render(
            request,
            "portal/reported.html",
            {"number": notice.number, "is_death": kind != EventKind.ACCIDENT, "clinics": clinics()},
        )
    )


def _step(
    request: HttpRequest,
    step: int,
    told: dict[str, str],
    *,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"step": step, "carried": _sealed(told), "is_check": step >= CHECK}
    if step >= CHECK:
        context["answers"] = [(number, s.title, _shown(s(told))) for number, s in enumerate(STEPS)]  # type: ignore[attr-defined]
    else:
        known = {name: told[name] for name in STEPS[step].base_fields if name in told}
        context["form"] = form or STEPS[step](initial=known)
        context["title"] = STEPS[step].title  # type: ignore[attr-defined]
    context["names"] = ["Kejadian", "Orangnya", "Tempat", "Pelapor", "Periksa"]
    return _private(render(request, "portal/report.html", context, status=status))


def _shown(form: forms.Form) -> list[tuple[str, str]]:
    """Label and answer of each field, as typed; choices in words."""
    lines = []
    for field in form:
        value = form.data.get(field.name, "")
        choices = dict(getattr(field.field, "choices", []))
        lines.append((str(field.label), str(choices.get(value, value)) or "–"))
    return lines


def _was_complete(told: dict[str, str]) -> bool:
    """Whether all steps were answered before: a corrected one leads straight back to the check."""
    return all(name in told for step in STEPS for name in step.base_fields)


def _sealed(told: dict[str, str]) -> str:
    return base64.urlsafe_b64encode(seal_bytes(PLACE, json.dumps(told).encode())).decode()


def _carried(text: str) -> dict[str, str] | None:
    """What travelled with the page; None when it was altered."""
    try:
        return json.loads(unseal_bytes(PLACE, base64.urlsafe_b64decode(text)))
    except (CannotOpen, ValueError):
        return None


def _number(text: str) -> int:
    return min(int(text), CHECK) if text.isdigit() else 0


def _enough(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/enough.html", status=429)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
