"""Bu Rani looks for people by name in lists, and by number without leaving the number anywhere."""

import logging
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.people.actions import register_workers
from payung.ui.private import is_private_number
from tests import cast

pytestmark = pytest.mark.django_db
PAIR = {"kk": "3574030101209999"}


@pytest.fixture
def town():
    town = cast.city()
    people = [
        cast.person(1, "Suparmi"),
        cast.person(2, "Siti Aminah", **PAIR),
        cast.person(3, "Slamet Riyadi", **PAIR, kelurahan_code=cast.KADEMANGAN, sector="nelayan"),
    ]
    register_workers(people, by=town.rani, at=cast.NOW)
    return town


@pytest.fixture
def rani(client, town):
    client.force_login(town.rani)
    return client


def asked(client, text: str):
    return client.post("/cari/", {"siapa": text}, follow=True)


def test_a_nik_leads_to_its_person_and_stands_in_no_address_and_no_log(rani, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = asked(rani, f" {cast.nik(1)[:6]} {cast.nik(1)[6:]} ")
    assert "<h1>Suparmi</h1>" in answer.content.decode()
    assert all(cast.nik(1) not in unquote(address) for address, _ in answer.redirect_chain)
    logged = [r.getMessage() for r in caplog.records if r.name != "django.db.backends"]
    assert cast.nik(1) not in "".join(logged).replace(" ", "")


def test_a_family_card_leads_to_the_whole_family(rani):
    page = asked(rani, PAIR["kk"]).content.decode()
    assert "2 orang memakai nomor ini" in page
    assert "Siti Aminah" in page
    assert "Slamet Riyadi" in page
    assert PAIR["kk"] not in page


def test_a_telephone_is_found_however_it_is_written(rani):
    assert "<h1>Suparmi</h1>" in asked(rani, "+62 812-3400-9001").content.decode()


def test_a_name_leads_to_the_list(rani):
    answer = asked(rani, "suparmi")
    assert answer.redirect_chain[-1][0] == "/pekerja/?cari=suparmi"
    assert "<strong>1</strong> pekerja" in answer.content.decode()


def test_an_unknown_number_says_what_to_do(rani):
    assert "Nomor tidak ditemukan" in asked(rani, cast.nik(500)).content.decode()


def test_pak_joko_of_perikanan_does_not_find_a_petani_by_her_nik(client, town):
    client.force_login(town.joko)
    assert "Nomor tidak ditemukan" in asked(client, cast.nik(1)).content.decode()
    assert "Slamet Riyadi" in asked(client, cast.nik(3)).content.decode()


def test_a_list_drops_a_number_from_its_address(rani):
    answer = rani.get("/pekerja/", {"cari": cast.nik(1)}, follow=True)
    assert answer.redirect_chain == [("/pekerja/", 302)]
    assert "kotak Cari orang" in answer.content.decode()


def test_every_search_field_of_a_list_refuses_numbers_in_the_browser_too(rani):
    assert "pattern=" in rani.get("/pekerja/").content.decode()


@pytest.mark.parametrize(
    "text", [cast.nik(1), "3574 0312 0980 9001", "3574-0312-0980-9001", "081234009001", "+62 812 3400 9001", "siti 3574031209809001"]
)  # fmt: skip
def test_private_numbers_are_known_in_every_dress(text):
    assert is_private_number(text)


@pytest.mark.parametrize(
    "text", ["Suparmi", "25000012345", "2025-05-07", "7QK4-M2XP-9HTD", "petani 2025", ""]
)
def test_names_kpj_dates_and_card_codes_are_no_private_numbers(text):
    assert not is_private_number(text)


def test_the_box_is_there_for_who_may_see_people_and_nobody_else(client, town):
    laila = User.objects.create(username="laila", full_name="Laila", role=Role.MAYOR_OFFICE)
    client.force_login(laila)
    assert 'name="siapa"' not in client.get("/beranda/").content.decode()
    assert client.post("/cari/", {"siapa": "suparmi"}).status_code == 403


def test_a_longer_list_asks_no_more_of_the_database(rani, town):
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            rani.get("/pekerja/")
        return len(asked)

    questions()  # the first page of a process also reads what stays in memory
    few = questions()
    register_workers([cast.person(n, f"Orang {n}") for n in range(10, 30)], by=town.rani, at=cast.NOW)
    assert questions() == few
