"""How does a decreed person become a member with a card, and how does a membership end?"""

from payung.enrolment.actions.cards import hand_over, reissue_card
from payung.enrolment.actions.deaths import Period, Redone, move_death, undo_death
from payung.enrolment.actions.leaving import make_deactivation_file, release_seat
from payung.enrolment.actions.memberships import (
    cannot_be,
    correct_period,
    end_membership,
    hold_membership,
)
from payung.enrolment.actions.printing import preview_cards, print_cards
from payung.enrolment.actions.profiles import default_profile, save_profile
from payung.enrolment.actions.registrations import make_registration_file, prepare_registrations
from payung.enrolment.actions.replies import preview_reply, read_reply
from payung.jobs.actions import Refused

__all__ = [
    "Period",
    "Redone",
    "Refused",
    "cannot_be",
    "correct_period",
    "default_profile",
    "end_membership",
    "hand_over",
    "hold_membership",
    "make_deactivation_file",
    "make_registration_file",
    "move_death",
    "prepare_registrations",
    "preview_cards",
    "preview_reply",
    "print_cards",
    "read_reply",
    "reissue_card",
    "release_seat",
    "save_profile",
    "undo_death",
]
