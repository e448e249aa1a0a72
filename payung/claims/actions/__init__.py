"""What can be done with an event and its claim: hear of it, open it, collect, name heirs, file, record the answer."""

from payung.claims.actions.answers import file_claim, record_payment, record_refusal
from payung.claims.actions.events import report_event
from payung.claims.actions.family import add_heir, remove_heir
from payung.claims.actions.moving import Overtaken, assign, move_claim
from payung.claims.actions.notices import (
    Finds,
    News,
    choose,
    find_in_register,
    hear,
    hear_many,
    match_notice,
    receive,
    reopen_notice,
    set_aside,
    vouch,
)
from payung.claims.actions.papers import note_letter, set_paper

__all__ = [
    "Finds",
    "News",
    "Overtaken",
    "add_heir",
    "assign",
    "choose",
    "file_claim",
    "find_in_register",
    "hear",
    "hear_many",
    "match_notice",
    "move_claim",
    "note_letter",
    "receive",
    "record_payment",
    "record_refusal",
    "remove_heir",
    "reopen_notice",
    "report_event",
    "set_aside",
    "set_paper",
    "vouch",
]
