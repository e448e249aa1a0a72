"""What the random year found, each as one small story."""

from datetime import UTC, date, datetime

import pytest

from payung.claims.enums import EventKind
from payung.contributions import actions
from payung.contributions.enums import CorrectionKind
from payung.contributions.queries import Wish
from payung.enrolment import actions as enrolment
from payung.enrolment.models import Membership
from payung.programme.models import Fund
from payung.selection.models import Place
from tests import cast
from tests.claims.scene import report
from tests.contributions.scene import JUNE, all_agree, approved_order, members, receive
from tests.selection.scene import drafted

pytestmark = pytest.mark.django_db
AUGUST = datetime(2025, 8, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def people():
    return cast.city()


def test_money_in_suspense_or_at_bpjs_is_bound_too_when_the_appropriation_is_cut(people):
    """DBHCHT was cut to what was reserved and paid; what waited in suspense then stood above the appropriation."""
    fund = cast.round_2025(people.rani, petani=4).fund
    told = {"paid_on": cast.NOW.date(), "by": people.rani, "at": cast.NOW}
    actions.hold_unknown(fund.pk, amount_rp=50_000, reference="BG 1", note="?", **told)
    cut = {"number": "DPPA 1", "decided_on": cast.NOW.date(), "by": people.rani, "at": cast.NOW}
    with pytest.raises(actions.Refused, match=r"yang sudah terikat, Rp50\.000"):
        actions.amend_appropriation(fund.pk, after_rp=40_000, **cut)
    actions.amend_appropriation(fund.pk, after_rp=50_000, **cut)
    assert Fund.objects.get(pk=fund.pk).appropriation_rp == 50_000


def test_who_dies_before_the_decree_gives_up_seat_and_number(people):
    """Slamet was chosen and died before anybody sent him to BPJS: his seat went on being counted as taken."""
    round = cast.round_2025(people.rani, petani=3)
    drafted(people, round)
    first, *_, last = Place.objects.order_by("rank")
    for place in (first, last):
        dead = Membership(worker_id=place.worker_id)
        report(dead, people, on=date(2025, 8, 2), kind=EventKind.DEATH, at=AUGUST)
    states = list(Place.objects.order_by("rank").values_list("state", flat=True))
    assert states == ["released", "selected", "selected", "called", "waiting", "released"]
    assert Place.objects.get(replaces=first).rank == 4


def test_a_death_before_the_end_we_knew_makes_the_months_between_overpaid(people):
    """Siti moved away at the end of July; in August the family tells that she died in May."""
    round = cast.round_2025(people.rani, petani=4)
    siti = members(round)[1]
    order = approved_order(people, round, month=JUNE)
    actions.record_payment(
        order.pk, paid_on=cast.NOW.date(), proof_number="SP2D 1", by=people.rani, at=cast.NOW
    )
    enrolment.end_membership(
        siti.worker_id, reason="pindah", on=date(2025, 7, 31), by=people.rani, at=cast.NOW
    )
    report(siti, people, on=date(2025, 5, 20), kind=EventKind.DEATH, at=AUGUST)
    siti.refresh_from_db()
    assert (siti.end_on, siti.end_reason) == (date(2025, 5, 21), "meninggal")
    assert actions.credit_stopped(round.pk, JUNE, by=people.rani, at=AUGUST) == 1


def test_who_died_before_he_began_cannot_be_made_to_have_begun(people):
    """Siti died in April, before her cover began; an earlier start would have paid for a month after her death."""
    round = cast.round_2025(people.rani, petani=4)
    siti = members(round)[1]
    Membership.objects.filter(pk=siti.pk).update(start_on=date(2025, 6, 1))
    report(siti, people, on=date(2025, 4, 20), kind=EventKind.DEATH, at=AUGUST)
    wish = Wish(siti.pk, CorrectionKind.START, day=date(2025, 5, 2))
    with pytest.raises(actions.Refused, match="tidak pernah berjalan"):
        actions.propose_correction(wish, reason="x", by=people.rani, at=AUGUST)


def test_who_died_before_he_began_is_in_no_month(people):
    """Cover from 5 May, but Siti had died in April: her membership ended on the day it began, and May was billed."""
    round = cast.round_2025(people.rani, petani=4)
    siti = members(round)[1]
    Membership.objects.filter(pk=siti.pk).update(start_on=date(2025, 5, 5))
    report(siti, people, on=date(2025, 4, 2), kind=EventKind.DEATH, at=AUGUST)
    order = actions.create_order(
        receive(people, round, all_agree(), month=JUNE - 1).pk, by=people.rani, at=AUGUST
    )
    assert order.people == 3


def test_nobody_is_made_a_member_beyond_his_death(people):
    """Siti moved in May and died in June; her end cannot be set right to July, nor June be paid after her death."""
    round = cast.round_2025(people.rani, petani=4)
    siti = members(round)[1]
    enrolment.end_membership(
        siti.worker_id, reason="pindah", on=date(2025, 5, 10), by=people.rani, at=cast.NOW
    )
    report(siti, people, on=date(2025, 6, 3), kind=EventKind.DEATH, at=AUGUST)
    wish = Wish(siti.pk, CorrectionKind.END, day=date(2025, 7, 31))
    with pytest.raises(actions.Refused, match="meninggal pada 3 Juni 2025"):
        actions.propose_correction(wish, reason="x", by=people.rani, at=AUGUST)


def test_the_dead_are_not_invoiced_again(people):
    round = cast.round_2025(people.rani, petani=4)
    siti = members(round)[1]
    report(siti, people, on=date(2025, 5, 20), kind=EventKind.DEATH, at=AUGUST)
    order = actions.create_order(receive(people, round, all_agree()).pk, by=people.rani, at=AUGUST)
    assert (order.people, order.total_rp) == (3, 3 * 16_800)
