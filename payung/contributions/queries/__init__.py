"""Who is covered, which month is paid, and how much of a fund is left?"""

from payung.contributions.queries.billing import (
    difference_counts,
    differences,
    invoice,
    invoices,
    lines_of,
    members,
    workers_with_live_line,
)
from payung.contributions.queries.grid import MonthRow, due_on, month_grid, next_due
from payung.contributions.queries.money import Balances, all_balances, balances, transfers
from payung.contributions.queries.paid import (
    Cover,
    cover,
    is_in_an_order,
    months_paid,
    paid_after,
    paid_people,
    protection_of,
    was_paid_since,
)
from payung.contributions.queries.protected import Protected, ProtectedCounts, count_protected, protected
from payung.contributions.queries.reconciled import (
    OWNERS,
    STEPS,
    FiveWays,
    five_totals,
    five_ways,
    mismatch_counts,
)
from payung.contributions.queries.signed import (
    digest_now,
    order,
    order_lines,
    orders,
    sector_totals,
    stopped_since,
)

__all__ = [
    "OWNERS",
    "STEPS",
    "Balances",
    "Cover",
    "FiveWays",
    "MonthRow",
    "Protected",
    "ProtectedCounts",
    "all_balances",
    "balances",
    "count_protected",
    "cover",
    "difference_counts",
    "differences",
    "digest_now",
    "due_on",
    "five_totals",
    "five_ways",
    "invoice",
    "invoices",
    "is_in_an_order",
    "lines_of",
    "members",
    "mismatch_counts",
    "month_grid",
    "months_paid",
    "next_due",
    "order",
    "order_lines",
    "orders",
    "paid_after",
    "paid_people",
    "protected",
    "protection_of",
    "sector_totals",
    "stopped_since",
    "transfers",
    "was_paid_since",
    "workers_with_live_line",
]
