"""The same steps on Apache Spark: this machine (`local[*]`) or a cluster by its master's address. Parquet or CSV in and out.

Every table that is kept is written as Parquet into a folder that the workers share. What is fitted (u, m) is fitted in
this process by DuckDB on the same drawn people, so both engines weigh alike.
"""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from payung.matching.linkage.columns import COLUMNS, TELLING, canonical
from payung.matching.linkage.engine import HALF, NEAR, SLIP, DuckDB, drawn_pairs_sql
from payung.matching.linkage.grouping import group
from payung.matching.linkage.match import Found, Progress, find_pairs
from payung.matching.linkage.model import Model, load
from payung.matching.linkage.reading import CannotMatch

_TEXT = "STRING"
_SPARK_WORDS = (
    "rx(s STRING, p STRING, r STRING) RETURNS STRING RETURN regexp_replace(s, p, r)",
    "rx_part(s STRING, p STRING, n INT) RETURNS STRING RETURN regexp_extract(s, p, n)",
    "words_of(s STRING) RETURNS ARRAY<STRING> RETURN array_sort(array_distinct(split(s, ' ')))",
    "one_text(l ARRAY<STRING>) RETURNS STRING RETURN array_join(l, ' ')",
    "shared(a ARRAY<STRING>, b ARRAY<STRING>) RETURNS INT RETURN size(array_intersect(a, b))",
    "meet(a ARRAY<STRING>, b ARRAY<STRING>) RETURNS BOOLEAN RETURN arrays_overlap(a, b)",
    "within(a ARRAY<STRING>, b ARRAY<STRING>) RETURNS BOOLEAN RETURN"
    " size(array_except(a, b)) = 0 OR size(array_except(b, a)) = 0",
    # Without transform(): Spark takes no lambda into a function of ours.
    "or_initials(l ARRAY<STRING>) RETURNS ARRAY<STRING> RETURN"
    " concat(l, split(regexp_replace(array_join(l, ' '), '([a-z])[a-z]*', '$1'), ' '))",
    "short_for(a ARRAY<STRING>, b ARRAY<STRING>) RETURNS BOOLEAN RETURN"
    " within(a, or_initials(b)) OR within(or_initials(a), b)",
    f"slip(a STRING, b STRING) RETURNS BOOLEAN RETURN {SLIP}",
    f"near(a STRING, b STRING, n DOUBLE) RETURNS BOOLEAN RETURN {NEAR}",
    f"half(a STRING, b STRING) RETURNS BOOLEAN RETURN {HALF}",
    "how_many(a ARRAY<STRING>) RETURNS INT RETURN size(a)",
    "hashed(s STRING) RETURNS BIGINT RETURN xxhash64(s)",
    "excel_day(s STRING) RETURNS STRING RETURN date_format(date_add(DATE'1899-12-30', CAST(s AS INT)), 'yyyyMMdd')",
)


class Spark:
    """An engine; see `engine.Engine`."""

    name = "spark"

    def __init__(self, master: str, folder: Path) -> None:
        try:
            from pyspark.sql import SparkSession  # noqa: PLC0415 (an extra of its own)
            from splink.backends.spark import similarity_jar_location  # noqa: PLC0415
        except ImportError:
            raise CannotMatch('Spark belum terpasang. Pasang dengan: pip install "payung[spark]"') from None
        self._folder = folder
        self._kept = 0
        settings = {
            "spark.jars": similarity_jar_location(),
            "spark.sql.ansi.enabled": "false",
            "spark.sql.shuffle.partitions": "16" if master.startswith("local") else "400",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.memory": "4g",
            "spark.log.level": "FATAL",  # what fails is raised here; what Spark calls an error it often mends
        }
        builder = SparkSession.builder.master(master).appName("payung match")
        for key, value in settings.items():
            builder = builder.config(key, value)
        try:
            self.session = builder.getOrCreate()
        except Exception as error:  # Java's absence comes in many forms
            raise CannotMatch(
                f"Spark tidak dapat dijalankan; periksa Java 17 dan alamat induk {master}."
            ) from error
        self.session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
        for word in _SPARK_WORDS:
            self.session.sql(f"CREATE OR REPLACE TEMPORARY FUNCTION {word}")

    def run(self, sql: str) -> None:
        self.session.sql(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def keep(self, table: str, sql: str) -> None:
        self._kept += 1
        place = str(self._folder / f"{table}_{self._kept}")
        self.session.sql(sql).write.parquet(place)
        self.session.read.parquet(place).createOrReplaceTempView(table)

    def drop(self, table: str) -> None:
        self.session.catalog.dropTempView(table)

    def splink(self) -> Any:
        from splink.backends.spark import SparkAPI  # noqa: PLC0415

        return SparkAPI(
            spark_session=self.session, break_lineage_method="parquet", num_partitions_on_repartition=16
        )

    def registered(self, api: Any, table: str) -> Any:
        return api.register(self.session.table(table))

    def drawn(self, people: int) -> DuckDB:
        return self._local("drawn", f"SELECT * FROM people ORDER BY md5(id) LIMIT {people}")

    def drawn_pairs(self, share: float) -> DuckDB:
        return self._local("drawn_pairs", drawn_pairs_sql(self.session.table("people").columns, share))

    def _local(self, table: str, sql: str) -> DuckDB:
        local = DuckDB()
        local.con.register("given", self.session.sql(sql).toArrow())
        local.keep(table, "SELECT * FROM given")
        return local


def match_files(
    files: Sequence[Path],
    *,
    known: Sequence[Path] = (),
    out: Path,
    clusters: Path | None = None,
    threshold: float = 0.9,
    explain: bool = False,
    model: Model | None = None,
    master: str = "local[*]",
    progress: Progress = lambda percent, what: None,
) -> Found:
    """As `match.match_files`; `out` and `clusters` are folders of Parquet, or of CSV when so named."""
    if known:
        raise CannotMatch("--known belum dapat dipakai dengan Spark: beri semua daftar sebagai FILE.")
    folder = Path(tempfile.mkdtemp(prefix="payung-spark-"))
    try:
        progress(0, "Menyalakan Spark")
        engine = Spark(master, folder)
        people = _read(engine, files)
        found = find_pairs(
            engine, model or load(), people, threshold=threshold, explain=explain, progress=progress
        )
        progress(95, "Menulis hasil")
        _write(engine, "result", out)
        if clusters:
            group(engine)
            _write(engine, "clusters", clusters)
        engine.session.stop()
        return found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read(engine: Spark, files: Sequence[Path]) -> int:
    parts = [_select(engine, file, place) for place, file in enumerate(files)]
    engine.keep(
        "numbered", f"SELECT monotonically_increasing_id() + 1 AS n, * FROM ({' UNION ALL '.join(parts)}) i"
    )
    engine.keep("input", "SELECT * FROM numbered")
    doubled = engine.rows("SELECT id FROM input GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1")
    if doubled:
        raise CannotMatch(
            f'id "{doubled[0][0]}" dipakai lebih dari satu baris. Setiap baris harus punya id sendiri.'
        )
    return int(engine.rows("SELECT count(*) FROM input")[0][0])


def _select(engine: Spark, file: Path, place: int) -> str:
    if not file.exists():
        raise CannotMatch(f"{file}: berkas tidak ditemukan.")
    reader = engine.session.read
    table = (
        reader.csv(str(file), header=True, escape='"') if file.suffix == ".csv" else reader.parquet(str(file))
    )
    known = {canonical(heading): heading for heading in table.columns}
    if not any(name in known for name in TELLING):
        raise CannotMatch(
            f"{file.name}: baris pertama harus judul kolom, paling sedikit satu dari {', '.join(TELLING)}."
        )
    table.createOrReplaceTempView(f"input_{place}")
    texts = [
        f"nullif(trim(CAST(`{known[column]}` AS {_TEXT})), '') AS {column}"
        if column in known
        else _default(column, file)
        for column in COLUMNS
    ]
    return f"SELECT {', '.join(texts)} FROM input_{place}"


def _default(column: str, file: Path) -> str:
    stem = file.stem.replace("'", "")
    if column == "id":
        return f"concat('{stem}:', CAST(monotonically_increasing_id() AS {_TEXT})) AS id"
    return f"'{stem}' AS source" if column == "source" else f"CAST(NULL AS {_TEXT}) AS {column}"


def _write(engine: Spark, table: str, place: Path) -> None:
    writer = engine.session.table(table).write.mode("overwrite")
    if place.suffix == ".csv":
        writer.csv(str(place), header=True)
    else:
        writer.parquet(str(place))
