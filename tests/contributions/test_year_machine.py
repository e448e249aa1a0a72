"""A year of the programme in random order: whatever people do, no promise breaks and the books agree with a notebook.

Each step is a real action on a real PostgreSQL. After it the promises of `payung verify` are asked, and every balance,
paid month, order, seat and membership is compared with a notebook that knows none of the program's code.
`PAYUNG_YEAR_STEPS` makes it longer (`make nightly`: 100,000); `PAYUNG_YEAR_SEED` starts elsewhere.
"""

import os
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from payung.claims.actions import report_event
from payung.claims.enums import EventKind
from payung.contributions import actions as money
from payung.enrolment import actions as enrolment
from payung.enrolment.models import Registration
from payung.files import tables
from payung.jobs.actions import Refused
from payung.programme.actions import ProgrammeRefused
from payung.selection import actions as selection
from payung.selection.models import Decree, Place
from tests.contributions.scene import kpj
from tests.contributions.year import world as stage
from tests.contributions.year.notebook import FIRST, LAST, PRICE_RP, Order, first_day, month_of
from tests.selection.scene import plain_pdf

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("PAYUNG_YEAR_STEPS", "5000"))
SEED = int(os.environ.get("PAYUNG_YEAR_SEED", "20251223"))
STEPS_A_YEAR, YEARS_A_RUN = 100, 10
REFUSALS = (Refused, ProgrammeRefused, selection.SelectionRefused)
HANDS = st.sampled_from(["rani", "budi", "wati", "sri"])
PICK = st.integers(0, 99)
MUST_HAVE_HAPPENED = (
    "report_event", "end_membership", "read_reply", "receive_invoice", "create_order", "verify_order", "approve_order",
    "void_order", "record_payment", "credit_stopped", "hold_unknown", "explain_unknown", "refund_credit", "sign_decree",
)  # fmt: skip
counted: Counter[str] = Counter()
done: Counter[str] = Counter()


class Year(RuleBasedStateMachine):
    """One example is one year that is taken back at its end."""

    world: stage.World

    def __init__(self) -> None:
        super().__init__()
        self.year = transaction.atomic()
        self.year.__enter__()
        self.book = stage.fresh_notebook(self.world)
        self.crash_after: int | None = None
        self.ask_again = False
        self.serial = 0

    def teardown(self) -> None:
        counted["years"] += 1
        try:
            assert stage.every_broken_promise() == []
        finally:
            transaction.set_rollback(True)
            self.year.__exit__(None, None, None)

    # -- How a step is done -----------------------------------------------------------------------------
    @property
    def at(self) -> datetime:
        day = self.book.today
        return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)

    def by(self, name: str = "rani"):
        return self.world.officials[name]

    def number(self) -> int:
        self.serial += 1
        return self.serial

    def do(self, action, *args, refused: bool = False, again: str = "refused", **told):
        """Do it; when a crash is due, first with the power failing inside it. True answers only.

        `refused`: what the notebook expects. `again`: what the same command gives when its answer was lost.
        """
        told = {"at": self.at, **told}
        if self.crash_after is not None:
            self._crash(action, args, told)
        try:
            answer, refusal = action(*args, **told), None
        except REFUSALS as said:
            answer, refusal = None, said
        if refusal:
            assert refused, f"{action.__name__} refused: {refusal}"
            counted["refused"] += 1
            return None
        assert not refused, f"{action.__name__} should have been refused"
        done[action.__name__] += 1
        if self.ask_again:
            self._again(action, args, told, again)
        return answer

    def _crash(self, action, args, told) -> None:
        after, self.crash_after = self.crash_after, None
        before = stage.in_words(self.world)
        try:
            with transaction.atomic():
                with stage.power_fails(after):
                    action(*args, **told)
                raise stage.Crash  # the answer was ready, the COMMIT never came
        except (stage.Crash, *REFUSALS):
            pass
        assert stage.in_words(self.world) == before
        counted["crashes"] += 1

    def _again(self, action, args, told, expected: str) -> None:
        self.ask_again = False
        before = stage.in_words(self.world)
        try:
            action(*args, **told)
            given = "same"
        except REFUSALS:
            given = "refused"
        assert given == expected, f"{action.__name__} again: {given}"
        assert stage.in_words(self.world) == before
        counted["asked again"] += 1

    def pick(self, items, n: int):
        items = sorted(items)
        return items[n % len(items)]

    # -- The ground and the clock -----------------------------------------------------------------------
    @initialize(ready=st.sampled_from([True, True, True, False]))
    def begin(self, ready: bool) -> None:
        """Most years begin with members."""
        if ready:
            self.decree()
            self.decree()
            self.register()
            self.answer(0, yes=True, everybody=True)

    @rule(days=st.integers(1, 24))
    @precondition(lambda self: self.book.today < date(2026, 1, 10))
    def days_pass(self, days: int) -> None:
        self.book.today += timedelta(days=days)

    @rule(after=st.integers(0, 40))
    def the_next_step_crashes(self, after: int) -> None:
        self.crash_after = after

    @rule()
    def the_next_answer_is_lost(self) -> None:
        self.ask_again = True

    # -- Decree, registration, seats --------------------------------------------------------------------
    @rule(drop=st.booleans())
    def decree(self, drop: bool = False) -> None:
        book = self.book
        if not book.draft:
            changes = book.changes()
            done = self.do(
                selection.draft_decree, self.world.round.pk, by=self.by(), refused=not any(changes)
            )
            if done:
                book.draft, book.drafted = True, changes
            return
        draft = Decree.objects.get(state="draft")
        if drop:
            self.do(selection.drop_draft, draft.pk, reason="salah ketik", by=self.by())
            book.draft = False
            return
        number = f"188.45/{self.number()}/2025"
        self.do(
            selection.sign_decree, draft.pk, number=number, signed_on=book.today, pdf=plain_pdf(),
            is_wet_signed=True, by=self.by("wati"),
        )  # fmt: skip
        book.sign()

    @rule()
    @precondition(lambda self: self.book.version)
    def register(self) -> None:
        """Everybody decreed goes to the branch."""
        for decree in Decree.objects.filter(state="signed").order_by("version"):
            self.do(enrolment.prepare_registrations, decree.pk, by=self.by(), again="same")
            lines = set(
                map(str, decree.lines.filter(leaves=False).values_list("place__worker_id", flat=True))
            )
            here = [p for p in self.book.people.values() if p.worker_id in lines]
            for person in here:
                if person.place == "decreed" and not person.registration:
                    person.registration = "ready"
            ready = [p for p in here if p.registration == "ready"]
            self.do(enrolment.make_registration_file, decree.pk, by=self.by(), refused=not ready)
            for person in ready:
                person.registration = "sent"

    @rule(n=PICK, yes=st.sampled_from([True, True, True, False]), everybody=st.booleans())
    @precondition(lambda self: any(p.registration == "sent" for p in self.book.people.values()))
    def answer(self, n: int, yes: bool, everybody: bool = False) -> None:
        """The branch answers."""
        sent = [p.serial for p in self.book.people.values() if p.registration == "sent"]
        told = sent if everybody else [self.pick(sent, n)]
        rows = []
        for serial in told:
            nik = self.world.niks[self.book.people[serial].worker_id]
            rows.append(
                [nik, kpj(serial) if yes else "", "Diterima" if yes else "Ditolak", "" if yes else "PU"]
            )
        content = stage.file_of(["NIK", "No KPJ", "Status", "Keterangan"], rows)
        self.do(enrolment.read_reply, content, name="balasan.xlsx", by=self.by(), again="same")
        order = {str(w): r for r, w in Registration.objects.values_list("id", "worker_id")}
        for person in (self.book.people[serial] for serial in told):
            if yes:
                person.registration = "accepted"
                person.begins = first_day(person.starts)
            else:
                person.registration = "refused"
                self.book.release(person, self.book.today)
                self.book.call_next(person)
        assert order

    @rule(n=PICK, back=st.integers(0, 70), kind=st.sampled_from([EventKind.DEATH, EventKind.WORK_DEATH]))
    @precondition(lambda self: sum(p.died_on is None for p in self.book.people.values()) > 4)
    def death(self, n: int, back: int, kind: EventKind) -> None:
        """Told today, happened up to seventy days ago; somebody who is dead already cannot die again."""
        person = self.book.people[self.pick(self.book.people, n)]
        on = self.book.today - timedelta(days=back)
        self.do(
            report_event, worker_id=UUID(person.worker_id), kind=kind, happened_on=on, reporter_name="Sutini",
            key=uuid5(UUID(int=0), f"{self.number()}"), by=self.by(), refused=person.died_on is not None, again="same",
        )  # fmt: skip
        if person.died_on is None:
            self.book.dies(person, on)

    @rule(
        n=PICK, back=st.integers(0, 40), reason=st.sampled_from(["pindah", "menjadi_pu", "mengundurkan_diri"])
    )
    def leaves(self, n: int, back: int, reason: str) -> None:
        """He moved, found work, or does not want to any more."""
        person = self.book.people[self.pick(self.book.people, n)]
        on = self.book.today - timedelta(days=back)
        self.do(
            enrolment.end_membership, UUID(person.worker_id), reason=reason, on=on, by=self.by(), again="same"
        )
        self.book.end(person, on)

    @rule(n=PICK)
    def gives_up_the_queue(self, n: int) -> None:
        waiting = [p.serial for p in self.book.people.values() if p.place == "waiting"]
        if len(waiting) > 1:
            person = self.book.people[self.pick(waiting, n)]
            place = Place.objects.get(worker_id=person.worker_id)
            self.do(
                selection.release,
                place.pk,
                "mengundurkan_diri",
                on=self.book.today,
                by=self.by(),
                again="same",
            )
            self.book.release(person, self.book.today)

    # -- The month --------------------------------------------------------------------------------------
    @rule(
        n=st.integers(0, 7),
        flaw=st.sampled_from(["", "", "", "", "missing", "double", "amount", "stranger", "stopped"]),
    )
    @precondition(lambda self: any(p.begins for p in self.book.people.values()))
    def bill(self, n: int, flaw: str) -> None:
        """BPJS sends its invoice, sometimes wrong, sometimes the same again."""
        month = FIRST + n
        serials = [p.serial for p in self.book.people.values() if p.is_member_in(month)]
        rows = [(serial, PRICE_RP) for serial in serials]
        rows = {
            "missing": rows[1:],
            "double": rows + rows[:1],
            "amount": [(s, PRICE_RP - 800) for s, _ in rows[:1]] + rows[1:],
            "stranger": [*rows, (77, PRICE_RP)],
            "stopped": [(p.serial, PRICE_RP) for p in self.book.people.values() if p.begins],
        }.get(flaw, rows)
        if not rows:
            return
        told = (month, tuple(rows))
        content = stage.file_of(["KPJ", "Nama", "Iuran"], [[kpj(s), "-", rp] for s, rp in rows])
        received = self.do(
            money.receive_invoice, content, name="tagihan.xlsx", round_id=self.world.round.pk, month=month,
            by=self.by(), refused=told in self.book.invoices.values(),
        )  # fmt: skip
        if received:
            self.book.invoices[received.pk] = told

    @rule(n=PICK)
    @precondition(lambda self: self.book.invoices)
    def order(self, n: int) -> None:
        """From any invoice, the latest first; a second order of the month takes only who is in none."""
        book = self.book
        invoice = sorted(book.invoices)[-1 - n % len(book.invoices)]
        agreed = book.agreed(invoice)
        made = self.do(money.create_order, invoice, by=self.by(), refused=not agreed)
        if made:
            month = book.invoices[invoice][0]
            book.orders[made.pk] = Order(month, book.fund_of(month), agreed, hands=["rani"])

    @rule(n=PICK, hand=HANDS)
    @precondition(lambda self: self.book.states()["created"])
    def verify(self, n: int, hand: str) -> None:
        number = self.pick([k for k, o in self.book.orders.items() if o.state == "created"], n)
        order = self.book.orders[number]
        refused = hand in order.hands or self.book.has_stopped(order)
        if self.do(money.verify_order, number, by=self.by(hand), refused=refused):
            order.state = "verified"
            order.hands.append(hand)

    @rule(n=PICK, hand=HANDS)
    @precondition(lambda self: self.book.orders)
    def approve(self, n: int, hand: str) -> None:
        """Anybody, any order, at any time: only a third person, only a verified one, only within the appropriation."""
        number = self.pick(self.book.orders, n)
        order = self.book.orders[number]
        too_dear = order.total_rp > self.book.rest_rp(order.fund)
        refused = order.state != "verified" or hand in order.hands or too_dear or self.book.has_stopped(order)
        if self.do(money.approve_order, number, by=self.by(hand), refused=refused):
            order.state = "approved"
            self.book.move(order.fund, "appropriation", "reserved", order.total_rp)

    @rule(n=PICK)
    @precondition(lambda self: self.book.orders)
    def sign_on(self, n: int) -> None:
        """What an office does all day: the order that waits gets its next hand."""
        waiting = {k: o for k, o in self.book.orders.items() if o.state in ("created", "verified")}
        if waiting:
            number = self.pick(waiting, n)
            if waiting[number].state == "created":
                self.verify(
                    sorted(k for k, o in waiting.items() if o.state == "created").index(number), "budi"
                )
            else:
                free = next(h for h in ("wati", "sri", "budi") if h not in waiting[number].hands)
                self.approve(sorted(self.book.orders).index(number), free)

    def the_office_works(self, n: int) -> None:
        """The next thing that is to be done, done right: a year in which nobody ever pays teaches little."""
        book = self.book
        for month in range(FIRST, LAST + 1):
            open_for = [
                p
                for p in book.people.values()
                if p.is_member_in(month) and not book.is_taken(p.serial, month)
            ]
            billed = [k for k, (m, _) in book.invoices.items() if m == month and book.agreed(k)]
            waiting = [
                k for k, o in book.orders.items() if o.month == month and o.state in ("created", "verified")
            ]
            approved = [k for k, o in book.orders.items() if o.month == month and o.state == "approved"]
            if approved:
                return self.pay(
                    sorted(k for k, o in book.orders.items() if o.state == "approved").index(approved[0]), ""
                )
            if waiting and not any(book.has_stopped(book.orders[k]) for k in waiting):
                return self.sign_on(n)
            if billed and month <= month_of(book.today) + 1:
                return self.order(sorted(book.invoices)[::-1].index(billed[-1]))
            if open_for and month <= month_of(book.today) + 1:
                return self.bill(month - FIRST, "")
        return None

    @rule(n=PICK)
    @precondition(lambda self: any(p.begins for p in self.book.people.values()))
    def a_morning(self, n: int) -> None:
        self.the_office_works(n)

    @rule(n=PICK)
    @precondition(lambda self: any(p.begins for p in self.book.people.values()))
    def an_afternoon(self, n: int) -> None:
        self.the_office_works(n)

    @rule(n=PICK)
    @precondition(lambda self: any(p.begins for p in self.book.people.values()))
    def overtime(self, n: int) -> None:
        self.the_office_works(n)

    @rule(n=PICK)
    @precondition(lambda self: self.book.orders)
    def void(self, n: int) -> None:
        number = self.pick(self.book.orders, n)
        order = self.book.orders[number]
        final = order.state in ("paid", "void")
        self.do(money.void_order, number, "salah bulan", by=self.by(), refused=final)
        if not final:
            if order.state == "approved":
                self.book.move(order.fund, "reserved", "appropriation", order.total_rp)
            order.state = "void"

    @rule(
        n=PICK, how=st.sampled_from(["", "", "", "credit", "other amount", "tomorrow", "twice", "all credit"])
    )
    @precondition(lambda self: self.book.states()["approved"])
    def pay(self, n: int, how: str) -> None:
        """Paid exactly, partially, too much, twice, from credit: only the exact amount is believed."""
        book = self.book
        number = self.pick([k for k, o in book.orders.items() if o.state == "approved"], n)
        order, proof, on = book.orders[number], f"SP2D {self.number()}", book.today
        credit_rp = 0
        if how == "all credit":
            credit_rp = order.total_rp
        elif how == "credit":
            credit_rp = min(book.money[order.fund]["insurer_credit"], order.total_rp) // 2
        paid_rp = order.total_rp - credit_rp - (PRICE_RP if how == "other amount" else 0)
        if how == "tomorrow":
            on += timedelta(days=1)
        refused = how in ("other amount", "tomorrow") or credit_rp > book.money[order.fund]["insurer_credit"]
        told = {"paid_on": on, "proof_number": proof, "by": self.by(), "credit_rp": credit_rp}
        if self.do(money.record_payment, number, **told, paid_rp=paid_rp, refused=refused, again="same"):
            book.pay(number, on, proof, credit_rp)
            if how == "twice":
                told["proof_number"] = f"SP2D {self.number()}"
                self.do(money.record_payment, number, **told, paid_rp=paid_rp, refused=True)

    @rule(n=PICK)
    @precondition(lambda self: self.book.states()["paid"])
    def the_statement_is_read_again(self, n: int) -> None:
        """The same line of the bank's statement: nothing moves."""
        number = self.pick([k for k, o in self.book.orders.items() if o.state == "paid"], n)
        on, proof, credit_rp = self.book.orders[number].proof
        self.do(
            money.record_payment,
            number,
            paid_on=on,
            proof_number=proof,
            credit_rp=credit_rp,
            by=self.by(),
            again="same",
        )

    # -- What nobody planned ----------------------------------------------------------------------------
    @rule(n=st.integers(0, 7))
    @precondition(lambda self: self.book.paid)
    def credit(self, n: int) -> None:
        """Months paid for people who had stopped."""
        month = FIRST + n
        count = self.do(money.credit_stopped, self.world.round.pk, month, by=self.by(), again="same")
        assert count == len(self.book.overpaid(month))
        self.book.credit(month)

    @rule(fund=st.sampled_from("AB"), thousands=st.integers(-1, 60))
    def unknown_money(self, fund: str, thousands: int) -> None:
        amount_rp = thousands * 1_000
        refused = not 0 < amount_rp <= self.book.rest_rp(fund)
        held = self.do(
            money.hold_unknown, self.world.funds[fund], amount_rp=amount_rp, paid_on=self.book.today,
            reference=f"BG {self.number()}", note="?", by=self.by(), refused=refused,
        )  # fmt: skip
        if held:
            self.book.move(fund, "appropriation", "suspense", amount_rp)
            self.book.unexplained[held.pk] = (fund, amount_rp)

    @rule(n=PICK, is_credit=st.booleans())
    @precondition(lambda self: self.book.unexplained)
    def explained(self, n: int, is_credit: bool) -> None:
        transfer = self.pick(self.book.unexplained, n)
        self.do(money.explain_unknown, transfer, is_credit=is_credit, note="lebih bayar", by=self.by())
        fund, amount_rp = self.book.unexplained.pop(transfer)
        self.book.move(fund, "suspense", "insurer_credit" if is_credit else "appropriation", amount_rp)

    @rule(fund=st.sampled_from("AB"), share=st.integers(0, 5))
    def refund(self, fund: str, share: int) -> None:
        """BPJS gives back a part of the credit; never more than there is."""
        has_rp = self.book.money[fund]["insurer_credit"]
        amount_rp = has_rp * share // 4
        refused = not 0 < amount_rp <= has_rp
        self.do(
            money.refund_credit, self.world.funds[fund], amount_rp=amount_rp, paid_on=self.book.today,
            reference=f"RK {self.number()}", by=self.by(), refused=refused,
        )  # fmt: skip
        if not refused:
            self.book.move(fund, "insurer_credit", "appropriation", amount_rp)

    @rule(fund=st.sampled_from("AB"), change=st.sampled_from([-400_000, -100_000, -16_800, 16_800, 100_000]))
    def amend(self, fund: str, change: int) -> None:
        """The budget is changed; never below what is bound."""
        book = self.book
        now_rp = sum(book.money[fund].values())
        after_rp = now_rp + change
        bound_rp = now_rp - book.money[fund]["appropriation"]
        refused = after_rp < bound_rp or after_rp <= 0
        self.do(
            money.amend_appropriation, self.world.funds[fund], after_rp=after_rp, number=f"DPPA {self.number()}",
            decided_on=book.today, by=self.by(), refused=refused, again="same",
        )  # fmt: skip
        if not refused:
            book.money[fund]["appropriation"] += change

    # -- After every step -------------------------------------------------------------------------------
    @invariant()
    def every_promise_is_kept(self) -> None:
        counted["steps"] += 1
        assert stage.broken_promises() == []

    @invariant()
    def the_books_agree(self) -> None:
        ours, theirs = self.book.lines(), stage.in_words(self.world)
        assert (ours - theirs, theirs - ours) == (set(), set())


def test_a_year_in_any_order_breaks_no_promise(monkeypatch, capsys):
    monkeypatch.setattr(tables, "read_sheets", stage.sheets_of)
    Year.world = stage.world()
    stage.prepare_promises()
    counted.clear()
    done.clear()
    begun = time.perf_counter()
    run = settings(
        max_examples=YEARS_A_RUN, stateful_step_count=STEPS_A_YEAR, deadline=None, print_blob=False,
        suppress_health_check=list(HealthCheck), database=None, phases=(Phase.generate,),
    )  # fmt: skip
    runs = 0
    while counted["steps"] < STEPS:
        run_state_machine_as_test(seed(SEED + runs)(Year), settings=run)
        runs += 1
    with capsys.disabled():
        spent = time.perf_counter() - begun
        print(
            f"\nyear machine: seeds {SEED} to {SEED + runs - 1}, {dict(counted)}, {counted['steps'] / spent:.0f} steps/s"
        )
        print(f"went through: {dict(done)}")
    assert [name for name in MUST_HAVE_HAPPENED if not done[name]] == []


assert month_of(date(2025, 12, 1)) == LAST
