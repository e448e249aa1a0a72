"""How is a text file to be read as a table: its letters, its separator, and the row that cannot be cut into cells without a guess?

DuckDB reads the table. Here is only what it must be told before, and what it does not see by itself: a quotation mark that
swallows people, a line with another separator. All of it streams, for lists of a million rows.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from payung.tables.cells import FileRefused

BLOCK = 1 << 20
SEPARATORS = ";,\t|"
DECLARED = re.compile(r'"?sep=(\\t|.)"?\s*', re.IGNORECASE)
MARKS_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MOST_LINES = 50  # that a quoted cell may take


@dataclass(frozen=True)
class Text:
    """A text file: how DuckDB is to read it. `titles`: how many the first line has."""

    encoding: str
    separator: str
    titles: int
    is_declared: bool
    has_quotes: bool

    @property
    def is_plain(self) -> bool:
        """Whether DuckDB can take the file as it lies there."""
        return self.encoding == "utf-8" and not self.is_declared

    def options(self) -> str:
        """The dialect, in the words of read_csv."""
        separator = self.separator.replace("\t", "\\t") or ","
        return f", delim = '{separator}', quote = '\"', escape = '\"', comment = '', strict_mode = true"


def look(file: Path) -> Text:
    """What is known of a text file before it is read. Raises FileRefused for what is no text."""
    encoding, has_quotes = _letters(file)
    lines = _lines(file, encoding)
    first = next(lines, "")
    declared = DECLARED.fullmatch(first)
    if declared:
        separator = "\t" if declared[1] == "\\t" else declared[1]
        first = next(lines, "")
    else:
        separator = max(SEPARATORS, key=lambda sign: len(_cells(first, sign)))
    return Text(encoding, separator, len(_cells(first, separator)), bool(declared), has_quotes)


def copy_plain(file: Path, text: Text, to: Path) -> None:
    """Write the file as UTF-8, without the line that declares the separator."""
    lines = _lines(file, text.encoding)
    if text.is_declared:
        next(lines, "")
    with to.open("w", encoding="utf-8", newline="") as out:
        out.writelines(f"{line}\n" for line in lines)


def first_wrong(file: Path, text: Text) -> FileRefused | None:
    """The first row that cannot be cut into the cells of the titles; None when every row can."""
    row, more, waiting = 0, 0, ""
    for line in _lines(file, text.encoding):
        if not waiting:
            row, more = row + 1, 0
            if row == 1 and text.is_declared:
                continue
        whole = f"{waiting}\n{line}" if waiting else line
        if '"' not in whole:
            refusal = _of_cells(whole.split(text.separator), whole, text, row)
        else:
            cells, trouble = _quoted(whole, text.separator)
            if trouble == "open" and more < MOST_LINES:
                waiting, more = whole, more + 1
                continue
            refusal = _of_quotes(cells, trouble, text, row) or _of_cells(cells, whole, text, row)
        if refusal:
            return refusal
        waiting = ""
    return FileRefused("quote_open", row) if waiting else None


def _of_quotes(cells: list[str], trouble: str, text: Text, row: int) -> FileRefused | None:
    if trouble == "open":
        return FileRefused("quote_lines", row)
    if any("\n" in cell and text.separator in cell for cell in cells):
        return FileRefused("quote_lines", row)
    if trouble:
        return FileRefused("quote_lines" if any("\n" in cell for cell in cells) else trouble, row)
    return None


def _of_cells(cells: list[str], line: str, text: Text, row: int) -> FileRefused | None:
    filled = next((n for n in range(len(cells), 0, -1) if cells[n - 1].strip()), 0)
    if filled > text.titles:
        return FileRefused("shifted", row)
    if len(cells) == 1 < text.titles and any(
        len(line.split(sign)) * 2 > text.titles for sign in SEPARATORS if sign != text.separator
    ):
        return FileRefused("other_separator", row)
    return None


def _quoted(line: str, separator: str) -> tuple[list[str], str]:
    """The cells of a row with quotation marks, and what is the matter with it: "", "open", "backslash" or "quote_text"."""
    cells: list[str] = []
    place = 0
    while True:
        if line[place : place + 1] != '"':
            end = line.find(separator, place)
            cells.append(line[place:] if end < 0 else line[place:end])
        else:
            closing = _closing(line, place + 1)
            if closing < 0:
                return cells, "open"
            cells.append(line[place + 1 : closing])
            end = closing + 1
            if end < len(line) and line[end] != separator:
                return cells, "backslash" if line[closing - 1] == "\\" else "quote_text"
            end = end if end < len(line) else -1
        if end < 0:
            return cells, ""
        place = end + 1


def _closing(line: str, place: int) -> int:
    """Where the quotation mark that closes a cell stands; two of them are one sign of the cell."""
    while (closing := line.find('"', place)) >= 0 and line[closing + 1 : closing + 2] == '"':
        place = closing + 2
    return closing


def _cells(line: str, separator: str) -> list[str]:
    return _quoted(line, separator)[0]


def _letters(file: Path) -> tuple[str, bool]:
    """The encoding, and whether quotation marks stand in it. UTF-8 to the last byte, UTF-16, else Windows-1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf_8, has_quotes = True, False
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            if encoding := _wide(block) if stream.tell() == len(block) else "":
                return encoding, True
            has_quotes = has_quotes or b'"' in block
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                is_utf_8 = False
                decoder.reset()
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        is_utf_8 = False
    return "utf-8" if is_utf_8 else "windows", has_quotes


def _wide(block: bytes) -> str:
    """UTF-16, with its mark or without: then nearly every other byte is 0. Raises FileRefused for other noughts."""
    if block.startswith(MARKS_16):
        return "utf-16"
    sample = block[:4096]
    if b"\x00" not in sample:
        return ""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if (
            sample[first::2].count(0) > len(sample) * 0.35
            and sample[1 - first :: 2].count(0) < len(sample) * 0.02
        ):
            return encoding
    raise FileRefused("not_text")


def _windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 is Windows-1252: lists are put together from files of both."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


codecs.register_error("payung-windows", _windows)


def _lines(file: Path, encoding: str) -> Iterator[str]:
    name, errors = ("utf-8", "payung-windows") if encoding == "windows" else (encoding, "strict")
    with file.open(encoding=name, errors=errors) as stream:
        for number, line in enumerate(stream):
            yield (line.removeprefix("\ufeff") if not number else line).rstrip("\n")
