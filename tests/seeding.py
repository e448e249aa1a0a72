"""How is a bug put into a copy of the program, to see whether the test that should notice turns red?"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPIED = ("payung", "tests", "pyproject.toml", ".importlinter")


@dataclass(frozen=True)
class Bug:
    """One text of one file made wrong, and the test that must see it."""

    name: str
    file: str
    right: str
    wrong: str
    seen_by: str


def is_noticed(bug: Bug, *, data: Path) -> bool:
    """Whether the named test is red with the bug; that it is green without is the suite's business.

    `data`: a folder for PostgreSQL, the same for many bugs. The working tree is never touched.
    """
    with tempfile.TemporaryDirectory(prefix="payung-bug-") as place:
        copy = Path(place)
        for name in COPIED:
            source, target = ROOT / name, copy / name
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
        broken = copy / bug.file
        broken.write_text(broken.read_text().replace(bug.right, bug.wrong, 1))
        pytest = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider"]
        ran = subprocess.run(
            [*pytest, bug.seen_by], cwd=copy, env=os.environ | {"PYTHONPATH": place, "PAYUNG_DATA": str(data)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    return ran.returncode == 1 and "failed" in ran.stdout
