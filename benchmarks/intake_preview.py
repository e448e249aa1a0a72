"""How long does an operator wait for the checked preview of a city's list: ours beside django-import-export?

    python benchmarks/intake_preview.py [--rows 11023] [--json FILE]

One run, one machine, the same XLSX of 15 columns in memory. Each side reads the file and checks every row; nothing
is stored. django-import-export works as its documentation says: XLSX format, dry run, on a model of the same
columns in PostgreSQL; once with its defaults, once with every option that makes it faster (bulk, no diff, no report of
skipped rows, no look-up of existing rows). Its check is what the model and widgets ask; ours adds the NIK against
area, date, sex and declared birth date, the spelling of kelurahan, telephone, doubles, and a cure for each finding. The last line is
our whole page: upload, sealed copy of the file, job, sealed rows in the database.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from payung.config import start

TODAY = date(2025, 5, 7)
NOW = datetime(2025, 5, 7, 2, 0, tzinfo=UTC)
HEADER = {
    "nik": "NIK", "kk": "No. KK", "name": "Nama lengkap", "birth_place": "Tempat lahir", "birth_date": "Tanggal lahir",
    "sex": "Jenis kelamin (L/P)", "mother_name": "Nama ibu kandung", "phone": "No. HP", "address": "Alamat",
    "rt": "RT", "rw": "RW", "kelurahan": "Kelurahan", "kecamatan": "Kecamatan", "occupation": "Pekerjaan", "work_place": "Tempat kerja",
}  # fmt: skip
VILLAGES = (
    ("Mayangan", "Mayangan"),
    ("Kedung Asem", "Wonoasih"),
    ("Jrebeng Lor", "Kedopok"),
    ("Pilang", "Kademangan"),
)
WORDS = [
    "SITI",
    "AMINAH",
    "BUDI",
    "SANTOSO",
    "NUR",
    "HASAN",
    "AGUS",
    "SALIM",
    "DEWI",
    "RAHAYU",
    "MOCH",
    "ARIFIN",
    "SRI",
    "WAHYUNI",
]


def people(count: int, seed: int = 7) -> list[list[str]]:
    """Made-up people; serials from 9000 up, which nobody has."""
    chance = random.Random(seed)
    rows = []
    for i in range(count):
        born = date.fromordinal(chance.randint(date(1961, 1, 1).toordinal(), date(2005, 12, 31).toordinal()))
        is_woman = chance.random() < 0.5
        number = f"35740{1 + i % 5}{born.day + 40 * is_woman:02d}{born:%m%y}{9000 + i // 12}"
        village, kecamatan = chance.choice(VILLAGES)
        rows.append([
            number, f"3574030101109{i % 1000:03d}"[:16].ljust(16, "9"), " ".join(chance.sample(WORDS, 2)), "Probolinggo",
            born.isoformat(), "P" if is_woman else "L", "SULASTRI", f"0812{i:08d}", f"Jl. Ikan Tongkol No. {i % 90}",
            f"{i % 12:03d}", f"{i % 9:03d}", village, kecamatan, "Petani tembakau", "Sawah",
        ])  # fmt: skip
    return rows


def workbook(rows: list[list[str]], header: list[str]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Daftar")
        for y, row in enumerate([header, *rows]):
            for x, cell in enumerate(row):
                page.write_string(y, x, cell)
    return target.getvalue()


def timed(work: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """The median of some runs in seconds, and the last answer."""
    seconds, answer = [], None
    for _ in range(times):
        begin = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds), answer


def theirs(rows: list[list[str]]) -> dict[str, float]:
    """django-import-export: seconds for read + dry run, with defaults and with its fastest options."""
    from django.db import connection, models  # noqa: PLC0415 (Django is set up by then)
    from import_export import resources  # noqa: PLC0415
    from import_export.formats.base_formats import XLSX  # noqa: PLC0415

    fields: dict[str, Any] = {name: models.CharField(max_length=200) for name in HEADER}
    fields |= {"nik": models.CharField(max_length=16, unique=True), "birth_date": models.DateField()}
    kind = type("ListedWorker", (models.Model,), {
        **fields, "__module__": __name__, "Meta": type("Meta", (), {"app_label": "intake"}),
    })  # fmt: skip
    options = {
        "default": {"model": kind, "import_id_fields": ["nik"]},
        "fastest": {
            "model": kind, "import_id_fields": ["nik"], "use_bulk": True, "batch_size": 1000, "skip_diff": True,
            "skip_html_diff": True, "report_skipped": False, "force_init_instance": True, "use_transactions": True,
        },
    }  # fmt: skip
    with connection.schema_editor() as editor:
        editor.create_model(kind)
    content = workbook(rows, list(HEADER))
    seconds = {}
    for name, meta in options.items():
        resource = type(f"{name}Resource", (resources.ModelResource,), {"Meta": type("Meta", (), meta)})

        def preview(resource: Any = resource) -> Any:
            return resource().import_data(XLSX().create_dataset(content), dry_run=True)

        seconds[name], result = timed(preview, times=1 if name == "default" else 3)
        if result.has_errors() or result.total_rows != len(rows) or kind.objects.exists():
            faults = [str(e.error)[:200] for _, found in result.row_errors()[:2] for e in found] + [
                str(e.error) for e in result.base_errors
            ]
            raise SystemExit(
                f"django-import-export ({name}) did not preview what it should: {result.total_rows} {faults}"
            )
        shown(f"django-import-export {name}", seconds[name])
    return seconds


def ours(rows: list[list[str]]) -> dict[str, float]:
    """Payung: seconds for read + check, and for the whole upload to a kept preview."""
    from payung.accounts.models import User  # noqa: PLC0415
    from payung.demo.round import open_round  # noqa: PLC0415
    from payung.demo.staff import SECTOR_OPERATOR, hire  # noqa: PLC0415
    from payung.intake.actions import receive_file  # noqa: PLC0415
    from payung.intake.reading import check_file  # noqa: PLC0415
    from payung.reference.actions import set_up_city  # noqa: PLC0415
    from payung.rules import months  # noqa: PLC0415

    content = workbook(rows, list(HEADER.values()))
    seconds = {}
    seconds["check"], checked = timed(lambda: check_file(content, name="petani.xlsx", today=TODAY), times=3)
    if len(checked.rows) != len(rows) or checked.rejected:
        raise SystemExit("Payung did not preview what it should")
    shown("Payung read + check", seconds["check"])
    set_up_city()
    staff: dict[str, User] = hire()
    opened = open_round(
        quotas={"petani": len(rows)}, first_month=months.parse_month("2025-05"), months_count=8,
        by=staff["rani"], at=NOW, name="Perbandingan",
    )  # fmt: skip
    seconds["page"], batch = timed(
        lambda: receive_file(
            content, name="petani.xlsx", round_id=opened, sector="petani", by=staff[SECTOR_OPERATOR["petani"]], at=NOW
        )
    )  # fmt: skip
    batch.refresh_from_db()
    if batch.accepted != len(rows):
        raise SystemExit(f"the batch was not previewed: {batch.state}")
    shown("Payung upload to kept preview", seconds["page"])
    return seconds


def shown(what: str, seconds: float) -> None:
    sys.stdout.write(f"{what:36} {seconds:8.2f} s\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=11_023)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    rows = people(chosen.rows)
    with start.throw_away_city():
        start.prepare_tables()
        mine, other = ours(rows), theirs(rows)
    ratios = {f"{name}_over_{step}": other[name] / mine[step] for name in other for step in mine}
    for name, ratio in ratios.items():
        sys.stdout.write(f"{name:36} {ratio:8.1f} x\n")
    if chosen.json:
        told = {
            "rows": chosen.rows,
            "columns": len(HEADER),
            "payung": mine,
            "import_export": other,
            "ratios": ratios,
        }
        chosen.json.write_text(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
