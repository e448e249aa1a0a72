"""How does an uploaded picture become a coat of arms for letters? Drawn anew by a child process, then made small."""

import io

from PIL import Image

from payung.files.uploads import JPEG, NotKept, clean

HEIGHT = 480  # pixels: 24 mm at 500 dots an inch


def emblem_of(content: bytes) -> bytes:
    """A JPEG on white of at most 480 pixels in height. Raises NotKept for anything that is no picture."""
    if content.startswith(b"%PDF") or not content:
        raise NotKept("Pilih gambar PNG atau JPG.")
    made = clean(content)
    if made.content_type != JPEG:
        raise NotKept("Pilih gambar PNG atau JPG.")
    picture = Image.open(io.BytesIO(made.content))  # our own bytes
    picture.thumbnail((HEIGHT, HEIGHT))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()
