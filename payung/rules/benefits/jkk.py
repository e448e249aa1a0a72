"""What is due after a work accident or occupational disease? (jaminan kecelakaan kerja)

Basis is the dasar penghasilan of the paid band; the decisive day is the day of the accident. A doctor and
BPJS decide percentages, never the city.
Law: PP 44/2015 Lampiran III; PP 82/2019 (amounts from 2 December 2019).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from payung.rules import months
from payung.rules.parameters import Entry, ParameterSet, Versions, group_by_version, law_in_force

PREFIXES = ("benefit.jkk.",)
HUNDRED_PERCENT = 10_000  # percentages are counted in hundredths, so that 4.5 % stays exact
MODES = ("land", "sea", "air")
_MODE_IDS = {"land": "land_river_lake", "sea": "sea", "air": "air"}
PARTIAL_MOST = "benefit.jkk.partial_max_fraction"
CAPPED = ("home_care.max", "glasses_max", "hearing_aid_max", "dental_prosthesis_max")


@dataclass(frozen=True)
class AccidentCash:
    """Rupiah per case (int64 arrays of one length)."""

    santunan_rp: np.ndarray
    santunan_berkala_rp: np.ndarray
    biaya_pemakaman_rp: np.ndarray

    @property
    def total_rp(self) -> np.ndarray:
        return self.santunan_rp + self.santunan_berkala_rp + self.biaya_pemakaman_rp


def work_death_rp(on: Any, dasar_rp: Any = None, *, law: ParameterSet | None = None) -> AccidentCash:
    """Death by a work accident: 60 % of 80 times the basis (at least the JKM santunan), berkala, funeral.

    At the programme's basis of 1,000,000: 48 + 12 + 10 = 70 million since 2 December 2019.
    Law: PP 44/2015 Lampiran III; PP 82/2019. ParameterError before 1 July 2015.
    """
    law = law or law_in_force()
    version = _version(on, law)
    santunan = _part_of_wage(version, law, "benefit.jkk.death_fraction", _basis(version, law, dasar_rp))
    return AccidentCash(
        np.maximum(santunan, _per_row(version, law, "benefit.jkk.death_minimum")),
        _per_row(version, law, "benefit.jkk.berkala_total"),
        _per_row(version, law, "benefit.jkk.biaya_pemakaman"),
    )


def total_disability_rp(on: Any, dasar_rp: Any = None, *, law: ParameterSet | None = None) -> AccidentCash:
    """Cacat total tetap: 70 % of 80 times the basis, and berkala. Law: PP 44/2015 Lampiran III; PP 82/2019."""
    law = law or law_in_force()
    version = _version(on, law)
    santunan = _part_of_wage(
        version, law, "benefit.jkk.cacat_total_tetap_fraction", _basis(version, law, dasar_rp)
    )
    berkala = _per_row(version, law, "benefit.jkk.berkala_total")
    return AccidentCash(santunan, berkala, np.zeros_like(santunan))


def partial_disability_rp(
    on: Any,
    percent: Any,
    *,
    function_loss: Any = None,
    dasar_rp: Any = None,
    law: ParameterSet | None = None,
) -> AccidentCash:
    """Cacat sebagian: percent of the table x 80 x basis; for function also x percent of function lost.

    percent and function_loss are per cent, 0-100; function_loss None (or NaN) = anatomical. Never more than total
    disability (confidence low: how several losses add up was not read; see `above_total`).
    ValueError names the field outside 0-100. Law: PP 44/2015 Lampiran III.
    """
    law = law or law_in_force()
    version = _version(on, law)
    share = _hundredths(percent, "percent")
    loss = (
        HUNDRED_PERCENT if function_loss is None else _hundredths(function_loss, "function_loss", absent=100)
    )
    wages = _per_row(version, law, "benefit.jkk.multiplier_months") * _basis(version, law, dasar_rp)
    most = (
        np.rint(_per_version(version, law, PARTIAL_MOST) * HUNDRED_PERCENT).astype(np.int64) * HUNDRED_PERCENT
    )
    santunan = wages * np.minimum(share * loss, most) // HUNDRED_PERCENT**2
    return AccidentCash(santunan, np.zeros_like(santunan), np.zeros_like(santunan))


def above_total(
    on: date, percent: float, function_loss: float | None, law: ParameterSet | None = None
) -> bool:
    """Whether a partial disability is told higher than total permanent disability: a doctor must look again."""
    most = (law or law_in_force()).value(PARTIAL_MOST, on)
    return percent * (100 if function_loss is None else function_loss) > most * HUNDRED_PERCENT


def temporary_rp(
    on: Any, days_off: Any, *, dasar_rp: Any = None, law: ParameterSet | None = None
) -> np.ndarray:
    """STMB: wages while unable to work, by steps of months; a month counts 30 days (int64 array).

    Since 2 December 2019: 100 % for 12 months, then 50 %. Before: 100 % for 6, 75 % for 6, then 50 %.
    ValueError for negative days. Law: PP 44/2015; PP 82/2019; the version of the accident's day.
    """
    law = law or law_in_force()
    version = _version(on, law)
    days = np.broadcast_to(np.atleast_1d(np.asarray(days_off, dtype=np.int64)), version.version.shape)
    if days.size and days.min() < 0:
        raise ValueError("days_off: jumlah hari tidak boleh negatif")
    basis = np.broadcast_to(_basis(version, law, dasar_rp), days.shape)
    due = np.zeros(days.shape, np.int64)
    for place in np.unique(version.version):
        rows, start = version.version == place, version.starts[place]
        month_days = law.value("benefit.jkk.stmb_days_per_month", start)
        due[rows] = _stmb_rp(days[rows], basis[rows], law.value("benefit.jkk.stmb", start), month_days)
    return due


def transport_rp(
    on: Any, costs_rp: dict[str, Any], *, law: ParameterSet | None = None
) -> dict[str, np.ndarray]:
    """Transport to the hospital: each mode up to its own cap; several modes add (int64 arrays by mode).

    costs_rp: rupiah by mode 'land', 'sea', 'air'. ValueError names an unknown mode or a negative cost.
    Law: PP 44/2015 and PP 82/2019 Lampiran III.
    """
    law = law or law_in_force()
    version = _version(on, law)
    if unknown := set(costs_rp) - set(MODES):
        raise ValueError(f"transport: moda {sorted(unknown)[0]!r} tidak dikenal; pilih {', '.join(MODES)}")
    return {
        mode: np.minimum(
            _money(costs_rp.get(mode, 0), f"transport.{mode}"),
            _per_row(version, law, f"benefit.jkk.transport.{_MODE_IDS[mode]}"),
        )
        for mode in MODES
    }


def capped_cost_rp(on: Any, item: str, costs_rp: Any, *, law: ParameterSet | None = None) -> np.ndarray:
    """Costs up to the cap of the item (`CAPPED`): home care, glasses, hearing aid, teeth (int64 array).

    A cap of 0 means that the law of that day did not know the benefit. Home care lasts at most one year.
    Law: PP 82/2019 Lampiran III; amounts for glasses, hearing aid and teeth: confidence medium to low.
    """
    if item not in CAPPED:
        raise ValueError(f"item: {item!r} tidak dikenal; pilih {', '.join(CAPPED)}")
    law = law or law_in_force()
    version = _version(on, law)
    return np.minimum(_money(costs_rp, "costs_rp"), _per_row(version, law, f"benefit.jkk.{item}"))


def home_care_rp(on: Any, costs_rp: Any, *, law: ParameterSet | None = None) -> np.ndarray:
    """Home care: at most 20 million, at most one year, since 2 December 2019. Law: PP 82/2019."""
    return capped_cost_rp(on, "home_care.max", costs_rp, law=law)


def prosthesis_rp(on: Any, reference_price_rp: Any, *, law: ParameterSet | None = None) -> np.ndarray:
    """Prosthesis or orthosis: the reference centre's price + 40 % (confidence low). Law: PP 44/2015 Lampiran III."""
    law = law or law_in_force()
    version = _version(on, law)
    markup = Fraction(
        str(law.value("benefit.jkk.prosthesis_markup", version.starts[int(version.version.min())]))
    )
    price = _money(reference_price_rp, "reference_price_rp")
    return price + price * markup.numerator // markup.denominator


def losses(law: ParameterSet | None = None) -> tuple[str, ...]:
    """The rows of the table of disability: 'anatomis.ibu_jari_tangan_kanan', 'fungsi.warna' ..."""
    law = law or law_in_force()
    return tuple(name.removeprefix("disability.") for name in law.ids("disability.") if name.count(".") == 2)


def disability_percent(
    name: str, on: Any, *, left_handed: bool = False, law: ParameterSet | None = None
) -> Any:
    """The percentage of the table, e.g. 'anatomis.ibu_jari_tangan_kanan' -> 15.

    For a left-handed person right and left are exchanged. Law: PP 44/2015 Lampiran III (many rows: low).
    """
    return disability_row(
        name, months.day_numbers(on)[0].astype(object), left_handed=left_handed, law=law
    ).value


def disability_row(
    name: str, on: date, *, left_handed: bool = False, law: ParameterSet | None = None
) -> Entry:
    """The row of the table with its source and confidence. ParameterError for a name it does not have."""
    law = law or law_in_force()
    if left_handed and law.value("disability.left_handed_swap", on):
        name = _other_side(name)
    return law.entry(f"disability.{name}", on)


def _other_side(name: str) -> str:
    if "kanan" in name:
        return name.replace("kanan", "kiri")
    return name.replace("kiri", "kanan")


def _stmb_rp(days: np.ndarray, basis: np.ndarray, steps: Any, month_days: int) -> np.ndarray:
    """Days in each step x its part of the daily wage; rounded down once, at the end."""
    weighted = np.zeros(days.shape, np.int64)
    for step in steps:
        begin = (step["months_from"] - 1) * month_days
        length = (step["months_to"] or 10**6) * month_days - begin
        weighted += np.clip(days - begin, 0, length) * int(step["fraction"] * 100)
    return weighted * basis // (100 * month_days)


def _version(on: Any, law: ParameterSet) -> Versions:
    return group_by_version(months.day_numbers(on), law, PREFIXES)


def _per_version(version: Versions, law: ParameterSet, id: str) -> np.ndarray:
    """One fraction per row; `Versions.table` holds whole numbers only."""
    used = np.unique(version.version)
    by_version = {int(place): float(law.value(id, version.starts[place])) for place in used}
    return np.array([by_version[int(place)] for place in version.version], float)


def _per_row(version: Versions, law: ParameterSet, id: str) -> np.ndarray:
    return version.table(law, id)[version.version]


def _basis(version: Versions, law: ParameterSet, dasar_rp: Any) -> np.ndarray:
    """The given dasar, or the programme's lowest band."""
    if dasar_rp is None:
        return _per_row(version, law, "benefit.jkk.programme_wage_basis")
    return _money(dasar_rp, "dasar_rp")


def _part_of_wage(version: Versions, law: ParameterSet, id: str, basis: np.ndarray) -> np.ndarray:
    """fraction x 80 x basis, exact in whole rupiah."""
    wages = _per_row(version, law, "benefit.jkk.multiplier_months") * basis
    due = np.zeros(version.version.shape, np.int64)
    for place in np.unique(version.version):
        part = Fraction(str(law.value(id, version.starts[place])))
        rows = version.version == place
        due[rows] = np.broadcast_to(wages, due.shape)[rows] * part.numerator // part.denominator
    return due


def _money(amount_rp: Any, named: str) -> np.ndarray:
    amount = np.atleast_1d(np.asarray(amount_rp, dtype=np.int64))
    if amount.size and amount.min() < 0:
        raise ValueError(f"{named}: jumlah rupiah tidak boleh negatif")
    return amount


def _hundredths(percent: Any, named: str, absent: float | None = None) -> np.ndarray:
    """Per cent as whole hundredths; NaN becomes `absent`."""
    given = np.atleast_1d(np.asarray(percent, dtype=float))
    if absent is not None:
        given = np.where(np.isnan(given), absent, given)
    if given.size and not (given.min() >= 0 and given.max() <= 100):
        raise ValueError(f"{named}: persen harus antara 0 dan 100")
    return np.rint(given * 100).astype(np.int64)
