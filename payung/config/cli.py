"""The command line: `payung --help`. Options are English; what people read is Indonesian.

Commands that need no database import only what they use; the others run inside `start.city`.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from payung.config import start

DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder data. Bawaan: .payung/city")
FILE = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="payung", message="payung %(version)s")
def main() -> None:
    """Payung: dari daftar dinas sampai santunan di tangan keluarga."""


# -- A city --------------------------------------------------------------------------------------------


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), default=Path(".payung/demo"), show_default=True)
@click.option("--seed", default=2025, show_default=True, help="Benih kota contoh.")
@click.option("--no-browser", is_flag=True, help="Jangan membuka peramban.")
@click.option("--load-only", is_flag=True, help="Muat kota contoh lalu berhenti.")
def demo(port: int, data: Path, seed: int, no_browser: bool, load_only: bool) -> None:
    """Muat kota contoh (data sintetis) dan jalankan di komputer ini."""
    with start.city(data, demo=True, port=port):
        start.prepare_tables()
        start.load_demo(seed=seed)
        if not load_only:
            start.serve(host="127.0.0.1", port=port, open_browser=not no_browser, say_accounts=True)


@main.command()
@DATA
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(data: Path | None, port: int, host: str) -> None:
    """Jalankan web dan pekerjaan latar sampai dihentikan (Ctrl+C)."""
    with start.city(data, port=port):
        start.prepare_tables()
        start.serve(host=host, port=port)


@main.command()
@DATA
def worker(data: Path | None) -> None:
    """Jalankan pekerjaan latar saja (untuk mesin kedua atau systemd)."""
    with start.city(data):
        start.work()


@main.command()
@DATA
def migrate(data: Path | None) -> None:
    """Siapkan atau perbarui tabel basis data."""
    with start.city(data):
        start.prepare_tables(verbosity=1)


@main.command()
@DATA
@click.option("--json", "as_json", is_flag=True)
def status(data: Path | None, as_json: bool) -> None:
    """Keadaan: basis data, tabel, pekerjaan latar, rantai jejak. Keluar 1 bila ada yang tidak beres."""
    with start.city(data):
        from payung.config.status import state  # noqa: PLC0415 (needs Django set up)

        found = state()
    click.echo(json.dumps(found.as_json(), indent=2) if as_json else found.in_words())
    sys.exit(0 if found.is_well else 1)


@main.command()
@DATA
@click.option("--json", "as_json", is_flag=True)
@click.option(
    "--keep", is_flag=True, help="Simpan hasilnya di halaman Janji sistem, misalnya sesudah pemulihan."
)
def verify(data: Path | None, as_json: bool, keep: bool) -> None:
    """Tanyai seluruh basis data: apakah semua janji ditepati? Keluar 1 bila ada yang dilanggar."""
    with start.city(data):
        from payung.reference import clock  # noqa: PLC0415 (needs Django set up)
        from payung.reports import actions, verify  # noqa: PLC0415

        at = clock.now()
        found = verify.verify()
        if keep:
            actions.keep(found, at=at)
    click.echo(
        json.dumps([v.as_json() for v in found], indent=2, ensure_ascii=False)
        if as_json
        else verify.in_words(found)
    )
    sys.exit(0 if all(verdict.holds for verdict in found) else 1)


@main.group()
def ledger() -> None:
    """Buku besar: unduh, dan suruh program lain menghitungnya ulang."""


@ledger.command("export")
@click.option("--format", "form", type=click.Choice(["beancount", "hledger"]), required=True)
@click.option("--out", type=FILE, required=True)
@DATA
def ledger_export(form: str, out: Path, data: Path | None) -> None:
    """Tulis seluruh buku besar tanpa nama dan NIK. Keluar 2 bila berkas tidak dapat ditulis."""
    with start.city(data):
        from payung.contributions.command import run_export  # noqa: PLC0415 (needs Django set up)

        sys.exit(run_export(form, out, out=sys.stdout))


@ledger.command("check")
@click.option("--json", "as_json", is_flag=True)
@DATA
def ledger_check(as_json: bool, data: Path | None) -> None:
    """Beancount dan hledger menghitung ulang setiap saldo. Keluar 1 bila berbeda, atau bila tidak ada yang memeriksa."""
    with start.city(data):
        from payung.contributions.command import run_check  # noqa: PLC0415 (needs Django set up)

        sys.exit(run_check(as_json=as_json, out=sys.stdout, err=sys.stderr))


@main.command()
@click.argument("name", type=click.Choice(["realisasi", "iuran", "pencocokan", "pelindungan"]))
@click.option("--effective", required=True, help="Per tanggal, misalnya 2025-06-30.")
@click.option(
    "--recorded", required=True, help="Menurut yang tercatat sampai, misalnya 2025-07-01T10:00+07:00."
)
@click.option("--round", "round_id", default=0, help="Nomor putaran. Bawaan: yang berjalan.")
@click.option("--month", default="", help="Bulan iuran, misalnya 2025-06 (untuk pencocokan).")
@click.option("--out", type=FILE, required=True, help="Berkas .xlsx, .pdf, atau .csv.")
@DATA
def report(
    name: str, effective: str, recorded: str, round_id: int, month: str, out: Path, data: Path | None
) -> None:
    """Buat laporan seperti yang diketahui pada suatu saat; pertanyaan yang sama memberi isi yang sama."""
    with start.city(data):
        from payung.contributions import as_of_command  # noqa: PLC0415 (needs Django set up)

        try:
            out.write_bytes(
                as_of_command.made(name, effective, recorded, round_id, month, out.suffix.lstrip("."))
            )
        except as_of_command.Refused as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(2)
    click.echo(f"{out} sudah ditulis.")


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@DATA
def django(data: Path | None, arguments: tuple[str, ...]) -> None:
    """Perintah pengelolaan Django, untuk pengembang."""
    with start.city(data):
        start.manage(arguments)


# -- Files, without a city -----------------------------------------------------------------------------


@main.command()
@click.argument("directory", type=FOLDER)
@click.option("--seed", default=2025, show_default=True)
@click.option("--scale", default=1.0, show_default=True, help="1.0 = sebesar putaran 2025.")
@click.option("--error-rate", default=1.0, show_default=True, help="2.0 = kesalahan dua kali lipat.")
def sample(directory: Path, seed: int, scale: float, error_rate: float) -> None:
    """Tulis tiga daftar dinas contoh beserta kebenarannya ke DIRECTORY."""
    from payung.demo.lists import write_city  # noqa: PLC0415 (numpy only when asked for)

    try:
        write_city(directory, seed=seed, scale=scale, error_rate=error_rate)
    except (ValueError, OSError) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)
    click.echo(f"Selesai: {directory} (data sintetis, bukan orang sungguhan).")


@main.group()
def intake() -> None:
    """Daftar dari dinas."""


@intake.command("check")
@click.argument("file", type=FILE)
@click.option("--sector", type=click.Choice(["petani", "nelayan", "umkm"]))
@click.option("--json", "as_json", is_flag=True)
@click.option("--rows", "with_rows", is_flag=True, help="Dengan --json: juga orangnya.")
def intake_check(file: Path, sector: str | None, as_json: bool, with_rows: bool) -> None:
    """Periksa satu berkas tanpa menyimpan apa pun. Keluar 2 bila berkas ditolak, 3 bila orang harus memutuskan dulu."""
    from payung.intake.reading.command import run_check  # noqa: PLC0415

    sys.exit(run_check(file, sector=sector, as_json=as_json, with_rows=with_rows, out=sys.stdout))


@main.group()
def register() -> None:
    """Jawaban register: Dukcapil, BPJS, DTSEN, pembayar lain."""


@register.command("check")
@click.argument("file", type=FILE)
@click.option(
    "--register",
    "kind",
    type=click.Choice(["dukcapil", "bpjs", "dtsen", "payer", "social_aid"]),
    required=True,
)
@click.option(
    "--city", default="Kota Probolinggo", show_default=True, help="Nama kota kita, untuk mengenali pembayar."
)
@click.option("--json", "as_json", is_flag=True)
def register_check(file: Path, kind: str, city: str, as_json: bool) -> None:
    """Baca jawaban register tanpa menyimpan apa pun. Keluar 2 bila ditolak, 3 bila orang harus memutuskan dulu."""
    with start.without_database():
        from payung.matching.enums import Register  # noqa: PLC0415 (needs Django set up)
        from payung.matching.register_command import run_register_check  # noqa: PLC0415

        chosen = Register.PAYERS if kind == "payer" else Register(kind)
        code = run_register_check(file, register=chosen, city=city, as_json=as_json, out=sys.stdout)
    sys.exit(code)


@main.group()
def branch() -> None:
    """Berkas dari cabang BPJS: balasan, tagihan, daftar aktif, jawaban klaim."""


@branch.command("check")
@click.argument("file", type=FILE)
@click.option("--kind", type=click.Choice(["reply", "invoice", "active", "claims"]), required=True)
@click.option("--json", "as_json", is_flag=True)
def branch_check(file: Path, kind: str, as_json: bool) -> None:
    """Baca berkas cabang tanpa menyimpan apa pun. Keluar 2 bila ditolak, 3 bila orang harus memutuskan dulu."""
    with start.without_database():
        from payung.config.branch_check import run_branch_check  # noqa: PLC0415 (needs Django set up)

        code = run_branch_check(file, kind=kind, as_json=as_json, out=sys.stdout)
    sys.exit(code)


@main.command()
@click.argument("file", type=FILE)
@click.option(
    "--source",
    type=click.Choice(["dukcapil", "kelurahan", "rt_rw", "health", "family"]),
    default="dukcapil",
    show_default=True,
)
@click.option("--dry-run", is_flag=True, help="Hanya baca berkasnya: tidak mencocokkan, tidak menyimpan.")
@click.option("--json", "as_json", is_flag=True, help="Dengan --dry-run.")
@DATA
def deaths(file: Path, source: str, dry_run: bool, as_json: bool, data: Path | None) -> None:
    """Cocokkan daftar kematian dengan semua pekerja; yang pasti menjadi kasus.

    Keluar 2 bila berkas ditolak, 3 bila orang harus memutuskan dulu.
    """
    if as_json and not dry_run:
        raise click.UsageError("--json hanya dengan --dry-run.")
    if dry_run:
        with start.without_database():
            from payung.claims.command import run_dry  # noqa: PLC0415 (needs Django set up)

            code = run_dry(file, source=source, as_json=as_json, out=sys.stdout)
        sys.exit(code)
    with start.city(data):
        from payung.claims.command import run_deaths  # noqa: PLC0415 (needs Django set up)

        sys.exit(run_deaths(file, source=source, out=sys.stdout))


@main.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--out", type=FILE, required=True, help="Pasangan yang ditemukan, CSV.")
@click.option(
    "--known", type=FILE, multiple=True, help="Daftar yang sudah diperiksa: FILE dicari di dalamnya."
)
@click.option("--clusters", type=FILE, help="Juga orangnya: id dan nomor kelompok, CSV.")
@click.option("--threshold", default=0.9, show_default=True, type=click.FloatRange(0, 1))
@click.option("--engine", default="duckdb", show_default=True, type=click.Choice(["duckdb", "spark"]))
@click.option("--master", default="local[*]", show_default=True, help="Alamat induk Spark.")
@click.option("--explain", is_flag=True, help="Tulis bobot setiap alasan.")
def match(
    files: tuple[Path, ...],
    out: Path,
    known: tuple[Path, ...],
    clusters: Path | None,
    threshold: float,
    engine: str,
    master: str,
    explain: bool,
) -> None:
    """Cari orang yang sama di dalam dan di antara daftar (CSV atau Parquet)."""
    from payung.matching.linkage.command import run_match  # noqa: PLC0415

    sys.exit(
        run_match(
            files,
            known=known,
            out=out,
            clusters=clusters,
            threshold=threshold,
            engine=engine,
            explain=explain,
            master=master,
        )
    )


@main.command("match-train")
@click.argument("files", nargs=-1, type=FILE, metavar="[FILE...]")
@click.option("--out", type=FILE, required=True, help="Model baru, YAML.")
@click.option("--seed", default=101, show_default=True, help="Benih daftar latihan bila tanpa FILE.")
def match_train(files: tuple[Path, ...], out: Path, seed: int) -> None:
    """Latih model pencocokan pada daftar dengan kolom person_id (tanpa FILE: daftar sintetis)."""
    from payung.demo.lists.rough import write_rough_lists  # noqa: PLC0415
    from payung.matching.linkage import model, reading, training  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        lists = list(files) or write_rough_lists(Path(folder), people=30_000, seed=seed, error_rate=1.5)
        try:
            training.save(training.train(model.load(), lists), out)
        except reading.CannotMatch as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(2)
    click.echo(f"Selesai: {out}.")


@main.command()
@click.argument("kind", type=click.Choice(["contribution", "cover", "benefit", "heirs"]))
def law(kind: str) -> None:
    """Hitung menurut peraturan: baris JSON masuk, baris JSON keluar, berurutan."""
    from payung.rules import law_lines  # noqa: PLC0415

    for line in law_lines.run(kind, sys.stdin.buffer):
        sys.stdout.write(line + "\n")


@main.command("try")
@click.argument("lists_dir", type=FOLDER)
@click.option("--quota", "quotas", multiple=True, required=True, help="petani=4098, boleh berulang.")
@click.option("--start", "first_month", default="2025-05", show_default=True)
@click.option("--months", "months_count", default=8, show_default=True, type=click.IntRange(1, 24))
@click.option("--out", type=FOLDER, required=True)
def try_(lists_dir: Path, quotas: tuple[str, ...], first_month: str, months_count: int, out: Path) -> None:
    """Jalankan satu putaran penuh pada berkas sendiri, di basis data yang dibuang sesudahnya."""
    with start.throw_away_city():
        start.prepare_tables()
        from payung.demo.attempt import attempt  # noqa: PLC0415 (needs Django set up)
        from payung.jobs.actions import Refused  # noqa: PLC0415

        try:
            attempt(lists_dir, quotas=quotas, first_month=first_month, months_count=months_count, out=out)
        except Refused as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(2)
