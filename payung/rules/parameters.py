"""Which number did the law name on that day? Dated values with their source and confidence.

Values live in `parameters/*.yaml`, one file per subject. They are read once and frozen. A value that is
not known on a day is an error that names the parameter and the day: nothing is guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import yaml

FOLDER = Path(__file__).parent / "parameters"
FIELDS = ("id", "effective_from", "effective_to", "value", "unit", "source", "confidence", "note")
CONFIDENCES = ("low", "medium", "high")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same safe loader, in C where there is one
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)


class ParameterError(ValueError):
    """A value of the law that is missing on a day, or a parameter file that breaks the form."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of one parameter, with the days on which it holds (both inclusive; None = open)."""

    id: str
    effective_from: date | None
    effective_to: date | None
    value: Any
    unit: str
    source: str
    confidence: str
    note: str | None = None

    @property
    def first(self) -> date:
        return self.effective_from or FIRST_DAY

    @property
    def last(self) -> date:
        return self.effective_to or LAST_DAY


class ParameterSet:
    """All values of all parameters. Immutable; `with_overlay` gives a new set."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        grouped: dict[str, list[Entry]] = {}
        for entry in entries:
            grouped.setdefault(entry.id, []).append(entry)
        self._versions = {
            name: tuple(sorted(group, key=lambda e: e.first)) for name, group in sorted(grouped.items())
        }
        self._firsts = {name: [e.first for e in group] for name, group in self._versions.items()}
        for group in self._versions.values():
            _refuse_overlap(group)

    def ids(self, prefix: str = "") -> tuple[str, ...]:
        return tuple(name for name in self._versions if name.startswith(prefix))

    def versions(self, id: str) -> tuple[Entry, ...]:
        """Every dated value of one parameter, oldest first."""
        try:
            return self._versions[id]
        except KeyError:
            raise ParameterError(f"parameter {id} tidak dikenal") from None

    def entry(self, id: str, day: date) -> Entry:
        """The value that holds on the day, with its source. ParameterError when there is none."""
        versions = self.versions(id)
        place = bisect_right(self._firsts[id], day) - 1
        if place < 0 or versions[place].last < day:
            raise ParameterError(f"parameter {id} tidak punya nilai pada {day.isoformat()}")
        return versions[place]

    def value(self, id: str, day: date) -> Any:
        return self.entry(id, day).value

    def at(self, day: date) -> Mapping[str, Any]:
        """All values that hold on one day, by id (parameters without a value that day are left out)."""
        return MappingProxyType(
            {
                name: e.value
                for name, group in self._versions.items()
                for e in group
                if e.first <= day <= e.last
            }
        )

    def change_days(self, prefixes: str | tuple[str, ...] = "") -> tuple[date, ...]:
        """Every day on which a value begins, or on which one has just ended, in order."""
        days: set[date] = set()
        for name, group in self._versions.items():
            if name.startswith(prefixes):
                days.update(e.first for e in group)
                days.update(e.last + timedelta(1) for e in group if e.effective_to)
        return tuple(sorted(days - {FIRST_DAY}))

    def with_overlay(self, overlay: Iterable[Entry]) -> ParameterSet:
        """A new set in which the given values replace older ones for the days they name."""
        entries = [e for group in self._versions.values() for e in group]
        for new in overlay:
            check_entry(new)
            entries = [part for old in entries for part in _without_days(old, new)] + [new]
        return ParameterSet(entries)

    def with_group(self, prefix: str, entries: Iterable[Entry]) -> ParameterSet:
        """A new set in which everything whose id begins with the prefix is replaced as a whole."""
        kept = [e for name, group in self._versions.items() if not name.startswith(prefix) for e in group]
        return ParameterSet([*kept, *entries])


def load(folder: Path = FOLDER) -> ParameterSet:
    """Read and check every YAML file of a folder."""
    return ParameterSet(
        _entry(raw, path.name)
        for path in sorted(folder.glob("*.yaml"))
        for raw in yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    )


@cache
def packaged() -> ParameterSet:
    """The parameters as they are shipped."""
    return load()


_in_force: ParameterSet | None = None


def law_in_force() -> ParameterSet:
    """What every rule uses when no other set is passed in: the packaged set, or what was put in force here."""
    return _in_force or packaged()


def put_in_force(law: ParameterSet | None) -> None:
    """From now on every rule of this process uses this set; None: the packaged one again."""
    global _in_force
    _in_force = law


def at(day: date, overlay: Iterable[Entry] = ()) -> Mapping[str, Any]:
    return _chosen(overlay).at(day)


def value(id: str, day: date, overlay: Iterable[Entry] = ()) -> Any:
    return _chosen(overlay).value(id, day)


def versions(id: str, overlay: Iterable[Entry] = ()) -> tuple[Entry, ...]:
    return _chosen(overlay).versions(id)


def check_entry(entry: Entry) -> None:
    """The form every value must have, also one typed on the editor page. Names the field that is wrong."""
    if not entry.id or not entry.unit or not entry.source:
        raise ParameterError(f"{entry.id or '?'}: id, unit, dan source wajib diisi")
    if entry.confidence not in CONFIDENCES:
        raise ParameterError(f"{entry.id}: confidence harus salah satu dari {', '.join(CONFIDENCES)}")
    if entry.value is None:
        raise ParameterError(f"{entry.id}: value wajib diisi")
    if entry.first > entry.last:
        raise ParameterError(f"{entry.id}: effective_to mendahului effective_from")


def frozen(value: Any) -> Any:
    """A value that nobody can change any more: tables read-only, lists as tuples."""
    if isinstance(value, dict):
        return MappingProxyType({key: frozen(part) for key, part in value.items()})
    return tuple(frozen(part) for part in value) if isinstance(value, list) else value


def thawed(value: Any) -> Any:
    """The same value as plain dicts and lists, as JSON and YAML know them."""
    if isinstance(value, Mapping):
        return {key: thawed(part) for key, part in value.items()}
    return [thawed(part) for part in value] if isinstance(value, tuple) else value


def lowest_confidence(marks: Iterable[str]) -> str:
    """A result is only as sure as its least sure part."""
    return min(marks, key=CONFIDENCES.index, default="high")


@dataclass(frozen=True)
class Versions:
    """Rows grouped by version of the law: `version[row]` points into every table of `value`."""

    starts: tuple[date, ...]
    version: np.ndarray

    def table(self, law: ParameterSet, id: str, *, absent: int | None = None) -> np.ndarray:
        """One number per version, in the order of `starts`; only versions that some row needs are asked."""
        used = np.bincount(self.version, minlength=len(self.starts)) > 0
        numbers = [
            _number(law, id, start, absent) if used[place] else 0 for place, start in enumerate(self.starts)
        ]
        return np.array(numbers, dtype=np.int64)


def group_by_version(
    days: np.ndarray, law: ParameterSet, prefixes: str | tuple[str, ...], named: str = "on"
) -> Versions:
    """Few versions, many people: say for each day which version of the law it falls in.

    `days` is datetime64[D], `named` the field to name in the error for a day before the first version.
    """
    starts = law.change_days(prefixes)
    edges = np.array(starts, dtype="datetime64[D]").astype(np.int64)
    numbers = days.astype("datetime64[D]").astype(np.int64)
    version = np.searchsorted(edges, numbers, side="right") - 1
    if version.size and version.min() < 0:
        raise ParameterError(f"{named}: tidak ada aturan sebelum {starts[0].isoformat()}")
    return Versions(starts, version)


def _chosen(overlay: Iterable[Entry]) -> ParameterSet:
    overlay = tuple(overlay)
    return law_in_force().with_overlay(overlay) if overlay else law_in_force()


def _number(law: ParameterSet, id: str, day: date, absent: int | None) -> Any:
    try:
        return law.value(id, day)
    except ParameterError:
        if absent is None:
            raise
        return absent


def _entry(raw: Any, file: str) -> Entry:
    if not isinstance(raw, dict) or set(raw) != set(FIELDS):
        wrong = sorted(set(FIELDS) ^ set(raw)) if isinstance(raw, dict) else raw
        raise ParameterError(f"{file}: setiap nilai butuh tepat {', '.join(FIELDS)}; periksa {wrong}")
    entry = Entry(**{**raw, "value": frozen(raw["value"])})
    check_entry(entry)
    return entry


def _refuse_overlap(group: tuple[Entry, ...]) -> None:
    for earlier, later in pairwise(group):
        if earlier.last >= later.first:
            raise ParameterError(f"{later.id}: dua nilai berlaku pada {later.first.isoformat()}")


def _without_days(old: Entry, new: Entry) -> list[Entry]:
    """What is left of the old value when the new one takes its days."""
    if old.id != new.id or old.last < new.first or new.last < old.first:
        return [old]
    before = replace(old, effective_to=new.first - timedelta(1)) if old.first < new.first else None
    after = replace(old, effective_from=new.last + timedelta(1)) if new.last < old.last else None
    return [part for part in (before, after) if part]
