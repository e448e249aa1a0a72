"""A stolen copy of the database tells nothing: sealed values and blind indexes."""

import pytest

from payung.vault import CannotOpen, blind_index, seal, seal_bytes, unseal, unseal_bytes

NIK = "3574011205809021"
HERE, THERE = "people.worker.nik:1", "people.worker.nik:2"


def test_what_is_sealed_opens_at_its_place():
    assert unseal(HERE, seal(HERE, NIK)) == NIK


def test_a_sealed_value_moved_to_another_row_does_not_open():
    with pytest.raises(CannotOpen):
        unseal(THERE, seal(HERE, NIK))


def test_one_altered_byte_does_not_open():
    sealed = bytearray(seal(HERE, NIK))
    sealed[-1] ^= 1
    with pytest.raises(CannotOpen):
        unseal(HERE, bytes(sealed))


def test_the_number_itself_is_nowhere_in_the_sealed_bytes():
    assert NIK.encode() not in seal(HERE, NIK)
    assert seal(HERE, NIK) != seal(HERE, NIK), "the same NIK twice must not be recognisable"


def test_a_missing_value_stays_missing():
    assert seal(HERE, "") is None
    assert unseal(HERE, None) == ""
    assert blind_index("nik", "") is None


def test_the_blind_index_finds_the_same_value_and_keeps_kinds_apart():
    assert blind_index("nik", NIK) == blind_index("nik", NIK)
    assert blind_index("nik", NIK) != blind_index("kk", NIK)


def test_whole_files_are_sealed_too():
    assert unseal_bytes("files.body:x", seal_bytes("files.body:x", b"%PDF-1.7")) == b"%PDF-1.7"
