"""Which city is this, which areas, agencies, sectors and holidays does it have, and which values of the law?"""

from datetime import date
from functools import lru_cache
from uuid import UUID

from payung.reference.enums import AreaLevel
from payung.reference.models import Agency, Area, City, Clinic, DatedValue, Emblem, Holiday, Sector
from payung.rules.contributions import is_transport as says_transport
from payung.rules.parameters import Entry, ParameterSet, frozen, packaged


def city() -> City | None:
    """The city this installation serves; None until it is set up."""
    return City.objects.select_related("area", "labour_agency").first()


def emblem(emblem_id: int | None) -> bytes | None:
    """The picture of a coat of arms; None when the city has none."""
    kept = Emblem.objects.filter(pk=emblem_id).first() if emblem_id else None
    return bytes(kept.image) if kept else None


def kelurahan() -> list[Area]:
    """All kelurahan with their kecamatan, by code."""
    return list(Area.objects.filter(level=AreaLevel.KELURAHAN).select_related("parent"))


def sectors() -> list[Sector]:
    return list(Sector.objects.select_related("agency"))


def is_transport(sector: str, month: int, law: ParameterSet | None = None) -> bool:
    """Whether a sector counts as transport (PP 50/2025): as a person decided, else by the words of its code and name."""
    known = Sector.objects.filter(code=sector).values_list("is_transport", "name").first()
    decided, name = known or (None, "")
    return bool(says_transport([sector, name], month, law).any()) if decided is None else decided


def agencies() -> list[Agency]:
    return list(Agency.objects.all())


def clinics() -> list[Clinic]:
    """The clinics where a work accident is treated without payment in advance (PLKK), by name."""
    return list(Clinic.objects.all())


def holidays() -> frozenset[date]:
    """The days on which offices are closed, for working-day counts (`rules.months`)."""
    return frozenset(Holiday.objects.values_list("date", flat=True))


def holiday_rows(year: int | None = None) -> list[Holiday]:
    """The closed days with their names, of one year or of all."""
    return list(Holiday.objects.filter(**({"date__year": year} if year else {})))


def parameters() -> ParameterSet:
    """The packaged values, under the city's own ones, with the city's table of holidays.

    Kept by the process; one short question tells whether another worker has changed anything since.
    """
    version = City.objects.values_list("law_version", flat=True).first()
    return _law_of(version) if version else packaged()


@lru_cache(maxsize=4)
def _law_of(version: UUID) -> ParameterSet:
    closed = [_closed_day(day) for day in Holiday.objects.all()]
    return packaged().with_group("holiday.", closed).with_overlay(map(_entry, DatedValue.objects.all()))


def _entry(row: DatedValue) -> Entry:
    return Entry(
        row.parameter,
        row.effective_from,
        row.effective_to,
        frozen(row.value),
        row.unit,
        row.source,
        row.confidence,
        row.note or None,
    )


def _closed_day(day: Holiday) -> Entry:
    id_ = f"holiday.national.{day.date.isoformat()}"
    return Entry(id_, day.date, day.date, day.name, "hari libur", "tabel hari libur kota", "high")
