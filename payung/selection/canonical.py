"""In which exact form are the lines of a decree kept and hashed?"""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any


def line_place(decree_id: int, place_id: int) -> str:
    """The place for which the private numbers of a line are sealed."""
    return f"selection.line:{decree_id}:{place_id}"


def canonical(values: dict[str, Any]) -> str:
    """Sorted JSON: one text for one content."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_canonical(text: str) -> dict[str, Any]:
    return json.loads(text)


def digest(lines: Iterable[dict[str, Any]]) -> str:
    """SHA-256 over the lines in their order, each in its canonical form with its length in front."""
    found = sha256()
    for line in lines:
        text = canonical(line).encode()
        found.update(f"{len(text)}:".encode() + text)
    return found.hexdigest()
