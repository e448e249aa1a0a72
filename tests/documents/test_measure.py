"""A text is broken to fit its box, and nothing of it is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.documents import measure

ROOM = 140.0
SIZES = (10, 8, 6)


@pytest.mark.parametrize(
    ("name", "size", "lines"),
    [
        ("Siti Aminah", 10, 1),
        ("Raden Ajeng Siti Nurhalimatus Sa'diyah Kusumaningrum", 8, 2),
        ("Muhammadnurkholishidayatullah", 8, 1),
    ],
)
def test_a_long_name_gets_smaller_rather_than_cut(name, size, lines):
    found_size, found = measure.fit(name, room_pt=ROOM, sizes_pt=SIZES, most_lines=2)
    assert found_size <= size
    assert len(found) == lines


@given(st.text(st.characters(categories=["Lu", "Ll", "Zs"]), max_size=120))
def test_no_letter_is_lost_and_no_line_is_too_wide(name):
    size, found = measure.fit(name, room_pt=ROOM, sizes_pt=SIZES, most_lines=2)
    assert "".join(found).replace(" ", "") == name.replace(" ", "")
    assert all(measure.width_pt(line, size) <= ROOM for line in found)


def test_a_wide_letter_is_wider_than_a_narrow_one():
    assert measure.width_pt("WWW", 10) > 2 * measure.width_pt("iii", 10)
