"""People of one house are many candidates and no doubles; and scores say which of two sure pairs is the surer one."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from payung.matching.linkage.people import Person, find_pairs, score_of

FIRST = [
    "AHMAD",
    "SITI",
    "BUDI",
    "SRI",
    "JOKO",
    "DEWI",
    "HARI",
    "MARIYAM",
    "SLAMET",
    "SUPARMI",
    "YULI",
    "AGUS",
    "EKO",
    "TRI",
    "WAHYU",
    "NUR",
    "IMAM",
    "RATNA",
    "RUDI",
    "ENI",
]
LAST = [
    "SANTOSO",
    "AMINAH",
    "RAHAYU",
    "HIDAYAT",
    "WIBOWO",
    "LESTARI",
    "PRASETYO",
    "UTAMI",
    "FAUZI",
    "KURNIA",
    "SAPUTRA",
    "WULAN",
    "HARTONO",
    "SUSANTI",
    "BASUKI",
]
HOUSE = {
    "kk": "3574010101109001", "mother_name": "SUMIATI", "kelurahan": "3574011001", "address": "JL MAWAR 5 RT 1 RW 2",
    "birth_place": "PROBOLINGGO",
}  # fmt: skip


def nik(born: date, is_woman: bool, serial: int) -> str:
    return f"357401{born.day + 40 * is_woman:02d}{born:%m%y}{serial:04d}"


def town(people: int) -> list[Person]:
    """Strangers with common names, each in a house of his own."""
    draw = Random(5)
    made = []
    for n in range(people):
        born, is_woman = (
            date(1950 + draw.randrange(50), draw.randrange(1, 13), draw.randrange(1, 29)),
            draw.random() < 0.5,
        )
        area = draw.randrange(1, 6)
        made.append(
            Person(
                nik=nik(born, is_woman, 9000 + n % 999), name=f"{draw.choice(FIRST)} {draw.choice(LAST)}", birth_date=born,
                kk=f"35740{area}{draw.randrange(10**10):010d}", mother_name=f"{draw.choice(FIRST)} {draw.choice(LAST)}",
                kelurahan=f"35740{area}100{draw.randrange(1, 7)}", sex="P" if is_woman else "L",
                phone=f"08{draw.randrange(10**10):010d}", address=f"JL {draw.choice(LAST)} {draw.randrange(1, 99)}",
                birth_place="PROBOLINGGO",
            )
        )  # fmt: skip
    return made


def family(people: int) -> list[Person]:
    """Brothers and sisters who fish together: one KK, one mother, one address, telephones bought together."""
    names = ("SUKARDI", "LILIK HANDAYANI", "MUHAMMAD ARIF", "RINI WULANDARI", "PURNOMO", "SARTIKA", "GUNAWAN",
             "MISNAWATI", "BUNAWAR", "TUTIK", "ROMLI", "HALIMAH", "SATUKI", "JUMAATI")  # fmt: skip
    return [
        Person(
            nik=nik(born, bool(n % 2), 9100 + n), name=names[n], birth_date=born, sex="P" if n % 2 else "L",
            phone=f"0812345679{n:02d}", **HOUSE,
        )
        for n in range(people)
        for born in (date(1970 + n, 1 + n % 12, 1 + n),)
    ]  # fmt: skip


@pytest.mark.parametrize(("known", "together"), [(0, 14), (120, 14), (2_000, 2), (2_000, 14)])
def test_a_family_in_one_list_is_no_double(known, together):
    assert find_pairs([*town(known), *family(together)], known=known) == []


@pytest.mark.parametrize("known", [300])
def test_who_comes_twice_within_the_family_is_still_found(known):
    brothers = family(14)
    again = replace(brothers[0], name="SUKARDY", nik=brothers[0].nik[:-1] + "9", phone="")
    (pair,) = find_pairs([*town(known), *brothers, again], known=known)
    assert (pair.earlier, pair.later) == (known, known + 14)
    assert pair.probability > 0.99


def test_a_family_of_the_register_teaches_nothing_either():
    assert find_pairs([*town(2_000), *family(14)]) == []


def test_two_sure_pairs_are_told_apart_by_their_scores():
    slamet = Person(
        nik=nik(date(1980, 9, 12), False, 9001),
        name="SLAMET RIYADI",
        birth_date=date(1980, 9, 12),
        sex="L",
        **HOUSE,
    )
    surer = replace(slamet, nik=slamet.nik[:-1] + "2", name="SLAMET RIADI")
    less = replace(slamet, nik="", name="SLAMET R.", kk="", address="", mother_name="")
    scores = [find_pairs([slamet, other])[0].score for other in (slamet, surer, less)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3
    assert scores[0] == 100
    assert scores[1] < 99


def test_a_score_rises_with_the_odds_and_never_promises_certainty():
    scores = [score_of(bits) for bits in range(-3, 200)]
    assert scores == sorted(scores)
    assert (scores[3], scores[-1]) == (50, 99)
    assert len({score_of(bits) for bits in range(20, 70)}) >= 15


def test_the_headline_names_what_speaks_for_one_person():
    slamet = Person(
        nik=nik(date(1980, 9, 12), False, 9001),
        name="SLAMET RIYADI",
        birth_date=date(1980, 9, 12),
        sex="L",
        **HOUSE,
    )
    (pair,) = find_pairs([slamet, replace(slamet, nik=slamet.nik[:-1] + "2")])
    assert "serumah" not in pair.why
    assert "nama sama" in pair.why
