"""Looking for doubles in the background, after lists were saved."""

from payung.accounts.queries import user
from payung.jobs.registry import Progress, job
from payung.matching import actions
from payung.reference import clock


@job("matching.match")
def match(progress: Progress, *, round_id: int, by_id: int) -> str:
    actions.match_rows(round_id, by=user(by_id), at=clock.now(), progress=progress)
    return f"/ganda/?putaran={round_id}"


@job("matching.register_doubles")
def register_doubles(progress: Progress, *, by_id: int) -> str:
    actions.look_in_register(by=user(by_id), at=clock.now(), progress=progress)
    return "/ganda/"


@job("matching.check_extract")
def check_extract(progress: Progress, *, extract_id: int, by_id: int) -> str:
    actions.check_extract(extract_id, at=clock.now(), progress=progress)
    return f"/register/{extract_id}/"


@job("matching.save_extract")
def save_extract(progress: Progress, *, extract_id: int, by_id: int) -> str:
    by = user(by_id)
    if by is not None:
        actions.save_extract(extract_id, by=by, at=clock.now(), progress=progress)
    return f"/register/{extract_id}/"
