"""How did the books of the months stand at a moment?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from payung.audit import queries as audit

# Lines keep no past of their own: they are known with their paper. Whether a line counts and when it was paid follows
# from its order and from the transfers that took it back, each known since its own moment.
DERIVED = {
    "contributions_invoiceline": """
SELECT l.* FROM public.contributions_invoiceline l JOIN contributions_invoice i ON i.id = l.invoice_id""",
    "contributions_activeline": """
SELECT l.* FROM public.contributions_activeline l JOIN contributions_activelist a ON a.id = l.list_id""",
    "contributions_orderline": """
SELECT l.id, l.order_id, l.membership_id, l.worker_id, l.month, l.amount_rp, l.replaces_id,
       o.state <> 'void' AND (l.replaces_id IS NULL OR o.state = 'paid') AND NOT EXISTS (
           SELECT FROM contributions_transfer t WHERE t.key = 'line:' || l.id || ':credit') AS is_live,
       CASE WHEN o.state = 'paid' THEN o.paid_on END AS paid_on
FROM public.contributions_orderline l JOIN contributions_paymentorder o ON o.id = l.order_id""",
}


@contextmanager
def books_known_at(moment: datetime) -> Iterator[None]:
    """Inside, every question of this stage is answered from what was known then. Raises audit's NotSettled."""
    with audit.as_known(moment, derived=DERIVED):
        yield
