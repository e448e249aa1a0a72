"""What differs between DuckDB and Spark? Only the names of a few functions: each engine learns our words for them."""

import math
import os
import tempfile
from collections.abc import Sequence
from typing import Any, Protocol

import duckdb

# What is cheap to see comes first: an engine does not go on to the letters where the lengths already say no.
SLIP = "abs(length(a) - length(b)) <= 1 AND levenshtein(a, b) <= 1"
NEAR = """abs(length(a) - length(b)) * n <= greatest(length(a), length(b))
    AND levenshtein(a, b) * n <= greatest(length(a), length(b))"""
_HALF = "CAST(floor((least(length(a), length(b)) - 1) / 2) AS INT)"
HALF = f"""substr(a, 1, {_HALF}) = substr(b, 1, {_HALF})
    OR substr(a, length(a) - {_HALF} + 1) = substr(b, length(b) - {_HALF} + 1)"""
_DUCKDB_WORDS = (
    "rx(s, p, r) AS regexp_replace(s, p, r, 'g')",
    "rx_part(s, p, n) AS regexp_extract(s, p, n)",
    "words_of(s) AS list_sort(list_distinct(string_split(s, ' ')))",
    "one_text(l) AS array_to_string(l, ' ')",
    "shared(a, b) AS len(list_intersect(a, b))",
    "meet(a, b) AS list_has_any(a, b)",
    "within(a, b) AS (list_has_all(a, b) OR list_has_all(b, a))",
    "or_initials(l) AS list_concat(l, list_transform(l, lambda w: substr(w, 1, 1)))",
    "short_for(a, b) AS (within(a, or_initials(b)) OR within(or_initials(a), b))",
    f"slip(a, b) AS ({SLIP})",
    f"near(a, b, n) AS ({NEAR})",
    f"half(a, b) AS ({HALF})",
    "how_many(a) AS len(a)",
    # hash() alone is the same for some numbers that differ in two digits ('…0302220011' and '…0802220014').
    "hashed(s) AS xor(hash(s), hash('#' || s))",
    "excel_day(s) AS strftime(DATE '1899-12-30' + CAST(s AS INTEGER), '%Y%m%d')",
)


LEAST_MB = 2_500  # a million people


def _half_of_memory_mb() -> int:
    """What a run may hold; the other half is for PostgreSQL, the server and the file cache."""
    return max(LEAST_MB, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2_000_000)


def drawn_pairs_sql(columns: Sequence[str], share: float) -> str:
    """About this share of the candidates: the pairs of some people, chosen by their ids and not by their place in a pair."""
    both = ", ".join(f"a.{c} AS {c}_l, b.{c} AS {c}_r" for c in columns)
    people = 1 - math.sqrt(1 - share)  # either side may be the one that was chosen
    chosen = f"(SELECT n FROM people WHERE substr(md5(id), 1, 6) <= '{int(people * 0xFFFFFF):06x}')"
    some = f"(SELECT * FROM pairs WHERE l IN {chosen} OR r IN {chosen})" if share < 1 else "pairs"
    return f"SELECT {both} FROM {some} p JOIN people a ON a.n = p.l JOIN people b ON b.n = p.r"


class Engine(Protocol):
    """An SQL engine that knows our words."""

    name: str

    def run(self, sql: str) -> None: ...

    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...

    def keep(self, table: str, sql: str) -> None: ...

    def drop(self, table: str) -> None: ...

    def splink(self) -> Any: ...

    def registered(self, api: Any, table: str) -> Any: ...

    def drawn(self, people: int) -> "DuckDB": ...

    def drawn_pairs(self, share: float) -> "DuckDB": ...


class DuckDB:
    """DuckDB inside this process; what does not fit into memory goes to a temporary folder."""

    name = "duckdb"

    def __init__(self, threads: int | None = None) -> None:
        self.con = duckdb.connect()
        self.spilled = tempfile.TemporaryDirectory(prefix="payung-match-")  # goes when the engine goes
        self.con.execute(f"SET temp_directory = '{self.spilled.name}'")
        self.con.execute(f"SET memory_limit = '{_half_of_memory_mb()}MB'")
        self.con.execute("SET enable_progress_bar = false")
        self.con.execute("SET preserve_insertion_order = false")
        if threads:
            self.con.execute(f"SET threads = {threads}")
        for word in _DUCKDB_WORDS:
            self.con.execute(f"CREATE MACRO {word}")

    def run(self, sql: str) -> None:
        self.con.execute(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()

    def keep(self, table: str, sql: str) -> None:
        self.con.execute(f"CREATE OR REPLACE TABLE {table} AS {sql}")

    def drop(self, table: str) -> None:
        self.con.execute(f"DROP TABLE IF EXISTS {table}")

    def splink(self) -> Any:
        from splink.backends.duckdb import DuckDBAPI  # noqa: PLC0415 (a second of import, only when asked)

        return DuckDBAPI(self.con)

    def registered(self, api: Any, table: str) -> Any:
        return api.register(table)

    def drawn(self, people: int) -> "DuckDB":
        """An engine with table `drawn`: some of the people, the same ones for the same ids."""
        self.keep("drawn", f"SELECT * FROM people ORDER BY md5(id) LIMIT {people}")
        return self

    def drawn_pairs(self, share: float) -> "DuckDB":
        """An engine with table `drawn_pairs`: both sides (..._l, ..._r) of a share of the candidates."""
        self.keep("drawn_pairs", drawn_pairs_sql(self.columns("people"), share))
        return self

    def columns(self, table: str) -> list[str]:
        return [row[0] for row in self.rows(f"DESCRIBE {table}")]
