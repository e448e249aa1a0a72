"""One list in many random dresses is read to the last cell, or asked about, or told: never fewer people, never other values.

PAYUNG_DRESSES: how many (200; the nightly run takes 5000).
"""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from payung.intake.reading import CheckedFile, FileRefused, check_file
from payung.language.phone import normal_phone
from tests.tables.doors import give
from tests.tables.dresses import TOGETHER, Dress, deaths_dressed, dressed
from tests.tables.people import PEOPLE, Person

HOW_MANY = int(os.environ.get("PAYUNG_DRESSES", "200"))
TODAY = date(2026, 11, 28)
SAME = (
    "kk",
    "birth_place",
    "mother_name",
    "phone",
    "address",
    "rt",
    "rw",
    "kecamatan",
    "occupation",
    "income_rp",
)
NEVER_READ = (
    0.85  # at least this share of the dresses is read without asking: a reader that only asks reads nothing
)


def given_in(seed: int) -> tuple[Dress, CheckedFile | FileRefused]:
    dress, content = dressed(seed, PEOPLE)
    try:
        return dress, check_file(content, today=TODAY)
    except FileRefused as refusal:
        return dress, refusal


def values_of(person: Person, columns: set[str]) -> dict[str, object]:
    """What must be read of somebody from these columns."""
    wanted = {
        "nik": person.nik,
        "name": person.name,
        "birth_date": person.birth_date,
        "kelurahan": person.kelurahan,
    }
    wanted |= {name: getattr(person, name) for name in SAME if name in columns} | {"sex": person.sex}
    return wanted | ({"phone": normal_phone(person.phone)} if "phone" in columns else {})


def way(dress: Dress, outcome: CheckedFile | FileRefused) -> str:
    """read, asked or refused. Anything silently wrong fails."""
    if isinstance(outcome, FileRefused):
        assert outcome.message
        return "refused"
    if outcome.needs_decision:
        assert outcome.rows == []
        return "asked"
    rejected = {row.values["nik"] for row in outcome.rejected}
    columns = {part for name in dress.columns if name for part in TOGETHER.get(name, (name,))}
    read = {row.values["nik"]: row for row in outcome.accepted}
    assert len(read) == len(outcome.accepted), f"{dress}: somebody twice"
    for person in PEOPLE:
        if person.nik in rejected:
            continue
        assert person.nik in read or len(outcome.rejected) >= len(PEOPLE) - len(read), (
            f"{dress}: {person.name} is lost"
        )
        if person.nik in read:
            values = read[person.nik].values
            doubted = {problem.field for problem in read[person.nik].problems}
            for name, value in values_of(person, columns).items():
                found = (
                    values["kelurahan"].removeprefix("Kel. ").title() if name == "kelurahan" else values[name]
                )
                assert found == value or name in doubted, f"{dress}: {name} of {person.name} is {found}"
    assert set(read) <= {person.nik for person in PEOPLE}, f"{dress}: somebody nobody knows"
    under = sum(sheet["rows"] for sheet in outcome.understood.sheets if sheet["read"])
    assert len(outcome.rows) + len(outcome.understood.skipped) == under, f"{dress}: rows without an account"
    return "told" if outcome.rejected else "read"


def test_a_list_in_every_dress():
    with ThreadPoolExecutor(4) as many:  # each file is read in a process of its own
        ways = Counter(way(dress, outcome) for dress, outcome in many.map(given_in, range(HOW_MANY)))
    print(dict(ways))
    assert ways["read"] >= NEVER_READ * HOW_MANY


@pytest.mark.parametrize("door", ["deaths", "dukcapil"])
def test_deaths_in_every_dress(door, tmp_path):
    """Everybody with their own day, from the column named for it; never the day of a report, a print or a burial."""
    ways: Counter[str] = Counter()
    for seed in range(HOW_MANY // 8):
        what, content, died = deaths_dressed(seed, PEOPLE, with_status=door == "dukcapil")
        file = tmp_path / "kematian.xlsx"
        file.write_bytes(content)
        outcome = give(door, file)
        ways[outcome.way] += 1
        if outcome.way != "read":
            continue
        assert outcome.is_accounted, what
        right = {(p.nik, day.isoformat(), True) for p, day in zip(PEOPLE, died, strict=True)}
        assert {
            (r["nik"], r.get("died_on") or r.get("since"), r["is_day_sure"]) for r in outcome.rows
        } == right, what
    print(door, dict(ways))
    assert ways["read"] >= NEVER_READ * sum(ways.values())
