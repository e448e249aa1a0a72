"""`payung intake check FILE`: what a person at a terminal, or a program, is told about a file."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from payung.intake.reading import CheckedFile, FileRefused, check_file
from payung.intake.reading.fields import BY_FIELD
from payung.language.formats import angka

READABLE, REFUSED = 0, 2
SHOWN = 20


def run_check(path: Path, *, sector: str | None = None, as_json: bool, out: TextIO) -> int:
    """Check one file and write the answer. Exit code 0 for a readable file, 2 with one line for a refused one.

    `sector` is accepted for scripts that know it; the checks are the same for every sector.
    """
    if not path.is_file():
        return _refuse(f"Berkas {path.name} tidak ditemukan.", path, "not_found", as_json=as_json, out=out)
    try:
        checked = check_file(path, today=datetime.now(tz=UTC).date())
    except FileRefused as refusal:
        return _refuse(refusal.message, path, refusal.code, as_json=as_json, out=out)
    if checked.needs_mapping:
        wanted = ", ".join(BY_FIELD[field].label for field in checked.missing_fields)
        line = f"Kolom belum dikenali: {wanted}. Pakai format unduhan, atau cocokkan kolom lewat web."
        return _refuse(line, path, "needs_mapping", as_json=as_json, out=out)
    if as_json:
        json.dump(checked.as_json(), out, ensure_ascii=False, indent=1)
        out.write("\n")
    else:
        out.write(_in_words(checked))
    return READABLE


def _refuse(line: str, path: Path, code: str, *, as_json: bool, out: TextIO) -> int:
    if as_json:
        json.dump({"file": path.name, "refused": code, "message": line}, out, ensure_ascii=False)
        out.write("\n")
    else:
        out.write(f"{path.name}: {line}\n")
    return REFUSED


def _in_words(checked: CheckedFile) -> str:
    accepted, total = len(checked.accepted), len(checked.rows)
    lines = [f"{checked.name}: {angka(accepted)} dari {angka(total)} baris siap disimpan."]
    if rejected := total - accepted:
        lines.append(f"{angka(rejected)} baris perlu diperbaiki:")
    errors = [p for row in checked.rejected for p in row.problems if p.severity.value == "error"]
    for found in errors[:SHOWN]:
        lines.append(
            f"  baris {found.row} kolom {found.column or '-'} ({found.value}): {found.message} {found.cure}"
        )
    if len(errors) > SHOWN:
        counts = Counter(found.message for found in errors[SHOWN:])
        lines.append(f"  dan {angka(len(errors) - SHOWN)} temuan lain:")
        lines += [f"    {angka(n)} × {message}" for message, n in counts.most_common()]
    if checked.warnings:
        lines.append(f"{angka(checked.warnings)} baris boleh dilanjutkan dengan peringatan.")
    return "\n".join(lines) + "\n"
