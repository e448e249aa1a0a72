"""Whom does the branch call active? Pure: bytes in, KPJ and names out."""

from payung.contributions.invoice import SYNONYMS, kpj_of
from payung.files.tables import CannotRead, read_table, text_of

COLUMNS = {field: SYNONYMS[field] for field in ("kpj", "name")}


def read_active_list(content: bytes, *, name: str) -> dict[str, str]:
    """{kpj: name}; a KPJ written twice counts once. Raises CannotRead with the rows to mend."""
    table = read_table(content, name=name, synonyms=COLUMNS, required=["kpj"])
    found = {number: (kpj_of(cells["kpj"]), text_of(cells.get("name"))[:120]) for number, cells in table.rows}
    if wrong := [number for number, (kpj, _) in found.items() if not kpj]:
        raise CannotRead(
            f"{len(wrong)} baris di {name} tidak punya KPJ yang benar (baris {wrong[0]}, …). Perbaiki lalu unggah lagi."
        )
    if not found:
        raise CannotRead(f"Tidak ada baris di {name}. Periksa lembar pertama berkas.")
    return dict(found.values())
