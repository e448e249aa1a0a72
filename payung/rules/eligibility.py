"""May this person be covered, and if not, why not?

Every rule is one bit, so that a person is told all reasons at once. Rules ask arrays and answer arrays.
Law: PP 44/2015 jo. PP 49/2023 Pasal 5(3) (segment BPU); age, area and household rules are settings of the city.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, IntFlag
from typing import Any

import numpy as np

from payung.rules import months
from payung.rules.parameters import ParameterSet, law_in_force


class Refusal(IntFlag):
    """One bit for each reason. The sentence of each is in `SENTENCES`."""

    UNDER_AGE = 1 << 0
    OVER_AGE = 1 << 1
    NO_BIRTH_DATE = 1 << 2
    OUTSIDE_CITY = 1 << 3
    SECTOR_NOT_IN_TARGET = 1 << 4
    ACTIVE_PU = 1 << 5
    ACTIVE_BPU = 1 << 6
    DEAD = 1 << 7
    MOVED = 1 << 8
    NOT_IN_CIVIL_REGISTRY = 1 << 9
    COVERED_BY_OTHER_FUND = 1 << 10
    FIELD_CHECK_NEGATIVE = 1 << 11
    SECOND_IN_HOUSEHOLD = 1 << 12
    RECEIVES_SOCIAL_AID = 1 << 13
    DUPLICATE = 1 << 14
    NOT_VISITED = 1 << 15
    NOT_BPU = 1 << 16


# No exception sets these aside: who died or is paid for by somebody else is no BPU that the city may cover (PP 49/2023
# Pasal 5(3)); without a birth date the age limit cannot be asked. A wrong answer is mended at its source instead.
LIMITS_OF_LAW = (
    Refusal.DEAD | Refusal.ACTIVE_PU | Refusal.ACTIVE_BPU | Refusal.NO_BIRTH_DATE | Refusal.DUPLICATE
)
MUST_BE_WORKING = "eligibility.must_be_working"
MIN_AGE, MAX_AGE = "eligibility.min_age", "eligibility.max_age_at_registration_exclusive"


class FieldCheck(IntEnum):
    """What the kelurahan officer found: whether the person works there and is willing."""

    NOT_DONE = 0
    POSITIVE = 1
    NEGATIVE = 2
    NOT_WORKING = 3


OCTETS = (max(Refusal).bit_length() + 7) // 8
NOT_A_DAY = np.iinfo(np.int64).min
# What is the matter, and what to do about it.
SENTENCES: dict[Refusal, str] = {
    Refusal.UNDER_AGE: (
        "Umur belum mencapai batas bawah pada awal perlindungan. Periksa tanggal lahir di KTP; "
        "bila benar, usulkan lagi setelah cukup umur."
    ),
    Refusal.OVER_AGE: (
        "Umur sudah mencapai batas atas pada awal perlindungan. Periksa tanggal lahir di KTP; "
        "bila benar, usulkan penggantinya."
    ),
    Refusal.NO_BIRTH_DATE: "Tanggal lahir belum ada. Lengkapi tanggal lahir sesuai KTP.",
    Refusal.OUTSIDE_CITY: (
        "Alamat KTP di luar kota ini. Periksa alamat di KTP; bila sudah pindah ke sini, minta KTP yang baru."
    ),
    Refusal.SECTOR_NOT_IN_TARGET: (
        "Pekerjaan tidak termasuk sasaran putaran ini. Periksa sektor dan dinas pengusul; perbaiki bila keliru."
    ),
    Refusal.ACTIVE_PU: (
        "Masih terdaftar sebagai pekerja penerima upah. Bila sudah berhenti, minta surat berhenti dari "
        "perusahaan lalu periksa ulang di BPJS Ketenagakerjaan."
    ),
    Refusal.ACTIVE_BPU: (
        "Masih aktif sebagai BPU yang dibayar pihak lain. Tunggu sampai masa itu selesai, lalu usulkan lagi."
    ),
    Refusal.DEAD: (
        "Tercatat meninggal di Dukcapil. Usulkan penggantinya; bila keliru, perbaiki datanya di Dukcapil."
    ),
    Refusal.MOVED: (
        "Tercatat pindah ke luar kota di Dukcapil. Usulkan penggantinya; bila keliru, perbaiki datanya di Dukcapil."
    ),
    Refusal.NOT_IN_CIVIL_REGISTRY: (
        "NIK tidak ditemukan di Dukcapil. Cocokkan NIK dan nama dengan KTP, lalu perbaiki."
    ),
    Refusal.COVERED_BY_OTHER_FUND: (
        "Sudah ditetapkan dengan sumber dana lain. Pilih satu sumber dana; batalkan salah satu penetapan."
    ),
    Refusal.FIELD_CHECK_NEGATIVE: (
        "Hasil cek lapangan: tidak bekerja atau tidak bersedia. Minta kelurahan mengecek ulang bila keadaan berubah."
    ),
    Refusal.SECOND_IN_HOUSEHOLD: (
        "Anggota lain dari KK yang sama sudah diusulkan, dan putaran ini hanya satu orang per KK. "
        "Pilih siapa yang diusulkan."
    ),
    Refusal.RECEIVES_SOCIAL_AID: (
        "Sudah menerima PKH atau BPNT, dan putaran ini mengecualikannya. Usulkan penggantinya."
    ),
    Refusal.DUPLICATE: (
        "Orang yang sama sudah ada di daftar ini. Lihat Periksa ganda dan putuskan baris mana yang dipakai."
    ),
    Refusal.NOT_VISITED: (
        "Belum dikunjungi, padahal putaran ini mewajibkan pemeriksaan lapangan. Minta kelurahan mengunjunginya."
    ),
    Refusal.NOT_BPU: (
        "Menurut Dukcapil pekerjaannya ASN, TNI, Polri, atau pensiunannya: bukan BPU. Bila sudah berubah, perbaiki "
        "pekerjaannya di Dukcapil; bila keliru, minta pengecualian."
    ),
}


@dataclass(frozen=True)
class Criteria:
    """The settings of one round.

    sectors: codes of the sectors that have a quota (empty: every sector). max_age is exclusive: the
    birthday with that age must lie after `start_on`. field_check_needed: without a visit nobody is eligible.
    """

    start_on: date
    min_age: int = 18
    max_age: int = 65
    sectors: Collection[int] = field(default_factory=tuple)
    one_per_household: bool = False
    exclude_social_aid: bool = False
    field_check_needed: bool = False
    must_be_working: bool = True

    @classmethod
    def of_law(
        cls, start_on: date, sectors: Collection[int] = (), law: ParameterSet | None = None
    ) -> Criteria:
        """The defaults that the parameters name on the first day of cover."""
        law = law or law_in_force()
        return cls(
            start_on=start_on,
            min_age=law.value(MIN_AGE, start_on),
            max_age=law.value(MAX_AGE, start_on),
            sectors=tuple(sectors),
            one_per_household=law.value("eligibility.one_per_kk", start_on),
            exclude_social_aid=law.value("eligibility.exclude_pkh_bpnt", start_on),
            must_be_working=law.value(MUST_BE_WORKING, start_on),
        )


def refusals(
    criteria: Criteria,
    *,
    born_on: Any,
    in_city: Any = None,
    sector: Any = None,
    pu_active: Any = None,
    bpu_by_other_payer: Any = None,
    dead: Any = None,
    moved: Any = None,
    in_civil_registry: Any = None,
    covered_by_other_fund: Any = None,
    field_check: Any = None,
    renewing: Any = None,
    household: Any = None,
    social_aid: Any = None,
    duplicate: Any = None,
    not_bpu: Any = None,
) -> np.ndarray:
    """All reasons against each person, as a uint32 array of `Refusal` bits (0 = eligible).

    born_on: datetime64[D], NaT where unknown. sector: codes (ints). field_check: `FieldCheck` codes.
    household: a number for each KK, 0 or less = unknown; earlier rows come first. All others: bool. An
    argument that is None is not asked. renewing: a member who continues may be past the upper age.
    Law: eligibility.* parameters; PP 49/2023 Pasal 5(3) (not PU).
    """
    born_on = months.day_numbers(born_on)
    flags = (
        (Refusal.OUTSIDE_CITY, in_city, False),
        (Refusal.NOT_IN_CIVIL_REGISTRY, in_civil_registry, False),
        (Refusal.ACTIVE_PU, pu_active, True),
        (Refusal.ACTIVE_BPU, bpu_by_other_payer, True),
        (Refusal.DEAD, dead, True),
        (Refusal.MOVED, moved, True),
        (Refusal.COVERED_BY_OTHER_FUND, covered_by_other_fund, True),
        (Refusal.FIELD_CHECK_NEGATIVE, _seen_unfit(criteria, field_check), True),
        (Refusal.NOT_VISITED, _not_visited(criteria, field_check), True),
        (Refusal.RECEIVES_SOCIAL_AID, social_aid if criteria.exclude_social_aid else None, True),
        (Refusal.DUPLICATE, duplicate, True),
        (Refusal.NOT_BPU, not_bpu, True),
        (Refusal.SECTOR_NOT_IN_TARGET, _outside_target(criteria, sector), True),
    )
    octets = np.zeros((OCTETS, len(born_on)), np.uint8)
    for refusal, reached in _age_flags(criteria, born_on, renewing):
        _add(octets, refusal, reached)
    for refusal, flag, refused in flags:
        if flag is not None:
            told = np.asarray(flag, dtype=bool)
            _add(octets, refusal, told if refused else ~told)
    found = octets[0].astype(np.uint32)
    for place in range(1, OCTETS):
        found |= octets[place].astype(np.uint32) << np.uint32(8 * place)
    if criteria.one_per_household and household is not None:
        second = _second_in_household(np.asarray(household), found)
        found |= second * np.uint32(Refusal.SECOND_IN_HOUSEHOLD)
    return found


def limits_reached(
    mask: int, *, born_on: date | None, start_on: date, law: ParameterSet | None = None
) -> Refusal:
    """The refusals of a mask that no exception may set aside.

    An age counts when it is beyond the limits of the parameters on the first day of cover; a round that is
    stricter than they are may make exceptions up to them.
    """
    law = law or law_in_force()
    reached = Refusal(int(mask)) & LIMITS_OF_LAW
    if born_on is None:
        return reached
    oldest = birthday_bound(start_on, law.value(MAX_AGE, start_on))
    youngest = birthday_bound(start_on, law.value(MIN_AGE, start_on))
    if mask & Refusal.OVER_AGE and born_on <= oldest:
        reached |= Refusal.OVER_AGE
    if mask & Refusal.UNDER_AGE and born_on > youngest:
        reached |= Refusal.UNDER_AGE
    return reached


def not_bpu(jobs: Sequence[str | None], on: date, law: ParameterSet | None = None) -> np.ndarray:
    """Whether a job, as the civil register writes it, is one of ASN, TNI, Polri or their pensioners (bool array).

    Law: PP 70/2015, PP 102/2015 (confidence medium). An unknown job refuses nobody.
    """
    law = law or law_in_force()
    phrases = [phrase.split() for phrase in law.value("eligibility.not_bpu_jobs", on)]
    different = {job: _names_one(job, phrases) for job in set(jobs)}
    return np.array([different[job] for job in jobs], bool)


def _names_one(job: str | None, phrases: Sequence[list[str]]) -> bool:
    """Whole words only: "PEGAWAI NEGERI SIPIL (PNS)", but not "anggota keluarga"."""
    words = re.findall(r"[a-z]+", (job or "").casefold())
    return any(
        words[place : place + len(phrase)] == phrase for phrase in phrases for place in range(len(words))
    )


def explain(mask: int, criteria: Criteria | None = None) -> list[str]:
    """The sentence of every reason in a mask, in the order of the bits; with criteria the ages are named."""
    sentences = [SENTENCES[refusal] for refusal in Refusal if int(mask) & refusal]
    if criteria is None:
        return sentences
    ages = {"batas bawah": criteria.min_age, "batas atas": criteria.max_age}
    for words, age in ages.items():
        sentences = [sentence.replace(words, f"{words} {age} tahun") for sentence in sentences]
    return sentences


def names(mask: int) -> list[str]:
    """The machine words of a mask, for exports: ['over_age', 'dead']."""
    return [str(refusal.name).lower() for refusal in Refusal if int(mask) & refusal]


def count_reasons(masks: np.ndarray) -> dict[Refusal, int]:
    """How many people each reason refuses (a person may count under several)."""
    return {refusal: int(np.count_nonzero(masks & np.uint32(refusal))) for refusal in Refusal}


def birthday_bound(day: date, age: int) -> date:
    """Who is born on this day or earlier has reached the age on `day`."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:  # 29 February: who is born on 1 March is not yet that old
        return date(day.year - age, 2, 28)


def _age_flags(criteria: Criteria, born_on: np.ndarray, renewing: Any) -> list[tuple[Refusal, np.ndarray]]:
    """Under age, over age, or no birth date (NaT is the smallest number of all)."""
    youngest = np.datetime64(birthday_bound(criteria.start_on, criteria.min_age)).astype(np.int64)
    oldest = np.datetime64(birthday_bound(criteria.start_on, criteria.max_age)).astype(np.int64)
    born = born_on.view(np.int64)
    unknown = born == NOT_A_DAY
    over = (born <= oldest) & ~unknown
    if renewing is not None:
        over &= ~np.asarray(renewing, dtype=bool)
    return [
        (Refusal.UNDER_AGE, born > youngest),
        (Refusal.OVER_AGE, over),
        (Refusal.NO_BIRTH_DATE, unknown),
    ]


def _add(octets: np.ndarray, refusal: Refusal, flag: np.ndarray) -> None:
    """Set one bit. The mask is built in octets: eight times less to move than whole numbers."""
    octet, bit = divmod(int(refusal).bit_length() - 1, 8)
    octets[octet] |= flag.view(np.uint8) * np.uint8(1 << bit)


def _equals(codes: Any, code: int) -> np.ndarray | None:
    return None if codes is None else np.asarray(codes) == code


def _seen_unfit(criteria: Criteria, field_check: Any) -> np.ndarray | None:
    negative = _equals(field_check, FieldCheck.NEGATIVE)
    if negative is None or not criteria.must_be_working:
        return negative
    return negative | (np.asarray(field_check) == FieldCheck.NOT_WORKING)


def _not_visited(criteria: Criteria, field_check: Any) -> np.ndarray | None:
    return _equals(field_check, FieldCheck.NOT_DONE) if criteria.field_check_needed else None


def _outside_target(criteria: Criteria, sector: Any) -> np.ndarray | None:
    if sector is None or not criteria.sectors:
        return None
    sector = np.asarray(sector)
    outside = np.ones(len(sector), bool)
    for code in criteria.sectors:  # a handful: cheaper than a general set test
        outside &= sector != code
    return outside


def _second_in_household(household: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Everybody but the first eligible row of each KK; people who are refused anyway hold no place."""
    asked = np.flatnonzero((household > 0) & (found == 0))
    _, first = np.unique(household[asked], return_index=True)
    second = np.zeros(len(household), bool)
    second[asked] = True
    second[asked[first]] = False
    return second
