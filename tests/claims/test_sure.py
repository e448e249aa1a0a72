"""Never promise more than is sure, at a claim: the branch's day, the day money came, the time off, who studies."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from payung.claims import actions
from payung.claims.difference import reasons
from payung.claims.enums import ClaimState, EventKind, Outcome, Schooling
from payung.claims.hints import hints
from payung.claims.models import Claim
from payung.contributions import queries as contributions
from payung.contributions.models import OrderLine
from payung.enrolment import queries
from payung.enrolment.enums import CardState
from payung.enrolment.models import Card, Membership
from payung.jobs.actions import Refused
from payung.reference import clock
from payung.rules.card_code import new_card_code
from tests.claims.scene import LATE, MAY, pay, report

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
HAPPENED = datetime(2025, 6, 12, 14, 30, tzinfo=WIB)


def starts(member, day):
    """The branch told this first day (TMT)."""
    Membership.objects.filter(pk=member.pk).update(start_on=day)


def money_came(member, month, day):
    OrderLine.objects.filter(membership=member, month=month).update(paid_on=day)


def test_a_death_before_the_third_month_of_membership_is_not_promised(members, city, client):
    """TMT 31 May, May to August paid, 1 August: full from the first of May, but two months and a day of membership."""
    starts(members[0], date(2025, 5, 31))
    pay([members[0]], range(MAY, MAY + 4), city)
    claim = report(members[0], city, on=date(2025, 8, 1))
    assert (claim.estimate_rp, claim.needs_confirmation, claim.estimate["confidence"]) == (
        10_000_000,
        True,
        "low",
    )
    assert claim.assessments.get().cover_started_on == date(2025, 5, 31)
    client.force_login(city.rani)
    page = client.get(f"/klaim/{claim.pk}/").content.decode()
    assert "Perlu konfirmasi BPJS" in page
    assert "31 Mei 2025" in page
    assert "masa tenggang" not in page, "it is not in the grace"


@pytest.mark.parametrize("kind", [EventKind.DEATH, EventKind.WORK_DEATH, EventKind.ACCIDENT])
def test_before_the_branchs_day_there_is_no_cover(members, city, client, kind):
    starts(members[0], date(2025, 5, 7))
    pay([members[0]], range(MAY, MAY + 4), city)
    claim = report(members[0], city, on=date(2025, 5, 3), kind=kind)
    assert (claim.state, claim.cover_state, claim.estimate_rp) == (ClaimState.NOT_COVERED, "never", 0)
    client.force_login(city.rani)
    assert "Perlindungan baru mulai 7 Mei 2025" in client.get(f"/klaim/{claim.pk}/").content.decode()


def test_asked_again_a_death_before_the_branchs_day_stays_without_cover(members, city):
    """The death ended the membership before it began; its first day is still known."""
    starts(members[0], date(2025, 5, 7))
    pay([members[0]], range(MAY, MAY + 4), city)
    money_came(members[0], MAY, date(2025, 5, 2))
    claim = report(members[0], city, on=date(2025, 5, 3))
    again = actions.assess_again(claim.pk, by=city.rani, at=LATE)
    assert (claim.estimate_rp, again.estimate_rp, again.cover_state) == (0, 0, "never")


def test_on_the_branchs_day_an_accident_is_covered(members, city):
    starts(members[0], date(2025, 5, 7))
    pay([members[0]], range(MAY, MAY + 4), city)
    money_came(members[0], MAY, date(2025, 5, 6))
    assert report(members[0], city, on=date(2025, 5, 7), kind=EventKind.WORK_DEATH).estimate_rp == 70_000_000


def test_a_whole_year_paid_after_the_death_covers_nothing(members, city, client):
    pay([members[0]], range(MAY, MAY + 6), city)
    for month in range(MAY, MAY + 6):
        money_came(members[0], month, date(2025, 10, 20))
    claim = report(members[0], city, on=date(2025, 8, 20))
    assert (claim.state, claim.estimate_rp) == (ClaimState.NOT_COVERED, 0)
    client.force_login(city.rani)
    assert "Iuran pertama baru dibayar 20 Oktober 2025" in client.get(f"/klaim/{claim.pk}/").content.decode()


def test_a_month_paid_after_the_death_is_no_promise_however_often_it_is_asked_again(members, city, client):
    pay([members[0]], range(MAY, MAY + 3), city)
    claim = report(members[0], city, on=date(2025, 8, 20))
    assert claim.needs_confirmation
    pay([members[0]], [MAY + 3], city)
    money_came(members[0], MAY + 3, date(2025, 10, 20))
    claim = actions.assess_again(claim.pk, by=city.rani, at=LATE)
    assert (claim.cover_state, claim.needs_confirmation, claim.estimate["confidence"]) == (
        "grace",
        True,
        "low",
    )
    assert claim.estimate_rp == 42_000_000
    client.force_login(city.rani)
    page = client.get(f"/klaim/{claim.pk}/").content.decode()
    assert "baru dibayar 20 Oktober 2025" in page
    assert "tunggakan" not in page, "nothing is owed any more"


def test_a_month_posted_anew_was_paid_when_it_was_first_paid(members, city):
    """A correction of the fund in December does not make May a late month."""
    pay([members[0]], [MAY], city)
    first = OrderLine.objects.get(membership=members[0], month=MAY)
    OrderLine.objects.filter(pk=first.pk).update(is_live=False)
    pay([members[0]], [MAY], city)
    OrderLine.objects.filter(membership=members[0], is_live=True).update(
        replaces=first, paid_on=date(2025, 12, 3)
    )
    known = contributions.histories([members[0].worker_id])[members[0].worker_id]
    assert known.payments == ((MAY, date(2025, 5, 14)),)


def test_pages_and_plans_name_the_day(members, city, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 8, 10, 9, 0, tzinfo=WIB))
    starts(members[0], date(2025, 5, 20))
    pay(members, range(MAY, MAY + 8), city)
    outlook, line = contributions.protection_of(members[0].worker_id, date(2025, 8, 10))
    assert outlook.full_on == date(2025, 8, 20)
    assert outlook.full_tier(date(2025, 8, 10), MAY + 7) == "akan"
    assert [m.word for m in line[:4]] == ["JKM pemakaman", "JKM pemakaman", "JKM pemakaman", "JKM pemakaman"]
    others, _ = contributions.protection_of(members[1].worker_id, date(2025, 8, 10))
    assert others.full_on == date(2025, 8, 1)
    client.force_login(city.rani)
    assert "20 Agustus 2025" in client.get(f"/pekerja/{members[0].worker_id}/").content.decode()


def test_a_card_in_the_hand_before_the_branchs_day_names_it(members, city, client, monkeypatch):
    starts(members[0], date(2025, 8, 20))
    card = Card.objects.create(
        membership=members[0], code=new_card_code(), state=CardState.ACTIVE, issued_at=LATE
    )
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 8, 10, 9, 0, tzinfo=WIB))
    assert "Mulai berlaku 20 Agustus 2025" in client.get(f"/k/{card.code}/").content.decode()
    assert queries.card_begins_later(card.code, on=date(2025, 8, 20)) is None


# -- an accident that ends in death ------------------------------------------------------------------------------


def hurt(member, city):
    claim = report(member, city, on=date(2025, 6, 12), kind=EventKind.ACCIDENT)
    actions.record_accident(
        claim.pk,
        happened_at=HAPPENED,
        activity="Merontokkan padi",
        cause="Terjepit mesin",
        by=city.rani,
        at=LATE,
    )
    actions.record_time_off(
        claim.pk, unable_from=date(2025, 6, 13), able_again_on=None, by=city.rani, at=LATE
    )
    return claim


def second(claim, city, **more):
    stated = datetime(2025, 9, 20, 9, 0, tzinfo=WIB)
    actions.send_second_report(claim.pk, stated_at=stated, sent_at=stated, by=city.rani, at=LATE, **more)
    return Claim.objects.select_related("event").get(pk=claim.pk)


def test_who_dies_of_an_accident_keeps_the_pay_for_the_time_before(members, city):
    pay(members, range(MAY, MAY + 8), city)
    claim = second(hurt(members[2], city), city, outcome=Outcome.DIED, died_on=date(2025, 9, 20))
    parts = claim.estimate["parts"]
    assert parts["stmb_rp"] == 3_333_333, "13 June to 20 September: 100 days"
    assert claim.estimate_rp == sum(parts.values()) == 73_333_333
    assert claim.estimate["confidence"] == "low", "a month of 30 days is a reading"
    assert "100 hari x 100 %" in claim.estimate["explanation"]
    assert "60 % x 80" in claim.estimate["explanation"]


def test_nobody_dies_before_the_accident(members, city):
    pay(members, range(MAY, MAY + 8), city)
    claim = hurt(members[2], city)
    with pytest.raises(Refused, match="lebih awal"):
        second(claim, city, outcome=Outcome.DIED, died_on=date(2025, 6, 11))


def test_two_parts_of_one_accident_are_explained_both_and_as_sure_as_the_less_sure(members, city):
    pay(members, range(MAY, MAY + 8), city)
    claim = second(
        hurt(members[2], city),
        city,
        outcome=Outcome.PARTIAL,
        percent=Decimal("9"),
        function_loss=Decimal("60"),
    )
    assert set(claim.estimate["parts"]) == {"stmb_rp", "santunan_cacat_rp"}
    assert claim.estimate["confidence"] == "low"
    for words in ("9 % x 60 % x 80 x Rp1.000.000", "hari x 100 %", "tanpa batas"):
        assert words in claim.estimate["explanation"]


# -- children ----------------------------------------------------------------------------------------------------


def family(claim, city, *children):
    rows = [{"name": "Sutini", "kin": "janda", "birth_date": date(1982, 1, 1), "is_alive": True}]
    rows += [
        {"name": n, "kin": "anak", "birth_date": b, "is_alive": True, "schooling": s} for n, b, s in children
    ]
    actions.set_family(claim.pk, rows, by=city.rani, at=LATE)
    claim = Claim.objects.get(pk=claim.pk)
    return claim.estimate["scholarship"], claim


@pytest.mark.parametrize(
    ("schooling", "children", "words"),
    [
        ("", 1, "paling banyak Rp36.000.000 bila masih sekolah"),
        (Schooling.MARRIED, 0, "Sudah menikah"),
        (Schooling.WORKING, 0, "Sudah bekerja"),
        (Schooling.LEFT, 0, "Tidak tercatat bersekolah"),
        (Schooling.PT, 1, "paling banyak Rp36.000.000, dari"),
    ],
)
def test_only_children_who_study_have_a_scholarship(members, city, schooling, children, words):
    pay(members, range(MAY, MAY + 2), city)
    claim = report(members[0], city, on=date(2025, 6, 12), kind=EventKind.WORK_DEATH)
    school, claim = family(claim, city, ("Joko", date(2005, 1, 1), schooling))
    assert school["children"] == children
    assert words in claim.estimate["explanation"]
    assert claim.needs_confirmation is (schooling == "")
    assert sum(heir.share_rp for heir in claim.heirs.all()) == 70_000_000


def test_what_is_known_of_a_pupil_comes_before_what_the_family_said(members, city):
    pay(members, range(MAY, MAY + 2), city)
    claim = report(members[0], city, on=date(2025, 6, 12), kind=EventKind.WORK_DEATH)
    family(claim, city, ("Joko", date(2010, 1, 1), ""))
    pupil = actions.name_pupil(
        claim.pk, name="joko", birth_date=date(2010, 1, 1), level="SMA", by=city.rani, at=LATE
    )
    claim.refresh_from_db()
    assert claim.estimate["scholarship"]["children"] == 1
    assert claim.needs_confirmation is False
    actions.tell_school(pupil.pk, on=date(2025, 12, 1), level="SMA", married=True, by=city.rani, at=LATE)
    claim.refresh_from_db()
    assert claim.estimate["scholarship"]["children"] == 0


# -- hints and differences -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (EventKind.DEATH, ["24 jam", "Rp70.000.000", "Jangan kirim penonaktifan", "Juli 2025"]),
        (EventKind.WORK_DEATH, ["Basarnas", "5 tahun", "30 hari", "visum"]),
        (EventKind.ACCIDENT, ["jalan yang biasa", "5 tahun", "30 hari"]),
    ],
)
def test_the_page_asks_what_the_law_asks(members, city, client, kind, words):
    pay(members, range(MAY, MAY + 2), city)
    claim = report(members[0], city, on=date(2025, 6, 12), kind=kind)
    client.force_login(city.rani)
    page = client.get(f"/klaim/{claim.pk}/").content.decode()
    assert [word for word in words if word not in page] == []
    if kind == EventKind.ACCIDENT:
        assert "Jangan kirim penonaktifan" not in page
        assert sum(len(hint.items) for hint in hints(claim, today=LATE.date())) == 5


def test_a_real_band_explains_what_was_paid(members, city):
    """Klender 2023: Rp79.6 million is the band of 1.2 million."""
    pay(members, range(MAY, MAY + 8), city)
    claim = report(members[0], city, on=date(2025, 6, 12), kind=EventKind.WORK_DEATH)
    Claim.objects.filter(pk=claim.pk).update(
        state=ClaimState.PAID, paid_on=date(2025, 9, 1), paid_rp=79_600_000
    )
    claim = Claim.objects.select_related("event").get(pk=claim.pk)
    assert "Rp1.200.000, bukan Rp1.000.000" in " ".join(reasons(claim))
