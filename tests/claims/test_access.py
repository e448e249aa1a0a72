"""A case is for those it is for: an officer of another kelurahan finds nothing, who may look may not touch."""

from datetime import date
from uuid import uuid4

import pytest

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.claims import actions
from payung.claims.enums import EventKind, Source
from payung.outreach import actions as outreach
from payung.outreach.enums import Topic
from tests import cast
from tests.claims.scene import LATE, MAY, pay, report
from tests.files.test_uploads import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(members, city):
    """The pages of one family of Mayangan."""
    pay(members, range(MAY, MAY + 3), city)
    claim = report(members[0], city, on=date(2025, 7, 12), kind=EventKind.WORK_DEATH)
    scan = actions.add_scan(claim.pk, "kk", photo(), by=city.rani, at=LATE)
    pupil = actions.name_pupil(claim.pk, name="Rohim", birth_date=date(2013, 2, 3), by=city.rani, at=LATE)
    news = actions.News(
        Source.RT_RW, uuid4(), "SUPARMI", kelurahan=cast.MAYANGAN, happened_on=date(2025, 7, 1)
    )
    notice = actions.hear(news, by=city.rani, at=LATE)
    message = outreach.prepare(claim.pk, Topic.CONDOLENCE, by=city.rani, at=LATE)
    return {
        "claim": f"/klaim/{claim.pk}/",
        "leaflet": f"/klaim/{claim.pk}/berkas.pdf",
        "scan": f"/klaim/{claim.pk}/unggah/{scan.pk}/",
        "letter": f"/klaim/{claim.pk}/surat/surat-pengantar.pdf",
        "pupil": f"/klaim/beasiswa/{pupil.pk}/",
        "notice": f"/klaim/kabar/{notice.pk}/",
        "message": f"/jangkauan/{message.pk}/",
    }


def answers(client, role, addresses, kelurahan=cast.MAYANGAN):
    user = User.objects.create(
        username=f"uji-{role}", full_name="Uji", role=role, kelurahan_id=kelurahan, agency_id="perikanan"
    )
    client.force_login(user)
    return {name: client.get(address).status_code for name, address in addresses.items()}


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.DINAS_OPERATOR, {"claim", "leaflet", "scan", "letter", "pupil", "notice", "message"}),
        (Role.BPJS_LIAISON, {"claim", "leaflet", "scan", "pupil"}),
        (Role.KELURAHAN_OFFICER, {"claim", "leaflet", "pupil", "notice", "message"}),
        (Role.VERIFIER, {"claim", "leaflet", "pupil"}),
        (Role.AUDITOR, {"claim", "leaflet", "pupil"}),
        (Role.AGENCY_OPERATOR, set()),
        (Role.MAYOR_OFFICE, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_each_role_opens_its_pages_only(client, addresses, role, opened):
    told = answers(client, role, addresses)
    assert {name for name, status in told.items() if status == 200} == opened
    assert {status for name, status in told.items() if name not in opened} <= {403}


def test_an_officer_of_another_kelurahan_finds_nothing(client, addresses):
    told = answers(client, Role.KELURAHAN_OFFICER, addresses, kelurahan=cast.KADEMANGAN)
    assert set(told.values()) <= {403, 404}


def test_who_looks_may_not_touch(client, addresses):
    client.force_login(User.objects.create(username="rudi", full_name="Rudi", role=Role.AUDITOR))
    for part in (
        "berkas/",
        "unggah/",
        "keluarga/",
        "hitung/",
        "jenis/",
        "ajukan/",
        "hasil/",
        "keberatan/",
        "lengkapi/",
        "anak/",
    ):
        assert client.post(addresses["claim"] + part, {}).status_code == 403, part
