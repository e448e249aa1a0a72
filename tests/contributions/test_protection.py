"""Slamet was paid from May: what his line shows, when the full JKM begins, what keeps him when a month is missed."""

from datetime import UTC, date, datetime

import pytest

from payung.accounts.queries import Scope
from payung.contributions import actions, queries
from payung.contributions.enums import CoverState, Standing
from payung.contributions.models import OrderLine
from payung.contributions.protection import outlooks, timeline
from payung.enrolment.models import Membership
from payung.reference import clock
from payung.rules.months import parse_month
from tests import cast
from tests.contributions.scene import NAMES, all_agree, members, receive

MAY, JUNE, AUGUST, DECEMBER = (parse_month(f"2025-{m}") for m in ("05", "06", "08", "12"))


def words(paid, on):
    return [(m.month, m.word) for m in timeline(paid, on)]


def test_three_paid_months_bring_the_full_jkm_from_the_fourth():
    line = timeline(range(MAY, DECEMBER + 1), date(2025, 10, 13))
    assert [m.word for m in line[:4]] == ["JKM pemakaman"] * 3 + ["JKM penuh"]
    assert [m.word for m in line[-4:]] == ["tenggang"] * 3 + ["berakhir"]
    assert [m.is_future for m in line[5:7]] == [False, True]


def test_a_missed_month_is_grace_and_never_promises_the_full_tier():
    line = dict(words([MAY, MAY + 1, MAY + 2], date(2025, 8, 20)))
    assert line[AUGUST] == "tenggang"
    assert line[AUGUST + 3] == "berakhir"


def test_paying_after_the_grace_begins_again():
    far = [MAY, MAY + 5]
    assert dict(words(far, date(2025, 10, 20)))[MAY + 5] == "JKM pemakaman"
    assert outlooks([far], date(2025, 10, 20))[0].since == MAY + 5


def test_the_outlook_says_until_when_and_what_is_missing():
    slamet = outlooks([[MAY, JUNE]], date(2025, 8, 20))[0]
    assert slamet.state == CoverState.GRACE
    assert (slamet.active_until, slamet.keep_until) == (date(2025, 6, 30), date(2025, 9, 30))
    assert (slamet.arrears_months, slamet.full_from, slamet.scholarship_left) == (2, AUGUST, 34)


def test_who_comes_in_november_does_not_reach_the_full_tier_this_year():
    late = outlooks([[DECEMBER - 1]], date(2025, 11, 20))[0]
    assert late.full_tier(date(2025, 11, 20), DECEMBER) == "tidak"
    assert late.full_tier(date(2025, 11, 20), DECEMBER + 2) == "akan"


def test_nobody_paid_has_no_line_and_no_promise():
    nobody = outlooks([[]], date(2025, 8, 20))[0]
    assert (nobody.state, nobody.full_tier(date(2025, 8, 20), DECEMBER)) == (CoverState.NEVER, "tidak")
    assert timeline([], date(2025, 8, 20)) == []


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    return cast.city()


@pytest.fixture
def round(people):
    round = cast.round_2025(people.rani)
    members(round)
    return round


def pay(people, round, month, rows=None, on=date(2025, 5, 7)):
    """The branch bills these rows, three people sign, the treasury pays."""
    invoice = receive(people, round, rows or all_agree(), month=month)
    order = actions.create_order(invoice.pk, by=people.rani, at=cast.NOW)
    actions.verify_order(order.pk, by=people.budi, at=cast.NOW)
    actions.approve_order(order.pk, by=people.wati, at=cast.NOW)
    return actions.record_payment(
        order.pk, paid_on=on, proof_number=f"SP2D-{month}", by=people.rani, at=cast.NOW
    )


@pytest.mark.django_db
def test_the_list_tells_for_everybody_what_keeps_him(people, round):
    pay(people, round, MAY)
    pay(people, round, JUNE, all_agree()[:3])
    rows = {row.name: row for row in queries.protected(round.pk, date(2025, 6, 20))}
    assert rows["SLAMET RIYADI"].outlook.state == CoverState.ACTIVE
    assert rows["SUPARMI"].outlook.state == CoverState.GRACE
    assert (rows["SUPARMI"].keep_rp, rows["SLAMET RIYADI"].keep_rp) == (16_800, 0)
    counts = queries.count_protected(rows.values())
    assert (counts.by_state[CoverState.ACTIVE], counts.keep_rp) == (3, 16_800)
    assert counts.by_tier == {"sudah": 0, "akan": 4, "tidak": 0}


@pytest.mark.django_db
def test_until_the_month_is_booked_nobody_reads_aktif_0(people, round, client, monkeypatch):
    """May is paid; on 10 June the order of June waits for its third signature. Nobody is in arrears for that."""
    pay(people, round, MAY)
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 6, 10, 3, tzinfo=UTC))
    counts = queries.count_protected(queries.protected(round.pk, date(2025, 6, 10)))
    assert counts.by_state == {Standing.DUE: 4, Standing.GRACE: 0, Standing.LAPSED: 0, Standing.NEVER: 0}
    assert counts.keep_rp == 0, "an ordinary month is no arrears"
    client.force_login(people.rani)
    page = " ".join(client.get("/pelindungan/").content.decode().split())
    assert "Bulan ini belum dibayar</dt><dd><strong>4" in page
    assert "Aktif</dt>" not in page
    assert "Jatuh tempo 16 Juni 2025" in page
    worker = Membership.objects.first().worker_id
    assert "Bulan ini belum dibayar" in client.get(f"/pekerja/{worker}/").content.decode()
    assert NAMES[0] not in client.get("/pelindungan/?keadaan=grace").content.decode()


@pytest.mark.django_db
def test_a_claim_on_that_day_still_needs_to_be_confirmed(people, round):
    """What the list says kindly is no promise: cover on the day stays grace."""
    pay(people, round, MAY)
    worker = Membership.objects.first().worker_id
    cover = queries.cover([worker], date(2025, 6, 10))[worker]
    assert (cover.state, cover.needs_confirmation) == (CoverState.GRACE, True)


@pytest.mark.django_db
def test_in_the_first_month_it_is_not_paid_yet_either(people, round):
    counts = queries.count_protected(queries.protected(round.pk, date(2025, 5, 10)))
    assert (counts.by_state[Standing.DUE], counts.due) == (4, 4)
    assert Standing.ACTIVE not in counts.by_state


@pytest.mark.django_db
def test_who_owes_more_than_this_month_is_behind_booked_or_not(people, round):
    pay(people, round, MAY)
    counts = queries.count_protected(queries.protected(round.pk, date(2025, 7, 10)))
    assert (counts.by_state[Standing.GRACE], counts.due) == (4, 0)


@pytest.mark.django_db
def test_once_the_month_is_booked_who_was_left_out_is_behind(people, round):
    pay(people, round, MAY)
    pay(people, round, JUNE, all_agree()[:3])
    rows = queries.protected(round.pk, date(2025, 6, 20))
    assert [row.state for row in rows if row.name == "SUPARMI"] == [Standing.GRACE]
    assert Standing.DUE not in queries.count_protected(rows).by_state


@pytest.mark.django_db
def test_a_kelurahan_sees_its_own_and_a_name_finds_one(people, round):
    on = date(2025, 6, 20)
    assert queries.protected(round.pk, on, scope=Scope(kelurahan=cast.KADEMANGAN)) == []
    assert queries.protected(round.pk, on, scope=Scope(agency="perikanan")) == []
    assert [row.name for row in queries.protected(round.pk, on, text="aminah")] == ["SITI AMINAH"]


@pytest.mark.django_db
def test_the_line_stands_on_the_workers_page_and_the_list_can_be_exported(people, round, client):
    order = pay(people, round, MAY)
    client.force_login(people.rani)
    worker = OrderLine.objects.filter(order=order).first().worker_id
    assert "JKM pemakaman" in client.get(f"/pekerja/{worker}/").content.decode()
    page = client.get("/pelindungan/?keadaan=active").content.decode()
    assert all(name in page for name in NAMES)
    assert "Tidak ada peserta yang cocok" in client.get("/pelindungan/?keadaan=lapsed").content.decode()
    assert client.get("/pelindungan/?unduh=xlsx").content[:2] == b"PK"
