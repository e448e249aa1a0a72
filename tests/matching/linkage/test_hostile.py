"""Killed, badly encoded, a place that cannot be written: `payung match` loses nothing and says what to do."""

import os

import pytest

from payung.matching.linkage import match
from payung.matching.linkage.match import match_files
from tests.matching.linkage.scene import pairs, run, slamet, write

CROWD = int(os.environ.get("PAYUNG_CROWD", "50000"))  # `make nightly` takes a million


def test_a_list_from_an_old_windows_is_read(tmp_path):
    file = write(tmp_path / "a.csv", slamet("1", name="José Riyadi"), slamet("2", name="José Riyadi"))
    file.write_bytes(file.read_text("utf-8").encode("latin-1"))
    assert run(tmp_path / "out.csv", file).exit_code == 0
    assert len(pairs(tmp_path / "out.csv")) == 1


def test_a_long_list_whose_last_name_alone_is_from_an_old_windows_is_read(tmp_path):
    crowd = [slamet(f"x{n}", name=f"Untung {'a' * 1_000}{n}", nik="", birth_date="") for n in range(1_200)]
    file = write(tmp_path / "a.csv", *crowd, slamet("1", name="José Riyadi"), slamet("2", name="José Riyadi"))
    file.write_bytes(file.read_text("utf-8").encode("latin-1"))
    assert file.stat().st_size > 1 << 20
    result = run(tmp_path / "out.csv", file)
    assert result.exit_code == 0, result.output
    assert frozenset(("1", "2")) in pairs(tmp_path / "out.csv")


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.xlsx"])
def test_what_is_no_table_is_refused_in_one_line(tmp_path, name):
    (tmp_path / name).write_bytes(bytes(range(256)) * 20)
    result = run(tmp_path / "out.csv", tmp_path / name)
    assert (result.exit_code, len(result.output.strip().splitlines())) == (2, 1)
    assert name in result.output
    assert not (tmp_path / "out.csv").exists()


def test_an_out_that_is_a_folder_is_told(tmp_path):
    (tmp_path / "out.csv").mkdir()
    result = run(tmp_path / "out.csv", write(tmp_path / "a.csv", slamet("1")))
    assert result.exit_code == 2
    assert "Tidak dapat menulis hasil" in result.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "out.csv"]


@pytest.mark.parametrize("before", [None, "id_left,id_right,probability,reason\nold,older,1.0,x\n"])
def test_who_is_stopped_while_writing_leaves_no_half_list(tmp_path, monkeypatch, before):
    """The pairs are in the file beside, the file is not yet in its place: exactly there it ends."""
    out = tmp_path / "out.csv"
    if before:
        out.write_text(before)
    file = write(tmp_path / "a.csv", slamet("1"), slamet("2"))
    wrote = match.DuckDB.run

    def killed(engine, sql):
        wrote(engine, sql)
        if sql.startswith("COPY"):
            raise KeyboardInterrupt

    monkeypatch.setattr(match.DuckDB, "run", killed)
    with pytest.raises(KeyboardInterrupt):
        match_files([file], out=out)
    assert (out.read_text() if out.exists() else None) == before
    monkeypatch.undo()
    match_files([file], out=out)
    assert len(pairs(out)) == 1


def test_everybody_is_called_the_same(tmp_path):
    """One name and nothing else says nothing about who is who: no pair, few comparisons, soon over."""
    file = tmp_path / "a.csv"
    file.write_text("id,name\n" + "".join(f"{n},Siti Aminah\n" for n in range(CROWD)))
    found = match_files([file], out=tmp_path / "out.csv")
    assert found.people == CROWD
    assert found.compared < 60 * CROWD
