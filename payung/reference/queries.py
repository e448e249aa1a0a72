"""Which city is this, and which areas, agencies, sectors and holidays does it have?"""

from datetime import date

from payung.reference.enums import AreaLevel
from payung.reference.models import Agency, Area, City, Holiday, Sector


def city() -> City | None:
    """The city this installation serves; None until it is set up."""
    return City.objects.select_related("area", "labour_agency").first()


def kelurahan() -> list[Area]:
    """All kelurahan with their kecamatan, by code."""
    return list(Area.objects.filter(level=AreaLevel.KELURAHAN).select_related("parent"))


def sectors() -> list[Sector]:
    return list(Sector.objects.select_related("agency"))


def agencies() -> list[Agency]:
    return list(Agency.objects.all())


def holidays() -> frozenset[date]:
    """The days on which offices are closed, for working-day counts (`rules.months`)."""
    return frozenset(Holiday.objects.values_list("date", flat=True))
