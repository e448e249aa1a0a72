"""Which school year of which child is due, how much, with which papers, and when does it end?

The law names amounts per level, two children, an age, marriage and work (PP 82/2019; Permenaker 1/2025 Pasal 103-104).
Each year is told anew: who stays in a class or changes school gets the plan of what is true, not of what was expected.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from payung.claims.enums import EventKind
from payung.rules.benefits.scholarship import Child, Scholarship, SchoolYear, Work, child_plan, scholarship
from payung.rules.parameters import law_in_force

if TYPE_CHECKING:
    from payung.claims.models import Claim, Pupil

PAPERS = {
    "formulir": "Formulir pengajuan beasiswa",
    "akta_kelahiran": "Akta kelahiran anak",
    "kk": "Kartu Keluarga",
    "aktif_sekolah": "Surat keterangan masih sekolah",
    "rapor": "Rapor atau transkrip terakhir",
    "rekening": "Buku tabungan anak atau wali",
    "ktp_wali": "KTP wali",
}
EACH_YEAR = ("aktif_sekolah", "rapor")


def papers_of(is_first: bool) -> dict[str, str]:
    """Seven papers for the first claim, proof of study and report card afterwards (Pasal 104)."""
    return PAPERS if is_first else {key: PAPERS[key] for key in EACH_YEAR}


def route_of(kind: str) -> Literal["jkm", "jkk"]:
    return "jkm" if kind == EventKind.DEATH else "jkk"


def entitlement(claim: "Claim", pupils: Sequence["Pupil"], *, paid_months: int) -> Scholarship:
    """Whether the family gets the scholarship at all, and the plans of its children from the event on."""
    children = [child_of(pupil) for pupil in pupils]
    return scholarship(
        children, claim.event.happened_on, route=route_of(claim.event.kind), paid_months=paid_months
    )


def years_until(pupil: "Pupil", event_on: date, today: date) -> list[SchoolYear]:
    """The payments that have come up by today, since the level was last told.

    The law of the event's day counts; one payment on each anniversary.
    """
    plan = child_plan(child_of(pupil), anchor(pupil, event_on))
    return [year for year in plan.years if due_on(event_on, year.year) <= today]


def due_on(event_on: date, year: int) -> date:
    """The anniversary of the event in a year; 29 February becomes 1 March."""
    try:
        return event_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def ended(pupil: "Pupil", today: date) -> str:
    """Why nothing more is paid for this child from today on; "" while it goes on."""
    return child_plan(child_of(pupil), today).reason or ""


def child_of(pupil: "Pupil") -> Child:
    """A pupil without a level is not yet at school, or nobody has told where: then its plan holds only if it studies."""
    return Child(
        pupil.birth_date,
        pupil.level or None,
        pupil.married,
        Work(pupil.work),
        pupil.year_in_level,
        level_known=bool(pupil.level),
    )


def most_children(on: date) -> int:
    return law_in_force().value("benefit.beasiswa.max_children", on)


def anchor(pupil: "Pupil", event_on: date) -> date:
    """The last anniversary on or before the day on which the level was told."""
    this_year = due_on(event_on, pupil.told_on.year)
    return max(
        this_year if this_year <= pupil.told_on else due_on(event_on, pupil.told_on.year - 1), event_on
    )
