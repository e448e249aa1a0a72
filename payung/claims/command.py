"""`payung deaths FILE`: what does a list of deaths give?"""

from pathlib import Path
from typing import TextIO

from payung.claims import actions
from payung.claims.enums import Source
from payung.claims.lists import read_deaths
from payung.files.tables import CannotRead
from payung.reference import clock


def run_deaths(file: Path, *, source: str, out: TextIO) -> int:
    """Match the list, tell what came of it without naming anybody. 2 when the file cannot be used."""
    try:
        told = read_deaths(file.read_bytes(), name=file.name, source=Source(source), today=clock.today())
    except (CannotRead, OSError) as refusal:
        out.write(f"{refusal}\n")
        return 2
    finds = actions.hear_many(told.news, by=None, at=clock.now())
    out.write(f"{finds.in_words()}\n")
    out.writelines(f"Baris {row}: {trouble}\n" for row, trouble in told.unusable)
    return 0
