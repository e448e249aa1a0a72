"""How do lists come in? CSV or Parquet, any subset of the columns, into one table of text with a number per row."""

import codecs
from collections.abc import Sequence
from pathlib import Path

import duckdb

from payung.matching.linkage.columns import COLUMNS, TELLING, canonical
from payung.matching.linkage.engine import DuckDB


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
    source = _scan(file)
    try:
        headings = [row[0] for row in engine.rows(f"DESCRIBE SELECT * FROM {source}")]
        engine.run(f"CREATE OR REPLACE TABLE input_{place} AS SELECT * FROM {source}")
    except (duckdb.Error, UnicodeError) as error:
        raise CannotMatch(f"{file.name}: isi berkas tidak terbaca sebagai tabel. {_reason(error)}") from None
    known = _known_columns(file, headings)
    texts = [_text(known, column, file) for column in COLUMNS]
    return f"SELECT {', '.join(texts)} FROM input_{place}"


def _scan(file: Path) -> str:
    if not file.is_file():
        raise CannotMatch(f"{file}: berkas tidak ditemukan.")
    path = str(file).replace("'", "''")
    if file.suffix.lower() in (".parquet", ".pq"):
        return f"read_parquet('{path}')"
    if file.suffix.lower() not in (".csv", ".tsv", ".txt"):
        raise CannotMatch(f"{file.name}: jenis berkas tidak dikenal. Simpan sebagai CSV atau Parquet.")
    if file.stat().st_size == 0:
        raise CannotMatch(f"{file.name}: berkas kosong.")
    return f"read_csv('{path}', all_varchar = true, header = true, null_padding = true, max_line_size = 20000000{_encoding(file)})"


def _encoding(file: Path) -> str:
    """Lists from Windows are often not UTF-8; what is not, is read as Latin-1. One name in the last row may tell."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open("rb") as stream:
        try:
            while block := stream.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return ", encoding = 'latin-1'"
    return ""


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
