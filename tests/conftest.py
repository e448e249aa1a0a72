"""The ground every test stands on: the database is started once, jobs run at once, nobody goes out."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.backends.postgresql.operations import DatabaseOperations

from payung.rules.parameters import put_in_force
from tests import optional

STARTED = pytest.StashKey[bool]()


# What takes long begins first, so that nobody waits for it at the end.
LONG = ("test_a_year_in_any_order_breaks_no_promise", "journeys")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config):
    """Side by side (`make test`): the server outlives every worker, each of which has a database of its own in it."""
    config.stash[STARTED] = bool(settings.EMBEDDED and settings.EMBEDDED.start())


def pytest_unconfigure(config):
    if config.stash.get(STARTED, False):
        settings.EMBEDDED.stop()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Workers take the list from its beginning; alone, the order stays a random one."""
    if hasattr(config, "workerinput"):
        items.sort(
            key=lambda item: next((n for n, word in enumerate(LONG) if word in item.nodeid), len(LONG))
        )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Start the embedded PostgreSQL before the test database is made; stop it at the end."""
    started = settings.EMBEDDED.start() if settings.EMBEDDED else False
    yield
    if started:
        settings.EMBEDDED.stop()


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests_is_allowed():
    """Tables that only grow refuse TRUNCATE; between two tests that commit, they must still be emptied.

    What was known earlier (`audit_past`) has no model, so Django does not empty it: a city changed by one test would
    have no past in the next.
    """
    plain = DatabaseOperations.execute_sql_flush

    def flush(self, sql_list):
        plain(self, ["SET session_replication_role = replica", "TRUNCATE audit_past", *sql_list,
                     "RESET session_replication_role"])  # fmt: skip

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
