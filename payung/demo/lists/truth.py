"""What is true about every row? Written beside the lists, so that any result can be measured against it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from payung.demo.lists import flaws
from payung.demo.lists.flaws import Flaw, Kind
from payung.demo.lists.layouts import Grid
from payung.demo.lists.people import COVER_START, Person
from payung.demo.lists.registers import bare_nik
from payung.demo.lists.rows import Row

PERSONS = (
    "list", "row", "person_id", "nik_written", "nik", "kk", "name", "birth_place", "birth_date", "sex", "mother_name",
    "phone", "address", "rt", "rw", "kelurahan_code", "kelurahan", "kecamatan", "eligible",
)  # fmt: skip
FLAWS = ("list", "row", "person_id", "flaw", "kind")


def persons(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    """Every row with the true values of its person. nik_written: without spaces and apostrophe, '' for a number."""
    yield PERSONS
    for row in rows:
        yield _person_line(row)


def planted(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    """Every flaw of every row."""
    yield FLAWS
    for row in rows:
        for flaw in row.flaws:
            yield (row.sector, str(row.number), row.person.id, str(flaw), str(flaws.KIND_OF[flaw]))


def expected(people: Sequence[Person], lists: dict[str, list[Row]], grids: dict[str, Grid]) -> dict[str, Any]:
    """Counts and ids; the shape is told in docs/reference/sample-city.md."""
    rows = [row for sector in flaws.SECTORS for row in lists[sector]]
    return {
        "start_on": COVER_START.isoformat(),
        "rows": {sector: len(lists[sector]) for sector in flaws.SECTORS},
        "persons": len(people),
        "clean": {s: sum(p.is_clean and p.sectors == (s,) for p in people) for s in flaws.SECTORS},
        "eligible": {s: sum(not p.reasons and s in p.sectors for p in people) for s in flaws.SECTORS},
        "ineligible": {p.id: [str(r) for r in p.reasons] for p in people if p.reasons},
        "ineligible_by_reason": _by_reason(people),
        "rejected_rows": {s: [row.number for row in lists[s] if row.is_rejected] for s in flaws.SECTORS},
        "unsure_rows": {s: [row.number for row in lists[s] if _is_unsure(row)] for s in flaws.SECTORS},
        "duplicates": _duplicates(rows),
        "lookalikes": _lookalikes(people),
        "nobody_rows": {sector: grids[sector].nobody for sector in flaws.SECTORS},
    }


def _person_line(row: Row) -> tuple[str, ...]:
    person = row.person
    return (
        row.sector,
        str(row.number),
        person.id,
        bare_nik(row),
        person.nik,
        person.kk,
        person.name,
        person.birth_place,
        person.born.isoformat(),
        person.sex,
        person.mother_name,
        person.phone,
        person.address,
        f"{person.rt:03d}",
        f"{person.rw:03d}",
        person.kelurahan.code if person.kelurahan else "",
        person.village,
        person.kecamatan,
        "no" if person.reasons else "yes",
    )


def _by_reason(people: Sequence[Person]) -> dict[str, int]:
    return {str(flaw): sum(flaw in person.reasons for person in people) for flaw in flaws.INELIGIBLE}


def _is_unsure(row: Row) -> bool:
    return any(flaws.KIND_OF[flaw] == Kind.UNSURE for flaw in row.flaws)


def _duplicates(rows: Sequence[Row]) -> dict[str, list[dict[str, Any]]]:
    """By kind: who, and the two rows as [list, row]."""
    by_person: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_person[row.person.id].append(row)
    found: dict[str, list[dict[str, Any]]] = {
        str(f): [] for f, k in flaws.KIND_OF.items() if k == Kind.DOUBLE
    }
    for person_id, own in by_person.items():
        if len(own) > 1:
            places = [[row.sector, row.number] for row in own]
            found[str(own[0].person.fate)].append({"person_id": person_id, "rows": places})
    return found


def _lookalikes(people: Sequence[Person]) -> dict[str, list[list[str]]]:
    """By kind: pairs of ids of different people. They were born one after the other."""
    found = {}
    for flaw in (Flaw.TWINS, Flaw.NAMESAKES):
        ids = [person.id for person in people if person.fate == flaw]
        found[str(flaw)] = [list(pair) for pair in zip(ids[::2], ids[1::2], strict=True)]
    return found
