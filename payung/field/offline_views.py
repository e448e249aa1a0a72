"""The page that an officer can open and fill without signal, the program that keeps it, and what takes the entries in."""

from collections.abc import Mapping
from datetime import UTC
from hashlib import sha256
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs, public
from payung.field import actions
from payung.field.enums import What
from payung.field.forms import ENTRIES, EntryHead
from payung.jobs.actions import Refused
from payung.reference import clock
from payung.ui.context import HAS_FONTS

ASSETS = (
    "ui/payung.css",
    "ui/payung.js",
    "ui/mark.svg",
    "ui/kawung.svg",
    "django_htmx/htmx-2.min.js",
    "field/offline.js",
)


@needs(Can.CHECK_FIELD)
def offline(request: StaffRequest) -> HttpResponse:
    """Kabar, kartu and sembako without signal. The page names nobody, since the phone keeps a copy of it."""
    return _page(request, {})


def _page(request: StaffRequest, bound: Mapping[What, Form]) -> HttpResponse:
    forms = [(what, bound.get(what) or form(auto_id=f"{what}_%s")) for what, form in ENTRIES.items()]
    context = {
        "forms": forms,
        "owner": request.user.pk,
        "key": uuid4(),
        "user": AnonymousUser(),
        "menu": {},
        "may_find": False,
    }
    return render(request, "field/offline.html", context, status=422 if bound else 200)


@require_POST
@needs(Can.CHECK_FIELD)
def send(request: StaffRequest) -> HttpResponse:
    """One entry, from the phone's outbox (JSON) or straight from the page where there is no JavaScript.

    200 done, now or before; 409 somebody else is signed in; 422 it must be mended.
    """
    head = EntryHead(request.POST)
    if not head.is_valid():
        return _answered(request, 422, "Isian tidak lengkap. Muat ulang halaman lapangan.", {})
    what = What(head.cleaned_data["what"])
    if head.cleaned_data["owner"] != request.user.pk:
        return _answered(request, 409, "Isian ini ditulis petugas lain. Masuk dengan akunnya.", {})
    form = ENTRIES[what](request.POST, auto_id=f"{what}_%s")
    if not form.is_valid():
        return _answered(request, 422, _first_problem(form), {what: form})
    written = head.cleaned_data["written_at"]
    try:
        sent = actions.receive(
            what,
            key=head.cleaned_data["key"],
            written_at=written.replace(tzinfo=UTC) if written else clock.now(),
            told=form.cleaned_data,
            scope=request.scope,
            by=request.user,
            at=clock.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _answered(request, 422, str(refusal), {what: form})
    return _answered(request, 200, sent.answer, {})


def _first_problem(form: Form) -> str:
    name, problems = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}: {problems[0]}" if label else str(problems[0])


def _answered(request: StaffRequest, status: int, sentence: str, bound: Mapping[What, Form]) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"answer": sentence}, status=status)
    if bound:
        return _page(request, bound)
    (messages.success if status == 200 else messages.warning)(request, sentence)
    return redirect("field_offline")


@public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: keeps the page above and its looks on the phone, and nothing else. Holds no data."""
    assets = [static(path) for path in (*ASSETS, *(("vendor/fonts.css",) if HAS_FONTS else ()))]
    version = sha256("|".join(assets).encode()).hexdigest()[:12]
    context = {
        "assets": assets,
        "version": version,
        "page": reverse("field_offline"),
        "root": reverse("field"),
    }
    return HttpResponse(
        render_to_string("field/worker.js", context),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )
