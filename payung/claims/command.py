"""`payung deaths FILE`: what does a list of deaths give? With --dry-run only what stands in it, without a database."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from payung.claims import actions
from payung.claims.enums import Source
from payung.claims.lists import DOOR, deaths_of
from payung.files.queries import remembered_layouts
from payung.reference import clock
from payung.tables.cells import FileRefused
from payung.tables.command import DECIDE, READ, REFUSED, run_check, tell_understood, where
from payung.tables.places import in_words
from payung.tables.reading import Reading, read
from payung.tables.understood import understood


def run_dry(file: Path, *, source: str, as_json: bool, out: TextIO) -> int:
    """Write which deaths stand in the file. 0 when it is read, 3 when a person must decide first, 2 when it is refused."""
    answer = partial(_answer, source=Source(source), today=datetime.now(tz=UTC).date())
    return run_check(file, door=DOOR, answer=answer, as_json=as_json, out=out)


def _answer(reading: Reading, *, source: Source, today: date) -> dict[str, Any]:
    deaths = deaths_of(reading, source=source, today=today)
    return {
        "accepted": len(deaths.news),
        "rejected": len(deaths.unusable),
        "problems": [where(reading, place) | {"why": why} for place, why in deaths.unusable],
        "skipped": [where(reading, place) | {"why": why} for place, why in deaths.living],
        "deaths": [
            where(reading, place)
            | {
                "nik": news.nik,
                "name": news.name,
                "died_on": news.happened_on.isoformat() if news.happened_on else None,
                "is_day_sure": news.is_day_sure,
            }
            for place, news in deaths.news
        ],
        "notes": deaths.notes,
    }


def run_deaths(file: Path, *, source: str, out: TextIO) -> int:
    """Match the list, tell what came of it without naming anybody. 3 when a person must decide first, 2 when refused."""
    try:
        reading = read(file.read_bytes(), DOOR, remembered=remembered_layouts(DOOR.name))
    except FileRefused as refusal:
        out.write(f"{file.name}: {refusal.message}\n")
        return REFUSED
    except OSError as refusal:
        out.write(f"{refusal}\n")
        return REFUSED
    out.writelines(f"{line}\n" for line in tell_understood(understood(reading)))
    if reading.ask:
        return DECIDE
    deaths = deaths_of(reading, source=Source(source), today=clock.today())
    finds = actions.hear_many([news for _, news in deaths.news], by=None, at=clock.now())
    out.write(f"{finds.in_words()}\n")
    sheets = reading.read_sheets
    out.writelines(
        f"Baris {in_words(place, sheets)}: {why}\n" for place, why in [*deaths.unusable, *deaths.living]
    )
    out.writelines(f"{note}\n" for note in deaths.notes)
    return READ
