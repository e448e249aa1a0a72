"""The first day of a city: its places and offices are there, and a second first day changes nothing."""

from datetime import date

import pytest

from payung.reference import queries
from payung.reference.actions import set_up_city
from payung.reference.models import Agency

pytestmark = pytest.mark.django_db


def test_kota_probolinggo_stands_with_all_its_parts():
    city = set_up_city(bpjs_branch="BPJS Ketenagakerjaan Cabang Probolinggo")
    assert (city.name, city.area_id, city.labour_agency_id) == ("Kota Probolinggo", "35.74", "disperinaker")
    kelurahan = queries.kelurahan()
    assert len(kelurahan) == 29
    assert len({area.parent.name for area in kelurahan}) == 5
    assert {s.code: s.agency_id for s in queries.sectors()} == {
        "petani": "pertanian",
        "nelayan": "perikanan",
        "umkm": "koperasi",
    }
    assert date(2025, 8, 17) in queries.holidays()


def test_setting_up_again_keeps_what_people_changed():
    set_up_city(is_synthetic=True)
    Agency.objects.filter(code="perikanan").update(name="Dinas Kelautan")
    city = set_up_city(mayor_name="dr. Amin")
    assert (city.is_synthetic, city.mayor_name) == (True, "dr. Amin")
    assert Agency.objects.get(code="perikanan").name == "Dinas Kelautan"
    assert Agency.objects.count() == 4
    assert len(queries.kelurahan()) == 29
