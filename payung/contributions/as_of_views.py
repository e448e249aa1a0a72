"""Laporan per tanggal: a report as of a day, as it was known at the end of another, with the same bytes each time."""

from datetime import date, datetime, time

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import make_aware

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.audit import actions as audit
from payung.audit.queries import NotSettled
from payung.contributions.as_of import REPORTS, Asked, report_file
from payung.files.queries import download
from payung.language.formats import tanggal
from payung.programme import queries as programme
from payung.reference import clock
from payung.rules.months import month_in_words, month_of
from payung.ui.forms import TanggalField
from payung.ui.lists import XLSX

TYPES = {"xlsx": XLSX, "pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}


class AsOfForm(forms.Form):
    """Which report, of which day, with what was known when."""

    laporan = forms.ChoiceField(label="Laporan", choices=list(REPORTS.items()))
    putaran = forms.TypedChoiceField(label="Putaran", coerce=int)
    bulan = forms.TypedChoiceField(
        label="Bulan iuran", coerce=int, required=False, help_text="Untuk pencocokan lima arah."
    )
    per = TanggalField(label="Per tanggal")
    tercatat = TanggalField(
        label="Menurut yang tercatat sampai akhir hari",
        help_text="Yang dicatat sesudahnya tidak ikut, jadi isinya selalu sama.",
    )
    bentuk = forms.ChoiceField(label="Bentuk", choices=[("xlsx", "XLSX"), ("pdf", "PDF"), ("csv", "CSV")])

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rounds = list(programme.rounds())
        first = min((r.first_month for r in rounds), default=0)
        last = max((r.last_month for r in rounds), default=0)
        span = [(m, month_in_words(m)) for m in range(first, last + 1)] if rounds else []
        self.fields["putaran"].choices = [(r.pk, r.name) for r in rounds]  # type: ignore[attr-defined]
        self.fields["bulan"].choices = [("", "–"), *span]  # type: ignore[attr-defined]


@needs(Can.SEE_PAID)
def as_of(request: StaffRequest) -> HttpResponse:
    """Some of the reports name people: who may not read names gets none of them."""
    form = AsOfForm(request.GET if "laporan" in request.GET else None)
    if form.is_bound and form.is_valid():
        if not request.user.may(Can.EXPORT):
            raise PermissionDenied
        try:
            return _file(request, form.cleaned_data)
        except NotSettled as refusal:
            form.add_error("tercatat", str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, "contributions/as_of.html", {"form": form}, status=status)


def _file(request: StaffRequest, told: dict) -> HttpResponse:
    asked = Asked(
        told["laporan"], told["per"], _end_of(told["tercatat"]), told["bentuk"],
        told["putaran"], told["bulan"] or month_of(told["per"]), told["per"].year,
    )  # fmt: skip
    made = report_file(asked)
    with transaction.atomic():
        audit.record(
            "report.made_as_of", by=request.user, at=clock.now(), on=("report", asked.report),
            sentence=f"Laporan {REPORTS[asked.report].lower()} per {tanggal(asked.effective)}, tercatat sampai "
            f"{tanggal(told['tercatat'])}, diunduh.", personal_read=asked.report in ("pencocokan", "pelindungan"),
        )  # fmt: skip
    name = f"{asked.report}-{asked.effective:%Y%m%d}-tercatat-{told['tercatat']:%Y%m%d}.{asked.kind}"
    return download(made, name=name, content_type=TYPES[asked.kind])


def _end_of(day: date) -> datetime:
    """The last moment of a day; of today, this one."""
    return min(make_aware(datetime.combine(day, time.max)), clock.now())
