"""How does a proposed row become a person of the register?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from payung.accounts.models import User
from payung.intake import actions as intake
from payung.people import actions as people


def register_rows(rows: Sequence[Mapping[str, Any]], *, by: User | None, at: datetime) -> list[UUID]:
    """Rows become people, each row is linked to its person."""
    if not rows:
        return []
    ids = people.register_workers([new_worker(row) for row in rows], by=by, at=at)
    intake.link_rows({row["id"]: worker_id for row, worker_id in zip(rows, ids, strict=True)})
    return ids


def new_worker(row: Mapping[str, Any]) -> people.NewWorker:
    return people.NewWorker(
        name=row["name"],
        birth_date=day_of(row["birth_date"]),
        sex=row["sex"],
        nik=row["nik"],
        sector=row["sector"],
        birth_place=row.get("birth_place") or "",
        kk=row.get("kk") or "",
        phone=row.get("phone") or "",
        mother_name=row.get("mother_name") or "",
        address=row.get("address") or "",
        rt=row.get("rt") or "",
        rw=row.get("rw") or "",
        kelurahan_code=row.get("kelurahan_code"),
        outside_address=row.get("outside_address") or "",
        job=row.get("job") or "",
        work_place=row.get("work_place") or "",
        work_hours=row.get("work_hours") or "",
        income_rp=row.get("income_rp"),
    )


def day_of(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
