"""Only the rows that must be mended, as a spreadsheet to correct and upload again."""

from payung.documents import sheets
from payung.intake.reading import CheckedFile
from payung.intake.reading.fields import FIELDS

MONEY = {"income_rp"}


def bad_rows_xlsx(checked: CheckedFile) -> bytes:
    """The rejected rows in the columns of the download format, each with what to do. Cells are never formulas."""
    kinds = [kind for kind in FIELDS if kind.field not in ("birth", "rt_rw")]
    columns = [sheets.Column("Baris asal", "number"), *(sheets.Column(kind.label) for kind in kinds)]
    columns.append(sheets.Column("Yang harus dilakukan", width=70))
    rows = []
    for row in checked.rejected:
        found = {p.field: p.value for p in row.problems}
        cells = [found.get(kind.field) or row.values.get(kind.field) for kind in kinds]
        cure = " ".join(f"{p.message} {p.cure}" for p in row.problems if p.severity.value == "error")
        rows.append((row.number, *cells, cure))
    return sheets.xlsx(columns, rows, sheet="Perbaikan")
