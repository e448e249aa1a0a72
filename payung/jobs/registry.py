"""Which functions may run in the background? Each stage registers its own, by name."""

from collections.abc import Callable
from dataclasses import dataclass, field

Work = Callable[..., str | None]  # gets (progress, **arguments), gives the address of the result
KINDS: dict[str, Work] = {}

# How far a job is: (rows done, rows in all, what it is doing). Free to call often.
Progress = Callable[[int, int, str], None]


def job(kind: str) -> Callable[[Work], Work]:
    """Register a function as background work: `@job("intake.save")`. It must be safe to run twice."""

    def register(work: Work) -> Work:
        if KINDS.setdefault(kind, work) is not work:
            raise ValueError(f"two jobs are called {kind}")
        return work

    return register


def no_progress(done: int, total: int, step: str = "") -> None:
    """For callers that do not watch."""


@dataclass
class Steps:
    """Reports progress of a work in several named steps through one `Progress`."""

    progress: Progress
    total: int
    done: int = field(default=0)

    def next(self, step: str, rows: int = 0) -> None:
        self.done += rows
        self.progress(self.done, self.total, step)
