"""`payung match`: files in, pairs out; one Indonesian line and exit 2 for what is refused."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
import duckdb

from payung.matching.linkage.match import Progress, match_files
from payung.matching.linkage.reading import CannotMatch


def run_match(
    files: Sequence[Path],
    *,
    known: Sequence[Path] = (),
    out: Path,
    clusters: Path | None,
    threshold: float,
    engine: str,
    explain: bool,
    master: str,
) -> int:
    """Exit status: 0 done, 2 refused."""
    try:
        _refuse_places(out, clusters)
        with _bar() as progress:
            found = _engine(engine, master)(
                files,
                known=known,
                out=out,
                clusters=clusters,
                threshold=threshold,
                explain=explain,
                progress=progress,
            )
    except CannotMatch as refusal:
        click.echo(str(refusal), err=True)
        return 2
    except (duckdb.OutOfMemoryException, MemoryError):
        click.echo("Memori komputer ini tidak cukup. Bagi berkasnya, atau pakai --engine spark.", err=True)
        return 2
    except duckdb.IOException:
        places = f"{out.parent} atau ke folder sementara {tempfile.gettempdir()}"
        click.echo(f"Tidak dapat menulis hasil ke {places}: periksa izin dan sisa tempatnya.", err=True)
        return 2
    except OSError as error:
        click.echo(f"Tidak dapat menulis hasil: {error.strerror or error}", err=True)
        return 2
    click.echo(f"Selesai: {found.people} baris, {found.pairs} pasangan di {out}.", err=True)
    return 0


def _engine(engine: str, master: str):
    if engine == "duckdb":
        return match_files
    from payung.matching.linkage import spark  # noqa: PLC0415 (an extra of its own)

    return partial(spark.match_files, master=master)


def _refuse_places(out: Path, clusters: Path | None) -> None:
    for place in (out, clusters):
        if place is not None and not place.resolve().parent.is_dir():
            raise CannotMatch(f"Folder {place.resolve().parent} tidak ada. Buat folder itu dulu.")


@contextmanager
def _bar() -> Iterator[Progress]:
    """A bar on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda percent, what: None
        return
    from rich.console import Console  # noqa: PLC0415 (only where somebody looks)
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=100)
        yield lambda percent, what: bar.update(task, completed=percent, description=what)
