"""Pendaftaran BPJS: the file for the branch, its reply, who was refused."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.audit.actions import record
from payung.enrolment import actions, queries
from payung.enrolment.enums import RegistrationState
from payung.enrolment.forms import (
    FileForm,
    RegistrationFilter,
    ReplyFilter,
    ReplyForm,
)
from payung.enrolment.incoming_views import REPLY
from payung.enrolment.models import ExportProfile
from payung.enrolment.profile import REGISTRATION
from payung.enrolment.reply import registration_number
from payung.files.queries import content, download
from payung.jobs.actions import later
from payung.language.formats import angka, mask_nik
from payung.programme import queries as programme
from payung.reference import clock
from payung.selection import queries as selection
from payung.ui.incoming import take_in
from payung.ui.lists import Column, list_page
from payung.ui.profile_page import profile_page

TONES = {
    RegistrationState.READY: "",
    RegistrationState.SENT: "warn",
    RegistrationState.ACCEPTED: "good",
    RegistrationState.REFUSED: "bad",
}
REGISTRATIONS = [
    Column("Nomor", lambda r: registration_number(r.pk), order="id"),
    Column("Nama", lambda r: r.worker.name, order="worker__name"),
    Column("Sektor", lambda r: r.place.sector.name, order="place__sector__name"),
    Column(
        "Kelurahan",
        lambda r: r.worker.kelurahan.name if r.worker.kelurahan else "",
        order="worker__kelurahan__name",
    ),
    Column(
        "Status",
        lambda r: r.get_state_display(),
        order="state",
        tone=lambda r: TONES[RegistrationState(r.state)],
    ),
    Column("Alasan ditolak", lambda r: r.refusal),
    Column("Dijawab", lambda r: r.replied_on, kind="date", order="replied_on"),
]
PROBLEMS = [
    Column("Baris", lambda p: p["row"]),
    Column("Yang harus dilakukan", lambda p: p["what"]),
]
SHOWN_PEOPLE = 3


@needs(Can.SEE_ENROLMENT)
def registrations(request: HttpRequest) -> HttpResponse:
    form = RegistrationFilter(request.GET)
    round = programme.looked_at(request).round
    round_id = round.pk if round else None
    rows = queries.registrations(
        request.scope,  # type: ignore[attr-defined]
        round_id=round_id,
        text=chosen(form, "cari"),
        state=chosen(form, "status"),
        sector=chosen(form, "sektor"),
        kelurahan=chosen(form, "kelurahan"),
    )
    return list_page(
        request,
        rows,
        REGISTRATIONS,
        template="enrolment/registrations.html",
        name="pendaftaran-bpjs",
        form=form,
        what="pendaftaran",
        counts=queries.registration_counts(request.scope, round_id=round_id),  # type: ignore[attr-defined]
        round=round,
        decrees=queries.signed_decrees(round_id),
        files=queries.registration_files(round_id=round_id)[:10],
        replies=queries.replies()[:10],
        to_deactivate=queries.to_deactivate(request.scope).count(),  # type: ignore[attr-defined]
        may_register=may(request, Can.REGISTER),
        may_read=may(request, Can.READ_REPLY),
    )


@needs(Can.REGISTER)
def make_file(request: HttpRequest, decree_id: int) -> HttpResponse:
    """Choose the profile, then a job writes the file."""
    decree = next((d for d in queries.signed_decrees() if d.id == decree_id), None)
    if decree is None:
        raise Http404
    actions.default_profile(at=clock.now())
    form = FileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            actions.prepare_registrations(decree_id, by=request.user, at=clock.now())  # type: ignore[arg-type]
            job = later(
                "enrolment.make_file",
                label=f"Membuat berkas pendaftaran {angka(decree.missing + decree.ready)} orang",
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
                rows=decree.missing + decree.ready,
                decree_id=decree_id,
                profile_id=int(form.cleaned_data["profile"]) if form.cleaned_data["profile"] else None,
                user_id=request.user.pk,
            )
        return redirect("job", job.pk)
    context = {
        "form": form,
        "decree": decree,
        "late": queries.starting_late(decree_id, clock.today()),
        "payable": selection.payable_month(clock.today()),
    }
    return render(request, "enrolment/make_file.html", context)


@needs(Can.REGISTER)
def file(request: HttpRequest, file_id: int) -> HttpResponse:
    """The bytes that went to the branch, the same ones each time (P4)."""
    made = queries.registration_file(file_id)
    if made is None:
        raise Http404
    with transaction.atomic():
        record(
            "enrolment.download_file",
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
            on=("registration_file", made.pk),
            sentence=f"Mengunduh berkas pendaftaran {made.file.name}: {made.people} orang.",
            personal_read=True,
        )
    return download(content(made.file), name=made.file.name, content_type=made.file.content_type)


@needs(Can.READ_REPLY)
def upload_reply(request: StaffRequest) -> HttpResponse:
    form = ReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (waiting := take_in(request, form, REPLY, {})):
        return redirect("reply_check", waiting.pk)
    status = 422 if form.is_bound else 200
    return render(request, "enrolment/upload_reply.html", {"form": form}, status=status)


@needs(Can.SEE_ENROLMENT)
def reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    found = queries.reply(reply_id)
    if found is None:
        raise Http404
    form = ReplyFilter(request.GET)
    text = chosen(form, "cari").lower()
    rows = [problem for problem in found.problems if text in problem["what"].lower()]
    return list_page(
        request,
        rows,
        PROBLEMS,
        template="enrolment/reply.html",
        name="balasan-bpjs",
        form=form,
        what="baris",
        reply=found,
    )


# -- The branch's template -------------------------------------------------------------------------------
@needs(Can.REGISTER)
def profiles(request: HttpRequest) -> HttpResponse:
    actions.default_profile(at=clock.now())
    return list_page(
        request,
        queries.profiles(),
        PROFILES,
        template="enrolment/profiles.html",
        name="profil-ekspor",
        what="profil",
    )


PROFILES = [
    Column("Profil", lambda p: p.name, order="name", link=lambda p: reverse("export_profile", args=[p.pk])),
    Column("Kolom", lambda p: len(p.columns), kind="number"),
    Column("Format", lambda p: p.file_format.upper()),
    Column(
        "Dipakai",
        lambda p: "Profil utama" if p.is_default else "Pilihan",
        tone=lambda p: "good" if p.is_default else "quiet",
    ),
]


@needs(Can.REGISTER)
def edit_profile(request: HttpRequest, profile_id: int | None = None) -> HttpResponse:
    """Change the columns; `Pratinjau` shows three people, `Simpan` keeps it."""
    saved = queries.profile(profile_id) if profile_id else None
    if profile_id and saved is None:
        raise Http404

    def save(**told: Any) -> ExportProfile:
        return actions.save_profile(profile_id, **told, by=request.user, at=clock.now())  # type: ignore[arg-type]

    return profile_page(
        request,
        REGISTRATION,
        saved,
        save=save,
        example=_example,
        one="export_profile",
        back="export_profiles",
        back_label="Profil ekspor",
        nobody="Pratinjau memakai orang yang siap didaftarkan; belum ada.",
    )


def _example(columns: Any) -> list[dict]:
    """Three people as the file would show them, their numbers masked."""
    ids = list(queries.registrations().values_list("id", flat=True)[:SHOWN_PEOPLE])
    return [
        person
        | {
            "nik": mask_nik(person["nik"]),
            "phone": "62••••••" if person["phone"] else "",
            "mother_name": "•••" if person["mother_name"] else "",
            "registration_number": registration_number(person["registration_id"]),
        }
        for person in queries.export_rows(ids)
    ]


@require_POST
@needs(Can.REGISTER)
def prepare(request: HttpRequest, decree_id: int) -> HttpResponse:
    try:
        added = actions.prepare_registrations(decree_id, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, f"{angka(added)} orang siap didaftarkan.")
    return redirect("registrations")


def chosen(form: Form, field: str) -> str:
    form.is_valid()
    return str(form.cleaned_data.get(field, ""))


def may(request: HttpRequest, capability: Can) -> bool:
    return request.user.may(capability)  # type: ignore[union-attr]
