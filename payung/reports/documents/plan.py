"""How does a budget meeting read the plan of a year? One landscape sheet: findings, pictures, figures side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from payung.documents import render
from payung.documents.letterhead import Letterhead
from payung.language import formats

_TEMPLATE = Path(__file__).with_name("plan.typ")


class ScheduleShown(NamedTuple):
    """One schedule: its name, its finding in a sentence, its picture as SVG."""

    name: str
    finding: str
    picture: str


@dataclass(frozen=True)
class PlanPaper:
    """Words only; `lines`: (label, one value a schedule)."""

    letterhead: Letterhead
    year: int
    schedules: Sequence[ScheduleShown]
    lines: Sequence[tuple[str, Sequence[str]]]
    same_money_title: str
    same_money: Sequence[Sequence[str]]  # (length, begin, people, full tier since, full person-months)
    basis: str
    made_on: date


def plan_pdf(paper: PlanPaper) -> bytes:
    """The plan on landscape sheets."""
    return render.pdf(
        _TEMPLATE,
        {
            "head": paper.letterhead,
            "year": str(paper.year),
            "schedules": [one._asdict() for one in paper.schedules],
            "lines": [(label, *values) for label, values in paper.lines],
            "same_title": paper.same_money_title,
            "same": [list(row) for row in paper.same_money],
            "basis": paper.basis,
            "made_on": formats.tanggal(paper.made_on),
        },
        pdf_standard=None,
    )
