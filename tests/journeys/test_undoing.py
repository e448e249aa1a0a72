"""A death that was a mistake, from the claim to the second person, and a seat that is given up, in the browser."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from payung.claims.models import Claim
from payung.demo import staff
from payung.enrolment.models import Card
from tests import cast
from tests.claims import scene as claims
from tests.contributions import scene

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "payung-contoh-2025"


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2025, 12, 1, 2, 0, tzinfo=UTC), tick=True) as moved:
        yield moved


@pytest.fixture
def city(clock, monkeypatch):
    monkeypatch.setattr(staff, "PASSWORD", PASSWORD)
    people = cast.city()
    for user in (people.rani, people.budi):
        user.set_password(PASSWORD)
        user.save()
    return people


@pytest.fixture
def members(city):
    enrolled = scene.members(cast.round_2025(city.rani, petani=4))
    Card.objects.bulk_create(
        Card(membership=m, code=f"7QK4M2XP9HT{i}", issued_at=cast.NOW) for i, m in enumerate(enrolled)
    )
    claims.pay(enrolled, range(claims.MAY, claims.MAY + 5), city)
    return enrolled


def test_a_living_man_is_given_back_by_two_people(person, members, city):
    claim = claims.report(members[0], city, on=date(2025, 9, 20))
    Claim.objects.filter(pk=claim.pk).update(
        state="paid", filed_on=date(2025, 10, 1), paid_on=date(2025, 11, 3), paid_rp=42_000_000
    )
    dead = reverse("worker", args=[members[0].worker_id])
    person.signs_in("rani", PASSWORD).opens(dead).sees("Meninggal dunia 20 September 2025")
    person.is_at_ease("pekerja-meninggal")
    page = person.clicks("Kematian ini keliru?").page
    page.fill("[name=reason]", "Ditemui di rumahnya 1 Desember oleh Yuni.")
    person.clicks("Periksa akibatnya").sees("Yang akan berubah").is_at_ease("kematian-usul")
    person.clicks("Simpan untuk diputuskan").sees("orang lain yang memutuskannya")
    person.signs_in("budi", PASSWORD).opens("/").sees("Kematian menunggu orang kedua")
    person.opens("/klaim/kematian/").is_at_ease("kematian-daftar")
    page.locator("main td a").first.click()
    person.sees("BPJS sudah membayar Rp42.000.000").is_at_ease("kematian-putuskan")
    person.clicks("Betulkan").sees("Kematian sudah dibetulkan")
    person.opens(dead).sees("Berlaku").is_at_ease("pekerja-hidup")


def test_a_second_officer_is_asked_and_a_seat_is_given_up(person, members, city):
    person.signs_in("rani", PASSWORD).opens(reverse("report_event", args=[members[1].worker_id]))
    page = person.page
    page.fill("[name=happened_on]", "2 Mei 2025")
    page.fill("[name=reporter_name]", "Pak RT")
    person.clicks("Simpan laporan").sees("Menunggu orang kedua").is_at_ease("kabar-kedua")
    person.signs_in("budi", PASSWORD).opens("/klaim/kematian/").clicks("SITI AMINAH")
    person.sees("bukan kepada petugas yang melaporkan").is_at_ease("kematian-kedua")
    person.signs_in("rani", PASSWORD).opens(reverse("seat_release", args=[members[2].place_id]))
    person.sees("Kartunya dicabut").is_at_ease("lepas-kursi")
    page.select_option("[name=reason]", "pindah")
    page.on("dialog", lambda dialog: dialog.accept())
    person.clicks("Lepas kursi").sees("kepesertaan berakhir")
    person.opens("/pendaftaran/nonaktif/").sees("MOCH. HOLIL").is_at_ease("nonaktif-tk")
    person.clicks("Buat berkas 1 orang").sees("siap. Unduh")
