"""Lepas kursi, with what it ends; Nonaktif TK: whom the branch should stop billing, and the file that says so."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.audit.actions import record
from payung.enrolment import actions, queries
from payung.enrolment.enums import EndReason
from payung.enrolment.forms import DeactivationFilter, LeaveForm
from payung.enrolment.models import ExportProfile
from payung.enrolment.profile import DEACTIVATION
from payung.files.queries import content, download
from payung.language.formats import angka, mask_nik, tanggal
from payung.reference import clock
from payung.selection import queries as selection
from payung.ui.lists import Column, list_page
from payung.ui.profile_page import profile_page

SHOWN_PEOPLE = 3
ENDED = [
    Column(
        "Nama",
        lambda m: m.worker.name,
        order="worker__name",
        link=lambda m: reverse("worker", args=[m.worker_id]),
    ),
    Column("KPJ", lambda m: m.kpj),
    Column("Kelurahan", lambda m: m.worker.kelurahan.name if m.worker.kelurahan else "–"),
    Column("Hari terakhir", lambda m: m.last_on, kind="date", order="end_on"),
    Column("Alasan", lambda m: m.get_end_reason_display(), order="end_reason"),
]


@needs(Can.SELECT)
def release(request: StaffRequest, place_id: int) -> HttpResponse:
    """Lepas kursi: says what ends with it, then ends it."""
    place = selection.place(place_id, scope=request.scope)
    if place is None:
        raise Http404
    form = LeaveForm(request.POST or None, initial={"on": clock.today()})
    member = queries.running_on(place_id)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            ended = actions.release_seat(
                place_id,
                reason=EndReason(cleaned["reason"]),
                on=cleaned["on"],
                by=request.user,
                at=clock.now(),
            )
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _done(ended is not None, tanggal(cleaned["on"])))
            return redirect("place", place_id)
    context = {"place": place, "form": form, "member": member}
    return render(request, "enrolment/release.html", context, status=422 if form.errors else 200)


def _done(is_member: bool, day: str) -> str:
    if is_member:
        return (
            f"Kursi dilepas: kepesertaan berakhir {day}, kartu dicabut, dan orangnya keluar dari daftar bayar. "
            "Buat berkas Nonaktif TK untuk cabang di Pendaftaran BPJS."
        )
    return "Kursi dilepas. Panggil yang berikutnya dari Kuota & seleksi."


@needs(Can.SEE_ENROLMENT)
def listed(request: StaffRequest) -> HttpResponse:
    """Nonaktif TK: memberships that have ended and that the branch has not been told of."""
    form = DeactivationFilter(request.GET)
    form.is_valid()
    rows = queries.to_deactivate(request.scope, text=form.cleaned_data.get("cari", ""))
    return list_page(
        request, rows, ENDED, template="enrolment/deactivation.html", name="nonaktif-tk", form=form, what="orang",
        files=queries.deactivation_files()[:10], waiting=queries.to_deactivate().count(),
        may_register=request.user.may(Can.REGISTER),
    )  # fmt: skip


@require_POST
@needs(Can.REGISTER)
def make_file(request: StaffRequest) -> HttpResponse:
    try:
        made = actions.make_deactivation_file(by=request.user, at=clock.now())
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(
            request, f"Berkas Nonaktif TK untuk {angka(made.people)} orang siap. Unduh, lalu kirim ke cabang."
        )
    return redirect("deactivation")


@needs(Can.REGISTER)
def file(request: StaffRequest, file_id: int) -> HttpResponse:
    """The bytes that went to the branch, the same ones each time (P4)."""
    made = queries.deactivation_file(file_id)
    if made is None:
        raise Http404
    with transaction.atomic():
        record(
            "enrolment.download_file", by=request.user, at=clock.now(), on=("deactivation_file", made.pk),
            sentence=f"Mengunduh berkas Nonaktif TK {made.file.name}: {made.people} orang.", personal_read=True,
        )  # fmt: skip
    return download(content(made.file), name=made.file.name, content_type=made.file.content_type)


@needs(Can.REGISTER)
def edit_profile(request: StaffRequest) -> HttpResponse:
    """The columns of the branch's template; `Pratinjau` shows three people, `Simpan` keeps it."""
    saved = actions.default_profile(at=clock.now(), purpose=DEACTIVATION)

    def save(**told: Any) -> ExportProfile:
        return actions.save_profile(saved.pk, **told, by=request.user, at=clock.now(), purpose=DEACTIVATION)

    return profile_page(
        request, DEACTIVATION, saved, save=save, example=_example, one="deactivation_profile", back="deactivation",
        back_label="Nonaktif TK", nobody="Pratinjau memakai orang yang kepesertaannya berakhir; belum ada.",
    )  # fmt: skip


def _example(columns: object) -> list[dict]:
    """Three people as the file would show them, their numbers masked."""
    ids = list(queries.to_deactivate().values_list("pk", flat=True)[:SHOWN_PEOPLE])
    return [person | {"nik": mask_nik(person["nik"])} for person in queries.deactivation_rows(ids)]
