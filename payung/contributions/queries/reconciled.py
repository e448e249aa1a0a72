"""Do decree, registration, invoice, payment and the branch's active list agree on every person of a month?

Five ways, one statement. A difference is derived, never stored: it closes itself when its fact changes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from payung.contributions.enums import CorrectionKind, Mismatch, OrderState, Owner
from payung.contributions.models import ActiveList, Correction
from payung.programme import queries as programme
from payung.rules import months

# The latest invoice of the month, and earlier ones that an order stands on: what was asked of us.
# A KPJ is looked up among all memberships, also ended ones: "stopped" is not "unknown".
FIVE_WAYS = """
WITH known AS (
    SELECT DISTINCT ON (m.kpj) m.kpj, m.worker_id, m.id, m.start_on, m.end_on, m.end_reason, p.sector_id,
           m.end_on IS NULL AND p.state NOT IN ('selected', 'decreed', 'called') AS seatless,
           m.start_on <= %(last)s AND (m.end_on IS NULL OR m.end_on > greatest(%(first)s, m.start_on)) AND (p.starts_month <= %(month)s OR m.end_reason = 'kursi_terisi')
               AND p.round_id = %(round)s AS runs
    FROM enrolment_membership m JOIN selection_place p ON p.id = m.place_id
    ORDER BY m.kpj, p.round_id = %(round)s DESC, m.id DESC
), mine AS MATERIALIZED (
    SELECT DISTINCT ON (worker_id) * FROM known ORDER BY worker_id, runs DESC, id DESC
), sk AS (
    SELECT p.worker_id, min(d.signed_on) AS signed_on, min(p.sector_id) AS sector_id
    FROM selection_decree d
    JOIN selection_decreeline l ON l.decree_id = d.id
    JOIN selection_place p ON p.id = l.place_id
    WHERE d.round_id = %(round)s AND d.state = 'signed' AND p.starts_month <= %(month)s
      AND NOT (p.state = 'released' AND p.released_on < %(first)s)
      AND NOT (p.state = 'waiting' AND EXISTS (SELECT FROM enrolment_membership m WHERE m.place_id = p.id
               AND m.end_reason = 'kursi_terisi' AND m.end_on <= %(first)s))
    GROUP BY p.worker_id, p.id HAVING NOT (array_agg(l.leaves ORDER BY d.version DESC))[1]
), asked AS (
    SELECT id, received_at FROM contributions_invoice i
    WHERE i.round_id = %(round)s AND i.month = %(month)s
      AND (i.id = (SELECT max(id) FROM contributions_invoice WHERE round_id = %(round)s AND month = %(month)s)
           OR EXISTS (SELECT 1 FROM contributions_paymentorder o WHERE o.invoice_id = i.id AND o.state <> 'void'))
), billed AS (
    SELECT DISTINCT ON (l.kpj) l.kpj, l.name, l.amount_rp, a.received_at::date AS received_on,
           count(*) OVER (PARTITION BY l.invoice_id, l.kpj) AS times
    FROM asked a JOIN contributions_invoiceline l ON l.invoice_id = a.id ORDER BY l.kpj, a.id DESC, l.row_number
), ordered AS (
    SELECT l.worker_id, l.amount_rp, l.paid_on, o.state, o.created_at::date AS created_on
    FROM contributions_orderline l JOIN contributions_paymentorder o ON o.id = l.order_id
    WHERE o.round_id = %(round)s AND l.month = %(month)s AND l.is_live
), branch AS (
    SELECT l.kpj, l.name FROM contributions_activeline l
    WHERE l.list_id = (SELECT max(id) FROM contributions_activelist WHERE round_id = %(round)s AND month = %(month)s)
), price AS (
    SELECT * FROM unnest(%(sectors)s::text[], %(prices)s::bigint[]) AS x(sector_id, rp)
), class AS (
    SELECT DISTINCT ON (membership_id) membership_id, sector_id FROM contributions_correction
    WHERE kind = 'class' AND state = 'posted' AND first_month <= %(month)s ORDER BY membership_id, decided_at DESC, id DESC
), people AS (
    SELECT worker_id FROM sk UNION SELECT worker_id FROM known WHERE runs UNION SELECT worker_id FROM ordered
    UNION SELECT k.worker_id FROM billed b JOIN known k USING (kpj)
    UNION SELECT k.worker_id FROM branch b JOIN known k USING (kpj)
), rows AS (
    SELECT w.id AS worker_id, w.name, k.kpj, s.worker_id IS NOT NULL AS decreed, coalesce(k.runs, false) AS registered,
           coalesce(k.seatless, false) AS seatless,
           b.kpj IS NOT NULL AS invoiced, o.worker_id IS NOT NULL AS in_order, o.paid_on IS NOT NULL AS paid,
           CASE WHEN %(has_branch)s THEN c.kpj IS NOT NULL END AS active,
           b.amount_rp AS invoiced_rp, o.amount_rp AS paid_rp, price.rp AS expected_rp, b.times, o.state AS order_state,
           s.signed_on, k.start_on, k.end_on, b.received_on, o.created_on, o.paid_on
    FROM people q JOIN people_worker w ON w.id = q.worker_id
    LEFT JOIN sk s ON s.worker_id = w.id
    LEFT JOIN mine k ON k.worker_id = w.id
    LEFT JOIN billed b ON b.kpj = k.kpj
    LEFT JOIN ordered o ON o.worker_id = w.id
    LEFT JOIN branch c ON c.kpj = k.kpj
    LEFT JOIN class ON class.membership_id = k.id
    LEFT JOIN price ON price.sector_id = coalesce(class.sector_id, k.sector_id, s.sector_id)
    UNION ALL
    SELECT NULL, coalesce(b.name, c.name), coalesce(b.kpj, c.kpj), false, false, false, b.kpj IS NOT NULL, false, false,
           CASE WHEN %(has_branch)s THEN c.kpj IS NOT NULL END, b.amount_rp, NULL, NULL, b.times, NULL,
           NULL, NULL, NULL, b.received_on, NULL, NULL
    FROM billed b FULL JOIN branch c ON c.kpj = b.kpj
    WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.kpj = coalesce(b.kpj, c.kpj))
)
SELECT worker_id, name, kpj, decreed, registered, invoiced, paid, active, expected_rp, invoiced_rp, paid_rp, order_state,
       CASE
         WHEN worker_id IS NULL AND invoiced THEN 'unknown_invoiced'
         WHEN worker_id IS NULL THEN 'unknown_active'
         WHEN NOT registered AND paid THEN 'stopped_paid'
         WHEN NOT registered AND invoiced THEN 'stopped_invoiced'
         WHEN NOT registered AND active THEN 'stopped_active'
         WHEN decreed AND NOT registered THEN 'not_registered'
         WHEN registered AND seatless THEN 'no_seat'
         WHEN registered AND NOT decreed THEN 'no_decree'
         WHEN times > 1 THEN 'twice'
         WHEN invoiced AND invoiced_rp <> expected_rp THEN 'other_amount'
         WHEN NOT invoiced AND NOT paid AND EXISTS (SELECT 1 FROM asked) THEN 'not_invoiced'
         WHEN invoiced AND NOT in_order THEN 'not_ordered'
         WHEN in_order AND NOT paid AND %(today)s > %(due)s THEN 'not_paid'
         WHEN paid AND active = false THEN 'not_active'
       END AS kind,
       CASE
         WHEN NOT registered AND worker_id IS NOT NULL THEN coalesce(end_on, signed_on)
         WHEN registered AND NOT decreed THEN start_on
         WHEN in_order AND NOT paid THEN created_on
         WHEN paid THEN paid_on
         ELSE received_on
       END AS since
FROM rows ORDER BY kind NULLS LAST, name, kpj
"""


@dataclass(frozen=True)
class FiveWays:
    """One person of a month: who says yes, and the difference, if any. Amounts in rupiah."""

    worker_id: UUID | None  # None: a KPJ that was never ours
    name: str
    kpj: str
    decreed: bool
    registered: bool
    invoiced: bool
    paid: bool
    active: bool | None  # None: the branch has sent no list of this month
    expected_rp: int | None
    invoiced_rp: int | None
    paid_rp: int | None
    order_state: OrderState | None
    kind: Mismatch | None
    since: date | None

    @property
    def owner(self) -> Owner | None:
        """Whose hands close it; an order that waits belongs to whoever signs next."""
        if self.kind is None:
            return None
        waits_for = {OrderState.CREATED: Owner.VERIFIER, OrderState.VERIFIED: Owner.APPROVER}
        if self.kind == Mismatch.NOT_PAID and self.order_state:
            return waits_for.get(self.order_state, Owner.TREASURER)
        return OWNERS[self.kind]

    def age_days(self, today: date) -> int | None:
        return (today - self.since).days if self.kind and self.since else None


OWNERS: Mapping[Mismatch, Owner] = {
    Mismatch.NOT_REGISTERED: Owner.DINAS,
    Mismatch.NO_DECREE: Owner.DINAS,
    Mismatch.NO_SEAT: Owner.DINAS,
    Mismatch.NOT_INVOICED: Owner.BRANCH,
    Mismatch.STOPPED_INVOICED: Owner.BRANCH,
    Mismatch.UNKNOWN_INVOICED: Owner.BRANCH,
    Mismatch.OTHER_AMOUNT: Owner.BRANCH,
    Mismatch.TWICE: Owner.BRANCH,
    Mismatch.NOT_ORDERED: Owner.DINAS,
    Mismatch.NOT_PAID: Owner.TREASURER,
    Mismatch.STOPPED_PAID: Owner.DINAS,
    Mismatch.NOT_ACTIVE: Owner.BRANCH,
    Mismatch.STOPPED_ACTIVE: Owner.BRANCH,
    Mismatch.UNKNOWN_ACTIVE: Owner.BRANCH,
}


# What closes a difference of each kind: a sentence for the one who owns it.
STEPS: Mapping[Mismatch, str] = {
    Mismatch.NOT_REGISTERED: "Kirim ke cabang di Pendaftaran BPJS, atau baca balasannya bila sudah datang.",
    Mismatch.NO_DECREE: "Susun SK perubahan, supaya iurannya punya dasar.",
    Mismatch.NO_SEAT: "Jangan dibayar. Akhiri kepesertaannya lewat Lepas kursi, lalu kirim Nonaktif TK ke cabang.",
    Mismatch.NOT_INVOICED: "Minta cabang menagih orang ini, atau akhiri kepesertaannya bila sudah berhenti.",
    Mismatch.STOPPED_INVOICED: "Jangan dibayar. Kirim Nonaktif TK ke cabang (Pendaftaran BPJS), supaya tidak ditagih lagi.",
    Mismatch.UNKNOWN_INVOICED: "Jangan dibayar. Minta cabang menjelaskan atau mencabut baris ini.",
    Mismatch.OTHER_AMOUNT: "Minta cabang memperbaiki jumlahnya, lalu unggah tagihan pengganti.",
    Mismatch.TWICE: "Satu baris cukup. Minta cabang menghapus baris kedua.",
    Mismatch.NOT_ORDERED: "Periksa ulang tagihannya, lalu siapkan perintah bayar.",
    Mismatch.NOT_PAID: "Tanda tangani atau bayar perintah bayarnya sebelum masa tenggang habis.",
    Mismatch.STOPPED_PAID: "Minta cabang memperhitungkan ke bulan berikut atau mengembalikan; catat sebagai kelebihan bayar.",
    Mismatch.NOT_ACTIVE: "Tanyakan ke cabang dengan bukti bayar; pelindungan orang ini belum pasti.",
    Mismatch.STOPPED_ACTIVE: "Kirim Nonaktif TK ke cabang (Pendaftaran BPJS), supaya tidak ditagih lagi.",
    Mismatch.UNKNOWN_ACTIVE: "Minta cabang menjelaskan siapa orang ini dan siapa yang membayarnya.",
}


def five_ways(round_id: int, month: int, *, today: date, due_on: date) -> list[FiveWays]:
    """Every person or KPJ that any of the five names, differences first. `due_on`: before it nothing is unpaid yet."""
    round = programme.round_(round_id)
    if round is None:
        return []
    other = Correction.objects.filter(kind=CorrectionKind.CLASS).values_list("sector_id", flat=True)
    sectors = sorted({*programme.quotas(round_id), *(sector for sector in other if sector)})
    given = {
        "round": round_id, "month": month, "today": today, "due": due_on,
        "first": months.first_day(month), "last": months.last_day(month),
        "sectors": sectors, "prices": [programme.contribution_rp(round, month, sector) for sector in sectors],
        "has_branch": ActiveList.objects.filter(round_id=round_id, month=month).exists(),
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        # The steps of the statement have no statistics: the planner takes them for one row and would loop.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(FIVE_WAYS, given)  # type: ignore[arg-type]
        return [_row(row) for row in cursor.fetchall()]


def _row(row: Any) -> FiveWays:
    told = dict(zip(FiveWays.__dataclass_fields__, row, strict=True))
    state, kind = told["order_state"], told["kind"]
    told |= {"order_state": OrderState(state) if state else None, "kind": Mismatch(kind) if kind else None}
    return FiveWays(**told)


def five_totals(rows: Iterable[FiveWays]) -> dict[str, int | None]:
    """How many each of the five names; `active` is None when the branch has sent no list."""
    rows = list(rows)
    totals: dict[str, int | None] = {
        way: sum(1 for row in rows if getattr(row, way))
        for way in ("decreed", "registered", "invoiced", "paid")
    }
    asked = any(row.active is not None for row in rows)
    return totals | {"active": sum(1 for row in rows if row.active) if asked else None}


def mismatch_counts(rows: Iterable[FiveWays]) -> dict[Mismatch, int]:
    """{kind: people}, the most frequent first."""
    return dict(Counter(row.kind for row in rows if row.kind).most_common())
