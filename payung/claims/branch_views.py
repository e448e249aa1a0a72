"""The pages of the branch's spreadsheets: send claims, read the answer after looking at it, edit the template."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.audit import actions as audit
from payung.claims import actions, at_branch
from payung.claims.branch_answer import answer_template
from payung.claims.branch_forms import AnswerFileForm, SendForm
from payung.claims.branch_rows import branch_rows
from payung.claims.enums import ClaimState
from payung.claims.incoming_views import ANSWERS
from payung.claims.models import BranchFile
from payung.claims.profile import CLAIMS
from payung.enrolment import actions as enrolment_actions
from payung.enrolment import queries as enrolment
from payung.files.queries import content, download
from payung.jobs.actions import Refused
from payung.language.formats import angka, mask_nik
from payung.reference import clock
from payung.ui.incoming import take_in
from payung.ui.lists import Column, list_page
from payung.ui.profile_page import profile_page

SHOWN_CLAIMS = 3
FILES = [
    Column("Berkas", lambda b: b.file.name, link=lambda b: reverse("branch_file", args=[b.pk])),
    Column("Arah", lambda b: "Jawaban cabang" if b.is_answer else "Dikirim ke cabang"),
    Column("Klaim", lambda b: b.claims, kind="number", order="claims"),
    Column("Perlu ditanyakan", lambda b: len(b.problems), kind="number"),
    Column("Oleh", lambda b: b.by.full_name),
    Column("Waktu", lambda b: b.at.astimezone().strftime("%d-%m-%Y %H.%M"), order="at"),
]
PROFILES = [
    Column("Profil", lambda p: p.name, order="name", link=lambda p: reverse("claim_profile", args=[p.pk])),
    Column("Kolom", lambda p: len(p.columns), kind="number"),
    Column("Format", lambda p: p.file_format.upper()),
    Column("Dipakai", lambda p: "Profil utama" if p.is_default else "Pilihan"),
]


@needs(Can.ANSWER_CLAIM)
def branch(request: StaffRequest) -> HttpResponse:
    """Cabang BPJS: what to send, what to read, and every file that went or came."""
    return _branch(request, AnswerFileForm(), SendForm())


def _branch(request: StaffRequest, answer_form: AnswerFileForm, send_form: SendForm) -> HttpResponse:
    return list_page(
        request,
        at_branch.branch_files(),
        FILES,
        template="claims/branch.html",
        name="berkas-cabang",
        what="berkas",
        answer_form=answer_form,
        send_form=send_form if request.user.may(Can.HANDLE_CLAIM) else None,
        ready=at_branch.to_branch(ClaimState.COMPLETE).count(),
        waiting=at_branch.to_branch(ClaimState.FILED).count(),
    )


@require_POST
@needs(Can.HANDLE_CLAIM)
def send(request: StaffRequest) -> HttpResponse:
    """Write the file; who could not be filed is told by number."""
    form = SendForm(request.POST)
    if not form.is_valid():
        return _branch(request, AnswerFileForm(), form)
    told = form.cleaned_data
    try:
        made = actions.send_to_branch(
            ClaimState(told["state"]), profile_id=int(told["profile"]) if told["profile"] else None,
            filed_on=told["filed_on"], by=request.user, at=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        return redirect("branch")
    messages.success(request, f"Berkas {made.file.name} siap diunduh: {angka(made.claims)} klaim.")
    for number, why in made.problems[:5]:
        messages.warning(request, f"{number} belum ikut: {why}", extra_tags="warn")
    return redirect("branch")


@needs(Can.ANSWER_CLAIM)
def file(request: StaffRequest, file_id: int) -> HttpResponse:
    """The bytes that went or came, the same each time."""
    found = BranchFile.objects.filter(pk=file_id).select_related("file").first()
    if found is None:
        raise Http404
    with transaction.atomic():
        audit.record(
            "claims.branch_downloaded", by=request.user, at=clock.now(), on=("branch_file", found.pk),
            sentence=f"Mengunduh {found.file.name}: {angka(found.claims)} klaim.", personal_read=True,
        )  # fmt: skip
    return download(content(found.file), name=found.file.name, content_type=found.file.content_type)


@needs(Can.ANSWER_CLAIM)
def template(request: StaffRequest) -> HttpResponse:
    """Unduh format: every claim that lies at the branch, the answer blank."""
    ids = at_branch.to_branch(ClaimState.FILED).values_list("pk", flat=True)[: actions.MOST_IN_A_FILE]
    claims = list(at_branch.with_family(ids))
    with transaction.atomic():
        audit.record(
            "claims.answer_template", by=request.user, at=clock.now(), on=("list", "jawaban-klaim"),
            sentence=f"Mengunduh format jawaban: {angka(len(claims))} klaim.", personal_read=True,
        )  # fmt: skip
    made = answer_template(claims, enrolment.kpjs([claim.worker_id for claim in claims]))
    return download(made, name="jawaban-klaim.xlsx", content_type=actions.XLSX)


@require_POST
@needs(Can.ANSWER_CLAIM)
def upload(request: StaffRequest) -> HttpResponse:
    """Keep the file, then show what it would do."""
    form = AnswerFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _branch(request, form, SendForm())
    if waiting := take_in(request, form, ANSWERS, {}):
        return redirect("branch_answer", waiting.pk)
    return _branch(request, form, SendForm())


# -- The template of the branch --------------------------------------------------------------------------
@needs(Can.HANDLE_CLAIM)
def profiles(request: StaffRequest) -> HttpResponse:
    enrolment_actions.default_profile(at=clock.now(), purpose=CLAIMS)
    rows = enrolment.profiles(CLAIMS.key)
    return list_page(
        request, rows, PROFILES, template="claims/profiles.html", name="profil-klaim", what="profil"
    )


@needs(Can.HANDLE_CLAIM)
def edit_profile(request: StaffRequest, profile_id: int | None = None) -> HttpResponse:
    """Change the columns; the preview shows three claims, their numbers masked."""
    saved = enrolment.profile(profile_id, CLAIMS.key) if profile_id else None
    if profile_id and saved is None:
        raise Http404

    def save(**told: Any) -> Any:
        return enrolment_actions.save_profile(
            profile_id, **told, by=request.user, at=clock.now(), purpose=CLAIMS
        )

    return profile_page(
        request,
        CLAIMS,
        saved,
        save=save,
        example=_example,
        one="claim_profile",
        back="claim_profiles",
        back_label="Susunan kolom klaim",
        nobody="Pratinjau memakai klaim yang siap dikirim; belum ada.",
    )


def _example(columns: Any) -> list[dict]:
    ids = [
        *at_branch.to_branch(ClaimState.COMPLETE).values_list("pk", flat=True)[:SHOWN_CLAIMS],
        *at_branch.to_branch(ClaimState.FILED).values_list("pk", flat=True)[:SHOWN_CLAIMS],
    ]
    rows = branch_rows(list(at_branch.with_family(ids[:SHOWN_CLAIMS])), columns)
    return [
        row | {"nik": mask_nik(row["nik"]), "reporter_phone": "62••••••" if row["reporter_phone"] else ""}
        for row in rows
    ]
