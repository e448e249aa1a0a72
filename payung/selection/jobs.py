"""Selecting in the background."""

from payung.accounts.queries import user
from payung.jobs.registry import Progress, job
from payung.reference import clock
from payung.selection import actions


@job("selection.select")
def select(progress: Progress, *, round_id: int, by_id: int) -> str:
    actions.select(round_id, by=user(by_id), at=clock.now(), progress=progress)
    return f"/seleksi/?putaran={round_id}"
