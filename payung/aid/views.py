"""The pages of parcels: distributions, the list of one, the hand-over by card."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.aid import actions, papers, queries
from payung.aid.forms import DistributionForm, HandOverForm, RecipientFilter
from payung.audit import actions as audit
from payung.enrolment import queries as enrolment
from payung.files.queries import download
from payung.jobs.actions import Refused
from payung.programme import queries as programme
from payung.reference import clock
from payung.rules import months
from payung.ui.lists import Column, list_page

MOST_FAMILIES = 100  # of the families still to come that are shown with a button
DISTRIBUTIONS = [
    Column("Pembagian", lambda d: d.name, order="name", link=lambda d: reverse("distribution", args=[d.pk])),
    Column("Pemberi", lambda d: d.giver),
    Column("Tanggal", lambda d: d.on, kind="date", order="on"),
    Column("Tempat", lambda d: d.place),
    Column("Paket", lambda d: d.parcels, kind="number"),
    Column("Dalam daftar", lambda d: d.listed, kind="number"),
    Column("Sudah menerima", lambda d: d.received, kind="number"),
]
RECIPIENTS = [
    Column("Nama", lambda r: r.addressed, order="worker__name"),
    Column(
        "Kelurahan",
        lambda r: r.worker.kelurahan.name if r.worker.kelurahan else "–",
        order="worker__kelurahan__name",
    ),
    Column("RT/RW", lambda r: f"{r.worker.rt}/{r.worker.rw}"),
    Column(
        "Keadaan",
        lambda r: "Sudah menerima" if r.received_at else "Belum menerima",
        tone=lambda r: "good" if r.received_at else "quiet",
    ),
    Column("Waktu", lambda r: f"{localtime(r.received_at):%d-%m-%Y %H.%M}" if r.received_at else ""),
    Column("Diambil oleh", lambda r: r.taken_by),
    Column("Tanda tangan", lambda r: ""),
]


@needs(Can.SEE_AID)
def distributions(request: StaffRequest) -> HttpResponse:
    return list_page(
        request, queries.distributions(), DISTRIBUTIONS, template="aid/distributions.html", name="sembako", what="pembagian",
        may_make=request.user.may(Can.RUN_AID),
    )  # fmt: skip


@needs(Can.RUN_AID)
def new(request: StaffRequest) -> HttpResponse:
    """Put a list together from the members of this month, the families of those who died, or both."""
    form = DistributionForm(request.POST or None)
    round = programme.looked_at(request).round
    if request.method == "POST" and form.is_valid() and round:
        told = dict(form.cleaned_data)
        chosen, families = _recipients(round.pk, told)
        try:
            made = actions.make_distribution(
                round_id=round.pk,
                worker_ids=chosen,
                family_ids=families,
                by=request.user,
                at=clock.now(),
                **told,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("distribution", made.pk)
    return render(request, "aid/new.html", {"form": form, "round": round}, status=422 if form.errors else 200)


def _recipients(round_id: int, told: dict[str, Any]) -> tuple[list[UUID], list[UUID]]:
    """(members of this month, members who died) as the form names them; takes its own fields out of `told`."""
    area, who, since = told.pop("kelurahan"), told.pop("who"), told.pop("died_since")
    chosen, families = [], []
    if who != "families":
        members = enrolment.memberships_in(months.month_of(clock.today()), round_id=round_id)
        chosen = [m.worker_id for m in members if not area or m.kelurahan == area]
    if who != "members":
        families = [m.worker_id for m in enrolment.bereaved(since=since, kelurahan=area)]
    return chosen, families


@needs(Can.SEE_AID)
def one(request: StaffRequest, distribution_id: int) -> HttpResponse:
    """The list of a distribution, with the hand-over by card on top."""
    found = queries.distributions().filter(pk=distribution_id).first()
    if found is None:
        raise Http404
    form = RecipientFilter(request.GET)
    form.is_valid()
    families = queries.families_waiting(distribution_id, scope=request.scope)
    rows = queries.recipients(
        distribution_id,
        scope=request.scope,
        text=form.cleaned_data.get("cari", ""),
        state=form.cleaned_data.get("keadaan", ""),
    )
    return list_page(
        request, rows, RECIPIENTS, template="aid/one.html", name=f"sembako-{distribution_id}", form=form, what="penerima",
        distribution=found, may_give=request.user.may(Can.GIVE_AID), families=list(families[:MOST_FAMILIES]),
    )  # fmt: skip


@require_POST
@needs(Can.GIVE_AID)
def family(request: StaffRequest, distribution_id: int, recipient_id: int) -> HttpResponse:
    """A parcel for a bereaved family, from the list."""
    if not queries.recipients(distribution_id, scope=request.scope).filter(pk=recipient_id).exists():
        raise Http404
    try:
        given = actions.hand_over_to_family(
            distribution_id,
            recipient_id,
            taken_by=request.POST.get("taken_by", ""),
            by=request.user,
            at=clock.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
    else:
        messages.success(request, f"Paket untuk {given.addressed} tercatat.")
    return redirect("distribution", distribution_id)


@needs(Can.GIVE_AID)
def receipts(request: StaffRequest, distribution_id: int) -> HttpResponse:
    """The list on which everybody signs. Names only; still written down."""
    found = queries.distributions().filter(pk=distribution_id).first()
    if found is None:
        raise Http404
    made = papers.receipts_paper(found, request.scope)
    with transaction.atomic():
        audit.record(
            "aid.receipts_downloaded", by=request.user, at=clock.now(), on=("aid.distribution", distribution_id),
            sentence=f"Mengunduh daftar tanda terima {found.name}.", personal_read=True,
        )  # fmt: skip
    return download(made, name=f"tanda-terima-{distribution_id}.pdf", content_type="application/pdf")


@needs(Can.GIVE_AID)
def hand_over(request: StaffRequest, distribution_id: int) -> HttpResponse:
    """One parcel after another: type or scan a code, see the name, next."""
    found = queries.distributions().filter(pk=distribution_id).first()
    if found is None:
        raise Http404
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            recipient = actions.hand_over(
                distribution_id, told["code"], taken_by=told["taken_by"], by=request.user, at=clock.now()
            )
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, f"Paket untuk {recipient.addressed} tercatat.")
            return redirect("hand_over_parcel", distribution_id)
    context = {"form": form, "distribution": found}
    return render(request, "aid/hand_over.html", context, status=422 if form.errors else 200)
