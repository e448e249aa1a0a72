"""Which file may lock a list? One that the mayor signed and nobody touched afterwards."""

import pytest

from payung.selection.refusals import SelectionRefused
from payung.selection.signature import check_signed_pdf
from tests.selection.scene import MAYOR, plain_pdf, signed_pdf, with_a_page_added


def refused(content, *, is_wet_signed=False):
    with pytest.raises(SelectionRefused) as told:
        check_signed_pdf(content, is_wet_signed=is_wet_signed)
    return str(told.value)


def test_an_electronic_signature_is_noted_with_its_name():
    note = check_signed_pdf(signed_pdf(), is_wet_signed=False)
    assert MAYOR in note
    assert "utuh" in note


def test_a_scan_needs_somebody_to_say_it_was_signed_by_hand():
    assert "tidak memuat tanda tangan elektronik" in refused(plain_pdf())
    assert "Ditandatangani basah" in check_signed_pdf(plain_pdf(), is_wet_signed=True)


@pytest.mark.parametrize("is_wet_signed", [False, True])
def test_a_byte_changed_after_signing(is_wet_signed):
    signed = bytearray(signed_pdf())
    signed[signed.index(b"/MediaBox") + 12] ^= 1
    assert "berubah setelah ditandatangani" in refused(bytes(signed), is_wet_signed=is_wet_signed)


@pytest.mark.parametrize("is_wet_signed", [False, True])
def test_a_page_added_after_signing(is_wet_signed):
    """The signed bytes are intact, and still it is not the paper that was signed."""
    assert "berubah setelah ditandatangani" in refused(
        with_a_page_added(signed_pdf()), is_wet_signed=is_wet_signed
    )


def test_a_signature_of_somebody_elses_key():
    """The digest inside the signature fits, the signature itself does not."""
    signed = signed_pdf()
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    end = signed.index(b"0000000000", start)
    forged = bytearray(signed)
    place = end - 20 - (end - start) % 2
    forged[place] = ord("1") if forged[place] != ord("1") else ord("2")
    assert "tanda tangan" in refused(bytes(forged)).lower()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 an archive", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"%PDF-" + bytes(range(256)) * 40,
     b"%PDF-1.7\nxref\n0 1\ntrailer <</Root 9 0 R>>\nstartxref\n9\n%%EOF"],
    ids=["empty", "archive", "only a beginning", "no body", "noise", "no such root"],
)  # fmt: skip
@pytest.mark.parametrize("is_wet_signed", [False, True])
def test_other_files_get_one_clear_line(content, is_wet_signed):
    assert "PDF" in refused(content, is_wet_signed=is_wet_signed)


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.8, 0.97])
def test_a_download_that_broke_off(cut):
    signed = signed_pdf()
    assert "PDF" in refused(signed[: int(len(signed) * cut)])


def test_too_large_a_scan():
    assert "20 MB" in refused(b"%PDF-" + bytes(21 * 2**20), is_wet_signed=True)
