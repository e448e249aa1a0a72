"""Pak Suparman comes in many spellings, and his number with slips of the finger."""

import pytest

from payung.rules.matching import nik_slip, normal_name

NIK = "3574031205809021"


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
