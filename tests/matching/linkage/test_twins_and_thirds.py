"""Rina and Rini are twins in a town where both names are common; Pak Untung stands in three lists, badly in one."""

from payung.matching.linkage.match import match_files
from tests.matching.linkage.scene import pairs, write

HOUSE = {
    "birth_date": "1982-01-30", "kk": "3574012807239832", "mother_name": "Sutija Buniti", "address": "Jl. Mawar 12",
    "kelurahan_code": "3574011001",
}  # fmt: skip


def neighbours(*names: str) -> list[dict[str, str]]:
    """Six bearers of each name, in other houses and of other days."""
    return [
        {"id": f"{name}{n}", "name": f"{name} {family}", "birth_date": f"19{50 + n}-0{n + 1}-1{n}", "kk": f"35740101011{n}00{n}{len(name)}"}
        for name in names
        for n, family in enumerate(("Hartatik", "Mulyani", "Wahyuni", "Handayani", "Lestari", "Utami"))
    ]  # fmt: skip


def twins(one: str, other: str) -> list[dict[str, str]]:
    return [
        {**HOUSE, "id": "t1", "name": f"{one} Yuliati", "nik": "3574017001829838"},
        {**HOUSE, "id": "t2", "name": f"{other} Yuliati", "nik": "3574017001829839"},
    ]


def probability(tmp_path, rows, *two):
    match_files([write(tmp_path / "a.csv", *rows)], out=tmp_path / "out.csv", threshold=0.001)
    return float(pairs(tmp_path / "out.csv").get(frozenset(two), {"probability": "0"})["probability"])


def test_two_common_first_names_under_one_roof_are_twins(tmp_path):
    rows = [*twins("Rina", "Rini"), *neighbours("Rina", "Rini", "Sutaji")]
    assert probability(tmp_path, rows, "t1", "t2") < 0.5


def test_a_name_that_nobody_else_bears_is_a_slip(tmp_path):
    rows = [*twins("Rina", "Rinq"), *neighbours("Rina", "Rini", "Sutaji")]
    assert probability(tmp_path, rows, "t1", "t2") > 0.9


def half_told(one: str, other: str) -> list[dict[str, str]]:
    """Of one day and kelurahan; nothing tells whether they share a house, and only one number is known."""
    born = {"birth_date": "1989-09-08", "birth_place": "Probolinggo", "kelurahan_code": "3574011001"}
    return [
        {**born, "id": "t1", "name": f"{one} Mukti", "address": "Gang Dahlia 41"},
        {**born, "id": "t2", "name": f"{other} Mukti", "nik": "3574010809890003", "kk": "3574011005080002"},
    ]


def test_two_common_first_names_of_one_day_are_twins_even_if_no_list_tells_their_house(tmp_path):
    rows = [*half_told("Hasan", "Husen"), *neighbours("Hasan", "Husen", "Sutaji")]
    assert probability(tmp_path, rows, "t1", "t2") < 0.5


def test_half_told_people_of_one_first_name_are_one(tmp_path):
    rows = [*half_told("Hasan", "Hasann"), *neighbours("Hasan", "Husen", "Sutaji")]
    assert probability(tmp_path, rows, "t1", "t2") > 0.9


def test_nur_and_nurul_under_one_roof_are_twins(tmp_path):
    rows = [*twins("Nur", "Nurul"), *neighbours("Nur", "Nurul", "Sutaji")]
    assert probability(tmp_path, rows, "t1", "t2") < 0.5


def test_twins_bear_two_numbers(tmp_path):
    """One number under two common first names is somebody who is called both, not two who share it."""
    one, other = twins("Saleh", "Soleh")
    rows = [one, {**other, "nik": one["nik"], "name": "Soleh"}, *neighbours("Saleh", "Soleh", "Sutaji")]
    assert probability(tmp_path, rows, "t1", "t2") > 0.9


def test_twins_are_not_given_one_first_name(tmp_path):
    """So a running number that differs is a slip, where the last name is only cut short."""
    one, other = twins("Rina", "Rina")
    rows = [one, {**other, "name": "Rina Y."}, *neighbours("Rina", "Rini", "Sutaji")]
    assert probability(tmp_path, rows, "t1", "t2") > 0.9


def test_one_first_name_under_another_last_name_and_number_is_another(tmp_path):
    one, other = twins("Rina", "Rina")
    away = {"kk": "", "mother_name": "", "address": ""}
    rows = [one | away, {**other, **away, "name": "Rina Hartatik"}, *neighbours("Rina", "Rini", "Sutaji")]
    assert probability(tmp_path, rows, "t1", "t2") < 0.5


def test_a_name_cut_to_its_first_letter_is_the_name(tmp_path):
    told = {"birth_date": "1968-01-21", "birth_place": "Probolinggo"}
    rows = [{**told, "id": "t1", "name": "Enik Puspitasari"}, {**told, "id": "t2", "name": "Enik P."}]
    other = [rows[0], {**told, "id": "t2", "name": "Enik D."}]
    crowd = neighbours("Enik", "Rini", "Sutaji")
    assert probability(tmp_path, [*rows, *crowd], "t1", "t2") > 0.9
    assert probability(tmp_path, [*other, *crowd], "t1", "t2") < 0.5


def untung(id_: str, **told: str) -> dict[str, str]:
    return {"birth_date": "1971-03-09", **told, "id": id_}


LISTS = (
    untung("tani", name="Untung Soeprapto", nik="3574010903710004", address="Jl. Brantas 7"),
    untung("ikan", name="Untung Suprapto", nik="3574010903710004", phone="084001112222", address="Jl. Brantas 7"),
    untung("dagang", name="Untung S.", birth_date="1971-03-19", phone="084001112222"),
)  # fmt: skip


def test_two_who_are_one_with_a_third_are_one(tmp_path):
    crowd = neighbours("Untung", "Rini", "Sutaji")
    assert probability(tmp_path, [LISTS[0], LISTS[2], *crowd], "tani", "dagang") < 0.9
    match_files([write(tmp_path / "a.csv", *LISTS, *crowd)], out=tmp_path / "out.csv")
    found = pairs(tmp_path / "out.csv")
    closed = found[frozenset(("tani", "dagang"))]
    assert "baris ketiga" in closed["reason"]
    assert float(closed["probability"]) >= 0.9
    assert "baris ketiga" not in found[frozenset(("tani", "ikan"))]["reason"]
