"""How does a picture become a coat of arms for letters? Drawn anew: nothing of the uploaded file is kept but its colours."""

import io

from PIL import Image, UnidentifiedImageError

MOST_BYTES = 2 * 2**20
MOST_PIXELS = 40_000_000
HEIGHT = 480  # pixels: 24 mm at 500 dots an inch


def emblem_of(content: bytes) -> bytes:
    """A PNG of at most 480 pixels in height. ValueError with a sentence for anything that is no picture."""
    if len(content) > MOST_BYTES:
        raise ValueError("Gambar lebih besar dari 2 MB. Perkecil dulu.")
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError("Gambar terlalu besar. Perkecil dulu.")
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError):
        raise ValueError("Berkas ini bukan gambar PNG atau JPG.") from None
    picture.thumbnail((HEIGHT, HEIGHT))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
