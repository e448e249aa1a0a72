"""How is everything brought up and down in the right order: folder, database, Django, web, worker?"""

import contextlib
import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

DEMO_DAY = "2025-10-13"  # the middle of the round that the story tells
WEB_THREADS = 4


@contextlib.contextmanager
def city(data: Path | None = None, *, demo: bool = False, port: int | None = None) -> Iterator[None]:
    """Django over the chosen data folder, with its embedded database running inside the `with`."""
    if data is not None:
        os.environ["PAYUNG_DATA"] = str(data.absolute())
    if demo:
        os.environ["PAYUNG_DEMO"] = "1"
        os.environ.setdefault("PAYUNG_TODAY", DEMO_DAY)
    if port is not None:
        os.environ.setdefault("PAYUNG_PUBLIC_ADDRESS", f"http://localhost:{port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "payung.config.settings")
    from django.conf import settings  # noqa: PLC0415 (reads the folder chosen above)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the database is stopped too
    embedded = settings.EMBEDDED
    started = embedded.start() if embedded else False
    try:
        _django_setup()
        yield
    finally:
        if embedded and started:
            embedded.stop()


@contextlib.contextmanager
def throw_away_city() -> Iterator[None]:
    """A city in a temporary folder: nothing of it stays, jobs run at once."""
    gc.set_threshold(500_000, 20, 100)  # a short life full of rows: looking for garbage took a sixth of it
    with tempfile.TemporaryDirectory(prefix="payung-") as folder:
        Path(folder).chmod(0o755)  # the database may run as another account
        os.environ.pop("DATABASE_URL", None)
        os.environ["PAYUNG_THROW_AWAY"] = "1"
        with city(Path(folder) / "city"):
            yield


@contextlib.contextmanager
def without_database() -> Iterator[None]:
    """Django's words and models, but no city: for commands that only read a file."""
    with tempfile.TemporaryDirectory(prefix="payung-") as folder:
        os.environ["PAYUNG_DATA"], os.environ["PAYUNG_THROW_AWAY"] = folder, "1"
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "payung.config.settings")
        _django_setup()
        yield


def _django_setup() -> None:
    import django  # noqa: PLC0415 (after the folder was chosen)

    django.setup()


def prepare_tables(verbosity: int = 0) -> None:
    """Bring the tables up to date. Safe to call at every start."""
    manage(["migrate", "--no-input", f"--verbosity={verbosity}"])
    manage(["createcachetable", f"--verbosity={verbosity}"])


def load_demo(*, seed: int) -> None:
    """Load the sample city where it is not loaded yet."""
    from payung.demo.city import load  # noqa: PLC0415 (needs Django set up)

    load(seed=seed)


def manage(arguments: Sequence[str]) -> None:
    """Run a Django management command."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (needs Django set up)

    execute_from_command_line(["payung", *arguments])


def serve(*, host: str, port: int, open_browser: bool = False, say_accounts: bool = False) -> None:
    """Web and worker as two children; when one ends or we are told to stop, both end."""
    manage(["collectstatic", "--no-input", "--verbosity=0"])
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += ["--workers", "1", "--blocking-threads", str(WEB_THREADS), "--log-level", "warning"]
    web += ["payung.config.wsgi:application"]
    children = [subprocess.Popen(web), subprocess.Popen([sys.executable, "-m", "payung", "worker"])]
    address = f"http://localhost:{port}/"
    threading.Thread(target=_greet, args=(address, open_browser, say_accounts), daemon=True).start()
    try:
        while all(child.poll() is None for child in children):
            with contextlib.suppress(subprocess.TimeoutExpired):
                children[0].wait(timeout=1)
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        _stop(children)


def work() -> None:
    """Take jobs from the queue until told to stop."""
    manage(["procrastinate", "worker", "--concurrency", "1"])


def _stop(children: list[subprocess.Popen]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()


def _say_setup_code(address: str) -> None:
    """On the first day, the code with which the first administrator begins."""
    from payung.office.first_day import is_first_day, setup_code  # noqa: PLC0415 (needs Django set up)

    if is_first_day():
        print(f"Kota belum disiapkan. Buka {address}mulai/ dengan kode awal {setup_code()}", flush=True)


def _greet(address: str, open_browser: bool, say_accounts: bool) -> None:
    """Say where it runs, once it really answers."""
    for _ in range(120):
        with contextlib.suppress(URLError, OSError), urlopen(address + "akun/login/", timeout=5):
            break
        time.sleep(0.25)
    print(f"\nPayung berjalan di {address} (berhenti: Ctrl+C)", flush=True)
    _say_setup_code(address)
    if say_accounts:
        from payung.demo.staff import PASSWORD, STAFF  # noqa: PLC0415 (needs Django set up)

        print(f"Akun contoh, semua dengan sandi {PASSWORD}:")
        for person in STAFF:
            print(f"  {person.username:<8} {person.role.label:<24} {person.full_name}")
        sys.stdout.flush()
    if open_browser:
        webbrowser.open(address)
