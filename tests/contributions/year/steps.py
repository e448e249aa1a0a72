"""How is one step of the year done: as a real action, sometimes with a crash inside it, sometimes asked again?"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from payung.jobs.actions import Refused
from payung.programme.actions import ProgrammeRefused
from payung.selection import actions as selection
from tests.contributions.year import world as stage

REFUSALS = (Refused, ProgrammeRefused, selection.SelectionRefused)
HANDS = st.sampled_from(["rani", "budi", "wati", "sri"])
PICK = st.integers(0, 99)
counted: Counter[str] = Counter()
done: Counter[str] = Counter()


class Steps(RuleBasedStateMachine):
    """One example is one year that is taken back at its end."""

    world: stage.World

    def __init__(self) -> None:
        super().__init__()
        self.year = transaction.atomic()
        self.year.__enter__()
        self.book = stage.fresh_notebook(self.world)
        self.crash_after: int | None = None
        self.ask_again = False
        self.serial = self.second = 0

    def teardown(self) -> None:
        counted["years"] += 1
        try:
            broken = stage.every_broken_promise()
            assert not broken, f"broken: {broken}"
        finally:
            transaction.set_rollback(True)
            self.year.__exit__(None, None, None)

    @property
    def at(self) -> datetime:
        day = self.book.today
        return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC) + timedelta(seconds=self.second)

    def by(self, name: str = "rani"):
        return self.world.officials[name]

    def number(self) -> int:
        self.serial += 1
        return self.serial

    def do(self, action, *args, refused: bool = False, again: str = "refused", **told):
        """Do it; when a crash is due, first with the power failing inside it. True answers only.

        `refused`: what the notebook expects. `again`: what the same command gives when its answer was lost.
        """
        self.second += 1
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

    @invariant()
    def every_promise_is_kept(self) -> None:
        counted["steps"] += 1
        broken = stage.broken_promises()
        assert not broken, f"broken: {broken}"

    @invariant()
    def the_books_agree(self) -> None:
        ours, theirs = self.book.lines(), stage.in_words(self.world)
        assert ours == theirs, f"only in the book: {ours - theirs}; only in the words: {theirs - ours}"
