"""Whatever an agency sends, the answer is one clear line, and the server lives (I7)."""

import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from payung.config.cli import main
from payung.intake.reading import FileRefused, check_file
from payung.tables import cells
from tests.intake.broken.containers import REFUSED, good

TODAY = date(2025, 5, 7)
MEMORY_OF_A_CHILD_KB = 1024 * 1024


@pytest.mark.parametrize("name", REFUSED)
def test_each_broken_file_meets_its_line(name):
    make, codes = REFUSED[name]
    start = time.perf_counter()
    with pytest.raises(FileRefused) as refused:
        check_file(make(), name="daftar.xlsx", today=TODAY)
    assert refused.value.code in codes.split("|")
    assert "\n" not in refused.value.message
    assert refused.value.message.endswith(".")
    assert time.perf_counter() - start < 20


ASK_FOR_A_GREEDY_FILE = """
import resource, sys
from payung.tables.cells import FileRefused, read_sheets
try:
    read_sheets(sys.stdin.buffer.read())
except FileRefused:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_no_child_has_taken_more_than_a_gibibyte():
    """Measured from a process of its own, whose only child reads the greediest file."""
    told = subprocess.run(
        [sys.executable, "-c", ASK_FOR_A_GREEDY_FILE],
        input=REFUSED["ZZ99999, for which there would be room on a big server"][0](),
        capture_output=True,
        cwd=Path(__file__).parent.parent.parent,
        check=True,
    )
    assert int(told.stdout) < MEMORY_OF_A_CHILD_KB


def test_every_cut_of_a_good_file_is_refused():
    whole = good()
    for percent in range(1, 100, 7):
        with pytest.raises(FileRefused):
            check_file(whole[: len(whole) * percent // 100], today=TODAY)


def test_a_child_that_hangs_is_ended(monkeypatch, tmp_path):
    sleeper = tmp_path / "child.py"
    sleeper.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(cells, "CHILD", sleeper)
    monkeypatch.setattr(cells, "WAIT_SECONDS", 0.5)
    with pytest.raises(FileRefused, match="terlalu besar"):
        check_file(good(), today=TODAY)


@pytest.mark.parametrize(
    "death", ["import os; os.abort()", "raise SystemExit(3)", "print('{')", "print('[]')"]
)
def test_a_child_that_dies_is_a_refusal(monkeypatch, tmp_path, death):
    dying = tmp_path / "child.py"
    dying.write_text(death)
    monkeypatch.setattr(cells, "CHILD", dying)
    with pytest.raises(FileRefused):
        check_file(good(), today=TODAY)


@pytest.mark.parametrize(
    "name", ["no bytes at all", "XFD1048576", "a password", "cut in half", "an empty sheet"]
)
@pytest.mark.parametrize("as_json", [False, True])
def test_the_command_says_one_line_and_leaves_with_two(tmp_path, name, as_json):
    file = tmp_path / "daftar.xlsx"
    file.write_bytes(REFUSED[name][0]())
    answer = CliRunner().invoke(main, ["intake", "check", str(file), *(["--json"] if as_json else [])])
    assert answer.exit_code == 2
    assert len(answer.output.splitlines()) == 1
    assert "Traceback" not in answer.output
    if as_json:
        assert json.loads(answer.stdout)["refused"] == REFUSED[name][1]


def test_the_command_reads_a_good_file(tmp_path):
    file = tmp_path / "daftar.xlsx"
    file.write_bytes(good())
    answer = CliRunner().invoke(main, ["intake", "check", str(file), "--json"])
    assert answer.exit_code == 0
    parsed = json.loads(answer.stdout)
    assert list(parsed) == [
        "file", "sheet", "rows", "accepted", "rejected", "warnings", "problems",
        "sheets", "columns", "skipped", "ask", "notes",
    ]  # fmt: skip
    assert (parsed["file"], parsed["sheet"], parsed["rows"], parsed["accepted"]) == (
        "daftar.xlsx",
        "Daftar",
        2,
        2,
    )
