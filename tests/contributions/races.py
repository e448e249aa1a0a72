"""What sixteen people fight for, round after round. Each race tells how many won; it must be one.

Orders are written straight into the tables, verified and ready to be approved, so that a round costs little.
"""

from datetime import timedelta
from itertools import count

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.contributions import actions, queries
from payung.contributions.enums import OrderState
from payung.contributions.models import OrderLine, PaymentOrder, Transfer
from payung.enrolment.enums import EndReason
from payung.enrolment.models import Membership
from payung.people.actions import register_workers
from payung.programme.models import Fund, Quota
from payung.selection import actions as selection
from payung.selection.enums import SEATED, PlaceState
from payung.selection.models import Place
from tests import cast
from tests.at_once import WINDOWS, came_through
from tests.cast import NOW
from tests.contributions.scene import JUNE, all_agree, members, receive

PRICE_RP = 16_800
NAMES = [f"ORANG {i}" for i in range(1, WINDOWS + 1)]


class Scene:
    """A round with sixteen members and one invoice; a third and a fourth who may approve."""

    def __init__(self, invoiced=True):
        self.people = cast.city()
        self.round = cast.round_2025(self.people.rani)
        self.tono = User.objects.create(
            username="tono",
            full_name="Tono",
            greeting="Pak Tono",
            role=Role.APPROVER,
            agency_id="disperinaker",
        )
        self.members = members(self.round, NAMES)
        if invoiced:
            self.invoice = receive(self.people, self.round, all_agree(NAMES))
        self.numbers = count(1)

    def verified(self, member):
        """An order of one person, verified by Pak Budi, digest and all."""
        order = PaymentOrder.objects.create(
            round=self.round, fund_id=self.round.fund_id, invoice=self.invoice, month=JUNE, state=OrderState.VERIFIED,
            people=1, total_rp=PRICE_RP, digest="", due_on=NOW.date(), created_by=self.people.rani, created_at=NOW,
            verified_by=self.people.budi, verified_at=NOW,
        )  # fmt: skip
        OrderLine.objects.create(
            order=order, membership=member, worker_id=member.worker_id, month=JUNE, amount_rp=PRICE_RP
        )
        order.digest = queries.digest_now(order)[0]
        order.save()
        return order

    def void(self, order):
        if PaymentOrder.objects.get(pk=order.pk).state != OrderState.PAID:
            actions.void_order(order.pk, "putaran berikut", by=self.people.rani, at=NOW)

    def money(self):
        found = queries.balances(Fund.objects.get(pk=self.round.fund_id))
        return found.reserved_rp, found.paid_rp


def one_key(scene, windows):
    """Money nobody can explain, written down by sixteen with the same bank reference."""
    reference = f"BANK-{next(scene.numbers)}"

    def hold():
        return actions.hold_unknown(
            scene.round.fund_id, amount_rp=1000, paid_on=NOW.date(), reference=reference, note="?",
            by=scene.people.rani, at=NOW,
        )  # fmt: skip

    answers = windows.press([hold] * WINDOWS)
    assert Transfer.objects.filter(key__startswith=f"suspense:{reference}").count() == 1
    return len({held.pk for held in came_through(answers)})  # all sixteen are told of the one that moved


def one_budget(scene, windows):
    """Sixteen orders, and money for one of them."""
    orders = [scene.verified(member) for member in scene.members]
    bound_rp = sum(scene.money())
    Fund.objects.filter(pk=scene.round.fund_id).update(appropriation_rp=bound_rp + PRICE_RP)

    def approve(order):
        return lambda: actions.approve_order(order.pk, by=scene.people.wati, at=NOW)

    answers = windows.press(map(approve, orders))
    reserved_rp = scene.money()[0]
    assert reserved_rp == PRICE_RP * len(came_through(answers)), "an approval without its money"
    for order in orders:
        scene.void(order)
    assert scene.money() == (0, 0)
    return len(came_through(answers))


def one_approval(scene, windows):
    """One order, and two people who may approve it, in eight windows each."""
    order = scene.verified(scene.members[0])

    def approve(by):
        return lambda: actions.approve_order(order.pk, by=by, at=NOW)

    answers = windows.press(map(approve, [scene.people.wati, scene.tono] * (WINDOWS // 2)))
    assert scene.money()[0] == PRICE_RP
    scene.void(order)
    return len(came_through(answers))


def one_reservation(scene, windows):
    """Reserved money is paid by one half and given back by the other: one of the two happens, once."""
    turn = next(scene.numbers)
    order = scene.verified(scene.members[0])
    actions.approve_order(order.pk, by=scene.people.wati, at=NOW)

    def pay(number):
        return lambda: actions.record_payment(
            order.pk, paid_on=NOW.date(), proof_number=f"SP2D-{turn}-{number}", by=scene.people.rani, at=NOW
        )

    def void(_):
        return lambda: actions.void_order(order.pk, "ditarik", by=scene.people.rani, at=NOW)

    works = [(pay if number % 2 else void)(number) for number in range(WINDOWS)]
    answers = windows.press(works)
    assert scene.money()[0] == 0
    assert Transfer.objects.filter(key__startswith=f"order:{order.pk}:").count() == 2
    OrderLine.objects.filter(order=order).update(is_live=False)  # the month is free for the next round
    return len(came_through(answers))


def one_order(scene, windows):
    """One invoice, and sixteen who make its order."""

    def create():
        return actions.create_order(scene.invoice.pk, by=scene.people.rani, at=NOW)

    won = came_through(windows.press([create] * WINDOWS))
    assert OrderLine.objects.filter(is_live=True, month=JUNE).count() == WINDOWS
    for order in won:
        scene.void(order)
    return len(won)


def one_seat(scene, windows):
    """Sixteen seats were given up, the quota has room for one, and sixteen call the next, each to another seat."""
    freed = list(Place.objects.filter(round=scene.round, state=PlaceState.RELEASED).order_by("id"))
    if not freed:
        freed = give_up_all(scene)

    def call(place):
        return lambda: selection.call_next(place.pk, by=scene.people.rani, at=NOW)

    answers = windows.press(map(call, freed))
    seated = Place.objects.filter(round=scene.round, state__in=SEATED)
    won = seated.count()
    assert won == len(came_through(answers))
    seated.update(state=PlaceState.WAITING, replaces=None)
    return won


def give_up_all(scene):
    """The members' sixteen seats are free; sixteen others wait; one seat is left in the quota."""
    seats = Place.objects.filter(round=scene.round)
    seats.update(state=PlaceState.RELEASED, released_for="pindah", released_on=NOW.date())
    Membership.objects.filter(place__in=seats).update(
        end_on=NOW.date() + timedelta(days=1), end_reason=EndReason.PINDAH
    )
    freed = list(seats.order_by("id"))
    workers = register_workers(
        [cast.person(100 + i, f"CADANGAN {i}") for i in range(WINDOWS)], by=None, at=NOW
    )
    Place.objects.bulk_create(
        Place(round=scene.round, sector_id="petani", worker_id=worker, rank=100 + i, score=0,
              state=PlaceState.WAITING, starts_month=scene.round.first_month, changed_at=NOW)
        for i, worker in enumerate(workers)
    )  # fmt: skip
    Quota.objects.filter(round=scene.round, sector_id="petani").update(places=1)
    return freed


def one_end_of_month(scene, windows):
    """One half makes the order of a month, the other closes the month: one of the two comes first, and rules."""
    june = scene.round.pk, JUNE

    def create():
        return actions.create_order(scene.invoice.pk, by=scene.people.rani, at=NOW)

    def close():
        return actions.close_month(*june, by=scene.people.wati, at=NOW)

    windows.press([create, close] * (WINDOWS // 2))
    orders = list(PaymentOrder.objects.filter(month=JUNE).exclude(state=OrderState.VOID))
    is_closed = queries.is_closed(*june)
    for order in orders:
        scene.void(order)
    if is_closed:
        actions.reopen_month(*june, reason="putaran berikut", by=scene.people.wati, at=NOW)
    return len(orders) + is_closed


RACES = (one_key, one_budget, one_approval, one_reservation, one_order, one_seat, one_end_of_month)
