"""Jangkauan: the outbox of prepared messages, the words, one message to send, print, or say at the door."""

from django.contrib import messages as notes
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.claims import queries as claims
from payung.claims.enums import ClaimState
from payung.documents.city import letterhead
from payung.documents.letter import Letter, Signer, letter_pdf, text
from payung.files.queries import download
from payung.jobs.actions import Refused
from payung.outreach import actions, queries
from payung.outreach.enums import MessageState, Topic
from payung.outreach.forms import OutboxFilter, PrepareForm
from payung.outreach.models import Message
from payung.outreach.words import addressee
from payung.reference import clock
from payung.ui.lists import Column, list_page

TONES = {
    MessageState.PREPARED: "warn",
    MessageState.SENT: "good",
    MessageState.TOLD: "good",
    MessageState.DROPPED: "quiet",
}
COLUMNS = [
    Column("Kepada", lambda m: m.to_name, order="to_name", link=lambda m: reverse("message", args=[m.pk])),
    Column("Tentang", lambda m: m.get_topic_display(), order="topic"),
    Column("Klaim", lambda m: m.claim.number, link=lambda m: reverse("claim", args=[m.claim_id])),
    Column("Disiapkan", lambda m: m.prepared_at.date(), kind="date", order="prepared_at"),
    Column("Keadaan", lambda m: m.get_state_display(), tone=lambda m: TONES[MessageState(m.state)]),
]


@needs(Can.REACH_OUT)
def outbox(request: StaffRequest) -> HttpResponse:
    """Kotak keluar: what waits to be sent or said."""
    form = OutboxFilter(request.GET or {"keadaan": MessageState.PREPARED})
    form.is_valid()
    told = form.cleaned_data
    rows = queries.messages(
        scope=request.scope,
        state=told.get("keadaan", ""),
        topic=told.get("isi", ""),
        text=told.get("cari", ""),
    )
    return list_page(
        request, rows, COLUMNS, template="outreach/outbox.html", name="pesan", form=form, what="pesan"
    )


@needs(Can.REACH_OUT)
def words(request: StaffRequest) -> HttpResponse:
    """Every text with invented facts."""
    return render(request, "outreach/words.html", {"previews": queries.previews()})


@require_POST
@needs(Can.REACH_OUT)
def prepare_due(request: StaffRequest) -> HttpResponse:
    """Prepare now what the morning would prepare."""
    notes.success(request, f"{actions.prepare_due(at=clock.now())} pesan baru disiapkan.")
    return redirect("outbox")


@needs(Can.REACH_OUT)
def prepare(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Choose what this family should hear."""
    claim = claims.claim(claim_id, scope=request.scope)
    if claim is None:
        raise Http404
    if claim.state == ClaimState.MISTAKEN:
        first = Topic.APOLOGY
    else:
        first = Topic.CONDOLENCE if claim.event.kind in claims.DEATHS else Topic.RECOVERY
    form = PrepareForm(request.POST or None, initial={"topic": first})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.prepare(
                claim_id, Topic(form.cleaned_data["topic"]), by=request.user, at=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("message", made.pk)
    return render(
        request, "outreach/prepare.html", {"form": form, "claim": claim}, status=422 if form.errors else 200
    )


@needs(Can.REACH_OUT)
def one(request: StaffRequest, message_id: int) -> HttpResponse:
    """One message, as it will be read, with the ways to bring it."""
    found = _found(request, message_id)
    actions.note_opened(found.pk, by=request.user, at=clock.now())
    context = {"message": found, "tone": TONES[MessageState(found.state)], "link": queries.link(found)}
    return render(
        request, "outreach/message.html", context | {"is_waiting": found.state == MessageState.PREPARED}
    )


@needs(Can.REACH_OUT)
def letter(request: StaffRequest, message_id: int) -> HttpResponse:
    """The same words as a letter, for who has no telephone."""
    found = _found(request, message_id)
    head = letterhead()
    paper = Letter(
        "Pemberitahuan", [text(part) for part in found.text.split("\n\n")], [Signer("Petugas", request.user.full_name)], head,
        addressee=(f"Yth. {addressee(found.to_name)}", "di tempat"), written_on=clock.today(),
    )  # fmt: skip
    return download(letter_pdf(paper), name=f"surat-{found.claim.number}.pdf", content_type="application/pdf")


@require_POST
@needs(Can.REACH_OUT)
def settle(request: StaffRequest, message_id: int, to: str) -> HttpResponse:
    """Terkirim, disampaikan langsung, or tidak jadi."""
    found = _found(request, message_id)
    if to not in MessageState.values:
        raise Http404
    try:
        actions.settle(found.pk, MessageState(to), by=request.user, at=clock.now())
    except Refused as refusal:
        notes.error(request, str(refusal), extra_tags="bad")
    return redirect("outbox")


def _found(request: StaffRequest, message_id: int) -> Message:
    found = queries.message(message_id, scope=request.scope)
    if found is None:
        raise Http404
    return found
