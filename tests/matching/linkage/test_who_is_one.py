"""Slamet stands in several lists, written by several hands. His twin, his neighbour and his namesake are not he."""

from datetime import date

import pytest

from payung.matching.linkage.people import Person, find_pairs

SLAMET = Person(
    nik="3574011205800001", name="Slamet Riyadi", birth_date=date(1980, 5, 12), kk="3574010101100001",
    mother_name="Sutija Buniti", kelurahan="3574011001", sex="L", phone="084001234567",
)  # fmt: skip


def other(**changed) -> Person:
    return Person(**({slot: getattr(SLAMET, slot) for slot in Person.__slots__} | changed))


ONE = {
    "title and old spelling": other(name="H. Slamet Rijadi"),
    "one digit of the NIK": other(nik="3574011205800007"),
    "two digits exchanged": other(nik="3574011205800010"),
    "O for 0": other(nik="357401120580OOO1"),
    "day and month exchanged, in the NIK too": other(nik="3574010512800001", birth_date=date(1980, 12, 5)),
    "day and month exchanged, and no number at all": other(
        nik="", phone="", kk="", mother_name="", birth_date=date(1980, 12, 5)
    ),
    "no NIK": other(nik=""),
    "no NIK, another phone": other(nik="", phone="084009999999"),
    "half a name": other(name="SLAMET"),
    "no birth date: the NIK tells it": other(birth_date=None, kk=""),
}
TWO = {
    "twin": other(nik="3574011205800002", name="Selamet Basuki", phone="084005555555"),
    "brother": other(
        nik="3574010303830002", name="Agus Riyadi", birth_date=date(1983, 3, 3), phone="084005555555"
    ),
    "namesake in the village, whose mother is called alike": other(
        nik="3574011707710003", birth_date=None, kk="", phone=""
    ),
    "namesake": Person(
        "3513021707710003", "Slamet Riyadi", date(1971, 7, 17), "3513020101100009", "Kasiyati"
    ),
}


@pytest.fixture(scope="module")
def found():
    """Everybody beside Slamet; each of ONE and TWO is compared in one run."""
    people = [SLAMET, *ONE.values(), *TWO.values()]
    return {(m.earlier, m.later): m for m in find_pairs(people)}


@pytest.mark.parametrize("case", ONE)
def test_one_person(found, case):
    match = found[0, 1 + list(ONE).index(case)]
    assert match.probability > 0.95, match.evidence


@pytest.mark.parametrize("case", TWO)
def test_two_people(found, case):
    match = found.get((0, 1 + len(ONE) + list(TWO).index(case)))
    assert match is None or match.probability < 0.9, match.evidence


def test_reasons_name_no_numbers(found):
    words = " ".join(match.why for match in found.values())
    assert "NIK sama" in words
    assert "35740" not in words


def test_the_heaviest_reason_comes_first(found):
    evidence = found[0, 1].evidence
    assert [abs(e["bits"]) for e in evidence] == sorted((abs(e["bits"]) for e in evidence), reverse=True)


def test_who_is_known_is_not_compared_with_each_other():
    assert find_pairs([SLAMET, other(name="Slamet R."), other(nik="")], known=3) == []
    assert {m.later for m in find_pairs([SLAMET, other(name="Slamet R."), other(nik="")], known=2)} == {2}


def test_one_number_and_two_names_is_shown_but_never_certain():
    [match] = find_pairs([SLAMET, other(name="Wahyu Bambang", birth_date=date(1990, 1, 30), sex="P")])
    assert match.is_same_nik
    assert not match.is_certain
