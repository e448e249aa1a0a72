"""The ground every test stands on: the database is started once, jobs run at once, nobody goes out."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.backends.postgresql.operations import DatabaseOperations

from payung.rules.parameters import put_in_force
from tests import optional


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Start the embedded PostgreSQL before the test database is made; stop it at the end."""
    started = settings.EMBEDDED.start() if settings.EMBEDDED else False
    yield
    if started:
        settings.EMBEDDED.stop()


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests_is_allowed():
    """Tables that only grow refuse TRUNCATE; between two tests that commit, they must still be emptied."""
    plain = DatabaseOperations.execute_sql_flush

    def flush(self, sql_list):
        plain(self, ["SET session_replication_role = replica", *sql_list, "RESET session_replication_role"])

    DatabaseOperations.execute_sql_flush = flush
    yield
    DatabaseOperations.execute_sql_flush = plain


@pytest.fixture(scope="session", autouse=True)
def hidden_programs_are_missing():
    """What PAYUNG_WITHOUT hides is not found by the program either."""
    from payung.contributions import recount  # noqa: PLC0415 (needs Django set up)

    plain = recount.is_here
    recount.is_here = lambda program: not optional.is_hidden(program) and plain(program)
    yield
    recount.is_here = plain


@pytest.fixture(autouse=True)
def nobody_signed_in_before():
    """Attempts at the door are counted in the cache; each test comes to it as the first."""
    cache.clear()


@pytest.fixture(autouse=True)
def the_law_as_shipped():
    """A value that one story approves is no other story's law."""
    put_in_force(None)
    yield
    put_in_force(None)


def pytest_terminal_summary(terminalreporter):
    """A skipped browser is said loudly: green without it is only half green."""
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if "journeys" in str(r.nodeid)]
    if skipped:
        terminalreporter.section("PERHATIAN", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} browser journeys were SKIPPED: no Chromium found.")
        terminalreporter.line("Install it (apt install chromium) or set PAYUNG_CHROMIUM.")
