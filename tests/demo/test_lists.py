"""The sample city keeps its promises: enough eligible people, the flaws as told, nobody real, the same for a seed.

The files are read back by `reading`, which knows nothing of how they were made.
"""

import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from payung.demo.lists import flaws, names, write_city
from payung.demo.lists.flaws import Flaw, Kind
from payung.rules.eligibility import Refusal
from tests.demo.reading import SEXES, City, born, is_acceptable, is_eligible, nik_in, read_city, read_csv

QUOTAS = {"petani": 4_098, "nelayan": 1_925, "umkm": 5_000}
SEEDS = (1, 2025, 777_777)
SMALL = {"petani": 510, "nelayan": 450, "umkm": 630}


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> City:
    folder = tmp_path_factory.mktemp("small")
    write_city(folder, seed=7, counts=SMALL)
    return read_city(folder)


@pytest.fixture(scope="module", params=SEEDS)
def full(request, tmp_path_factory) -> City:
    folder = tmp_path_factory.mktemp("full")
    write_city(folder, seed=request.param)
    return read_city(folder)


# -- At full size, for several seeds -----------------------------------------------------------------------


def test_every_list_leaves_more_good_people_than_its_quota(full):
    """Read from the files alone: acceptable row, eligible person, on one row of one list only."""
    rows_of = Counter(true["person_id"] for true in full.truth)
    good = Counter()
    for true in full.truth:
        row = full.row(true["list"], true["row"])
        alone = rows_of[true["person_id"]] == 1
        if alone and is_acceptable(row) and is_eligible(full, nik_in(row["nik"]), born(row["born"])):
            good[true["list"]] += 1
    lookalikes = sum(2 * len(pairs) for pairs in full.expected["lookalikes"].values())
    assert sum(good.values()) - lookalikes == sum(full.expected["clean"].values())
    for sector, quota in QUOTAS.items():
        assert quota * 1.04 <= full.expected["clean"][sector] <= good[sector] <= quota * 1.08


def test_nobody_real_can_be_hit(full):
    """Whatever looks like a NIK or KK, in any cell of any file, has a serial that registration never reaches."""
    numbers = set()
    for lines in full.cells.values():
        for line in lines:
            for cell in line:
                text = f"{cell:.0f}" if isinstance(cell, float) else str(cell)
                numbers.update(
                    re.findall(r"(?<!\d)\d{16}(?!\d)", re.sub(r"(?<=\d{4})[ .-](?=\d{4})", "", text))
                )
    for path in (*full.folder.glob("registers/*"), *full.folder.glob("truth/*")):
        numbers.update(re.findall(r"(?<!\d)\d{16}(?!\d)", path.read_text()))
    assert len(numbers) > 13_000
    assert [number for number in numbers if int(number[12:]) < 9_000] == []


def test_no_two_people_share_a_nik_or_a_telephone(full):
    people = {true["person_id"]: true for true in full.truth}
    assert len({p["nik"] for p in people.values()}) == len(people) == full.expected["persons"]
    assert len({p["phone"] for p in people.values()}) == len(people)
    assert all(p["phone"].startswith("08400") for p in people.values())


def test_clean_people_cannot_be_taken_for_anybody_else(full):
    """Two digits of the NIK differ at least; nobody of the same spelling was born in the same year."""
    mixed = {i for pairs in full.expected["lookalikes"].values() for pair in pairs for i in pair}
    people = {t["person_id"]: t for t in full.truth if t["person_id"] not in mixed}.values()
    holes = Counter((at, t["nik"][:at] + t["nik"][at + 1 :]) for t in people for at in range(16))
    assert max(holes.values()) == 1
    keys = Counter((names.key(t["name"]), t["birth_date"][:4]) for t in people)
    assert max(keys.values()) == 1


def test_about_a_seventh_of_each_list_falls_out_or_waits(full):
    for sector, rows in full.expected["rows"].items():
        lost = 1 - full.expected["clean"][sector] / rows
        assert 0.14 < lost < 0.175, sector


def test_fishers_live_at_the_coast(full):
    at = Counter(true["kelurahan"] for true in full.truth if true["list"] == "nelayan")
    coast = sum(at[name] for name in ("Mayangan", "Mangunharjo", "Sukabumi", "Pilang", "Ketapang"))
    assert coast > 0.6 * at.total()
    assert at.most_common(1)[0][0] == "Mayangan"


# -- What is planted is there --------------------------------------------------------------------------------


def test_every_flaw_is_planted_somewhere(small):
    assert set(Flaw) - set().union(*small.flaws.values()) == set()


def test_the_words_of_ineligibility_are_those_of_the_rules():
    assert {str(f) for f in flaws.INELIGIBLE} <= {str(refusal.name).lower() for refusal in Refusal}


def test_truth_points_to_the_right_rows(small):
    """On each row that the truth names stands a name that begins like the person's, titles and spelling apart."""
    told = {(t["list"], int(t["row"])) for t in small.truth}
    assert len(told) == sum(SMALL.values())
    for true in small.truth:
        if Flaw.TITLE_IN_NAME in small.flaws[true["list"], int(true["row"])]:
            continue
        written = names.key(small.row(true["list"], true["row"])["name"].strip().title())
        assert written[-3:] == names.key(true["name"])[-3:] or true["person_id"] in doubles(small)


def doubles(city: City) -> set[str]:
    return {pair["person_id"] for pairs in city.expected["duplicates"].values() for pair in pairs}


def test_lines_that_are_nobody_are_told_apart(small):
    for sector, kinds in small.expected["nobody_rows"].items():
        people = {int(t["row"]) for t in small.truth if t["list"] == sector}
        nobody = {row for rows in kinds.values() for row in rows}
        assert people.isdisjoint(nobody)
        assert people | nobody >= set(range(1, len(small.cells[sector]) + 1))
        assert kinds["blank"]
        assert not any(any(small.cells[sector][row - 1]) for row in kinds["blank"])


def test_rows_with_harmless_roughness_only_stay_acceptable(small):
    checked = 0
    for true in small.truth:
        own = small.flaws[true["list"], int(true["row"])]
        if {flaws.KIND_OF[f] for f in own} == {Kind.HARMLESS}:
            assert is_acceptable(small.row(true["list"], true["row"])), (true["row"], own)
            checked += 1
    assert checked > 200


@pytest.mark.parametrize("flaw", flaws.REJECTED)
def test_rows_that_must_be_refused_cannot_be_taken(small, flaw):
    assert [row for row, _ in small.rows_with(flaw) if is_acceptable(row)] == []
    refused = {(s, row) for s, rows in small.expected["rejected_rows"].items() for row in rows}
    assert {(t["list"], int(t["row"])) for _, t in small.rows_with(flaw)} <= refused


def test_a_nik_typed_as_a_number_looks_as_a_spreadsheet_leaves_it(small):
    for row, true in small.rows_with(Flaw.NIK_NUMBER):
        if true["list"] == "umkm":
            assert re.fullmatch(r"3,5\d{4}E\+15", row["nik"])
        else:
            assert isinstance(row["nik"], float)
            assert f"{row['nik']:.0f}" == true["nik"][:15] + "0"


def test_missing_and_surplus_digits_and_letters(small):
    for flaw, pattern in (
        (Flaw.NIK_15_DIGITS, r"\d{15}"),
        (Flaw.NIK_17_DIGITS, r"\d{17}"),
        (Flaw.NIK_LETTER, r"(?=.*[OlS])[\dOlS]{16}"),
        (Flaw.NIK_MISSING, r""),
        (Flaw.NIK_SPACED, r"\d{4}([ .-]\d{4}){3}"),
    ):
        rows = small.rows_with(flaw)
        assert rows
        assert all(re.fullmatch(pattern, nik_in(row["nik"])) for row, _ in rows), flaw


def test_wrong_dates_and_sexes_contradict_the_nik(small):
    assert all(born(row["born"]) is None for row, _ in small.rows_with(Flaw.IMPOSSIBLE_DATE))
    for row, true in small.rows_with(Flaw.BIRTH_DATE_DIFFERS):
        assert born(row["born"]) not in (None, date.fromisoformat(true["birth_date"]))
    assert all(SEXES[row["sex"]] != true["sex"] for row, true in small.rows_with(Flaw.SEX_DIFFERS))


def test_what_no_list_shows_stands_in_the_registers(small):
    people = {true["person_id"]: true for true in small.truth}
    for person_id, reasons in small.expected["ineligible"].items():
        nik, day = people[person_id]["nik"], date.fromisoformat(people[person_id]["birth_date"])
        status = small.civil.get(nik)
        seen = {
            "over_age": day <= date(1960, 5, 1),
            "under_age": day > date(2007, 5, 1),
            "dead": status == "MENINGGAL",
            "moved": status == "PINDAH",
            "not_in_civil_registry": status == "TIDAK DITEMUKAN",
            "active_pu": small.members[nik] == "PU AKTIF",
            "active_bpu": small.members[nik] == "BPU AKTIF",
            "outside_city": people[person_id]["kelurahan_code"] == "",
        }
        assert {reason for reason, is_so in seen.items() if is_so} == set(reasons)


def test_dtsen_knows_most_people_and_not_everybody(small):
    listed = {line["NIK"]: int(line["DESIL"]) for line in read_csv(small.folder / "registers/dtsen.csv")}
    people = {true["nik"] for true in small.truth}
    assert listed.keys() <= people
    assert set(listed.values()) == set(range(1, 11))
    assert 0.08 < 1 - len(listed) / len(people) < 0.25


def test_eligible_people_are_eligible(small):
    for true in small.truth:
        if true["eligible"] == "yes":
            assert is_eligible(small, true["nik"], date.fromisoformat(true["birth_date"]))
    assert {t["person_id"] for t in small.truth if t["eligible"] == "no"} == set(small.expected["ineligible"])


def test_the_birthday_on_the_boundary_is_there(full):
    days = {true["birth_date"] for true in full.truth if true["eligible"] == "yes"}
    assert min(days) == "1960-05-02"
    assert max(days) == "2007-05-01"


# -- One person twice, two people alike ------------------------------------------------------------------------


def written_pair(city: City, pair: dict) -> tuple[dict, dict]:
    first, second = (city.row(*place) for place in pair["rows"])
    return first, second


def digits_that_differ(one: dict, other: dict) -> int:
    return sum(a != b for a, b in zip(nik_in(one["nik"]), nik_in(other["nik"]), strict=True))


def test_doubles_stand_on_two_acceptable_rows(small):
    for kind, pairs in small.expected["duplicates"].items():
        assert pairs, kind
        for pair in pairs:
            (one, _), (two, _) = pair["rows"]
            assert (one != two) == kind.startswith("two_lists")
            assert all(is_acceptable(row) for row in written_pair(small, pair))


@pytest.mark.parametrize("kind", ["twice_nik_digit", "two_lists_nik_digit"])
def test_one_digit_of_the_nik_is_off(small, kind):
    for pair in small.expected["duplicates"][kind]:
        assert digits_that_differ(*written_pair(small, pair)) == 1


@pytest.mark.parametrize("kind", ["twice_respelled", "two_lists_respelled"])
def test_the_same_nik_under_another_spelling(small, kind):
    for pair in small.expected["duplicates"][kind]:
        one, other = written_pair(small, pair)
        assert nik_in(one["nik"]) == nik_in(other["nik"])
        assert one["name"].strip().lower() != other["name"].strip().lower()


def test_day_and_month_exchanged(small):
    for pair in small.expected["duplicates"]["two_lists_day_month"]:
        one, other = (born(row["born"]) for row in written_pair(small, pair))
        assert (one.day, one.month, one.year) == (other.month, other.day, other.year)
        assert one != other


def test_lookalikes_are_different_people(small):
    people = {true["person_id"]: true for true in small.truth}
    for kind, pairs in small.expected["lookalikes"].items():
        assert pairs, kind
        for one, other in pairs:
            assert people[one]["nik"] != people[other]["nik"]
            assert people[one]["birth_date"] == people[other]["birth_date"]
            assert (people[one]["kk"] == people[other]["kk"]) == (kind == "twins")


def test_families_share_a_kk_and_children_name_their_mother(small):
    homes = defaultdict(dict)
    for true in small.truth:
        homes[true["kk"]][true["person_id"]] = true
    assert sum(len(home) > 1 for home in homes.values()) > 150
    mothers = [
        child
        for home in homes.values()
        for child in home.values()
        for elder in home.values()
        if elder["sex"] == "P" and child["mother_name"] == elder["name"]
    ]
    assert mothers


# -- Same seed, same city; other sizes ---------------------------------------------------------------------------


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_city(tmp_path):
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        write_city(tmp_path / name, seed=seed, scale=0.02)
    one, again, other = (all_bytes(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again
    assert not any(one[name] == other[name] for name in one)


def test_a_second_writing_replaces_the_first(tmp_path):
    write_city(tmp_path, seed=1, scale=0.01)
    write_city(tmp_path, seed=2, scale=0.01)
    write_city(tmp_path / "fresh", seed=2, scale=0.01)
    fresh = all_bytes(tmp_path / "fresh")
    assert {name: content for name, content in all_bytes(tmp_path).items() if "fresh" not in name} == fresh


def test_without_errors_everybody_is_clean(tmp_path):
    truth = write_city(tmp_path, seed=5, counts={"petani": 60, "nelayan": 40, "umkm": 0}, error_rate=0)
    assert truth.rows == truth.clean == {"petani": 60, "nelayan": 40, "umkm": 0}
    assert truth.persons == 100
    assert sum(truth.ineligible_by_reason.values()) == 0


def test_the_highest_error_rate_still_fills_the_lists(tmp_path):
    truth = write_city(tmp_path, seed=5, counts=SMALL, error_rate=4.0)
    assert truth.rows == SMALL
    assert all(0 < truth.clean[sector] < 0.5 * rows for sector, rows in SMALL.items())


@pytest.mark.parametrize("wrong", [{"error_rate": -1}, {"error_rate": 4.1}, {"counts": {"umkm": -1}}])
def test_impossible_wishes_are_refused_before_anything_is_written(tmp_path, wrong):
    with pytest.raises(ValueError, match=r"harus|tidak boleh"):
        write_city(tmp_path / "city", seed=1, **wrong)
    assert not (tmp_path / "city").exists()


def test_progress_is_counted_in_rows_and_ends(tmp_path):
    seen = []
    write_city(tmp_path, seed=1, scale=0.01, on_progress=lambda done, total, text: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] == 51 + 24 + 63


def test_the_folder_says_that_nobody_is_real(small):
    assert "SINTETIS: bukan orang sungguhan" in (small.folder / "README.txt").read_text()
