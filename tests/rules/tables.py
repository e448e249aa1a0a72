"""Reads the situation tables: one row, one situation, told in the office's words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from payung.rules.months import parse_month

FOLDER = Path(__file__).parent / "situations"


def table(name: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def rows(name: str, part: str = "rows") -> list[list[Any]]:
    return table(name)[part]


def months_between(text: str) -> list[str]:
    """'2025-05..2025-07, 2026-01' -> ['2025-05', '2025-06', '2025-07', '2026-01']."""
    found: list[str] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        first, _, last = part.partition("..")
        found += months_back(last or first, parse_month(last or first) - parse_month(first) + 1)
    return found


def months_back(last: str | date, count: int) -> list[str]:
    """`count` months ending with a month: months_back('2025-05', 2) -> ['2025-04', '2025-05']."""
    end = parse_month(last) if isinstance(last, str) else last.year * 12 + last.month - 1
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(end - count + 1, end + 1)]
