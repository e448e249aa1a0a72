"""A telephone reads from the card exactly what we wrote."""

import io
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from payung.documents import qr

URL = "https://payung.contoh.example/k/7QK4-M2XP-9HTD"


@pytest.mark.parametrize("text", ["A", URL, "Jl. Pahlawan 12, Probolinggo, dan lain-lain " * 4])
def test_the_printed_pattern_reads_back(text):
    picture = np.array(Image.open(io.BytesIO(qr.png(text))).convert("L"))
    assert (
        zxingcpp.read_barcode(
            np.kron(np.pad(picture, 4, constant_values=255), np.ones((6, 6), np.uint8))
        ).text
        == text
    )


def test_a_tenth_of_the_code_may_be_scratched():
    dark = qr.matrix(URL)
    dark[12:20, 12:20] = True
    picture = np.kron(np.where(np.pad(dark, 4), 0, 255).astype(np.uint8), np.ones((6, 6), np.uint8))
    assert zxingcpp.read_barcode(picture).text == URL


def test_the_svg_draws_the_same_modules_and_has_a_name():
    root = ElementTree.fromstring(qr.svg(URL, label='Kartu "A" & <B>'))
    path = root[1].get("d")
    drawn = sum(int(piece.split("h")[1].split("v")[0]) for piece in path.split("z") if piece)
    assert (drawn, root.get("aria-label")) == (int(qr.matrix(URL).sum()), 'Kartu "A" & <B>')
