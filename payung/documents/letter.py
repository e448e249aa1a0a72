"""How does a plain letter or statement look? One form for all of them: blocks of text, facts, lists, tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from payung.documents import render
from payung.documents.letterhead import Letterhead
from payung.language import formats

_TEMPLATE = Path(__file__).with_name("letter.typ")


@dataclass(frozen=True)
class Signer:
    """Who signs: role above, name below, lines before ("Mengetahui,")."""

    role: str
    name: str = ""
    nip: str = ""
    rank: str = ""
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A paper of an office. With an addressee it is a letter, without one a statement with its title in the middle."""

    title: str
    blocks: Sequence[dict[str, Any]]
    signers: Sequence[Signer]
    letterhead: Letterhead
    addressee: tuple[str, ...] = ()
    with_head: bool = True
    number: str = ""
    written_on: date | None = None
    closing: str = ""
    draft: bool = False
    formal: bool = False  # between offices: initials beside the signature, copies below


def text(value: str) -> dict[str, Any]:
    return {"kind": "text", "value": value}


def facts(*pairs: tuple[str, str]) -> dict[str, Any]:
    """Label and value; empty values are left out."""
    return {"kind": "facts", "value": [pair for pair in pairs if pair[1]]}


def listing(lines: Sequence[str]) -> dict[str, Any]:
    return {"kind": "list", "value": list(lines)}


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {"kind": "table", "value": [list(head), *(list(row) for row in rows)]}


def blank_lines(count: int) -> dict[str, Any]:
    """Room to write by hand."""
    return {"kind": "lines", "value": count}


def letter_pdf(paper: Letter) -> bytes:
    """The paper as PDF/A; number and date stay blank until the office's register gives them."""
    return render.pdf(
        _TEMPLATE,
        {
            "head": paper.letterhead,
            "place": paper.letterhead.place,
            "title": paper.title,
            "number": paper.number,
            "date": formats.tanggal(paper.written_on) if paper.written_on else "",
            "addressee": list(paper.addressee),
            "with_head": paper.with_head,
            "blocks": list(paper.blocks),
            "closing": paper.closing,
            "draft": paper.draft,
            "formal": paper.formal,
            "signers": [
                {"role": s.role, "name": s.name, "nip": s.nip, "rank": s.rank, "before": list(s.before)}
                for s in paper.signers
            ],
        },
    )
