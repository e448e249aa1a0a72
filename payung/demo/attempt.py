"""`payung try`: a whole round on somebody's own spreadsheets, on a database that is thrown away.

Everything runs through the actions of the stages; only the files written here stay.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection

from payung.accounts.models import User
from payung.demo.progress import Show
from payung.demo.round import find_lists, first_month_of, open_round, parse_quotas, sort_out, take_in
from payung.demo.signing import empty_scan
from payung.demo.staff import hire
from payung.documents import sheets
from payung.eligibility import queries as verdicts
from payung.enrolment import actions as enrolment
from payung.files.queries import content
from payung.intake import queries as batches
from payung.jobs.actions import Refused
from payung.language.formats import angka, rupiah
from payung.matching import queries as pairs
from payung.programme import queries as programme
from payung.reference import clock
from payung.reference.actions import set_up_city
from payung.rules import months
from payung.selection import actions as selection
from payung.selection import queries as places
from payung.selection.enums import SEATED, PlaceState
from payung.tables.places import in_words

if TYPE_CHECKING:
    from payung.intake.models import Batch

FINDING_COLUMNS = ("Berkas", "Baris", "Nama", "Kolom", "Isi", "Yang harus dilakukan", "Tingkat")
PAIR_COLUMNS = ("Nama di usulan", "Berkas", "Baris", "Nama di data", "Mengapa", "Nilai", "Keputusan")
INELIGIBLE_COLUMNS = ("Sektor", "Nama", "Tanggal lahir", "Kelurahan", "Mengapa tidak layak")
PLACE_COLUMNS = ("Sektor", "Peringkat", "Nama", "Tanggal lahir", "Kelurahan", "Nilai", "Mengapa")


def attempt(
    lists_dir: Path, *, quotas: Sequence[str], first_month: str, months_count: int, out: Path
) -> dict[str, Any]:
    """Run the round and write its files to `out`; gives what summary.json holds. Raises jobs.actions.Refused."""
    wanted = parse_quotas(quotas)
    first = first_month_of(first_month)
    lists = find_lists(lists_dir)
    show = Show()
    for path, why in lists.left_out:
        show.say(f"Tidak dipakai: {path.name}. {why}")
    problems: list[tuple] = [
        (path.name, "", "", "", "", why, "Berkas tidak dipakai") for path, why in lists.left_out
    ]
    set_up_city()
    staff = hire()
    # The rehearsal happens before the round begins, whatever the date of the machine.
    at = min(
        clock.now(), clock.now().replace(year=first // 12, month=first % 12 + 1, day=1) - timedelta(days=10)
    )
    round_id = open_round(
        quotas=wanted,
        first_month=first,
        months_count=months_count,
        by=staff["rani"],
        at=at,
        name=f"Uji coba {first_month}",
    )
    batch_ids = take_in(
        lists,
        round_id,
        staff=staff,
        at=at,
        show=show,
        on_checked=lambda batch: problems.extend(_findings(batch)),
    )
    sort_out(lists, round_id, staff=staff, at=at, show=show)
    out.mkdir(parents=True, exist_ok=True)
    with show.step("Menulis daftar, lampiran SK, kartu dan berkas BPJS"):
        _write_files(out, round_id, problems, staff=staff, at=at)
    summary = _summary(round_id, batch_ids) | {
        "left_out": [{"file": p.name, "why": why} for p, why in lists.left_out]
    }
    (out / "summary.json").write_text(
        json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    chosen = sum(summary["selected"].values())
    show.say(
        f"{angka(chosen)} terpilih, {rupiah(summary['monthly_rp'])} sebulan, {rupiah(summary['total_rp'])} seluruhnya."
    )
    show.say(f"Hasil di {out}")
    return summary


def _write_files(
    out: Path, round_id: int, problems: Sequence[tuple], *, staff: dict[str, User], at: datetime
) -> None:
    """The papers are pressed by processes of their own; the spreadsheets are written while they run."""
    decree = selection.draft_decree(round_id, by=staff["rani"], at=at)
    seated = places.places(round_id, state=PlaceState.SELECTED).values_list("pk", flat=True)
    with ThreadPoolExecutor(max_workers=1) as press:
        annex = press.submit(_beside, partial(selection.annex_paper, decree, public=False))
        cards = press.submit(_beside, partial(enrolment.preview_cards, seated))
        _write_lists(out, round_id, problems)
        (out / "sk-annex.pdf").write_bytes(annex.result())
        _write_registration(out, decree.pk, pdf=empty_scan(), staff=staff, at=at)
        (out / "cards.pdf").write_bytes(cards.result())


def _beside(make: Callable[[], bytes]) -> bytes:
    """Run in a thread, whose connection to the database ends with it."""
    try:
        return make()
    finally:
        connection.close()


def _write_lists(out: Path, round_id: int, problems: Sequence[tuple]) -> None:
    _sheet(out / "problems.xlsx", FINDING_COLUMNS, problems)
    _sheet(out / "ineligible.xlsx", INELIGIBLE_COLUMNS, _ineligible(round_id))
    _sheet(out / "duplicates.xlsx", PAIR_COLUMNS, _pairs(round_id))
    _sheet(out / "selected.xlsx", PLACE_COLUMNS, _people(round_id, PlaceState.SELECTED))
    _sheet(out / "waiting.xlsx", PLACE_COLUMNS, _people(round_id, PlaceState.WAITING))


def _write_registration(
    out: Path, decree_id: int, *, pdf: bytes, staff: dict[str, User], at: datetime
) -> None:
    selection.sign_decree(
        decree_id, number="UJI COBA", signed_on=at.date(), pdf=pdf, is_wet_signed=True, by=staff["sri"], at=at
    )
    enrolment.prepare_registrations(decree_id, by=staff["rani"], at=at)
    made = enrolment.make_registration_file(decree_id, by=staff["rani"], at=at)
    (out / "bpjs-registration.xlsx").write_bytes(content(made.file))


def _summary(round_id: int, batch_ids: Sequence[int]) -> dict[str, Any]:
    """Counts of everything, and the money, computed from the rows."""
    files = [batches.batch(batch_id) for batch_id in batch_ids]
    round = programme.round_(round_id)
    if round is None:
        raise Refused("Putaran tidak ditemukan.")
    standing = places.places(round_id).values_list("sector_id", "state")
    seated = Counter(sector for sector, state in standing if state in SEATED)
    waiting = Counter(sector for sector, state in standing if state == PlaceState.WAITING)
    sectors = sorted(programme.quotas(round_id))
    run = range(round.first_month, round.last_month + 1)
    monthly = {m: sum(n * programme.contribution_rp(round, m, s) for s, n in seated.items()) for m in run}
    return {
        "rows": sum(b.rows for b in files if b),
        "accepted": sum(b.accepted for b in files if b),
        "rejected": sum(b.rejected for b in files if b),
        "duplicates": pairs.pairs(round_id=round_id).count(),
        "ineligible": {reason.name.lower(): n for reason, n in verdicts.refusal_counts(round_id).items()},  # type: ignore[union-attr]
        "selected": {sector: seated.get(sector, 0) for sector in sectors},
        "waiting": {sector: waiting.get(sector, 0) for sector in sectors},
        "months": [months.format_month(m) for m in run],
        "monthly_rp": monthly[run.start],
        "total_rp": sum(monthly.values()),
    }


def _findings(batch: "Batch") -> list[tuple]:
    """What is to be mended in a list, what may stay, and which rows are nobody."""
    rows = [
        (batch.file.name, f.row, f.name, f.column, f.value, f"{f.message} {f.cure}".strip(), word)
        for kind, word in (("errors", "Ditolak"), ("warnings", "Peringatan"))
        for f in batches.findings(batch, kind=kind)
    ]
    if checked := batches.checked(batch):
        several = len(checked.understood.read_sheets) > 1
        rows += [(batch.file.name, "", "", "", "", note, "Peringatan") for note in checked.understood.notes]
        rows += [
            (
                batch.file.name,
                "",
                "",
                "",
                "",
                f"Lembar {sheet['name']} tidak dibaca. {sheet['why']}",
                "Dilewati",
            )
            for sheet in checked.understood.left_out
        ]
        rows += [
            (
                batch.file.name,
                f"{s['sheet']} baris {s['row']}" if several else str(s["row"]),
                "",
                "",
                "",
                s["why"],
                "Dilewati",
            )
            for s in checked.understood.skipped
        ]
    return rows


def _ineligible(round_id: int) -> list[tuple]:
    """Who may not be covered in this round, and every reason."""
    refused = verdicts.verdicts(round_id, state="refused").select_related("worker__kelurahan", "sector")
    return [
        (
            verdict.sector.name,
            verdict.worker.name,
            verdict.worker.birth_date,
            verdict.worker.kelurahan.name if verdict.worker.kelurahan else verdict.worker.outside_address,
            " ".join(verdicts.reasons(verdict)),
        )
        for verdict in refused
    ]


def _pairs(round_id: int) -> list[tuple]:
    return [
        (
            p.proposal.name,
            p.proposal.batch.file.name,
            in_words(p.proposal.row_number, p.proposal.batch.sheets),
            p.worker.name,
            p.why,
            p.score,
            p.get_decision_display(),
        )
        for p in pairs.pairs(round_id=round_id).select_related("row__batch__file")
    ]


def _people(round_id: int, state: str) -> list[tuple]:
    why = places.reasons_by_place(round_id, state)
    return [
        (
            p.sector.name,
            p.rank,
            p.worker.name,
            p.worker.birth_date,
            p.worker.kelurahan.name if p.worker.kelurahan else "",
            p.score,
            why[p.pk],
        )
        for p in places.places(round_id, state=state)
    ]


def _sheet(path: Path, headers: Sequence[str], rows: Sequence[tuple]) -> None:
    numbers = {"Peringkat", "Nilai"}
    kinds = {"Tanggal lahir": "date"}
    columns = [sheets.Column(h, "number" if h in numbers else kinds.get(h, "text")) for h in headers]  # type: ignore[arg-type]
    path.write_bytes(sheets.xlsx(columns, rows, sheet=path.stem.capitalize()))
