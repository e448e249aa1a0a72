"""A mobile number is kept in one form, shown in another, and never invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.language.phone import normal_phone, shown_phone, whatsapp_link


@pytest.mark.parametrize(
    "typed",
    ["081234567890", "81234567890", "+6281234567890", "6281234567890", "0812-3456-7890", "0812 3456 7890", "(0812) 3456.7890",
     "'081234567890", "+62 812-3456-7890", "081234567890 (WA)", "WA: 081234567890", "HP 0812 3456 7890"],
)  # fmt: skip
def test_one_number_in_many_forms(typed):
    assert normal_phone(typed) == "6281234567890"


@pytest.mark.parametrize(
    "typed", ["", "-", "belum punya", "0335421234", "08123", "0812345678901234", "081234567890/085678901234", "٠٨١٢٣٤٥٦٧٨٩٠", "=081234567890"]
)  # fmt: skip
def test_no_mobile_number_is_none(typed):
    assert normal_phone(typed) is None


def test_shown_in_fours_and_linked_with_digits_only():
    assert shown_phone("6281234567890") == "0812-3456-7890"
    assert whatsapp_link("6281234567890") == "https://wa.me/6281234567890"


@given(st.from_regex(r"628[0-9]{7,11}", fullmatch=True))
def test_what_is_shown_is_read_back(stored):
    assert normal_phone(shown_phone(stored)) == stored
