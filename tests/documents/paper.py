"""Reading a PDF back, as a printer or a reader of the paper sees it."""

import io

from pypdf import PdfReader

MM = 72 / 25.4


def opened(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in opened(content).pages)


def sizes_mm(content: bytes) -> set[tuple[int, int]]:
    boxes = (page.mediabox for page in opened(content).pages)
    return {(round(float(box.width) / MM), round(float(box.height) / MM)) for box in boxes}
