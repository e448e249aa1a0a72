"""What is probably due for an event? The rules decide; here we only ask them and keep what they said."""

from collections.abc import Sequence
from datetime import date

from payung.claims.enums import EventKind
from payung.rules import law_lines, months

RULE_EVENT = {EventKind.DEATH: "death", EventKind.WORK_DEATH: "work_death", EventKind.ACCIDENT: "temporary"}
PROGRAMME_DASAR_RP = (
    1_000_000  # the band the city pays (dossier 2.4); replaced by the paid band in a later issue
)


def estimate(kind: EventKind, *, on: date, paid_months: Sequence[int], children: Sequence[dict] = ()) -> dict:
    """The answer of `payung law benefit` for this event: tier, parts, total_rp, articles, confidence, explanation."""
    question = {
        "id": "",
        "event": RULE_EVENT[kind],
        "on": on.isoformat(),
        "paid_months": [months.format_month(month) for month in paid_months],
        "dasar_rp": PROGRAMME_DASAR_RP,
        "children": list(children),
    }
    if kind == EventKind.ACCIDENT:
        question["days_off"] = 0  # not known yet: costs follow the treatment
    return law_lines.answer("benefit", question)
