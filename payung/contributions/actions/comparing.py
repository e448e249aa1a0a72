"""How is an invoice compared with our active list, in a few statements however many people it has?

The list for payment and the outcome of every row stand in two tables that vanish with the transaction. What each
row means is said, and tested, in `contributions.invoice.compare`; here the same is asked of the database.
"""

from dataclasses import dataclass

from django.db import connection

from payung.contributions.enums import InvoiceState
from payung.contributions.models import Difference, Invoice, OrderLine, PaymentOrder
from payung.contributions.queries.corrected import classes
from payung.database.loading import learn
from payung.enrolment import queries as enrolment
from payung.programme import queries as programme

# The steps have no statistics until they are there: the planner takes a million rows for one and would loop.
BEFORE = "SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '256MB'"
AFTER = "SET LOCAL enable_nestloop = on; RESET work_mem"

LIST = """
CREATE TEMP TABLE list_for_payment ON COMMIT DROP AS
SELECT * FROM ({active}) AS a (membership_id, worker_id, kpj, sector_id)
"""

# A KPJ that ran on in a new membership within the month: the later one counts.
LATER = """
DELETE FROM list_for_payment l USING (
    SELECT kpj, max(membership_id) AS last FROM list_for_payment GROUP BY kpj HAVING count(*) > 1) d
WHERE l.kpj = d.kpj AND l.membership_id <> d.last
"""

# Who pays by another sector's price than his seat's (`queries.corrected.classes`).
OTHER_CLASS = """
UPDATE list_for_payment l SET sector_id = said.sector_id
FROM unnest(%s::bigint[], %s::text[]) AS said (membership_id, sector_id)
WHERE l.membership_id = said.membership_id AND said.sector_id <> ''
"""

PRICES = """
CREATE TEMP TABLE price ON COMMIT DROP AS
SELECT * FROM unnest(%s::text[], %s::bigint[]) AS price (sector_id, rp)
"""

COMPARED = """
CREATE TEMP TABLE compared ON COMMIT DROP AS
SELECT l.id AS line_id, l.row_number, l.amount_rp AS invoiced_rp,
       m.membership_id, m.worker_id, price.rp AS expected_rp,
       CASE WHEN m.membership_id IS NULL THEN 'not_ours'
            WHEN l.row_number > t.first THEN 'twice'
            WHEN o.worker_id IS NOT NULL THEN 'already_paid'
            WHEN l.amount_rp <> price.rp THEN 'other_amount' END AS kind
FROM contributions_invoiceline l
LEFT JOIN list_for_payment m ON m.kpj = l.kpj
LEFT JOIN price ON price.sector_id = m.sector_id
LEFT JOIN (SELECT kpj, min(row_number) AS first FROM contributions_invoiceline WHERE invoice_id = %(invoice)s
           GROUP BY kpj HAVING count(*) > 1) t ON t.kpj = l.kpj
LEFT JOIN contributions_orderline o ON o.worker_id = m.worker_id AND o.month = %(month)s AND o.is_live
WHERE l.invoice_id = %(invoice)s
"""

ROWS_THAT_DIFFER = """
INSERT INTO contributions_difference (invoice_id, kind, line_id, membership_id, expected_rp, invoiced_rp)
SELECT %(invoice)s, kind, line_id, membership_id, expected_rp, invoiced_rp FROM compared
WHERE kind IS NOT NULL ORDER BY row_number
"""

NOT_INVOICED = """
INSERT INTO contributions_difference (invoice_id, kind, membership_id, expected_rp)
SELECT %(invoice)s, 'not_invoiced', m.membership_id, price.rp
FROM list_for_payment m JOIN price ON price.sector_id = m.sector_id
WHERE NOT EXISTS (SELECT FROM contributions_invoiceline l WHERE l.invoice_id = %(invoice)s AND l.kpj = m.kpj)
  AND NOT EXISTS (SELECT FROM contributions_orderline o
                  WHERE o.worker_id = m.worker_id AND o.month = %(month)s AND o.is_live)
ORDER BY m.membership_id
"""

COUNT = """
SELECT count(*), coalesce(sum(expected_rp), 0)::bigint,
       (SELECT count(*) FROM contributions_difference WHERE invoice_id = %(invoice)s)
FROM compared WHERE kind IS NULL
"""

LINES = """
INSERT INTO contributions_orderline (order_id, membership_id, worker_id, month, amount_rp, is_live)
SELECT %s, membership_id, worker_id, %s, expected_rp, true FROM compared WHERE kind IS NULL ORDER BY membership_id
"""


@dataclass(frozen=True)
class Compared:
    """How an invoice and our list stand to each other: rows that agree, what they cost, and differences."""

    agreed: int
    agreed_rp: int
    differences: int


def compare_invoice(invoice: Invoice) -> Compared:
    """Replace the differences of an invoice by those of today. Inside the caller's transaction."""
    given = {"invoice": invoice.pk, "month": invoice.month}
    Difference.objects.filter(invoice=invoice).delete()
    with connection.cursor() as cursor:
        cursor.execute(BEFORE)
        _list_for_payment(cursor, invoice)
        for statement in (COMPARED, ROWS_THAT_DIFFER, NOT_INVOICED, COUNT):
            cursor.execute(statement, given)
        found = Compared(*cursor.fetchone())
        cursor.execute(AFTER)
    invoice.state = InvoiceState.DIFFERS if found.differences else InvoiceState.MATCHED
    Invoice.objects.filter(pk=invoice.pk).update(state=invoice.state)
    return found


def write_agreed(order: PaymentOrder) -> None:
    """The rows that `compare_invoice` has just found to agree become the lines of an order.

    IntegrityError when somebody's month has meanwhile come into another order.
    """
    with connection.cursor() as cursor:
        cursor.execute(BEFORE)
        cursor.execute(LINES, [order.pk, order.month])
        cursor.execute(AFTER)
    learn(OrderLine, order.people)


def _list_for_payment(cursor, invoice: Invoice) -> None:
    active, given = enrolment.active_rows(invoice.month, round_id=invoice.round_id)
    cursor.execute("DROP TABLE IF EXISTS pg_temp.list_for_payment, pg_temp.price, pg_temp.compared")
    cursor.execute(LIST.format(active=active), given)
    cursor.execute(LATER)
    if (other := classes()).told:
        cursor.execute(OTHER_CLASS, [list(other.told), [other.get(m, invoice.month, "") for m in other.told]])
    cursor.execute("ANALYZE list_for_payment")
    cursor.execute("SELECT DISTINCT sector_id FROM list_for_payment")
    price_rp = {
        sector: programme.contribution_rp(invoice.round, invoice.month, sector)
        for (sector,) in cursor.fetchall()
    }
    cursor.execute(PRICES, [list(price_rp), list(price_rp.values())])
