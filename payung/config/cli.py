"""The command line: `payung --help`. Options are English; what people read is Indonesian.

Commands that need no database import only what they use; the others call `start.city` first.
"""

from pathlib import Path

import click

from payung.config import start

DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder data. Bawaan: .payung/city")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="payung", message="payung %(version)s")
def main() -> None:
    """Payung: dari daftar dinas sampai santunan di tangan keluarga."""


@main.command()
@DATA
def migrate(data: Path | None) -> None:
    """Siapkan atau perbarui tabel basis data."""
    with start.city(data):
        start.prepare_tables(verbosity=1)


@main.command()
@DATA
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(data: Path | None, port: int, host: str) -> None:
    """Jalankan web dan pekerjaan latar sampai dihentikan (Ctrl+C)."""
    with start.city(data):
        start.prepare_tables()
        start.serve(host=host, port=port)


@main.command()
@DATA
def worker(data: Path | None) -> None:
    """Jalankan pekerjaan latar saja (untuk mesin kedua atau systemd)."""
    with start.city(data):
        start.work()


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@DATA
def django(data: Path | None, arguments: tuple[str, ...]) -> None:
    """Perintah pengelolaan Django, untuk pengembang."""
    with start.city(data):
        start.manage(arguments)
