"""Looking for doubles in the background, after lists were saved."""

from payung.accounts.queries import user
from payung.jobs.registry import Progress, job
from payung.matching import actions
from payung.reference import clock


@job("matching.match")
def match(progress: Progress, *, round_id: int, by_id: int) -> str:
    actions.match_rows(round_id, by=user(by_id), at=clock.now(), progress=progress)
    return "/ganda/"


@job("matching.register_doubles")
def register_doubles(progress: Progress, *, by_id: int) -> str:
    actions.look_in_register(by=user(by_id), at=clock.now(), progress=progress)
    return "/ganda/"
