"""A file given in at one of the doors, through the functions of the commands: what came of it, in one shape."""

import io
import json
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from payung.claims import command as deaths
from payung.config.branch_check import run_branch_check
from payung.intake.reading.command import run_check as run_intake_check
from payung.matching.enums import Register
from payung.matching.linkage.engine import DuckDB
from payung.matching.linkage.reading import CannotMatch, read_files
from payung.matching.register_command import run_register_check
from payung.tables.command import DECIDE, READ, REFUSED

CITY = "Kota Probolinggo"
WAYS = {READ: "read", DECIDE: "asked", REFUSED: "refused"}
DOORS = {
    "intake": partial(run_intake_check, as_json=True, with_rows=True),
    "deaths": partial(deaths.run_dry, source="dukcapil", as_json=True),
    **{
        register.value: partial(run_register_check, register=register, city=CITY, as_json=True)
        for register in Register
    },
    **{
        kind: partial(run_branch_check, kind=kind, as_json=True)
        for kind in ("reply", "invoice", "active", "claims")
    },
}
ROWS = {"intake": "people", "deaths": "deaths", "dukcapil": "answers", "bpjs": "answers", "dtsen": "answers"}


@dataclass(frozen=True)
class Outcome:
    """What a door did with a file. `way`: read, asked or refused. `answer`: the JSON of the command."""

    door: str
    way: str
    answer: dict[str, Any] = field(repr=False)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The people, deaths, answers or lines."""
        return self.answer.get(ROWS.get(self.door, "lines"), [])

    @property
    def accepted(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if row.get("accepted", True)]

    @property
    def sentences(self) -> str:
        """Every sentence a person reads, in one text."""
        answer = self.answer
        sentences = [answer.get("message", ""), *answer.get("notes", [])]
        sentences += [one["why"] for one in (*answer.get("ask", []), *answer.get("skipped", []))]
        sentences += [one["why"] for one in answer.get("sheets", [])]
        sentences += [
            one.get("why") or f"{one['message']} {one['cure']}" for one in answer.get("problems", [])
        ]
        return "\n".join(sentences)

    def problems_of(self, row: int, sheet: str | None = None) -> str:
        """What is said of one row."""
        return "\n".join(
            one.get("why") or f"{one['code']}: {one['message']}"
            for one in self.answer.get("problems", [])
            if one["row"] == row and sheet in (None, one["sheet"])
        )

    @property
    def is_accounted(self) -> bool:
        """accepted + rejected + skipped = the rows under the headers of the sheets that are read."""
        answer = self.answer
        under = sum(sheet["rows"] for sheet in answer["sheets"] if sheet["read"])
        return answer["accepted"] + answer["rejected"] + len(answer["skipped"]) == under


def give(door: str, file: Path) -> Outcome:
    """Give a file in at a door."""
    out = io.StringIO()
    code = DOORS[door](file, out=out)
    return Outcome(door, WAYS[code], json.loads(out.getvalue()))


def match(file: Path) -> Outcome:
    """Give a list to `payung match`: the rows as they come in, or its sentence."""
    engine = DuckDB()
    try:
        people, _ = read_files(engine, [file])
    except CannotMatch as refusal:
        return Outcome("match", "refused", {"refused": "match", "message": str(refusal)})
    rows = [
        dict(zip(("nik", "name"), row, strict=True))
        for row in engine.rows("SELECT nik, name FROM input ORDER BY n")
    ]
    return Outcome("match", "read", {"lines": rows, "accepted": people, "rejected": 0, "skipped": [], "sheets": [{"name": file.name, "read": True, "rows": people, "why": ""}]})  # fmt: skip
