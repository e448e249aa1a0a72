"""How are places filled, decrees drawn up and signed, seats given up and called? Verbs of the stage."""

from payung.selection.actions.choosing import select
from payung.selection.actions.decrees import draft_decree, drop_draft, sign_decree
from payung.selection.actions.restoring import PutBack, move_release, put_back
from payung.selection.actions.rounds import drop_ranks
from payung.selection.actions.seats import (
    call_all,
    call_next,
    leave_on,
    move_starts,
    release,
    release_all,
    seat_is_taken,
    start_in,
)
from payung.selection.papers import annex_paper, annex_sheet, decree_paper, decree_sample, paper_to_sign
from payung.selection.refusals import SelectionRefused

__all__ = [
    "PutBack",
    "SelectionRefused",
    "annex_paper",
    "annex_sheet",
    "call_all",
    "call_next",
    "decree_paper",
    "decree_sample",
    "draft_decree",
    "drop_draft",
    "drop_ranks",
    "leave_on",
    "move_release",
    "move_starts",
    "paper_to_sign",
    "put_back",
    "release",
    "release_all",
    "seat_is_taken",
    "select",
    "sign_decree",
    "start_in",
]
