"""Peraturan & angka: every number of the law with its source, a new value by two persons, the table of closed days."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.jobs.actions import Refused
from payung.office import law_actions as actions
from payung.office import queries
from payung.office.impact import impact_of
from payung.office.law_forms import AnswerForm, HolidayForm, LawFilter, ValueForm
from payung.office.queries import Line
from payung.reference import clock
from payung.reference.queries import holiday_rows
from payung.rules.months import FIRST_YEAR, LAST_YEAR
from payung.rules.parameter_names import group_of, is_information, name_of, unit_in_words, value_in_words
from payung.rules.parameters import ParameterError
from payung.ui.lists import Column, list_page

TONES = {"high": "good", "medium": "warn", "low": "bad"}
SURE = {"high": "Pasti", "medium": "Cukup", "low": "Belum pasti"}
VALUES = [
    Column("Nama", lambda v: v.name, link=lambda v: reverse("law_value", args=[v.id])),
    Column("Kelompok", lambda v: v.group),
    Column("Nilai", lambda v: v.value),
    Column("Satuan", lambda v: v.unit),
    Column("Berlaku mulai", lambda v: v.entry.effective_from, "date"),
    Column("Sampai", lambda v: v.entry.effective_to, "date"),
    Column("Sumber", lambda v: v.entry.source.split(";")[0]),
    Column("Keyakinan", lambda v: SURE[v.entry.confidence], tone=lambda v: TONES[v.entry.confidence]),
    Column("Dari", lambda v: "Kota ini" if v.is_ours else "Bawaan"),
    Column(
        "Dipakai",
        lambda v: "Keterangan saja" if v.is_information else "Menghitung",
        tone=lambda v: "quiet" if v.is_information else "",
    ),
]


@needs(Can.SEE_RULES)
def law(request: StaffRequest) -> HttpResponse:
    """Every value; the export holds exactly what is filtered."""
    form = LawFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows: list[Line] = queries.law_lines(
        clock.today(),
        text=wanted.get("cari", ""),
        group=wanted.get("kelompok", ""),
        confidence=wanted.get("keyakinan", ""),
        every_value=bool(wanted.get("nilai")),
    )
    return list_page(
        request, rows, VALUES, template="office/law.html", name="peraturan", form=form, what="nilai",
        waiting=list(queries.waiting()),
    )  # fmt: skip


@needs(Can.SEE_RULES)
def value(request: StaffRequest, id: str) -> HttpResponse:
    """One parameter: its values over time, and what was proposed for it."""
    context = {
        "id": id,
        "name": name_of(id),
        "group": group_of(id),
        "history": _history(id),
        "proposals": [(p, actions.entry_of(p)) for p in queries.proposals(id)],
        "may_propose": request.user.may(Can.EDIT_RULES),
        "is_information": is_information(id),
    }
    return render(request, "office/law_value.html", context)


@needs(Can.EDIT_RULES)
def propose(request: StaffRequest, id: str) -> HttpResponse:
    """First who is affected, then the proposal: nothing is saved before the second button."""
    like = _history(id)[-1].entry
    form = ValueForm(request.POST or None, like=like)
    impact = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            impact = impact_of(form.entry(), today=clock.today())
            if "ajukan" in request.POST:
                found = actions.propose_value(
                    form.entry(), source=typed["source"], article=typed["article"], reason=typed["reason"],
                    by=request.user, at=clock.now(),
                )  # fmt: skip
                messages.success(
                    request,
                    "Usulan tersimpan. Orang kedua memutuskan; sampai saat itu tidak ada yang berubah.",
                )
                return redirect("law_proposal", found.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except ParameterError as error:
            form.add_error(None, f"Nilai ini tidak dapat dipakai: {error}")
    context = {
        "id": id,
        "name": name_of(id),
        "like": like,
        "form": form,
        "impact": impact,
        "is_information": is_information(id),
    }
    return render(request, "office/law_propose.html", context, status=422 if form.errors else 200)


@needs(Can.SEE_RULES)
def proposal(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """What is proposed, by whom, why, and whom it affects now."""
    return _proposal(request, proposal_id, AnswerForm())


@require_POST
@needs(Can.EDIT_RULES)
def decide(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """The second person approves or says no with a reason; the first may take it back."""
    if queries.proposal(proposal_id) is None:
        raise Http404
    form = AnswerForm(request.POST)
    told: Any = {"by": request.user, "at": clock.now()}
    try:
        if request.POST.get("putusan") == "setuju":
            actions.approve_value(proposal_id, **told)
            messages.success(
                request,
                "Disetujui. Nilai ini dipakai di semua halaman mulai sekarang, menurut tanggal berlakunya.",
            )
        elif request.POST.get("putusan") == "tarik":
            actions.withdraw_value(proposal_id, **told)
            messages.success(request, "Usulan ditarik kembali.")
        elif form.is_valid():
            actions.reject_value(proposal_id, answer=form.cleaned_data["answer"], **told)
            messages.success(request, "Usulan ditolak; pengusul membaca alasan Anda.")
        else:
            return _proposal(request, proposal_id, form, status=422)
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    return redirect("law_proposal", proposal_id)


@needs(Can.SEE_RULES)
def holidays(request: StaffRequest) -> HttpResponse:
    """The closed days of a year; due dates and working days are counted from this table."""
    year = _year(request.GET.get("tahun", ""))
    may_edit = request.user.may(Can.EDIT_RULES)
    form = HolidayForm(request.POST or None)
    if request.method == "POST":
        if not may_edit:
            return HttpResponse(status=403)
        if form.is_valid() and _added(request, form):
            return redirect(f"{reverse('holidays')}?tahun={form.cleaned_data['day'].year}")
    context = {"year": year, "days": holiday_rows(year), "form": form, "may_edit": may_edit}
    return render(request, "office/holidays.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Can.EDIT_RULES)
def holiday_remove(request: StaffRequest, day: str) -> HttpResponse:
    try:
        gone = date.fromisoformat(day)
        actions.remove_holiday(gone, by=request.user, at=clock.now())
    except ValueError:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, "Sudah dihapus: hari itu menjadi hari kerja.")
    return redirect(f"{reverse('holidays')}?tahun={day[:4]}")


def _added(request: StaffRequest, form: forms.Form) -> bool:
    try:
        actions.add_holiday(**form.cleaned_data, by=request.user, at=clock.now())
    except Refused as refusal:
        form.add_error("day", str(refusal))
        return False
    messages.success(request, "Sudah tersimpan. Jatuh tempo dan hari kerja dihitung dengan hari ini.")
    return True


def _proposal(request: StaffRequest, proposal_id: int, form: forms.Form, status: int = 200) -> HttpResponse:
    found = queries.proposal(proposal_id)
    if found is None:
        raise Http404
    entry = actions.entry_of(found)
    is_open = found.state == "proposed"
    may = request.user.may(Can.EDIT_RULES) and is_open
    context = {
        "found": found,
        "entry": entry,
        "name": found.name,
        "said": f"{value_in_words(entry)} {unit_in_words(entry.unit)}",
        "now": _history(entry.id),
        "impact": impact_of(entry, today=clock.today()) if is_open else None,
        "may_decide": may and found.proposed_by_id != request.user.pk,
        "may_withdraw": may and found.proposed_by_id == request.user.pk,
        "form": form,
    }
    return render(request, "office/law_proposal.html", context, status=status)


def _history(id: str) -> list[Line]:
    if id.startswith("holiday."):  # closed days have a page of their own
        raise Http404
    try:
        return queries.history(id, clock.today())
    except ParameterError:
        raise Http404 from None


def _year(text: str) -> int:
    known = text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR
    return int(text) if known else clock.today().year
