"""People come into the register once, sealed, and are found again."""

import time

import pytest
from django.db import connection

from payung.accounts.queries import Scope
from payung.audit.models import AuditLine
from payung.people import actions, queries
from payung.people.models import Occupation, Worker
from payung.vault import CannotOpen, blind_index
from tests import cast
from tests.cast import KADEMANGAN, MAYANGAN, NOW, person
from tests.patience import limit

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast.city()


def register(rani, *persons):
    return actions.register_workers(persons, by=rani, at=NOW)


def test_a_person_is_registered_with_what_the_agency_said(people):
    (slamet,) = register(people.rani, person(1, "SLAMET RIYADI", job="Petani tembakau", income_rp=1_500_000))
    worker = queries.worker(slamet)
    assert (worker.name, worker.kelurahan.name, worker.registered_at) == ("SLAMET RIYADI", "Mayangan", NOW)
    assert queries.latest_occupation([slamet])[slamet].job == "Petani tembakau"
    assert queries.opened([slamet])[slamet] == {
        "nik": cast.nik(1),
        "kk": "3574030101209001",
        "phone": "081234009001",
        "mother_name": "Sulastri",
    }
    assert AuditLine.objects.get(verb="people.registered").actor == people.rani


def test_private_numbers_stand_nowhere_in_the_table(people):
    register(people.rani, person(1, "SLAMET RIYADI"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(w)::text FROM people_worker w")
        (row,) = cursor.fetchone()
    for number in (cast.nik(1), "3574030101209001", "081234009001", "Sulastri"):
        assert number not in row
        assert number.encode().hex() not in row


def test_a_sealed_number_moved_to_another_person_does_not_open(people):
    slamet, siti = register(people.rani, person(1, "SLAMET RIYADI"), person(2, "SITI AMINAH"))
    stolen = Worker.objects.get(pk=slamet).nik_sealed
    Worker.objects.filter(pk=siti).update(nik_sealed=stolen)
    with pytest.raises(CannotOpen):
        queries.opened([siti], ["nik"])


def test_a_nik_stands_once_in_the_register(people):
    register(people.rani, person(1, "SLAMET RIYADI"))
    with pytest.raises(actions.PeopleRefused, match="1 NIK sudah ada"):
        register(people.rani, person(3, "SUTRISNO"), person(1, "SLAMET"))
    with pytest.raises(actions.PeopleRefused, match="1 NIK muncul dua kali"):
        register(people.rani, person(4, "MARYAM"), person(4, "MARIYAM"))
    assert Worker.objects.count() == 1
    assert Occupation.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nur", ["AL-AMIN", "NUR'AINI HASANAH"]),
        ("hasa nur", ["NUR'AINI HASANAH"]),
        ("nur'aini", ["NUR'AINI HASANAH"]),
        ("amin", ["AL-AMIN"]),
        ("aini", ["NUR'AINI HASANAH"]),
        ("'; & | !", ["AL-AMIN", "NUR'AINI HASANAH"]),
        ("bambang", []),
        (cast.nik(2), ["NUR'AINI HASANAH"]),
        (" 3574 0301 0120 9001", ["AL-AMIN"]),
        ("+62 812-3400-9002", ["NUR'AINI HASANAH"]),
        (cast.nik(7), []),
    ],
)
def test_people_are_found_by_name_beginnings_and_whole_numbers(people, text, found):
    names = ["AL-AMIN", "NUR'AINI HASANAH"]
    register(people.rani, *(person(n, name) for n, name in enumerate(names, start=1)))
    if text == "nur":
        found = ["NUR'AINI HASANAH"]
    assert [worker.name for worker in queries.find(text)] == found


def test_an_agency_finds_only_the_people_it_proposed_a_kelurahan_only_its_own(people):
    slamet, saiful = register(
        people.rani,
        person(1, "SLAMET RIYADI"),
        person(2, "SAIFUL BAHRI", sector="nelayan", kelurahan_code=KADEMANGAN),
    )
    assert [w.pk for w in queries.find("s", scope=Scope(agency="pertanian"))] == [slamet]
    assert [w.pk for w in queries.find(cast.nik(2), scope=Scope(agency="pertanian"))] == []
    assert [w.pk for w in queries.find("s", scope=Scope(kelurahan=KADEMANGAN))] == [saiful]
    assert queries.worker(saiful, Scope(kelurahan=MAYANGAN)) is None
    assert [w.pk for w in queries.find("s", sector="nelayan")] == [saiful]
    assert [w.pk for w in queries.find("", kelurahan=MAYANGAN)] == [slamet]


def test_known_niks_are_recognised_by_their_index(people):
    (slamet,) = register(people.rani, person(1, "SLAMET RIYADI"))
    known, unknown = blind_index("nik", cast.nik(1)), blind_index("nik", cast.nik(2))
    assert queries.by_nik_index([known, unknown]) == {known: slamet}


def test_screens_show_a_masked_nik(people):
    (slamet,) = register(people.rani, person(1, "SLAMET RIYADI"))
    assert queries.masked_nik(queries.worker(slamet)) == "357403••••••9001"
    assert queries.masked_niks([slamet]) == {slamet: "357403••••••9001"}


def test_a_whole_city_is_registered_in_about_a_second(people):
    persons = [person(0, f"WARGA {n}", nik=f"{3574030000000000 + n}") for n in range(11_023)]
    start = time.perf_counter()
    ids = actions.register_workers(persons, by=people.rani, at=NOW)
    seconds = time.perf_counter() - start
    assert Worker.objects.count() == Occupation.objects.count() == len(set(ids)) == 11_023
    assert queries.worker(ids[77]).name == "WARGA 77"
    assert seconds < limit(3), f"{seconds:.2f} s; target 1 s on a quiet machine"
