"""What can be done with an event and its claim: hear of it, open it, collect, name heirs, file, record the answer."""

from payung.claims.actions.accidents import (
    record_accident,
    record_return_to_work,
    record_time_off,
    send_first_report,
    send_second_report,
)
from payung.claims.actions.answers import (
    file_claim,
    object_to_refusal,
    record_complete,
    record_more_papers,
    record_payment,
    record_refusal,
)
from payung.claims.actions.branch import (
    MOST_IN_A_FILE,
    XLSX,
    digest_of,
    plan_of,
    read_plan,
    save_answers,
    send_to_branch,
)
from payung.claims.actions.events import report_event
from payung.claims.actions.family import add_heir, family_doubts, remove_heir, set_family, settle_doubt
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
from payung.claims.actions.papers import add_scan, note_letter, open_scan, set_paper
from payung.claims.actions.reassessing import assess_again, change_kind
from payung.claims.actions.schooling import (
    move_school_year,
    name_pupil,
    open_years,
    remove_pupil,
    tell_school,
    tell_use,
)
from payung.jobs.actions import Refused

__all__ = [
    "MOST_IN_A_FILE",
    "XLSX",
    "Finds",
    "News",
    "Overtaken",
    "Refused",
    "add_heir",
    "add_scan",
    "assess_again",
    "assign",
    "change_kind",
    "choose",
    "digest_of",
    "family_doubts",
    "file_claim",
    "find_in_register",
    "hear",
    "hear_many",
    "match_notice",
    "move_claim",
    "move_school_year",
    "name_pupil",
    "note_letter",
    "object_to_refusal",
    "open_scan",
    "open_years",
    "plan_of",
    "read_plan",
    "receive",
    "record_accident",
    "record_complete",
    "record_more_papers",
    "record_payment",
    "record_refusal",
    "record_return_to_work",
    "record_time_off",
    "remove_heir",
    "remove_pupil",
    "reopen_notice",
    "report_event",
    "save_answers",
    "send_first_report",
    "send_second_report",
    "send_to_branch",
    "set_aside",
    "set_family",
    "set_paper",
    "settle_doubt",
    "tell_school",
    "tell_use",
    "vouch",
]
