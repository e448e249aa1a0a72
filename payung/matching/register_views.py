"""What do the registers say of our people? Upload, look, save; the answers, the stop list and the deaths."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.documents import sheets
from payung.files.queries import download
from payung.jobs.actions import Refused
from payung.matching import actions, queries
from payung.matching.enums import ExtractState, Finding, Register
from payung.matching.extracts import read_waiting
from payung.matching.models import RegisterExtract
from payung.matching.registers import DOORS
from payung.people import queries as people
from payung.reference import clock
from payung.tables.places import in_words
from payung.tables.reading import Decisions
from payung.tables.understood import understood
from payung.tables.values import text_of
from payung.ui.forms import Choices, TanggalField
from payung.ui.lists import XLSX, Column, list_page
from payung.ui.reading import ACCEPTED_FILES, FILE_HELP, DecisionsForm, first_rows

MOST_BYTES = 16 * 2**20
STEPS = ["Unduh format", "Unggah ekstrak", "Periksa hasil", "Simpan"]
WORKING = (ExtractState.UPLOADED, ExtractState.SAVING)
TONES = {
    ExtractState.SAVED: "good",
    ExtractState.CHECKED: "warn",
    ExtractState.NEEDS_MAPPING: "warn",
    ExtractState.REFUSED: "bad",
    ExtractState.DROPPED: "quiet",
}
GRAVE = (
    Finding.DEAD, Finding.MOVED, Finding.NOT_FOUND, Finding.PU_ACTIVE, Finding.BPU_ACTIVE, Finding.PAID_ELSEWHERE,
)  # fmt: skip
FINDING_TONES = dict.fromkeys(GRAVE, "bad") | {Finding.ALIVE: "good", Finding.BPU_OURS: "good"}
EXTRACTS = [
    Column("Berkas", lambda e: e.name, link=lambda e: reverse("register", args=[e.pk])),
    Column("Register", lambda e: e.get_register_display(), order="register"),
    Column("Data per", lambda e: e.as_of, kind="date", order="as_of"),
    Column("Baris", lambda e: e.rows, kind="number"),
    Column("Tentang pekerja kita", lambda e: e.known, kind="number"),
    Column("Status", lambda e: e.get_state_display(), tone=lambda e: TONES.get(e.state, "")),
    Column("Oleh", lambda e: e.uploaded_by.full_name),
]
ANSWERS = [
    Column("Nama", lambda c: c.worker.name, order="worker__name"),
    Column(
        "Kelurahan", lambda c: c.worker.kelurahan.name if c.worker.kelurahan else c.worker.outside_address
    ),
    Column("Register", lambda c: c.get_register_display(), order="register"),
    Column(
        "Jawaban", lambda c: c.get_finding_display(), tone=lambda c: FINDING_TONES.get(c.finding, "quiet")
    ),
    Column("Sejak", lambda c: c.since, kind="date", order="since"),
    Column("Desil", lambda c: c.decile if c.decile is not None else ""),
    Column("Pembayar", lambda c: c.payer),
    Column("Berbeda", lambda c: ", ".join(c.differs)),
    Column("Data per", lambda c: c.extract.as_of if c.extract else c.checked_at.date(), kind="date"),
]


class ExtractForm(forms.Form):
    register = forms.ChoiceField(label="Register", choices=Register.choices, widget=Choices)
    as_of = TanggalField(label="Data per tanggal")
    file = forms.FileField(
        label="Berkas",
        help_text=f"{FILE_HELP}, paling besar 16 MB. Dihapus setelah jawabannya disimpan.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED_FILES}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Berkas lebih besar dari 16 MB. Kirim lembar datanya saja.")
        return file


class AnswerFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    register = forms.ChoiceField(label="Register", required=False, choices=[("", "Semua"), *Register.choices])
    jawaban = forms.ChoiceField(label="Jawaban", required=False, choices=[("", "Semua"), *Finding.choices])
    beda = forms.ChoiceField(
        label="Data", required=False, choices=[("", "Semua"), ("1", "Berbeda dengan kita")]
    )


@needs(Can.SEE_MATCHING)
def registers(request: StaffRequest) -> HttpResponse:
    """Which register was asked when, and what came in."""
    asked = queries.last_asked()
    today = clock.today()
    counts = queries.register_counts()
    cards = [
        {
            "register": r,
            "as_of": asked.get(r),
            "days": (today - asked[r]).days if r in asked else None,
            "counts": [(Finding(f), n) for f, n in counts[r].items() if n],
        }
        for r in Register
    ]
    return list_page(
        request,
        queries.extracts(),
        EXTRACTS,
        template="matching/registers.html",
        name="ekstrak-register",
        what="ekstrak",
        cards=cards,
        may_load=request.user.may(Can.LOAD_REGISTERS),
        may_review=request.user.may(Can.REVIEW_PAIRS),
        stops=queries.LIST_COUNTS["stop_list"](today),
        deaths=queries.LIST_COUNTS["deaths_found"](today),
    )


@needs(Can.LOAD_REGISTERS)
def template(request: StaffRequest, register: str) -> HttpResponse:
    """The format of one register, to be sent to the one who holds it."""
    if register not in Register.values:
        raise Http404
    chosen = Register(register)
    fields = DOORS[chosen].fields
    heads = [sheets.Column(field.label, width=24) for field in fields]
    content = sheets.xlsx(
        heads, [[field.example for field in fields]], sheet=chosen.label[:28].replace("/", "-")
    )
    return download(content, name=f"format-register-{register}.xlsx", content_type=XLSX)


@needs(Can.LOAD_REGISTERS)
def upload(request: StaffRequest) -> HttpResponse:
    form = ExtractForm(request.POST or None, request.FILES or None, initial={"as_of": clock.today()})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            extract = actions.receive_extract(
                file.read(),
                name=file.name,
                register=Register(form.cleaned_data["register"]),
                as_of=form.cleaned_data["as_of"],
                by=request.user,
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            extract.refresh_from_db()
            return (
                redirect("job", extract.job_id)
                if extract.state in WORKING
                else redirect("register", extract.pk)
            )
    context = {"form": form, "steps": STEPS, "registers": Register}
    return render(request, "matching/register_upload.html", context, status=422 if form.errors else 200)


@needs(Can.SEE_MATCHING)
def register(request: StaffRequest, extract_id: int) -> HttpResponse:
    """One extract: what it would tell before it is saved, what it told after."""
    extract = _extract(extract_id)
    if extract.state == ExtractState.NEEDS_MAPPING and request.user.may(Can.LOAD_REGISTERS):
        return redirect("register_columns", extract_id)
    grave = [(worker, finding) for worker, finding in extract.changed if finding in GRAVE]
    names = {str(w.pk): w for w in people.workers().filter(pk__in=[worker for worker, _ in grave[:100]])}
    context = {
        "extract": extract,
        "steps": STEPS,
        "step": 4 if extract.state == ExtractState.SAVED else 3,
        "tone": TONES.get(ExtractState(extract.state), ""),
        "counts": [(Finding(f), n) for f, n in extract.counts.items()],
        "grave": [(names[w], Finding(f)) for w, f in grave[:100] if w in names],
        "grave_count": len(grave),
        "changed_count": len(extract.changed),
        "may_save": extract.state == ExtractState.CHECKED and request.user.may(Can.LOAD_REGISTERS),
        "is_working": extract.state in WORKING,
    }
    return render(request, "matching/register.html", context | _what_was_read(extract))


def _what_was_read(extract: RegisterExtract) -> dict[str, Any]:
    """What was understood of a file that still waits; after saving its bytes are gone, and only counts are left."""
    if extract.state != ExtractState.CHECKED or extract.file is None:
        return {}
    reading = read_waiting(extract)
    summary = understood(reading)
    return {"understood": summary, "first": first_rows(reading.records(), reading.door, summary)}


@needs(Can.LOAD_REGISTERS)
def columns(request: StaffRequest, extract_id: int) -> HttpResponse:
    """Match the headers once; the next file with the same headers is read at once."""
    extract = _extract(extract_id)
    if extract.state != ExtractState.NEEDS_MAPPING:
        return redirect("register", extract_id)
    reading = read_waiting(extract)
    form = DecisionsForm(request.POST or None, reading=reading, again=True)
    if request.method == "POST" and form.is_valid():
        try:
            decided = form.decisions(Decisions.from_json(extract.decisions))
            actions.decide_about_extract(extract_id, decided, by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("register", extract_id)
    context = {"extract": extract, "form": form, "steps": STEPS}
    return render(request, "matching/register_columns.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Can.LOAD_REGISTERS)
def save(request: StaffRequest, extract_id: int) -> HttpResponse:
    _extract(extract_id)
    try:
        job_id = actions.ask_to_save_extract(extract_id, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        return redirect("register", extract_id)
    return redirect("job", job_id)


@require_POST
@needs(Can.LOAD_REGISTERS)
def drop(request: StaffRequest, extract_id: int) -> HttpResponse:
    _extract(extract_id)
    try:
        actions.drop_extract(extract_id, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, "Dibuang. Berkasnya sudah dihapus.")
    return redirect("registers")


@needs(Can.LOAD_REGISTERS)
def bad_rows(request: StaffRequest, extract_id: int) -> HttpResponse:
    """The rows that cannot be used, with the reason. With their cells only while the file is still there."""
    extract = _extract(extract_id)
    cells: dict[str, list[str]] = {}
    fields: list[Any] = []
    if extract.state == ExtractState.CHECKED and extract.file:
        reading = read_waiting(extract)
        fields = [field for field in reading.door.fields if field.name in reading.fields]
        wanted = {where for where, _ in extract.problems}
        cells = {
            where: [text_of(row.get(field.name)) for field in fields]
            for place, row in reading.records()
            if (where := in_words(place, reading.read_sheets)) in wanted
        }
    actions.note_bad_rows(extract, by=request.user, at=clock.now())
    heads = [sheets.Column("Baris"), sheets.Column("Yang harus diperbaiki", width=60)]
    heads += [sheets.Column(field.label) for field in fields]
    rows = [[where, why, *cells.get(where, [""] * len(fields))] for where, why in extract.problems]
    content = sheets.xlsx(heads, rows, sheet="Baris salah")
    return download(content, name=f"baris-salah-{extract.pk}.xlsx", content_type=XLSX)


@needs(Can.SEE_MATCHING)
def answers(request: StaffRequest) -> HttpResponse:
    """The latest answer of each register for each person."""
    form = AnswerFilter(request.GET)
    form.is_valid()
    told = form.cleaned_data
    found = queries.results(
        register=told.get("register", ""),
        finding=told.get("jawaban", ""),
        text=told.get("cari", ""),
        differs=told.get("beda") == "1",
    )
    return list_page(
        request, found, ANSWERS, template="matching/answers.html", name="jawaban-register", form=form, what="jawaban",
        title="Jawaban register", lead="Jawaban terakhir setiap register, dengan tanggal dan sumbernya.",
        empty="Belum ada jawaban register yang cocok.",
    )  # fmt: skip


def _extract(extract_id: int) -> RegisterExtract:
    found = queries.extract(extract_id)
    if found is None:
        raise Http404
    return found
