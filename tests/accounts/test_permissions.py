"""Who may what: the table is complete, and scope only ever makes a list smaller."""

from payung.accounts.enums import ALLOWED, Can, Role
from payung.accounts.models import User
from payung.accounts.queries import WHOLE_CITY, scope_of

RANI = User(username="rani", role=Role.DINAS_OPERATOR)
DEWI = User(username="dewi", role=Role.AGENCY_OPERATOR, agency_id="perikanan")
YUNI = User(username="yuni", role=Role.KELURAHAN_OFFICER, kelurahan_id="35.74.03.1001")


def test_every_capability_stands_in_the_table_and_every_role_can_do_something():
    assert set(ALLOWED) == set(Can)
    assert all(ALLOWED.values())
    assert {role for roles in ALLOWED.values() for role in roles} == set(Role)


def test_nobody_holds_two_of_the_three_keys_to_the_money():
    keys = (Can.RECORD_PAYMENT, Can.VERIFY_PAYMENT, Can.APPROVE_PAYMENT)
    for role in Role:
        assert sum(role in ALLOWED[key] for key in keys) <= 1, role


def test_who_reads_for_control_changes_nothing():
    reads = {c for c in Can if c.value.endswith((".see", ".dashboard", ".export"))}
    reads.add(Can.ASK_PROMISES)  # a question; its answer is all that is kept
    for role in (Role.AUDITOR, Role.MAYOR_OFFICE):
        assert {c for c in Can if role in ALLOWED[c]} <= reads


def test_scope_follows_the_role():
    assert scope_of(RANI) == WHOLE_CITY
    assert scope_of(DEWI).within(agency="agency_id", kelurahan="kelurahan_id") == {"agency_id": "perikanan"}
    assert scope_of(YUNI).within(agency="agency_id", kelurahan="kelurahan_id") == {
        "kelurahan_id": "35.74.03.1001"
    }


def test_a_disabled_person_may_nothing():
    gone = User(username="rani", role=Role.DINAS_OPERATOR, is_active=False)
    assert not any(gone.may(capability) for capability in Can)
