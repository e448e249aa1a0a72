"""What somebody types to have a report made again: words in, the bytes of the report out."""

from datetime import date, datetime

from django.utils.timezone import get_current_timezone, is_naive, make_aware

from payung.audit.queries import NotSettled
from payung.contributions.as_of import Asked, report_file
from payung.jobs.actions import Refused
from payung.programme import queries as programme
from payung.rules.months import month_of, parse_month

__all__ = ["Refused", "made"]


def made(name: str, effective: str, recorded: str, round_id: int, month: str, kind: str) -> bytes:
    """Raises Refused when a day, a moment or a month cannot be read, or is not settled yet."""
    try:
        day, moment = date.fromisoformat(effective), datetime.fromisoformat(recorded)
    except ValueError:
        raise Refused("Tulis tanggal seperti 2025-06-30 dan saat seperti 2025-07-01T10:00.") from None
    if kind not in ("xlsx", "pdf", "csv"):
        raise Refused("Berkas hasil harus berakhiran .xlsx, .pdf, atau .csv.")
    if is_naive(moment):
        moment = make_aware(moment, get_current_timezone())
    round = programme.round_(round_id) if round_id else programme.running_round(day)
    if round is None:
        raise Refused("Putaran ini tidak ditemukan.")
    try:
        asked_month = parse_month(month) if month else month_of(day)
        return report_file(Asked(name, day, moment, kind, round.pk, asked_month, day.year))  # type: ignore[arg-type]
    except NotSettled as refusal:
        raise Refused(str(refusal)) from None
    except ValueError:
        raise Refused("Tulis bulan seperti 2025-06.") from None
