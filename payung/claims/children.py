"""Which children does the scholarship see, and what is known of each: class, marriage, work?

A child whom the family named for the scholarship (`Pupil`) is known best; of the others what the family told (`Heir`).
What nobody told is not known: the rules then say "paling banyak … bila masih sekolah".
Law: PP 82/2019; Permenaker 1/2025 Pasal 103.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from payung.claims.enums import Level, Schooling
from payung.people.enums import Kin

if TYPE_CHECKING:
    from payung.claims.models import Claim, Heir, Pupil

LEVELS = frozenset(Level.values)


def children_of(claim: "Claim") -> list[dict[str, Any]]:
    """The children with a known birth date, born by the event, as `payung law benefit` asks them."""
    on = claim.event.happened_on
    pupils = [pupil for pupil in claim.pupils.all() if pupil.birth_date <= on]
    named = {_key(pupil.name, pupil.birth_date) for pupil in pupils}
    others = [
        heir
        for heir in claim.heirs.filter(kin=Kin.ANAK, is_alive=True, birth_date__lte=on)
        if heir.birth_date and _key(heir.name, heir.birth_date) not in named
    ]
    return [*map(_of_pupil, pupils), *map(_of_heir, others)]


def _key(name: str, born: date) -> tuple[str, date]:
    return " ".join(name.casefold().split()), born


def _of_pupil(pupil: "Pupil") -> dict[str, Any]:
    return {
        "born": pupil.birth_date.isoformat(),
        "level": pupil.level or None,
        "level_known": bool(pupil.level),
        "year_in_level": pupil.year_in_level,
        "married": pupil.married,
        "working": str(pupil.work) if pupil.work != "TIDAK" else False,
    }


def _of_heir(heir: "Heir") -> dict[str, Any]:
    """What one word of the family says; nothing said: nobody knows."""
    schooling = heir.schooling
    return {
        "born": heir.birth_date.isoformat() if heir.birth_date else "",
        "level": schooling if schooling in LEVELS else None,
        "level_known": bool(schooling),
        "married": schooling == Schooling.MARRIED,
        "working": schooling == Schooling.WORKING,
    }
