"""COMMIT reaches the database, its answer does not come back. Bu Rani presses again: nothing happens twice (L5, P3).

PAYUNG_RETRIES=200 for the long run.
"""

import os
from itertools import count

import pytest
from django.db import OperationalError, connection

from payung.audit.models import AuditLine
from payung.contributions import actions, queries
from payung.contributions.models import Invoice, OrderLine, PaymentOrder, Transfer
from payung.reports.verify import verify
from payung.selection import actions as selection
from payung.selection.enums import SEATED
from payung.selection.models import Place
from tests.at_once import WINDOWS
from tests.contributions import guards, races
from tests.contributions.scene import JUNE, all_agree, receive
from tests.cut_line import cut_line

RETRIES = int(os.environ.get("PAYUNG_RETRIES", "21"))
pytestmark = pytest.mark.django_db(transaction=True)
LATER = races.NOW.replace(month=8)


def press_twice(line, act):
    """The answer to the first press is lost; the second is a refusal or the same answer."""
    line.armed = True
    with pytest.raises(OperationalError):
        act()
    assert not line.armed
    connection.close()
    try:
        return act()
    except (actions.Refused, selection.SelectionRefused) as refusal:
        return refusal


def month(scene, number):
    """The commands of a month, one after the other, each with what must be there afterwards exactly once."""
    rani, now = scene.people.rani, LATER
    which = JUNE + number

    def invoice():
        return Invoice.objects.get(month=which)

    def order():
        return PaymentOrder.objects.get(month=which)

    yield (
        lambda: receive(scene.people, scene.round, all_agree(races.NAMES), month=which),
        lambda: Invoice.objects.filter(month=which).count() == 1 and invoice().lines.count() == WINDOWS,
    )
    yield (
        lambda: actions.create_order(invoice().pk, by=rani, at=now),
        lambda: OrderLine.objects.filter(order=order()).count() == WINDOWS,
    )
    yield (
        lambda: actions.verify_order(order().pk, by=scene.people.budi, at=now),
        lambda: scene.money()[0] == 0,
    )
    yield (
        lambda: actions.approve_order(order().pk, by=scene.people.wati, at=now),
        lambda: scene.money()[0] == order().total_rp,
    )
    yield (
        lambda: actions.record_payment(
            order().pk, paid_on=now.date(), proof_number=f"SP2D-{which}", by=rani, at=now
        ),
        lambda: scene.money() == (0, (number + 1) * WINDOWS * races.PRICE_RP),
    )
    reference = f"BANK-{which}"
    yield (
        lambda: actions.hold_unknown(
            scene.round.fund_id, amount_rp=1000, paid_on=now.date(), reference=reference, note="?", by=rani, at=now
        ),
        lambda: Transfer.objects.filter(key=f"suspense:{reference}").count() == 1,
    )  # fmt: skip
    yield (
        lambda: actions.close_month(scene.round.pk, which, by=scene.people.wati, at=now),
        lambda: queries.is_closed(scene.round.pk, which),
    )


def test_a_command_whose_answer_was_lost_is_given_again_and_done_once():
    pressed = 0
    scene = races.Scene(invoiced=False)
    with cut_line() as line:
        for number in count():
            if number == 7:  # December is done: the round begins again in another city
                break
            for act, is_once in month(scene, number):
                lines = AuditLine.objects.count()
                press_twice(line, act)
                assert is_once()
                assert AuditLine.objects.count() - lines <= 2
                pressed += 1
            if pressed >= RETRIES:
                break
        while pressed < RETRIES:
            reference = f"BANK-{pressed}"
            press_twice(line, lambda: hold(scene, reference))  # noqa: B023  called at once
            assert Transfer.objects.filter(key=f"suspense:{reference}").count() == 1
            pressed += 1
    assert line.cuts == pressed
    assert [v.name for v in verify() if not v.holds] == []


def hold(scene, reference):
    return actions.hold_unknown(
        scene.round.fund_id, amount_rp=1000, paid_on=LATER.date(), reference=reference, note="?",
        by=scene.people.rani, at=LATER,
    )  # fmt: skip


def test_a_seat_whose_calling_was_not_answered_is_called_for_once():
    scene = races.Scene()
    freed = races.give_up_all(scene)
    with cut_line() as line:
        told = press_twice(line, lambda: selection.call_next(freed[0].pk, by=scene.people.rani, at=LATER))
    seated = Place.objects.get(round=scene.round, state__in=SEATED)
    assert told == seated


def test_without_its_key_the_second_press_moves_money_twice():
    """The control: what the retries above would find."""
    scene = races.Scene()
    with guards.without([guards.no_key]):
        with cut_line() as line:
            press_twice(line, lambda: hold(scene, "BANK-1"))
        assert Transfer.objects.filter(key="suspense:BANK-1").count() == 2
