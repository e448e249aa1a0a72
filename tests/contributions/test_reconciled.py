"""June of eight people: where SK, KPJ, invoice, payment and the branch's list disagree, who closes it and how."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from payung.contributions import actions, queries
from payung.contributions.enums import Mismatch, Owner
from payung.documents.sheets import Column, xlsx
from payung.enrolment import actions as enrolment
from payung.enrolment.models import Membership
from payung.reference import clock
from payung.selection.enums import DecreeState
from payung.selection.models import Decree, DecreeLine
from tests import cast
from tests.contributions.scene import JUNE, NAMES, all_agree, kpj, members, receive
from tests.incoming import saved

pytestmark = pytest.mark.django_db
DUE = date(2025, 6, 16)
AFTER = date(2025, 6, 20)


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    return cast.city()


@pytest.fixture
def round(people):
    round = cast.round_2025(people.rani)
    decree(round, people, members(round))
    return round


def decree(round, people, memberships, *, version=1, leaves=False):
    """An SK that names these people."""
    made = Decree.objects.create(
        round=round, version=version, lines_digest="", people=len(memberships), monthly_rp=0, number=f"SK-{version}",
        drafted_by=people.rani, drafted_at=cast.NOW,
    )  # fmt: skip
    DecreeLine.objects.bulk_create(
        DecreeLine(decree=made, place_id=m.place_id, number=i, leaves=leaves, name="", birth="", sex="L", address="",
                   kelurahan="", kecamatan="", job="", sealed=b"")
        for i, m in enumerate(memberships, start=1)
    )  # fmt: skip
    Decree.objects.filter(pk=made.pk).update(
        state=DecreeState.SIGNED, signed_on=date(2025, 5, 5), locked_by=people.rani, locked_at=cast.NOW
    )


def pay(people, round, rows):
    order = actions.create_order(receive(people, round, rows).pk, by=people.rani, at=cast.NOW)
    actions.verify_order(order.pk, by=people.budi, at=cast.NOW)
    actions.approve_order(order.pk, by=people.wati, at=cast.NOW)
    return actions.record_payment(
        order.pk, paid_on=cast.NOW.date(), proof_number="SP2D-1", by=people.rani, at=cast.NOW
    )


def branch_says(people, round, *serials):
    rows = [(kpj(serial), "") for serial in serials]
    return actions.receive_active_list(
        xlsx([Column("No KPJ"), Column("Nama")], rows), name="aktif.xlsx", round_id=round.pk, month=JUNE,
        by=people.rani, at=cast.NOW,
    )  # fmt: skip


def kinds(round, today=AFTER):
    found = queries.five_ways(round.pk, JUNE, today=today, due_on=DUE)
    return {row.name or row.kpj: row.kind for row in found if row.kind}


def test_when_all_five_agree_nothing_is_left(people, round):
    pay(people, round, all_agree())
    branch_says(people, round, 1, 2, 3, 4)
    rows = queries.five_ways(round.pk, JUNE, today=AFTER, due_on=DUE)
    assert kinds(round) == {}
    assert queries.five_totals(rows) == dict.fromkeys(
        ("decreed", "registered", "invoiced", "paid", "active"), 4
    )


def test_each_difference_has_its_kind(people, round):
    rows = [
        *all_agree()[:2],
        (3, "MOCH. HOLIL", 20_000),
        (9, "BUKAN KITA", 16_800),
        (2, "SITI AMINAH", 16_800),
    ]
    receive(people, round, rows)
    assert kinds(round) == {
        "SLAMET RIYADI": Mismatch.NOT_ORDERED,
        "SITI AMINAH": Mismatch.TWICE,
        "MOCH. HOLIL": Mismatch.OTHER_AMOUNT,
        "SUPARMI": Mismatch.NOT_INVOICED,
        "BUKAN KITA": Mismatch.UNKNOWN_INVOICED,
    }


def test_an_order_is_late_only_after_the_due_day_and_waits_for_a_person(people, round):
    order = actions.create_order(receive(people, round, all_agree()).pk, by=people.rani, at=cast.NOW)
    assert kinds(round, today=DUE) == {}
    owners = lambda: {row.owner for row in queries.five_ways(round.pk, JUNE, today=AFTER, due_on=DUE)}  # noqa: E731
    assert owners() == {Owner.VERIFIER}
    actions.verify_order(order.pk, by=people.budi, at=cast.NOW)
    assert owners() == {Owner.APPROVER}
    actions.approve_order(order.pk, by=people.wati, at=cast.NOW)
    assert owners() == {Owner.TREASURER}


def test_a_death_before_the_month_shows_what_was_paid_too_much(people, round):
    pay(people, round, all_agree())
    slamet = Membership.objects.get(kpj=kpj(1))
    enrolment.end_membership(
        slamet.worker_id, reason="meninggal", on=date(2025, 5, 20), by=people.rani, at=cast.NOW
    )
    row = next(r for r in queries.five_ways(round.pk, JUNE, today=AFTER, due_on=DUE) if r.kind)
    assert (row.kind, row.paid_rp, row.since, row.age_days(AFTER)) == (
        Mismatch.STOPPED_PAID, 16_800, date(2025, 5, 21), 30,
    )  # fmt: skip


def test_the_branch_bills_somebody_who_has_stopped(people, round):
    siti = Membership.objects.get(kpj=kpj(2))
    enrolment.end_membership(
        siti.worker_id, reason="pindah", on=date(2025, 5, 20), by=people.rani, at=cast.NOW
    )
    receive(people, round, all_agree())
    assert kinds(round)["SITI AMINAH"] == Mismatch.STOPPED_INVOICED


def test_a_member_without_decree_and_a_decree_without_member(people, round):
    holil = Membership.objects.get(kpj=kpj(3))
    decree(round, people, [holil], version=2, leaves=True)
    Membership.objects.filter(kpj=kpj(4)).delete()
    assert kinds(round) == {"MOCH. HOLIL": Mismatch.NO_DECREE, "SUPARMI": Mismatch.NOT_REGISTERED}


def test_the_branch_list_is_held_against_what_we_paid(people, round):
    pay(people, round, all_agree())
    first = branch_says(people, round, 1, 2, 3, 9)
    assert branch_says(people, round, 1, 2, 3, 9).pk == first.pk
    assert kinds(round) == {"SUPARMI": Mismatch.NOT_ACTIVE, kpj(9): Mismatch.UNKNOWN_ACTIVE}
    branch_says(people, round, 1, 2, 3, 4)
    assert kinds(round) == {}


def test_the_page_shows_differences_takes_the_list_and_exports(people, round, client):
    receive(people, round, all_agree()[:3])
    client.force_login(people.rani)
    at = f"/iuran/putaran/{round.pk}/{JUNE}/"
    page = client.get(f"{at}cocok/").content.decode()
    assert "SUPARMI" in page
    assert Mismatch.NOT_INVOICED.label in page
    assert all(name in client.get(f"{at}cocok/?jenis=semua").content.decode() for name in NAMES)
    assert client.get(f"{at}cocok/?unduh=csv").status_code == 200
    file = SimpleUploadedFile("aktif.csv", f"KPJ;Nama\n{kpj(1)};SLAMET\n".encode())
    assert saved(client, client.post(f"{at}aktif/", {"file": file})).status_code == 302
    assert "sudah tersimpan" in client.get(f"{at}cocok/").content.decode()
    broken = SimpleUploadedFile("aktif.csv", b"Nama\nSLAMET\n")
    client.post(f"{at}aktif/", {"file": broken})
    assert "alert bad" in client.get(f"{at}cocok/").content.decode()
    assert client.get(f"/iuran/putaran/{round.pk}/{JUNE + 90}/cocok/").status_code == 404
    client.force_login(people.wati)
    assert client.post(f"{at}aktif/", {"file": broken}).status_code == 403
