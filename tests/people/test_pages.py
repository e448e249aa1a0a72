"""Mending a name, telling of a family, looking at a number: each leaves its line, each only for those who may."""

import pytest
from django.urls import reverse

from payung.audit.models import AuditLine
from payung.people import actions, queries
from tests import cast
from tests.cast import MAYANGAN, NOW, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def slamet(people):
    return actions.register_workers([person(1, "SLAMET RIADI")], by=people.rani, at=NOW)[0]


@pytest.fixture
def rani(client, people):
    client.force_login(people.rani)
    return client


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "TIDAK ADA:" not in text
    return text


IDENTITY = {
    "reason": "Sesuai KTP",
    "name": "SLAMET RIYADI",
    "birth_date": "12 September 1980",
    "sex": "L",
    "kelurahan_code": MAYANGAN,
}


def test_bu_rani_mends_a_name_and_the_numbers_stay(rani, slamet):
    text = page(rani, "worker_correct", slamet)
    assert 'value="12-09-1980"' in text
    assert cast.nik(1) not in text
    assert rani.post(reverse("worker_correct", args=[slamet]), IDENTITY).status_code == 302
    assert queries.worker(slamet).name == "SLAMET RIYADI"
    assert queries.opened([slamet])[slamet]["nik"] == cast.nik(1)
    assert "SLAMET RIADI" in page(rani, "worker_correct", slamet)


def test_a_correction_without_a_reason_comes_back(rani, slamet):
    answer = rani.post(reverse("worker_correct", args=[slamet]), IDENTITY | {"reason": ""})
    assert answer.status_code == 422
    assert queries.worker(slamet).name == "SLAMET RIADI"


def test_a_nik_of_somebody_else_is_refused_on_the_page(rani, slamet, people):
    actions.register_workers([person(2, "SITI AMINAH")], by=people.rani, at=NOW)
    answer = rani.post(reverse("worker_correct", args=[slamet]), IDENTITY | {"nik": cast.nik(2)})
    assert answer.status_code == 422
    assert "sudah dipakai pekerja lain" in answer.content.decode()


def test_the_family_is_told_and_mended(rani, slamet):
    assert "Belum ada anggota keluarga" in page(rani, "worker_relatives", slamet)
    address = reverse("worker_relatives", args=[slamet])
    rani.post(address, {"name": "SITI", "kin": "janda", "birth_date": "", "is_alive": "on"})
    (siti,) = queries.relatives(slamet)
    assert "SITI" in page(rani, "worker_relatives", slamet)
    rani.post(reverse("worker_relative_remove", args=[slamet, siti.pk]), {"reason": "Salah orang"})
    assert queries.relatives(slamet) == []


def test_a_number_is_shown_once_for_a_purpose(rani, slamet):
    assert cast.nik(1) not in page(rani, "worker_reveal", slamet, "nik")
    address = reverse("worker_reveal", args=[slamet, "nik"])
    assert rani.post(address, {"purpose": ""}).status_code == 422
    assert not AuditLine.objects.filter(verb="people.revealed").exists()
    assert cast.nik(1) in rani.post(address, {"purpose": "Mencocokkan KTP"}).content.decode()
    assert AuditLine.objects.get(verb="people.revealed").reason == "Mencocokkan KTP"
    assert rani.get(reverse("worker_reveal", args=[slamet, "name"])).status_code == 404


def test_people_outside_the_scope_do_not_exist(client, people, slamet):
    client.force_login(people.joko)
    assert client.post(reverse("worker_reveal", args=[slamet, "nik"]), {"purpose": "x"}).status_code == 404
    assert client.get(reverse("worker_correct", args=[slamet])).status_code == 403
    client.force_login(people.sri)
    assert client.get(reverse("worker_reveal", args=[slamet, "nik"])).status_code == 200
    assert not AuditLine.objects.filter(verb="people.revealed").exists()
