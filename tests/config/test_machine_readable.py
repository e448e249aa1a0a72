"""What machines read goes to standard output and nothing else does; what people must know goes beside it."""

import json
import os
import subprocess
import sys

import click
import pytest
from django.conf import settings
from django.db import connection

from payung.config.cli import main

# For every command with --json: its arguments, and the codes it may leave with on an empty city.
ASKED = {
    "status": ([], {0}),
    "verify": ([], {0}),
    "ledger check": ([], {0, 1}),  # 1 where no program is there that could recompute
    "intake check": (["{list}"], {0}),
    "register check": (["--register", "dukcapil", "{register}"], {0}),
    "deaths": (["--dry-run", "{deaths}"], {0}),
    "branch check": (["--kind", "active", "{active}"], {0}),
}
REFUSED = {
    "intake check": (["{picture}"], {2}),
    "register check": (["--register", "dukcapil", "{picture}"], {2}),
    "deaths": (["--dry-run", "{picture}"], {2}),
    "branch check": (["--kind", "active", "{picture}"], {2}),
}


def commands_with_json(group: click.Group = main, above: str = "") -> set[str]:
    names = set()
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            names |= commands_with_json(command, f"{above}{name} ")
        elif any("--json" in option.opts for option in command.params):
            names.add(f"{above}{name}")
    return names


def test_no_command_with_json_is_forgotten():
    assert commands_with_json() == set(ASKED)


@pytest.fixture
def files(tmp_path):
    good, picture = tmp_path / "nelayan.csv", tmp_path / "gambar.xlsx"
    good.write_text("NIK;Nama;Tanggal lahir;Kelurahan\n3574031205809001;SLAMET;12-05-1980;Mayangan\n")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    others = {
        "register": "NIK;Nama;Status\n3574031205809001;SLAMET;hidup\n",
        "deaths": "NIK;Nama;Tanggal meninggal\n3574031205809001;SLAMET;12-05-2026\n",
        "active": "KPJ;Nama\n25000000001;SLAMET\n",
    }
    for name, text in others.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return {"list": str(good), "picture": str(picture)} | {
        name: str(tmp_path / f"{name}.csv") for name in others
    }


def ran(command: str, arguments: list[str], files: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """As somebody calls it: a process of its own, on the database of this test run."""
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    if database["PASSWORD"]:
        address = address.replace("@", f":{database['PASSWORD']}@")
    given = [argument.format(**files) for argument in arguments]
    return subprocess.run(
        [sys.executable, "-m", "payung", *command.split(), *given, "--json"],
        capture_output=True, text=True, check=False, timeout=120,
        env=os.environ | {"DATABASE_URL": address, "PAYUNG_DATA": str(settings.DATA), "DJANGO_SETTINGS_MODULE": "payung.config.settings"},
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "asked"),
    [*ASKED.items(), *REFUSED.items()],
    ids=[*ASKED, *(f"{command} refused" for command in REFUSED)],
)
def test_standard_output_is_json_alone(command, asked, files):
    arguments, codes = asked
    done = ran(command, arguments, files)
    assert done.returncode in codes, done.stderr
    json.loads(done.stdout)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("line", ["{}", "bukan json", '{"id": 1, "month": "2026-13"}'])
def test_law_answers_in_lines_of_json_alone(line):
    done = subprocess.run(
        [sys.executable, "-m", "payung", "law", "contribution"], input=line + "\n", capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert [json.loads(answer).get("error") is not None for answer in done.stdout.splitlines()] == [True]
