"""The same comparison said twice: in Python, row by row, and in the statements that the month really runs."""

import random
import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from payung.contributions import actions, queries
from payung.contributions.digest import DigestLine, order_digest
from payung.contributions.invoice import Line, compare
from payung.contributions.models import Difference, InvoiceLine, OrderLine, PaymentOrder
from tests import cast
from tests.cast import NOW
from tests.contributions.scene import JUNE, NAMES, all_agree, kpj, members, receive

NOBODY = "00000000-0000-4000-8000-000000000000"
pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani)


def told(differences):
    return sorted((d.kind, (d.line and d.line.row_number) or 0, d.membership_id or 0) for d in differences)


@pytest.mark.parametrize("seed", range(4))
def test_an_invoice_full_of_faults_gives_the_same_differences_said_in_python(people, round, seed):
    """Rows missing, doubled, dearer, foreign, already paid: the statements agree with `invoice.compare` on each."""
    dice = random.Random(seed)
    members(round, [f"ORANG {i}" for i in range(1, 41)])
    first = receive(people, round, [(i, "", 16800) for i in dice.sample(range(1, 41), 6)])
    actions.create_order(first.pk, by=people.rani, at=NOW)
    paid = queries.workers_with_live_line(JUNE)
    serials = [dice.randrange(1, 50) for _ in range(45)]
    invoice = receive(people, round, [(i, "", dice.choice([16800, 16800, 20000])) for i in serials])

    rows = InvoiceLine.objects.filter(invoice=invoice).values_list("row_number", "kpj", "name", "amount_rp")
    said = compare([Line(*row) for row in rows], queries.members(round.pk, JUNE), paid)
    found = Difference.objects.filter(invoice=invoice).select_related("line")
    assert told(found) == sorted(
        (d.kind, d.line.row_number if d.line else 0, d.member.membership_id if d.member else 0)
        for d in said.differences
    )
    order = actions.create_order(invoice.pk, by=people.rani, at=NOW)
    ours = {ours.membership_id: ours.amount_rp for _, ours in said.agreed}
    assert dict(OrderLine.objects.filter(order=order).values_list("membership_id", "amount_rp")) == ours
    assert (order.people, order.total_rp) == (len(ours), sum(ours.values()))


def test_the_digest_made_in_the_database_is_the_one_that_python_makes(people, round):
    members(round)
    order = actions.create_order(receive(people, round, all_agree()).pk, by=people.rani, at=NOW)
    lines = order.lines.values_list("membership_id", "worker_id", "membership__kpj", "amount_rp")
    said = order_digest(fund_id=order.fund_id, month=JUNE, lines=[DigestLine(*line) for line in lines])
    assert queries.digest_now(order) == (said, 4, 67_200)
    assert order.digest == said


# -- What a line refers to ---------------------------------------------------------------------------------
def test_a_line_refers_to_nothing_that_is_not_there(people, round):
    four = members(round)
    order = actions.create_order(receive(people, round, all_agree()).pk, by=people.rani, at=NOW)
    right = {
        "order": order,
        "membership": four[0],
        "worker_id": four[0].worker_id,
        "month": 1,
        "amount_rp": 1,
    }
    for wrong in ({"order_id": 0}, {"membership_id": 0}, {"worker_id": NOBODY}):
        with pytest.raises(IntegrityError, match="does not exist"), transaction.atomic():
            OrderLine.objects.create(
                **{k: v for k, v in right.items() if k[:5] != next(iter(wrong))[:5]} | wrong
            )
        with pytest.raises(IntegrityError, match="does not exist"), transaction.atomic():
            OrderLine.objects.filter(pk=order.lines.first().pk).update(**wrong)
    with pytest.raises(IntegrityError, match="does not exist"), transaction.atomic():
        InvoiceLine.objects.create(invoice_id=0, row_number=1, kpj=kpj(1), name="", amount_rp=1)
    with connection.cursor() as cursor:
        for table in ("enrolment_membership", "contributions_paymentorder", "people_worker"):
            with pytest.raises(IntegrityError, match="still referred to"), transaction.atomic():
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608  our own words


@pytest.mark.django_db(transaction=True)
def test_who_deletes_a_parent_waits_for_who_is_writing_lines_to_it():
    """The order's lines are written but not committed; a deletion of its membership comes second and is refused."""
    people = cast.city()
    round = cast.round_2025(people.rani)
    member = members(round, NAMES[:1])[0]
    invoice = receive(people, round, all_agree(NAMES[:1]))
    told, begun = [], threading.Event()

    def delete():
        begun.set()
        try:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM enrolment_membership WHERE id = %s", [member.pk])
            told.append("deleted")
        except IntegrityError:
            told.append("refused")
        finally:
            connections.close_all()

    with transaction.atomic():
        actions.create_order(invoice.pk, by=people.rani, at=NOW)
        thread = threading.Thread(target=delete)
        thread.start()
        begun.wait()
        thread.join(0.3)
        assert told == [], "it did not wait"
    thread.join()
    assert told == ["refused"]
    assert PaymentOrder.objects.get().lines.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_next_request_of_this_connection_plans_as_if_no_invoice_had_come(people, round):
    def plans():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('enable_nestloop'), current_setting('work_mem')")
            return cursor.fetchone()

    before = plans()
    members(round)
    receive(people, round, all_agree())
    assert plans() == before
