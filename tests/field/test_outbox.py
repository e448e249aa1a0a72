"""An officer's phone sends what was written without signal: done once, only by its writer, refused with a reason."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.accounts.queries import scope_of
from payung.aid import actions as aid
from payung.aid.models import Recipient
from payung.claims.models import Notice
from payung.enrolment.models import Card
from payung.field import actions
from payung.field.enums import What
from payung.field.models import Sent
from payung.jobs.actions import Refused
from payung.rules.card_code import new_card_code
from tests import cast
from tests.contributions import scene

pytestmark = pytest.mark.django_db
NEWS = {"name": "SLAMET RIYADI", "happened_on": date(2025, 5, 5), "source": "rt_rw"}


def officer(name="Nur Aini", kelurahan=cast.MAYANGAN) -> User:
    return User.objects.create(
        username=name.split()[0].lower(),
        full_name=name,
        role=Role.KELURAHAN_OFFICER,
        kelurahan_id=kelurahan,
    )


@pytest.fixture
def city():
    return cast.city()


@pytest.fixture
def card(city):
    members = scene.members(cast.round_2025(city.rani))
    return Card.objects.create(membership=members[0], code=new_card_code(), issued_at=cast.NOW)


@pytest.fixture
def nur(city):
    return officer()


def send(by, what=What.NOTICE, told=None, key=None, written_at=cast.NOW):
    return actions.receive(
        what, key=key or uuid4(), written_at=written_at, told=told or NEWS, scope=scope_of(by), by=by, at=cast.NOW
    )  # fmt: skip


def test_a_notice_sent_three_times_is_one_notice(nur):
    key = uuid4()
    answers = {send(nur, key=key).answer for _ in range(3)}
    notice = Notice.objects.get()
    assert answers == {f"Kabar tersimpan, nomor {notice.number}."}
    assert (notice.heard_by, notice.kelurahan_id) == (nur, cast.MAYANGAN)


def test_a_card_and_a_parcel_are_handed_over_once_and_a_second_sending_is_no_refusal(nur, city, card):
    made = aid.make_distribution(
        name="Sembako Mei", giver="Baznas", content="Beras", place="Balai", on=date(2025, 5, 7), parcels=4,
        round_id=card.membership.place.round_id, worker_ids=[card.membership.worker_id], by=city.rani, at=cast.NOW,
    )  # fmt: skip
    parcel = {"distribution": str(made.pk), "code": card.code, "taken_by": ""}
    entries = [(What.CARD, {"code": card.code, "to": ""}, uuid4()), (What.PARCEL, parcel, uuid4())]
    for what, told, key in entries * 2:
        assert "SLAMET RIYADI" in send(nur, what, told, key).answer
    card.refresh_from_db()
    assert card.handed_over_by == nur
    assert Recipient.objects.filter(received_at__isnull=False).count() == 1
    with pytest.raises(Refused, match="sudah diterima"):
        send(nur, What.PARCEL, parcel)


@pytest.mark.parametrize(("days", "counts"), [(0, 0), (-3, -3), (5, 0), (-400, 0)])
def test_the_day_of_the_phone_counts_only_when_it_can_be_right(nur, card, days, counts):
    send(nur, What.CARD, {"code": card.code, "to": ""}, written_at=cast.NOW + timedelta(days=days))
    card.refresh_from_db()
    assert card.handed_over_on == cast.NOW.date() + timedelta(days=counts)


def test_what_is_refused_leaves_no_trace_and_may_be_mended_under_the_same_key(nur, card):
    key = uuid4()
    with pytest.raises(Refused, match="tidak dikenal"):
        send(nur, What.CARD, {"code": new_card_code(), "to": ""}, key)
    assert not Sent.objects.exists()
    assert "SLAMET" in send(nur, What.CARD, {"code": card.code, "to": ""}, key).answer


def test_an_officer_of_another_kelurahan_hands_over_nothing_here(card):
    with pytest.raises(Refused):
        send(officer("Umar Said", cast.KADEMANGAN), What.CARD, {"code": card.code, "to": ""})


def test_who_guesses_anothers_key_learns_nothing(nur):
    key = send(nur).key
    with pytest.raises(Refused, match="milik petugas lain"):
        send(officer("Umar Said", cast.KADEMANGAN), key=key)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_moment_are_one_notice(nur):
    """Seeded bug: look for the key first and create later, without the unique row in between; two notices stand there."""
    key, gate = uuid4(), Barrier(2)

    def tab(_):
        try:
            gate.wait(timeout=10)
            return send(nur, key=key).answer
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        assert len(set(two.map(tab, range(2)))) == 1
    assert Notice.objects.count() == Sent.objects.count() == 1


# -- Over the wire ---------------------------------------------------------------------------------------
def posted(client, by, accept="application/json", **told):
    fields = {"what": "notice", "key": str(uuid4()), "owner": by.pk, "written_at": "2025-05-07T01:00:00.000Z"}
    entry = {"name": "Slamet Riyadi", "happened_on": "5 Mei 2025", "source": "family"}
    return client.post("/lapangan/kirim/", fields | entry | told, headers={"accept": accept})


def test_the_phone_is_told_what_became_of_each_entry(client, nur, city):
    client.force_login(nur)
    assert posted(client, nur).json()["answer"].startswith("Kabar tersimpan, nomor")
    for told, words in (
        ({"happened_on": "32 Mei"}, "Tanggal meninggal:"),
        ({"story": "NIK 3574 0312 0980 9001"}, "Jangan menulis NIK"),
        ({"what": "card", "code": "AAAA-AAAA-AAAA"}, "tidak dikenal"),
        ({"key": "bukan"}, "tidak lengkap"),
    ):
        refused = posted(client, nur, **told)
        assert refused.status_code == 422
        assert words in refused.json()["answer"]
    assert posted(client, nur, owner=city.rani.pk).status_code == 409
    assert Notice.objects.count() == 1


def test_without_javascript_the_same_page_saves_and_shows_what_is_wrong(client, nur):
    client.force_login(nur)
    assert "Tanggal meninggal" in client.get("/lapangan/tanpa-sinyal/").content.decode()
    wrong = posted(client, nur, accept="text/html", happened_on="besok")
    assert wrong.status_code == 422
    assert "Periksa kembali" in wrong.content.decode()
    saved = client.get(posted(client, nur, accept="text/html").url).content.decode()
    assert "Kabar tersimpan, nomor" in saved


def test_what_the_phone_keeps_names_nobody(client, nur, card):
    """The page and the service worker are copied to the phone: no officer, no worker, no code, no field for a NIK."""
    client.force_login(nur)
    page = client.get("/lapangan/tanpa-sinyal/").content.decode()
    kept = page + client.get("/lapangan/pekerja-layanan.js").content.decode()
    for private in ("Nur Aini", "SLAMET", card.code, 'name="nik"', 'name="kk"'):
        assert private not in kept


def test_the_worker_of_the_page_is_public_and_holds_only_addresses_of_looks(client, city):
    answer = client.get("/lapangan/pekerja-layanan.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
