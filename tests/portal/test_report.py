"""Anybody may report, in four short steps; a stranger learns nothing from it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payung.claims import actions
from payung.claims.enums import NoticeState
from payung.claims.models import Notice
from payung.rules.card_code import new_card_code
from tests import cast
from tests.claims.scene import LATE, MAY, pay
from tests.contributions import scene

pytestmark = pytest.mark.django_db
STEPS = (
    {"kind": "death", "happened_on": "20 Juni 2025"},
    {"name": "SLAMET RIYADI", "birth_date": "12-09-1980", "kelurahan": cast.MAYANGAN, "nik": cast.nik(1)},
    {"place": "Rumah", "story": "Pagi hari."},
    {"reporter_name": "Sutini", "reporter_kin": "janda", "reporter_phone": "0812-3400-7788"},
)


@pytest.fixture
def city():
    return cast.city()


@pytest.fixture
def slamet(city):
    found = scene.members(cast.round_2025(city.rani))
    pay(found[:1], range(MAY, MAY + 2), city)
    return found[0]


def carried(page) -> str:
    return re.search(r'name="bawa" value="([^"]+)"', page.content.decode()).group(1)


def fill(client, changes=None):
    """Walk the four steps and give the check page."""
    page = client.get("/lapor/")
    for number, answers in enumerate(STEPS):
        told = answers | (changes or {}).get(number, {})
        page = client.post("/lapor/", {"bawa": carried(page), "langkah": number, **told})
        assert page.status_code == 200, page.content.decode()
    return page


def send(client, page):
    return client.post("/lapor/", {"bawa": carried(page), "langkah": 4})


def number_of(page) -> str:
    return re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.content.decode()).group(0)


def look(client, number, digits="7788"):
    return client.post("/lapor/lacak/", {"number": number, "last_digits": digits})


def test_four_steps_a_check_and_a_number(slamet, client, django_capture_on_commit_callbacks):
    check = fill(client)
    text = check.content.decode()
    assert "Periksa jawaban" in text
    assert "20 Juni 2025" in text
    assert cast.nik(1) not in client.session.items().__repr__(), "nothing private in a session"
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, check)
    assert "Turut berdukacita" in answer.content.decode()
    notice = Notice.objects.get()
    assert number_of(answer) == notice.number
    assert (notice.state, notice.candidates.get().worker_id) == (NoticeState.OPEN, slamet.worker_id)


def test_sent_twice_it_is_one_report(slamet, client):
    check = fill(client)
    assert number_of(send(client, check)) == number_of(send(client, check))
    assert Notice.objects.count() == 1


def test_a_wrong_answer_is_said_at_its_field_and_nothing_is_lost(slamet, client):
    page = client.get("/lapor/")
    wrong = client.post(
        "/lapor/", {"bawa": carried(page), "langkah": 0, "kind": "death", "happened_on": "05/13/2025"}
    )
    assert wrong.status_code == 422
    assert "error-summary" in wrong.content.decode()
    check = fill(client)
    back = client.post("/lapor/", {"bawa": carried(check), "langkah": 4, "kembali": 1})
    assert "SLAMET RIYADI" in back.content.decode()
    again = client.post(
        "/lapor/", {"bawa": carried(back), "langkah": 1, **STEPS[1], "name": "SLAMET RIYADI B"}
    )
    assert "Periksa jawaban" in again.content.decode(), "a corrected step leads straight back"
    assert client.post("/lapor/", {"bawa": "rusak", "langkah": 4}).status_code == 422


def plain(page) -> str:
    """A page without what is random in it."""
    return re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}|csrf\S+ value=\S+", "", page.content.decode())


def test_members_and_strangers_get_the_same_page(slamet, client):
    member = send(client, fill(client))
    stranger = send(client, fill(client, {1: {"name": "BUDIONO WIRYO", "nik": cast.nik(555)}}))
    plain = [
        re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}|csrf\S+ value=\S+", "", p.content.decode())
        for p in (member, stranger)
    ]
    assert plain[0] == plain[1]


def test_the_tracker_tells_a_stranger_nothing_and_the_family_everything(slamet, city, client):
    number = number_of(send(client, fill(client)))
    notice = Notice.objects.get()
    actions.match_notice(notice.pk, at=LATE)
    actions.choose(notice.pk, slamet.worker_id, by=city.rani, at=LATE)
    before = look(client, number).content.decode()
    assert "Petugas akan menghubungi" in before
    assert "Akta kematian" not in before, "whoever reported is not yet known to be of the family"
    actions.vouch(notice.pk, by=city.rani, at=LATE)
    after = look(client, number).content.decode()
    assert "Akta kematian" in after
    assert "Rani Wulandari" in after
    assert "Surat pengantar" not in after, "the office makes it"


def test_covered_uncovered_and_unknown_people_are_told_alike(slamet, city, client):
    """Words, length, headers and work of every answer are the same; only the number differs.

    Seeded bug: let `queries.tracked` go past `is_family` for whoever has a claim; the first page then names papers.
    """
    paid_once = {1: {"name": "SITI AMINAH", "nik": ""}}
    told = [
        fill(client),
        fill(client, paid_once),
        fill(client, {1: {"name": "BUDIONO WIRYO", "nik": cast.nik(555)}}),
    ]
    reported, works = [], []
    for steps in told:
        with CaptureQueriesContext(connection) as asked:
            reported.append(send(client, steps))
        works.append(len(asked))
    assert len(set(works)) == 1, "the same work for members and strangers"
    assert len({plain(page) for page in reported}) == 1
    covered, uncovered, unknown = (Notice.objects.get(number=number_of(page)) for page in reported)
    actions.match_notice(covered.pk, at=LATE)
    actions.choose(covered.pk, slamet.worker_id, by=city.rani, at=LATE)
    Notice.objects.filter(pk=uncovered.pk).update(state=NoticeState.NOT_COVERED)
    actions.set_aside(unknown.pk, NoticeState.NOT_OURS, note="Bukan peserta", by=city.rani, at=LATE)
    looks, works = [], []
    for notice in (covered, uncovered, unknown):
        with CaptureQueriesContext(connection) as asked:
            looks.append(look(client, notice.number))
        works.append(len(asked))
    assert len(set(works)) == 1
    assert len({plain(page) for page in looks}) == 1
    assert (
        len({tuple(sorted((k, v) for k, v in page.headers.items() if k != "Set-Cookie")) for page in looks})
        == 1
    )


def test_a_wrong_number_and_a_wrong_proof_look_alike(slamet, client):
    number = number_of(send(client, fill(client)))
    answers = [
        look(client, number, "0000"),
        look(client, new_card_code(), "7788"),
        look(client, new_card_code(), "0000"),
    ]
    assert {a.status_code for a in answers} == {422}
    assert all("tidak cocok" in a.content.decode() for a in answers)


def test_who_asks_too_often_is_asked_to_wait(slamet, client):
    statuses = {look(client, new_card_code()).status_code for _ in range(25)}
    assert 429 in statuses
    check = fill(client)
    assert 429 in {send(client, check).status_code for _ in range(10)}
