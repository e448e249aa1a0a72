"""The areas of the city, looked up as people spell them."""

from collections import Counter

import pytest

from payung.reference import catalogue


def test_five_kecamatan_and_29_kelurahan_each_in_its_place():
    levels = Counter(area.level for area in catalogue.areas())
    assert (levels["kecamatan"], levels["kelurahan"]) == (5, 29)
    codes = {area.code for area in catalogue.areas()}
    assert all(area.parent in codes for area in catalogue.areas() if area.level == "kelurahan")
    assert catalogue.kecamatan_digits() == {f"35740{n}" for n in range(1, 6)}


@pytest.mark.parametrize(
    "name", ["Kedung Asem", "KEDUNGASEM", "Kel. Kedung Asem", "kelurahan kedung-asem", " Kedung  Asem "]
)
def test_spellings_meet(name):
    assert catalogue.find_kelurahan(name).code == "35.74.02.1005"


def test_every_name_is_found_by_itself():
    for area in catalogue.areas():
        if area.level == "kelurahan":
            assert catalogue.find_kelurahan(area.name.upper()) == area


def test_a_typing_error_is_asked_back_and_a_stranger_is_not():
    assert catalogue.find_kelurahan("Mayagan") is None
    assert catalogue.suggest_kelurahan("Mayagan").name == "Mayangan"
    assert catalogue.suggest_kelurahan("Gili Ketapang Pulau") is None
    assert catalogue.suggest_kelurahan("") is None


@pytest.mark.parametrize(
    ("kecamatan", "is_elsewhere"),
    [("Mayangan", False), ("Kec. KANIGARAN", False), ("Wonosih", False), ("", False), ("-", False), ("Kota Probolinggo", False),
     ("Dringu", True), ("Kec. Tongas", True), ("Sumberasih", True), ("Wonomerto", True)],
)  # fmt: skip
def test_another_kecamatan_is_known_as_such(kecamatan, is_elsewhere):
    assert catalogue.is_elsewhere(kecamatan) is is_elsewhere


def test_three_sectors_each_with_its_agency():
    assert [sector.code for sector in catalogue.SECTORS] == ["petani", "nelayan", "umkm"]
    assert len({sector.agency for sector in catalogue.SECTORS}) == 3
