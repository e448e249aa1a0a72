"""Is this photo or PDF what it says, and what of it may be kept?

The type is told by the content. Pictures are drawn anew, so nothing rides along (EXIF, places, appended files); a PDF is
written anew without what can act. Both are opened in a child process with limits: a hostile one ends the child only.
"""

import io
import resource
import subprocess
import sys
import warnings
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 12 * 2**20
MOST_PIXELS = 60_000_000  # a phone's 48 megapixels pass, a bomb does not
LONGEST_SIDE = 2400  # enough to read a birth certificate
MOST_PAGES = 60
CHILD_MEMORY_BYTES = 1_500 * 2**20
CHILD_SECONDS = 40
JPEG, PDF = "image/jpeg", "application/pdf"
_PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"RIFF": "WEBP"}
_ACTING = ("/OpenAction", "/AA", "/JavaScript", "/EmbeddedFiles", "/XFA", "/Collection")
_ACTIONS = (
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
)


class NotKept(ValueError):
    """The file cannot be kept; the message is one Indonesian line that says what to do."""


@dataclass(frozen=True)
class Clean:
    """What may be kept: bytes made by us."""

    content: bytes
    content_type: str


def clean(content: bytes) -> Clean:
    """The photo as a fresh JPEG or the PDF without actions. Raises NotKept for anything else."""
    if not content:
        raise NotKept("Berkas kosong. Pilih foto atau PDF.")
    if len(content) > MOST_BYTES:
        raise NotKept(
            "Berkas lebih besar dari 12 MB. Foto lagi dengan ukuran sedang, atau kirim per halaman."
        )
    kind = kind_of(content)
    try:
        child = subprocess.run(
            [sys.executable, "-m", "payung.files.uploads"],
            input=content,
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotKept("Berkas terlalu berat untuk dibuka. Foto lagi kertasnya.") from None
    if child.returncode == _REFUSED:
        raise NotKept(child.stderr.decode(errors="replace").strip())
    if child.returncode:
        raise NotKept("Berkas rusak dan tidak dapat dibuka. Foto lagi kertasnya, atau simpan ulang PDF-nya.")
    return Clean(child.stdout, PDF if kind == "PDF" else JPEG)


def kind_of(content: bytes) -> str:
    """JPEG, PNG, WEBP or PDF by the first bytes. Raises NotKept: the name and the sender's type do not count."""
    if content.startswith(b"%PDF-"):
        return "PDF"
    for magic, kind in _PICTURES.items():
        if content.startswith(magic) and (kind != "WEBP" or content[8:12] == b"WEBP"):
            return kind
    raise NotKept(
        "Hanya foto (JPG, PNG, WEBP) atau PDF yang dapat disimpan. Foto kertasnya dengan HP, lalu unggah fotonya."
    )


# -- In the child ----------------------------------------------------------------------------------------
_REFUSED = 3


def remade(content: bytes) -> bytes:
    """The clean bytes of a photo or PDF. Raises NotKept, or whatever the libraries raise at a broken file."""
    kind = kind_of(content)
    return _pdf_anew(content) if kind == "PDF" else _picture_anew(content, kind)


def _picture_anew(content: bytes, kind: str) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 (only the child opens pictures)

    Image.MAX_IMAGE_PIXELS = None  # the bound below speaks first, from the header alone
    picture = Image.open(io.BytesIO(content), formats=[kind])
    if picture.width * picture.height > MOST_PIXELS:
        raise NotKept("Gambar terlalu besar. Foto lagi dengan ukuran sedang.")
    if picture.width < 2 or picture.height < 2:
        raise NotKept("Gambar kosong. Foto lagi kertasnya.")
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _pdf_anew(content: bytes) -> bytes:
    import pikepdf  # noqa: PLC0415 (only the child opens PDFs)

    try:
        document = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise NotKept(
            "PDF ini dikunci kata sandi. Simpan ulang tanpa kata sandi, atau foto kertasnya."
        ) from None
    with document:
        if not 1 <= len(document.pages) <= MOST_PAGES:
            raise NotKept(f"PDF harus 1 sampai {MOST_PAGES} halaman.")
        if acting := _what_acts(document):
            raise NotKept(
                f"PDF ini berisi {acting}. Cetak lalu foto kertasnya, atau simpan ulang sebagai PDF biasa."
            )
        fresh = pikepdf.new()
        fresh.pages.extend(document.pages)
        for page in fresh.pages:
            for name in ("/AA", "/Annots", "/Metadata", "/PieceInfo"):
                if name in page:
                    del page[name]
        out = io.BytesIO()
        fresh.save(out, compress_streams=True, deterministic_id=True)
    return out.getvalue()


def _what_acts(document: Any) -> str:
    """What in this PDF does something by itself, in words; "" when nothing does."""
    root = document.Root
    names = root.get("/Names", {})
    for place in (root, names):
        if any(key in place for key in _ACTING):
            return "perintah atau lampiran tersembunyi"
    if "/AcroForm" in root and "/XFA" in root.AcroForm:
        return "formulir yang menjalankan perintah"
    for item in document.objects:
        if str(getattr(item, "_type_name", "")) == "dictionary" and str(item.get("/S", "")) in _ACTIONS:
            return "perintah yang berjalan sendiri"
    return ""


def _child() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
    warnings.simplefilter("ignore")
    try:
        made = remade(sys.stdin.buffer.read())
    except NotKept as refusal:
        sys.stderr.write(str(refusal))
        sys.exit(_REFUSED)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _child()
