"""Which of the columns that name one field is meant? The most telling; where two fit equally, a person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from payung.tables.cells import Cell, Sheet
from payung.tables.header import Header, Title
from payung.tables.titles import Names
from payung.tables.values import text_of


class Ask(StrEnum):
    """What a person must decide before a file is read."""

    COLUMNS = "columns"  # needed columns that no title names
    DOUBLED = "doubled"  # two columns that name one field equally well
    HEADER = "header"  # a table without titles
    SHEET = "sheet"  # a sheet that may or may not belong to the list


@dataclass(frozen=True)
class Question:
    """One thing a person must decide, in a sentence. `digest` names the layout, `sheet` the place of the sheet."""

    what: Ask
    sheet: int
    why: str
    digest: str = ""
    field: str = ""
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of a table. `field` is None when it is not used."""

    index: int
    letter: str
    title: str
    field: str | None


def letter(index: int) -> str:
    """0 -> A, 26 -> AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def assign(
    header: Header,
    sheet: Sheet,
    place: int,
    names: Names,
    chosen: Mapping[str, str | None] | None,
    *,
    given: frozenset[str] = frozenset(),
) -> tuple[tuple[Column, ...], list[Question]]:
    """The columns of a table with their fields, and what a person must decide.

    `chosen`: {letter: field} as somebody matched this layout; it then says everything. `given`: fields that a heading gives.
    """
    if chosen is not None:
        return tuple(_column(title, chosen.get(letter(title.index))) for title in header.titles), []
    rows = sheet.rows[header.last :]
    taken: dict[str, Title] = {}
    questions: list[Question] = []
    doubled: dict[str, list[Title]] = {}
    for field in dict.fromkeys(t.naming.field for t in header.titles if t.naming):
        best = _most_telling([t for t in header.titles if t.naming and t.naming.field == field])
        rivals = _different(best, rows)
        taken[field] = rivals[0]
        if len(rivals) > 1:
            doubled[field] = rivals
    if doubled:
        questions.append(_doubled(doubled, place, header, names))
    questions += _missing(header, place, names, taken, given)
    columns = tuple(_column(t, _field_of(t, taken)) for t in header.titles)
    return columns, questions


def _column(title: Title, field: str | None) -> Column:
    return Column(title.index, letter(title.index), title.whole, field or None)


def _field_of(title: Title, taken: Mapping[str, Title]) -> str | None:
    return title.naming.field if title.naming and taken[title.naming.field] is title else None


def _most_telling(titles: list[Title]) -> list[Title]:
    best = min(t.naming.tier for t in titles if t.naming)
    return [t for t in titles if t.naming and t.naming.tier == best]


def _different(titles: list[Title], rows: Sequence[Sequence[Cell]]) -> list[Title]:
    """The columns among these that say different things; a blank one, or one that repeats another, is no rival."""
    if len(titles) == 1:
        return titles
    kept: list[tuple[Title, list[str]]] = []
    for title in titles:
        cells = [text_of(row[title.index]) if title.index < len(row) else "" for row in rows]
        if any(cells) and not any(cells == other for _, other in kept):
            kept.append((title, cells))
    return [title for title, _ in kept] or titles[:1]


def _doubled(doubled: Mapping[str, list[Title]], place: int, header: Header, names: Names) -> Question:
    """One question for all fields that two columns name equally well."""
    where = "; ".join(
        f"{names.door.label(field)}: {', '.join(f'{letter(t.index)} ({t.whole})' for t in rivals)}"
        for field, rivals in doubled.items()
    )
    why = (
        f"Ada dua kolom yang sama cocoknya. {where}. Pilih yang dimaksud. Bila ini dua daftar berdampingan, pindahkan yang "
        "kanan ke bawah yang kiri, lalu unggah lagi."
    )
    letters = tuple(letter(t.index) for rivals in doubled.values() for t in rivals)
    return Question(Ask.DOUBLED, place, why, header.digest, next(iter(doubled)), letters)


def _missing(
    header: Header, place: int, names: Names, taken: Mapping[str, Title], given: frozenset[str]
) -> list[Question]:
    if not header.has_lines:
        why = "Daftar ini tidak punya baris judul. Pilih isi setiap kolom; baris pertama tetap dibaca sebagai orang."
        return [Question(Ask.HEADER, place, why, header.digest)]
    missing = names.door.missing({*taken, *given})
    if not missing:
        return []
    wanted = names.door.missing_in_words({*taken, *given})
    return [
        Question(
            Ask.COLUMNS,
            place,
            f"Belum dikenali: {wanted}. Pilih kolom yang memuatnya.",
            header.digest,
            missing[0],
        )
    ]
