"""How long does a month take (list for payment, invoice read and compared, order, three signatures, payment posted)?

    python benchmarks/month_speed.py [--members 11023] [--loop 1000] [--million] [--json FILE]

A database of its own in a temporary folder, made and thrown away here. Beside it, on the same tables and the same
people, an ORM loop and django-hordak do the same for the first `--loop` members; their time grows evenly, so it is
given per person and multiplied. `--million` adds one month of a million members. "CPU" is this process and the
database's own together is the wall time; other work on the machine makes wall times longer.
"""

import argparse
import json
import os
import statistics
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.beside.hordak_settings"

from payung.config import start

TARGET_S, TARGET_MILLION_S, TARGET_TIMES = 0.5, 30, 50
ROWS_A_FILE = 150_000  # one file holds at most 200,000 rows; a million comes in several and is joined
AT = datetime(2025, 6, 9, 2, 0, tzinfo=UTC)
STEPS = ("list", "read", "compare", "order", "sign", "post")
FILL = """
WITH new AS (
  INSERT INTO people_worker (id, name, birth_date, birth_place, sex, address, rt, rw, outside_address, kelurahan_id,
                             nik_sealed, nik_index, registered_at)
  SELECT gen_random_uuid(), 'ORANG ' || n, '1970-01-01', '', 'L', '', '', '', '', '35.74.03.1001', '\\x00',
         decode(md5(n::text) || md5((n + 1)::text), 'hex'), now()
  FROM generate_series({after} + 1, {after} + {people}) n RETURNING id)
INSERT INTO selection_place (round_id, sector_id, worker_id, rank, score, score_parts, state, starts_month, released_for,
                             changed_at)
SELECT {round}, 'petani', id, {after} + row_number() OVER (), 0, '{{}}', 'decreed', {first}, '', now() FROM new;
INSERT INTO enrolment_membership (worker_id, place_id, kpj, start_on, end_reason, recorded_at)
SELECT worker_id, id, '25' || lpad(rank::text, 9, '0'), '2025-05-01', '', now() FROM selection_place
WHERE rank > {after} ORDER BY rank;
INSERT INTO matching_registercheck (worker_id, register, finding, payer, differs, note, checked_at)
SELECT worker_id, 'dukcapil', 'valid', '', '[]', '', '2025-05-02' FROM selection_place WHERE rank > {after};
"""


class Clock:
    """Wall seconds by step."""

    def __init__(self):
        self.seconds = {}

    @contextmanager
    def step(self, name):
        begin = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begin

    @property
    def total(self):
        return sum(self.seconds[step] for step in STEPS if step in self.seconds)

    def __str__(self):
        told = "  ".join(f"{step} {self.seconds[step]:.3f}" for step in STEPS if step in self.seconds)
        return f"{self.total:8.3f} s   {told}"


class City:
    """A round with members, and the people who sign."""

    def __init__(self):
        from payung.programme.models import Fund  # noqa: PLC0415 (needs Django set up)
        from tests import cast  # noqa: PLC0415

        self.people = cast.city()
        self.round = cast.round_2025(self.people.rani)
        Fund.objects.update(appropriation_rp=10**13)
        self.members = 0

    def grow_to(self, members):
        from django.db import connection  # noqa: PLC0415

        with connection.cursor() as cursor:
            given = {"after": self.members, "people": members - self.members}
            cursor.execute(FILL.format(round=self.round.pk, first=self.round.first_month, **given))
            cursor.execute("VACUUM ANALYZE")
        self.members = members

    def files(self):
        """CSV as a branch sends it, in as many files as it takes."""
        head = "KPJ,Nama,Iuran\n"
        rows = [f"25{i:09d},ORANG {i},16800\n" for i in range(1, self.members + 1)]
        blocks = [rows[at : at + ROWS_A_FILE] for at in range(0, len(rows), ROWS_A_FILE)]
        return [(head + "".join(block)).encode() for block in blocks]


def payung_month(city, month):
    """The whole month by the actions that the pages call."""
    from payung.contributions import actions, queries  # noqa: PLC0415
    from payung.contributions.invoice import InvoiceFile, read_invoice  # noqa: PLC0415

    clock, people, files = Clock(), city.people, city.files()
    with clock.step("list"):
        payable = len(queries.members(city.round.pk, month))
    with clock.step("read"):
        read = [read_invoice(content, name="tagihan.csv") for content in files]
        joined = InvoiceFile([line for file in read for line in file.lines], "", None)
        if len(read) > 1:  # row numbers go on from file to file
            joined = InvoiceFile(
                [line._replace(row_number=n) for n, line in enumerate(joined.lines, 2)], "", None
            )
    with clock.step("compare"), mock.patch.object(actions.invoices, "read_invoice", return_value=joined):
        invoice = actions.receive_invoice(
            files[0], name="tagihan.csv", round_id=city.round.pk, month=month, by=people.rani, at=AT
        )
    with clock.step("order"):
        order = actions.create_order(invoice.pk, by=people.rani, at=AT)
    with clock.step("sign"):
        actions.verify_order(order.pk, by=people.budi, at=AT)
        actions.approve_order(order.pk, by=people.wati, at=AT)
    with clock.step("post"):
        actions.record_payment(
            order.pk, paid_on=AT.date(), proof_number=f"SP2D-{month}", by=people.rani, at=AT
        )
    assert (payable, order.people) == (city.members, city.members)
    return clock


def loop_month(city, month, first, post):
    """The same for the first members by a loop. The order is made while posting, nobody signs a digest."""
    from benchmarks.beside import loops  # noqa: PLC0415
    from payung.contributions.invoice import read_invoice  # noqa: PLC0415
    from payung.files.actions import keep  # noqa: PLC0415

    clock, by = Clock(), city.people.rani
    content = b"".join(city.files()[0].splitlines(keepends=True)[: first + 1])
    with clock.step("list"):
        listed = loops.list_for_payment(city.round, month, first)
    with clock.step("read"):
        lines = read_invoice(content, name="tagihan.csv").lines
    with clock.step("compare"):
        file = keep(
            content, name="t.csv", content_type="text/csv", purpose="contributions.invoice", by=by, at=AT
        )
        invoice, agreed = loops.receive(lines, listed, city.round, month, file, by, AT)
    with clock.step("post"):
        order = getattr(loops, post)(invoice, agreed, city.round.fund, city.people, AT)
    assert order.people == first
    return clock


def five_ways(city, month):
    from payung.contributions import queries  # noqa: PLC0415

    begin = time.perf_counter()
    rows = queries.five_ways(city.round.pk, month, today=AT.date(), due_on=queries.due_on(month))
    assert len(rows) == city.members
    return time.perf_counter() - begin


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--members", type=int, default=11_023)
    asked.add_argument("--loop", type=int, default=1_000)
    asked.add_argument("--million", action="store_true")
    asked.add_argument("--json", type=Path)
    args = asked.parse_args()
    with start.throw_away_city():
        start.prepare_tables()
        told = measure(args)
    if args.json:
        args.json.write_text(json.dumps(told, indent=1))
    return 0


def measure(args) -> dict:
    city = City()
    city.grow_to(args.members)
    first = city.round.first_month
    print(
        f"{args.members:,} members, seconds; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    ours = [payung_month(city, first + n) for n in range(5)]
    for clock in ours:
        print("  Payung       ", clock)
    median = statistics.median(clock.total for clock in ours)
    told = {"members": args.members, "payung_s": median, "load": os.getloadavg()[0]}
    print(f"  median {median:.3f} s, target {TARGET_S} s; five ways {five_ways(city, first):.2f} s")
    unread = statistics.median(clock.total - clock.seconds["read"] for clock in ours)
    for month, name, post in ((5, "ORM loop", "post_with_orm"), (6, "django-hordak", "post_with_hordak")):
        clock = loop_month(city, first + month, args.loop, post)
        whole = clock.total / args.loop * args.members
        work = (clock.total - clock.seconds["read"]) / args.loop * args.members
        print(f"  {name:13}", clock, f" for {args.loop:,}; {whole:.1f} s for {args.members:,}")
        print(
            f"                {whole / median:.0f} times Payung; without reading the file {work / unread:.0f} times"
        )
        told[name] = {"seconds": whole, "times": whole / median, "times_without_reading": work / unread}
    if args.million:
        told["million"] = million(city)
    return told


def million(city) -> dict:
    city.grow_to(1_000_000)
    month = city.round.first_month + 7
    clock = payung_month(city, month)
    seconds = five_ways(city, month)
    print(f"1,000,000 members (file in {len(city.files())} parts)\n  Payung       ", clock)
    print(f"  target {TARGET_MILLION_S} s; five ways {seconds:.1f} s; load {os.getloadavg()[0]:.1f}")
    return {"payung_s": clock.total, "steps": clock.seconds, "five_ways_s": seconds}


if __name__ == "__main__":
    sys.exit(main())
