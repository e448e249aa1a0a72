"""A death in the family of Slamet: what is due, what moves, and what may never happen."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from payung.claims import actions, queries
from payung.claims.enums import NEXT, ClaimState, EventKind, PaperState
from payung.claims.models import Claim, Event
from payung.enrolment.enums import CardState
from payung.enrolment.models import Card
from payung.jobs.actions import Refused
from payung.selection.models import Place
from tests import cast
from tests.claims.scene import MAY, pay, report
from tests.contributions import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def members(city):
    """Four farmers with a seat and a KPJ since May, and one on the waiting list."""
    round = cast.round_2025(city.rani)
    found = scene.members(round)
    [worker] = scene.register_workers([cast.person(99, "BUNAWAR")], by=None, at=cast.NOW)
    Place.objects.create(
        round=round, sector_id="petani", worker_id=worker, rank=9, score=0, state="waiting", starts_month=MAY, changed_at=cast.NOW
    )  # fmt: skip
    return found


def paid(membership, months: range, city) -> None:
    pay([membership], months, city)


@pytest.mark.parametrize(
    ("months", "on", "estimate_rp"),
    [
        (range(MAY, MAY + 2), date(2025, 6, 20), 10_000_000),  # second month: funeral cost only
        (range(MAY, MAY + 5), date(2025, 9, 5), 42_000_000),  # fifth month: everything
    ],
)
def test_a_farmer_dies_of_illness(members, city, months, on, estimate_rp):
    paid(members[0], months, city)
    claim = report(members[0], city, on=on)
    assert (claim.cover_state, claim.estimate_rp, claim.state) == (
        "active",
        estimate_rp,
        ClaimState.COLLECTING,
    )
    assert "perkiraan" in claim.estimate["explanation"].lower()
    assert claim.estimate["law"]


def test_a_fisher_drowns_at_work(members, city):
    paid(members[0], range(MAY, MAY + 2), city)
    assert report(members[0], city, on=date(2025, 6, 12), kind=EventKind.WORK_DEATH).estimate_rp == 70_000_000


def test_a_death_in_an_unpaid_month_is_never_promised(members, city, client):
    paid(members[0], range(MAY, MAY + 2), city)
    claim = report(members[0], city, on=date(2025, 8, 20))
    assert claim.cover_state == "grace"
    assert claim.needs_confirmation
    assert claim.state == ClaimState.COLLECTING
    client.force_login(city.rani)
    page = client.get(f"/klaim/{claim.pk}/").content.decode()
    assert "Belum dibayar: Juli 2025, Agustus 2025; tunggakan Rp33.600" in page


def test_who_was_never_paid_for_is_told_so_and_may_be_reopened(members, city):
    claim = report(members[1], city, on=date(2025, 6, 1))
    assert (claim.state, claim.estimate_rp) == (ClaimState.NOT_COVERED, 0)
    actions.move_claim(
        claim.pk, ClaimState.COLLECTING, by=city.rani, at=cast.NOW, note="membayar sendiri, ada bukti"
    )


def test_a_death_ends_the_membership_and_calls_the_next(members, city):
    paid(members[0], range(MAY, MAY + 2), city)
    card = Card.objects.create(membership=members[0], code="7QK4M2XP9HTD", issued_at=cast.NOW)
    report(members[0], city, on=date(2025, 6, 20))
    card.refresh_from_db()
    members[0].refresh_from_db()
    assert card.state == CardState.REVOKED
    assert members[0].end_on == date(2025, 6, 21)
    assert members[0].place.state == "released"
    assert Place.objects.get(state="called").worker.name == "BUNAWAR"


def test_the_same_report_sent_twice_is_one_claim_and_another_report_of_the_death_is_refused(members, city):
    key = uuid4()
    first = report(members[0], city, on=date(2025, 6, 20), key=key)
    assert report(members[0], city, on=date(2025, 6, 20), key=key).pk == first.pk
    with pytest.raises(Refused, match=first.number):
        report(members[0], city, on=date(2025, 6, 21))
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("on", "told"), [(date(2026, 1, 1), "belum tiba"), (date(1950, 1, 1), "sebelum tanggal lahir")]
)
def test_a_day_that_cannot_be_right_is_refused(members, city, on, told):
    with pytest.raises(Refused, match=told):
        report(members[0], city, on=on)


def test_papers_complete_the_claim_and_a_spoilt_one_opens_it_again(members, city):
    claim = report(members[0], city, on=date(2025, 5, 20), at=datetime(2025, 6, 1, tzinfo=UTC))
    actions.move_claim(claim.pk, ClaimState.COLLECTING, by=city.rani, at=cast.NOW)
    for kind in queries.needed_papers(EventKind.DEATH):
        actions.set_paper(claim.pk, kind, PaperState.PRESENT, by=city.rani, at=cast.NOW)
    claim.refresh_from_db()
    assert claim.state == ClaimState.COMPLETE
    actions.set_paper(
        claim.pk, "akta_kematian", PaperState.TO_FIX, note="nama salah", by=city.rani, at=cast.NOW
    )
    claim.refresh_from_db()
    assert claim.state == ClaimState.COLLECTING


def test_shares_follow_the_law_and_sum_exactly(members, city):
    paid(members[0], range(MAY, MAY + 5), city)
    claim = report(members[0], city, on=date(2025, 9, 5))
    for name, kin in (("Sutini", "janda"), ("Rohim", "anak"), ("Rohmah", "anak"), ("Buati", "orang_tua")):
        actions.add_heir(
            claim.pk, name=name, kin=kin, birth_date=None, is_alive=True, by=city.rani, at=cast.NOW
        )
    shares = {h.name: (h.is_rightful, h.share_rp) for h in claim.heirs.all()}
    assert shares["Buati"] == (False, 0), "parents only when there is no wife and no child"
    assert sum(rp for _, rp in shares.values()) == 42_000_000
    assert {rp for right, rp in shares.values() if right} == {14_000_000}


def test_a_claim_moves_only_as_the_table_says(members, city):
    claim = report(members[1], city, on=date(2025, 6, 1))
    for state in ClaimState:
        for target in set(ClaimState) - NEXT[state] - {state}:
            Claim.objects.filter(pk=claim.pk).update(state=state, paid_on=date(2025, 7, 1), paid_rp=1)
            with pytest.raises(Refused):
                actions.move_claim(claim.pk, target, by=city.rani, at=cast.NOW)


def test_payment_and_refusal_need_what_must_be_known(members, city):
    claim = report(members[1], city, on=date(2025, 6, 1))
    with pytest.raises(Refused, match="jumlah"):
        actions.record_payment(claim.pk, paid_on=date(2025, 7, 1), paid_rp=0, by=city.rani, at=cast.NOW)
    with pytest.raises(Refused, match="alasan"):
        actions.record_refusal(claim.pk, reason=" ", by=city.rani, at=cast.NOW)


def test_waiting_days_and_counts(members, city):
    claim = report(members[1], city, on=date(2025, 6, 1))
    assert queries.waiting_days(claim, on=claim.changed_at.date() + timedelta(days=4)) == 4
    assert queries.counts_by_state()[ClaimState.NOT_COVERED] == 1
    assert queries.open_count() == 0
