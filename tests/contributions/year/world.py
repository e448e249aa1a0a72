"""Ten people, two funds, six seats on a real PostgreSQL, and what the database says of them in words."""

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection

from payung.people.queries import opened
from payung.programme import actions as programme
from payung.programme import queries as rounds
from payung.reports import verify
from payung.selection import actions as selection
from payung.selection.models import Place
from payung.tables.cells import Sheet
from tests import cast
from tests.contributions.year.notebook import SECOND_FUND_FROM, Notebook, Person
from tests.selection.scene import eligible

QUOTAS = {"petani": 4, "nelayan": 2}
FUNDS_RP = {"A": 420_000, "B": 400_000}  # just enough to open the round, too little for every wish
NELAYAN = ("BU LAUT", "PAK OMBAK", "PAK JALA", "PAK LAYAR")

STATE = """
SELECT 'dana ' || (CASE f.id WHEN %(a)s THEN 'A' ELSE 'B' END) || ' appropriation ' || f.appropriation_rp
       - coalesce((SELECT sum(CASE WHEN c.kind = 'appropriation' THEN t.amount_rp ELSE 0 END
                              - CASE WHEN d.kind = 'appropriation' THEN t.amount_rp ELSE 0 END)
         FROM contributions_transfer t JOIN contributions_account c ON c.id = t.credit_id
         JOIN contributions_account d ON d.id = t.debit_id WHERE c.fund_id = f.id), 0)::bigint
FROM programme_fund f
UNION ALL
SELECT 'dana ' || (CASE f.id WHEN %(a)s THEN 'A' ELSE 'B' END) || ' ' || k.kind || ' ' || coalesce((
    SELECT sum(CASE WHEN t.debit_id = a.id THEN t.amount_rp ELSE -t.amount_rp END)::bigint
    FROM contributions_account a JOIN contributions_transfer t ON a.id IN (t.debit_id, t.credit_id)
    WHERE a.fund_id = f.id AND a.kind = k.kind), 0)
FROM programme_fund f CROSS JOIN (VALUES ('reserved'), ('paid'), ('suspense'), ('insurer_credit')) k(kind)
UNION ALL SELECT 'bulan ' || worker_id || ' ' || month || ' ' || order_id FROM contributions_orderline
    WHERE is_live AND paid_on IS NOT NULL
UNION ALL SELECT 'perintah ' || id || ' ' || state || ' ' || total_rp FROM contributions_paymentorder
UNION ALL SELECT 'kursi ' || worker_id || ' ' || state || ' ' || starts_month FROM selection_place
UNION ALL SELECT 'peserta ' || worker_id || ' ' || start_on || ' ' || coalesce(end_on::text, 'jalan') FROM enrolment_membership
UNION ALL SELECT 'daftar ' || worker_id || ' ' || state FROM enrolment_registration
"""


@dataclass(frozen=True)
class World:
    """The officials, the round, its two funds, and the numbers of the people."""

    officials: dict
    round: object
    funds: dict[str, int]
    workers: list[tuple[str, str]]  # (worker, sector) in the order of their rank
    niks: dict[str, str]


def world() -> World:
    """Everybody judged and ranked; no decree yet."""
    people = cast.city()
    officials = {name: getattr(people, name) for name in ("rani", "budi", "wati", "sri")}
    fund = {
        name: programme.open_fund(
            year=2025, kind=kind, name=f"Dana {name}", appropriation_rp=FUNDS_RP[name],
            use_by=date(2026, 12, 31), by=people.rani, at=cast.NOW,
        )
        for name, kind in (("A", "dbhcht"), ("B", "apbd"))
    }  # fmt: skip
    round = programme.open_round(
        name="Putaran 2025", fund=fund["A"], first_month=2025 * 12 + 4, last_month=2025 * 12 + 11,
        programmes=["JKK", "JKM"], quotas=QUOTAS, by=people.rani, at=cast.NOW,
    )  # fmt: skip
    programme.pay_from(round.pk, fund["B"].pk, from_month=SECOND_FUND_FROM, by=people.rani, at=cast.NOW)
    eligible(round)
    eligible(round, NELAYAN, sector="nelayan", first=20)
    selection.select(round.pk, by=people.rani, at=cast.NOW)
    ranked = Place.objects.order_by("sector_id", "rank").values_list("worker_id", "sector_id")
    workers = [(str(worker), sector) for worker, sector in ranked]
    told = opened([worker for worker, _ in ranked], ("nik",))
    niks = {str(worker): fields["nik"] for worker, fields in told.items()}
    return World(officials, rounds.round_(round.pk), {n: f.pk for n, f in fund.items()}, workers, niks)


def fresh_notebook(of: World) -> Notebook:
    people, rank = {}, {"petani": 0, "nelayan": 0}
    for serial, (worker, sector) in enumerate(of.workers, start=1):
        rank[sector] += 1
        place = "selected" if rank[sector] <= QUOTAS[sector] else "waiting"
        people[serial] = Person(serial, worker, sector, rank[sector], place)
    kinds = ("reserved", "paid", "suspense", "insurer_credit")
    money = {fund: {"appropriation": rp} | dict.fromkeys(kinds, 0) for fund, rp in FUNDS_RP.items()}
    return Notebook(dict(QUOTAS), people, money)


def in_words(of: World) -> set[str]:
    """What the database says, in the notebook's words."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, {"a": of.funds["A"]})
        return {line for (line,) in cursor.fetchall()}


def prepare_promises() -> None:
    """Planned once: the statement is long and asked after every step."""
    with connection.cursor() as cursor:
        cursor.execute("PREPARE promises AS " + verify.in_one_statement())


def broken_promises() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("EXECUTE promises")
        return [name for (name,) in cursor.fetchall()]


def every_broken_promise() -> list[str]:
    """All of them, the slow ones too, once the journal is linked as it would be at COMMIT."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return [f"{v.name}: {v.examples}" for v in verify.verify() if not v.holds]


def file_of(header: list[str], rows: list[list]) -> bytes:
    """A spreadsheet that `sheets_of` reads: the child process that reads real ones has stories of its own."""
    return json.dumps([header, *rows]).encode()


def sheets_of(content: bytes, **_more) -> list[Sheet]:
    return [Sheet("1", json.loads(content))]


class Crash(Exception):
    """The power went."""


@contextmanager
def power_fails(after: int):
    """The `after`-th statement never comes back."""
    left = [after]

    def count(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] < 0:
            raise Crash
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield
