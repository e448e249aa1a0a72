"""The list of seeded bugs stays true: each still changes one place of the program, and its test exists."""

import pytest

from tests.seeded_bugs import BUGS
from tests.seeding import ROOT


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_can_still_be_put_in(bug):
    assert (ROOT / bug.file).read_text().count(bug.right) == 1
    path, name = bug.seen_by.split("::")
    assert f"def {name}(" in (ROOT / path).read_text()


def test_there_are_bugs_enough_and_no_name_twice():
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 40
