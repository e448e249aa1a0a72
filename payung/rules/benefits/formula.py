"""How was an amount calculated? The sum of each part, as an official would write it: 9 % x 60 % x 80 x Rp1.000.000.

Law: PP 44/2015 and PP 82/2019 Lampiran III; every number is read from the parameters of the day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from payung.language.formats import angka, rupiah
from payung.rules.benefits import jkk
from payung.rules.benefits.events import WAGE, Event
from payung.rules.parameters import ParameterSet

if TYPE_CHECKING:
    from payung.rules.benefits.estimate import Case


def of_part(code: str, case: Case, law: ParameterSet) -> str:
    """The sum behind one part; "" for an amount that the law names as it is."""
    write = _BY_CODE.get(code)
    return write(case, law) if write else ""


@lru_cache(maxsize=4096)
def percent_in_words(percent: Any) -> str:
    """9 -> "9 %", 4.5 -> "4,5 %"."""
    exact = Fraction(str(percent))
    return f"{angka(int(exact)) if exact.denominator == 1 else angka(float(exact), 2).rstrip('0')} %"


def _wages(case: Case, law: ParameterSet) -> str:
    months = law.value("benefit.jkk.multiplier_months", case.on)
    return f"{months} x {rupiah(_wage_rp(case, law))}"


def _wage_rp(case: Case, law: ParameterSet) -> int:
    return case.dasar_rp if case.dasar_rp is not None else law.value(WAGE, case.on)


@lru_cache(maxsize=256)
def _of_hundred(fraction: Any) -> str:
    return percent_in_words(Fraction(str(fraction)) * 100)


@lru_cache(maxsize=256)
def _exact(fraction: float) -> Fraction:
    return Fraction(str(fraction))


def _death(case: Case, law: ParameterSet) -> str:
    if case.event is not Event.WORK_DEATH:
        return ""
    fraction = law.value("benefit.jkk.death_fraction", case.on)
    least = law.value("benefit.jkk.death_minimum", case.on)
    wages = law.value("benefit.jkk.multiplier_months", case.on) * _wage_rp(case, law)
    raised = f", paling sedikit {rupiah(least)}" if wages * _exact(fraction) < least else ""
    return f"{_of_hundred(fraction)} x {_wages(case, law)}{raised}"


def _monthly(case: Case, law: ParameterSet) -> str:
    if case.event is not Event.DEATH:
        return ""
    count = law.value("benefit.jkm.santunan_berkala_months", case.on)
    return f"{count} x {rupiah(law.value('benefit.jkm.santunan_berkala_monthly', case.on))}"


def _disability(case: Case, law: ParameterSet) -> str:
    if case.event is Event.TOTAL_DISABILITY:
        return f"{_of_hundred(law.value('benefit.jkk.cacat_total_tetap_fraction', case.on))} x {_wages(case, law)}"
    percent = case.percent or 0
    loss = "" if case.function_loss is None else f" x {percent_in_words(case.function_loss)}"
    percentage = f"{percent_in_words(percent)}{loss} x {_wages(case, law)}"
    if not jkk.above_total(case.on, percent, case.function_loss, law):
        return percentage
    return f"{percentage}, paling banyak {_of_hundred(law.value(jkk.PARTIAL_MOST, case.on))} x {_wages(case, law)}"


def _stmb(case: Case, law: ParameterSet) -> str:
    """(12 x 100 % + 2 x 50 %) x Rp1.000.000; days where they are no whole months."""
    month_days = law.value("benefit.jkk.stmb_days_per_month", case.on)
    steps = list(_steps(case.days_off or 0, case.on, month_days, law))
    whole = all(days % month_days == 0 for days, _ in steps)
    rows = [
        f"{days // month_days if whole else f'{days} hari'} x {_of_hundred(fraction)}"
        for days, fraction in steps
    ]
    summed = f"({' + '.join(rows)})" if len(rows) > 1 else "".join(rows)
    return f"{summed} x {rupiah(_wage_rp(case, law))}{'' if whole else f' / {month_days}'}"


def _steps(days: int, on: date, month_days: int, law: ParameterSet) -> Any:
    for step in law.value("benefit.jkk.stmb", on):
        begin = (step["months_from"] - 1) * month_days
        end = step["months_to"] * month_days if step["months_to"] else days
        if days > begin:
            yield min(days, end) - begin, step["fraction"]


def _mode(mode: str, id: str) -> Callable[..., str]:
    def write(case: Case, law: ParameterSet) -> str:
        return _over(
            (case.transport_rp or {}).get(mode, 0), law.value(f"benefit.jkk.transport.{id}", case.on)
        )

    return write


def _cost(item: str) -> Callable[..., str]:
    return lambda case, law: _over(case.costs_rp or 0, law.value(f"benefit.jkk.{item}", case.on))


def _over(cost_rp: int, cap_rp: int) -> str:
    """What is above the cap, which the family pays itself."""
    if cost_rp <= cap_rp:
        return ""
    return f"biaya {rupiah(cost_rp)}, batas {rupiah(cap_rp)}: {rupiah(cost_rp - cap_rp)} di atas batas"


def _prosthesis(case: Case, law: ParameterSet) -> str:
    markup = law.value("benefit.jkk.prosthesis_markup", case.on)
    return f"harga rujukan {rupiah(case.costs_rp or 0)} + {_of_hundred(markup)}"


_BY_CODE: dict[str, Callable[..., str]] = {
    "santunan_kematian_rp": _death,
    "santunan_berkala_rp": _monthly,
    "santunan_cacat_rp": _disability,
    "stmb_rp": _stmb,
    "transport_land_rp": _mode("land", "land_river_lake"),
    "transport_sea_rp": _mode("sea", "sea"),
    "transport_air_rp": _mode("air", "air"),
    "home_care_rp": _cost("home_care.max"),
    "glasses_rp": _cost("glasses_max"),
    "hearing_aid_rp": _cost("hearing_aid_max"),
    "teeth_rp": _cost("dental_prosthesis_max"),
    "prosthesis_rp": _prosthesis,
}
