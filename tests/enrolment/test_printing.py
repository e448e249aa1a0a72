"""Cards become paper once, in the order in which they are handed over."""

import io

import pypdf
import pytest

from payung.accounts.models import User
from payung.enrolment import actions
from payung.enrolment.actions import Refused
from payung.enrolment.models import Card
from payung.files.queries import content
from payung.reference import clock
from tests import cast
from tests.cast import KADEMANGAN, NOW, nik
from tests.enrolment.scene import read, sent, yes

pytestmark = pytest.mark.django_db


@pytest.fixture
def rani():
    people = cast.city()
    sent(cast.round_2025(people.rani), people)
    read(people, yes(1), yes(2), yes(3))
    return people.rani


def text_of(file):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content(file))).pages)


def test_cards_are_printed_once_and_carry_no_nik(rani):
    file = actions.print_cards(by=rani, at=NOW)
    text = text_of(file)
    assert "SLAMET RIYADI" in text
    assert Card.objects.order_by("id").first().code in text
    assert nik(1) not in text
    with pytest.raises(Refused, match="Tidak ada kartu"):
        actions.print_cards(by=rani, at=NOW)
    assert actions.print_cards(by=rani, at=NOW, only_unprinted=False).size_bytes > 0


def test_another_kelurahan_has_no_cards_and_one_card_can_be_printed_alone(rani):
    with pytest.raises(Refused):
        actions.print_cards(by=rani, at=NOW, kelurahan=KADEMANGAN)
    siti = Card.objects.get(membership__worker__name="SITI AMINAH")
    text = text_of(actions.print_cards(by=rani, at=NOW, card_id=siti.pk))
    assert "SITI AMINAH" in text
    assert "SLAMET" not in text


@pytest.mark.django_db(transaction=True)
def test_the_page_prints_in_the_background_and_offers_the_file(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    people = cast.city()
    sent(cast.round_2025(people.rani), people)
    read(people, yes(1))
    client.force_login(User.objects.get(username="rani"))
    assert client.post("/kartu/cetak/", {"only_unprinted": "on"}).status_code == 302
    assert Card.objects.get().printed_at == NOW
