"""Does everything in the database hold what we promise? Each promise is asked of every row, not of a sample."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from payung.jobs.registry import Progress, no_progress
from payung.language.formats import angka
from payung.reports.promises import PROMISES, Promise, Rows
from payung.reports.queries import read_only

SHOWN = 5  # breaches named in an answer; the count is always whole


@dataclass(frozen=True)
class Verdict:
    """What was found of one promise. `examples`: where to look, no personal number."""

    name: str
    says: str
    breaches: int
    examples: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        return self.breaches == 0

    def as_json(self) -> dict:
        return {**asdict(self), "holds": self.holds}


def verify(progress: Progress = no_progress) -> list[Verdict]:
    """Every promise over the whole database. Reads only."""
    found = []
    with read_only():
        for number, promise in enumerate(PROMISES):
            progress(number, len(PROMISES), f"{promise.name}: {promise.says}")
            found.append(_verdict(promise))
    return found


def in_words(verdicts: Sequence[Verdict]) -> str:
    """One line a promise, and where to look when it is broken."""
    lines = []
    for verdict in verdicts:
        state = "ditepati" if verdict.holds else f"DILANGGAR {angka(verdict.breaches)} kali"
        lines.append(f"{verdict.name:<4} {state:<20} {verdict.says}")
        lines += [f"     lihat: {example}" for example in verdict.examples]
    broken = sum(not verdict.holds for verdict in verdicts)
    return "\n".join(
        [
            *lines,
            "",
            f"{broken} dari {len(verdicts)} janji dilanggar."
            if broken
            else f"{len(verdicts)} janji ditepati.",
        ]
    )


def in_one_statement() -> str:
    """The names of the broken promises that one statement can answer: fast enough to ask after every step."""
    asked = [(p.name, p.breaches.sql) for p in PROMISES if isinstance(p.breaches, Rows)]
    return "\nUNION ALL ".join(f"SELECT '{name}' WHERE EXISTS ({sql})" for name, sql in asked)


def _verdict(promise: Promise) -> Verdict:
    begin = time.perf_counter()
    found = list(promise.breaches())
    return Verdict(
        promise.name, promise.says, len(found), found[:SHOWN], round(time.perf_counter() - begin, 4)
    )
