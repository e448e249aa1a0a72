"""What was estimated, on one sheet that says who decides?"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from payung.documents import render
from payung.language import formats
from payung.rules import months
from payung.rules.benefits.estimate import Estimate
from payung.rules.benefits.events import EVENT_LABELS
from payung.rules.explain import CONFIDENCE_SENTENCES, Part
from payung.rules.heirs import Inheritance

_TEMPLATE = Path(__file__).with_name("estimate.typ")


@dataclass(frozen=True)
class EstimateSheet:
    """One answer of Hitung manfaat. Names only relatives as they were typed; nothing of it is stored."""

    city: str
    agency: str
    made_on: date
    made_by: str
    found: Estimate
    shares: Inheritance | None = None


def estimate_pdf(sheet: EstimateSheet) -> bytes:
    """One sheet of A4, two when many children are told of."""
    return render.pdf(_TEMPLATE, _data(sheet))


def _data(sheet: EstimateSheet) -> dict[str, Any]:
    found, shares = sheet.found, sheet.shares
    return {
        "city": sheet.city,
        "agency": sheet.agency,
        "made": f"Dihitung {formats.tanggal(sheet.made_on)} oleh {sheet.made_by}",
        "facts": _facts(found),
        "parts": [
            (_with_formula(part), part.law, formats.rupiah_dokumen(part.amount_rp)) for part in found.parts
        ],
        "total": formats.rupiah_dokumen(found.total_rp),
        "words": found.explanation,
        "sure": CONFIDENCE_SENTENCES[found.confidence],
        "years": _years(found),
        "school_total": formats.rupiah_dokumen(found.scholarship.total_max_rp) if found.scholarship else "",
        "shares": [(heir.name, formats.rupiah_dokumen(rp)) for heir, rp in shares.lines] if shares else [],
        "shares_words": shares.explanation if shares else "",
        "law": list(found.law),
    }


def _with_formula(part: Part) -> str:
    return f"{part.label}: {part.formula}" if part.formula else part.label


def _facts(found: Estimate) -> list[tuple[str, str]]:
    since = months.month_in_words(found.member_since) if found.member_since else "–"
    since = formats.tanggal(found.started_on) if found.started_on else since
    return [
        ("Kejadian", EVENT_LABELS[found.case.event]),
        ("Tanggal", formats.tanggal(found.case.on)),
        ("Kepesertaan pada hari itu", found.state.label),
        ("Peserta sejak", since),
        ("Iuran dibayar", f"{formats.angka(found.months_paid)} bulan"),
    ]


def _years(found: Estimate) -> list[tuple[str, str, str]]:
    if found.scholarship is None:
        return []
    return [
        (
            str(year["year"]),
            ", ".join(f"anak {line['child']} ({line['level']})" for line in year["children"]),
            formats.rupiah_dokumen(year["amount_rp"]),
        )
        for year in found.scholarship.by_year()
    ]
