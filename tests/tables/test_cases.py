"""91 files as offices really send them: each is read to the last cell, or asked about, or told. Never silently wrong.

What is right of each stands in cases/expected.yaml. `pytest -s tests/tables/test_cases.py` prints the table file -> result.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml

from payung.tables.command import DECIDE, READ, REFUSED
from tests.tables.doors import Outcome, give, match

CASES = Path(__file__).with_name("cases")
EXPECTED: list[dict[str, Any]] = yaml.safe_load((CASES / "expected.yaml").read_text())
ROW: dict[str, Callable[[dict[str, Any]], list[object]]] = {
    "intake": lambda row: [
        row["nik"],
        row["name"],
        row["birth_date"],
        row["kelurahan"],
        *([f"{row['rt'] or '-'}/{row['rw'] or '-'}"] if row["rt"] or row["rw"] else []),
    ],
    "dukcapil": lambda row: [row["nik"], row["finding"], row["since"] or "-", _sure(row)],
    "bpjs": lambda row: [row["nik"], row["finding"], row["since"] or "-", _sure(row)],
    "deaths": lambda row: [row["nik"], row["name"], row["died_on"], _sure(row)],
    "reply": lambda row: [
        row["registration"],
        row["nik"],
        row["kpj"] or "-",
        row["status"],
        row["start_on"] or "-",
    ],
    "invoice": lambda row: [row["kpj"], row["name"], row["amount_rp"]],
    "active": lambda row: [row["kpj"], row["name"]],
    "claims": lambda row: [row["claim"], row["kpj"], row["status"], row["on"], row["amount_rp"] or "-"],
    "match": lambda row: [row["nik"], row["name"]],
}
SHAPE = {
    "sheets": {"name", "visible", "rows", "read", "why"},
    "columns": {"field", "title", "sheet", "letter", "label"},
    "skipped": {"sheet", "row", "why"},
    "problems": {"sheet", "row"},
}
PERSON = {"sheet", "row", "accepted", "nik", "name", "birth_date", "kelurahan", "rt", "rw"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-28 09:00:00+07:00", tick=True):
        yield


def _sure(row: dict[str, Any]) -> str:
    return "sure" if row["is_day_sure"] else "unsure"


def _place(one: dict[str, Any]) -> str:
    return f"{one['sheet']} {one['row']}".strip()


def in_table(outcome: Outcome) -> dict[str, Any]:
    """An outcome in the words of expected.yaml."""
    answer = outcome.answer
    if outcome.way == "refused":
        row = re.search(r" di baris (\d+)", answer["message"])
        return {"refused": answer["refused"] + (f" at row {row[1]}" if row else "")}
    if outcome.way == "asked":
        return {"asked": [question["what"] for question in answer["ask"]]}
    outcomes: dict[str, list[str]] = {}
    for problem in answer.get("problems", []):
        outcomes.setdefault(_place(problem), []).append(problem.get("code") or problem["why"])
    return {
        name: value
        for name, value in {
            "read": [_row(outcome.door, row) for row in outcome.accepted],
            "told": {place: ", ".join(words) for place, words in outcomes.items()},
            "rejected": answer.get("rejected", 0),
            "skipped": {_place(one): one["why"] for one in answer.get("skipped", [])},
            "left_out": {one["name"]: one["why"] for one in answer["sheets"] if not one["read"]},
            "total_rp": answer.get("total_rp"),
            "declared_rp": answer.get("declared_rp"),
        }.items()
        if name == "read" or value not in ({}, 0, None)
    }


def _row(door: str, row: dict[str, Any]) -> str:
    at = f"{_place(row)}: " if "row" in row else ""
    return at + ", ".join(map(str, ROW[door](row)))


@pytest.mark.parametrize("case", EXPECTED, ids=[case["file"] for case in EXPECTED])
def test_a_file_of_an_office_is_read_or_asked_about_or_told(case):
    file = CASES / case["file"]
    outcome = match(file) if case["door"] == "match" else give(case["door"], file)
    result = in_table(outcome)
    rows = f" {len(outcome.accepted)} of {outcome.answer['accepted'] + outcome.answer['rejected']}" if outcome.way == "read" else ""  # fmt: skip
    print(f"{case['file']:46} {outcome.way}{rows} {next(iter(outcome.sentences.splitlines()), '')[:90]}")
    right = {name: case[name] for name in case if name not in ("file", "door", "kind", "story")}
    assert result == right
    assert outcome.way != "read" or outcome.is_accounted


def test_every_file_has_its_right_result():
    assert {case["file"] for case in EXPECTED} == {file.name for file in CASES.glob("[0-9]*")}
    assert len(EXPECTED) == 91


# -- The commands as somebody runs them ---------------------------------------------------------------------
def run(*words: str) -> tuple[int, dict[str, Any]]:
    ran = subprocess.run(
        [sys.executable, "-m", "payung", *words, "--json"], capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    return ran.returncode, json.loads(ran.stdout)


@pytest.mark.parametrize(
    ("words", "file", "code"),
    [
        ("intake check --rows", "01-lembar-per-kelurahan-1.xlsx", READ),
        ("intake check --rows", "33-jumlah-dan-tanda-tangan-0.xlsx", READ),
        ("intake check --rows", "07-dua-orang-satu-baris-0.xlsx", DECIDE),
        ("intake check --rows", "12-pemisah-berbeda-di-satu-baris-0.csv", REFUSED),
        ("register check --register dukcapil", "51-dukcapil-lembar-lama-tersembunyi-0.xlsx", READ),
        ("register check --register dukcapil", "54-dukcapil-petik-0.csv", REFUSED),
        ("deaths --dry-run", "63-kematian-tanggal-dan-tahun-0.xlsx", READ),
        ("branch check --kind invoice", "73-tagihan-subtotal-0.xlsx", READ),
        ("branch check --kind claims", "76-jawaban-klaim-lembar-0.xlsx", READ),
    ],
)
def test_a_command_says_what_was_understood_and_ends_with_its_code(words, file, code):
    """docs/reference/reading-files.md: 0 read, 3 a person must decide first, 2 refused with one line."""
    ended, answer = run(*words.split(), str(CASES / file))
    assert ended == code
    assert answer["file"] == file
    if code == REFUSED:
        assert answer["message"].count("\n") == 0
        assert "baris 3" in answer["message"]
        return
    for name, keys in SHAPE.items():
        for one in answer[name]:
            assert keys <= set(one), name
    assert any(column["field"] for column in answer["columns"])
    if code == DECIDE:
        assert {"what", "why", "sheet", "columns", "field"} <= set(answer["ask"][0])
        return
    assert answer["ask"] == []
    under = sum(sheet["rows"] for sheet in answer["sheets"] if sheet["read"])
    assert answer["accepted"] + answer["rejected"] + len(answer["skipped"]) == under
    if words.startswith("intake"):
        assert all(set(person) == PERSON for person in answer["people"])
        assert len(answer["people"]) == answer["accepted"] + answer["rejected"]
