"""How is everything brought up and down in the right order: folder, database, Django, web, worker?"""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

WEB_THREADS = 8


@contextlib.contextmanager
def city(data: Path | None = None, *, demo: bool = False) -> Iterator[None]:
    """Django over the chosen data folder, with its embedded database running inside the `with`."""
    if data is not None:
        os.environ["PAYUNG_DATA"] = str(data.absolute())
    if demo:
        os.environ["PAYUNG_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "payung.config.settings")
    from django.conf import settings  # noqa: PLC0415 (reads the folder chosen above)

    started = settings.EMBEDDED.start() if settings.EMBEDDED else False
    try:
        _django_setup()
        yield
    finally:
        if started:
            settings.EMBEDDED.stop()


def _django_setup() -> None:
    import django  # noqa: PLC0415 (after the folder was chosen)

    django.setup()


def prepare_tables(verbosity: int = 0) -> None:
    """Bring the tables up to date. Safe to call at every start."""
    manage(["migrate", "--no-input", f"--verbosity={verbosity}"])
    manage(["createcachetable", f"--verbosity={verbosity}"])


def manage(arguments: Sequence[str]) -> None:
    """Run a Django management command."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (needs Django set up)

    execute_from_command_line(["payung", *arguments])


def serve(*, host: str, port: int) -> None:
    """Web and worker as two children; when one ends or we are told to stop, both end."""
    manage(["collectstatic", "--no-input", "--verbosity=0"])
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += ["--workers", "1", "--blocking-threads", str(WEB_THREADS), "--log-level", "warning"]
    web += ["payung.config.wsgi:application"]
    children = [subprocess.Popen(web), subprocess.Popen([sys.executable, "-m", "payung", "worker"])]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while all(child.poll() is None for child in children):
            with contextlib.suppress(subprocess.TimeoutExpired):
                children[0].wait(timeout=1)
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        for child in children:
            child.terminate()
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=15)


def work() -> None:
    """Take jobs from the queue until told to stop."""
    manage(["procrastinate", "worker", "--concurrency", "1"])
