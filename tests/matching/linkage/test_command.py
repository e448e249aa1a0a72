"""`payung match` on an officer's desk: good lists, bad lists, and lists that nobody should have made."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from payung.matching.linkage.match import match_files
from tests.matching.linkage.scene import SLAMET, pairs, run, slamet, write

BUNITI = {"id": "b", "name": "Buniti", "birth_date": "01/07/1964", "nik": "3513020107640003"}


def test_two_lists_are_linked_and_doubles_within_one_are_found(tmp_path):
    one = write(tmp_path / "tani.csv", slamet("t1"), BUNITI)
    other = write(tmp_path / "ikan.csv", slamet("i1", name="SLAMET RIJADI"), slamet("i2", nik=""))
    result = run(tmp_path / "out.csv", one, other, options=("--clusters", str(tmp_path / "who.csv")))
    assert result.exit_code == 0, result.output
    assert set(pairs(tmp_path / "out.csv")) == {
        frozenset(p) for p in (("t1", "i1"), ("t1", "i2"), ("i1", "i2"))
    }
    assert (tmp_path / "who.csv").read_text().split() == ["id,cluster", "b,b", "i1,i1", "i2,i1", "t1,i1"]


def test_explain_tells_the_weight_of_every_reason(tmp_path):
    file = write(tmp_path / "a.csv", slamet("1"), slamet("2", birth_date="5/12/1980"))
    run(tmp_path / "out.csv", file, options=("--explain",))
    [row] = pairs(tmp_path / "out.csv").values()
    assert "NIK sama (+" in row["reason"]
    assert "hari dan bulan lahir tertukar (+" in row["reason"]


@pytest.mark.parametrize(
    "written",
    ["19800512", "12/05/1980", "12-5-1980", "1980-05-12 00:00:00", "12 Mei 1980", "29353", "12/05/80"],
)
def test_a_date_is_read_however_it_is_written(tmp_path, written):
    known = {"id": "1", "name": "Slamet Riyadi", "birth_date": "1980-05-12"}
    file = write(tmp_path / "a.csv", known, {**known, "id": "2", "birth_date": written})
    run(tmp_path / "out.csv", file, options=("--threshold", "0.01"))
    [row] = pairs(tmp_path / "out.csv").values()
    assert "tanggal lahir sama" in row["reason"]


def test_numbers_as_a_spreadsheet_leaves_them(tmp_path):
    """A NIK like 3,57401E+15 says nothing; one with .0 behind is whole; foreign numbers are compared as they are."""
    table = pa.table(
        {
            "id": ["1", "2", "3"],
            "nik": [3574011205800001.0, 3574011205800001.0, None],
            "name": ["Slamet Riyadi"] * 3,
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    assert run(tmp_path / "out.csv", tmp_path / "a.parquet").exit_code == 0
    spoilt = write(
        tmp_path / "b.csv",
        slamet("1", nik="3,57401E+15"),
        slamet(
            "2",
            nik="3,57401E+15",
            name="Buniti",
            kk="",
            birth_date="1990-01-01",
            mother_name="",
            phone="",
            address="",
        ),
    )
    run(tmp_path / "out2.csv", spoilt)
    assert pairs(tmp_path / "out2.csv") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name\n7,Slamet\n7,Buniti\n", 'id "7"'),
        ("kode,uraian\n1,beras\n", "judul kolom"),
        ("", "kosong"),
        ("id,name,nama\n1,a,b\n", '"name" ada dua'),
    ],
)
def test_a_refused_file_is_refused_in_one_line(tmp_path, text, said):
    (tmp_path / "a.csv").write_text(text)
    result = run(tmp_path / "out.csv", tmp_path / "a.csv")
    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert not (tmp_path / "out.csv").exists()


def test_a_missing_file_and_a_missing_folder_are_told(tmp_path):
    assert "tidak ditemukan" in run(tmp_path / "out.csv", tmp_path / "no.csv").output
    file = write(tmp_path / "a.csv", slamet("1"))
    assert run(tmp_path / "no" / "out.csv", file).exit_code == 2


def test_one_row_no_row_and_empty_columns_give_an_empty_result(tmp_path):
    for text in ("id,name,nik\n", "id,name,nik\n1,Slamet,\n", "id,name,nik\n1,,\n2,,\n"):
        (tmp_path / "a.csv").write_text(text)
        result = run(tmp_path / "out.csv", tmp_path / "a.csv")
        assert result.exit_code == 0, result.output
        assert (tmp_path / "out.csv").read_text().strip() == "id_left,id_right,probability,reason"


def test_a_name_as_long_as_a_page(tmp_path):
    file = write(tmp_path / "a.csv", slamet("1", name="a" * 10_000), slamet("2", name="a" * 10_000))
    assert run(tmp_path / "out.csv", file).exit_code == 0
    assert len(pairs(tmp_path / "out.csv")) == 1


def test_many_bearers_of_one_name_cost_little_and_the_double_among_them_is_found(tmp_path):
    crowd = [
        {"id": f"c{n}", "name": "Siti Aminah", "birth_date": f"19{n % 60 + 40}-0{n % 9 + 1}-1{n % 10}"}
        for n in range(20_000)
    ]
    file = write(
        tmp_path / "a.csv", {**SLAMET, **crowd[0]}, {**SLAMET, **crowd[0], "id": "again"}, *crowd[1:]
    )
    found = match_files([file], out=tmp_path / "out.csv")
    assert found.compared < 60 * found.people
    assert frozenset(("c0", "again")) in pairs(tmp_path / "out.csv")


def test_a_batch_is_sought_in_a_register_that_is_not_looked_through_again(tmp_path):
    doubled = slamet("old 1"), slamet("old 2")
    register = write(tmp_path / "register.csv", *doubled)
    batch = write(tmp_path / "batch.csv", slamet("new", name="H. Slamet Rijadi"))
    result = run(tmp_path / "out.csv", batch, options=("--known", str(register)))
    assert result.exit_code == 0, result.output
    assert set(pairs(tmp_path / "out.csv")) == {frozenset(("new", "old 1")), frozenset(("new", "old 2"))}
