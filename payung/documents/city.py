"""What does the letterhead of our city say? The one place where the city's row becomes a letterhead."""

from collections.abc import Mapping
from typing import Any

from payung.documents.letterhead import Letterhead, Official
from payung.reference.queries import city, emblem

FIELDS = (
    "name", "province", "mayor_title", "mayor_name", "labour_head_name", "labour_head_rank", "labour_head_nip", "address",
    "phone", "copies", "initials", "citations", "budget_basis", "emblem_id",
)  # fmt: skip


class CityMissing(RuntimeError):
    """Papers need a city that has been set up."""


def terms() -> dict[str, Any]:
    """What the city says of itself on papers now: plain values, to be kept with a paper that is signed."""
    found = city()
    if found is None:
        raise CityMissing("Kota belum disiapkan.")
    return {field: getattr(found, field) for field in FIELDS} | {"agency": found.labour_agency.name}


def letterhead(kept: Mapping[str, Any] | None = None, *, coat_of_arms: bytes | None = None) -> Letterhead:
    """The city and its labour agency, as letters name them.

    `kept`: the `terms` of another day, of a signed paper. `coat_of_arms`: another than the city's, for a preview.
    """
    stated = terms() if kept is None else kept
    return Letterhead(
        city=stated["name"],
        province=stated["province"],
        mayor=Official(name=stated["mayor_name"], office=stated["mayor_title"]),
        agency=stated["agency"],
        head=Official(
            name=stated["labour_head_name"],
            office=f"Kepala {stated['agency']}",
            nip=stated["labour_head_nip"],
            rank=stated["labour_head_rank"],
        ),
        address=stated["address"],
        contact=stated["phone"],
        coat_of_arms=coat_of_arms or emblem(stated["emblem_id"]),
        copies=lines(stated["copies"]),
        initials=lines(stated["initials"]),
    )


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text field, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
