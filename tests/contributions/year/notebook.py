"""What would an accountant with a notebook know of the year? Plain dictionaries; none of the program's code.

The notebook is told of every step that went through and writes down what must be true afterwards. `lines()` is the
whole of it as words, to be compared with what the database answers.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

PRICE_RP = 16_800
FIRST, LAST = 2025 * 12 + 4, 2025 * 12 + 11  # May to December 2025
SECOND_FUND_FROM = 2025 * 12 + 8  # September on from the other fund
DUE = {4: 15, 5: 16, 6: 15, 7: 15, 8: 15, 9: 15, 10: 17, 11: 15, 12: 15, 13: 18}  # read off the calendar
KINDS = ("appropriation", "reserved", "paid", "suspense", "insurer_credit")
SEATED = ("selected", "decreed", "called")


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    return first_day(month + 1) - timedelta(days=1)


@dataclass
class Person:
    """One of ten."""

    serial: int
    worker_id: str
    sector: str
    rank: int
    place: str  # selected, waiting, decreed, called, released
    starts: int = FIRST
    replaces: int | None = None
    released_on: date | None = None
    registration: str = ""  # ready, sent, accepted, refused
    begins: date | None = None
    ends: date | None = None
    died_on: date | None = None
    ended_by_death: bool = False
    before: tuple | None = None  # what stood before the death: place, released_on, registration, ends

    def is_member_in(self, month: int) -> bool:
        if self.begins is None or self.starts > month:
            return False
        return self.begins <= last_day(month) and (
            self.ends is None or self.ends > max(first_day(month), self.begins)
        )


@dataclass
class Order:
    month: int
    fund: str
    lines: dict[int, int]  # serial: rupiah
    state: str = "created"
    hands: list[str] = field(default_factory=list)
    proof: tuple = ()
    corrects: bool = False
    replaces: int | None = None  # the order whose line of the same person and month it takes back

    @property
    def total_rp(self) -> int:
        return sum(self.lines.values())


@dataclass
class Notebook:
    """Everything that must be true."""

    quotas: dict[str, int]
    people: dict[int, Person]
    money: dict[str, dict[str, int]]  # fund: {kind: rupiah}
    today: date = date(2025, 5, 7)
    orders: dict[int, Order] = field(default_factory=dict)
    invoices: dict[int, tuple[int, tuple[tuple[int, int], ...]]] = field(default_factory=dict)
    paid: dict[tuple[int, int], int] = field(default_factory=dict)  # (serial, month): order
    closed: set[int] = field(default_factory=set)
    unexplained: dict[int, tuple[str, int]] = field(default_factory=dict)  # transfer: (fund, rupiah)
    draft: bool = False
    version: int = 0
    named: set[int] = field(default_factory=set)  # people some signed decree brought in
    gone: set[int] = field(default_factory=set)  # people some signed decree took out
    drafted: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    # -- Money ------------------------------------------------------------------------------------------
    def fund_of(self, month: int) -> str:
        return "A" if month < SECOND_FUND_FROM else "B"

    def move(self, fund: str, source: str, target: str, amount_rp: int) -> None:
        if amount_rp:
            self.money[fund][source] -= amount_rp
            self.money[fund][target] += amount_rp

    def rest_rp(self, fund: str) -> int:
        return self.money[fund]["appropriation"]

    # -- Orders -----------------------------------------------------------------------------------------
    def is_taken(self, serial: int, month: int) -> bool:
        waits = any(o.replaces is None for o in self.waiting(serial, month))
        return waits or (serial, month) in self.paid

    def waiting(self, serial: int, month: int) -> list[Order]:
        """Orders on their way that name this person and month."""
        live = ("created", "verified", "approved")
        return [o for o in self.orders.values() if o.month == month and o.state in live and serial in o.lines]

    def agreed(self, invoice: int) -> dict[int, int]:
        """The rows that both sides agree on today."""
        month, rows = self.invoices[invoice]
        found: dict[int, int] = {}
        seen = set()
        for serial, amount_rp in rows:
            person = self.people.get(serial)
            ours = person is not None and person.is_member_in(month)
            if ours and serial not in seen and amount_rp == PRICE_RP and not self.is_taken(serial, month):
                found[serial] = amount_rp
            seen.add(serial)
        return found

    def has_stopped(self, order: Order) -> bool:
        return any(not self.people[serial].is_member_in(order.month) for serial in order.lines)

    def pay(self, number: int, on: date, proof: str, credit_rp: int) -> None:
        order = self.orders[number]
        order.state, order.proof = "paid", (on, proof, credit_rp)
        if order.replaces is not None:
            (serial,) = order.lines
            old = self.orders[self.paid.pop((serial, order.month))]
            self.move(old.fund, "paid", "appropriation", old.lines[serial])
        self.move(order.fund, "reserved", "paid", order.total_rp - credit_rp)
        self.move(order.fund, "insurer_credit", "paid", credit_rp)
        self.move(order.fund, "reserved", "appropriation", credit_rp)
        self.paid |= {(serial, order.month): number for serial in order.lines}

    def overpaid(self, month: int) -> list[int]:
        return [s for s, m in self.paid if m == month and not self.people[s].is_member_in(month)]

    def credit(self, month: int) -> None:
        for serial in self.overpaid(month):
            order = self.orders[self.paid.pop((serial, month))]
            self.move(order.fund, "paid", "insurer_credit", order.lines[serial])

    # -- Corrections ------------------------------------------------------------------------------------
    def differences(self, person: Person, begins: date, ends: date | None, starts: int) -> dict[int, str]:
        """{month: what must be done} when his membership had been another."""
        found = {}
        for month in range(FIRST, LAST + 1):
            is_paid = (person.serial, month) in self.paid
            other = Person(0, "", "", 0, "", starts=starts, begins=begins, ends=ends)
            if is_paid and not other.is_member_in(month):
                found[month] = "back"
            elif not is_paid and other.is_member_in(month) and not person.is_member_in(month):
                found[month] = "arrears" if month in self.closed else "bill"
        return found

    def after_death(self, person: Person, begins: date | None, ends: date | None) -> dict[int, str]:
        """{month: what must be done} when a membership that was [begins, ends) stands again as it is now."""
        found: dict[int, str] = {}
        if begins is None:
            return found
        was = Person(0, "", "", 0, "", starts=person.starts, begins=begins, ends=ends)
        billed = {month for month, _ in self.invoices.values()}
        for month in range(FIRST, LAST + 1):
            if (person.serial, month) in self.paid:
                if not person.is_member_in(month):
                    found[month] = "back"
            elif (
                person.is_member_in(month)
                and not was.is_member_in(month)
                and not self.waiting(person.serial, month)
            ):
                found[month] = "arrears" if month in self.closed and month in billed else "bill"
        return found

    def give_back(self, serial: int, month: int) -> None:
        order = self.orders[self.paid.pop((serial, month))]
        self.move(order.fund, "paid", "insurer_credit", order.lines[serial])

    def may_post(self) -> bool:
        first = min(max(month_of(self.today), FIRST), LAST)
        return any(month not in self.closed for month in range(first, LAST + 1))

    # -- Seats ------------------------------------------------------------------------------------------
    def seated(self, sector: str) -> int:
        return sum(p.sector == sector and p.place in SEATED for p in self.people.values())

    def release(self, person: Person, on: date) -> None:
        if person.place != "released":
            person.place, person.released_on = "released", on

    def payable(self) -> int:
        """The first month that can still be paid in time."""
        now = month_of(self.today)
        return now if self.today.day <= DUE[now - 2025 * 12] else now + 1

    def is_over(self, person: Person) -> bool:
        """The month in which the person was to begin has passed."""
        return person.starts < month_of(self.today)

    def begin_in_time(self, person: Person) -> None:
        """Nobody is asked for in a month that is over: the seat begins later, as long as the round lasts."""
        if self.is_over(person) and self.payable() <= LAST:
            person.starts = self.payable()

    def call_next(self, freed: Person) -> None:
        """The first who waits takes the seat, from a month that can still be paid in time."""
        if any(p.replaces == freed.serial for p in self.people.values()):
            return
        assert freed.released_on is not None
        starts = max(FIRST, month_of(freed.released_on) + 1, self.payable())
        waiting = [p for p in self.people.values() if p.sector == freed.sector and p.place == "waiting"]
        if self.seated(freed.sector) >= self.quotas[freed.sector] or starts > LAST or not waiting:
            return
        first = min(waiting, key=lambda p: p.rank)
        first.place, first.starts, first.replaces = "called", starts, freed.serial

    def end(self, person: Person, on: date) -> None:
        """He leaves after that day; whatever he holds is free again."""
        if person.begins is not None:
            if person.ends is None:
                person.ends = max(on + timedelta(days=1), person.begins)
            else:
                return
        elif person.registration in ("ready", "sent"):
            person.registration = "refused"
        else:
            return
        self.release(person, on)
        self.call_next(person)

    def dies(self, person: Person, on: date) -> None:
        """Nobody who is dead keeps a membership past his death, a seat, or a number in a queue."""
        person.died_on = on
        person.before = (person.place, person.released_on, person.registration, person.ends)
        if person.begins is not None and person.ends is not None:
            last = max(on + timedelta(days=1), person.begins)
            person.ended_by_death = person.ended_by_death or last < person.ends
            person.ends = min(person.ends, last)
        elif person.begins is not None or person.registration in ("ready", "sent"):
            person.ended_by_death = person.begins is not None
            self.end(person, on)
        elif person.place != "released":
            had_seat = person.place in SEATED
            self.release(person, on)
            if had_seat:
                self.call_next(person)

    def lives(self, person: Person) -> tuple[date | None, date | None] | None:
        """The death was a mistake, and the seat is free or only called for: all stands as before. None when it is taken.

        Gives the membership as it was until now.
        """
        assert person.before is not None
        place, released_on, registration, ends = person.before
        next_one = next((p for p in self.people.values() if p.replaces == person.serial), None)
        room = self.seated(person.sector) - bool(next_one and next_one.place == "called")
        if place in SEATED and person.place == "released" and room >= self.quotas[person.sector]:
            return None
        was = (person.begins, person.ends)
        if person.place == "released" and place != "released":
            if next_one and place in SEATED:
                next_one.replaces = None
                if next_one.place == "called":
                    next_one.place, next_one.starts = "waiting", FIRST
            out = person.serial in self.gone and place in SEATED
            person.place, person.released_on = ("called" if out else place), released_on
        if (
            person.registration == "refused"
            and registration in ("ready", "sent")
            and person.place == "decreed"
        ):
            person.registration = registration
        person.ends = ends if person.ended_by_death else person.ends
        person.died_on, person.ended_by_death, person.before = None, False, None
        return was

    # -- Decrees ----------------------------------------------------------------------------------------
    def changes(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Who comes and who leaves with the next version."""
        state = "called" if self.version else "selected"
        coming = [p.serial for p in self.people.values() if p.place == state]
        if self.version and self.payable() > LAST:  # no month is left that could be paid for them
            coming = []
        leaving = [s for s in self.named - self.gone if self.people[s].place == "released"]
        return tuple(sorted(coming)), tuple(sorted(leaving)) if self.version else ()

    def write_draft(self, changes: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
        """A draft; an amendment lets nobody begin in a month that can no longer be paid in time."""
        self.draft, self.drafted = True, changes
        for serial in changes[0] if self.version else ():
            self.people[serial].starts = max(self.people[serial].starts, self.payable())

    def sign(self) -> None:
        coming, leaving = self.drafted
        for serial in coming:
            if self.people[serial].place in ("selected", "called"):
                self.people[serial].place = "decreed"
        self.named |= set(coming)
        self.gone |= set(leaving)
        self.version += 1
        self.draft = False

    # -- The whole --------------------------------------------------------------------------------------
    def lines(self) -> set[str]:
        found = {
            f"dana {fund} {kind} {amount_rp}"
            for fund, kinds in self.money.items()
            for kind, amount_rp in kinds.items()
        }
        found |= {f"bulan {self.people[s].worker_id} {m} {o}" for (s, m), o in self.paid.items()}
        found |= {f"perintah {n} {o.state} {o.total_rp}" for n, o in self.orders.items()}
        for p in self.people.values():
            found.add(f"kursi {p.worker_id} {p.place} {p.starts}")
            if p.begins is not None:
                found.add(f"peserta {p.worker_id} {p.begins} {p.ends or 'jalan'}")
            if p.registration:
                found.add(f"daftar {p.worker_id} {p.registration}")
        return found

    def states(self) -> Counter[str]:
        return Counter(order.state for order in self.orders.values())
