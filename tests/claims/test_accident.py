"""Holil's hand: reported in 2 × 24 hours, treated, paid for months off, back at work - or not."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from payung.claims import actions
from payung.claims.enums import Channel, EventKind, Outcome
from payung.claims.estimate import days_off, stmb_by_month
from payung.claims.first_report import diagnosis, first_report, injury, lacking
from payung.claims.models import Accident, Claim
from payung.enrolment.models import Membership
from payung.jobs.actions import Refused
from payung.rules.deadlines import accident_report_due
from tests import cast
from tests.claims.scene import LATE, MAY, pay, report, words_of

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
HAPPENED = datetime(2025, 6, 12, 14, 30, tzinfo=WIB)


@pytest.fixture
def claim(members, city):
    pay(members, range(MAY, MAY + 8), city)
    found = report(members[2], city, on=date(2025, 6, 12), kind=EventKind.ACCIDENT)
    actions.record_accident(
        found.pk, happened_at=HAPPENED, activity="Merontokkan padi", cause="Terjepit mesin perontok", injury="Jari telunjuk kanan",
        facility="RSUD", witnesses="Karto, Sumi", by=city.rani, at=LATE,
    )  # fmt: skip
    return found


def test_the_first_report_tells_what_the_law_wants_and_names_what_is_missing(claim, city):
    accident, event = claim.accident, claim.event
    assert lacking(claim, None) == ["kronologi: tempat, sebab, tanggal dan jam"]
    assert lacking(claim, accident) == ["tempat kejadian"]
    event.place, event.reporter_phone_sealed = "Sawah Kademangan", None
    assert lacking(claim, accident) == ["nomor HP pelapor"]
    told = words_of(first_report(claim, accident))
    for words in (
        "25000000003",
        cast.nik(3),
        "14.30",
        "Terjepit mesin",
        "Jari telunjuk",
        "Sutini",
        "Pasal 48A",
    ):
        assert words in told, words


def test_a_disease_needs_work_length_exposure_and_a_diagnosis_that_is_sealed(claim, city, client):
    client.force_login(city.rani)
    page = f"/klaim/{claim.pk}/kecelakaan/"
    told = {
        "happened_on": "12 Juni 2025",
        "hour": "14.30",
        "activity": "Menyemprot",
        "cause": "Pestisida",
        "is_disease": "on",
    }
    refused = client.post(page, told)
    assert refused.status_code == 422
    assert refused.content.decode().count("Wajib untuk penyakit akibat kerja") >= 3
    more = {
        "work_kind": "Penyemprot",
        "work_length": "12 tahun",
        "exposure": "Organofosfat",
        "diagnosis": "Dermatitis",
    }
    assert client.post(page, told | more).status_code == 302
    accident = Accident.objects.get(claim=claim)
    assert b"Dermatitis" not in bytes(accident.diagnosis_sealed)
    assert diagnosis(accident) == "Dermatitis"
    report = words_of(first_report(Claim.objects.get(pk=claim.pk), accident))
    assert "penyakit akibat kerja" in report
    assert "Dermatitis" in report
    shown = client.get(f"/klaim/{claim.pk}/").content.decode()
    assert "12 tahun" in shown
    assert "Dermatitis" not in shown, "health is not on the page"


def test_what_is_hurt_is_sealed_and_opens_again(claim):
    accident = Accident.objects.get(claim=claim)
    assert b"telunjuk" not in bytes(accident.injury_sealed)
    assert injury(accident) == "Jari telunjuk kanan"


@pytest.mark.parametrize(("hours", "in_time"), [(47, True), (48, True), (49, False)])
def test_the_first_report_has_two_days_and_nights(claim, city, hours, in_time):
    sent = HAPPENED + timedelta(hours=hours)
    told = actions.send_first_report(claim.pk, sent_at=sent, channel=Channel.WHATSAPP, by=city.rani, at=LATE)
    assert told is in_time
    with pytest.raises(Refused, match="sesudah kecelakaan"):
        actions.send_first_report(
            claim.pk, sent_at=HAPPENED - timedelta(1), channel=Channel.PHONE, by=city.rani, at=LATE
        )


def test_the_board_hurries_until_the_first_report_is_sent(claim, city):
    claim.refresh_from_db()
    assert claim.due_on == date(2025, 6, 14), "earlier than the office's own promise"
    actions.send_first_report(
        claim.pk, sent_at=HAPPENED + timedelta(hours=3), channel=Channel.BRANCH, by=city.rani, at=LATE
    )
    claim.refresh_from_db()
    assert claim.due_on > LATE.date()


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_two_days_and_nights_are_the_same_in_every_zone(zone):
    moment = datetime(2025, 12, 31, 23, 30, tzinfo=ZoneInfo(zone))
    assert accident_report_due(moment).astimezone(ZoneInfo(zone)) == datetime(
        2026, 1, 2, 23, 30, tzinfo=ZoneInfo(zone)
    )


def test_months_off_are_paid_month_by_month(claim, city):
    actions.record_time_off(
        claim.pk, unable_from=date(2025, 6, 12), able_again_on=date(2025, 8, 26), by=city.rani, at=LATE
    )
    claim.refresh_from_db()
    rows = stmb_by_month(date(2025, 6, 12), date(2025, 8, 25), on=date(2025, 6, 12), dasar_rp=1_000_000)
    assert [days for _, days, _ in rows] == [19, 31, 25]
    assert sum(rp for *_, rp in rows) == claim.estimate_rp == 2_500_000
    assert days_off(date(2025, 6, 12), date(2025, 6, 12), today=date(2025, 7, 1)) == 0


def test_after_a_year_half_is_paid():
    rows = stmb_by_month(date(2024, 1, 1), date(2025, 3, 31), on=date(2024, 1, 1), dasar_rp=1_000_000)
    assert rows[0][2] > 900_000
    assert rows[-1][2] < 600_000


def test_a_lost_finger_joint_adds_to_the_months_off(claim, city):
    actions.record_time_off(
        claim.pk, unable_from=date(2025, 6, 12), able_again_on=date(2025, 8, 26), by=city.rani, at=LATE
    )
    with pytest.raises(Refused, match="persentase"):
        actions.send_second_report(
            claim.pk, outcome=Outcome.PARTIAL, stated_at=HAPPENED, sent_at=HAPPENED, by=city.rani, at=LATE
        )
    stated = datetime(2025, 8, 26, 9, 0, tzinfo=WIB)
    in_time = actions.send_second_report(
        claim.pk, outcome=Outcome.PARTIAL, percent=Decimal("4.5"), stated_at=stated, sent_at=stated + timedelta(hours=50),
        by=city.rani, at=LATE,
    )  # fmt: skip
    claim.refresh_from_db()
    assert not in_time
    assert claim.estimate["parts"] == {"stmb_rp": 2_500_000, "santunan_cacat_rp": 3_600_000}
    actions.record_return_to_work(claim.pk, on=date(2025, 9, 1), note="Penjaga gudang", by=city.rani, at=LATE)
    assert Accident.objects.get(claim=claim).back_at_work_on == date(2025, 9, 1)


def test_who_dies_of_it_becomes_a_death_claim_with_its_papers_and_the_membership_ends(claim, city, members):
    stated = datetime(2025, 6, 20, 9, 0, tzinfo=WIB)
    actions.send_second_report(
        claim.pk, outcome=Outcome.DIED, stated_at=stated, sent_at=stated, by=city.rani, at=LATE
    )
    claim.refresh_from_db()
    claim.event.refresh_from_db()
    assert (claim.event.kind, claim.estimate_rp) == (EventKind.WORK_DEATH, 70_000_000)
    assert claim.papers.filter(kind="akta_kematian").exists()
    assert Membership.objects.get(pk=members[2].pk).end_on == date(2025, 6, 21)
    assert claim.assessments.count() == 3, "what was known is kept, each time"
