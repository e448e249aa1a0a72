"""Judging everybody of a round in the background."""

from payung.accounts.queries import user
from payung.eligibility import actions
from payung.jobs.registry import Progress, job
from payung.reference import clock


@job("eligibility.judge")
def judge(progress: Progress, *, round_id: int, by_id: int) -> str:
    actions.judge(round_id, by=user(by_id), at=clock.now(), progress=progress)
    return f"/kelayakan/?putaran={round_id}"
