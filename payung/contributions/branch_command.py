"""`payung branch check --kind invoice|active`: what do the branch's invoice and active list say? Needs no database."""

from typing import Any

from payung.contributions.active_list import active_people, not_active
from payung.contributions.invoice import invoice_of, total_differs
from payung.tables.command import where
from payung.tables.reading import CannotRead, Reading


def invoice_answer(reading: Reading) -> dict[str, Any]:
    """The lines, their sum and the declared total. Raises CannotRead for rows to be mended and for a total that is not the sum."""
    invoice = invoice_of(reading, name="tagihan ini")
    if sentence := total_differs(invoice.declared_rp, invoice.total_rp):
        raise CannotRead(sentence)
    return {
        "accepted": len(invoice.lines),
        "rejected": 0,
        "problems": [],
        "kode_iuran": invoice.kode_iuran,
        "total_rp": invoice.total_rp,
        "declared_rp": invoice.declared_rp,
        "lines": [
            where(reading, line.row_number)
            | {"kpj": line.kpj, "name": line.name, "amount_rp": line.amount_rp}
            for line in invoice.lines
        ],
    }


def active_answer(reading: Reading) -> dict[str, Any]:
    """Whom the branch calls active. Raises CannotRead for rows to be mended."""
    people = active_people(reading, name="daftar ini")
    others = not_active(reading)
    rows = sum(len(table.rows) for table in reading.tables)
    return {
        "accepted": rows - len(others),
        "rejected": 0,
        "problems": [],
        "skipped": [where(reading, place) | {"why": why} for place, why in others],
        "total_rp": None,
        "declared_rp": None,
        "lines": [{"kpj": kpj, "name": name} for kpj, name in people.items()],
    }
