"""What imports alone cannot show: stages keep to each other's doors, and foreign keys point down."""

import ast
import configparser
from pathlib import Path

import django.apps
import pytest
from django.db import models

ROOT = Path(__file__).parent.parent
DOORS = {"actions", "queries", "enums"}
# The ground knows nothing of the programme; its models are vocabulary (User, Area, StoredFile, Job).
GROUND = {
    "audit",
    "files",
    "jobs",
    "ui",
    "documents",
    "tables",
    "accounts",
    "reference",
    "vault",
    "database",
    "rules",
    "language",
}
# The dashboards read tables of all stages in one statement; payung/reports/queries.py runs them read-only.
PRIVILEGED = {("reports", "models")}


def layers() -> list[set[str]]:
    """The rooms from top to bottom, as .importlinter lists them."""
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter")
    lines = contract["importlinter:contract:flow"]["layers"].strip().splitlines()
    return [{name.strip(" ()") for name in line.split("|")} for line in lines]


def depth_of(room: str) -> int:
    return next(i for i, names in enumerate(layers()) if room in names)


def imports_of(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    only_types = {inner for node in ast.walk(tree) if _is_type_checking(node) for inner in ast.walk(node)}
    found = []
    for node in ast.walk(tree):
        if node in only_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return [name for name in found if name.startswith("payung.")]


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def files_of_rooms() -> list[tuple[str, Path]]:
    return [
        (path.relative_to(ROOT / "payung").parts[0], path)
        for path in sorted((ROOT / "payung").rglob("*.py"))
        if "migrations" not in path.parts and path.parent != ROOT / "payung"
    ]


def wrong_doors(room: str, path: Path) -> list[str]:
    wrong = []
    for name in imports_of(path):
        _, other, *rest = name.split(".")
        part = rest[0] if rest else ""
        if other == room or other in GROUND or other in ("config", "demo"):
            continue
        if part not in DOORS and (room, part) not in PRIVILEGED:
            wrong.append(name)
    return wrong


def test_stages_reach_each_other_only_through_actions_queries_and_enums():
    wrong = {
        str(path.relative_to(ROOT)): names
        for room, path in files_of_rooms()
        if room != "config" and (names := wrong_doors(room, path))
    }
    assert wrong == {}


def cross_stage_links() -> list[tuple[str, str, models.Field]]:
    links = []
    for model in django.apps.apps.get_models():
        if not model.__module__.startswith("payung."):
            continue
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model.__module__.startswith("payung."):
                here, there = model.__module__.split(".")[1], field.related_model.__module__.split(".")[1]
                if here != there:
                    links.append((here, there, field))
    return links


def test_foreign_keys_across_stages_point_down():
    upwards = [str(field) for here, there, field in cross_stage_links() if depth_of(there) <= depth_of(here)]
    assert upwards == []


def test_foreign_keys_across_stages_hide_the_way_back():
    open_ways = [str(f) for _, _, f in cross_stage_links() if f.remote_field.related_name != "+"]
    assert open_ways == []


def test_every_room_says_what_question_it_answers():
    silent = [
        room
        for room in {name for names in layers() for name in names}
        if (init := ROOT / "payung" / room / "__init__.py").exists()
        and not ast.get_docstring(ast.parse(init.read_text()))
    ]
    assert silent == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    from django.core.management import call_command  # noqa: PLC0415

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
