"""Bugs put into a copy of the program, one at a time: the test that should notice each must turn red.

python -m tests.seeded_bugs            all of them (about 15 s each; `make nightly`)
python -m tests.seeded_bugs swaps      those whose name holds this word

A bug that no test notices ends the run with 1.
"""

import sys
import tempfile
from pathlib import Path

from tests.claims.seeded_bugs import BUGS as CLAIMS
from tests.contributions.seeded_bugs import BUGS as MONEY
from tests.database.seeded_bugs import BUGS as DATABASE
from tests.eligibility.seeded_bugs import BUGS as ELIGIBILITY
from tests.matching.seeded_bugs import BUGS as MATCHING
from tests.rules.seeded_bugs import BUGS as LAW
from tests.seeded_doors import BUGS as DOORS
from tests.seeding import is_noticed
from tests.selection.seeded_bugs import BUGS as SELECTION
from tests.tables.seeded_bugs import BUGS as TABLES

BUGS = (*DATABASE, *TABLES, *MATCHING, *ELIGIBILITY, *MONEY, *CLAIMS, *SELECTION, *LAW, *DOORS)


def main(word: str) -> int:
    """How many bugs nobody noticed."""
    unseen = 0
    with tempfile.TemporaryDirectory(prefix="payung-bugs-") as data:
        for bug in BUGS:
            if word in bug.name:
                noticed = is_noticed(bug, data=Path(data))
                print(
                    f"{'terlihat ' if noticed else 'TIDAK TERLIHAT'}  {bug.name}  ({bug.seen_by})", flush=True
                )
                unseen += not noticed
    return unseen


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1] if len(sys.argv) > 1 else ""), 1))
