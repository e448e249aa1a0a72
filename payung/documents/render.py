"""How does a typst template and some data become a PDF?

Data travel as JSON, never as markup: whatever a person is called, his name is text. Templates read them with
`json(bytes(sys.inputs.data))` and may import the shared look as "/documents/look/...".
"""

import json
import re
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

Standard = Literal["a-2b", "a-2u", "1.7"]
PACKAGE = Path(__file__).resolve().parent.parent
# The same data give the same bytes, so a digest of a paper means something.
STANDARD_TIME = datetime(2025, 1, 1, tzinfo=UTC)

# An archivable paper may not hold a letter that no font of the server can draw; a question mark says that one is missing.
_BEYOND_LATIN = re.compile("[^\u0020-\u024f\u2010-\u2027\u2030-\u203a\u2022\u20ac\u2212\u2264\u2265]")


class PaperFailed(RuntimeError):
    """A template does not compile. The message names the place in the template, never a person's number."""


def pdf(
    template: Path, data: Any, *, pdf_standard: Standard | None = "a-2b", made_at: datetime | None = None
) -> bytes:
    """The PDF of a template inside the package. `data`: dict or dataclass of plain values, lists and bytes (images).

    `pdf_standard`: "a-2b" for papers that are kept, None for drafts and cards. The same call gives the same bytes.
    """
    sent = json.dumps(_plain(data), ensure_ascii=False)
    try:
        try:
            return _compiled(template, sent, pdf_standard, made_at)
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
        return _compiled(template, _BEYOND_LATIN.sub("?", sent), pdf_standard, made_at)
    except typst.TypstError as error:
        raise PaperFailed(_without_numbers(f"{template.name}: {error.diagnostic or error.message}")) from None


def _compiled(template: Path, sent: str, standard: Standard | None, made_at: datetime | None) -> bytes:
    return typst.compile(
        str(template),
        root=str(PACKAGE),
        font_paths=fonts(),
        sys_inputs={"data": sent},
        pdf_standards=[standard] if standard else [],
        pdf_tags=False,  # tags make an annex of 11,023 rows fourteen times as large
        timestamp=made_at or STANDARD_TIME,
    )


@cache
def fonts() -> typst.Fonts:
    """The fonts of this server and those that typst carries, looked up once."""
    return typst.Fonts()


def _plain(value: Any) -> Any:
    """JSON-ready and printable: control, bidirectional and zero-width characters would spoil a paper."""
    if isinstance(value, str):
        return (
            value
            if value.isprintable()
            else "".join(c if c.isprintable() or c == "\n" else " " for c in value)
        )
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    return value


def _without_numbers(text: str) -> str:
    return re.sub(r"\d{7,}", "…", text)
