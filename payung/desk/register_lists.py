"""Daftar henti and Kematian: what the registers say, laid beside who is a member and who was covered that day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.claims import queries as claims
from payung.contributions import queries as contributions
from payung.contributions.enums import CoverState
from payung.enrolment import queries as enrolment
from payung.matching import queries as matching
from payung.matching.enums import StopReason
from payung.reference import clock
from payung.ui.forms import TanggalField
from payung.ui.lists import Column, list_page

MAY_BE_DUE = (CoverState.ACTIVE, CoverState.GRACE)
NO_DAY = "Tanggal belum diketahui"
COVER_WORDS = {
    CoverState.ACTIVE: "Ya",
    CoverState.GRACE: "Tenggang, perlu konfirmasi",
    CoverState.LAPSED: "Tidak, sudah berakhir",
    CoverState.NEVER: "Tidak, belum peserta",
}
COVER_TONES = {CoverState.ACTIVE: "good", CoverState.GRACE: "warn", None: "warn"}


@dataclass(frozen=True)
class StopRow:
    """One person of the stop list, and whether the city pays for them."""

    stop: matching.Stop
    is_member: bool


@dataclass(frozen=True)
class DeathRow:
    """One death that Dukcapil told of: covered that day (None: the day is not known), and the case there is."""

    death: matching.Death
    cover: CoverState | None
    claim_id: int | None
    claim_number: str

    @property
    def cover_words(self) -> str:
        return COVER_WORDS[self.cover] if self.cover else NO_DAY


STOPS = [
    Column("Nama", lambda s: s.stop.name, link=lambda s: reverse("worker", args=[s.stop.worker_id])),
    Column("Kelurahan", lambda s: s.stop.kelurahan),
    Column(
        "Alasan",
        lambda s: s.stop.reason.label,
        tone=lambda s: "warn" if s.stop.reason in ("double", "not_found") else "bad",
    ),
    Column("Yang diketahui", lambda s: "; ".join(r.words for r in s.stop.reasons)),
    Column("Sejak", lambda s: next((r.since for r in s.stop.reasons if r.since), None), kind="date"),
    Column("Sumber", lambda s: ", ".join(sorted({r.source for r in s.stop.reasons}))),
    Column("Data per", lambda s: next((r.said_on for r in s.stop.reasons if r.said_on), None), kind="date"),
    Column("Peserta", lambda s: "Ya" if s.is_member else "Bukan peserta"),
    Column(
        "Yang harus dilakukan",
        lambda s: s.stop.reasons[0].to_do if s.is_member else "Tidak dibayar; tidak ada yang dihentikan.",
    ),
]
DEATHS = [
    Column("Nama", lambda d: d.death.name, link=lambda d: reverse("worker", args=[d.death.worker_id])),
    Column("Kelurahan", lambda d: d.death.kelurahan),
    Column("Meninggal", lambda d: d.death.died_on, kind="date"),
    Column(
        "Terlindungi pada hari itu?",
        lambda d: d.cover_words,
        tone=lambda d: COVER_TONES.get(d.cover, "quiet"),
    ),
    Column(
        "Klaim",
        lambda d: d.claim_number or "Belum ada",
        link=lambda d: reverse("claim", args=[d.claim_id]) if d.claim_id else "",
    ),
    Column("Sumber", lambda d: d.death.source),
    Column("Data per", lambda d: d.death.told_on, kind="date"),
]


class StopFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    siapa = forms.ChoiceField(
        label="Siapa", required=False, choices=[("", "Hanya peserta"), ("semua", "Semua pekerja")]
    )
    alasan = forms.ChoiceField(label="Alasan", required=False, choices=[("", "Semua"), *StopReason.choices])
    pada = TanggalField(label="Diketahui pada", required=False)


class DeathFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    siapa = forms.ChoiceField(
        label="Siapa",
        required=False,
        choices=[("", "Terlindungi pada hari itu"), ("semua", "Semua pekerja")],
    )
    sejak = TanggalField(label="Meninggal sejak", required=False)


def stop_rows(on: date, *, members_only: bool = True) -> list[StopRow]:
    """The stop list of a day; by default only those whom the city pays for."""
    stops = matching.stop_list(on=on)
    members = enrolment.members_among([stop.worker_id for stop in stops], on)
    rows = [StopRow(stop, stop.worker_id in members) for stop in stops]
    return [row for row in rows if row.is_member or not members_only]


def death_rows(*, since: date | None = None, covered_only: bool = True) -> list[DeathRow]:
    """Deaths that Dukcapil told of; by default those that may leave a benefit: covered that day, in grace, or a
    member whose day of death is not known."""
    deaths = matching.deaths_found(since=since)
    cover = _cover_on_the_day(deaths)
    found = claims.claims().filter(
        worker_id__in=[death.worker_id for death in deaths], event__kind__in=claims.DEATHS
    )
    cases = {case.worker_id: case for case in found}
    ever = enrolment.ever_members([death.worker_id for death in deaths if death.died_on is None])
    rows = []
    for death in deaths:
        state, case = cover.get(death.worker_id), cases.get(death.worker_id)
        may_be_due = state in MAY_BE_DUE or (state is None and death.worker_id in ever)
        if may_be_due or not covered_only:
            rows.append(DeathRow(death, state, case.pk if case else None, case.number if case else ""))
    return rows


def _cover_on_the_day(deaths: Iterable[matching.Death]) -> dict[UUID, CoverState]:
    """{worker: cover on the day of death} of all whose day is known."""
    of_day: dict[date, list[UUID]] = defaultdict(list)
    for death in deaths:
        if death.died_on:
            of_day[death.died_on].append(death.worker_id)
    ever = enrolment.ever_members([worker for workers in of_day.values() for worker in workers])
    states = {worker: CoverState.NEVER for workers in of_day.values() for worker in workers}
    for day, workers in of_day.items():
        members = [worker for worker in workers if worker in ever]
        states |= {worker: cover.state for worker, cover in contributions.cover(members, day).items()}
    return states


@needs(Can.SEE_MATCHING)
def stops(request: StaffRequest) -> HttpResponse:
    """Daftar henti: before every payment."""
    form = StopFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    on = chosen.get("pada") or clock.today()
    text, reason = chosen.get("cari", "").casefold(), chosen.get("alasan", "")
    rows = [
        row
        for row in stop_rows(on, members_only=chosen.get("siapa") != "semua")
        if text in row.stop.name.casefold() and (not reason or reason in {r.reason for r in row.stop.reasons})
    ]
    return list_page(
        request, rows, STOPS, template="matching/answers.html", name="daftar-henti", form=form, what="orang",
        title="Daftar henti",
        lead="Siapa yang iurannya jangan dibayar dulu: meninggal, pindah, peserta PU, dibayar pihak lain, ganda.",
        empty="Tidak ada yang perlu dihentikan menurut jawaban register sampai hari itu.",
        ages=matching.register_ages(on),
    )  # fmt: skip


@needs(Can.SEE_MATCHING)
def deaths(request: StaffRequest) -> HttpResponse:
    """Kematian menurut Dukcapil: the families that may have a right to a benefit."""
    form = DeathFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    text = chosen.get("cari", "").casefold()
    everybody = chosen.get("siapa") == "semua"
    rows = [
        row
        for row in death_rows(since=chosen.get("sejak"), covered_only=not everybody)
        if text in row.death.name.casefold()
    ]
    return list_page(
        request, rows, DEATHS, template="matching/answers.html", name="daftar-kematian", form=form, what="orang",
        title="Kematian menurut Dukcapil",
        lead="Yang terlindungi pada hari itu: keluarganya mungkin belum tahu haknya. Datangi, lalu buka kejadiannya.",
        empty="Dukcapil belum mencatat kematian peserta yang terlindungi pada hari itu.",
        ages=matching.register_ages(clock.today(), matching.CIVIL),
    )  # fmt: skip


LIST_COUNTS = {
    "stop_list": lambda on: len(stop_rows(on)),
    "deaths_found": lambda _: len(death_rows()),
}
