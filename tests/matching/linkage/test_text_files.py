"""Lists for `payung match` as programs write them: read to the last name, or refused with the row where it begins."""

import codecs

import pytest

from payung.matching.linkage.engine import DuckDB
from payung.matching.linkage.reading import CannotMatch, read_files

LINES = [
    "nik;nama;alamat",
    "3574030101809001;MA’RUF CONTOH;Jl. Mawar 1",
    "3574030202819002;JOSÉ CONTOH;Jl. Mawar 2",
    "3574030303829003;SRI CONTOH;Jl. Mawar 3",
    "3574030404839004;BUDI CONTOH;Jl. Mawar 4",
]
NAMES = ["MA’RUF CONTOH", "JOSÉ CONTOH", "SRI CONTOH", "BUDI CONTOH"]


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """The names of a list, as `payung match` takes them in."""
    folder, engine = tmp_path_factory.mktemp("daftar"), DuckDB()

    def read(content: bytes | str, name: str = "daftar.csv") -> list[str]:
        file = folder / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        read_files(engine, [file])
        return [row[0] for row in engine.rows("SELECT name FROM input ORDER BY n")]

    return read


def text(lines=LINES, separator=";", end="\r\n") -> str:
    return end.join(line.replace(";", separator) for line in lines) + end


def changed(row: int, line: str) -> str:
    """The list with another line at a row (1-based)."""
    return text([*LINES[: row - 1], line, *LINES[row:]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("declares", [False, True])
def test_letters_separators_and_line_ends(names, encoding, separator, end, declares):
    lines = [f"sep={separator}".replace(";", separator), *LINES] if declares else LINES
    content = text(lines, separator, end).encode(encoding)
    assert names(content, "daftar.tsv" if separator == "\t" else "daftar.csv") == NAMES


def test_one_name_of_an_old_windows_among_others(names):
    """Lists are put together from files of both kinds."""
    content = text().encode() + "3574030505849005;DÉWI CONTOH;Jl. Mawar 5\n".encode("cp1252")
    assert names(content) == [*NAMES, "DÉWI CONTOH"]


def test_quoted_cells_hold_separators_marks_and_line_ends(names):
    content = changed(3, '3574030202819002;"JOSÉ ""PAK JO"" CONTOH";"Jl. Mawar 2; RT 1\nbelakang pasar"')
    with pytest.raises(
        CannotMatch, match="baris 3"
    ):  # a separator and a line end in one cell: it may have swallowed
        names(content)
    content = changed(3, '3574030202819002;"JOSÉ ""PAK JO"" CONTOH";"Jl. Mawar 2\nbelakang pasar"')
    assert names(content)[1] == 'JOSÉ "PAK JO" CONTOH'
    content = changed(3, '3574030202819002;"JOSÉ CONTOH";"Jl. Mawar 2; RT 1"')
    assert names(content) == NAMES


def test_more_commas_in_the_addresses_than_semicolons_between_the_cells(names):
    assert names(text([LINES[0], *(f"{line}, RT 1, RW 2, Kel. Jati" for line in LINES[1:])])) == NAMES


@pytest.mark.parametrize(
    ("row", "line", "sentence"),
    [
        (3, '3574030202819002;"JOSÉ CONTOH;Jl. Mawar 2', "tidak pernah ditutup"),
        (5, '3574030404839004;"BUDI CONTOH;Jl. Mawar 4', "tidak pernah ditutup"),
        (3, '3574030202819002;"JOSÉ;Jl. Mawar 2\r\n3574030303829003;SRI";Jl. Mawar 3', "menelan"),
        (3, '3574030202819002;"JOSÉ;Jl. Mawar 2\r\n3574030303829003;"SRI";Jl. Mawar 3', "menelan"),
        (4, '3574030303829003;"SRI \\"BU SRI\\"; CONTOH";Jl. Mawar 3', "garis miring"),
        (2, "3574030101809001,MA’RUF CONTOH,Jl. Mawar 1", "Pemisah"),
        (4, "3574030303829003,SRI CONTOH,Jl. Mawar 3", "Pemisah"),
        (4, "3574030303829003;SRI CONTOH;Jl. Mawar 3; RT 2", "lebih banyak"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("sep", ["", "sep=;\r\n"])
def test_what_cannot_be_cut_without_a_guess_is_refused_with_its_row(
    names, row, line, sentence, encoding, sep
):
    with pytest.raises(CannotMatch, match=f"di baris {row + bool(sep)}.*{sentence}|{sentence}.*di baris {row + bool(sep)}"):  # fmt: skip
        names((sep + changed(row, line)).encode(encoding))


def test_what_is_no_text_is_refused(names):
    with pytest.raises(CannotMatch, match="bukan teks"):
        names(b"nik;nama\n1;\x00\x00\x00\n" * 30)
    with pytest.raises(CannotMatch, match=r"daftar\.csv"):
        names(codecs.BOM_UTF16_LE + text().encode("utf-16-le")[:-1])
