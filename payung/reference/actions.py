"""How is a city set up on its first day: areas, agencies, sectors, holidays, its own name?"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from payung.reference import catalogue, queries
from payung.reference.enums import AreaLevel
from payung.reference.models import Agency, Area, City, DatedValue, Emblem, Holiday, Sector
from payung.rules.parameters import Entry, check_entry, packaged, put_in_force, thawed

PROVINCE = "Jawa Timur"
HOLIDAYS = ("holiday.national.", "holiday.shared_leave.")


@transaction.atomic
def set_up_city(**details: Any) -> City:
    """Load the catalogue and write the city's row. Run again, it mends what differs and adds nothing twice.

    `details`: fields of City that differ from the catalogue's ("bpjs_branch", "is_synthetic" ...).
    """
    _load_areas()
    _load_agencies()
    load_holidays()
    kota = Area.objects.get(level=AreaLevel.KOTA)
    fields = {
        "name": kota.name,
        "area": kota,
        "province": PROVINCE,
        "labour_agency_id": catalogue.LABOUR_AGENCY[0],
    }
    city, _ = City.objects.update_or_create(pk=1, defaults=fields | details)
    return city


@transaction.atomic
def keep_emblem(image: bytes, *, at: datetime) -> Emblem:
    """Another coat of arms for the city's papers (PNG or JPEG); earlier ones stay for what was signed with them."""
    emblem = Emblem.objects.create(image=image, added_at=at)
    City.objects.filter(pk=1).update(emblem=emblem)
    return emblem


def _load_areas() -> None:
    """Parents come before their children in the catalogue's order of codes."""
    entries = sorted(catalogue.areas(), key=lambda entry: entry.code)
    Area.objects.bulk_create(
        [
            Area(code=e.code, name=e.name, level=AreaLevel(e.level), parent_id=e.parent or None)
            for e in entries
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "parent"],
    )


def _load_agencies() -> None:
    agencies = {sector.agency: sector.agency_name for sector in catalogue.SECTORS}
    agencies |= dict([catalogue.LABOUR_AGENCY])
    for code, name in agencies.items():
        Agency.objects.get_or_create(code=code, defaults={"name": name})
    for sector in catalogue.SECTORS:
        Sector.objects.get_or_create(
            code=sector.code, defaults={"name": sector.name, "agency_id": sector.agency}
        )


def decide_transport(decisions: Mapping[str, bool | None]) -> list[str]:
    """Write for each sector ({code: yes, no, None = its words}) whether it is transport; the codes that changed.

    The person and the audit line are those of `office`.
    """
    changed = []
    for sector in Sector.objects.filter(code__in=decisions):
        if sector.is_transport != decisions[sector.code]:
            sector.is_transport = decisions[sector.code]
            sector.save(update_fields=["is_transport"])
            changed.append(sector.code)
    return changed


def load_holidays() -> int:
    """Take the holidays of the packaged table; offices and banks are closed on shared leave too.

    Gives how many days are known now.
    """
    law = packaged()
    days = {entry.first: str(entry.value) for name in law.ids() if name.startswith(HOLIDAYS)
            for entry in law.versions(name)}  # fmt: skip
    Holiday.objects.bulk_create(
        [Holiday(date=day, name=name[:120]) for day, name in days.items()], ignore_conflicts=True
    )
    return Holiday.objects.count()


def use_law() -> None:
    """Let every rule of this process calculate with this city's values: before each request and each job."""
    put_in_force(queries.parameters())


@transaction.atomic
def put_value(entry: Entry) -> DatedValue:
    """Put a value over the packaged ones from its first day on. ParameterError names what is wrong with it.

    The two persons and the audit line are those of `office`.
    """
    check_entry(entry)
    queries.parameters().with_overlay([entry])
    row = DatedValue.objects.create(
        parameter=entry.id,
        value=thawed(entry.value),
        effective_from=entry.first,
        effective_to=entry.effective_to,
        unit=entry.unit,
        source=entry.source,
        confidence=entry.confidence,
        note=entry.note or "",
    )
    _law_changed()
    return row


@transaction.atomic
def close_day(day: date, name: str) -> bool:
    """Add a holiday; False when the day is known already."""
    _, is_new = Holiday.objects.get_or_create(date=day, defaults={"name": name})
    _law_changed()
    return is_new


@transaction.atomic
def open_day(day: date) -> bool:
    """Take a holiday out of the table; False when it was not there."""
    gone, _ = Holiday.objects.filter(date=day).delete()
    _law_changed()
    return bool(gone)


def _law_changed() -> None:
    """Every worker reads the values anew at its next request or job."""
    City.objects.filter(pk=1).update(law_version=uuid4())
