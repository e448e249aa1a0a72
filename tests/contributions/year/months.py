"""Invoices, orders, signatures, payments: right, wrong, twice, in the wrong hands."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from payung.contributions import actions as money
from tests.contributions.scene import kpj
from tests.contributions.year import world as stage
from tests.contributions.year.notebook import FIRST, LAST, PRICE_RP, Order, month_of
from tests.contributions.year.seats import Seats
from tests.contributions.year.steps import HANDS, PICK


class Months(Seats):
    """The month from the invoice to the proof of payment."""

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
            by=self.by(), refused=told in self.book.invoices.values() or month in self.book.closed,
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
        made = self.do(
            money.create_order,
            invoice,
            by=self.by(),
            refused=not agreed or book.invoices[invoice][0] in book.closed,
        )
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
        for month in sorted(set(range(FIRST, LAST + 1)) - book.closed):
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
        lost = order.replaces is not None and book.paid.get((*order.lines, order.month)) != order.replaces
        refused = (
            lost
            or how in ("other amount", "tomorrow")
            or credit_rp > book.money[order.fund]["insurer_credit"]
        )
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
