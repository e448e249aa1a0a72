"""Only the rows that must be mended, as a spreadsheet to correct and upload again."""

from payung.documents import sheets
from payung.intake.reading import CheckedFile
from payung.intake.reading.fields import FIELDS
from payung.tables.places import row_of

MONEY = {"income_rp"}


def bad_rows_xlsx(checked: CheckedFile) -> bytes:
    """The rejected rows in the columns of the download format, each with what to do. Cells are never formulas."""
    kinds = [kind for kind in FIELDS if kind.name not in ("birth", "rt_rw")]
    names = checked.understood.read_sheets
    where = [sheets.Column("Lembar asal")] if len(names) > 1 else []
    columns = [*where, sheets.Column("Baris asal", "number"), *(sheets.Column(kind.label) for kind in kinds)]
    columns.append(sheets.Column("Yang harus dilakukan", width=70))
    rows = []
    for row in checked.rejected:
        shown = {p.field: p.value for p in row.problems}
        cells = [shown.get(kind.name) or row.values.get(kind.name) for kind in kinds]
        cure = " ".join(f"{p.message} {p.cure}" for p in row.problems if p.severity.value == "error")
        origin = [checked.sheet_of(row.number)] if where else []
        rows.append((*origin, row_of(row.number), *cells, cure))
    return sheets.xlsx(columns, rows, sheet="Perbaikan")
