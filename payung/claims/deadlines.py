"""Which step of a claim is due next, by when, and who says so?

The law gives two clocks: BPJS pays within 3 (JKM) or 7 (JKK) working days, and a JKK right lapses. The others are our own
promise to the family: days in which the office does its part.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from payung.claims.enums import ClaimState, EventKind
from payung.rules import deadlines, months

if TYPE_CHECKING:
    from payung.claims.models import Claim

# Working days of the office; not law.
PROMISES: Mapping[ClaimState, tuple[int, str]] = {
    ClaimState.REPORTED: (1, "Periksa pelindungan"),
    ClaimState.COLLECTING: (10, "Lengkapi berkas bersama keluarga"),
    ClaimState.COMPLETE: (2, "Ajukan ke BPJS"),
    ClaimState.REFUSED: (5, "Siapkan keberatan atau lengkapi lagi"),
}


@dataclass(frozen=True)
class Deadline:
    """The next step. `is_law`: the day is BPJS's duty, not our promise."""

    on: date
    what: str
    is_law: bool


def programme_of(kind: str) -> Literal["jkm", "jkk"]:
    """Under which programme the event is paid, and so whose days count."""
    return "jkm" if kind == EventKind.DEATH else "jkk"


def next_deadline(
    state: ClaimState, kind: str, *, since: date, complete_on: date | None, off_days: frozenset[date]
) -> Deadline | None:
    """The next step of a claim that came into its state on `since`; None when nothing is due any more.

    complete_on: day on which the papers were complete at BPJS. Law: PP 44/2015 Pasal 37(2), 40(3).
    """
    if state == ClaimState.FILED:
        due = deadlines.payment_due(programme_of(kind), complete_on or since, off_days=off_days)
        return Deadline(due, "BPJS membayar", True)
    if state not in PROMISES:
        return None
    days, what = PROMISES[state]
    return Deadline(months.working_days_after(since, days, off_days), what, False)


def lapses_on(claim: "Claim") -> date | None:
    """First day on which the right is gone; None = no limit (JKM)."""
    return deadlines.claim_lapses_on(programme_of(claim.event.kind), claim.event.happened_on)


def penalty_rp(claim: "Claim", *, on: date) -> int:
    """What BPJS owes for its delay up to a day, on the estimate; 0 while in time. Law: PP 44/2015 Pasal 37(3), 40."""
    if claim.state != ClaimState.FILED or claim.due_on is None:
        return 0
    return deadlines.late_penalty_rp(
        programme_of(claim.event.kind), claim.estimate_rp, claim.due_on, max(on, claim.due_on)
    )


def next_step(claim: "Claim") -> str:
    """What is to be done next, in words; "" when nothing is."""
    if claim.state == ClaimState.FILED:
        return "BPJS membayar" if claim.complete_on else "BPJS memeriksa dan membayar"
    return PROMISES[ClaimState(claim.state)][1] if claim.state in PROMISES else ""
