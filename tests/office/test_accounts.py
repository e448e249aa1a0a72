"""The administrator opens, changes and closes accounts, but never his own."""

import re

import pytest
from allauth.mfa.models import Authenticator

from payung.accounts.enums import Can, Role
from payung.accounts.models import User
from payung.audit.models import AuditLine
from payung.jobs.actions import Refused
from payung.office import actions
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    cast.city()
    return User.objects.create(username="admin", full_name="Administrator", role=Role.ADMINISTRATOR)


def open_account(admin, **more):
    told = {
        "username": "yuni",
        "full_name": "Yuni Astutik",
        "role": Role.KELURAHAN_OFFICER,
        "agency": "",
        "kelurahan": cast.MAYANGAN,
    }
    return actions.open_account(by=admin, at=cast.NOW, **(told | more))


def test_an_account_opens_with_a_password_that_is_kept_nowhere(admin):
    yuni, password = open_account(admin)
    assert yuni.check_password(password)
    assert password not in "".join(AuditLine.objects.values_list("body", flat=True))


def test_a_disabled_person_is_out_from_the_next_request(admin, client):
    yuni, _ = open_account(admin)
    client.force_login(yuni)
    assert client.get("/lapangan/").status_code == 200
    actions.set_active(yuni.pk, is_active=False, by=admin, at=cast.NOW)
    assert client.get("/lapangan/").status_code == 302


def test_another_role_holds_from_the_next_request(admin):
    yuni, _ = open_account(admin)
    actions.change_role(yuni.pk, role=Role.AUDITOR, agency="", kelurahan="", by=admin, at=cast.NOW)
    yuni.refresh_from_db()
    assert yuni.may(Can.SEE_AUDIT)
    assert not yuni.may(Can.HAND_OVER)


def test_nobody_changes_his_own_account(admin):
    with pytest.raises(Refused, match="sendiri"):
        actions.change_role(admin.pk, role=Role.APPROVER, agency="", kelurahan="", by=admin, at=cast.NOW)
    with pytest.raises(Refused, match="sendiri"):
        actions.set_active(admin.pk, is_active=False, by=admin, at=cast.NOW)


@pytest.mark.parametrize(
    ("role", "told"), [(Role.AGENCY_OPERATOR, "dinas"), (Role.KELURAHAN_OFFICER, "kelurahan")]
)
def test_a_role_with_a_scope_needs_it(admin, role, told):
    with pytest.raises(Refused, match=told):
        open_account(admin, role=role, agency="", kelurahan="")


def test_a_name_is_taken_once(admin):
    open_account(admin)
    with pytest.raises(Refused, match="sudah dipakai"):
        open_account(admin)


GOOD = "payung-hujan-kemarau"


def test_who_forgot_her_password_chooses_a_new_one_by_a_link_that_works_once(admin, client):
    yuni, old = open_account(admin)
    path = actions.password_link(yuni.pk, by=admin, at=cast.NOW)
    chooser = client.get(path, follow=True)
    client.post(chooser.redirect_chain[-1][0], {"password1": GOOD, "password2": GOOD})
    yuni.refresh_from_db()
    assert yuni.check_password(GOOD)
    assert not yuni.check_password(old)
    client.logout()
    assert "password1" not in client.get(path, follow=True).content.decode(), "the link is used up"


def test_a_link_ends_the_old_password_and_open_sessions_at_once(admin, client):
    yuni, old = open_account(admin)
    client.force_login(yuni)
    actions.password_link(yuni.pk, by=admin, at=cast.NOW)
    assert client.get("/beranda/").status_code == 302
    assert not User.objects.get(pk=yuni.pk).check_password(old)


def test_the_link_stands_on_the_page_once_and_in_no_audit_line(admin, client):
    yuni, _ = open_account(admin)
    client.force_login(admin)
    page = client.post(f"/pengguna/{yuni.pk}/tautan-sandi/").content.decode()
    key = re.search(r"/reset/key/[^-]+-([^/]+)/", page).group(1)
    assert key not in client.get(f"/pengguna/{yuni.pk}/").content.decode()
    assert not AuditLine.objects.filter(body__contains=key).exists()


def test_a_lost_telephone_is_forgotten_and_written_down(admin, client):
    yuni, _ = open_account(admin)
    Authenticator.objects.create(user=yuni, type="totp", data={})
    client.force_login(admin)
    client.post(f"/pengguna/{yuni.pk}/faktor-kedua/")
    assert not Authenticator.objects.filter(user=yuni).exists()
    assert AuditLine.objects.filter(sentence="Faktor kedua akun yuni dihapus.", actor=admin).exists()


def test_nobody_gets_round_his_own_password_or_second_factor(admin, client):
    Authenticator.objects.create(user=admin, type="totp", data={})
    client.force_login(admin)
    page = client.post(f"/pengguna/{admin.pk}/tautan-sandi/", follow=True).content.decode()
    assert "/reset/key/" not in page
    client.post(f"/pengguna/{admin.pk}/faktor-kedua/")
    assert Authenticator.objects.filter(user=admin).exists()
