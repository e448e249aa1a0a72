"""How is a result said, to an official and to a widow? Parts, articles, confidence, and one honest sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from payung.language.formats import rupiah
from payung.rules.parameters import ParameterSet

ESTIMATE = "perkiraan; keputusan ada pada BPJS Ketenagakerjaan"
ESTIMATE_SENTENCE = f"Ini {ESTIMATE}."
CONFIDENCE_SENTENCES = {
    "high": "Angka dari peraturan yang sudah dibaca.",
    "medium": "Angka dari satu sumber kedua; periksa peraturannya sebelum dipakai memutuskan.",
    "low": "Angka atau bacaan aturannya belum pasti; tanyakan kepada BPJS Ketenagakerjaan.",
}


class Part(NamedTuple):
    """One line of a result: what, how much, by which rule, how sure, and how it is calculated ("" for a fixed amount)."""

    code: str
    label: str
    amount_rp: int
    law: str
    confidence: str
    formula: str = ""

    def as_data(self) -> dict[str, Any]:
        return self._asdict()


def sum_in_words(parts: Iterable[Part]) -> str:
    """'santunan kematian Rp20.000.000 + biaya pemakaman Rp10.000.000 = Rp30.000.000', each with its sum in brackets."""
    due = [part for part in parts if part.amount_rp]
    if not due:
        return "tidak ada yang dibayarkan"
    lines = " + ".join(
        f"{part.label} {rupiah(part.amount_rp)}{f' ({part.formula})' if part.formula else ''}" for part in due
    )
    total = f" = {rupiah(sum(part.amount_rp for part in due))}" if len(due) > 1 else ""
    return lines + total


def article(law: ParameterSet, id: str, day: date) -> tuple[str, str]:
    """The regulation behind a parameter on a day (without the addresses of pages), and its confidence."""
    entry = law.entry(id, day)
    return re.split(r";| \(| as (?:quoted|paraphrased)", entry.source)[0], entry.confidence
