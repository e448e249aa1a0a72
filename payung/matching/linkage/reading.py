"""How do lists come in? CSV or Parquet, any subset of the columns, into one table of text with a number per row."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from payung.matching.linkage import lines
from payung.matching.linkage.columns import COLUMNS, TELLING, canonical
from payung.matching.linkage.engine import DuckDB
from payung.tables.cells import FileRefused

PARQUET = (".parquet", ".pq")
TEXTS = (".csv", ".tsv", ".txt")


class CannotMatch(ValueError):
    """A file that is refused; the sentence says which, why and what to do."""


def read_files(engine: DuckDB, files: Sequence[Path], *, known: Sequence[Path] = ()) -> tuple[int, int]:
    """Table `input`: n (1, 2, ...; the known first) and all COLUMNS as text.

    Gives how many rows there are, and how many of them are known. Raises CannotMatch.
    """
    engine.run("SET preserve_insertion_order = true")  # a row without id is called by its place in its file
    parts = [_select(engine, file, place) for place, file in enumerate([*known, *files])]
    engine.run("CREATE OR REPLACE TABLE input AS SELECT 0 AS n, * FROM (" + parts[0] + ") LIMIT 0")
    rows = [_append(engine, group) for group in (parts[: len(known)], parts[len(known) :])]
    engine.run("SET preserve_insertion_order = false")
    _refuse_doubled_ids(engine)
    return sum(rows), rows[0]


def _append(engine: DuckDB, parts: Sequence[str]) -> int:
    """Add rows to `input`, numbered on. Gives how many."""
    if not parts:
        return 0
    before = int(engine.rows("SELECT count(*) FROM input")[0][0])
    engine.run(
        f"INSERT INTO input SELECT row_number() OVER () + {before}, * FROM ({' UNION ALL '.join(parts)})"
    )
    return int(engine.rows("SELECT count(*) FROM input")[0][0]) - before


def _select(engine: DuckDB, file: Path, place: int) -> str:
    suffix = file.suffix.lower()
    if not file.is_file():
        raise CannotMatch(f"{file}: berkas tidak ditemukan.")
    if suffix not in (*PARQUET, *TEXTS):
        raise CannotMatch(f"{file.name}: jenis berkas tidak dikenal. Simpan sebagai CSV atau Parquet.")
    if file.stat().st_size == 0:
        raise CannotMatch(f"{file.name}: berkas kosong.")
    table = f"input_{place}"
    try:
        if suffix in PARQUET:
            _load(engine, f"read_parquet({_quoted(file)})", table)
        else:
            _load_text(engine, file, table)
        headings = [row[0] for row in engine.rows(f"DESCRIBE {table}")]
    except FileRefused as refusal:
        raise CannotMatch(f"{file.name}: {refusal.message}") from None
    except (duckdb.Error, UnicodeError) as error:
        raise CannotMatch(f"{file.name}: isi berkas tidak terbaca sebagai tabel. {_reason(error)}") from None
    known = _known_columns(file, headings)
    texts = [_text(known, column, file) for column in COLUMNS]
    return f"SELECT {', '.join(texts)} FROM {table}"


def _load(engine: DuckDB, source: str, table: str) -> None:
    engine.run(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {source}")


def _load_text(engine: DuckDB, file: Path, table: str) -> None:
    """Load a text file. Raises FileRefused with the row that cannot be cut into cells without a guess."""
    text = lines.look(file)
    with tempfile.TemporaryDirectory(prefix="payung-text-") as place:
        plain = file
        if not text.is_plain:
            plain = Path(place) / "plain.csv"
            lines.copy_plain(file, text, plain)
        try:
            _load(engine, _csv(plain, text), table)
        except duckdb.Error as error:
            if refusal := lines.first_wrong(file, text):
                raise refusal from None
            if "null_padding" not in str(error):
                raise
            _load(engine, _csv(plain, text, ", parallel = false"), table)  # a quoted cell of several lines
    if _has_doubtful_rows(engine, table, text) and (refusal := lines.first_wrong(file, text)):
        raise refusal


def _csv(file: Path, text: lines.Text, more: str = "") -> str:
    return (
        f"read_csv({_quoted(file)}, all_varchar = true, header = true, null_padding = true, max_line_size = 20000000"
        f"{text.options()}{more})"
    )


def _has_doubtful_rows(engine: DuckDB, table: str, text: lines.Text) -> bool:
    """Whether rows hold more cells than there are titles, all in one cell, or a cell that swallowed others."""
    columns = [f'"{str(row[0]).replace(chr(34), chr(34) * 2)}"' for row in engine.rows(f"DESCRIBE {table}")]
    doubts = [f"{column} IS NOT NULL" for column in columns[text.titles :]]
    if len(columns) > 1:
        alone = " AND ".join(f"{column} IS NULL" for column in columns[1:])
        doubts.append(f"{alone} AND regexp_matches({columns[0]}, '[;,|\\t]')")
    if text.has_quotes:
        separator = text.separator.replace("'", "''")
        doubts += [f"contains({c}, chr(10)) AND contains({c}, '{separator}')" for c in columns]
    condition = " OR ".join(f"({doubt})" for doubt in doubts)
    return bool(doubts and engine.rows(f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1"))


def _quoted(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"


def _known_columns(file: Path, headings: Sequence[str]) -> dict[str, str]:
    """{our name: heading in the file}."""
    known: dict[str, str] = {}
    for heading in headings:
        name = canonical(heading)
        if name in known and name in COLUMNS:
            raise CannotMatch(f'{file.name}: kolom "{name}" ada dua. Sisakan satu.')
        known[name] = heading
    if not any(name in known for name in TELLING):
        found = ", ".join(headings[:8])
        raise CannotMatch(
            f"{file.name}: baris pertama harus judul kolom, paling sedikit satu dari {', '.join(TELLING)}. Terbaca: {found[:200]}."
        )
    return known


def _text(known: dict[str, str], column: str, file: Path) -> str:
    default = f"'{file.stem.replace(chr(39), '')}'"
    if column not in known:
        if column == "id":
            return f"concat({default}, ':', row_number() OVER ()) AS id"
        return f"{default if column == 'source' else 'CAST(NULL AS VARCHAR)'} AS {column}"
    heading = known[column].replace('"', '""')
    text = f"nullif(trim(CAST(\"{heading}\" AS VARCHAR)), '')"
    if column == "id":
        text = f"coalesce({text}, concat({default}, ':', row_number() OVER ()))"
    return f"{text} AS {column}"


def _refuse_doubled_ids(engine: DuckDB) -> None:
    doubled = engine.rows(
        "SELECT id, count(*) FROM input GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1"
    )
    if doubled:
        raise CannotMatch(
            f'id "{str(doubled[0][0])[:60]}" dipakai {doubled[0][1]} baris. Setiap baris harus punya id sendiri.'
        )


def _reason(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:160]
