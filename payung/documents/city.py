"""What does the letterhead of our city say? The one place where the city's row becomes a letterhead."""

from payung.documents.letterhead import Letterhead, Official
from payung.reference.queries import city


class CityMissing(RuntimeError):
    """Papers need a city that has been set up."""


def letterhead() -> Letterhead:
    """The city and its labour agency, as letters name them."""
    found = city()
    if found is None:
        raise CityMissing("Kota belum disiapkan.")
    agency = found.labour_agency.name
    return Letterhead(
        city=found.name,
        province=found.province,
        mayor=Official(name=found.mayor_name, office=found.mayor_title),
        agency=agency,
        head=Official(name=found.labour_head_name, office=f"Kepala {agency}", nip=found.labour_head_nip),
        contact=found.phone,
    )
