"""`payung ledger export` and `payung ledger check`: what do they print, and with which code do they leave?"""

import json
from pathlib import Path
from typing import TextIO

from payung.contributions import journal, recount
from payung.contributions.actions import tell_export
from payung.language.formats import angka
from payung.reference import clock


def run_export(form: str, target: Path, *, out: TextIO) -> int:
    """Write the books to a file. 2 when it cannot be written."""
    try:
        count = journal.write(target, form)
    except OSError as trouble:
        out.write(f"Berkas {target.name} tidak dapat ditulis: {trouble.strerror}.\n")
        return 2
    tell_export(form, count, by=None, at=clock.now())
    out.write(f"Selesai: {target}, {angka(count)} baris, tanpa nama dan tanpa NIK.\n")
    return 0


def run_check(*, as_json: bool, out: TextIO, err: TextIO) -> int:
    """Let both programs recompute. 1 when one disagrees, or when there was none to ask."""
    found = recount.check()
    out.write((json.dumps(found.as_json(), indent=2) if as_json else found.in_words()) + "\n")
    for program in found.missing:
        err.write(
            f"PERHATIAN: {program} tidak terpasang dan tidak memeriksa apa pun; {recount.MISSING[program]}.\n"
        )
    return 0 if found.agrees else 1
