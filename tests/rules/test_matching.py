"""Pak Suparman comes in many spellings; his twin neighbours and his namesake are other people."""

from datetime import date
from random import Random
from time import perf_counter

import pytest

from payung.rules.matching import Person, find_pairs, nik_slip, normal_name

BORN = date(1980, 5, 12)
NIK = "3574031205809021"


def suparman(**changes) -> Person:
    fields = {
        "nik": NIK,
        "name": "MOH. SUPARMAN",
        "birth_date": BORN,
        "kk": "3574030101209021",
        "mother_name": "SUTINAH",
    }
    return Person(**(fields | changes))


def found(*people: Person):
    return find_pairs(people)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("H. Moh. Soeparman", "MUHAMMAD SUPARMAN"),
        ("Hj. St. Aminah", "SITI AMINAH"),
        ("DJOKO TJAHJONO", "JOKO CAHJONO"),
        ("Drs. H. Achmad Fauzi, M.Pd.", "AHMAD FAUZI"),
        ("S0EPARM0", "SUPARMO"),
        ("Muh  Holil", "MOCHAMAD HOLIL"),
        ("Su'ud", "SUUD"),
    ],
)
def test_spellings_of_one_name_meet(one, other):
    assert normal_name(one) == normal_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("SITI AMINAH", "SITI ROMLAH"), ("HASAN", "HUSEN"), ("SUPARMAN", "SUPARMIN")]
)
def test_names_of_two_people_stay_two(one, other):
    assert normal_name(one) != normal_name(other)


@pytest.mark.parametrize(
    ("other", "slip"),
    [
        ("3574031205809021", ""),
        ("3574031205809022", "beda 1 angka"),
        ("3574031205809012", "dua angka tertukar"),
        ("3574031205809033", ""),
        ("357403120580902", ""),
    ],
)
def test_slips_of_the_finger(other, slip):
    assert nik_slip(NIK, other) == slip


def test_the_same_person_twice_is_certain():
    (match,) = found(suparman(), suparman(name="H. Muhammad Soeparman"))
    assert match.is_certain
    assert match.score == 100
    assert match.why == "NIK sama, nama dan tanggal lahir sama"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "SITI ROMLAH"}, "nama berbeda"),
        ({"birth_date": date(1980, 12, 5)}, "tanggal lahir berbeda"),
    ],
)
def test_one_nik_with_another_name_or_date_is_never_certain(change, words):
    (match,) = found(suparman(), suparman(**change))
    assert match.is_same_nik
    assert not match.is_certain
    assert match.score < 100
    assert words in match.why


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"nik": "3574031205809012"}, "NIK dua angka tertukar, nama sama, tanggal lahir sama"),
        (
            {"nik": "3574031205809027", "name": "SUPARMAN", "kk": "", "mother_name": ""},
            "NIK beda 1 angka, nama mirip",
        ),
        (
            {"nik": "3513121205801234", "mother_name": ""},
            "NIK berbeda, nama sama, tanggal lahir sama, KK sama",
        ),
        ({"nik": "3513121205801234", "kk": ""}, "nama ibu sama"),
        ({"nik": "3574030512809021", "birth_date": date(1980, 12, 5)}, "hari dan bulan lahir tertukar"),
    ],
)
def test_near_ones_are_shown_with_their_reason(change, words):
    (match,) = found(suparman(), suparman(**change))
    assert words in match.why
    assert not match.is_certain


@pytest.mark.parametrize(
    "change",
    [
        {"nik": "3574030107759333", "birth_date": date(1975, 7, 1)},
        {"nik": "3574031205809045", "name": "SUNARTO"},
        {"nik": "3574031205809022", "name": "HOLILI"},
        {"nik": "3513121205801234", "kk": "3574030101209999", "mother_name": "MAIMUNAH"},
        {"nik": "3574030507809021", "birth_date": date(1980, 7, 5), "name": "SULASTRI"},
    ],
    ids=["another birth date", "a twin", "a twin with the next number", "a namesake of one day", "a wife"],
)
def test_two_people_stay_two(change):
    assert found(suparman(), suparman(**change)) == []


def test_the_known_are_not_compared_with_each_other():
    known, new = [suparman(), suparman(name="MUHAMMAD SUPARMAN")], [suparman()]
    matches = find_pairs([*known, *new], known=2)
    assert [(m.earlier, m.later) for m in matches] == [(0, 2), (1, 2)]


def test_somebody_without_number_and_date_is_compared_with_nobody():
    assert found(suparman(nik="", birth_date=None), suparman(nik="", birth_date=None)) == []


def test_a_whole_round_takes_less_than_two_seconds():
    chance = Random(1)
    words = ["SLAMET", "SITI", "MOCH", "HOLIL", "SUPARMI", "BUNAWAR", "AMINAH", "RIYADI", "HASANAH", "TOHA"]
    people = [
        Person(
            nik=f"357403{chance.randrange(10**10):010d}",
            name=" ".join(chance.sample(words, 2)),
            birth_date=date(chance.randrange(1960, 2006), chance.randrange(1, 13), chance.randrange(1, 29)),
            kk=f"357403{chance.randrange(10**10):010d}",
            mother_name=chance.choice(words),
        )
        for _ in range(13_800)
    ]
    started = perf_counter()
    find_pairs(people)
    assert perf_counter() - started < 2
