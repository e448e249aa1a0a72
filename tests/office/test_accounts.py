"""The administrator opens, changes and closes accounts, but never his own."""

import pytest

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
