"""Money nobody explains, credit, refunds, amended budgets, closed months, corrections."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from payung.contributions import actions as money
from payung.contributions.enums import CorrectionKind
from payung.contributions.models import PaymentOrder
from payung.contributions.queries import Wish
from payung.enrolment.models import Membership
from tests.contributions.year.months import Months
from tests.contributions.year.notebook import FIRST, LAST, PRICE_RP, Order, Person, first_day, month_of
from tests.contributions.year.steps import PICK


class Unplanned(Months):
    """What no plan of the year foresees."""

    @rule(n=st.integers(0, 7))
    @precondition(lambda self: self.book.paid)
    def credit(self, n: int) -> None:
        """Months paid for people who had stopped."""
        month = FIRST + n
        refused = month in self.book.closed
        count = self.do(
            money.credit_stopped, self.world.round.pk, month, by=self.by(), again="same", refused=refused
        )
        if not refused:
            assert count == len(self.book.overpaid(month))
            self.book.credit(month)

    @rule(fund=st.sampled_from("AB"), thousands=st.integers(-1, 60))
    def unknown_money(self, fund: str, thousands: int) -> None:
        amount_rp = thousands * 1_000
        refused = not 0 < amount_rp <= self.book.rest_rp(fund)
        held = self.do(
            money.hold_unknown, self.world.funds[fund], amount_rp=amount_rp, paid_on=self.book.today,
            reference=f"BG {self.number()}", note="?", by=self.by(), refused=refused, again="same",
        )  # fmt: skip
        if held:
            self.book.move(fund, "appropriation", "suspense", amount_rp)
            self.book.unexplained[held.pk] = (fund, amount_rp)

    @rule(n=PICK, is_credit=st.booleans())
    @precondition(lambda self: self.book.unexplained)
    def explained(self, n: int, is_credit: bool) -> None:
        transfer = self.pick(self.book.unexplained, n)
        self.do(
            money.explain_unknown,
            transfer,
            is_credit=is_credit,
            note="lebih bayar",
            by=self.by(),
            again="same",
        )
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
            reference=f"RK {self.number()}", by=self.by(), refused=refused, again="same",
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

    # -- Closed months and corrections ------------------------------------------------------------------
    @rule(n=st.integers(0, 7))
    def close(self, n: int) -> None:
        month = FIRST + n
        live = ("created", "verified", "approved")
        waits = any(o.month == month and o.state in live for o in self.book.orders.values())
        refused = waits and month not in self.book.closed
        self.do(money.close_month, self.world.round.pk, month, by=self.by(), refused=refused, again="same")
        if not refused:
            self.book.closed.add(month)

    @rule(n=st.integers(0, 7), reason=st.sampled_from(["tagihan susulan", "salah tutup", " "]))
    @precondition(lambda self: self.book.closed)
    def reopen(self, n: int, reason: str) -> None:
        month = self.pick(self.book.closed, n)
        refused = not reason.strip()
        self.do(
            money.reopen_month, self.world.round.pk, month, reason=reason, by=self.by("wati"), refused=refused
        )
        if not refused:
            self.book.closed.discard(month)

    @rule(n=PICK, back=st.integers(0, 120), hand=st.sampled_from(["wati", "wati", "rani"]))
    @precondition(lambda self: any(p.begins for p in self.book.people.values()))
    def he_left_on_another_day(self, n: int, back: int, hand: str) -> None:
        """The end of a membership is set right, earlier or later; a death is set right in its claim."""
        person = self._member(n)
        day = self.book.today - timedelta(days=back)
        assert person.begins
        ends = max(day + timedelta(days=1), person.begins)
        steps = self.book.differences(person, person.begins, ends, person.starts)
        next_one = [p for p in self.book.people.values() if p.replaces == person.serial]
        refused = (
            day + timedelta(days=1) <= person.begins
            or person.ended_by_death
            or (person.died_on is not None and day > person.died_on)
            or any(ends > first_day(p.starts) for p in next_one)
            or (ends == person.ends and not steps)
        )
        wish = Wish(self._membership(person), CorrectionKind.END, day=day, end_reason="pindah")
        if self._post(wish, person, steps, hand, refused=refused):
            if person.ends is None:
                self.book.end(person, day)
            else:
                person.ends, person.released_on = ends, day

    @rule(n=PICK, back=st.integers(0, 200), hand=st.sampled_from(["wati", "wati", "rani"]))
    @precondition(lambda self: any(p.begins for p in self.book.people.values()))
    def he_began_on_another_day(self, n: int, back: int, hand: str) -> None:
        person = self._member(n)
        day = self.book.today - timedelta(days=back)
        before = self.book.people[person.replaces] if person.replaces else None
        steps = self.book.differences(person, day, person.ends, 0)
        refused = (
            bool(
                person.ends
                and (person.ends <= day or (person.ends == person.begins and day != person.begins))
            )
            or bool(before and before.released_on and month_of(before.released_on) >= month_of(day))
            or (day == person.begins and not steps)
        )
        wish = Wish(self._membership(person), CorrectionKind.START, day=day)
        if self._post(wish, person, steps, hand, refused=refused):
            person.begins = day
            person.starts = min(max(month_of(day), FIRST), LAST)

    @rule(n=PICK, first=st.integers(0, 7), more=st.integers(0, 3), fund=st.sampled_from("AB"))
    @precondition(lambda self: self.book.paid)
    def another_fund_pays(self, n: int, first: int, more: int, fund: str) -> None:
        """Months that the wrong fund paid."""
        book = self.book
        person = book.people[self.pick({serial for serial, _ in book.paid}, n)]
        span = range(FIRST + first, min(FIRST + first + more, LAST) + 1)
        wrong = [m for m in span if (person.serial, m) in book.paid]
        steps = {m: "replace" for m in wrong if book.orders[book.paid[person.serial, m]].fund != fund}
        told = {"fund_id": self.world.funds[fund], "first_month": span[0], "last_month": span[-1]}
        wish = Wish(self._membership(person), CorrectionKind.FUND, **told)
        self._post(wish, person, steps, "wati", fund=fund, refused=not steps)

    def _member(self, n: int) -> Person:
        return self.book.people[self.pick([p.serial for p in self.book.people.values() if p.begins], n)]

    def _membership(self, person: Person) -> int:
        return Membership.objects.get(worker_id=person.worker_id).pk

    def _post(
        self, wish: Wish, person: Person, steps: dict[int, str], hand: str, *, refused: bool, fund: str = ""
    ) -> bool:
        """Proposed by Bu Rani and posted by another; the notebook writes down what moved. False when it did not."""
        book = self.book
        refused = refused or not book.may_post() or any(book.waiting(person.serial, month) for month in steps)
        proposed = self.do(
            money.propose_correction, wish, reason="surat keterangan", by=self.by(), refused=refused
        )
        if not proposed:
            return False
        billed = {month for month, _ in book.invoices.values()}
        never = any(act == "arrears" and month not in billed for month, act in steps.items())
        refused = never or hand == "rani"
        if not self.do(money.post_correction, proposed.pk, by=self.by(hand), refused=refused):
            self.do(money.refuse_correction, proposed.pk, "tidak sesuai", by=self.by("wati"))
            return False
        for month, act in steps.items():
            if act == "back":
                book.give_back(person.serial, month)
            elif act in ("replace", "arrears"):
                made = PaymentOrder.objects.get(correction=proposed, month=month)
                old = book.paid[person.serial, month] if act == "replace" else None
                lines = {person.serial: PRICE_RP}
                book.orders[made.pk] = Order(
                    month, fund or book.fund_of(month), lines, hands=["rani"], corrects=True, replaces=old
                )
        return True


assert month_of(date(2025, 12, 1)) == LAST
