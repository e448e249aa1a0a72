"""Programs that Payung can use and does not need: is one here, may a test use it, must it be there?

PAYUNG_WITHOUT=hledger,chromium    as on a machine without them; `all`: without any (CI, the first time)
PAYUNG_WITH=hledger,beancount      a missing one is a failure, not a skipped test; `all`: every one (CI, the second time)
"""

import os
import shutil
from importlib.util import find_spec

import pytest


def is_here(program: str) -> bool:
    """Whether a test may use it."""
    return not is_hidden(program) and bool(
        path_of(program) or (program == "beancount" and find_spec(program))
    )


def path_of(program: str) -> str | None:
    """Where it lies; None where it does not, or is hidden."""
    if is_hidden(program):
        return None
    if program == "chromium":
        return os.environ.get("PAYUNG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    return shutil.which(program)


def is_hidden(program: str) -> bool:
    return _names("PAYUNG_WITHOUT", program)


def is_demanded(program: str) -> bool:
    return _names("PAYUNG_WITH", program)


def needs(program: str) -> None:
    """Skip the test where the program is missing; fail where it was demanded."""
    if is_here(program):
        return
    if is_demanded(program):
        pytest.fail(f"{program} was demanded (PAYUNG_WITH) and is not installed")
    pytest.skip(f"{program} is not installed: nothing was tried with it")


def _names(variable: str, program: str) -> bool:
    listed = os.environ.get(variable, "").replace(",", " ").split()
    return "all" in listed or program in listed
