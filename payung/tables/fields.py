"""What does a door expect in a table: which fields, under which titles, and which of them must be there?

A door is a kind of file that comes from outside: an agency's list, the answer of a register, an invoice. It declares
its fields; `reading.read` does the rest in the same way for all of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What stands in the cells of a field."""

    TEXT = "text"
    NUMBER_16 = "number_16"  # NIK, KK: 16 digits of text
    CODE = "code"  # KPJ, registration or claim number
    DATE = "date"
    MONEY = "money"


class Place(StrEnum):
    """Whose or which place a field tells of. A title with words of the other one is another column."""

    ANY = "any"
    HOME = "home"  # the worker's address, never that of the shop or field
    PERSON = "person"  # the person of the row, never the spouse, heir or reporter
    EVENT = "event"  # the day of what happened to the person, never that of a report, a print or a burial
    MONTH = "month"  # an amount a month, never a day or a year


@dataclass(frozen=True)
class Field:
    """One field of a door.

    `titles`: the names that a column may carry, one text for each tier, the most telling tier first; the names of a
    tier are separated by `|`. Spelling, spaces, signs and usual short forms (tgl, no, kec) do not matter.
    """

    name: str
    label: str
    titles: tuple[str, ...] = ()
    kind: Kind = Kind.TEXT
    place: Place = Place.ANY
    is_key: bool = False  # a row with this is a row of data, whatever else it says
    may_span: bool = False  # a cell merged down over several rows speaks for all of them
    is_private: bool = False
    hint: str = ""
    example: str = ""

    @cached_property
    def tiers(self) -> tuple[tuple[str, ...], ...]:
        """The names by tier; the label and the name in the code count as names of the last one, unless they stand in another."""
        tiers = [tuple(names.split("|")) for names in self.titles] or [()]
        tiers[-1] = (*tiers[-1], self.label, self.name.replace("_", " "))
        return tuple(tiers)


@dataclass(frozen=True)
class Door:
    """A kind of file: its fields, and the groups of fields of which at least one needs a column."""

    name: str
    fields: tuple[Field, ...]
    needed: tuple[tuple[str, ...], ...]
    parts: Mapping[str, tuple[str, ...]] = default(
        default_factory=dict
    )  # one column that holds several fields
    fewest: int = 2  # fields that a line must name to be taken for a header
    skips_totals: bool = True
    reads_archives: bool = False  # older years are wanted too
    heading: Callable[[str], Mapping[str, str]] | None = (
        None  # what a line of text over rows gives to each of them
    )

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields if field.is_key)

    def covered(self, fields: Iterable[str]) -> set[str]:
        """The fields that a set of columns can fill; combined columns are taken apart."""
        return {part for name in fields for part in self.parts.get(name, (name,))}

    def missing(self, fields: Iterable[str]) -> list[str]:
        """The needed fields that no column fills; of a group of which one is enough, the first."""
        covered = self.covered(fields)
        return [group[0] for group in self.needed if covered.isdisjoint(group)]

    def missing_in_words(self, fields: Iterable[str]) -> str:
        """The same in words: "NIK atau Nomor Pendaftaran, Nomor KPJ"; "" when nothing is missing."""
        covered = self.covered(fields)
        groups = [group for group in self.needed if covered.isdisjoint(group)]
        return ", ".join(" atau ".join(self.label(name) for name in group) for group in groups)

    @property
    def wanted(self) -> str:
        """All needed columns in words."""
        return self.missing_in_words(())

    def label(self, name: str) -> str:
        """The word for a field on screen."""
        return self.by_name[name].label if name in self.by_name else name
