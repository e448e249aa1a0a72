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
    told = terms() if kept is None else kept
    return Letterhead(
        city=told["name"],
        province=told["province"],
        mayor=Official(name=told["mayor_name"], office=told["mayor_title"]),
        agency=told["agency"],
        head=Official(
            name=told["labour_head_name"],
            office=f"Kepala {told['agency']}",
            nip=told["labour_head_nip"],
            rank=told["labour_head_rank"],
        ),
        address=told["address"],
        contact=told["phone"],
        coat_of_arms=coat_of_arms or emblem(told["emblem_id"]),
        copies=lines(told["copies"]),
        initials=lines(told["initials"]),
    )


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text field, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
