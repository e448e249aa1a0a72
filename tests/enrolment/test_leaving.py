"""A seat is given up: membership and card end with it, the pay list forgets the person, and the branch is asked to stop."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from payung.contributions import queries as money
from payung.contributions.enums import Mismatch
from payung.enrolment import actions, queries
from payung.enrolment.enums import EndReason
from payung.enrolment.models import Card, DeactivationFile, Membership
from payung.files.queries import content
from payung.reference import clock
from payung.rules.months import parse_month
from payung.selection.models import Place
from tests import cast
from tests.contributions import scene

pytestmark = pytest.mark.django_db
JUNE, JULY = parse_month("2025-06"), parse_month("2025-07")
AT = cast.NOW + timedelta(days=40)
DAY = date(2025, 6, 10)


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani, petani=4)


@pytest.fixture
def members(round):
    """Four farmers with cards."""
    enrolled = scene.members(round)
    Card.objects.bulk_create(
        Card(membership=m, code=f"7QK4M2XP9HT{i}", issued_at=cast.NOW) for i, m in enumerate(enrolled)
    )
    return enrolled


def leave(member, people, **more):
    wish = {"reason": EndReason.MENGUNDURKAN_DIRI, "on": DAY, "by": people.rani, "at": AT}
    return actions.release_seat(member.place_id, **(wish | more))


def test_a_released_seat_ends_membership_card_and_payment(members, round, people):
    leave(members[0], people)
    members[0].refresh_from_db()
    assert (members[0].last_on, Card.objects.get(membership=members[0]).state) == (DAY, "revoked")
    assert Place.objects.get(pk=members[0].place_id).state == "released"
    listed = [
        {m.membership_id for m in queries.memberships_in(month, round_id=round.pk)} for month in (JUNE, JULY)
    ]
    assert [members[0].pk in month for month in listed] == [True, False]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"reason": EndReason.MENINGGAL}, "Lapor kejadian"),
        ({"on": date(2025, 7, 1)}, "belum tiba"),
        ({"on": date(2025, 4, 1)}, "baru mulai"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_ends(members, people, more, sentence):
    with pytest.raises(actions.Refused, match=sentence):
        leave(members[0], people, **more)
    assert Membership.objects.filter(end_on=None).count() == 4


def test_released_twice_is_released_once(members, people):
    leave(members[0], people)
    with pytest.raises(actions.Refused, match="sudah dilepas"):
        leave(members[0], people)


def test_the_branch_gets_one_file_with_everybody_who_left(members, people):
    leave(members[0], people)
    made = actions.make_deactivation_file(by=people.rani, at=AT)
    rows = list(load_workbook(io.BytesIO(content(made.file))).active.values)
    assert rows[0][:2] == ("KPJ", "NIK")
    assert (rows[1][0], rows[1][1], rows[1][5]) == (scene.kpj(1), cast.nik(1), "07-2025")
    with pytest.raises(actions.Refused, match="Tidak ada yang perlu"):
        actions.make_deactivation_file(by=people.rani, at=AT)


def test_a_member_whose_seat_was_only_released_is_not_paid_and_the_cure_says_so(members, round):
    """What an older version left behind: a running membership without a seat."""
    Place.objects.filter(pk=members[0].place_id).update(
        state="released", released_for="pindah", released_on=DAY
    )
    assert members[0].pk not in {m.membership_id for m in queries.memberships_in(JULY, round_id=round.pk)}
    rows = money.five_ways(round.pk, JULY, today=DAY, due_on=money.due_on(JULY))
    [row] = [row for row in rows if row.worker_id == members[0].worker_id]
    assert row.kind == Mismatch.NO_SEAT
    assert "Akhiri kepesertaannya" in money.STEPS[row.kind]
    assert "Susun SK" not in money.STEPS[row.kind]


def test_the_pages(members, people, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    client.force_login(people.rani)
    address = reverse("seat_release", args=[members[0].place_id])
    assert "Kartunya dicabut" in client.get(address).content.decode()
    assert client.post(address, {"reason": "pindah", "on": ""}).status_code == 422
    client.post(address, {"reason": "pindah", "on": "10 Juni 2025"})
    listed = reverse("deactivation")
    assert members[0].worker.name in client.get(listed).content.decode()
    client.post(reverse("deactivation_make"))
    made = DeactivationFile.objects.get()
    assert client.get(reverse("deactivation_file", args=[made.pk])).status_code == 200
    assert "Tidak ada yang perlu dinonaktifkan" in client.get(listed).content.decode()
    assert client.get(reverse("deactivation_profile")).status_code == 200
