"""Files that come to the claims: a list of deaths, and the branch's answers. Looked at before anything follows from them."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.claims import actions, branch_answer, lists
from payung.claims.enums import Source
from payung.files import actions as files
from payung.files.models import Incoming
from payung.language.formats import angka
from payung.reference import clock
from payung.tables.places import in_words
from payung.tables.reading import Decisions, Reading
from payung.ui.incoming import IncomingPage, Summary, by_job, format_of, incoming_page

MOST_SHOWN = 200


# -- A list of deaths ------------------------------------------------------------------------------------
def _deaths(incoming: Incoming, reading: Reading, decided: Decisions) -> Summary:
    source = Source(incoming.details["source"])
    deaths = lists.deaths_of(reading, source=source, today=clock.today())
    unsure = sum(not news.is_day_sure for _, news in deaths.news)
    notes = list(deaths.notes)
    if unsure:
        notes.append(
            f"{angka(unsure)} tanggal tidak dari kolom tanggal meninggal: kasusnya tidak dibuka sendiri, orang memastikan harinya."
        )
    sheets = reading.read_sheets
    return Summary(
        [
            ("Kabar kematian", angka(len(deaths.news))),
            ("Belum dapat dipakai", angka(len(deaths.unusable))),
            ("Bukan kabar kematian", angka(len(deaths.living))),
        ],
        [(in_words(place, sheets), why) for place, why in [*deaths.unusable, *deaths.living]],
        notes,
        save_label=f"Cocokkan {angka(len(deaths.news))} kabar" if deaths.news else "",
    )


def _to_notices(details: Mapping[str, Any]) -> str:
    return reverse("notices")


DEATHS = IncomingPage(
    lists.DOOR,
    "Periksa daftar kematian",
    "deaths_check",
    _to_notices,
    "Kabar",
    _deaths,
    by_job("claims.read_deaths", "Mencocokkan"),
)


# -- The branch's answers to claims ----------------------------------------------------------------------
def _answers(incoming: Incoming, reading: Reading, decided: Decisions) -> Summary:
    plan = actions.plan_of(reading, name=incoming.file.name, today=clock.today())
    shown = plan.answers[:MOST_SHOWN]
    return Summary(
        [
            ("Siap disimpan", f"{angka(len(plan.answers))} klaim"),
            ("Perlu ditanyakan", angka(len(plan.problems))),
            ("Sudah tercatat", angka(plan.unchanged)),
            ("Belum dijawab", f"{angka(plan.blank)} baris"),
        ],
        plan.problems,
        save_label=f"Simpan {angka(len(plan.answers))} jawaban" if plan.answers else "",
        seen=actions.digest_of(plan),
        more={"shown": shown, "more_shown": len(plan.answers) - len(shown)},
    )


def _save_answers(request: StaffRequest, incoming: Incoming, decided: Decisions) -> HttpResponse:
    saved = actions.save_answers(
        incoming.file,
        seen=request.POST.get("seen", ""),
        decided=decided,
        by=request.user,
        at=clock.now(),
        today=clock.today(),
    )
    files.settle(incoming.pk, at=clock.now())
    messages.success(request, f"Jawaban {angka(saved.claims)} klaim tersimpan.")
    return redirect("branch")


def _to_branch(details: Mapping[str, Any]) -> str:
    return reverse("branch")


ANSWERS = IncomingPage(
    branch_answer.DOOR, "Periksa jawaban cabang", "branch_answer", _to_branch, "Cabang BPJS", _answers, _save_answers,
    template="claims/branch_answer.html",
)  # fmt: skip


@needs(Can.HANDLE_CLAIM)
def deaths_format(request: StaffRequest) -> HttpResponse:
    """Unduh format of a list of deaths."""
    return format_of(lists.DOOR, name="format-daftar-kematian", but=("other_day",))


@needs(Can.HANDLE_CLAIM)
def check_deaths(request: StaffRequest, incoming_id: int) -> HttpResponse:
    """Periksa hasil of a list of deaths."""
    return incoming_page(request, incoming_id, DEATHS)


@needs(Can.ANSWER_CLAIM)
def check_answers(request: StaffRequest, incoming_id: int) -> HttpResponse:
    """Periksa hasil of the branch's answers: what each row means, before anything is saved."""
    return incoming_page(request, incoming_id, ANSWERS)
