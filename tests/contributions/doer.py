"""A process that does one command of the month and is there to be killed. Forks, so that many deaths cost one start.

Reads JSON lines {"do": name, "with": [...], "die": n} and answers with its end: {"status", "statements"}.
n > 0: the child kills itself right after its n-th statement; "before" / "after": right before or after COMMIT.
A command that waits for ever dies of its alarm, so nothing of this outlives the test.
"""

import json
import os
import signal
import sys
from datetime import date

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()

from django.db import connection, transaction  # noqa: E402 (after set-up)

from payung.accounts.models import User  # noqa: E402
from payung.contributions import actions  # noqa: E402
from payung.contributions.models import Invoice, PaymentOrder  # noqa: E402
from payung.enrolment import actions as enrolment  # noqa: E402
from payung.rules import months  # noqa: E402
from payung.selection.actions import SelectionRefused  # noqa: E402
from tests.cast import NOW  # noqa: E402
from tests.contributions.scene import invoice_file  # noqa: E402

LATER = NOW.replace(year=2026, month=1)
LONGEST_S = 30


def receive(round_id, month, first, people):
    rows = [(first + i, f"ORANG {i}", 16800) for i in range(people)]
    actions.receive_invoice(
        invoice_file(rows), name="t.xlsx", round_id=round_id, month=month, by=_who("rani"), at=LATER
    )


def create(round_id, month):
    invoice = Invoice.objects.get(round_id=round_id, month=month)
    actions.create_order(invoice.pk, by=_who("rani"), at=LATER)


def verify(round_id, month):
    actions.verify_order(_order(round_id, month), by=_who("budi"), at=LATER)


def approve(round_id, month):
    actions.approve_order(_order(round_id, month), by=_who("wati"), at=LATER)


def pay(round_id, month):
    paid_on = months.last_day(month)
    actions.record_payment(
        _order(round_id, month), paid_on=paid_on, proof_number=f"SP2D-{round_id}-{month}", by=_who("rani"), at=LATER
    )  # fmt: skip


def end(worker_id, on):
    """The replacement: a membership ends, its card is revoked, its seat freed, the next is called."""
    day = date.fromisoformat(on)
    told_at = NOW.replace(month=day.month, day=day.day)
    enrolment.end_membership(worker_id, reason="meninggal", on=day, by=_who("rani"), at=told_at)


COMMANDS = {f.__name__: f for f in (receive, create, verify, approve, pay, end)}


def _who(username):
    return User.objects.get(username=username)


def _order(round_id, month):
    return PaymentOrder.objects.get(round_id=round_id, month=month).pk


class Counting:
    """An execute wrapper that counts, and kills its own process after the n-th statement."""

    def __init__(self, die):
        self.die, self.done = die, 0

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        self.done += 1
        if self.done == self.die:
            _die()
        return result


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


def _die_around_commit(when):
    plain = connection._commit

    def commit():
        if when == "after":
            plain()
        _die()

    connection._commit = commit


def _child(asked, told):
    signal.alarm(LONGEST_S)
    counting = Counting(asked["die"])
    connection.execute_wrappers.append(counting)
    if asked["die"] in ("before", "after"):
        _die_around_commit(asked["die"])
    status = 0
    try:
        COMMANDS[asked["do"]](*asked["with"])
    except (actions.Refused, SelectionRefused):
        status = 1
    except BaseException as failure:
        os.write(2, f"{asked}: {failure!r}\n".encode())
        status = 2
    os.write(told, str(counting.done).encode())
    connection.close()
    os._exit(status)


def _careless():
    """The seeded bug: an action says that it is one transaction, and PostgreSQL keeps each statement by itself."""

    def enter(self):
        connection.ensure_connection()
        connection.in_atomic_block, connection.autocommit = True, False

    transaction.Atomic.__enter__ = enter
    transaction.Atomic.__exit__ = lambda *_: None


def main():
    if "careless" in sys.argv:
        _careless()
    for line in sys.stdin:
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            _child(json.loads(line), theirs)
        os.close(theirs)
        statements = int(os.read(ours, 20) or 0)
        os.close(ours)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps({"status": status, "statements": statements}), flush=True)


main()
