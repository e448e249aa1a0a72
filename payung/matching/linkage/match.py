"""How do files become pairs? The steps in order; each leaves a table that the next one reads."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from payung.matching.linkage import (
    candidates,
    closing,
    fitting,
    grouping,
    preparing,
    promising,
    reading,
    reasons,
    scoring,
)
from payung.matching.linkage.engine import DuckDB, Engine
from payung.matching.linkage.model import Model, load, with_columns

Progress = Callable[[int, str], None]  # per cent, what is being done
COMPARED = ("name", "nik", "born", "kk", "mother", "phone", "address", "kelurahan", "birth_place", "sex")

_THIRD = "keduanya sama dengan baris ketiga"
_NOTHING = "SELECT n AS n_l, n AS n_r FROM people LIMIT 0"
_NO_RESULT = "SELECT '' AS id_left, '' AS id_right, 0.0 AS probability, '' AS reason LIMIT 0"


@dataclass(frozen=True)
class Found:
    """What a run gave."""

    people: int
    compared: int
    pairs: int


def match_files(
    files: Sequence[Path],
    *,
    known: Sequence[Path] = (),
    out: Path,
    clusters: Path | None = None,
    threshold: float = 0.9,
    explain: bool = False,
    model: Model | None = None,
    progress: Progress = lambda percent, what: None,
) -> Found:
    """Write the pairs of at least `threshold` to `out`. Raises reading.CannotMatch for files that are refused.

    `known`: lists that were looked through before; `files` are sought in them, they are not compared with each other.
    """
    engine = DuckDB()
    progress(0, "Membaca berkas")
    people, before = reading.read_files(engine, files, known=known)
    found = find_pairs(
        engine, model or load(), people, known=before, threshold=threshold, explain=explain, progress=progress
    )
    progress(95, "Menulis hasil")
    _write(engine, "result", out)
    if clusters:
        grouping.group(engine)
        _write(engine, "clusters", clusters)
    return found


def find_pairs(
    engine: Engine,
    model: Model,
    people: int,
    *,
    known: int = 0,
    threshold: float,
    explain: bool,
    progress: Progress,
) -> Found:
    """Table `result` (id_left, id_right, probability, reason) of table `input`, whose first rows are `known`."""
    progress(10, "Menyamakan ejaan")
    preparing.prepare(engine)
    progress(30, "Mencari calon pasangan")
    compared = candidates.find_candidates(engine, people, known=known)
    progress(50, "Menimbang pasangan")
    model = with_columns(model, fitting.filled_columns(engine, COMPARED))
    if not compared:
        return _nothing(engine, people, compared)
    model = fitting.fit(engine, model, people, compared, known=known)
    least = min(threshold, closing.POSSIBLE)
    if not promising.keep_promising(engine, model, people, threshold=least):
        return _nothing(engine, people, compared)
    scoring.score(engine, model, people, threshold=least, explain=explain)
    closing.close(engine, threshold=threshold)
    progress(90, "Menyusun alasan")
    both = ", ".join(f"a.{c} AS {c}_l, b.{c} AS {c}_r" for c in preparing.PEOPLE if c != "n")
    engine.keep(
        "result",
        f"""SELECT id_l AS id_left, id_r AS id_right, round(probability, 6) AS probability,
        concat({reasons.reason_sql(model, with_bits=explain)}, CASE WHEN is_chained THEN '; {_THIRD}' ELSE '' END) AS reason
        FROM (SELECT w.*, {both} FROM weighed w JOIN people a ON a.n = n_l JOIN people b ON b.n = n_r) found
        ORDER BY probability DESC, id_left, id_right""",
    )
    pairs = int(engine.rows("SELECT count(*) FROM result")[0][0])
    return Found(people, compared, pairs)


def _nothing(engine: Engine, people: int, compared: int) -> Found:
    engine.keep("weighed", _NOTHING)
    engine.keep("result", _NO_RESULT)
    return Found(people, compared, 0)


def _write(engine: DuckDB, table: str, file: Path) -> None:
    """Beside its place first: who is killed while writing leaves no half list, and an older one stays whole."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    quoted = str(beside).replace("'", "''")
    form = "FORMAT parquet" if file.suffix == ".parquet" else "FORMAT csv, HEADER"
    try:
        engine.run(f"COPY {table} TO '{quoted}' ({form})")
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
