"""How does a typst template and some data become a PDF?

Data travel as JSON, never as markup: whatever a person is called, his name is text. Templates read them with
`json(bytes(sys.inputs.data))` and may import the shared look as "/documents/look/...".
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from payung.documents import press
from payung.documents.press import PaperFailed

Standard = Literal["a-2b", "a-2u", "1.7"]
PACKAGE = Path(__file__).resolve().parent.parent
# The same data give the same bytes, so a digest of a paper means something.
STANDARD_TIME = datetime(2025, 1, 1, tzinfo=UTC)
# Letters of data from which a paper gets a process of its own (some 300 people); starting one costs 0.1 s.
_LONG = 60_000
# typst draws pictures in threads that take over each other's work, one inside the other: with 2 MB of stack one print of
# eleven thousand cards in thirty fell over.
_STACK_BYTES = 256 * 2**20
_LONGEST_SECONDS = 300


def pdf(
    template: Path, data: Any, *, pdf_standard: Standard | None = "a-2b", made_at: datetime | None = None
) -> bytes:
    """The PDF of a template inside the package. `data`: dict or dataclass of plain values, lists and bytes (images).

    `pdf_standard`: "a-2b" for papers that are kept, None for lists and cards. The same call gives the same bytes.
    PaperFailed when the template does not compile.
    """
    sent = json.dumps(_plain(data), ensure_ascii=False)
    job = {
        "template": str(template),
        "root": str(PACKAGE),
        "data": sent,
        "standard": pdf_standard,
        "made_at": int((made_at or STANDARD_TIME).timestamp()),
    }
    return _in_child(job) if len(sent) > _LONG else press.press(job)


def _in_child(job: dict[str, Any]) -> bytes:
    done = subprocess.run(
        [sys.executable, press.__file__],
        input=json.dumps(job).encode(),
        env={**os.environ, "RUST_MIN_STACK": str(_STACK_BYTES)},
        capture_output=True,
        timeout=_LONGEST_SECONDS,
        check=False,
    )
    if done.returncode == press.FAILED:
        raise PaperFailed(done.stderr.decode(errors="replace"))
    if done.returncode:
        raise PaperFailed(f"{Path(job['template']).name}: the press ended with {done.returncode}")
    return done.stdout


def _plain(value: Any) -> Any:
    """JSON-ready and printable: control, bidirectional and zero-width characters would spoil a paper."""
    if isinstance(value, str):
        if value.isprintable():
            return value
        return "".join(c if c.isprintable() or c in "\n\u00a0" else " " for c in value)
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    return value
