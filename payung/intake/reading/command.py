"""`payung intake check FILE`: what a person at a terminal, or a program, is told about a file."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from payung.intake.reading import CheckedFile, FileRefused, check_file
from payung.language.formats import angka
from payung.tables.command import DECIDE, READ, refuse, tell_understood, write_json
from payung.tables.places import in_words

SHOWN = 20


def run_check(
    path: Path, *, sector: str | None = None, as_json: bool, with_rows: bool = False, out: TextIO
) -> int:
    """Check one file and write the answer (docs/reference/reading-files.md).

    Gives 0 for a file that is read, 3 for one about which a person must decide first, 2 with one line for a refused one.
    `sector` is accepted for scripts that know it; the checks are the same for every sector.
    """
    if not path.is_file():
        return refuse(f"Berkas {path.name} tidak ditemukan.", path, "not_found", as_json=as_json, out=out)
    try:
        checked = check_file(path, today=datetime.now(tz=UTC).date())
    except FileRefused as refusal:
        return refuse(refusal.message, path, refusal.code, as_json=as_json, out=out)
    if as_json:
        write_json(checked.as_json(with_rows=with_rows), out)
    else:
        out.write(_in_words(checked))
    return DECIDE if checked.needs_decision else READ


def _in_words(checked: CheckedFile) -> str:
    lines = tell_understood(checked.understood)
    if checked.needs_decision:
        return "\n".join([f"{checked.name}: ada yang harus diputuskan orang lebih dulu.", *lines, ""])
    accepted, total = len(checked.accepted), len(checked.rows)
    lines = [f"{checked.name}: {angka(accepted)} dari {angka(total)} baris siap disimpan.", *lines]
    if rejected := total - accepted:
        lines.append(f"{angka(rejected)} baris perlu diperbaiki:")
    errors = [p for row in checked.rejected for p in row.problems if p.severity.value == "error"]
    sheets = checked.understood.read_sheets
    for one in errors[:SHOWN]:
        where = in_words(one.row, sheets)
        lines.append(f"  baris {where} kolom {one.column or '-'} ({one.value}): {one.message} {one.cure}")
    if len(errors) > SHOWN:
        counts = Counter(one.message for one in errors[SHOWN:])
        lines.append(f"  dan {angka(len(errors) - SHOWN)} temuan lain:")
        lines += [f"    {angka(n)} × {message}" for message, n in counts.most_common()]
    if checked.warnings:
        lines.append(f"{angka(checked.warnings)} baris boleh dilanjutkan dengan peringatan.")
    return "\n".join(lines) + "\n"
