"""What a family hears: kind words, prepared once, sent by a person, without a NIK and without its health."""

from datetime import date
from urllib.parse import unquote
from uuid import uuid4

import pytest

from payung.audit.models import AuditLine
from payung.claims import actions as claims
from payung.claims.actions import News
from payung.claims.enums import ClaimState, EventKind, Source
from payung.claims.models import Claim
from payung.jobs.actions import Refused
from payung.outreach import actions, queries
from payung.outreach.enums import MessageState, Topic
from payung.outreach.models import Message
from payung.outreach.words import WARNING, health_words, names_a_number
from tests import cast
from tests.claims.scene import LATE, MAY, pay, report
from tests.contributions import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return cast.city()


@pytest.fixture
def claim(city):
    members = scene.members(cast.round_2025(city.rani))
    pay(members, range(MAY, MAY + 5), city)
    return report(
        members[0], city, on=date(2025, 9, 5), story="Sakit jantung sejak lama.", reporter_name="Sutini"
    )


@pytest.mark.parametrize(
    ("topic", "words"), queries.previews(), ids=lambda value: value if value in Topic else ""
)
def test_every_topic_is_kind_and_tells_nothing_of_health(topic, words):
    assert WARNING in words
    assert health_words(words) == []
    assert not names_a_number(words)
    if topic == Topic.CONDOLENCE:
        assert words.splitlines()[2].startswith("Turut berdukacita")


def test_the_link_opens_whatsapp_with_the_words_and_no_secret(claim, city):
    message = actions.prepare(claim.pk, Topic.CONDOLENCE, by=city.rani, at=LATE)
    link = queries.link(message)
    assert link.startswith("https://wa.me/628123400001?text=")
    told = unquote(link)
    assert "Slamet" in told or "SLAMET" in told
    assert cast.nik(1) not in told
    assert "jantung" not in told
    assert b"628123400001" not in bytes(message.phone_sealed)


def test_who_only_brought_the_news_hears_nothing_of_the_claim(city):
    """Seeded bug: write to whoever reported; a stranger learns that the neighbour was covered, and whether it is paid."""
    [member] = scene.members(cast.round_2025(city.rani), ("SLAMET RIYADI",))
    pay([member], range(MAY, MAY + 5), city)
    news = News(
        name="Slamet Riyadi", happened_on=date(2025, 9, 5), kelurahan=cast.MAYANGAN, reporter_name="Tetangga",
        reporter_kin="anak", reporter_phone="628123400099", source=Source.FAMILY, key=uuid4(),
    )  # fmt: skip
    notice = claims.hear(news, by=None, at=LATE)
    claims.choose(notice.pk, member.worker_id, by=city.rani, at=LATE)
    message = actions.prepare(Claim.objects.get().pk, Topic.CONDOLENCE, by=city.rani, at=LATE)
    assert (message.to_name, queries.link(message)) == (f"Keluarga {member.worker.name}", "")
    claims.vouch(notice.pk, by=city.rani, at=LATE)
    message = actions.prepare(Claim.objects.get().pk, Topic.PAPERS, by=city.rani, at=LATE)
    assert message.to_name == "Tetangga"
    assert queries.link(message).startswith("https://wa.me/628123400099?")


def test_a_name_with_a_number_in_it_does_not_travel(claim, city):
    claim.worker.name = f"SLAMET {cast.nik(1)}"
    claim.worker.save()
    with pytest.raises(Refused, match="16 angka"):
        actions.prepare(claim.pk, Topic.CONDOLENCE, by=city.rani, at=LATE)


def test_what_is_due_is_prepared_once(claim, city):
    assert actions.prepare_due(at=LATE) == 1
    assert actions.prepare_due(at=LATE) == 0
    assert Message.objects.get().topic == Topic.PAPERS
    assert "Surat pengantar" not in Message.objects.get().text
    claims.move_claim(claim.pk, ClaimState.COMPLETE, by=city.rani, at=LATE)
    claims.file_claim(claim.pk, filed_on=date(2025, 9, 20), bpjs_number="1", by=city.rani, at=LATE)
    actions.prepare_due(at=LATE)
    assert set(Message.objects.values_list("topic", flat=True)) == {Topic.PAPERS, Topic.FILED, Topic.LATE}


def test_school_years_are_announced(city):
    members = scene.members(cast.round_2025(city.rani))
    pay(members, range(MAY, MAY + 3), city)
    claim = report(members[0], city, on=date(2025, 7, 12), kind=EventKind.WORK_DEATH)
    claims.name_pupil(claim.pk, name="Rohim", birth_date=date(2013, 2, 3), level="SMP", by=city.rani, at=LATE)
    actions.prepare_due(at=LATE)
    assert "Rohim" in Message.objects.get(topic=Topic.SCHOOL).text


def test_a_message_is_settled_once_and_every_look_at_the_number_is_written_down(claim, city, client):
    client.force_login(city.rani)
    made = client.post(f"/jangkauan/klaim/{claim.pk}/", {"topic": "condolence"})
    page = client.get(made.url).content.decode()
    assert "Turut berdukacita" in page
    assert "wa.me" in page
    assert AuditLine.objects.filter(verb="outreach.opened", personal_read=True).count() == 1
    assert client.get(f"{made.url}surat.pdf").content.startswith(b"%PDF")
    message = Message.objects.get()
    client.post(f"{made.url}sent/")
    with pytest.raises(Refused, match="sudah ditangani"):
        actions.settle(message.pk, MessageState.DROPPED, by=city.rani, at=LATE)
    assert "Sutini" in client.get("/jangkauan/?keadaan=sent").content.decode()
    assert client.get("/jangkauan/kata/").status_code == 200
    assert client.get(f"/klaim/{claim.pk}/").status_code == 200
