"""Situations calculated by hand from the law, beside real payments: whatever a line expects, the answer must say.

A line whose confidence is low records how we read an open question; it is no truth, and a better source changes it.
"""

import json

import pytest

from payung.rules.law_lines import answer
from tests.rules.tables import FOLDER

LINES = [
    json.loads(line)
    for line in (FOLDER / "calculated_by_hand.jsonl").read_text(encoding="utf-8").splitlines()
]


def named(line):
    return pytest.param(line, id=f"{line['input']['id']} {line.get('name', line.get('needs_field', ''))}")


def agrees(expected, told):
    """Every expected field, also the inner ones; what is not expected is not asked."""
    if isinstance(expected, dict):
        return all(name in told and agrees(value, told[name]) for name, value in expected.items())
    if isinstance(expected, list) and expected and isinstance(expected[0], dict):
        return len(expected) == len(told) and all(map(agrees, expected, told))
    return expected == told


@pytest.mark.parametrize("line", [named(line) for line in LINES])
def test_a_situation_calculated_by_hand(line):
    given = answer(line["command"], line["input"])
    wrong = {
        name: given.get(name) for name, value in line["expect"].items() if not agrees({name: value}, given)
    }
    assert wrong == {}, given
    if line["confidence"] == "low" and "confidence" in given:
        assert given["confidence"] == "low"


def test_a_reading_is_marked_as_one():
    """Open questions stand among them as readings, and never carry more than a low confidence."""
    assert sum(line["confidence"] == "low" for line in LINES) >= 3
