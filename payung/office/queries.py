"""Which values of the law are there, and which wait for a second person?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from payung.office.enums import ProposalState
from payung.office.models import Proposal
from payung.rules.parameter_names import group_of, is_information, name_of, unit_in_words, value_in_words
from payung.rules.parameters import Entry, ParameterSet, check_entry, law_in_force, packaged


@dataclass(frozen=True)
class Line:
    """One dated value, as the list and the history show it."""

    id: str
    name: str
    group: str
    value: str
    unit: str
    entry: Entry
    is_ours: bool  # put there by two people of this city, not shipped
    holds: bool
    is_information: bool  # nothing is computed with it


def proposals(parameter: str = "") -> QuerySet[Proposal]:
    """All proposals, latest first; of one parameter or of all."""
    found = Proposal.objects.select_related("proposed_by", "decided_by")
    return found.filter(parameter=parameter) if parameter else found


def proposal(proposal_id: int) -> Proposal | None:
    return proposals().filter(pk=proposal_id).first()


def waiting() -> QuerySet[Proposal]:
    return proposals().filter(state=ProposalState.PROPOSED)


def law_lines(
    on: date, *, text: str = "", group: str = "", confidence: str = "", every_value: bool = False
) -> list[Line]:
    """The values that hold on a day, or every dated one; closed days have a page of their own."""
    lines = [
        line
        for id_ in law_in_force().ids()
        if not id_.startswith("holiday.")
        for line in history(id_, on)
        if every_value or line.holds
    ]
    words = text.casefold().split()
    return [
        line
        for line in lines
        if (not group or line.group == group)
        and (not confidence or line.entry.confidence == confidence)
        and all(word in _searched(line) for word in words)
    ]


def history(id_: str, on: date) -> list[Line]:
    """Every dated value of one parameter, oldest first. ParameterError when it is not known."""
    shipped = set(map(id, packaged().versions(id_))) if id_ in packaged().ids() else set()
    return [_line(entry, on, id(entry) not in shipped) for entry in law_in_force().versions(id_)]


def _line(entry: Entry, on: date, is_new: bool) -> Line:
    same_value = is_new and any(
        entry.value == old.value and entry.source == old.source for old in packaged().versions(entry.id)
    )
    return Line(
        entry.id,
        name_of(entry.id),
        group_of(entry.id),
        value_in_words(entry),
        unit_in_words(entry.unit),
        entry,
        is_new and not same_value,  # a shipped value whose days were shortened is still the shipped one
        entry.first <= on <= entry.last,
        is_information(entry.id),
    )


def _searched(line: Line) -> str:
    return f"{line.name} {line.id} {line.value} {line.entry.source} {line.entry.note or ''}".casefold()


def law_with(entry: Entry) -> ParameterSet:
    """The law in force with one more value. ParameterError when it cannot stand."""
    check_entry(entry)
    law_in_force().versions(entry.id)
    return law_in_force().with_overlay([entry])
