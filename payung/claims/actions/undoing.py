"""*Pembetulan kematian*: a death was recorded of the wrong person, or on the wrong day. One proposes, another decides.

The preview is the correction itself, done and taken back: what a second person decides is exactly what was shown.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims import queries
from payung.claims.actions.assessing import assess
from payung.claims.actions.events import MAY_BE_COVERED, report_event
from payung.claims.actions.family import share_again
from payung.claims.actions.moving import move_claim, take
from payung.claims.actions.schooling import open_years
from payung.claims.checklist import CHECKLISTS
from payung.claims.enums import (
    ClaimState,
    DeathFix,
    DeathFixState,
    EventKind,
    NoticeState,
    SchoolState,
    Source,
)
from payung.claims.models import Accident, Claim, DeathCorrection, Event, Notice, Paper
from payung.contributions import actions as money
from payung.contributions import queries as contributions
from payung.contributions.enums import CoverState
from payung.enrolment import actions as enrolment
from payung.enrolment.actions import Period
from payung.jobs.actions import Refused
from payung.language.formats import angka, rupiah, tanggal
from payung.people import queries as people
from payung.rules.months import month_in_words
from payung.vault import unseal

OPEN_STATES = (ClaimState.REPORTED, ClaimState.COLLECTING, ClaimState.COMPLETE)
WAITS = "Masih ada pembetulan kematian orang ini yang menunggu orang kedua. Putuskan dulu."
NO_MORE_SCHOOL = "Klaim keliru: orangnya hidup"


@dataclass(frozen=True)
class Wish:
    """What somebody says of a recorded death. `notice_id`: a death without a claim (never covered)."""

    worker_id: UUID
    kind: DeathFix
    becomes_on: date | None = None  # DAY
    is_somebody_else: bool = False  # PERSON: the news is true, but of another person
    notice_id: int | None = None


class _Previewed(Exception):
    """Carries the sentences out of a transaction that is taken back."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences


def preview_death_correction(wish: Wish, *, by: User, at: datetime) -> list[str]:
    """What this would change, in sentences. Nothing is kept. Raises Refused with what stands in the way."""
    try:
        with transaction.atomic():
            sentences, periods = _redo(wish, reason="pratinjau", by=by, at=at)
            raise _Previewed([*sentences, *_money_in_words(periods)])
    except _Previewed as shown:
        return shown.sentences


@transaction.atomic
def propose_death_correction(wish: Wish, *, reason: str, by: User, at: datetime) -> DeathCorrection:
    """Keep what the preview shows, for another person to decide. Raises Refused."""
    if not reason.strip():
        raise Refused("Tulis bagaimana ini diketahui dan buktinya, supaya orang kedua dapat memeriksanya.")
    if DeathCorrection.objects.filter(worker_id=wish.worker_id, state=DeathFixState.PROPOSED).exists():
        raise Refused(WAITS)
    effects = preview_death_correction(wish, by=by, at=at)
    event, notice = _recorded(wish)
    made = _keep(
        worker_id=wish.worker_id, event=event, notice=notice if event is None else None, kind=wish.kind,
        was_on=_day_of(event, notice), becomes_on=wish.becomes_on, is_somebody_else=wish.is_somebody_else,
        reason=reason.strip()[:300], effects=effects, proposed_by=by, proposed_at=at,
    )  # fmt: skip
    _record(made, f"Pembetulan kematian diusulkan: {said(made)}.", by=by, at=at, reason=reason)
    return made


def _keep(**fields: Any) -> DeathCorrection:
    try:
        with transaction.atomic():
            return DeathCorrection.objects.create(**fields)
    except IntegrityError:
        raise Refused(WAITS) from None  # proposed in another window a moment earlier


@transaction.atomic
def decide_death_correction(correction_id: int, *, by: User, at: datetime, note: str = "") -> DeathCorrection:
    """The second person does exactly what was proposed. Raises Refused when the state has changed since."""
    made = _taken(correction_id, DeathFixState.DONE, by=by, at=at, note=note)
    sentences, periods = _redo(wish_of(made), reason=made.reason, by=by, at=at)
    if [*sentences, *_money_in_words(periods)] != made.effects:
        raise Refused("Keadaan berubah sejak pembetulan ini diusulkan. Kembalikan, lalu usulkan lagi.")
    for period in periods:
        money.correct_after_death(
            period.membership_id, was_from=period.start_on, was_until=period.end_on,
            reason=f"Pembetulan kematian {made.pk}: {made.reason}", proposed_by=made.proposed_by, by=by, at=at,
        )  # fmt: skip
    if made.kind == DeathFix.PERSON:
        money.keep_living(made.worker_id, reason=f"Pembetulan kematian {made.pk}: hidup", by=by, at=at)
    _record(made, f"Kematian dibetulkan: {said(made)}.", by=by, at=at, reason=made.reason)
    return made


@transaction.atomic
def return_death_correction(correction_id: int, *, note: str, by: User, at: datetime) -> DeathCorrection:
    """Give it back with a reason; nothing changes. Raises Refused."""
    if not note.strip():
        raise Refused("Tulis mengapa dikembalikan, supaya yang mengusulkan mengerti.")
    made = _taken(correction_id, DeathFixState.RETURNED, by=by, at=at, note=note)
    _record(made, "Pembetulan kematian dikembalikan; tidak ada yang berubah.", by=by, at=at, reason=note)
    return made


def said(correction: DeathCorrection) -> str:
    """ "tanggal 3 Juni 2025 menjadi 30 Juni 2025", "orangnya hidup"."""
    if correction.was_on and correction.becomes_on:
        return f"tanggal {tanggal(correction.was_on)} menjadi {tanggal(correction.becomes_on)}"
    return "orangnya hidup; kabarnya tentang orang lain" if correction.is_somebody_else else "orangnya hidup"


def wish_of(made: DeathCorrection) -> Wish:
    return Wish(made.worker_id, DeathFix(made.kind), made.becomes_on, made.is_somebody_else, made.notice_id)


def _taken(correction_id: int, to: DeathFixState, *, by: User, at: datetime, note: str) -> DeathCorrection:
    made = DeathCorrection.objects.select_for_update(of=("self",)).get(pk=correction_id)
    if made.proposed_by_id == by.pk:
        raise Refused("Anda mengusulkan pembetulan ini, jadi orang lain yang harus memutuskannya.")
    if made.state != DeathFixState.PROPOSED:
        raise Refused(f"Pembetulan ini sudah “{made.get_state_display().lower()}”. Tidak ada yang berubah.")
    made.state, made.decided_by, made.decided_at, made.decision_note = to, by, at, note.strip()[:200]
    made.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    return made


# -- What is done ----------------------------------------------------------------------------------------
def _redo(wish: Wish, *, reason: str, by: User, at: datetime) -> tuple[list[str], list[Period]]:
    """Change the facts. Gives what changed in sentences, and the memberships as they were."""
    event, notice = _recorded(wish)
    _refuse_impossible(wish, event, notice, at)
    if wish.kind == DeathFix.PERSON:
        return _is_alive(wish, event, notice, reason=reason, by=by, at=at)
    return _another_day(wish, event, notice, reason=reason, by=by, at=at)


def _recorded(wish: Wish) -> tuple[Event | None, Notice | None]:
    """The death as it is recorded: an event with its claim, or a notice of somebody who never was covered."""
    event = queries.death_of(wish.worker_id)
    if event is not None:
        return event, None
    known = Notice.objects.filter(worker_id=wish.worker_id, state=NoticeState.NOT_COVERED)
    notice = (known.filter(pk=wish.notice_id) if wish.notice_id else known).order_by("-pk").first()
    if notice is None:
        raise Refused("Tidak ada kematian orang ini yang tercatat. Muat ulang halaman.")
    return None, notice


def _day_of(event: Event | None, notice: Notice | None) -> date | None:
    return event.death_on if event else notice.happened_on if notice else None


def _refuse_impossible(wish: Wish, event: Event | None, notice: Notice | None, at: datetime) -> None:
    if wish.kind == DeathFix.PERSON:
        return
    day, worker = wish.becomes_on, people.worker(wish.worker_id)
    if day is None or day > timezone.localdate(at):
        raise Refused("Isi hari meninggal yang benar, paling lambat hari ini.")
    if day == _day_of(event, notice):
        raise Refused("Tidak ada yang berubah: hari itu sudah tercatat.")
    if worker and day < worker.birth_date:
        raise Refused("Hari itu sebelum tanggal lahir pekerja. Periksa kembali tanggalnya.")
    if event is not None:
        _refuse_against_the_claim(event, day)


def _refuse_against_the_claim(event: Event, day: date) -> None:
    if event.died_on and day < event.happened_on:
        raise Refused(f"Kecelakaannya pada {tanggal(event.happened_on)}; kematian tidak dapat mendahuluinya.")
    if (filed_on := event.claim.filed_on) and day > filed_on:
        raise Refused(
            f"Klaimnya sudah diajukan pada {tanggal(filed_on)}, sebelum hari itu. Periksa tanggalnya."
        )


def _is_alive(
    wish: Wish, event: Event | None, notice: Notice | None, *, reason: str, by: User, at: datetime
) -> tuple[list[str], list[Period]]:
    done = enrolment.undo_death(wish.worker_id, by=by, at=at)
    sentences = list(done.sentences)
    if event is None and notice is not None:
        _turn_notice(notice, wish, reason, by=by, at=at)
    elif event is not None and event.died_on:
        sentences.append(_accident_again(event, reason, by=by, at=at))
    elif event is not None:
        sentences += _close_as_mistaken(event, wish, reason, by=by, at=at)
    if wish.is_somebody_else:
        sentences.append("Kabarnya dibuka lagi: pilih orang yang benar.")
    return sentences, done.periods


def _close_as_mistaken(event: Event, wish: Wish, reason: str, *, by: User, at: datetime) -> list[str]:
    claim = event.claim
    was = ClaimState(claim.state)
    Event.objects.filter(pk=event.pk).update(is_mistaken=True)
    move_claim(claim.pk, ClaimState.MISTAKEN, by=by, at=at, note=f"Pembetulan kematian: {reason}"[:200])
    for pupil in claim.pupils.all():
        pupil.years.filter(state=SchoolState.DUE).delete()
        pupil.ended_on, pupil.ended_why = timezone.localdate(at), NO_MORE_SCHOOL
        pupil.save(update_fields=["ended_on", "ended_why"])
    for notice in claim.notices.filter(state=NoticeState.MATCHED):
        _turn_notice(notice, wish, reason, by=by, at=at)
    sentences = [f"Klaim {claim.number} ditutup sebagai keliru (semula “{was.label.lower()}”)."]
    if claim.paid_on:
        sentences.append(
            f"BPJS sudah membayar {rupiah(claim.paid_rp or 0)} pada {tanggal(claim.paid_on)}: laporkan ke kantor cabang "
            "hari ini juga; cabang memutuskan pengembaliannya."
        )
    elif claim.filed_on:
        sentences.append(
            f"Klaim ini sudah diajukan pada {tanggal(claim.filed_on)}: minta cabang membatalkannya."
        )
    return sentences


def _turn_notice(notice: Notice, wish: Wish, reason: str, *, by: User, at: datetime) -> None:
    """The news meant somebody else and waits again, or nobody died."""
    name = notice.worker.name if notice.worker else "orang lain"
    notice.state = NoticeState.OPEN if wish.is_somebody_else else NoticeState.MISTAKEN
    notice.note = f"Pembetulan kematian: {reason}"[:200]
    if wish.is_somebody_else:
        notice.claim, notice.worker, notice.chosen_by, notice.decided_by, notice.decided_at = (None,) * 5
        notice.doubt = f"Sebelumnya keliru dipasangkan dengan {name}, yang hidup. Pilih orang yang benar."[
            :200
        ]
    else:
        notice.decided_by, notice.decided_at = by, at
    notice.save()
    audit.record(
        "claims.notice", by=by, at=at, on=("notice", notice.pk),
        sentence=f"Kabar: {NoticeState(notice.state).label.lower()}, sesudah pembetulan kematian.", reason=reason,
    )  # fmt: skip


def _accident_again(event: Event, reason: str, *, by: User, at: datetime) -> str:
    """The accident is true, the death was not: the claim goes on as one of an accident."""
    claim = take(event.claim.pk, by=by, at=at)
    Event.objects.filter(pk=event.pk).update(kind=EventKind.ACCIDENT, died_on=None, day_corrected_at=at)
    Accident.objects.filter(claim=claim).update(outcome="", stated_at=None, second_reported_at=None)
    claim.event.refresh_from_db()
    wanted = [paper.key for paper in CHECKLISTS[EventKind.ACCIDENT]]
    Paper.objects.bulk_create(
        [Paper(claim=claim, kind=key, changed_at=at) for key in wanted], ignore_conflicts=True
    )
    assess(claim, why=f"Pembetulan kematian: {reason}", by=by, at=at)
    share_again(claim.pk)
    return f"Klaim {claim.number} jalan terus sebagai kecelakaan kerja; isi lagi laporan tahap II."


def _another_day(
    wish: Wish, event: Event | None, notice: Notice | None, *, reason: str, by: User, at: datetime
) -> tuple[list[str], list[Period]]:
    day = wish.becomes_on
    assert day is not None  # `_refuse_impossible` has asked
    done = enrolment.move_death(wish.worker_id, to=day, by=by, at=at)
    sentences = list(done.sentences)
    if event is not None:
        sentences += _claim_follows(event, day, reason, by=by, at=at)
    elif notice is not None:
        sentences += _notice_follows(notice, wish.worker_id, day, by=by, at=at)
    return sentences, done.periods


def _claim_follows(event: Event, day: date, reason: str, *, by: User, at: datetime) -> list[str]:
    """Cover, tier, estimate, shares, school years and the state of the claim follow the right day."""
    field, was_on = ("died_on", event.happened_on) if event.died_on else ("happened_on", event.happened_on)
    Event.objects.filter(pk=event.pk).update(**{field: day, "day_corrected_at": at})
    claim = take(event.claim.pk, by=by, at=at)
    was = (CoverState(claim.cover_state), claim.estimate_rp)
    assess(claim, why=f"Pembetulan kematian: {reason}", by=by, at=at)
    share_again(claim.pk)
    sentences = [
        f"Pelindungan hari itu: {CoverState(claim.cover_state).label.lower()} (semula {was[0].label.lower()}).",
        f"Perkiraan {rupiah(claim.estimate_rp)} (semula {rupiah(was[1])}).",
    ]
    _school_follows(claim, was_on, at)
    is_covered = claim.cover_state in MAY_BE_COVERED
    if is_covered and claim.state == ClaimState.NOT_COVERED:
        move_claim(claim.pk, ClaimState.COLLECTING, by=by, at=at, note="Hari kejadian dibetulkan")
        sentences.append("Klaimnya dibuka kembali: lengkapi berkas bersama keluarga.")
    elif not is_covered and claim.state in OPEN_STATES:
        move_claim(claim.pk, ClaimState.NOT_COVERED, by=by, at=at, note="Hari kejadian dibetulkan")
        sentences.append("Klaimnya menjadi “tidak terlindungi pada hari kejadian”.")
    elif claim.filed_on:
        sentences.append(f"Klaim ini sudah diajukan: beri tahu cabang hari yang benar, {tanggal(day)}.")
    return sentences


def _school_follows(claim: Claim, was_on: date, at: datetime) -> None:
    """Years not filed yet are due on the anniversaries of the right day."""
    claim = Claim.objects.select_related("event").get(pk=claim.pk)
    pupils = list(claim.pupils.select_related("claim__event"))
    for pupil in pupils:
        pupil.years.filter(state=SchoolState.DUE).delete()
        is_untold = pupil.told_on == was_on  # the level was never told anew: it counts from the event
        pupil.told_on = claim.event.happened_on if is_untold else max(pupil.told_on, claim.event.happened_on)
        pupil.ended_on, pupil.ended_why = None, ""
        pupil.save(update_fields=["told_on", "ended_on", "ended_why"])
    open_years(on=timezone.localdate(at), pupils=pupils)


def _notice_follows(notice: Notice, worker_id: UUID, day: date, *, by: User, at: datetime) -> list[str]:
    Notice.objects.filter(pk=notice.pk).update(happened_on=day)
    if contributions.cover([worker_id], day)[worker_id].state == CoverState.NEVER:
        return ["Pada hari itu pun belum pernah terlindungi."]
    claim = report_event(
        worker_id=worker_id, kind=EventKind(notice.kind), happened_on=day,
        reporter_name=notice.reporter_name or notice.get_source_display(),
        reporter_phone=unseal(f"claims.notice.phone:{notice.key}", notice.reporter_phone_sealed),
        reporter_kin=notice.reporter_kin, place=notice.place, story=notice.story, source=Source(notice.source),
        key=notice.key, by=by, at=at,
    )  # fmt: skip
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.MATCHED, claim=claim)
    return ["Pada hari itu terlindungi: klaim dibuka untuk keluarganya."]


def _money_in_words(periods: list[Period]) -> list[str]:
    """The months that the money follows, as they will be posted."""
    sentences = []
    for period in periods:
        steps = contributions.death_steps(
            period.membership_id, was_from=period.start_on, was_until=period.end_on
        )
        sentences += [
            f"{month_in_words(s.month)}: {s.act.label.lower()}, {rupiah(s.was_rp or s.becomes_rp)}."
            for s in steps
        ]
        if len(steps) > 1:
            sentences.append(f"Seluruhnya {angka(len(steps))} bulan iuran.")
    return sentences


def _record(made: DeathCorrection, sentence: str, *, by: User, at: datetime, reason: str) -> None:
    on = ("claim", made.event.claim.pk) if made.event else ("notice", made.notice_id)
    audit.record("claims.death_correction", by=by, at=at, on=on, sentence=sentence, reason=reason.strip())
    audit.record(
        "claims.death_correction", by=by, at=at, on=("people.worker", made.worker_id), sentence=sentence,
        reason=reason.strip(),
    )  # fmt: skip
