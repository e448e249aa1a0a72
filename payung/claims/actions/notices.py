"""Somebody told us of a death or an accident: whom does it mean, and who decides that?

A notice becomes a case by itself only when Dukcapil names the whole NIK, nothing speaks against it, and nobody has seen
the person since. Everything else waits for a person, with candidates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims import queries
from payung.claims.actions.events import check_day, report_event
from payung.claims.enums import NOTICE_WAITS, EventKind, NoticeState, Source
from payung.claims.finding import CERTAIN, Found, Told
from payung.claims.models import Candidate, Claim, Notice
from payung.contributions import queries as contributions
from payung.contributions.enums import CoverState
from payung.enrolment import actions as enrolment
from payung.enrolment.enums import EndReason
from payung.jobs.actions import Refused, later
from payung.jobs.registry import Progress, no_progress
from payung.language.formats import angka
from payung.matching import queries as matching
from payung.people import queries as people
from payung.rules.card_code import new_card_code
from payung.vault import seal, unseal

DAY_UNSURE = "Tanggalnya dari kolom yang bukan tanggal meninggal: pastikan harinya."
AUTHORITIES = (Source.DUKCAPIL,)  # whose word may open a case without a person
KEYS = UUID(
    "7d1b8c53-6a0f-4d0c-9f0e-3f6a2c9b4e11"
)  # names the rows of lists, so that a list read twice adds nothing


@dataclass(frozen=True, slots=True)
class News:
    """What somebody told of one person. `key` makes sending twice harmless."""

    source: Source
    key: UUID
    name: str
    kind: EventKind = EventKind.DEATH
    nik: str = ""
    birth_date: date | None = None
    kelurahan: str = ""  # code
    happened_on: date | None = None
    place: str = ""
    story: str = ""
    reporter_name: str = ""
    reporter_kin: str = ""
    reporter_phone: str = ""
    is_day_sure: bool = True  # the day stood in a column named for the day of death

    @classmethod
    def of_list(cls, source: Source, **values: Any) -> "News":
        """A row of a list: the same person and day in another copy of the list is the same news."""
        mark = "|".join(str(values.get(name) or "") for name in ("nik", "name", "birth_date", "happened_on"))
        return cls(source=source, key=uuid5(KEYS, f"{source}|{mark}"), **values)


@dataclass
class Finds:
    """What a list gave: rows of which we know nobody leave no trace but this count."""

    read: int = 0
    unknown: int = 0
    known_before: int = 0
    cases: list[Claim] = field(default_factory=list)
    waiting: list[Notice] = field(default_factory=list)
    not_covered: int = 0

    def in_words(self) -> str:
        return (
            f"{angka(self.read)} baris dibaca: {angka(len(self.cases))} kasus dibuka, "
            f"{angka(len(self.waiting))} menunggu diperiksa orang, {angka(self.not_covered)} belum pernah terlindungi, "
            f"{angka(self.known_before)} sudah diketahui, {angka(self.unknown)} bukan orang yang kita kenal."
        )


def hear(news: News, *, by: User | None, at: datetime) -> Notice:
    """Keep what one person told us, with candidates; the same key again gives the same notice."""
    if known := Notice.objects.filter(key=news.key).first():
        return known
    with transaction.atomic():
        notice = _keep(news, by=by, at=at)
        _propose(notice, queries.candidates_of(_told(news)))
    _open_by_itself(notice, at=at, is_day_sure=news.is_day_sure)
    return notice


def receive(news: News, *, at: datetime) -> Notice:
    """Keep what the public told; it is matched later, so that the answer takes as long for members as for strangers."""
    if known := Notice.objects.filter(key=news.key).first():
        return known
    with transaction.atomic():
        notice = _keep(news, by=None, at=at)
        later("claims.match_notice", label="Mencocokkan laporan warga", by=None, at=at, notice_id=notice.pk)
    return notice


def match_notice(notice_id: int, *, at: datetime) -> None:
    """Propose candidates for a notice that was only kept. Safe to run twice."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=notice_id)
        if notice.state != NoticeState.OPEN or notice.candidates.exists():
            return
        nik = unseal(f"claims.notice.nik:{notice.key}", notice.nik_sealed)
        told = Told(notice.name, nik, notice.birth_date, notice.kelurahan_id or "")
        _propose(notice, queries.candidates_of(told))
    _open_by_itself(notice, at=at)


def hear_many(
    list_of_news: Sequence[News], *, by: User | None, at: datetime, progress: Progress = no_progress
) -> Finds:
    """Match a whole list with the register. Of people we do not know nothing is kept (data minimisation)."""
    finder = queries.finder()
    before = set(
        Notice.objects.filter(key__in=[news.key for news in list_of_news]).values_list("key", flat=True)
    )
    finds = Finds(read=len(list_of_news))
    for number, news in enumerate(list_of_news):
        if number % 100 == 0:
            progress(number, len(list_of_news), "Mencocokkan kabar")
        if news.key in before:
            finds.known_before += 1
        elif found := finder.candidates(_told(news)):
            _take_in(news, found, finds, by=by, at=at)
        else:
            finds.unknown += 1
    with transaction.atomic():
        audit.record(
            "claims.deaths_read",
            by=by,
            at=at,
            on=("list", "kematian"),
            sentence=f"Daftar kematian: {finds.in_words()}",
        )
    return finds


def find_in_register(*, by: User | None, at: datetime) -> Finds:
    """Everybody whom the last Dukcapil answer calls dead and of whom we have no case yet."""
    deaths = {death.worker_id: death for death in matching.deaths_found()}
    dead = {worker_id: death.died_on for worker_id, death in deaths.items()}
    recorded = set(queries.deaths().filter(worker_id__in=dead).values_list("worker_id", flat=True))
    finds = Finds(read=len(dead), known_before=len(recorded))
    for worker in people.workers().filter(pk__in=dead.keys() - recorded).order_by("pk"):
        news = News(
            Source.DUKCAPIL, uuid5(KEYS, f"register|{worker.pk}|{dead[worker.pk]}"), worker.name, birth_date=worker.birth_date,
            kelurahan=worker.kelurahan_id or "", happened_on=dead[worker.pk], is_day_sure=deaths[worker.pk].is_day_sure,
        )  # fmt: skip
        if Notice.objects.filter(key=news.key).exists():
            finds.known_before += 1
            continue
        found = [Found(worker.pk, CERTAIN, "NIK dijawab Dukcapil: meninggal")]
        _take_in(news, found, finds, by=by, at=at)
    return finds


@transaction.atomic
def choose(
    notice_id: int, worker_id: UUID, *, happened_on: date | None = None, by: User | None, at: datetime
) -> Notice:
    """A person (or a certain agreement) says whom the notice means: the case opens, or an open case is joined.

    Somebody who never was covered gets no claim, but seat and payments follow the death all the same. Of somebody seen or
    paid after that day a second officer must say the same: until then the notice waits in SECOND.
    Raises Refused when the notice was decided before, or its day is missing or cannot be right.
    """
    notice = _waiting(notice_id)
    day = happened_on or notice.happened_on
    if day is None:
        raise Refused("Isi tanggal kejadian dulu: pelindungan dihitung pada hari itu.")
    if trouble := matching.death_day_trouble(day, notice.birth_date, "", at.date()):
        raise Refused(trouble)
    notice.happened_on, notice.worker_id = day, worker_id
    if by is not None and (why := _one_is_not_enough(notice, worker_id, day, by)):
        return _wait_for_a_second(notice, why, by=by, at=at)
    if (
        contributions.cover([worker_id], day)[worker_id].state == CoverState.NEVER
        and notice.kind in queries.DEATHS
    ):
        enrolment.end_membership(worker_id, reason=EndReason.MENINGGAL, on=day, by=by, at=at)
        return _decide(notice, NoticeState.NOT_COVERED, by=by, at=at)
    notice.claim = _case(notice, worker_id, by=by, at=at)
    return _decide(notice, NoticeState.MATCHED, by=by, at=at)


@transaction.atomic
def set_aside(notice_id: int, state: NoticeState, *, note: str, by: User, at: datetime) -> Notice:
    """It is nobody of ours, or he lives. Raises Refused without a reason or when it was decided before."""
    if not note.strip():
        raise Refused("Tulis bagaimana ini diketahui, supaya orang lain dapat memeriksanya.")
    notice = _waiting(notice_id)
    notice.note = note.strip()[:200]
    return _decide(notice, state, by=by, at=at)


@transaction.atomic
def reopen_notice(notice_id: int, *, by: User, at: datetime) -> None:
    """Look again at what was set aside."""
    sources = [NoticeState.NOT_OURS, NoticeState.MISTAKEN]
    if not Notice.objects.filter(pk=notice_id, state__in=sources).update(state=NoticeState.OPEN):
        raise Refused("Kabar ini tidak dapat dibuka lagi: sudah menjadi kasus.")
    audit.record("claims.notice", by=by, at=at, on=("notice", notice_id), sentence="Kabar dibuka kembali.")


@transaction.atomic
def vouch(notice_id: int, *, by: User, at: datetime) -> None:
    """An officer made sure that the reporter is of the family: from now on the public tracker tells him the state."""
    Notice.objects.filter(pk=notice_id).update(is_family=True)
    audit.record(
        "claims.vouched",
        by=by,
        at=at,
        on=("notice", notice_id),
        sentence="Pelapor dipastikan keluarga pekerja.",
    )


def _take_in(news: News, found: list[Found], finds: Finds, *, by: User | None, at: datetime) -> None:
    with transaction.atomic():
        notice = _keep(news, by=by, at=at)
        _propose(notice, found)
    _open_by_itself(notice, at=at, is_day_sure=news.is_day_sure)
    if notice.state == NoticeState.OPEN:
        finds.waiting.append(notice)
    elif notice.claim is None:
        finds.not_covered += 1
    else:
        finds.cases.append(notice.claim)


def _keep(news: News, *, by: User | None, at: datetime) -> Notice:
    notice = Notice.objects.create(
        number=new_card_code(), source=news.source, kind=news.kind, name=news.name[:120], birth_date=news.birth_date,
        nik_sealed=seal(f"claims.notice.nik:{news.key}", news.nik), kelurahan_id=news.kelurahan or None,
        happened_on=news.happened_on, place=news.place[:160], story=news.story, reporter_name=news.reporter_name[:120],
        reporter_kin=news.reporter_kin, reporter_phone_sealed=seal(f"claims.notice.phone:{news.key}", news.reporter_phone),
        key=news.key, heard_by=by, heard_at=at,
    )  # fmt: skip
    audit.record(
        "claims.heard",
        by=by,
        at=at,
        on=("notice", notice.pk),
        sentence=f"Kabar dari {notice.get_source_display()} dicatat.",
    )
    return notice


def _propose(notice: Notice, found: Iterable[Found]) -> None:
    Candidate.objects.bulk_create(
        Candidate(notice=notice, worker_id=f.id, score=f.score, why=f.why[:200]) for f in found
    )


def _open_by_itself(notice: Notice, *, at: datetime, is_day_sure: bool = True) -> None:
    """Open the case of a certain notice; of any other, write down why it waits.

    Whatever keeps a case from opening (a day that the law does not know, a seat that cannot be given on) is the doubt of
    this notice, and never the end of the list it came with.
    """
    best = notice.candidates.first()
    doubt = _doubt(notice, best) or ("" if is_day_sure else DAY_UNSURE)
    if not doubt and best is not None:
        try:
            decided = choose(notice.pk, best.worker_id, by=None, at=at)
        except Refused as refusal:
            doubt = str(refusal)
        else:
            notice.state, notice.claim = decided.state, decided.claim
            return
    notice.doubt = doubt[:200]
    notice.save(update_fields=["doubt"])


def _doubt(notice: Notice, best: Candidate | None) -> str:
    """Why a person must look; "" when nothing is in doubt."""
    if best is None:
        return "Tidak ada yang cocok di data pekerja."
    if best.score < CERTAIN:
        return f"Belum pasti orangnya: {best.why}."
    if notice.source not in AUTHORITIES:
        return "Kabar dari warga atau petugas: pastikan dulu orangnya."
    if notice.happened_on is None:
        return "Tanggal kejadian tidak disebut."
    if trouble := matching.death_day_trouble(
        notice.happened_on, notice.birth_date, "", notice.heard_at.date()
    ):
        return trouble
    if queries.was_buried_by_mistake(best.worker_id):
        return "Orang ini pernah keliru dicatat meninggal: pastikan dulu."
    return queries.sign_of_life(best.worker_id, notice.happened_on)


@transaction.atomic
def report_of(worker_id: UUID, *, news: News, by: User, at: datetime) -> Notice | Claim:
    """An officer reports what happened to a worker. Gives the claim, or the notice that waits for a second officer.

    A death of somebody who was seen or paid after that day is not opened on one person's word. The same key again gives
    the same answer. Raises Refused when the day cannot be right or the death is known already.
    """
    if known := Notice.objects.filter(key=news.key).first():
        return known.claim or known
    day = news.happened_on or at.date()
    check_day(worker_id, day, at)
    why = ""
    if news.kind in queries.DEATHS:
        if death := queries.death_of(worker_id):
            raise Refused(f"Kematian ini sudah dilaporkan: klaim {death.claim.number}.")
        why = queries.needs_a_second(worker_id, day)
    if not why:
        return report_event(
            worker_id=worker_id, kind=news.kind, happened_on=day, reporter_name=news.reporter_name,
            reporter_phone=news.reporter_phone, reporter_kin=news.reporter_kin, place=news.place, story=news.story,
            source=news.source, key=news.key, by=by, at=at,
        )  # fmt: skip
    notice = _keep(news, by=by, at=at)
    _propose(notice, [Found(worker_id, CERTAIN, "Dilaporkan dari halaman pekerja")])
    notice.worker_id = worker_id
    return _wait_for_a_second(notice, why, by=by, at=at)


def _one_is_not_enough(notice: Notice, worker_id: UUID, day: date, by: User) -> str:
    """Why a second officer must say the same of a death; "" when two have, or one is enough. Raises Refused to the first."""
    if notice.kind not in queries.DEATHS:
        return ""
    why = queries.needs_a_second(worker_id, day, of_an_authority=notice.source in AUTHORITIES)
    if not why:
        return ""
    if notice.state == NoticeState.SECOND:
        chosen = Notice.objects.values_list("worker_id", "chosen_by_id").get(pk=notice.pk)
        if chosen == (worker_id, by.pk):
            raise Refused(f"{why} Anda sudah menyatakannya; orang lain yang harus memastikan.")
        return "" if chosen[0] == worker_id else why
    return "" if notice.heard_by_id not in (None, by.pk) else why


def _wait_for_a_second(notice: Notice, why: str, *, by: User, at: datetime) -> Notice:
    notice.state, notice.chosen_by = NoticeState.SECOND, by
    notice.doubt = f"{why} Menunggu orang kedua."[:200]
    notice.save()
    audit.record(
        "claims.notice", by=by, at=at, on=("notice", notice.pk),
        sentence="Kematian dinyatakan oleh satu petugas; menunggu orang kedua.", reason=why,
    )  # fmt: skip
    return notice


def _waiting(notice_id: int) -> Notice:
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    if notice.state not in NOTICE_WAITS:
        raise Refused(f"Kabar ini sudah diputuskan: {notice.get_state_display().lower()}.")
    return notice


def _decide(notice: Notice, state: NoticeState, *, by: User | None, at: datetime) -> Notice:
    notice.state, notice.decided_by, notice.decided_at, notice.doubt = state, by, at, ""
    notice.save()
    audit.record(
        "claims.notice",
        by=by,
        at=at,
        on=("notice", notice.pk),
        sentence=f"Kabar: {state.label.lower()}.",
        reason=notice.note,
    )
    return notice


def _case(notice: Notice, worker_id: UUID, *, by: User | None, at: datetime) -> Claim:
    """The case of the person, opened now or known before."""
    if notice.kind in queries.DEATHS and (death := queries.death_of(worker_id)):
        return death.claim
    return report_event(
        worker_id=worker_id,
        kind=EventKind(notice.kind),
        happened_on=notice.happened_on or notice.heard_at.date(),
        reporter_name=notice.reporter_name or notice.get_source_display(),
        reporter_phone=unseal(f"claims.notice.phone:{notice.key}", notice.reporter_phone_sealed),
        reporter_kin=notice.reporter_kin,
        place=notice.place,
        story=notice.story,
        source=Source(notice.source),
        key=notice.key,
        by=by,
        at=at,
    )


def _told(news: News) -> Told:
    return Told(name=news.name, nik=news.nik, birth_date=news.birth_date, kelurahan=news.kelurahan)
