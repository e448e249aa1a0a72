"""Sixteen people press at the same moment: threads that keep their own connection over many rounds."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import Error, connection

from payung.jobs.actions import Refused
from payung.selection.actions import SelectionRefused

WINDOWS = 16


class Windows:
    """Answers are what the action gave, or the refusal; a database error stays what it is."""

    def __init__(self, pool, together):
        self.pool, self.together = pool, together

    def press(self, works):
        """Each window does its own work, all at once. Answers in the order of the works."""
        works = list(works)
        assert len(works) == WINDOWS
        return list(self.pool.map(self._press, works))

    def _press(self, work):
        self.together.wait(30)
        try:
            return work()
        except (Refused, SelectionRefused, Error) as refusal:
            return refusal

    def close(self, _):
        self.together.wait(30)
        connection.close()


@contextmanager
def windows():
    """Sixteen open windows; at the end every connection is closed."""
    with ThreadPoolExecutor(WINDOWS) as pool:
        opened = Windows(pool, Barrier(WINDOWS))
        try:
            yield opened
        finally:
            list(pool.map(opened.close, range(WINDOWS)))


def came_through(answers):
    """The answers that are neither a refusal nor an error."""
    return [answer for answer in answers if answer is not None and not isinstance(answer, Exception)]
