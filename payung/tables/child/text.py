"""What table stands in a text file? (`stacked.py` asks the same of lines that lie in a column of a workbook.)

The separator is the one that the header line has. What cannot be cut into cells without a guess is refused with its row.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from answer import Plain, Room, cut, is_blank, text_of
from guard import MAX_COLUMNS, MAX_ROWS, Refused

SEPARATORS = ";,\t|"
HEADER_WITHIN = 40  # lines
SAMPLE = 200  # lines that show how regular a separator is
LINE_END = re.compile(r"\r\n|\n|\r")
DECLARED = re.compile(r'"?sep=(\\t|.)"?\s*', re.IGNORECASE)
LONG_NUMBER = re.compile(r"\d{6}")
DAY = re.compile(r"""["'\s]*\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}.{0,20}""")
LETTER = re.compile(r"[^\W\d_]")
NUMBER_ALONE = re.compile(r"""[\s='"’`´]*\d{10,}["'\s]*""")
VALUE_ALONE = re.compile(r"""[\s='"]*(?:\d{5,}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|[LPlp])["'\s]*""")
TITLE_WORD = re.compile(
    r"\b(?:no|nik|kk|nama|nm|tempat|tanggal|tgl|lahir|jk|kelamin|alamat|rt|rw|kelurahan|desa|kecamatan|pekerjaan|status|kpj"
    r"|hp|telp|ibu|keterangan|upah|iuran|jumlah|name|birth|date|nomor)\b"
)
WRAPPED = re.compile(r'"(?:[^"]|"")+"')
DOUBTFUL = re.compile(r'[\\ =]"')  # a backslash, a blank or = before a quotation mark
DRESSED = re.compile(r'="([^"]*)"')  # ="3574..." keeps Excel from rounding
CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x19\x1b-\x1f]")
Cells = list[str]


# -- Letters ------------------------------------------------------------------------------------------------
def _windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 is Windows-1252: lists are put together from files of both."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


codecs.register_error("windows", _windows)


def decoded(content: bytes) -> str:
    """The letters of a text. Raises Refused for what is no text, UnicodeDecodeError for UTF-16 with a byte missing."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    if b"\x00" in content:
        return content.decode(_utf_16(content))
    return content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "windows")


def _utf_16(content: bytes) -> str:
    """UTF-16 without its mark: nearly every other byte is 0. Raises Refused for anything else."""
    sample = content[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(content) % 2 == 0 and odd > len(sample) * 0.35 and even < len(sample) * 0.02:
        return "utf-16-le"
    if len(content) % 2 == 0 and even > len(sample) * 0.35 and odd < len(sample) * 0.02:
        return "utf-16-be"
    raise Refused("not_text")


# -- Files --------------------------------------------------------------------------------------------------
def read(content: bytes) -> list[list[Plain]]:
    """The rows of a text file. Raises Refused, with the row where something is wrong."""
    text = decoded(content)
    if "\x00" in text or len(CONTROL.findall(text[: 2**16])) > 8:
        raise Refused("not_text")
    lines = LINE_END.split(text.rstrip("\r\n\x1a \t") if text else text)
    if any(line.count(separator) > 5 * MAX_COLUMNS for line in lines[:SAMPLE] for separator in SEPARATORS):
        raise Refused("too_wide")
    declared = DECLARED.fullmatch(lines[0].removeprefix("\ufeff")) if lines else None
    separator = ""
    if declared:
        separator = "\t" if declared[1] == "\\t" else declared[1]
        lines[0] = ""
    header = best_header(lines, separator)
    if header is None and (inner := _unwrapped(lines)):
        lines, header = inner, best_header(inner, separator)
    if header is None:
        raise Refused("not_a_spreadsheet")
    return rows_of(lines, header)


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines without the quotation marks around each whole line, as a list saved twice has them; [] when they have none."""
    inner = [line[1:-1].replace('""', '"') if WRAPPED.fullmatch(line) else line for line in lines]
    wrapped = sum(WRAPPED.fullmatch(line) is not None for line in lines)
    return inner if wrapped > 1 and wrapped >= 0.6 * sum(bool(line.strip()) for line in lines) else []


class Header:
    """The separator, and the line that has the titles (-1: none).

    `width`: its cells up to the last title; `cells`: all of them; `most`: how many cells a line may have, blank ones too.
    """

    def __init__(self, separator: str, line: int, width: int, cells: int, most: int) -> None:
        self.separator = separator
        self.line = line
        self.width = width
        self.cells = cells
        self.most = most


def best_header(lines: Sequence[str], declared: str = "") -> Header | None:
    """The line among the first that splits into most titles; without one, the most regular separator."""
    starts, whole = _whole_lines(lines)
    best: tuple[float, Header] | None = None
    for order, line in enumerate(whole[:HEADER_WITHIN]):
        below = whole[order + 1 : order + 21]
        for separator in _worth_trying(line, declared):
            cells = split(line, separator)
            score = _titles(cells, separator) * (0.3 + _support(below, separator, len(cells)))
            score *= 1 - 0.7 * _prose([line, *below], separator)
            if score and (best is None or score > best[0]):
                most = _most_cells(below, separator, len(cells))
                best = (score, Header(separator, starts[order], _width(cells), len(cells), most))
    if best:
        return best[1]
    return _most_regular(whole, declared)


def _most_cells(below: Sequence[str], separator: str, titles: int) -> int:
    """The cells of the titles; one more when the lines below end with a separator of their own."""
    longer = [
        line
        for line in below
        if len(split(line, separator)) == titles + 1 and line.rstrip(" ").endswith(separator)
    ]
    return titles + 1 if len(longer) > max(1, 0.5 * len(below)) else titles


def _whole_lines(lines: Sequence[str]) -> tuple[list[int], list[str]]:
    """The first rows that are not blank, and where each begins: a quoted title may run over line ends."""
    starts: list[int] = []
    whole: list[str] = []
    number = 0
    while number < len(lines) and len(whole) < SAMPLE:
        line, end = lines[number], number + 1
        if line.count('"') % 2:
            joined = next(
                (n for n in range(number + 2, number + 8) if "".join(lines[number:n]).count('"') % 2 == 0), 0
            )
            if joined and joined <= len(lines):
                line, end = "\n".join(lines[number:joined]), joined
        if line.strip():
            starts.append(number)
            whole.append(line)
        number = end
    return starts, whole


def _worth_trying(line: str, declared: str) -> str:
    if declared and declared in line:
        return declared
    return "".join(separator for separator in SEPARATORS if separator in line)


def _titles(cells: Cells, separator: str) -> float:
    """How much a line looks like titles: their number, words that we know counting more; 0 with a long number or a day."""
    if len(cells) < 2 or any(LONG_NUMBER.search(cell) or DAY.fullmatch(cell) for cell in cells):
        return 0
    others = SEPARATORS.replace(separator, "")
    titles = [
        cell
        for cell in cells
        if len(cell) <= 80 and LETTER.search(cell) and max(map(cell.count, others), default=0) < 2
    ]
    if len(titles) < 2:
        return 0
    known = sum(TITLE_WORD.search(title.lower().replace("_", " ")) is not None for title in titles)
    return len(titles) + 2 * known


def _support(below: Sequence[str], separator: str, width: int) -> float:
    """The share of the next lines that have about as many cells."""
    if not below:
        return 0.5
    counts = [len(split(line, separator)) for line in below]
    return sum(0.7 * width <= count <= width + 2 for count in counts) / len(counts)


def _prose(lines: Sequence[str], separator: str) -> float:
    """The share of separators before a blank, as sentences and addresses have them."""
    count = sum(line.count(separator) for line in lines)
    return sum(line.count(f"{separator} ") for line in lines) / count if count else 0


def _most_regular(lines: Sequence[str], declared: str) -> Header | None:
    """For a list without titles: the separator that leaves most numbers, days and sexes alone in their cells."""
    best: tuple[float, int, Header] | None = None
    for separator in declared or SEPARATORS:
        split_lines = [split(line, separator) for line in lines]
        width, count = Counter(map(len, split_lines)).most_common(1)[0] if split_lines else (0, 0)
        if width < 2:
            continue
        alone = sum(VALUE_ALONE.fullmatch(cell) is not None for cells in split_lines for cell in cells)
        score = (alone / len(split_lines) + count / len(split_lines) - _prose(lines, separator), width)
        if best is None or score > best[:2]:
            best = (*score, Header(separator, -1, width, width, width))
    return best[2] if best else None


def _width(cells: Sequence[object]) -> int:
    """The number of cells up to the last that is filled."""
    return next((n for n in range(len(cells), 0, -1) if not is_blank(cells[n - 1])), 0)


# -- Lines --------------------------------------------------------------------------------------------------
def split(line: str, separator: str) -> Cells:
    """The cells of one line, for a first look: separators between quotation marks do not count."""
    if '"' not in line:
        return line.split(separator)
    cells, start, is_open = [], 0, False
    for place, letter in enumerate(line):
        if letter == '"':
            is_open = not is_open
        elif letter == separator and not is_open:
            cells.append(line[start:place])
            start = place + 1
    return [*cells, line[start:]]


def rows_of(lines: Sequence[str], header: Header) -> list[list[Plain]]:
    """Every row as cells. Raises Refused with the row where a line cannot be cut without a guess."""
    rows: list[list[Plain]] = []
    check = Check(header)
    for cells, first, is_quoted in _records(lines, header.separator):
        if len(rows) >= MAX_ROWS:
            raise Refused("too_long", MAX_ROWS + 1)
        check.line(cells, lines[first], first, row=len(rows) + 1, is_quoted=is_quoted)
        rows.append([_value(cell) for cell in cells])
    rows = cut(rows)
    Room().take(rows)
    return rows


def _value(cell: str) -> Plain:
    if cell[:1] == "=" and (dressed := DRESSED.fullmatch(cell.strip())):
        cell = dressed[1]
    if cell[:1] in ("#", "E", "e", " "):
        return text_of(cell)
    return cell or None


def _records(lines: Sequence[str], separator: str) -> Iterator[tuple[Cells, int, bool]]:
    """(cells, number of the first line, whether a quoted cell holds a separator) of each row."""
    plain = _plain_records(lines, separator)
    return iter(plain) if plain is not None else _doubtful_records(lines, separator)


def _plain_records(lines: Sequence[str], separator: str) -> list[tuple[Cells, int, bool]] | None:
    """The rows of a text whose quotation marks are beyond doubt; None for any other."""
    if any(map(DOUBTFUL.search, lines)):
        return None
    records: list[tuple[Cells, int, bool]] = []
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader):
            if reader.line_num > number + 1:
                return None  # a cell that runs over a line end
            if len(cells) > MAX_COLUMNS:
                raise Refused("too_wide", number + 1)
            records.append((cells, number, len(cells) <= lines[number].count(separator)))
            if number > MAX_ROWS:
                break
    except csv.Error:
        return None
    return records


def _doubtful_records(lines: Sequence[str], separator: str) -> Iterator[tuple[Cells, int, bool]]:
    number, rows = 0, 0
    while number < len(lines):
        line = lines[number]
        rows += 1
        if line.count(separator) >= MAX_COLUMNS:
            raise Refused("too_wide", rows)
        if '"' not in line:
            yield line.split(separator), number, False
            number += 1
            continue
        record = Record(lines, number, separator, rows)
        yield record.cells, number, record.holds_separator
        number = record.line + 1


class Record:
    """One row in which quotation marks stand; it may take several lines."""

    def __init__(self, lines: Sequence[str], line: int, separator: str, row: int) -> None:
        self.lines = lines
        self.line = line
        self.separator = separator
        self.row = row
        self.cells: Cells = []
        self.holds_separator = False
        place = 0
        while place >= 0:
            place = self._cell(place)

    def _cell(self, start: int) -> int:
        """Read one cell; the place where the next begins, or -1 at the end of the row."""
        line = self.lines[self.line]
        opening = self._opening(line, start)
        if opening >= 0:
            return self._quoted(opening)
        end = line.find(self.separator, start)
        self.cells.append(line[start:] if end < 0 else line[start:end])
        return end + 1 if end >= 0 else -1

    def _opening(self, line: str, start: int) -> int:
        """Where a quotation mark opens this cell; before it only blanks, or the = of ="3574..."."""
        place = start
        while place < len(line) and line[place] == " ":
            place += 1
        if line[place : place + 2] == '="':
            return place + 1
        return place if line[place : place + 1] == '"' else -1

    def _quoted(self, opening: int) -> int:
        pieces: list[str] = []
        place, begun = opening + 1, self.line
        while True:
            line = self.lines[self.line]
            closing = line.find('"', place)
            if closing < 0:
                pieces.append(line[place:] + "\n")
                self._next_line(begun)
                place = 0
                continue
            if closing > place and line[closing - 1] == "\\":
                raise Refused("backslash", self.row)
            pieces.append(line[place:closing])
            place = closing + 1
            if line[place : place + 1] != '"':
                break
            pieces.append('"')
            place += 1
        return self._close("".join(pieces), place, begun)

    def _next_line(self, begun: int) -> None:
        self.line += 1
        if self.line >= len(self.lines):
            raise Refused("quote_open", self.row)
        if self.line - begun > 50:
            raise Refused("quote_lines", self.row)

    def _close(self, cell: str, place: int, begun: int) -> int:
        line = self.lines[self.line]
        end = line.find(self.separator, place)
        if line[place : end if end >= 0 else None].strip(" "):
            raise Refused("quote_text" if self.line == begun else "quote_lines", self.row)
        holds = self.separator in cell
        if self.line > begun and holds:
            raise Refused("quote_lines", self.row)
        self.holds_separator = self.holds_separator or holds
        self.cells.append(cell)
        return end + 1 if end >= 0 else -1


class Check:
    """Does every line fit the titles?"""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.width = header.width
        self.most = header.most

    def line(self, cells: Cells, line: str, number: int, *, row: int, is_quoted: bool) -> None:
        """Raises Refused for a line that was written with another separator or whose cells are shifted."""
        if number <= self.header.line or (len(cells) == self.width and not is_quoted):
            return  # as most lines
        filled = _width(cells)
        if filled > self.width or len(cells) > self.most:
            self._wider(cells, filled, number, row)
        elif is_quoted and len(cells) < self.header.cells == len(line.split(self.header.separator)):
            raise Refused("quote_lines", row)
        elif len(cells) <= self.width / 2:
            self._other_separator(cells, line, row)

    def _wider(self, cells: Cells, filled: int, number: int, row: int) -> None:
        """More titles make the table wider; one or two words far to the right are a signature."""
        fewest = 2 if number <= self.header.line + 3 else max(6, self.width)
        if _titles(cells, self.header.separator) >= fewest:
            self.width, self.most = max(filled, self.width), max(len(cells), self.most)
        elif sum(map(bool, map(str.strip, cells))) > 2 or any(map(LONG_NUMBER.search, cells)):
            raise Refused("shifted", row)

    def _other_separator(self, cells: Cells, line: str, row: int) -> None:
        for other in SEPARATORS:
            if other == self.header.separator or other not in line:
                continue
            others = split(line, other)
            if len(others) >= max(2, self.width * 0.6, len(cells) + 1) and any(
                map(NUMBER_ALONE.fullmatch, others)
            ):
                raise Refused("other_separator", row)
