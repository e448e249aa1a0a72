"""What does one month of cover cost, for whom, paid by whom?

Law: PP 44/2015 Lampiran II (bands, JKK 1 %, JKM flat); PP 46/2015 (JHT 2 %, optional);
PP 49/2020 and PP 50/2025 (discounts by payer, sector and month).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, IntFlag
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from payung.language.formats import persen, rupiah
from payung.rules import months
from payung.rules.explain import Part, article
from payung.rules.parameters import Entry, ParameterSet, law_in_force, lowest_confidence


class Payer(IntEnum):
    """Whose money pays. The discount of PP 50/2025 asks for it."""

    SELF = 0
    DONOR = 1
    VILLAGE = 2
    APBD = 3
    APBN = 4
    DBHCHT = 5

    @classmethod
    def parse(cls, text: str) -> Payer:
        try:
            return cls[text.upper()]
        except (KeyError, AttributeError):
            names = ", ".join(p.name.lower() for p in cls)
            raise ValueError(f"payer: {text!r} tidak dikenal; pilih {names}") from None


class Programme(IntFlag):
    JKK = 1
    JKM = 2
    JHT = 4


_LABELS = {
    Programme.JKK: "Jaminan kecelakaan kerja",
    Programme.JKM: "Jaminan kematian",
    Programme.JHT: "Jaminan hari tua",
}
TRANSPORT_WORDS = "discount.bpu.pp50_2025.transport_sectors"
OTHER_WORDS = "discount.bpu.pp50_2025.not_transport_words"
EMPLOYERS = "discount.bpu.pp50_2025.excludes_employers"
_WORDS = re.compile(r"[a-z]+")
_BEFORE_WORK = frozenset(
    {"tukang", "buruh", "pekerja", "jasa", "mitra", "usaha", "penarik", "pengayuh", "sektor"}
)
_SHORTEST_STEM = 4
BLOCK = 65_536  # rows that stay in the processor's cache
BANDS = "contribution.bpu.band."
# A BPU takes at least these two (PP 44/2015); it is also what the city pays.
PACKAGE = Programme.JKK | Programme.JKM


@dataclass(frozen=True)
class Contribution:
    """Rupiah per month and person; every field is an int64 array of the same length."""

    jkk_rp: np.ndarray
    jkm_rp: np.ndarray
    jht_rp: np.ndarray

    @property
    def total_rp(self) -> np.ndarray:
        return self.jkk_rp + self.jkm_rp + self.jht_rp


def contribution_rp(
    month: Any,
    *,
    payer: Any,
    transport: Any = False,
    employer: Any = False,
    income_rp: Any = 0,
    programmes: Any = PACKAGE,
    joined_month: Any = None,
    law: ParameterSet | None = None,
) -> Contribution:
    """The contribution of each row. Arguments are single values or arrays of one length.

    month: month numbers; payer: `Payer` codes; transport: bool (see `is_transport`); employer: bool, whether the
    BPU employs people (no relief of PP 50/2025); income_rp: monthly
    income; programmes: `Programme` bits; joined_month: month number of registration, only asked by the
    relief of 2020 (None: the conditions are met). ParameterError before July 2015, ValueError names the
    field of a negative income or an unknown payer.
    Law: PP 44/2015 Lampiran II; PP 46/2015; PP 49/2020; PP 50/2025.
    """
    law = law or law_in_force()
    given = [np.atleast_1d(np.asarray(a)) for a in (month, payer, transport, employer, income_rp, programmes)]
    shape = np.broadcast_shapes(*(a.shape for a in given))
    month, payer, transport, employer, income_rp, programmes = given  # one value for all stays one value
    _refuse_bad(payer, income_rp)
    if 0 in shape:
        return Contribution(*(np.zeros(0, np.int64) for _ in range(3)))
    first, last = int(month.min()), int(month.max())
    if new_bands := _band_changes(first, last, law):
        return _by_bands(new_bands[0], [np.broadcast_to(a, shape) for a in given], joined_month, law)
    asked = np.bincount(month - first, minlength=last - first + 1) > 0
    prices = _prices(tuple(first + int(i) for i in np.flatnonzero(asked)), first, last, law)
    late = np.atleast_1d(_pays_first_months_in_full(month, joined_month, law))
    due = np.zeros((3, *shape), np.int64)
    for at in range(0, shape[0], BLOCK):
        rows = slice(at, at + BLOCK)
        block = (
            a if a.size == 1 else a[rows]
            for a in (month - first, payer, transport, employer, late, income_rp, programmes)
        )
        _fill(due[:, rows], prices, *block)
    return Contribution(*due)


def package_rp(month: int, payer: Payer, sector: str = "", law: ParameterSet | None = None) -> int:
    """JKK + JKM of one worker in the lowest band: what a city budgets per person and month."""
    law = law or law_in_force()
    transport = is_transport([sector], month, law) if sector else False
    return int(contribution_rp(month, payer=payer, transport=transport, law=law).total_rp[0])


def is_transport(sectors: Iterable[str], month: int, law: ParameterSet | None = None) -> np.ndarray:
    """Whether each free text or sector code counts as transport for PP 50/2025 (in that month), by its words.

    A person's decision (`reference.Sector.is_transport`) comes before these words.
    """
    law = law or law_in_force()
    known = tuple(_value_or(TRANSPORT_WORDS, month, law, ()))
    other = tuple(_value_or(OTHER_WORDS, month, law, ()))
    return np.array([_says_transport(str(sector), known, other) for sector in sectors], dtype=bool)


@lru_cache(maxsize=65_536)
def _says_transport(text: str, known: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """'tukang ojek pangkalan' carries people; 'bengkel becak' does not. The word that comes first decides."""
    words = [word for word in _WORDS.findall(text.casefold()) if word not in _BEFORE_WORK]
    if not words:
        return False
    if _begins_with(words, known):
        return True
    if any(word in other for word in words):
        return False
    return any(_begins_with(words[place:], known) for place in range(1, len(words)))


def _begins_with(words: list[str], known: tuple[str, ...]) -> bool:
    """Whether a known word or phrase stands first; a word of four letters or more also with something behind it."""
    for phrase in known:
        parts = phrase.split()
        if words[: len(parts)] == parts:
            return True
        if len(parts) == 1 and len(phrase) >= _SHORTEST_STEM and words[0].startswith(phrase):
            return True
    return False


def advance_rp(
    first_month: int, count: int, *, payer: Payer, sector: str = "", law: ParameterSet | None = None
) -> int:
    """Price of paying `count` months ahead. ValueError when BPJS does not offer that period.

    Each month keeps its own discount. Law: PP 44/2015; the periods are those BPJS offers.
    """
    law = law or law_in_force()
    offered = law.value("contribution.bpu.advance_periods", months.first_day(first_month))
    if count not in offered:
        raise ValueError(f"count: bayar di muka hanya untuk {', '.join(map(str, offered))} bulan")
    return sum(package_rp(month, payer, sector, law) for month in range(first_month, first_month + count))


def bands_rp(on: date, law: ParameterSet | None = None) -> list[int]:
    """The dasar penghasilan of every band of the table that holds on a day, the lowest first."""
    return [band.value["dasar"] for band in _bands(law or law_in_force(), months.month_of(on))]


def dasar_rp(income_rp: Any, month: int, law: ParameterSet | None = None) -> np.ndarray:
    """Dasar penghasilan of each income: the last band whose lower limit it reaches."""
    bands = _bands(law or law_in_force(), month)
    band = (
        np.searchsorted([b.value["income_from"] for b in bands], np.atleast_1d(income_rp), side="right") - 1
    )
    return np.array([b.value["dasar"] for b in bands], dtype=np.int64)[band]


def confidence(
    month: int,
    income_rp: int,
    payer: Payer,
    transport: bool,
    law: ParameterSet | None = None,
    *,
    employer: bool = False,
    programmes: Programme = PACKAGE,
    by_words: bool = False,
) -> str:
    """The least sure of the numbers and readings behind one contribution (the amounts; the due day has its own mark).

    by_words: whether it is transport was read from the words of a text, not decided by a person.
    """
    law = law or law_in_force()
    day = months.first_day(month)
    band = [b for b in _bands(law, month) if b.value["income_from"] <= income_rp][-1]
    ids = []
    marks = [band.confidence] if programmes & (Programme.JKK | Programme.JHT) else []
    if programmes & Programme.JKM:
        ids.append("contribution.bpu.jkm.amount")
    if programmes & Programme.JHT:
        ids.append("contribution.bpu.jht.rate")
    if programmes & PACKAGE:
        marks += _marks_of_relief(month, payer, transport, employer, by_words, law)
    return lowest_confidence([*marks, *(law.entry(id, day).confidence for id in ids)])


def _marks_of_relief(
    month: int, payer: Payer, transport: bool, employer: bool, by_words: bool, law: ParameterSet
) -> list[str]:
    """How sure is what is taken off, or is not: only what can change the amount of this month and payer."""
    day = months.first_day(month)
    ids = ["discount.bpu.covid.jkk", "discount.bpu.covid.jkm"] if covid_discount(month, law) else []
    marks = []
    windows = {kind: pp50_window(month, kind, law) for kind in (False, True)}
    if windows[transport]:
        kind = "transport" if transport else "other"
        ids += [f"discount.bpu.pp50_2025.{kind}.{part}" for part in ("jkk", "jkm")]
        ids.append("discount.bpu.pp50_2025.excluded_payers")
    if payer.name.lower() not in _value_or("discount.bpu.pp50_2025.excluded_payers", month, law, ()):
        if employer and windows[transport]:
            ids.append(EMPLOYERS)
        elif by_words and windows[True] != windows[False]:
            ids += [TRANSPORT_WORDS, OTHER_WORDS]
        if payer is Payer.VILLAGE and windows[transport]:
            marks.append("medium")  # PP 50/2025 names APBN and APBD, not APBDes
    return marks + [e.confidence for id in ids for e in law.versions(id) if e.first <= day <= e.last]


def explain(
    month: int,
    *,
    payer: Payer,
    sector: str = "",
    income_rp: int = 0,
    programmes: Programme = PACKAGE,
    employer: bool = False,
    law: ParameterSet | None = None,
) -> list[Part]:
    """One contribution in parts, each with its sum, article and confidence, for a page that shows it."""
    law = law or law_in_force()
    transport = bool(is_transport([sector], month, law)[0])
    due = contribution_rp(
        month,
        payer=payer,
        transport=transport,
        employer=employer,
        income_rp=income_rp,
        programmes=int(programmes),
        law=law,
    )
    relief = discount(month, payer, transport, employer=employer, law=law)
    mark = confidence(
        month,
        income_rp,
        payer,
        transport,
        law,
        employer=employer,
        programmes=programmes,
        by_words=bool(sector),
    )
    dasar = int(dasar_rp(income_rp, month, law)[0])
    parts = []
    for programme, amount in zip(Programme, (due.jkk_rp, due.jkm_rp, due.jht_rp), strict=True):
        if programme in programmes:
            said, reduced = _LABELS[programme], relief if programme in PACKAGE else Fraction(0)
            label = f"{said}, keringanan {persen(float(reduced))}" if reduced else said
            articles = "; ".join(_articles(month, programme, reduced, law))
            formula = _formula(programme, dasar, reduced, month, law)
            parts.append(
                Part(f"{programme.name}".lower() + "_rp", label, int(amount[0]), articles, mark, formula)
            )
    return parts


def _formula(programme: Programme, dasar: int, reduced: Fraction, month: int, law: ParameterSet) -> str:
    """1 % x Rp1.000.000 x 50 %."""
    day = months.first_day(month)
    if programme is Programme.JKM:
        amount = rupiah(law.value("contribution.bpu.jkm.amount", day))
    else:
        rate = law.value(f"contribution.bpu.{programme.name.lower()}.rate", day)  # type: ignore[union-attr]
        amount = f"{round(rate * 100)} % x {rupiah(dasar)}"
    return f"{amount} x {round(float(1 - reduced) * 100)} %" if reduced else amount


def _articles(month: int, programme: Programme, reduced: Fraction, law: ParameterSet) -> list[str]:
    day = months.first_day(month)
    ids = {Programme.JKK: "jkk.rate", Programme.JKM: "jkm.amount", Programme.JHT: "jht.rate"}
    found = [article(law, f"contribution.bpu.{ids[programme]}", day)[0]]
    if reduced and reduced == covid_discount(month, law):
        found.append(article(law, "discount.bpu.covid.jkm", day)[0])
    elif reduced:
        found.append(article(law, "discount.bpu.pp50_2025.excluded_payers", day)[0])
    return found


def discount(
    month: int,
    payer: Payer,
    transport: bool,
    *,
    employer: bool = False,
    new: bool = False,
    law: ParameterSet | None = None,
) -> Fraction:
    """The part of JKK and JKM that need not be paid in a month (0 when there is no relief).

    `employer`: the BPU employs people; `new`: one of the first two months of somebody who registered after July 2020.
    Law: PP 49/2020 Pasal 9, 13; PP 50/2025 Pasal 3, 4.
    """
    law = law or law_in_force()
    full = employer and bool(_value_or(EMPLOYERS, month, law, False))
    pp50 = Fraction(0) if full else _pp50_discount(month, payer, transport, law)
    return max(Fraction(0) if new else covid_discount(month, law), pp50)


def covid_discount(month: int, law: ParameterSet | None = None) -> Fraction:
    """PP 49/2020: 99 % off for everybody, August 2020 - January 2021."""
    return Fraction(str(_value_or("discount.bpu.covid.jkk", month, law or law_in_force(), 0)))


def _pp50_discount(month: int, payer: Payer, transport: bool, law: ParameterSet) -> Fraction:
    excluded = _value_or("discount.bpu.pp50_2025.excluded_payers", month, law, ())
    return Fraction(0) if payer.name.lower() in excluded else pp50_window(month, transport, law)


def pp50_window(month: int, transport: bool, law: ParameterSet | None = None) -> Fraction:
    """PP 50/2025: what is taken off in a month for those who are not excluded (0 outside the window)."""
    kind = "transport" if transport else "other"
    return Fraction(str(_value_or(f"discount.bpu.pp50_2025.{kind}.jkk", month, law or law_in_force(), 0)))


def _band_changes(first: int, last: int, law: ParameterSet) -> list[int]:
    """Months after the first in which another band table begins."""
    changes = (months.month_of(day) for day in law.change_days(BANDS))
    return [month for month in changes if first < month <= last]


def _by_bands(change: int, given: list[np.ndarray], joined_month: Any, law: ParameterSet) -> Contribution:
    """Two band tables in one call: the rows before the change and those after, put together again."""
    joined = None if joined_month is None else np.broadcast_to(joined_month, given[0].shape)
    due = Contribution(*(np.zeros(given[0].shape, np.int64) for _ in range(3)))
    for rows in (given[0] < change, given[0] >= change):
        month, payer, transport, employer, income_rp, programmes = (a[rows] for a in given)
        part = contribution_rp(
            month,
            payer=payer,
            transport=transport,
            employer=employer,
            income_rp=income_rp,
            programmes=programmes,
            joined_month=None if joined is None else joined[rows],
            law=law,
        )
        due.jkk_rp[rows], due.jkm_rp[rows], due.jht_rp[rows] = part.jkk_rp, part.jkm_rp, part.jht_rp
    return due


@dataclass(frozen=True)
class _Prices:
    step: int  # all band limits are multiples of it
    band_of_step: np.ndarray
    jkk: np.ndarray
    jkm: np.ndarray
    jht: np.ndarray

    def band_of(self, income_rp: np.ndarray) -> np.ndarray:
        """The last band whose lower limit the income reaches: looked up by whole steps of income."""
        return self.band_of_step[np.minimum(income_rp // self.step, len(self.band_of_step) - 1)]


@lru_cache(maxsize=64)
def _prices(asked: tuple[int, ...], first: int, last: int, law: ParameterSet) -> _Prices:
    """Every price that can occur in these months: small tables, so that rows only look up."""
    shape = (last - first + 1, len(Payer), 2, 2, 2)
    bands = _bands(law, asked[0])
    jkk, jkm = np.zeros((*shape, len(bands)), np.int64), np.zeros(shape, np.int64)
    jht = np.array([b.value["jht"] for b in bands], np.int64)
    for month in asked:
        day = months.first_day(month)
        flat = law.value("contribution.bpu.jkm.amount", day)
        full = np.array([b.value["jkk"] for b in _bands(law, month)], np.int64)
        for payer, transport, employer, new in np.ndindex(shape[1:]):
            relief = discount(
                month, Payer(payer), bool(transport), employer=bool(employer), new=bool(new), law=law
            )
            pays = 1 - relief
            place = (month - first, payer, transport, employer, new)
            jkm[place] = _share(flat, pays)
            jkk[place] = _share(full, pays)
    limits = np.array([b.value["income_from"] for b in bands])
    step = int(np.gcd.reduce(limits)) or 1
    steps = np.arange(0, limits[-1] + step, step)
    band_of_step = np.searchsorted(limits, steps, side="right") - 1
    return _Prices(step, band_of_step, jkk.ravel(), jkm.ravel(), jht)


def _bands(law: ParameterSet, month: int) -> list[Entry]:
    day = months.first_day(month)
    bands = [law.entry(name, day) for name in law.ids(BANDS)]
    return sorted(bands, key=lambda band: band.value["income_from"])


def _share(amount_rp: Any, share: Fraction) -> Any:
    """Whole rupiah, halves up."""
    return (amount_rp * share.numerator * 2 + share.denominator) // (2 * share.denominator)


def _fill(
    due: np.ndarray,
    prices: _Prices,
    month: np.ndarray,
    payer: np.ndarray,
    transport: np.ndarray,
    employer: np.ndarray,
    late: np.ndarray,
    income_rp: np.ndarray,
    programmes: np.ndarray,
) -> None:
    """Look up the prices of one block: one cell per month x payer x transport x employer x joined late, and the band."""
    cell = (month * len(Payer) + payer) * 8 + transport * np.int8(4) + employer * np.int8(2) + late
    band = prices.band_of(income_rp)
    tables = (
        (Programme.JKK, prices.jkk, cell * len(prices.jht) + band),
        (Programme.JKM, prices.jkm, cell),
        (Programme.JHT, prices.jht, band),
    )
    for part, (programme, table, place) in zip(due, tables, strict=True):
        wanted = (programmes & int(programme)) != 0
        if wanted.all():
            part[:] = table[place]
        elif wanted.any():
            part[:] = table[place] * wanted


def _pays_first_months_in_full(month: np.ndarray, joined_month: Any, law: ParameterSet) -> Any:
    """PP 49/2020 Pasal 13: who registered after July 2020 pays the first two months in full."""
    if joined_month is None:
        return 0
    entries = law.versions("discount.bpu.covid.full_months_for_new")
    window = months.month_of(entries[0].first)
    joined = np.asarray(joined_month)
    return (joined >= window) & (month - joined < entries[0].value)


def _value_or(id: str, month: int, law: ParameterSet, otherwise: Any) -> Any:
    day = months.first_day(month)
    return next((e.value for e in law.versions(id) if e.first <= day <= e.last), otherwise)


def _refuse_bad(payer: np.ndarray, income_rp: np.ndarray) -> None:
    if payer.size and (payer.min() < 0 or payer.max() >= len(Payer)):
        raise ValueError("payer: kode pembayar tidak dikenal")
    if income_rp.size and income_rp.min() < 0:
        raise ValueError("income_rp: penghasilan tidak boleh negatif")
