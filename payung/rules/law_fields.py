"""Is this field of a JSON line what it should be? Each reader names the field when it is not."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from payung.rules import months
from payung.rules.benefits import jkk
from payung.rules.benefits.jkk import MODES
from payung.rules.benefits.scholarship import LEVELS, Child, Work
from payung.rules.standing import History, Payment

MOST_RP = 10**13
MOST_HOURS = 24 * 366
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


class LineError(ValueError):
    """A line that cannot be answered; the message names the field."""


def text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise LineError(f"{name}: wajib diisi dengan teks")
    return value.strip()


def yes(row: dict[str, Any], name: str, *, default: bool = False) -> bool:
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise LineError(f"{name}: harus true atau false")
    return default if value is None else value


def listed(row: dict[str, Any], name: str, *, default: list[Any] | None = None) -> list[Any]:
    value = row.get(name, default)
    if not isinstance(value, list):
        raise LineError(f"{name}: harus berupa daftar [...]")
    return value


def month(row: dict[str, Any], name: str) -> int:
    try:
        return _month(text(row, name))
    except months.MonthError as error:
        raise LineError(f"{name}: {error}") from None


def paid_months(row: dict[str, Any]) -> tuple[int, ...]:
    try:
        return tuple(map(_month, listed(row, "paid_months")))
    except (months.MonthError, TypeError) as error:
        why = error if isinstance(error, months.MonthError) else "isi dengan bulan seperti 2025-05"
        raise LineError(f"paid_months: {why}") from None


def day(row: dict[str, Any], name: str, *, earliest: int = months.FIRST_YEAR) -> date:
    given = text(row, name)
    found = _day(given)
    if found is None:
        raise LineError(f"{name}: tanggal {given!r} tidak dikenal; tulis seperti 2025-05-07")
    if not earliest <= found.year <= months.LAST_YEAR:
        raise LineError(f"{name}: tanggal {given} di luar {earliest}-{months.LAST_YEAR}")
    return found


def money(row: dict[str, Any], name: str, *, default: Any = None, required: bool = False) -> Any:
    """Whole rupiah, not negative; `default` when null or absent."""
    if row.get(name) is None and not required:
        return default
    return _whole(row.get(name), name, "rupiah", MOST_RP)


def count(row: dict[str, Any], name: str) -> int | None:
    return None if row.get(name) is None else _whole(row[name], name, "bilangan", 36_500)


def payments(row: dict[str, Any]) -> tuple[Payment, ...]:
    """[{"month", "paid_on"}]: paid_on null where nobody knows the day."""
    given = listed(row, "payments") if row.get("payments") is not None else []
    if not all(isinstance(one, dict) for one in given):
        raise LineError('payments: isi dengan objek seperti {"month": "2025-05", "paid_on": "2025-05-14"}')
    try:
        return tuple(Payment(month(one, "month"), optional_day(one, "paid_on")) for one in given)
    except LineError as error:
        raise LineError(f"payments.{error}") from None


def history(row: dict[str, Any]) -> History:
    """The months, the days their money arrived, and the day cover began. One of paid_months and payments is enough."""
    paid = payments(row)
    without_days = () if paid and row.get("paid_months") is None else paid_months(row)
    return History(without_days, paid, optional_day(row, "cover_started_on"))


def optional_day(row: dict[str, Any], name: str) -> date | None:
    return None if row.get(name) is None else day(row, name)


def hours(row: dict[str, Any], name: str) -> float | None:
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_HOURS:
        raise LineError(f"{name}: isi berapa jam, 0 sampai {MOST_HOURS}")
    return float(value)


def losses(row: dict[str, Any]) -> tuple[str, ...]:
    """Rows of the table of disability, such as "anatomis.ibu_jari_tangan_kiri"."""
    given = row.get("losses")
    if given is None:
        return ()
    known = jkk.losses()
    if not isinstance(given, list) or not given:
        raise LineError("losses: harus berupa daftar [...]")
    for name in given:
        if name not in known:
            raise LineError(f"losses: {name!r} tidak ada di tabel cacat")
    return tuple(given)


def percent(row: dict[str, Any], name: str) -> float | None:
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise LineError(f"{name}: persen harus antara 0 dan 100")
    return float(value)


def transport(row: dict[str, Any]) -> dict[str, int] | None:
    costs = row.get("transport")
    if costs is None:
        return None
    if not isinstance(costs, dict):
        raise LineError("transport: harus berupa objek dengan land, sea, air")
    if unknown := [mode for mode in costs if mode not in MODES]:
        raise LineError(f"transport: moda {unknown[0]!r} tidak dikenal; pilih {', '.join(MODES)}")
    return {mode: _cost(cost, mode) for mode, cost in costs.items()}


def children(row: dict[str, Any]) -> tuple[Child, ...]:
    given = row.get("children")
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(child, dict) for child in given):
        raise LineError("children: harus berupa daftar objek")
    return tuple(map(_child, given))


def will(row: dict[str, Any]) -> str | None:
    """The name of whoever the notarial will names: a text, or an object with 'name'.

    true or false names nobody: then only a relative of the kin penerima_wasiat can be meant.
    """
    value = row.get("will")
    if isinstance(value, dict):
        return text(value, "name")
    return None if value is None or isinstance(value, bool) else text(row, "will")


def _child(given: dict[str, Any]) -> Child:
    level = given.get("level")
    if level is not None and level not in LEVELS:
        raise LineError(f"children.level: {level!r} tidak dikenal; pilih {', '.join(LEVELS)} atau null")
    working = given.get("working", False)
    if not (working is None or isinstance(working, bool) or working in tuple(Work)):
        raise LineError(f"children.working: isi true, false, atau salah satu dari {', '.join(Work)}")
    try:
        born, married = day(given, "born", earliest=1900), yes(given, "married")
        level_known = yes(given, "level_known", default=True)
        year_in_level = count(given, "year_in_level") or None
    except LineError as error:
        raise LineError(f"children.{error}") from None
    work = Work(working) if isinstance(working, str) else (Work.PU if working else Work.TIDAK)
    return Child(born, level, married, work, year_in_level, level_known)


def _cost(cost: Any, mode: str) -> int:
    return 0 if cost is None else _whole(cost, f"transport.{mode}", "rupiah", MOST_RP)


def _whole(value: Any, name: str, unit: str, most: int) -> int:
    if type(value) is int and 0 <= value <= most:
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise LineError(f"{name}: harus {unit} bulat")
    if value < 0:
        raise LineError(f"{name}: tidak boleh negatif")
    if value > most:
        raise LineError(f"{name}: terlalu besar")
    return value


@lru_cache(maxsize=4096)
def _month(given: str) -> int:
    return months.parse_month(given)


@lru_cache(maxsize=65_536)
def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if _DAY.match(given) else None
    except ValueError:
        return None
