"""How does somebody at a terminal see that it goes on? A bar in rows there, a line a step elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Report = Callable[[int, int, str], None]


def _unwatched(done: int, total: int, text: str = "") -> None:
    """Nobody looks: the label has been printed, that is enough."""


class Show:
    """Prints the steps of a long command. `step` gives a progress callback for one of them."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False)

    @contextmanager
    def step(self, label: str) -> Iterator[Report]:
        if not sys.stderr.isatty():
            self.console.print(f"{label} ...")
            yield _unwatched
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console) as bar:
            task = bar.add_task(label, total=None)

            def report(done: int, total: int, text: str = "") -> None:
                bar.update(task, completed=done, total=total or None, description=text or label)

            yield report
            bar.update(task, total=bar.tasks[task].total or 1, completed=bar.tasks[task].total or 1)

    def say(self, text: str) -> None:
        self.console.print(text)
