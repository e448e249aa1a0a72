"""Random histories (20; `make nightly`: 200) with a death that was a mistake, each beside the same history without it.

In each a member is recorded as dead, or dead on a wrong day; the claim goes some way, months are paid, credited and closed,
the seat stays free, is called for, or is decreed to the next. Then two persons correct it and the office works on. Every
promise holds, and the money is where it would be had nobody erred.
"""

import os
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID, uuid5

import pytest
from django.db import transaction

from payung.claims import actions as claims
from payung.claims.enums import ClaimState, DeathFix, EventKind, PaperState
from payung.claims.models import Claim, DeathCorrection
from payung.contributions import actions as money
from payung.contributions import queries as books
from payung.contributions.models import Invoice, OrderLine, PaymentOrder
from payung.enrolment import actions as enrolment
from payung.enrolment import queries as members
from payung.enrolment.models import Membership, Registration
from payung.programme import queries as rounds
from payung.selection import actions as selection
from payung.selection.models import Decree, Place
from payung.tables import reading
from tests.contributions.scene import kpj
from tests.contributions.year import world as stage
from tests.contributions.year.notebook import FIRST, PRICE_RP
from tests.selection.scene import plain_pdf

pytestmark = pytest.mark.django_db
HISTORIES = int(os.environ.get("PAYUNG_UNDONE_DEATHS", "8"))
CLAIM_STATES = ("collecting", "complete", "filed", "paid", "refused", "objected")
SEATS = ("free", "called", "decreed")


@dataclass(frozen=True)
class Plan:
    """What happens, drawn before either history begins."""

    who: int
    paid: int  # months paid before the report
    back: int  # days between the recorded death and the report
    is_day: bool
    right_back: int  # of the right day, when only the day was wrong
    claim: str
    seat: str
    credits: bool
    closes: bool
    later: int  # months paid between the report and the correction
    amended: bool  # after the death an amendment is signed that takes the person out
    before: bool  # an END of another kind stood before the death
    kind: EventKind

    @classmethod
    def drawn(cls, seed: int) -> "Plan":
        r = Random(seed)
        return cls(
            who=r.randrange(4), paid=r.randint(1, 4), back=r.randint(0, 70), is_day=r.random() < 0.4, right_back=r.randint(0, 70),
            claim=r.choice(CLAIM_STATES), seat=r.choice(SEATS), credits=r.random() < 0.6, closes=r.random() < 0.4,
            later=r.randint(0, 2), amended=r.random() < 0.5, before=r.random() < 0.15,
            kind=r.choice([EventKind.DEATH, EventKind.WORK_DEATH]),
        )  # fmt: skip


class History:
    """One life of the office, on a database that is taken back afterwards."""

    def __init__(self, world: stage.World, plan: Plan) -> None:
        self.world, self.plan = world, plan
        self.serials = {worker: n for n, (worker, _) in enumerate(world.workers, start=1)}
        petani = [worker for worker, sector in world.workers if sector == "petani"]
        self.person, self.waiting = UUID(petani[plan.who]), petani[4:]
        self.day, self.count = date(2025, 5, 9), 0

    @property
    def at(self) -> datetime:
        self.count += 1
        return datetime(self.day.year, self.day.month, self.day.day, 2, 0, tzinfo=UTC) + timedelta(
            seconds=self.count
        )

    def who(self, name: str):
        return {"by": self.world.officials[name], "at": self.at}

    # -- The office works -----------------------------------------------------------------------------
    def decree(self) -> None:
        made = selection.draft_decree(self.world.round.pk, **self.who("rani"))
        selection.sign_decree(
            made.pk, number=f"188/{self.count}", signed_on=self.day, pdf=plain_pdf(), is_wet_signed=True, **self.who("wati")
        )  # fmt: skip

    def register(self) -> None:
        for decree in Decree.objects.filter(state="signed").order_by("version"):
            enrolment.prepare_registrations(decree.pk, **self.who("rani"))
            if members.ready_to_send(decree.pk).exists():
                enrolment.make_registration_file(decree.pk, **self.who("rani"))
        sent = Registration.objects.filter(state="sent").values_list("worker_id", flat=True)
        rows = [[self.world.niks[str(w)], kpj(self.serials[str(w)]), "Diterima", ""] for w in sent]
        if rows:
            content = stage.file_of(["NIK", "No KPJ", "Status", "Keterangan"], rows)
            enrolment.read_reply(content, name="balasan.xlsx", **self.who("rani"))

    def pay(self, month: int) -> None:
        """Bill whom the list names and nobody paid yet; three people sign, credit is used first."""
        listed = {m.kpj for m in books.members(self.world.round.pk, month)}
        taken = set(
            OrderLine.objects.filter(month=month, is_live=True).values_list("membership__kpj", flat=True)
        )
        if month in books.closed_months(self.world.round.pk) or not listed - taken:
            return
        rows = [[number, f"tagihan {self.count}", PRICE_RP] for number in sorted(listed)]
        content = stage.file_of(["KPJ", "Nama", "Iuran"], [*rows])
        invoice = money.receive_invoice(
            content, name=f"tagihan-{self.count}.xlsx", round_id=self.world.round.pk, month=month, **self.who("rani")
        )  # fmt: skip
        self.settle(money.create_order(invoice.pk, **self.who("rani")))

    def settle(self, order: PaymentOrder) -> None:
        money.verify_order(order.pk, **self.who("budi"))
        money.approve_order(order.pk, **self.who("wati"))
        has_rp = books.balances(rounds.funds().get(pk=order.fund_id)).credit_rp
        credit_rp = min(has_rp, order.total_rp)
        money.record_payment(
            order.pk, paid_on=self.day, proof_number=f"SP2D {self.count}", credit_rp=credit_rp,
            paid_rp=order.total_rp - credit_rp, **self.who("rani"),
        )  # fmt: skip

    def next_month(self) -> None:
        month = self.day.month + 1
        self.day = date(2025, month, min(9, monthrange(2025, month)[1]))
        self.register()
        self.pay(FIRST + month - 5)

    def credit(self) -> None:
        for month in range(FIRST, self.month + 1):
            if month not in books.closed_months(self.world.round.pk):
                money.credit_stopped(self.world.round.pk, month, **self.who("rani"))

    @property
    def month(self) -> int:
        return FIRST + self.day.month - 5

    # -- The story ------------------------------------------------------------------------------------
    def begin(self) -> None:
        self.decree()
        self.register()
        self.pay(FIRST)
        for _ in range(self.plan.paid - 1):
            self.next_month()
        self.day += timedelta(days=4)
        if self.plan.seat == "free":
            for worker in self.waiting:
                place = Place.objects.get(worker_id=worker)
                selection.release(place.pk, "mengundurkan_diri", on=self.day, **self.who("rani"))
        if self.plan.before:
            place = Place.objects.get(worker_id=self.person)
            enrolment.release_seat(place.pk, reason="pindah", on=self.day, **self.who("rani"))

    def report(self, back: int) -> Claim:
        return claims.report_event(
            worker_id=self.person, kind=self.plan.kind, happened_on=self.day - timedelta(days=back), reporter_name="Sutini",
            key=uuid5(UUID(int=1), str(back)), **self.who("rani"),
        )  # fmt: skip

    def meanwhile(self, claim: Claim | None) -> None:
        if claim is not None and claim.state == ClaimState.COLLECTING:
            self.carry(claim)
        if self.plan.seat == "decreed" and any(selection_changes(self.world.round.pk)):
            self.decree()
            self.register()
        if self.plan.credits:
            self.credit()
        for _ in range(self.plan.later):
            self.next_month()
        if self.plan.amended and any(selection_changes(self.world.round.pk)):
            self.decree()
        if self.plan.closes:
            for month in range(FIRST, self.month):
                self.pay(month)  # nobody closes a month that owes somebody, or is owed
            self.credit()
            for month in range(FIRST, self.month):
                money.close_month(self.world.round.pk, month, **self.who("rani"))

    def carry(self, claim: Claim) -> None:
        """As far as the plan says."""
        if self.plan.claim == "collecting":
            return
        for paper in claim.papers.all():
            claims.set_paper(claim.pk, paper.kind, PaperState.PRESENT, **self.who("rani"))
        if self.plan.claim == "complete":
            return
        claims.file_claim(claim.pk, filed_on=self.day, bpjs_number="A1", **self.who("rani"))
        if self.plan.claim == "paid":
            claims.record_payment(claim.pk, paid_on=self.day, paid_rp=42_000_000, **self.who("rani"))
        elif self.plan.claim in ("refused", "objected"):
            claims.record_refusal(claim.pk, reason="data", **self.who("rani"))
            if self.plan.claim == "objected":
                claims.object_to_refusal(claim.pk, grounds="surat", **self.who("rani"))

    def correct(self, right: date) -> DeathCorrection:
        kind = DeathFix.DAY if self.plan.is_day else DeathFix.PERSON
        wish = claims.Wish(self.person, kind, right if self.plan.is_day else None)
        made = claims.propose_death_correction(wish, reason="ditemui di rumahnya", **self.who("rani"))
        return claims.decide_death_correction(made.pk, **self.who("budi"))

    def work_on(self) -> None:
        """Everything that is open is done: overpaid months credited, arrears and bills paid, the rest of the credit refunded."""
        self.register()
        for order in PaymentOrder.objects.filter(state="created").order_by("pk"):
            self.settle(order)
        for month in range(FIRST, self.month + 1):
            self.pay(month)
        self.credit()
        self.next_month()
        for fund in rounds.funds():
            if credit_rp := books.balances(fund).credit_rp:
                money.refund_credit(
                    fund.pk,
                    amount_rp=credit_rp,
                    paid_on=self.day,
                    reference=f"RK {fund.pk}",
                    **self.who("rani"),
                )

    # -- What is left ---------------------------------------------------------------------------------
    def ledger(self) -> dict[str, int]:
        return {
            f"{name} {kind}": getattr(books.balances(rounds.funds().get(pk=fund)), kind)
            for name, fund in self.world.funds.items() for kind in ("reserved_rp", "paid_rp", "credit_rp", "rest_rp")
        }  # fmt: skip

    def months_of(self, worker) -> list[int]:
        return books.months_paid([worker])[worker]


def selection_changes(round_id: int) -> tuple:
    from payung.selection import queries  # noqa: PLC0415

    version = queries.next_version(round_id)
    return queries.coming(round_id, version), queries.leaving(round_id, version)


def lived(world: stage.World, plan: Plan, *, is_mistaken: bool):
    """(the ledger, the person's paid months, the successor or None), after a whole history that is then taken back."""
    with transaction.atomic():
        story = History(world, plan)
        story.begin()
        right = story.day - timedelta(days=plan.right_back)
        claim = None
        if is_mistaken:
            claim = story.report(plan.back)
        elif plan.is_day:
            claim = story.report(plan.right_back)
        story.meanwhile(claim)
        fix = None
        if is_mistaken and not (plan.is_day and (plan.right_back == plan.back)):
            story.day += timedelta(days=1)
            fix = story.correct(right)
        story.work_on()
        place = Place.objects.get(worker_id=story.person)
        member = Membership.objects.filter(worker_id=story.person).last()
        next_one = Place.objects.filter(replaces=place).first()
        outcome = {
            "ledger": story.ledger(), "months": story.months_of(story.person), "place": place.state, "end": member.end_on,
            "claim": Claim.objects.filter(worker_id=story.person).values_list("state", flat=True).first(), "fix": fix,
            "taken": bool(next_one), "broken": stage.every_broken_promise(), "invoices": Invoice.objects.count(),
        }  # fmt: skip
        transaction.set_rollback(True)
    return outcome


def test_a_corrected_death_leaves_the_money_as_if_nobody_had_erred(monkeypatch, capsys):
    monkeypatch.setattr(reading, "read_sheets", stage.sheets_of)
    monkeypatch.setattr(stage, "FUNDS_RP", {"A": 2_000_000, "B": 2_000_000})
    world, met, wrong = stage.world(), Counter[str](), []
    for seed in range(HISTORIES):
        plan = Plan.drawn(seed)
        one, other = lived(world, plan, is_mistaken=True), lived(world, plan, is_mistaken=False)
        met[f"{'day' if plan.is_day else 'person'} {one['place']}"] += 1
        met[f"claim {one['claim']}"] += 1
        if one["broken"]:
            wrong.append((seed, one["broken"]))
        if plan.is_day:
            if one["months"] != other["months"] or one["end"] != other["end"]:
                wrong.append((seed, one["months"], other["months"], one["end"], other["end"]))
        elif one["ledger"] != other["ledger"]:
            wrong.append((seed, plan, one["ledger"], other["ledger"]))
        elif not plan.before and one["place"] not in ("decreed", "called", "waiting"):
            wrong.append((seed, "no place", one["place"]))
    with capsys.disabled():
        print(f"\n{HISTORIES} histories: {dict(met)}")
    assert wrong == [], "\n".join(map(str, wrong))
