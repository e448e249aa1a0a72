"""Who gets the relief of PP 50/2025: transport by its words or a person's flag, nobody who employs people."""

import pytest

from payung.rules.contributions import Payer, Programme, confidence, explain
from payung.rules.law_lines import answer
from payung.rules.months import parse_month

FEBRUARY, MAY = "2026-02", "2026-05"


def total(**fields):
    return answer("contribution", {"month": FEBRUARY, "payer": "self", "sector": "petani", **fields})


@pytest.mark.parametrize(
    ("sector", "rp"),
    [
        *((word, 8_400) for word in (
            "ojol", "Ojek", "tukang ojek", "ojek pangkalan", "OJEK ONLINE", "ojek-online", "tukang-becak", "driver ojek online",
            "kurir logistik", "kurir paket", "sopir angkot", "supir truk", "Sopir/Driver", "angkutan umum", "pengemudi becak motor",
            "penarik becak", "mitra gojek", "pengemudi bajaj", "kusir dokar", "transportasi", "jasa antar jemput", "kernet angkot",
            "pengantar paket", "ojeg",
        )),
        *((word, 16_800) for word in (
            "petani", "nelayan", "pedagang", "bengkel becak", "penjual helm ojek", "warung pangkalan ojek", "buruh angkut",
            "tukang parkir", "montir angkot", "guru ngaji", "buruh tani", "umkm", "kuli bangunan", "penjahit",
        )),
    ],
)  # fmt: skip
def test_transport_is_known_by_its_words(sector, rp):
    line = total(sector=sector)
    assert line["total_rp"] == rp
    assert line["confidence"] == "medium", "the list of words is a reading"


def test_a_persons_flag_comes_before_the_words():
    assert total(sector="ojek", transport=False)["total_rp"] == 16_800
    line = total(sector="jasa pesisir", transport=True)
    assert (line["total_rp"], line["confidence"]) == (8_400, "high")
    assert total(sector="ojek", transport="ya")["error"].startswith("transport")


@pytest.mark.parametrize(
    ("fields", "rp"),
    [
        ({"employer": True}, 16_800),
        ({"employer": False}, 8_400),
        ({"employer": True, "sector": "ojek"}, 16_800),
        ({"employer": True, "payer": "village"}, 16_800),
        ({"employer": True, "payer": "dbhcht"}, 16_800),
    ],
)
def test_who_employs_people_pays_in_full(fields, rp):
    line = total(
        month=MAY, sector=fields.get("sector", "umkm"), **{k: v for k, v in fields.items() if k != "sector"}
    )
    assert line["total_rp"] == rp
    if fields["employer"] and fields.get("payer") != "dbhcht":
        assert (line["confidence"], line["law"][-1]) == ("medium", "PP 50/2025 Pasal 3")


def test_the_relief_of_the_pandemic_did_not_ask_who_employs():
    assert total(month="2020-10", employer=True)["total_rp"] == total(month="2020-10")["total_rp"]


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"payer": "dbhcht"}, "high"),
        ({"payer": "dbhcht", "income_rp": 5_000_000}, "medium"),  # an inner row of the table
        ({"payer": "village", "month": MAY}, "medium"),  # APBDes is not named
        ({"payer": "self", "month": MAY}, "high"),
        ({"payer": "self", "month": "2020-10"}, "medium"),
    ],
)
def test_how_sure_a_contribution_is(fields, mark):
    assert total(**fields)["confidence"] == mark


def test_jht_alone_is_neither_reduced_nor_named_so():
    line = total(month=MAY, programmes=["JHT"])
    assert (line["total_rp"], line["law"]) == (20_000, ["PP 44/2015 Lampiran II", "PP 46/2015"])


def test_the_sum_of_a_contribution():
    jkk, jkm, jht = explain(parse_month(MAY), payer=Payer.SELF, sector="umkm", programmes=Programme(7))
    assert [part.formula for part in (jkk, jkm, jht)] == [
        "1 % x Rp1.000.000 x 50 %",
        "Rp6.800 x 50 %",
        "2 % x Rp1.000.000",
    ]
    assert confidence(parse_month(MAY), 0, Payer.SELF, False, employer=True) == "medium"
