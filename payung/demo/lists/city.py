"""How is a whole sample city written into a folder? One function; the same seed gives the same city."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from payung.demo.lists import files, flaws, registers, truth
from payung.demo.lists.flaws import ROWS
from payung.demo.lists.layouts import grid_of
from payung.demo.lists.numbers import Numbers
from payung.demo.lists.people import Registry, deck
from payung.demo.lists.rows import Planter

Progress = Callable[[int, int, str], None]
LIST_FILES = {"petani": "petani.xlsx", "nelayan": "nelayan.xlsx", "umkm": "umkm.csv"}
README = """SINTETIS: bukan orang sungguhan.

Semua nama, NIK, KK, nomor telepon, alamat dan status di folder ini dibuat oleh komputer (benih {seed}).
Kode wilayah pada NIK memang ada, tetapi nomor urutnya 9000 ke atas, yang tidak pernah dicapai pendaftaran.
Nomor telepon berawalan 0840, yang tidak ada pada daftar awalan operator mana pun.

petani.xlsx, nelayan.xlsx, umkm.csv   daftar tiga dinas, masing-masing dengan susunannya sendiri
registers/                            jawaban Dukcapil, BPJS Ketenagakerjaan dan DTSEN
truth/                                kebenaran di balik setiap baris
"""


@dataclass(frozen=True)
class Truth:
    """What was written, in figures. All of it and more stands in truth/expected.json."""

    directory: Path
    rows: dict[str, int]
    persons: int
    clean: dict[str, int]
    ineligible_by_reason: dict[str, int]
    duplicates: dict[str, int]
    rejected_rows: dict[str, int]


def write_city(
    directory: Path | str,
    *,
    seed: int,
    scale: float = 1.0,
    counts: Mapping[str, int] | None = None,
    error_rate: float = 1.0,
    on_progress: Progress | None = None,
) -> Truth:
    """Write three lists, three registers and the truth; files of the same names are replaced.

    counts: rows of each list (default: 5,100 petani, 2,400 nelayan, 6,300 UMKM, times `scale`). error_rate
    multiplies all serious flaws; up to 1.0 each list keeps 4% more clean people than its quota, whatever the
    seed. Raises ValueError for an error rate outside 0..4 or a negative count.
    """
    if not 0 <= error_rate <= flaws.HIGHEST_ERROR_RATE:
        raise ValueError(f"Tingkat kesalahan harus antara 0 dan {flaws.HIGHEST_ERROR_RATE:g}.")
    rows_wanted = {s: round(ROWS[s] * scale) if counts is None else counts.get(s, 0) for s in flaws.SECTORS}
    if min(rows_wanted.values()) < 0:
        raise ValueError("Jumlah baris tidak boleh kurang dari nol.")
    folder = Path(directory)
    for sub in ("registers", "truth"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    return _Writer(folder, seed, error_rate, on_progress or (lambda done, total, text: None)).write(
        rows_wanted
    )


class _Writer:
    """The steps of writing a city; each draws from its own stream of chance."""

    def __init__(self, folder: Path, seed: int, error_rate: float, on_progress: Progress) -> None:
        self.folder = folder
        self.seed = seed
        self.error_rate = error_rate
        self.on_progress = on_progress

    def write(self, rows_wanted: dict[str, int]) -> Truth:
        total = sum(rows_wanted.values())
        self.on_progress(0, total, "Menyusun penduduk")
        numbers = Numbers(self._chance("numbers"))
        people = Registry(self._chance("people"), numbers).settle(deck(rows_wanted, self.error_rate))
        lists = Planter(self._chance("rows"), numbers).rows_of(people)
        done, grids = 0, {}
        for sector, name in LIST_FILES.items():
            self.on_progress(done, total, f"Menulis {name}")
            grids[sector] = grid_of(sector, lists[sector], self._chance(sector))
            write = files.write_csv if name.endswith(".csv") else files.write_xlsx
            write(self.folder / name, grids[sector])
            done += len(lists[sector])
        self.on_progress(done, total, "Menulis register dan kebenaran")
        rows = [row for sector in flaws.SECTORS for row in lists[sector]]
        in_file_order = sorted(rows, key=lambda row: (flaws.SECTORS.index(row.sector), row.number))
        self._table("registers/dukcapil.csv", registers.dukcapil(people, rows, self._chance("dukcapil")))
        self._table("registers/bpjs.csv", registers.bpjs(people, self._chance("bpjs")))
        self._table("registers/dtsen.csv", registers.dtsen(people, self._chance("dtsen")))
        self._table("truth/persons.csv", truth.persons(in_file_order))
        self._table("truth/flaws.csv", truth.planted(in_file_order))
        found = {
            "seed": self.seed,
            "error_rate": self.error_rate,
            **truth.expected(people, lists, grids),
        }
        (self.folder / "truth/expected.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        (self.folder / "README.txt").write_text(README.format(seed=self.seed), encoding="utf-8")
        self.on_progress(total, total, "Selesai")
        return _summary(self.folder, found)

    def _chance(self, what: str) -> Random:
        return Random(f"{self.seed}:{what}")

    def _table(self, name: str, lines) -> None:
        files.write_table(self.folder / name, lines)


def _summary(folder: Path, found: dict) -> Truth:
    return Truth(
        directory=folder,
        rows=found["rows"],
        persons=found["persons"],
        clean=found["clean"],
        ineligible_by_reason=found["ineligible_by_reason"],
        duplicates={kind: len(pairs) for kind, pairs in found["duplicates"].items()},
        rejected_rows={sector: len(rows) for sector, rows in found["rejected_rows"].items()},
    )
