"""Pembetulan kematian: Slamet lives, or died on another day. One proposes, another decides, and everything follows."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.audit.models import AuditLine
from payung.claims import actions, queries
from payung.claims.actions import News, Refused, Wish
from payung.claims.enums import ClaimState, DeathFix, DeathFixState, EventKind, NoticeState, Source
from payung.claims.models import Claim, DeathCorrection, Event, Notice
from payung.eligibility.models import FieldCheck
from payung.enrolment.models import Card, Membership
from payung.outreach import actions as outreach
from payung.outreach.enums import MessageState, Topic
from payung.outreach.models import Message
from payung.reference import clock
from payung.selection.models import Place
from tests import cast
from tests.claims.scene import LATE, MAY, pay, report
from tests.contributions import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(city):
    return cast.round_2025(city.rani, petani=4)


@pytest.fixture
def members(round, city):
    """Four farmers with cards, paid May to September, and one who waits."""
    enrolled = scene.members(round)
    Card.objects.bulk_create(
        Card(membership=m, code=f"7QK4M2XP9HT{i}", issued_at=cast.NOW) for i, m in enumerate(enrolled)
    )
    [worker] = scene.register_workers([cast.person(99, "BUNAWAR")], by=None, at=cast.NOW)
    Place.objects.create(
        round=round, sector_id="petani", worker_id=worker, rank=9, score=0, state="waiting", starts_month=MAY, changed_at=cast.NOW
    )  # fmt: skip
    pay(enrolled, range(MAY, MAY + 5), city)
    return enrolled


def lives(member, city, **more):
    wish = Wish(member.worker_id, DeathFix.PERSON, **more)
    return actions.propose_death_correction(wish, reason="ditemui di rumahnya", by=city.rani, at=LATE)


def decided(fix, city):
    return actions.decide_death_correction(fix.pk, by=city.budi, at=LATE + timedelta(hours=1))


def test_a_living_man_gets_back_membership_card_and_seat(members, city):
    slamet = members[0]
    claim = report(slamet, city, on=date(2025, 9, 20))
    called = Place.objects.get(replaces=slamet.place)
    fix = lives(slamet, city)
    assert queries.death_of(slamet.worker_id) is not None  # nothing has changed yet
    assert any("BUNAWAR kembali ke cadangan" in sentence for sentence in fix.effects)
    decided(fix, city)
    slamet.refresh_from_db()
    claim.refresh_from_db()
    called.refresh_from_db()
    assert (slamet.end_on, slamet.end_reason, slamet.died_on) == (None, "", None)
    assert Card.objects.get(membership=slamet).state == "active"
    assert (Place.objects.get(pk=slamet.place_id).state, called.state) == ("decreed", "waiting")
    assert (claim.state, queries.death_of(slamet.worker_id)) == (ClaimState.MISTAKEN, None)
    named = AuditLine.objects.filter(verb="claims.death_correction", object_type="claim")
    assert {line.actor for line in named} == {city.rani, city.budi}


def test_a_seat_that_was_decreed_on_stays_and_he_is_first_in_the_queue(members, city):
    slamet = members[0]
    report(slamet, city, on=date(2025, 9, 20))
    Place.objects.filter(replaces=slamet.place).update(state="decreed")
    decided(lives(slamet, city), city)
    place = Place.objects.get(pk=slamet.place_id)
    slamet.refresh_from_db()
    assert (place.state, slamet.end_reason) == ("waiting", "kursi_terisi")
    assert Card.objects.get(membership=slamet).state == "revoked"


def test_who_proposed_does_not_decide_and_nothing_is_decided_twice(members, city):
    report(members[0], city, on=date(2025, 9, 20))
    fix = lives(members[0], city)
    with pytest.raises(Refused, match="orang lain yang harus memutuskannya"):
        actions.decide_death_correction(fix.pk, by=city.rani, at=LATE)
    decided(fix, city)
    with pytest.raises(Refused, match="sudah “dibetulkan”"):
        actions.decide_death_correction(fix.pk, by=city.wati, at=LATE)


def test_what_was_shown_is_what_is_decided(members, city):
    report(members[0], city, on=date(2025, 9, 20))
    fix = lives(members[0], city)
    Place.objects.filter(replaces=members[0].place).update(state="decreed")
    with pytest.raises(Refused, match="Keadaan berubah"):
        decided(fix, city)
    assert Event.objects.get().is_mistaken is False


@pytest.mark.parametrize("state", ["paid", "filed", "refused"])
def test_a_claim_at_bpjs_is_closed_and_the_branch_must_be_told(members, city, state):
    claim = report(members[0], city, on=date(2025, 9, 20))
    Claim.objects.filter(pk=claim.pk).update(
        state=state, filed_on=date(2025, 10, 1), paid_on=date(2025, 10, 9), paid_rp=42_000_000
    )
    fix = decided(lives(members[0], city), city)
    assert any("BPJS sudah membayar Rp42.000.000" in sentence for sentence in fix.effects)
    claim.refresh_from_db()
    assert (claim.state, claim.paid_rp) == (ClaimState.MISTAKEN, 42_000_000)
    assert queries.reach(on=date(2025, 12, 1)).known == 0


def test_the_other_day_moves_cover_tier_membership_and_money(members, city):
    slamet = members[0]
    claim = report(slamet, city, on=date(2025, 9, 20))
    assert claim.estimate_rp == 42_000_000
    wish = Wish(slamet.worker_id, DeathFix.DAY, date(2025, 6, 10))
    fix = actions.propose_death_correction(wish, reason="akta kematian", by=city.rani, at=LATE)
    assert sum("kelebihan bayar" in sentence for sentence in fix.effects) == 3
    decided(fix, city)
    claim.refresh_from_db()
    slamet.refresh_from_db()
    assert (claim.estimate_rp, slamet.end_on, slamet.died_on) == (
        10_000_000,
        date(2025, 6, 11),
        date(2025, 6, 10),
    )
    assert Event.objects.get().happened_on == date(2025, 6, 10)


@pytest.mark.parametrize(
    ("recorded", "right", "state"),
    [
        (date(2025, 9, 20), date(2025, 4, 2), ClaimState.NOT_COVERED),
        (date(2025, 4, 2), date(2025, 9, 20), ClaimState.COLLECTING),
    ],
)
def test_the_claim_opens_or_closes_with_the_cover_of_the_right_day(members, city, recorded, right, state):
    claim = report(members[0], city, on=recorded)
    wish = Wish(members[0].worker_id, DeathFix.DAY, right)
    decided(actions.propose_death_correction(wish, reason="akta", by=city.rani, at=LATE), city)
    claim.refresh_from_db()
    assert claim.state == state


def test_the_news_meant_somebody_else_and_waits_again(members, city):
    news = News(Source.RT_RW, uuid4(), "SLAMET", happened_on=date(2025, 12, 1))
    notice = actions.hear(news, by=None, at=LATE)
    actions.choose(notice.pk, members[0].worker_id, by=city.rani, at=LATE)
    decided(lives(members[0], city, is_somebody_else=True), city)
    notice.refresh_from_db()
    assert (notice.state, notice.claim, notice.worker) == (NoticeState.OPEN, None, None)
    assert "Sebelumnya keliru dipasangkan" in notice.doubt


def test_a_death_without_a_claim_is_taken_back_too(round, city):
    [worker] = scene.register_workers([cast.person(50, "TOHA")], by=None, at=cast.NOW)
    place = Place.objects.create(
        round=round, sector_id="petani", worker_id=worker, rank=7, score=0, state="waiting", starts_month=MAY, changed_at=cast.NOW
    )  # fmt: skip
    news = News(Source.RT_RW, uuid4(), "TOHA", happened_on=date(2025, 9, 1))
    notice = actions.hear(news, by=None, at=LATE)
    assert actions.choose(notice.pk, worker, by=city.rani, at=LATE).state == NoticeState.NOT_COVERED
    assert Place.objects.get(pk=place.pk).state == "released"
    fix = actions.propose_death_correction(
        Wish(worker, DeathFix.PERSON), reason="hidup", by=city.rani, at=LATE
    )
    decided(fix, city)
    notice.refresh_from_db()
    assert (Place.objects.get(pk=place.pk).state, notice.state) == ("waiting", NoticeState.MISTAKEN)


def test_a_kind_never_gives_or_takes_a_life_in_passing(members, city):
    claim = report(members[0], city, on=date(2025, 9, 20))
    with pytest.raises(Refused, match="Pembetulan kematian"):
        actions.change_kind(claim.pk, EventKind.ACCIDENT, why="keliru", by=city.rani, at=LATE)


# -- The second person ------------------------------------------------------------------------------------
def told(member, day, key=None) -> News:
    return News(Source.OFFICE, key or uuid4(), "SLAMET", happened_on=day, reporter_name="Sutini")


def test_who_was_paid_since_waits_for_a_second_officer(members, city):
    slamet, key = members[0], uuid4()
    waits = actions.report_of(
        slamet.worker_id, news=told(slamet, date(2025, 5, 2), key), by=city.rani, at=LATE
    )
    assert isinstance(waits, Notice)
    assert (waits.state, Claim.objects.count()) == (NoticeState.SECOND, 0)
    assert "Iurannya dibayar pada 14 Mei 2025" in waits.doubt
    assert (
        actions.report_of(slamet.worker_id, news=told(slamet, date(2025, 5, 2), key), by=city.rani, at=LATE)
        == waits
    )
    with pytest.raises(Refused, match="orang lain yang harus memastikan"):
        actions.choose(waits.pk, slamet.worker_id, by=city.rani, at=LATE)
    done = actions.choose(waits.pk, slamet.worker_id, by=city.budi, at=LATE)
    # The first contribution came after the day of death: no claim rests on it, but the death is recorded.
    assert (done.state, done.claim) == (NoticeState.NOT_COVERED, None)


def test_who_was_met_since_waits_and_nobody_else_does(members, city):
    FieldCheck.objects.create(
        client_id=uuid4(), worker_id=members[0].worker_id, outcome="working", checked_on=date(2025, 11, 1), checked_by=city.budi,
        recorded_at=cast.NOW,
    )  # fmt: skip
    day = date(2025, 10, 3)
    met = actions.report_of(members[0].worker_id, news=told(members[0], day), by=city.rani, at=LATE)
    unseen = actions.report_of(members[1].worker_id, news=told(members[1], day), by=city.rani, at=LATE)
    assert (isinstance(met, Notice), isinstance(unseen, Claim)) == (True, True)


def test_who_was_buried_by_mistake_once_is_not_buried_by_a_register_alone(members, city):
    slamet = members[0]
    report(slamet, city, on=date(2025, 9, 20))
    decided(lives(slamet, city), city)
    again = actions.report_of(slamet.worker_id, news=told(slamet, date(2025, 11, 1)), by=city.rani, at=LATE)
    assert isinstance(again, Notice)


# -- Words and pages --------------------------------------------------------------------------------------
def test_nobody_is_condoled_for_the_living(members, city):
    claim = report(members[0], city, on=date(2025, 9, 20))
    sad = outreach.prepare(claim.pk, Topic.CONDOLENCE, by=city.rani, at=LATE)
    decided(lives(members[0], city), city)
    with pytest.raises(Refused, match="orangnya hidup"):
        outreach.settle(sad.pk, MessageState.SENT, by=city.rani, at=LATE)
    outreach.prepare_due(at=LATE + timedelta(days=1))
    sad.refresh_from_db()
    sorry = Message.objects.get(topic=Topic.APOLOGY)
    assert (sad.state, "mohon maaf" in sorry.text, "berdukacita" in sorry.text) == (
        MessageState.DROPPED,
        True,
        False,
    )


@pytest.fixture
def page(client, city, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATE)

    def get(address: str, *, user=None, status: int = 200, **post) -> str:
        client.force_login(user or city.rani)
        answer = client.post(address, post, follow=True) if post else client.get(address)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return get


def test_the_pages_from_the_claim_to_the_decision(members, city, page):
    claim = report(members[0], city, on=date(2025, 9, 20))
    propose = reverse("death_fix_propose", args=[members[0].worker_id])
    assert propose in page(reverse("claim", args=[claim.pk]))
    assert "Isi hari meninggal" in page(propose, status=422, kind="day", reason="akta")
    shown = page(propose, kind="person", reason="ditemui")
    assert "Yang akan berubah" in shown
    assert DeathCorrection.objects.count() == 0
    page(propose, kind="person", reason="ditemui", simpan="1")
    fix = DeathCorrection.objects.get()
    one, decide = reverse("death_fix", args=[fix.pk]), reverse("death_fix_decide", args=[fix.pk])
    assert "orang lain yang memutuskannya" in page(one)
    assert "Kematian menunggu orang kedua" in page(reverse("home"), user=city.budi)
    assert "orang lain yang harus memutuskannya" in page(decide, status=422, note="")
    page(decide, user=city.budi, note="sesuai")
    assert "Rani Wulandari" in page(one)
    assert "Budi Hartono" in page(one)
    assert "Keliru: orangnya hidup" in page(reverse("claim", args=[claim.pk]))
    assert members[0].worker.name in page(reverse("death_fixes"))


def test_a_correction_is_returned_with_a_reason(members, city, page):
    report(members[0], city, on=date(2025, 9, 20))
    decide = reverse("death_fix_decide", args=[lives(members[0], city).pk])
    assert "Tulis mengapa dikembalikan" in page(decide, user=city.budi, status=422, kembalikan="1", note="")
    page(decide, user=city.budi, kembalikan="1", note="belum ada bukti")
    assert DeathCorrection.objects.get().state == DeathFixState.RETURNED
    assert Membership.objects.get(pk=members[0].pk).end_reason == "meninggal"


def test_the_report_page_says_that_a_second_officer_is_needed(members, city, page):
    fields = {"kind": "death", "happened_on": "2 Mei 2025", "reporter_name": "Sutini", "key": str(uuid4())}
    shown = page(reverse("report_event", args=[members[0].worker_id]), **fields)
    assert "Menunggu orang kedua" in shown
    second = reverse("death_second", args=[Notice.objects.get().pk])
    assert "orang lain yang memastikan" in page(second)
    assert "Tulis bagaimana" in page(second, user=city.budi, status=422, hidup="1", note="")
    page(second, user=city.budi, hidup="1", note="bertemu di sawah")
    assert (Notice.objects.get().state, Claim.objects.count()) == (NoticeState.MISTAKEN, 0)


def test_the_page_of_the_dead_says_so_first_and_tells_everything(members, city, page):
    claim = report(members[0], city, on=date(2025, 9, 20))
    Claim.objects.filter(pk=claim.pk).update(
        state="paid", filed_on=date(2025, 10, 1), paid_on=date(2025, 11, 3), paid_rp=42_000_000
    )
    shown = page(reverse("worker", args=[members[0].worker_id]))
    assert "Meninggal dunia 20 September 2025" in shown
    assert "santunan Rp42.000.000 dibayar 3 November 2025" in shown
    assert "Lapor kejadian" not in shown
    assert "Belum ada riwayat" not in shown
    for sentence in (
        "Iuran dibayar kota: Mei 2025",
        "Terdaftar di BPJS",
        "Dilaporkan: meninggal dunia",
        "Hari terakhir kepesertaan",
    ):
        assert sentence in shown, sentence


def test_a_kelurahan_officer_cannot_correct_a_death(members, city, page):
    yuni = User.objects.create(
        username="yuni", full_name="Yuni", role=Role.KELURAHAN_OFFICER, kelurahan_id=cast.MAYANGAN
    )
    report(members[0], city, on=date(2025, 9, 20))
    page(reverse("death_fix_propose", args=[members[0].worker_id]), user=yuni, status=403)
