"""The report of an evaluation: what was drawn, what people said, and what the thresholds mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from payung.documents import render
from payung.documents.letterhead import Letterhead
from payung.language import formats

_TEMPLATE = Path(__file__).with_name("evaluation.typ")


@dataclass(frozen=True)
class Report:
    """Everything as words already; no person is named."""

    on: date
    facts: Sequence[tuple[str, str]]
    strata: Sequence[tuple[str, ...]]  # score, pairs, drawn, same, different, unsure, share
    steps: Sequence[tuple[str, ...]]  # threshold, pairs joined, precision, recall, wrong joins, missed
    chosen: Sequence[tuple[str, str]]


def evaluation_pdf(report: Report, *, letterhead: Letterhead) -> bytes:
    """One or two pages, the same data give the same bytes."""
    data = {
        "head": letterhead,
        "on": formats.tanggal(report.on),
        "facts": report.facts,
        "strata": report.strata,
        "steps": report.steps,
        "chosen": report.chosen,
    }
    return render.pdf(_TEMPLATE, data, pdf_standard=None)
