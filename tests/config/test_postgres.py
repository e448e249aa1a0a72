"""The database inside: made once, found again, recovered when somebody kills it."""

import os
import signal
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest

from payung.config.postgres import EmbeddedPostgres


@pytest.fixture
def server():
    """A server of its own in a folder that its account may enter."""
    with tempfile.TemporaryDirectory(prefix="payung-test-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        postgres = EmbeddedPostgres(home)
        yield postgres
        postgres.stop()


def ask(server: EmbeddedPostgres, sql: str):
    with psycopg.connect(server.url, autocommit=True) as db:
        return db.execute(sql)


def test_the_first_start_makes_a_cluster_and_the_second_finds_it_running(server):
    assert server.start() is True
    assert server.start() is False
    assert ask(server, "SHOW server_version_num").statusmessage == "SHOW"


def test_what_was_committed_survives_a_killed_server(server):
    server.start()
    ask(server, "CREATE TABLE kept (x int)")
    ask(server, "INSERT INTO kept VALUES (11023)")
    os.kill(int((server.cluster / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    while server.is_running():
        time.sleep(0.01)
    assert server.start() is True
    with psycopg.connect(server.url) as db:
        assert db.execute("SELECT x FROM kept").fetchone() == (11023,)


def test_a_stale_pid_file_that_names_a_living_stranger_does_not_stop_it(server):
    server.start()
    server.stop()
    (server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{server.cluster}\n")
    assert server.start() is True


def test_two_starts_at_once_give_one_server(server):
    results = []
    threads = [threading.Thread(target=lambda: results.append(server.start())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, True]


def test_it_listens_on_no_network(server):
    server.start()
    with psycopg.connect(server.url) as db:
        assert db.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_real_city_says_done_when_it_is_on_the_disk(server):
    server.start()
    with psycopg.connect(server.url) as db:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert db.execute(f"SHOW {setting}").fetchone() == ("on",), setting
