"""The desk: home with what waits, the list of workers, the page of one worker."""

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.aid import queries as aid
from payung.claims import queries as claims
from payung.contributions import queries as contributions
from payung.desk.history import history_of
from payung.desk.queue import due_line, waiting_for
from payung.eligibility import queries as eligibility
from payung.enrolment import queries as enrolment
from payung.language.formats import sapaan
from payung.matching import queries as matching
from payung.people import queries as people
from payung.programme import queries as programme
from payung.programme.enums import RoundState
from payung.reference import clock
from payung.reference.queries import kelurahan, sectors
from payung.rules.months import month_of
from payung.selection import queries as selection
from payung.ui.lists import Column, list_page
from payung.ui.private import is_private_number

TONES = {"active": "good", "due": "", "grace": "warn", "lapsed": "bad", "never": "quiet"}
MOST_OF_ONE_NUMBER = 25  # people of one family card, or who share a telephone
STEPS = ["Usulan", "Periksa ganda", "Kelayakan & seleksi", "Penetapan SK", "Iuran & pelindungan"]
WORKERS = [
    Column("Nama lengkap", lambda w: w.name, order="name", link=lambda w: reverse("worker", args=[w.pk])),
    Column("NIK", people.masked_nik),
    Column("Lahir", lambda w: w.birth_date, kind="date", order="birth_date"),
    Column("Pekerjaan", lambda w: next((o.job for o in w.occupations.all()), "")),
    Column("RT/RW", lambda w: f"{w.rt or '–'}/{w.rw or '–'}"),
    Column(
        "Kelurahan", lambda w: w.kelurahan.name if w.kelurahan else w.outside_address, order="kelurahan__name"
    ),
]


class WorkerFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    sektor = forms.ChoiceField(label="Sektor", required=False)
    kelurahan = forms.ChoiceField(label="Kelurahan", required=False)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["sektor"].choices = [("", "Semua sektor"), *((s.code, s.name) for s in sectors())]  # type: ignore[attr-defined]
        self.fields["kelurahan"].choices = [("", "Semua kelurahan"), *((a.code, a.name) for a in kelurahan())]  # type: ignore[attr-defined]


@needs(Can.SEE_HOME)
def home(request: StaffRequest) -> HttpResponse:
    """Beranda: what waits, where the round stands, when the money is due."""
    looking = programme.looked_at(request) if request.user.may(Can.SEE_PROGRAMME) else None
    round = looking.round if looking else None
    context = {
        "greeting": f"{sapaan(localtime(clock.now()).hour)}, {request.user.greeting or request.user.full_name}",
        "due": due_line() if request.user.may(Can.SEE_MONEY) else "",
        "works": waiting_for(request),
        "round": round,
        "ahead": looking.ahead if looking else (),
        "step": _step(round.state) if round else 0,
        "steps": STEPS,
        "reach": claims.reach(on=clock.today(), scope=request.scope)
        if request.user.may(Can.SEE_CLAIMS)
        else None,
        "board": selection.quota_board(round.pk) if round and request.user.may(Can.SEE_SELECTION) else [],
    }
    return render(request, "desk/home.html", context)


@needs(Can.SEE_PEOPLE)
def workers(request: StaffRequest) -> HttpResponse:
    """Data pekerja: one table, searched by name. Numbers come through `find`."""
    form = WorkerFilter(request.GET)
    form.is_valid()
    told = form.cleaned_data
    rows = people.find(
        told.get("cari", ""),
        scope=request.scope,
        sector=told.get("sektor") or None,
        kelurahan=told.get("kelurahan") or None,
    )
    rows = rows.select_related("kelurahan").prefetch_related("occupations")
    return list_page(
        request, rows, WORKERS, template="desk/workers.html", name="pekerja", form=form, what="pekerja"
    )


@require_POST
@needs(Can.SEE_PEOPLE)
def find(request: StaffRequest) -> HttpResponse:
    """The box in the page's head: by POST, so that a NIK or telephone number stands in no address or log."""
    text = request.POST.get("siapa", "").strip()
    if not is_private_number(text):
        return redirect(f"{reverse('workers')}?{urlencode({'cari': text})}")
    found = list(people.find(text, scope=request.scope)[:MOST_OF_ONE_NUMBER])
    if len(found) == 1:
        return redirect("worker", found[0].pk)
    return render(request, "desk/found.html", {"found": found})


@needs(Can.SEE_PEOPLE)
def worker(request: StaffRequest, worker_id: UUID) -> HttpResponse:
    """Profil pekerja: identity, status, history in sentences, from intake to benefit."""
    found = people.worker(worker_id, request.scope)
    if found is None:
        merge = people.merge_of(worker_id)
        if merge is None or people.worker(merge.kept_id, request.scope) is None:
            raise Http404
        return redirect("worker", merge.kept_id)  # his old address leads to whom he became
    dead = claims.dead(worker_id)
    today = min(clock.today(), dead.on) if dead else clock.today()  # nothing goes on after a death
    cover = contributions.cover([worker_id], today)[worker_id]
    outlook, line = contributions.protection_of(worker_id, today)
    memberships = list(enrolment.memberships_of_worker(worker_id))
    places = list(selection.places_of_worker(worker_id))
    round = programme.running_round(today)
    verdict = eligibility.verdict_of(worker_id, round.pk) if round else None
    context = {
        "worker": found,
        "nik": people.masked_nik(found),
        "work": people.latest_occupation([worker_id]).get(worker_id),
        "relatives": people.relatives(worker_id),
        "corrections": people.corrections(worker_id),
        "cover": cover,
        "standing": (standing := contributions.standing_of(worker_id, outlook, today)),
        "cover_tone": TONES[standing],
        "outlook": outlook,
        "timeline": [m for m in line if dead is None or m.month <= month_of(dead.on)],
        "memberships": memberships,
        "cards": enrolment.cards_of_worker(worker_id),
        "places": [(place, selection.why(place)) for place in places],
        "verdict": verdict,
        "reasons": eligibility.reasons(verdict) if verdict else [],
        "checks": eligibility.checks_of(worker_id),
        "registers": [
            (check, matching.decile_in_words(check, today)) for check in matching.checks_of(worker_id)[:6]
        ],
        "claims": claims.claims_of(worker_id),
        "parcels": aid.parcels_of(worker_id),
        "history": history_of(worker_id),
        "dead": dead,
        "death_fixes": claims.death_corrections_of(worker_id),
        "heirs": claims.heirs_of(worker_id) if dead else [],
        "may_see_claims": request.user.may(Can.SEE_CLAIMS),
        "may_correct_death": dead is not None and request.user.may(Can.CORRECT_DEATH),
        "may_release": request.user.may(Can.SELECT),
        "may_reveal": request.user.may(Can.REVEAL_NIK),
        "may_correct": request.user.may(Can.CORRECT_PEOPLE),
        "may_set_right": request.user.may(Can.RECORD_PAYMENT),
        "set_right": contributions.corrections_of(worker_id) if request.user.may(Can.SEE_MONEY) else [],
        "may_report": request.user.may(Can.REPORT_EVENT),
        "may_review": request.user.may(Can.REVIEW_PAIRS),
        "merged": people.merged_into(worker_id),
    }
    return render(request, "desk/worker.html", context)


def _step(state: str) -> int:
    steps = {RoundState.OPEN: 1, RoundState.SELECTED: 4, RoundState.DECREED: 5, RoundState.CLOSED: 6}
    return steps[RoundState(state)]
