"""How is something set right that was paid already? One proposes what the preview shows, another posts exactly that.

Nothing that was posted is edited: what is wrong is reversed by a linked transfer, what is right is posted anew, in an
open month, with the old month as its effective date. What costs new money goes through an order of three people.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions import queries
from payung.contributions.actions.ledger import Movement, lock_appropriation, move, paying_transfers
from payung.contributions.actions.orders import prepare_correcting_order
from payung.contributions.enums import AccountKind, CorrectionAct, CorrectionKind, CorrectionState
from payung.contributions.models import Correction, CorrectionStep, OrderLine
from payung.contributions.queries import Step, Wish
from payung.enrolment import actions as enrolment
from payung.enrolment import queries as enrolment_queries
from payung.jobs.actions import Refused
from payung.language.formats import rupiah, tanggal
from payung.rules import months

if TYPE_CHECKING:
    from payung.enrolment.models import Membership


@transaction.atomic
def propose_correction(wish: Wish, *, reason: str, by: User, at: datetime) -> Correction:
    """Keep what the preview shows, for another person to post. Raises Refused when it cannot be, or changes nothing."""
    if not reason.strip():
        raise Refused("Tulis alasan pembetulan dan buktinya.")
    if Correction.objects.filter(membership_id=wish.membership_id, state=CorrectionState.PROPOSED).exists():
        raise Refused("Masih ada pembetulan orang ini yang menunggu keputusan. Putuskan dulu.")
    steps = preview_correction(wish, at=at)
    member = _member(wish)
    posted_month = queries.posting_month(member.place.round_id, localdate(at))
    if posted_month is None:
        raise Refused("Semua bulan putaran ini sudah ditutup. Minta pejabat penyetuju membuka satu bulan.")
    span = [step.month for step in steps] or [months.month_of(wish.day or localdate(at))]
    correction = Correction.objects.create(
        membership=member, kind=wish.kind, day=wish.day, end_reason=wish.end_reason, sector_id=wish.sector or None,
        fund_id=wish.fund_id, first_month=wish.first_month or span[0], last_month=wish.last_month or span[-1],
        posted_month=posted_month, reason=reason.strip()[:160], proposed_by=by, proposed_at=at,
    )  # fmt: skip
    _keep_steps(correction, steps)
    _tell("propose", correction, "Menyusun", by=by, at=at, reason=reason)
    return correction


def preview_correction(wish: Wish, *, at: datetime) -> list[Step]:
    """What this would post, month by month. Raises Refused with what stands in the way."""
    member = _member(wish)
    steps = _possible_steps(member, wish, at)
    if not steps and not _changes_facts(member, wish):
        raise Refused("Tidak ada yang berubah: pembukuan sudah sesuai dengan isian ini.")
    return steps


def _possible_steps(member: "Membership", wish: Wish, at: datetime) -> list[Step]:
    _refuse_impossible(member, wish, localdate(at))
    steps = queries.steps_of(wish)
    if waits := queries.waiting_line(member.pk, [step.month for step in steps]):
        raise Refused(
            f"{months.month_in_words(waits.month)} orang ini masih di perintah bayar {waits.order_id}. "
            "Bayar atau batalkan perintah itu dulu."
        )
    return steps


@transaction.atomic
def post_correction(correction_id: int, *, by: User, at: datetime, note: str = "") -> Correction:
    """The second person posts exactly what was proposed. Posted twice: refused, nothing moves. Raises Refused."""
    correction = _taken(correction_id, CorrectionState.POSTED, by=by, at=at, note=note)
    wish = wish_of(correction)
    member = enrolment.hold_membership(wish.membership_id)
    proposed = [
        Step(s.month, CorrectionAct(s.act), s.line_id, s.fund_id, s.was_rp, s.becomes_rp)
        for s in correction.steps.order_by("month")
    ]
    if proposed != _possible_steps(member, wish, at):
        raise Refused("Keadaan berubah sejak pembetulan disusun. Kembalikan, lalu susun lagi.")
    _apply(member, wish, by=by, at=at)
    _give_back([s for s in proposed if s.act == CorrectionAct.BACK], correction, at)
    for step in proposed:
        if step.act in (CorrectionAct.REPLACE, CorrectionAct.ARREARS):
            prepare_correcting_order(correction, step, at=at)
    _tell("post", correction, "Membukukan", by=by, at=at, reason=note)
    return correction


@transaction.atomic
def correct_after_death(
    membership_id: int,
    *,
    was_from: date,
    was_until: date | None,
    reason: str,
    proposed_by: User,
    by: User,
    at: datetime,
) -> list[Step]:
    """The money of a membership whose death was set right: what two persons decided in the claim is posted at once.

    Overpaid months become credit at BPJS; months that are owed again get an order of their own where the month is closed,
    and come with the month's invoice where it is open. Raises Refused.
    """
    if Correction.objects.filter(membership_id=membership_id, state=CorrectionState.PROPOSED).exists():
        raise Refused("Masih ada pembetulan iuran orang ini yang menunggu keputusan. Putuskan dulu.")
    steps = queries.death_steps(membership_id, was_from=was_from, was_until=was_until)
    if not steps:
        return []
    member = enrolment.hold_membership(membership_id)
    posted_month = queries.posting_month(member.place.round_id, localdate(at))
    if posted_month is None:
        raise Refused("Semua bulan putaran ini sudah ditutup. Minta pejabat penyetuju membuka satu bulan.")
    last_on = queries.day_before(member.end_on) if member.end_on else None
    correction = Correction.objects.create(
        membership=member, kind=CorrectionKind.DEATH, state=CorrectionState.POSTED, day=last_on,
        first_month=steps[0].month, last_month=steps[-1].month, posted_month=posted_month, reason=reason.strip()[:160],
        proposed_by=proposed_by, proposed_at=at, decided_by=by, decided_at=at,
    )  # fmt: skip
    _keep_steps(correction, steps)
    _give_back([s for s in steps if s.act == CorrectionAct.BACK], correction, at)
    for step in steps:
        if step.act == CorrectionAct.ARREARS:
            prepare_correcting_order(correction, step, at=at)
    _tell("post", correction, "Membukukan", by=by, at=at, reason=reason)
    return steps


@transaction.atomic
def refuse_correction(correction_id: int, note: str, *, by: User, at: datetime) -> Correction:
    """Give it back with a reason; nothing moves. Raises Refused."""
    if not note.strip():
        raise Refused("Tulis mengapa dikembalikan, supaya yang menyusun mengerti.")
    correction = _taken(correction_id, CorrectionState.REFUSED, by=by, at=at, note=note)
    _tell("refuse", correction, "Mengembalikan", by=by, at=at, reason=note)
    return correction


def _keep_steps(correction: Correction, steps: list[Step]) -> None:
    CorrectionStep.objects.bulk_create(
        CorrectionStep(
            correction=correction, month=s.month, act=s.act, line_id=s.line_id, fund_id=s.fund_id,
            was_rp=s.was_rp, becomes_rp=s.becomes_rp,
        )
        for s in steps
    )  # fmt: skip


def wish_of(correction: Correction) -> Wish:
    dated = correction.kind in (CorrectionKind.START, CorrectionKind.END)
    return Wish(
        correction.membership_id, CorrectionKind(correction.kind), correction.day, correction.end_reason,
        correction.sector_id or "", correction.fund_id,
        0 if dated else correction.first_month, 0 if dated else correction.last_month,
    )  # fmt: skip


def _taken(correction_id: int, to: CorrectionState, *, by: User, at: datetime, note: str) -> Correction:
    correction = Correction.objects.get(pk=correction_id)
    if correction.proposed_by_id == by.pk:
        raise Refused("Anda menyusun pembetulan ini, jadi orang lain yang harus memutuskannya.")
    moved = Correction.objects.filter(pk=correction_id, state=CorrectionState.PROPOSED).exclude(
        proposed_by=by
    )
    if not moved.update(state=to, decided_by=by, decided_at=at, decision_note=note.strip()[:160]):
        correction.refresh_from_db()
        raise Refused(f"Pembetulan ini sudah “{correction.get_state_display()}”. Tidak ada yang berubah.")
    correction.refresh_from_db()
    return correction


def _member(wish: Wish) -> "Membership":
    if member := enrolment_queries.membership(wish.membership_id):
        return member
    raise Refused("Kepesertaan ini tidak ditemukan.")


def _refuse_impossible(member: "Membership", wish: Wish, today: date) -> None:
    if wish.kind in (CorrectionKind.START, CorrectionKind.END):
        if wish.day is None or wish.day > today:
            raise Refused("Isi tanggal yang benar, paling lambat hari ini.")
        if sentence := enrolment.cannot_be(member, **_dates(member, wish)):
            raise Refused(sentence)
        if wish.kind == CorrectionKind.END and member.end_on is None and not wish.end_reason:
            raise Refused("Pilih alasan berakhirnya kepesertaan.")
    elif not member.place.round.first_month <= wish.first_month <= member.place.round.last_month:
        raise Refused("Pilih bulan di dalam putaran orang ini.")
    elif wish.kind == CorrectionKind.CLASS and not wish.sector:
        raise Refused("Pilih golongan iuran yang benar.")
    elif wish.kind == CorrectionKind.FUND and (not wish.fund_id or wish.last_month < wish.first_month):
        raise Refused("Pilih dana yang benar, bulan awal, dan bulan akhirnya.")


def _dates(member: "Membership", wish: Wish) -> dict[str, date | None]:
    if wish.kind == CorrectionKind.START:
        return {"start_on": wish.day, "last_on": None}
    return {"start_on": None, "last_on": wish.day}


def _changes_facts(member: "Membership", wish: Wish) -> bool:
    if wish.kind == CorrectionKind.START:
        return member.start_on != wish.day
    if wish.kind == CorrectionKind.END:
        return wish.day is not None and member.end_on != max(queries.day_after(wish.day), member.start_on)
    return wish.kind == CorrectionKind.CLASS and queries.sector_in(member, wish.first_month) != wish.sector


def _apply(member: "Membership", wish: Wish, *, by: User, at: datetime) -> None:
    """The facts; class and fund stand in the correction itself and in its orders."""
    if wish.day is None:
        return
    if wish.kind == CorrectionKind.END and member.end_on is None:
        enrolment.end_membership(member.worker_id, reason=wish.end_reason, on=wish.day, by=by, at=at)
    elif wish.kind in (CorrectionKind.START, CorrectionKind.END):
        enrolment.correct_period(member.pk, **_dates(member, wish), by=by, at=at)


def _give_back(steps: list[Step], correction: Correction, at: datetime) -> None:
    """Paid for a month in which he was no member: credit at BPJS, effective in that month, linked to what paid it."""
    lines = OrderLine.objects.select_for_update().in_bulk([s.line_id for s in steps if s.line_id])
    paid = paying_transfers({line.order_id for line in lines.values()})
    for step in steps:
        line = lines[step.line_id]
        lock_appropriation(step.fund_id)
        movement = Movement(
            step.fund_id, AccountKind.PAID, AccountKind.INSURER_CREDIT, line.amount_rp, f"line:{line.pk}:credit",
            f"Pembetulan {correction.pk}: kelebihan bayar {months.month_in_words(step.month)}",
            reverses_id=paid.get(line.order_id), correction_id=correction.pk,
        )  # fmt: skip
        move(movement, effective_on=months.last_day(step.month), at=at)
    OrderLine.objects.filter(pk__in=list(lines)).update(is_live=False)


def _tell(verb: str, correction: Correction, word: str, *, by: User, at: datetime, reason: str) -> None:
    net_rp = sum(s.becomes_rp - s.was_rp for s in correction.steps.exclude(act=CorrectionAct.BILL))
    on = f" {tanggal(correction.day)}" if correction.day else ""
    record(
        f"contributions.{verb}_correction", by=by, at=at, on=("correction", correction.pk),
        sentence=f"{word} pembetulan {correction.get_kind_display().lower()}{on}: "
        f"{correction.steps.count()} bulan, selisih {'-' if net_rp < 0 else ''}{rupiah(abs(net_rp))}.",
        reason=reason.strip(),
    )  # fmt: skip
