"""A code is random, short enough to be typed, and a slip of the finger is noticed."""

from hypothesis import given
from hypothesis import strategies as st

from payung.rules.card_code import ALPHABET, is_card_code, new_card_code, normalise_card_code

codes = st.builds(new_card_code)


@given(codes)
def test_a_new_code_is_well_formed_and_is_read_however_it_is_typed(code):
    assert is_card_code(code)
    assert normalise_card_code(f" {code.lower().replace('-', ' ')} ") == code
    assert normalise_card_code(f"https://payung.example/k/{code}/") == code


@given(codes, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_any_single_wrong_letter_is_noticed(code, place, letter):
    letters = list(code.replace("-", ""))
    if letters[place] != letter:
        letters[place] = letter
        assert not is_card_code(normalise_card_code("".join(letters)))


@given(codes, st.integers(0, 9))
def test_two_swapped_neighbours_are_noticed(code, place):
    letters = list(code.replace("-", ""))
    if letters[place] != letters[place + 1]:
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
        assert not is_card_code(normalise_card_code("".join(letters)))


def test_other_texts_are_no_codes():
    for text in ("", "3574011205809021", "ABC", "../../etc", "7QK4-M2XP-9", "２２２２-2222-2222"):
        assert not is_card_code(normalise_card_code(text))
    assert len({new_card_code() for _ in range(10_000)}) == 10_000
