"""Decrees, registrations, deaths, departures: who holds a seat, and who is called to it."""

from copy import deepcopy
from datetime import timedelta
from uuid import UUID, uuid5

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from payung.claims.actions import (
    Wish,
    decide_death_correction,
    propose_death_correction,
    report_event,
    return_death_correction,
)
from payung.claims.enums import DeathFix, EventKind
from payung.contributions.models import PaymentOrder
from payung.enrolment import actions as enrolment
from payung.selection import actions as selection
from payung.selection.models import Decree, Place
from tests.contributions.scene import kpj
from tests.contributions.year import world as stage
from tests.contributions.year.notebook import PRICE_RP, Order, first_day
from tests.contributions.year.steps import PICK, Steps
from tests.selection.scene import plain_pdf


class Seats(Steps):
    """From the first decree to the last replacement."""

    @initialize(ready=st.sampled_from([True, True, True, False]))
    def begin(self, ready: bool) -> None:
        """Most years begin with members."""
        if ready:
            self.decree()
            self.decree()
            self.register()
            self.answer(0, yes=True, everybody=True)

    @rule(drop=st.booleans())
    def decree(self, drop: bool = False) -> None:
        book = self.book
        if not book.draft:
            changes = book.changes()
            done = self.do(
                selection.draft_decree, self.world.round.pk, by=self.by(), refused=not any(changes)
            )
            if done:
                book.write_draft(changes)
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
            for person in here:
                if person.registration == "ready":
                    self.book.begin_in_time(person)
            ready = [p for p in here if p.registration == "ready" and not self.book.is_over(p)]
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
        for person in (self.book.people[serial] for serial in told):
            if yes:
                person.registration = "accepted"
                person.begins = first_day(person.starts)
            else:
                person.registration = "refused"
                self.book.release(person, self.book.today)
                self.book.call_next(person)

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

    @rule(n=PICK, hand=st.sampled_from(["budi", "budi", "rani"]))
    @precondition(lambda self: any(p.died_on for p in self.book.people.values()) and not self.book.draft)
    def the_dead_lives(self, n: int, hand: str) -> None:
        """A death was of nobody: two persons take it back, while no decree has given the seat on."""
        book = self.book
        person = book.people[self.pick([p.serial for p in book.people.values() if p.died_on], n)]
        before = deepcopy(person), {p.serial: deepcopy(p) for p in book.people.values()}, set(book.gone)
        was = book.lives(person)
        if was is None:
            return
        steps = book.after_death(person, *was)
        wish = Wish(UUID(person.worker_id), DeathFix.PERSON)
        refused = not book.may_post() and bool(steps)
        proposed = self.do(propose_death_correction, wish, reason="ditemui", by=self.by(), refused=False)
        if not self.do(
            decide_death_correction, proposed.pk, by=self.by(hand), refused=refused or hand == "rani"
        ):
            self.do(return_death_correction, proposed.pk, note="belum", by=self.by("budi"))
            for serial, old in before[1].items():
                book.people[serial] = old
            return
        for month, act in steps.items():
            if act == "back":
                book.give_back(person.serial, month)
            elif act == "arrears":
                made = PaymentOrder.objects.get(
                    correction__kind="death", month=month, state="created", lines__worker_id=person.worker_id
                )
                book.orders[made.pk] = Order(
                    month, book.fund_of(month), {person.serial: PRICE_RP}, hands=["rani"], corrects=True
                )

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
