"""The command line keeps its contract: clear lines, exit codes, JSON in order, never a traceback."""

import json

import pytest
from click.testing import CliRunner

from payung.config.cli import main
from payung.demo.round import find_lists, parse_quotas
from payung.jobs.actions import Refused
from tests.intake.lists import csv, row


def run(*arguments: str, given: str = ""):
    return CliRunner().invoke(main, list(arguments), input=given)


def test_every_promised_command_is_there():
    told = run("--help").output
    for command in ("demo", "serve", "worker", "migrate", "status", "sample", "intake", "try", "law"):
        assert f"  {command} " in told


def test_law_answers_line_by_line_and_names_the_field_of_a_bad_one():
    good = {
        "id": 1,
        "month": "2026-05",
        "sector": "nelayan",
        "payer": "self",
        "income_rp": 900_000,
        "programmes": ["JKK", "JKM"],
    }
    city = good | {"id": 2, "payer": "dbhcht"}
    bad = good | {"id": 3, "month": "2026-13"}
    lines = [
        json.loads(line)
        for line in run(
            "law", "contribution", given="\n".join(map(json.dumps, (good, city, bad)))
        ).stdout.splitlines()
    ]
    assert [line["id"] for line in lines] == [1, 2, 3]
    assert [line.get("total_rp") for line in lines] == [8_400, 16_800, None]
    assert "month" in lines[2]["error"]


def test_a_list_is_checked_without_a_database(tmp_path):
    path = tmp_path / "nelayan.csv"
    path.write_text(
        "NIK;Nama;Tanggal lahir;Kelurahan\n3574031205809001;SLAMET;12-05-1980;Mayangan\n", encoding="utf-8"
    )
    found = run("intake", "check", str(path), "--sector", "nelayan", "--json")
    assert found.exit_code == 0
    answer = json.loads(found.stdout)
    assert (answer["rows"], answer["accepted"], answer["rejected"], answer["problems"]) == (1, 1, 0, [])


def test_a_refused_file_is_one_line_and_exit_code_two(tmp_path):
    path = tmp_path / "gambar.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    found = run("intake", "check", str(path))
    assert found.exit_code == 2
    assert len(found.output.strip().splitlines()) == 1


def test_an_impossible_sample_is_refused_in_words(tmp_path):
    found = run("sample", str(tmp_path), "--error-rate", "9")
    assert found.exit_code == 2
    assert "Traceback" not in found.output


@pytest.mark.parametrize("text", ["petani", "petani=banyak", "guru=10"])
def test_a_quota_that_cannot_be_read_says_how(text):
    with pytest.raises(Refused, match="petani=4098"):
        parse_quotas([text])


def test_a_list_whose_name_tells_no_sector_says_what_to_do(tmp_path):
    with pytest.raises(Refused, match="Tidak ada daftar usulan"):
        find_lists(tmp_path)
    (tmp_path / "daftar.xlsx").write_bytes(b"PK")
    with pytest.raises(Refused, match=r"Tidak dipakai: daftar\.xlsx: Berkas ini bukan"):
        find_lists(tmp_path)
    (tmp_path / "daftar.csv").write_bytes(csv([row(1)]))
    with pytest.raises(Refused, match="Ganti nama berkas"):
        find_lists(tmp_path)
