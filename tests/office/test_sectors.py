"""A village pays for its becak drivers: which price, and who decided it?"""

from datetime import date

import pytest

from payung.audit.models import AuditLine
from payung.programme import actions as programme
from payung.programme import queries
from payung.programme.actions import ProgrammeRefused
from payung.reference import queries as reference
from payung.reference.models import Sector
from payung.rules.months import parse_month
from tests import cast

pytestmark = pytest.mark.django_db
FEBRUARY, MAY = parse_month("2026-02"), parse_month("2026-05")


@pytest.fixture
def city():
    staff = cast.city()
    Sector.objects.create(code="angkutan-kota", name="Sopir angkutan kota", agency_id="disperinaker")
    Sector.objects.create(code="pesisir", name="Jasa pesisir", agency_id="disperinaker")
    return staff


def opened(city, kind, **more):
    fund = programme.open_fund(
        year=2026, kind=kind, name=f"Dana {kind}", appropriation_rp=900_000_000, use_by=date(2026, 12, 31),
        by=city.rani, at=cast.NOW,
    )  # fmt: skip
    fields = {
        "name": f"Putaran {kind}", "fund": fund, "first_month": parse_month("2026-01"), "last_month": parse_month("2026-12"),
        "programmes": ["JKK", "JKM"], "quotas": {"petani": 10},
    }  # fmt: skip
    return programme.open_round(**(fields | more), by=city.rani, at=cast.NOW)


def test_a_person_decides_and_the_words_only_propose(city, client):
    round = opened(city, "village")
    prices = {
        code: queries.contribution_rp(round, FEBRUARY, code)
        for code in ("angkutan-kota", "pesisir", "petani")
    }
    assert prices == {"angkutan-kota": 8_400, "pesisir": 16_800, "petani": 16_800}
    city.rani.role = "administrator"
    city.rani.save()
    client.force_login(city.rani)
    page = client.get("/kota/sektor/").content.decode()
    assert "sekarang dihitung angkutan" in page
    answers = {"angkutan-kota": "tidak", "pesisir": "ya", "petani": "", "nelayan": "", "umkm": ""}
    assert client.post("/kota/sektor/", answers).status_code == 302
    assert queries.contribution_rp(round, FEBRUARY, "angkutan-kota") == 16_800
    assert queries.contribution_rp(round, FEBRUARY, "pesisir") == 8_400
    assert queries.contribution_rp(round, MAY, "petani") == 8_400, "from April every sector"
    assert AuditLine.objects.filter(verb="office.transport_decided").count() == 2


def test_the_citys_own_money_pays_in_full_whatever_the_sector(city):
    round = opened(city, "dbhcht")
    Sector.objects.update(is_transport=True)
    assert queries.contribution_rp(round, FEBRUARY, "petani") == 16_800
    assert reference.is_transport("petani", FEBRUARY)


@pytest.mark.parametrize(
    ("programmes", "why"),
    [(["JHT"], "JKK dan JKM"), (["JKM"], "JKK belum"), (["JKK", "JHT"], "JKM belum"), ([], "Pilih program")],
)
def test_a_round_without_jkk_and_jkm_is_refused(city, programmes, why):
    with pytest.raises(ProgrammeRefused, match=why):
        opened(city, "apbd", programmes=programmes)
