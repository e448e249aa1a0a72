"""What has just come in is known to the planner; and nobody loads past it."""

import ast
from pathlib import Path

import pytest
from django.db import connection

from payung.database.loading import MANY, copying, learn, learn_what_grew
from payung.reference.models import Holiday
from tests.database.scene import never_analysed

ROOM = Path(__file__).parents[2] / "payung"
# Writes of many objects that are a handful by their nature; everything else says `learn` in the same file.
A_HANDFUL = {
    "audit/actions.py",  # promises: some dozens
    "reference/actions.py",  # areas and holidays of a city
    "programme/actions.py",  # quotas: one a sector
    "claims/actions/assessing.py",  # papers of a claim
    "claims/actions/events.py",
    "claims/actions/family.py",  # heirs
    "claims/actions/reassessing.py",  # papers of a claim
    "claims/actions/undoing.py",  # papers of a claim
    "claims/actions/notices.py",  # candidates of a notice
    "claims/actions/schooling.py",  # years of a claim's pupils
    "contributions/actions/corrections.py",  # months of a person
}


def estimate(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_planner_knows_of_many_rows_at_once_and_leaves_a_few_to_autovacuum():
    never_analysed()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE loaded (day date, number int)")
    with copying("loaded", ("day", "number")) as copy:
        for n in range(MANY - 1):
            copy.write_row(("2025-05-01", n))
    assert estimate("loaded") == -1
    with copying("loaded", ("day", "number")) as copy:
        for n in range(MANY):
            copy.write_row(("2025-05-02", n))
    assert estimate("loaded") == 2 * MANY - 1


@pytest.mark.django_db
def test_a_table_that_triggers_fill_is_looked_at_again_when_it_has_grown():
    never_analysed()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE filled AS SELECT n, repeat('x', 200) AS words FROM generate_series(1, 1000) n"
        )
        learn_what_grew("filled")
        assert estimate("filled") == 1000
        cursor.execute("INSERT INTO filled VALUES (1, '')")
        learn_what_grew("filled")
        assert estimate("filled") == 1000
        cursor.execute("INSERT INTO filled SELECT n, repeat('x', 200) FROM generate_series(1, 1000) n")
        learn_what_grew("filled")
        assert estimate("filled") == 2001


@pytest.mark.django_db
def test_a_table_is_named_by_its_model():
    learn(Holiday, MANY)
    assert estimate("reference_holiday") == Holiday.objects.count()


def modules():
    for path in sorted(ROOM.rglob("*.py")):
        if "migrations" not in path.parts and path.parent.name != "database" and path.parent != ROOM:
            yield path


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }


def test_whoever_writes_many_rows_tells_the_planner():
    silent = []
    for path in modules():
        name = path.relative_to(ROOM).as_posix()
        is_loading = "bulk_create" in calls(path) or "INSERT INTO" in path.read_text()
        if is_loading and "linkage" not in name and "learn" not in calls(path):
            silent.append(name)
    assert set(silent) - A_HANDFUL == set(), silent


def test_rows_are_copied_in_one_way_only():
    """COPY ... FROM STDIN past `copying` would load without a word to the planner."""
    assert [path.name for path in modules() if "FROM STDIN" in path.read_text()] == []
