"""What is wrong in the lists, and how often? The only place with these numbers; the evidence stands beside them.

Sources are the numbers of the domain dossier: Ngawi 2024 lost 15% of a list (over 65, already covered; source
e-RDKK) [S72]; the audit of Nunukan 2023 counted NIK not found, differing, doubled and moved people [S77]; wage aid
2021 found traders registered as employees and doubles of 8.6% [S80]; numeric NIK cells and wrong columns are the
daily complaint of village systems (OpenSID #10948). Where only the kind is documented and not its size, the share is
our choice, kept so that about 15% of each list falls out.
"""

from collections.abc import Mapping
from enum import StrEnum

SECTORS = ("petani", "nelayan", "umkm")
QUOTAS = {"petani": 4_098, "nelayan": 1_925, "umkm": 5_000}  # round 2025 of the city [S01]
ROWS = {"petani": 5_100, "nelayan": 2_400, "umkm": 6_300}


class Kind(StrEnum):
    """What must become of a row with such a flaw."""

    INELIGIBLE = "ineligible"  # the row is well written, the person may not be covered
    REJECTED = "rejected"  # the check of the file must refuse the row
    UNSURE = "unsure"  # a reader may refuse it or ask; nobody counts on it
    DOUBLE = "double"  # the person stands on two rows
    LOOKALIKE = "lookalike"  # two people whom a careless eye takes for one
    HARMLESS = "harmless"  # the reader must cope: the row stays acceptable


class Flaw(StrEnum):
    """Ineligibility carries the words of `rules.eligibility.Refusal`, in small letters."""

    OVER_AGE = "over_age"
    UNDER_AGE = "under_age"
    DEAD = "dead"
    MOVED = "moved"
    NOT_IN_CIVIL_REGISTRY = "not_in_civil_registry"
    ACTIVE_PU = "active_pu"
    ACTIVE_BPU = "active_bpu"
    OUTSIDE_CITY = "outside_city"

    NIK_NUMBER = "nik_number"
    NIK_15_DIGITS = "nik_15_digits"
    NIK_17_DIGITS = "nik_17_digits"
    NIK_LETTER = "nik_letter"
    NIK_MISSING = "nik_missing"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    IMPOSSIBLE_DATE = "impossible_date"
    SEX_DIFFERS = "sex_differs"

    KELURAHAN_TYPO = "kelurahan_typo"
    KELURAHAN_INCOMPLETE = "kelurahan_incomplete"
    KELURAHAN_MERGED = "kelurahan_merged"
    NIK_SPACED = "nik_spaced"

    TWICE_EXACT = "twice_exact"
    TWICE_RESPELLED = "twice_respelled"
    TWICE_NIK_DIGIT = "twice_nik_digit"
    TWO_LISTS_RESPELLED = "two_lists_respelled"
    TWO_LISTS_NIK_DIGIT = "two_lists_nik_digit"
    TWO_LISTS_DAY_MONTH = "two_lists_day_month"

    TWINS = "twins"
    NAMESAKES = "namesakes"

    OUTER_SPACES = "outer_spaces"
    NIK_APOSTROPHE = "nik_apostrophe"
    PHONE_ODD = "phone_odd"
    KELURAHAN_RESPELLED = "kelurahan_respelled"
    TITLE_IN_NAME = "title_in_name"
    RT_RW_UNPADDED = "rt_rw_unpadded"


# Share of the rows of each list (petani, nelayan, umkm). One such flaw to a person.
INELIGIBLE: Mapping[Flaw, tuple[float, float, float]] = {
    Flaw.OVER_AGE: (0.030, 0.022, 0.024),  # farmers are the oldest; first cause in Ngawi [S72]
    Flaw.UNDER_AGE: (0.003, 0.005, 0.004),
    Flaw.DEAD: (0.007, 0.008, 0.006),  # lists are a year old; [S77]
    Flaw.MOVED: (0.006, 0.006, 0.007),  # [S77]
    Flaw.NOT_IN_CIVIL_REGISTRY: (0.004, 0.005, 0.005),  # [S77]
    Flaw.ACTIVE_PU: (0.008, 0.006, 0.022),  # traders registered as employees [S80]
    Flaw.ACTIVE_BPU: (0.018, 0.020, 0.014),  # second cause in Ngawi [S72]; overlap of payers [S09]
    Flaw.OUTSIDE_CITY: (0.006, 0.010, 0.008),  # the regency begins at the next street
}
REJECTED: Mapping[Flaw, tuple[float, float, float]] = {
    Flaw.NIK_NUMBER: (0.008, 0.008, 0.009),  # OpenSID #10948
    Flaw.NIK_15_DIGITS: (0.003, 0.003, 0.004),  # [S77]
    Flaw.NIK_17_DIGITS: (0.002, 0.002, 0.002),
    Flaw.NIK_LETTER: (0.004, 0.005, 0.004),
    Flaw.NIK_MISSING: (0.002, 0.003, 0.002),
    Flaw.BIRTH_DATE_DIFFERS: (0.007, 0.008, 0.007),  # [S77] differing NIK
    Flaw.IMPOSSIBLE_DATE: (0.002, 0.002, 0.002),
    Flaw.SEX_DIFFERS: (0.004, 0.003, 0.004),
}
UNSURE: Mapping[Flaw, tuple[float, float, float]] = {
    Flaw.KELURAHAN_TYPO: (0.004, 0.003, 0.004),  # several spellings of one name are in use [S86]
    Flaw.KELURAHAN_INCOMPLETE: (0.002, 0.0, 0.002),  # "Jrebeng": there are three
    Flaw.KELURAHAN_MERGED: (0.002, 0.0, 0.0),  # a merged cell keeps its value in the first row only
    Flaw.NIK_SPACED: (0.002, 0.002, 0.002),
}
# Share of rows that are the first of two; the list has as many second rows.
TWICE: Mapping[Flaw, tuple[float, float, float]] = {
    Flaw.TWICE_EXACT: (0.005, 0.005, 0.005),  # [S77] 181 double NIK; [S80]
    Flaw.TWICE_RESPELLED: (0.0025, 0.0025, 0.0025),
    Flaw.TWICE_NIK_DIGIT: (0.0015, 0.0015, 0.0015),
}
# People in two lists, as a share of the first list's rows, and how the second row is spelt.
TWO_LISTS: Mapping[tuple[str, str], float] = {
    ("petani", "umkm"): 0.008,
    ("nelayan", "umkm"): 0.009,
    ("petani", "nelayan"): 0.002,
}
TWO_LISTS_SPELLING: Mapping[Flaw, float] = {
    Flaw.TWO_LISTS_RESPELLED: 0.5,
    Flaw.TWO_LISTS_NIK_DIGIT: 0.3,
    Flaw.TWO_LISTS_DAY_MONTH: 0.2,
}
# Pairs of different people, as a share of the rows.
LOOKALIKES: Mapping[Flaw, float] = {Flaw.TWINS: 0.0005, Flaw.NAMESAKES: 0.0003}
# Chance of each for any row, whatever else is wrong with it.
HARMLESS: Mapping[Flaw, float] = {
    Flaw.OUTER_SPACES: 0.02,
    Flaw.NIK_APOSTROPHE: 0.015,
    Flaw.PHONE_ODD: 0.12,
    Flaw.KELURAHAN_RESPELLED: 0.06,
    Flaw.TITLE_IN_NAME: 0.04,
    Flaw.RT_RW_UNPADDED: 0.05,
}
SECOND_REASON = 0.04  # of those too old or dead, who are also paid for by somebody else
BLANK_LINES = 0.003  # lines that are nobody, as a share of the rows
# Eligible people who were members once: a reader must not take them for active ones.
FORMER_MEMBERS = 0.04
LEAST_SPARE, MOST_SPARE = 1.04, 1.08  # clean people of each sector, against its quota
EVERY_FLAW_FROM_ROWS = 400  # a list this long shows each flaw at least once
HIGHEST_ERROR_RATE = 4.0

_BY_KIND = {
    Kind.INELIGIBLE: INELIGIBLE,
    Kind.REJECTED: REJECTED,
    Kind.UNSURE: UNSURE,
    Kind.DOUBLE: {**TWICE, **TWO_LISTS_SPELLING},
    Kind.LOOKALIKE: LOOKALIKES,
    Kind.HARMLESS: HARMLESS,
}
KIND_OF: Mapping[Flaw, Kind] = {flaw: kind for kind, flaws in _BY_KIND.items() for flaw in flaws}
