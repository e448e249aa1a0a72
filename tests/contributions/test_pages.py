"""Bu Rani uploads, prepares and records; Pak Budi verifies; Bu Wati approves: all of it in the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from payung.contributions.models import Invoice, PaymentOrder
from payung.reference import clock
from tests import cast
from tests.contributions.scene import JUNE, all_agree, approved_order, invoice_file, members, receive
from tests.incoming import saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    round = cast.round_2025(people.rani)
    members(round)
    return round


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def test_the_month_goes_through_six_pages(people, round, as_):
    file = SimpleUploadedFile("tagihan.xlsx", invoice_file(all_agree()))
    sent = as_(people.rani).post(f"/iuran/putaran/{round.pk}/terima/", {"month": JUNE, "file": file})
    answer = saved(as_(people.rani), sent)
    invoice = Invoice.objects.get()
    assert answer.url == f"/iuran/tagihan/{invoice.pk}/"
    page = as_(people.rani).get(answer.url).content.decode()
    assert "Semua baris cocok" in page
    as_(people.rani).post(f"/iuran/tagihan/{invoice.pk}/perintah/")
    order = PaymentOrder.objects.get()
    at = f"/iuran/perintah/{order.pk}/"
    assert "Verifikasi</button>" not in as_(people.rani).get(at).content.decode()
    assert "Verifikasi</button>" in as_(people.budi).get(at).content.decode()
    as_(people.budi).post(f"{at}verifikasi/")
    as_(people.wati).post(f"{at}setujui/")
    paid = {"paid_on": "7 Mei 2025", "proof_number": "SP2D-1", "paid_rp": "67.200"}
    assert as_(people.rani).post(f"{at}bayar/", paid).status_code == 302
    order.refresh_from_db()
    assert order.state == "paid"
    assert "SP2D-1" in as_(people.rani).get(at).content.decode()


def test_a_refused_file_comes_back_with_its_sentence(people, round, as_):
    file = SimpleUploadedFile("tagihan.xlsx", b"PK broken")
    answer = as_(people.rani).post(f"/iuran/putaran/{round.pk}/terima/", {"month": JUNE, "file": file})
    assert answer.status_code == 422
    assert "bukan lembar kerja" in answer.content.decode()


def test_a_payment_of_another_amount_comes_back_with_both_numbers(people, round, as_):
    order = approved_order(people, round)
    wrong = {"paid_on": "7 Mei 2025", "proof_number": "SP2D-1", "paid_rp": "67.201"}
    answer = as_(people.rani).post(f"/iuran/perintah/{order.pk}/bayar/", wrong)
    assert answer.status_code == 422
    assert "Rp67.201" in answer.content.decode()


def test_differences_can_be_searched_and_exported(people, round, as_):
    invoice = receive(people, round, all_agree()[:3])
    page = as_(people.rani).get(f"/iuran/tagihan/{invoice.pk}/?cari=suparmi")
    assert "Aktif di data kita, tidak ditagih" in page.content.decode()
    assert as_(people.rani).get(f"/iuran/tagihan/{invoice.pk}/?unduh=xlsx").content[:2] == b"PK"
    assert as_(people.rani).get(f"/iuran/putaran/{round.pk}/format/{JUNE}/").content[:2] == b"PK"


@pytest.mark.parametrize("address", ["/iuran/", "/iuran/dana/"])
def test_lists_are_there_before_anything_happened(people, as_, address):
    assert "Belum ada" in as_(people.rani).get(address).content.decode()


def test_money_shows_where_it_stands(people, round, as_):
    approved_order(people, round)
    page = as_(people.wati).get("/iuran/dana/").content.decode()
    assert "Rp67.200" in page
    assert "perintah bayar" in as_(people.wati).get(f"/iuran/dana/{round.fund_id}/").content.decode()
    assert "Juni 2025" in as_(people.wati).get("/iuran/").content.decode()


def test_a_sector_operator_sees_no_money(people, round, as_):
    assert as_(people.sri).get("/iuran/").status_code == 403
