"""A short list, a run of the command, and its pairs as sets of ids."""

import csv
from pathlib import Path

from click.testing import CliRunner, Result

from payung.config.cli import main

SLAMET = {
    "nik": "3574011205800001", "kk": "3574010101100001", "name": "Slamet Riyadi", "birth_date": "1980-05-12",
    "sex": "L", "mother_name": "Sutija Buniti", "phone": "084001234567", "address": "Jl. Mawar 12",
    "kelurahan_code": "3574011001",
}  # fmt: skip


def write(file: Path, *rows: dict[str, str]) -> Path:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)
    return file


def slamet(id_: str, **changed: str) -> dict[str, str]:
    return {"id": id_, **SLAMET, **changed}


def run(out: Path, *files: Path, options: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(main, ["match", *map(str, files), "--out", str(out), *options])


def pairs(out: Path) -> dict[frozenset[str], dict[str, str]]:
    with out.open(encoding="utf-8") as stream:
        return {frozenset((row["id_left"], row["id_right"])): row for row in csv.DictReader(stream)}
