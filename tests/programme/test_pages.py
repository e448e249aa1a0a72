"""Bu Rani opens the round in the browser; others look."""

import pytest
from django.urls import reverse
from django.utils import timezone

from payung.programme import queries
from payung.programme.models import Fund, Round
from payung.rules.months import parse_month
from tests import cast

pytestmark = pytest.mark.django_db
ROUND = {
    "name": "Putaran 2025",
    "first_month": parse_month("2025-05"),
    "last_month": parse_month("2025-12"),
    "programmes": ["JKK", "JKM"],
    "min_age": 18,
    "max_age": 65,
    "quota_petani": 4098,
    "quota_nelayan": 1925,
    "quota_umkm": 5000,
}
FUND = {
    "name": "DBHCHT TA 2025",
    "kind": "dbhcht",
    "year": 2025,
    "appropriation_rp": "1.500.000.000",
    "use_by": "31 Desember 2025",
}


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def rani(client, people, settings):
    settings.CLOCK_SHIFT = cast.NOW - timezone.now()
    client.force_login(people.rani)
    return client


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "TIDAK ADA:" not in text
    return text


def test_bu_rani_enters_a_fund_and_opens_the_round(rani):
    assert "Belum ada dana" in page(rani, reverse("round_open"))
    assert rani.post(reverse("fund_open"), FUND).status_code == 302
    fund = Fund.objects.get()
    assert fund.appropriation_rp == 1_500_000_000
    assert "Rp1.500.000.000" in page(rani, reverse("round_open"))
    answer = rani.post(reverse("round_open"), ROUND | {"fund": fund.pk})
    assert answer.status_code == 302, answer.content.decode()
    text = page(rani, answer.url)
    for part in ("11.023", "Rp16.800", "Rp185.186.400", "Rp1.481.491.200", "Pagu cukup", "Rp18.508.800"):
        assert part in text, part
    assert "Mei–Desember 2025" in page(rani, reverse("rounds"))
    assert "Rp18.508.800" in page(rani, reverse("funds"))


def test_a_fund_that_does_not_suffice_is_told(rani, people):
    opened = cast.round_2025(people.rani)
    Fund.objects.update(appropriation_rp=1_000_000_000)
    assert "Pagu kurang Rp481.491.200" in page(rani, reverse("round", args=[opened.pk]))


def test_an_impossible_round_comes_back_with_what_was_typed(rani, people):
    opened = cast.round_2025(people.rani)
    wrong = ROUND | {"fund": opened.fund_id, "name": "Putaran dua", "last_month": parse_month("2025-01")}
    answer = rani.post(reverse("round_open"), wrong)
    assert answer.status_code == 422
    assert "Bulan akhir tidak boleh sebelum bulan awal." in answer.content.decode()
    assert 'value="Putaran dua"' in answer.content.decode()
    assert Round.objects.count() == 1


def test_quotas_are_changed_while_the_round_is_open(rani, people):
    opened = cast.round_2025(people.rani)
    address = reverse("round_quotas", args=[opened.pk])
    fields = {"quota_petani": 4000, "quota_nelayan": 1925, "quota_umkm": 5000}
    assert rani.post(address, fields).status_code == 302
    assert queries.quotas(opened.pk)["petani"] == 4000
    assert "1 kuota diubah." in page(rani, reverse("round", args=[opened.pk]))
    assert rani.post(address, fields | {"quota_umkm": "x"}).status_code == 422
    Round.objects.update(state="decreed")
    assert rani.post(address, fields | {"quota_umkm": 1}).status_code == 422
    assert "Ubah kuota" not in page(rani, reverse("round", args=[opened.pk]))


def test_an_agency_looks_but_changes_nothing(client, people):
    opened = cast.round_2025(people.rani)
    client.force_login(people.sri)
    assert "Ubah kuota" not in page(client, reverse("round", args=[opened.pk]))
    assert "Buka putaran" not in page(client, reverse("rounds"))
    for name, args in (("round_open", []), ("fund_open", []), ("round_quotas", [opened.pk])):
        assert client.post(reverse(name, args=args)).status_code == 403
    assert client.get(reverse("round", args=[999])).status_code == 404


def test_lists_are_searched(rani, people):
    cast.round_2025(people.rani)
    assert "<strong>1</strong> putaran" in page(rani, reverse("rounds") + "?cari=dbhcht")
    assert "Belum ada putaran" in page(rani, reverse("rounds") + "?status=closed")
    assert "<strong>1</strong> dana" in page(rani, reverse("funds") + "?jenis=dbhcht")
    assert rani.get(reverse("funds") + "?unduh=xlsx")["Content-Disposition"].startswith("attachment")
