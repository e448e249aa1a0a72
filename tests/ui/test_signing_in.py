"""From the first link to the second factor: what Bu Rani meets in a city that is not a demo."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from payung.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db
PASSWORD = "payung-hujan-kemarau"


@pytest.fixture
def rani(settings) -> User:
    settings.REQUIRE_SECOND_FACTOR = True
    rani = cast.city().rani
    rani.set_password(PASSWORD)
    rani.save()
    return rani


def signed_in(client) -> str:
    """Signs in with the password alone; gives where that leads."""
    answer = client.post("/akun/login/", {"login": "rani", "password": PASSWORD}, follow=True)
    return answer.redirect_chain[-1][0]


def number_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_without_a_second_factor_every_way_leads_to_setting_it_up(client, rani):
    assert signed_in(client) == "/akun/2fa/"
    page = client.get("/pekerja/", follow=True)
    assert page.redirect_chain[-1][0] == "/akun/2fa/"
    assert "Pasang sekarang" in page.content.decode()


def test_bu_rani_sets_up_her_telephone_and_all_pages_open(client, rani):
    signed_in(client)
    where = client.get("/akun/2fa/totp/activate/", follow=True)
    assert "Pastikan ini Anda" in where.content.decode() or where.status_code == 200
    client.post("/akun/reauthenticate/", {"password": PASSWORD})
    page = client.get("/akun/2fa/totp/activate/").content.decode()
    assert "data:image/svg" in page
    secret = client.session["mfa.totp.secret"]
    assert secret in page, "also for who cannot scan"
    client.post("/akun/2fa/totp/activate/", {"code": number_of(secret)})
    assert Authenticator.objects.filter(user=rani, type="totp").exists()
    assert client.get("/beranda/").status_code == 200


def test_afterwards_the_password_alone_does_not_open(client, rani):
    Authenticator.objects.create(user=rani, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert signed_in(client) == "/akun/2fa/authenticate/"
    assert client.get("/beranda/").status_code == 302
    wrong = client.post("/akun/2fa/authenticate/", {"code": "000000"})
    assert "error-summary" in wrong.content.decode()


def test_nothing_is_reset_by_mail(client, rani):
    for address in ("/akun/password/reset/", "/akun/email/"):
        assert "administrator" in client.get(address).content.decode()
        assert client.post(address, {"email": "rani@contoh.invalid"}).status_code == 405


@pytest.mark.parametrize(
    "address",
    ["/akun/2fa/", "/akun/password/change/", "/akun/logout/", "/akun/reauthenticate/", "/akun/inactive/"],
)
def test_the_pages_of_an_account_wear_the_frame(client, rani, address):
    client.force_login(rani)
    page = client.get(address).content.decode()
    assert 'lang="id"' in page
    assert 'class="top"' in page
    assert "TIDAK ADA" not in page
    assert 'class="button' in page or address == "/akun/inactive/"


def test_nobody_signs_himself_up(client, rani):
    assert "signup" not in client.get("/akun/login/").content.decode()
    client.post("/akun/signup/", {"username": "maling", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(username="maling").exists()


def test_an_old_page_is_answered_in_indonesian(rani):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/akun/login/", {"login": "rani", "password": PASSWORD})
    assert answer.status_code == 403
    assert "Halaman sudah kedaluwarsa" in answer.content.decode()


def test_guessing_is_stopped_in_indonesian(client, rani):
    for _ in range(12):
        answer = client.post("/akun/login/", {"login": "rani", "password": "salah-salah-salah"})
    said = answer.content.decode()
    assert "Terlalu banyak" in said
