"""How does a whole round run, from the agencies' files to the list of the decree? By the same actions as the pages.

`payung try` runs it on a throw-away database, the demo city on its own.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from payung.accounts.models import User
from payung.demo.folder import SECTOR_WORDS, Lists, find_lists
from payung.demo.progress import Show
from payung.demo.staff import SECTOR_OPERATOR
from payung.eligibility import actions as eligibility
from payung.intake import actions as intake
from payung.intake import queries as batches
from payung.intake.enums import BatchState
from payung.jobs.actions import Refused
from payung.matching import actions as matching
from payung.programme import actions as programme
from payung.programme.enums import FundKind
from payung.rules import months
from payung.selection import actions as selection

if TYPE_CHECKING:
    from payung.intake.models import Batch

__all__ = ["Lists", "find_lists", "first_month_of", "open_round", "parse_quotas", "sort_out", "take_in"]


def open_round(
    *, quotas: Mapping[str, int], first_month: int, months_count: int, by: User, at: datetime, name: str
) -> int:
    """A fund that suffices for the quotas, and the round. Gives the round's id."""
    year = first_month // 12
    people = sum(quotas.values())
    fund = programme.open_fund(
        year=year,
        kind=FundKind.DBHCHT,
        name=f"DBHCHT TA {year}",
        appropriation_rp=_round_up(people * months_count * 16_800, 100_000_000),
        use_by=date(year, 12, 31),
        by=by,
        at=at,
    )
    opened = programme.open_round(
        name=name,
        fund=fund,
        first_month=first_month,
        last_month=first_month + months_count - 1,
        programmes=["JKK", "JKM"],
        quotas=dict(quotas),
        by=by,
        at=at,
    )
    return opened.pk


def take_in(
    lists: Lists,
    round_id: int,
    *,
    staff: Mapping[str, User],
    at: datetime,
    show: Show,
    on_checked: Callable[["Batch"], None] = lambda batch: None,
) -> list[int]:
    """Upload, check and save every list. Gives the batch ids; a refused file stops with its clear line.

    `on_checked`: looks at each list before it is saved, while its warnings are still there.
    """
    batch_ids = []
    for sector, path in lists.sectors:
        operator = staff[SECTOR_OPERATOR[sector]]
        with show.step(f"Memeriksa {path.name}") as report:
            batch = intake.receive_file(
                path.read_bytes(), name=path.name, round_id=round_id, sector=sector, by=operator, at=at
            )
            intake.check_batch(
                batch.pk, with_macros=True, progress=report
            )  # also where the queue would do it later
            if (checked := batches.batch(batch.pk)) is None:
                raise Refused(f"{path.name}: unggahan hilang.")
            batch = checked
            if batch.state == BatchState.REFUSED:
                raise Refused(f"{path.name}: {batch.refusal}")
            if batch.state == BatchState.NEEDS_MAPPING:
                questions = " ".join(question.why for question in batches.reading(batch).ask)
                raise Refused(f"{path.name}: {questions} Putuskan lewat web, atau pakai format unduhan.")
            on_checked(batch)
        with show.step(f"Menyimpan {path.name}") as report:
            intake.save_batch(batch.pk, by=operator, at=at, progress=report)
        batch_ids.append(batch.pk)
    return batch_ids


def sort_out(lists: Lists, round_id: int, *, staff: Mapping[str, User], at: datetime, show: Show) -> None:
    """Find doubles, merge the certain ones, ask the registers, judge, and fill the places."""
    operator = staff["rani"]
    with show.step("Mencari data ganda") as report:
        matching.match_rows(round_id, by=operator, at=at, progress=report)
        matching.decide_clear_pairs(round_id, by=operator, at=at)
    for register, path in lists.registers:
        with show.step(f"Mencocokkan register {register.label}"):
            matching.load_register(path.read_bytes(), name=path.name, register=register, by=operator, at=at)
    with show.step("Menilai kelayakan") as report:
        eligibility.judge(round_id, by=operator, at=at, progress=report)
    with show.step("Mengisi kuota") as report:
        selection.select(round_id, by=operator, at=at, progress=report)


def first_month_of(text: str) -> int:
    """The month number of "2025-05". Raises Refused."""
    try:
        return months.parse_month(text)
    except ValueError:
        raise Refused(f"Bulan “{text}” tidak dikenali. Tulis seperti 2025-05.") from None


def parse_quotas(texts: Sequence[str]) -> dict[str, int]:
    """{"petani": 4098} from "petani=4098". Raises Refused for an unknown sector or a number that is none."""
    quotas = {}
    for text in texts:
        sector, _, places = text.partition("=")
        if sector not in SECTOR_WORDS or not places.isdigit():
            raise Refused(
                f"Kuota “{text}” tidak dikenali. Tulis seperti petani=4098, nelayan=1925 atau umkm=5000."
            )
        quotas[sector] = int(places)
    return quotas


def _round_up(amount_rp: int, step_rp: int) -> int:
    return -(-amount_rp // step_rp) * step_rp
