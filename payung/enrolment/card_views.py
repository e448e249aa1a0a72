"""Kartu: print, hand over, replace, and who still waits for one."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from payung.accounts.enums import Can
from payung.accounts.gate import needs
from payung.audit import actions as audit
from payung.enrolment import actions, papers, queries
from payung.enrolment.forms import CardFilter, HandOverForm, PrintForm, ReissueForm
from payung.enrolment.models import Card
from payung.enrolment.views import chosen, may
from payung.files.models import StoredFile
from payung.files.queries import content, download
from payung.jobs.actions import later
from payung.language.formats import angka
from payung.reference import clock
from payung.ui.lists import Column, list_page


def _state(card: Card) -> str:
    if card.handed_over_on:
        return "Sudah diserahkan"
    return "Belum diserahkan" if card.printed_at else "Belum dicetak"


CARDS = [
    Column(
        "Nama",
        lambda c: c.membership.worker.name,
        order="membership__worker__name",
        link=lambda c: reverse("card", args=[c.pk]),
    ),
    Column("Kode", lambda c: c.code),
    Column("KPJ", lambda c: c.membership.kpj, order="membership__kpj"),
    Column("Sektor", lambda c: c.membership.place.sector.name, order="membership__place__sector__name"),
    Column(
        "Kelurahan",
        lambda c: c.membership.worker.kelurahan.name if c.membership.worker.kelurahan else "",
        order="membership__worker__kelurahan__name",
    ),
    Column("Status", _state, tone=lambda c: "good" if c.handed_over_on else "warn" if c.printed_at else ""),
    Column("Diserahkan", lambda c: c.handed_over_on, kind="date", order="handed_over_on"),
    Column("Penerima", lambda c: c.handed_over_to),
]


@needs(Can.SEE_ENROLMENT)
def cards(request: HttpRequest) -> HttpResponse:
    form = CardFilter(request.GET)
    scope = request.scope  # type: ignore[attr-defined]
    rows = queries.cards(
        scope,
        text=chosen(form, "cari"),
        state=chosen(form, "status"),
        sector=chosen(form, "sektor"),
        kelurahan=chosen(form, "kelurahan"),
    )
    printed = request.GET.get("berkas", "")
    return list_page(
        request,
        rows,
        CARDS,
        template="enrolment/cards.html",
        name="kartu",
        form=form,
        what="kartu",
        counts=queries.card_counts(scope),
        kelurahan=queries.cards_by_kelurahan(scope),
        printed=printed if printed.isdecimal() else "",
        may_print=may(request, Can.PRINT_CARDS),
        may_give=may(request, Can.HAND_OVER),
    )


@needs(Can.HAND_OVER)
def handover_list(request: HttpRequest, kelurahan: str) -> HttpResponse:
    """The list a kelurahan signs for the cards that are not yet handed over. Names only; still written down."""
    made = papers.handover_paper(kelurahan, request.scope)  # type: ignore[attr-defined]
    if made is None:
        raise Http404
    with transaction.atomic():
        audit.record(
            "enrolment.handover_list", by=request.user, at=clock.now(), on=("area", kelurahan),  # type: ignore[arg-type]
            sentence="Mengunduh daftar serah terima kartu satu kelurahan.", personal_read=True,
        )  # fmt: skip
    return download(made, name=f"serah-terima-{kelurahan}.pdf", content_type="application/pdf")


@needs(Can.PRINT_CARDS)
def print_cards(request: HttpRequest) -> HttpResponse:
    form = PrintForm(request.POST or None, initial={"only_unprinted": True})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _print(
            request,
            kelurahan=given["kelurahan"],
            sector=given["sektor"],
            only_unprinted=given["only_unprinted"],
        )
    return render(request, "enrolment/print_cards.html", {"form": form, "counts": queries.card_counts()})


def _print(request: HttpRequest, **which) -> HttpResponse:
    waiting = queries.card_counts()["unprinted" if which.get("only_unprinted") else "active"]
    with transaction.atomic():
        job = later(
            "enrolment.print_cards",
            label=f"Mencetak kartu (paling banyak {angka(waiting)})",
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
            rows=waiting,
            user_id=request.user.pk,
            **which,
        )
    return redirect("job", job.pk)


@needs(Can.PRINT_CARDS)
def printed(request: HttpRequest, file_id: int) -> HttpResponse:
    file = StoredFile.objects.filter(pk=file_id, purpose="enrolment.cards").first()
    if file is None:
        raise Http404
    return download(content(file), name=file.name, content_type=file.content_type)


@needs(Can.SEE_ENROLMENT)
def card(request: HttpRequest, card_id: int) -> HttpResponse:
    found = queries.card(card_id, request.scope)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return render(
        request,
        "enrolment/card.html",
        {
            "card": found,
            "state": _state(found),
            "earlier": queries.cards_of_worker(found.membership.worker_id).exclude(pk=found.pk),
            "form": ReissueForm(),
            "may_print": may(request, Can.PRINT_CARDS),
        },
    )


@needs(Can.PRINT_CARDS)
def reissue(request: HttpRequest, card_id: int) -> HttpResponse:
    try:
        new = actions.reissue_card(
            card_id,
            reason=request.POST.get("reason", ""),
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except actions.Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        return redirect("card", card_id)
    messages.success(request, "Kode lama sudah dicabut. Cetak kartu barunya.")
    return redirect("card", new.pk)


@needs(Can.PRINT_CARDS)
def print_one(request: HttpRequest, card_id: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("card", card_id)
    return _print(request, card_id=card_id)


@needs(Can.HAND_OVER)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Scan or type, one after the other: the form comes back empty after each card."""
    form = HandOverForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            card = actions.hand_over(
                given["code"],
                to=given["to"],
                on=given["on"],
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
                scope=request.scope,  # type: ignore[attr-defined]
            )
        except actions.Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, f"Sudah tersimpan: kartu {card.membership.worker.name}.")
            return redirect("card_hand_over")
    status = 422 if form.is_bound else 200
    return render(request, "enrolment/hand_over.html", {"form": form}, status=status)
