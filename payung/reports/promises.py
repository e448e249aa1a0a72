"""What do we promise of every row? Names (L1, M4, P2 ...) are those of docs/explanation/promises.md.

The database refuses most breaches by constraints and triggers; here they are asked again, from the other side, so that a
restore, a hand-made UPDATE or a bug of ours shows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection

from payung.audit.queries import chain_state
from payung.contributions.enums import OrderState
from payung.contributions.models import OrderLine, PaymentOrder
from payung.contributions.queries import classes
from payung.contributions.queries import digest_now as order_now
from payung.programme import queries as programme
from payung.programme.models import Round
from payung.selection.enums import DecreeState
from payung.selection.models import Decree
from payung.selection.queries import digest_now as decree_now

UNPAID = (OrderState.CREATED, OrderState.VERIFIED, OrderState.APPROVED)
ONLY_ADDED = ("audit_auditline", "contributions_transfer", "programme_fundchange")

Breaches = Callable[[], Iterator[str]]


@dataclass(frozen=True)
class Promise:
    """One promise: its name, what it says, and who breaks it."""

    name: str
    says: str
    breaches: Breaches


@dataclass(frozen=True)
class Rows:
    """Breaches are the rows of a statement: each a few words that say where to look."""

    sql: str

    def __call__(self) -> Iterator[str]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql)
            yield from (" ".join(str(cell) for cell in row) for row in cursor.fetchall())


def _chain() -> Iterator[str]:
    broken = chain_state().broken_at
    if broken is not None:
        yield f"jejak baris {broken}"


def _orders_as_signed() -> Iterator[str]:
    for order in PaymentOrder.objects.exclude(state=OrderState.VOID).select_related("fund"):
        digest, people, total_rp = order_now(order)
        if (digest, people, total_rp) != (order.digest, order.people, order.total_rp):
            yield f"perintah bayar {order.pk}"


def _decrees_as_signed() -> Iterator[str]:
    for decree in Decree.objects.filter(state=DecreeState.SIGNED):
        if decree_now(decree.pk) != decree.lines_digest:
            yield f"SK {decree.number or decree.pk}"


def _rates_in_force() -> Iterator[str]:
    """Asked once a round, month and sector, not once a person; who pays by another price is asked by himself."""
    rounds = {round.pk: round for round in Round.objects.select_related("fund")}
    other = classes()
    named = ("order_id", "order__round_id", "month", "membership__place__sector_id", "amount_rp")
    lines = OrderLine.objects.filter(order__state__in=UNPAID, paid_on=None).order_by()
    by_seat = lines.exclude(membership_id__in=list(other.told)).values_list(*named).distinct()
    by_class = lines.filter(membership_id__in=list(other.told)).values_list("membership_id", *named)
    asked = [
        *by_seat,
        *(
            (o, r, month, other.get(member, month, sector), rp)
            for member, o, r, month, sector, rp in by_class
        ),
    ]
    for order_id, round_id, month, sector, amount_rp in asked:
        if amount_rp != programme.contribution_rp(rounds[round_id], month, sector):
            yield f"perintah bayar {order_id} sektor {sector} Rp{amount_rp}"


def _only_added() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgrelid::regclass::text, bool_or(t.tgtype & 8 > 0 AND t.tgtype & 16 > 0)"
            " AND bool_or(t.tgtype & 32 > 0)"
            " FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') GROUP BY 1"
        )
        guarded = {table for table, is_whole in cursor.fetchall() if is_whole}
    yield from (f"tabel {table}" for table in ONLY_ADDED if table not in guarded)


PROMISES = (
    # Money
    Promise(
        "L1",
        "Tiap mutasi: satu debit, satu kredit, rupiah utuh lebih dari nol.",
        Rows(
            "SELECT 'mutasi', id FROM contributions_transfer WHERE debit_id = credit_id OR amount_rp NOT BETWEEN 1 AND 1000000000000"
        ),
    ),
    Promise("L3", "Mutasi dan jejak hanya bertambah: penjaganya terpasang.", _only_added),
    Promise(
        "L5",
        "Satu perintah menggerakkan uang satu kali.",
        Rows("SELECT 'kunci', key FROM contributions_transfer GROUP BY key HAVING count(*) > 1"),
    ),
    Promise(
        "L6",
        "Tidak ada tempat uang yang kurang dari nol.",
        Rows(
            """SELECT 'akun', a.id FROM contributions_account a JOIN (
                 SELECT account, sum(rp) AS rp FROM (
                   SELECT debit_id AS account, amount_rp AS rp FROM contributions_transfer
                   UNION ALL SELECT credit_id, -amount_rp FROM contributions_transfer) moved GROUP BY account
               ) b ON b.account = a.id WHERE a.kind <> 'appropriation' AND b.rp < 0"""
        ),
    ),
    Promise(
        "L9",
        "Cadangan tiap perintah bayar ada sejak disetujui dan habis tepat sekali.",
        Rows(
            """SELECT 'perintah bayar', o.id FROM contributions_paymentorder o
               LEFT JOIN LATERAL (
                 SELECT coalesce(sum(t.amount_rp) FILTER (WHERE d.kind = 'reserved'), 0) AS came,
                        coalesce(sum(t.amount_rp) FILTER (WHERE c.kind = 'reserved'), 0) AS went
                 FROM contributions_transfer t JOIN contributions_account d ON d.id = t.debit_id
                 JOIN contributions_account c ON c.id = t.credit_id
                 WHERE t.key LIKE 'order:' || o.id || ':%') m ON true
               WHERE (o.state IN ('created', 'verified') AND m.came <> 0)
                  OR (o.state IN ('approved', 'paid') AND m.came <> o.total_rp)
                  OR (o.state = 'approved' AND m.went <> 0)
                  OR (o.state = 'paid' AND m.went <> o.total_rp)
                  OR (o.state = 'void' AND m.came <> m.went)"""
        ),
    ),
    Promise(
        "L10",
        "Dicadangkan, dibayar, ditahan dan kredit tidak pernah melebihi pagu.",
        Rows(
            """SELECT 'dana', f.name FROM programme_fund f JOIN (
                 SELECT a.fund_id, sum(CASE WHEN t.debit_id = a.id THEN -t.amount_rp ELSE t.amount_rp END) AS out_rp
                 FROM contributions_account a JOIN contributions_transfer t ON a.id IN (t.debit_id, t.credit_id)
                 WHERE a.kind = 'appropriation' GROUP BY a.fund_id) m ON m.fund_id = f.id
               WHERE m.out_rp > f.appropriation_rp"""
        ),
    ),
    Promise(
        "L11",
        "Uang satu dana tidak berpindah ke dana lain.",
        Rows(
            """SELECT 'mutasi', t.id FROM contributions_transfer t
               JOIN contributions_account d ON d.id = t.debit_id JOIN contributions_account c ON c.id = t.credit_id
               WHERE d.fund_id <> c.fund_id"""
        ),
    ),
    Promise("L7", "Tiap iuran yang belum dibayar sebesar tarif yang berlaku.", _rates_in_force),
    Promise(
        "L4",
        "Pembalikan menunjuk mutasi asalnya, sekali, dan tidak melebihinya.",
        Rows(
            """SELECT 'mutasi', o.id FROM contributions_transfer o JOIN contributions_transfer r ON r.reverses_id = o.id
               GROUP BY o.id, o.amount_rp, o.key
               HAVING o.key LIKE 'order:%:reserve' AND sum(r.amount_rp) <> o.amount_rp
               UNION ALL SELECT 'mutasi', r.id FROM contributions_transfer r JOIN contributions_transfer o ON o.id = r.reverses_id
               WHERE o.reverses_id IS NOT NULL OR r.credit_id <> o.debit_id
               UNION ALL SELECT 'perintah bayar', p.id FROM contributions_paymentorder p
               JOIN contributions_transfer o ON o.key IN ('order:' || p.id || ':pay', 'order:' || p.id || ':pay-credit')
               JOIN contributions_transfer r ON r.reverses_id = o.id GROUP BY p.id, p.total_rp
               HAVING sum(r.amount_rp) > p.total_rp
               UNION ALL SELECT 'baris', l.id FROM contributions_orderline l
               JOIN contributions_transfer r ON r.key = 'line:' || l.id || ':credit'
               WHERE l.is_live OR r.amount_rp <> l.amount_rp"""
        ),
    ),
    Promise(
        "L15",
        "Bulan yang ditutup hanya menerima pembetulan.",
        Rows(
            """SELECT 'perintah bayar', o.id FROM contributions_paymentorder o JOIN contributions_monthclosing c
                 ON c.round_id = o.round_id AND c.month = o.month
               WHERE o.correction_id IS NULL AND (
                 (o.created_at > c.closed_at AND (c.reopened_at IS NULL OR o.created_at < c.reopened_at))
                 OR (o.approved_at > c.closed_at AND (c.reopened_at IS NULL OR o.approved_at < c.reopened_at))
                 OR (c.reopened_at IS NULL AND o.state IN ('created', 'verified', 'approved')))
               UNION ALL SELECT 'mutasi', t.id FROM contributions_monthclosing c
               JOIN contributions_paymentorder o ON c.round_id = o.round_id AND c.month = o.month
               JOIN contributions_orderline l ON l.order_id = o.id
               JOIN contributions_transfer t ON t.key = 'line:' || l.id || ':credit'
               WHERE t.correction_id IS NULL AND t.recorded_at > c.closed_at
                 AND (c.reopened_at IS NULL OR t.recorded_at < c.reopened_at)
               UNION ALL SELECT 'mutasi', t.id FROM contributions_monthclosing c
               JOIN contributions_paymentorder o ON c.round_id = o.round_id AND c.month = o.month
               JOIN contributions_transfer t ON t.key IN ('order:' || o.id || ':pay', 'order:' || o.id || ':unreserve')
               WHERE t.correction_id IS NULL AND t.recorded_at > c.closed_at
                 AND (c.reopened_at IS NULL OR t.recorded_at < c.reopened_at)"""
        ),
    ),
    Promise(
        "M7",
        "Pembetulan dibukukan orang kedua, dan sesudahnya tidak ada selisih yang tersisa.",
        Rows(
            """SELECT 'pembetulan', c.id FROM contributions_correction c
               WHERE c.state = 'posted' AND (c.decided_by_id IS NULL OR c.decided_by_id = c.proposed_by_id)
               UNION ALL SELECT 'pembetulan', c.id FROM contributions_correction c
               JOIN contributions_correctionstep s ON s.correction_id = c.id
               LEFT JOIN contributions_transfer t ON t.key = 'line:' || s.line_id || ':credit'
               WHERE c.state = 'posted' AND ((s.act = 'back' AND (t.id IS NULL OR t.amount_rp <> s.was_rp))
                  OR (s.act = 'replace' AND NOT EXISTS (SELECT 1 FROM contributions_orderline n
                      JOIN contributions_paymentorder o ON o.id = n.order_id AND o.correction_id = c.id
                      WHERE n.replaces_id = s.line_id AND n.amount_rp = s.becomes_rp)))"""
        ),
    ),
    # Orders
    Promise("P1", "Isi tiap perintah bayar sama dengan yang ditandatangani.", _orders_as_signed),
    Promise(
        "P2",
        "Yang menyiapkan, memverifikasi dan menyetujui tiga orang berbeda.",
        Rows(
            """SELECT 'perintah bayar', id FROM contributions_paymentorder
               WHERE verified_by_id = created_by_id OR approved_by_id IN (created_by_id, verified_by_id)
                  OR (state IN ('approved', 'paid') AND (verified_by_id IS NULL OR approved_by_id IS NULL))"""
        ),
    ),
    Promise(
        "P3",
        "Satu orang dan satu bulan paling banyak dalam satu perintah bayar.",
        Rows(
            """SELECT 'bulan', month, worker_id FROM contributions_orderline WHERE is_live
               GROUP BY worker_id, month HAVING count(*) > 1"""
        ),
    ),
    Promise(
        "P7",
        "Bulan terhitung dibayar bila, dan hanya bila, perintahnya dibayar.",
        Rows(
            """SELECT 'baris', l.id FROM contributions_orderline l JOIN contributions_paymentorder o ON o.id = l.order_id
               WHERE l.is_live AND ((o.state = 'paid') <> (l.paid_on IS NOT NULL)
                  OR o.state = 'void' OR l.month <> o.month OR (l.paid_on <> o.paid_on))"""
        ),
    ),
    # People and seats
    Promise(
        "M1",
        "Satu orang satu NIK; yang digabung menunjuk orang yang masih ada.",
        Rows(
            """SELECT 'pekerja', w.id FROM people_worker w JOIN people_worker m ON m.id = w.merged_into_id
               WHERE m.merged_into_id IS NOT NULL
               UNION ALL SELECT 'pekerja', min(id::text)::uuid FROM people_worker WHERE merged_into_id IS NULL
               GROUP BY nik_index HAVING count(*) > 1"""
        ),
    ),
    Promise(
        "M2",
        "Kepesertaan satu orang tidak bertumpuk.",
        Rows(
            """SELECT 'kepesertaan', a.id, b.id FROM enrolment_membership a
               JOIN enrolment_membership b ON b.worker_id = a.worker_id AND b.id > a.id
               WHERE daterange(a.start_on, CASE WHEN a.end_on > a.start_on THEN a.end_on WHEN a.end_on IS NOT NULL THEN a.start_on END) && daterange(b.start_on, CASE WHEN b.end_on > b.start_on THEN b.end_on WHEN b.end_on IS NOT NULL THEN b.start_on END)"""
        ),
    ),
    Promise(
        "M3",
        "Tidak ada perintah bayar untuk bulan setelah kematian yang sudah diketahui.",
        Rows(
            """SELECT 'baris', l.id FROM contributions_orderline l
               JOIN contributions_paymentorder o ON o.id = l.order_id
               JOIN claims_event e ON e.worker_id = l.worker_id AND e.kind IN ('death', 'work_death') AND NOT e.is_mistaken
               CROSS JOIN LATERAL (SELECT coalesce(e.died_on, e.happened_on) AS on_day) d
               WHERE l.is_live AND o.created_at > coalesce(e.day_corrected_at, e.reported_at)
                 AND l.month > extract(year FROM d.on_day) * 12 + extract(month FROM d.on_day) - 1"""
        ),
    ),
    Promise(
        "M4",
        "Kematian yang diterima menutup kepesertaan, kartu dan kursinya.",
        Rows(
            """SELECT 'kejadian', e.id FROM claims_event e
               WHERE e.kind IN ('death', 'work_death') AND NOT e.is_mistaken AND (
                 EXISTS (SELECT 1 FROM enrolment_membership m WHERE m.worker_id = e.worker_id AND (m.end_on IS NULL
                         OR (m.end_on > coalesce(e.died_on, e.happened_on) + 1 AND m.end_on > m.start_on)))
                 OR EXISTS (SELECT 1 FROM enrolment_card c JOIN enrolment_membership m ON m.id = c.membership_id
                            WHERE m.worker_id = e.worker_id AND c.state = 'active')
                 OR EXISTS (SELECT 1 FROM selection_place p WHERE p.worker_id = e.worker_id AND p.state IN ('selected', 'decreed', 'called')))"""
        ),
    ),
    Promise(
        "M8",
        "Kematian dibetulkan oleh dua orang, dan yang hidup tidak tercatat meninggal.",
        Rows(
            """SELECT 'pembetulan kematian', c.id FROM claims_deathcorrection c
               WHERE c.state <> 'proposed' AND (c.decided_by_id IS NULL OR c.decided_by_id = c.proposed_by_id)
               UNION ALL SELECT 'klaim', c.id FROM claims_claim c JOIN claims_event e ON e.id = c.event_id
               WHERE e.is_mistaken <> (c.state = 'mistaken')
                  OR (e.is_mistaken AND NOT EXISTS (SELECT 1 FROM claims_deathcorrection d
                      WHERE d.event_id = e.id AND d.kind = 'person' AND d.state = 'done'))
               UNION ALL SELECT 'kepesertaan', m.id FROM enrolment_membership m
               WHERE (m.died_on IS NOT NULL OR m.end_reason = 'meninggal') AND NOT EXISTS (SELECT 1 FROM enrolment_beforedeath b
                      WHERE b.worker_id = m.worker_id AND b.undone_at IS NULL)"""
        ),
    ),
    Promise(
        "M10",
        "Tidak ada yang dibayar atau menjadi peserta tanpa kursi.",
        Rows(
            """SELECT 'kepesertaan', m.id FROM enrolment_membership m JOIN selection_place p ON p.id = m.place_id
               WHERE (m.end_on IS NULL AND p.state NOT IN ('selected', 'decreed', 'called'))
                  OR (p.state = 'released' AND m.end_on > greatest(m.start_on, p.released_on + 1))
               UNION ALL SELECT 'baris', l.id FROM contributions_orderline l
               JOIN contributions_paymentorder o ON o.id = l.order_id
               JOIN enrolment_membership m ON m.id = l.membership_id JOIN selection_place p ON p.id = m.place_id
               WHERE l.is_live AND p.state = 'released' AND o.created_at > p.changed_at
                 AND l.month > extract(year FROM p.released_on) * 12 + extract(month FROM p.released_on) - 1"""
        ),
    ),
    Promise(
        "M5",
        "Yang duduk tidak pernah lebih dari kuota, dan pengganti tidak mulai sebelum kursinya kosong.",
        Rows(
            """SELECT 'sektor', p.sector_id, p.round_id FROM selection_place p
               LEFT JOIN programme_quota q ON q.round_id = p.round_id AND q.sector_id = p.sector_id
               WHERE p.state IN ('selected', 'decreed', 'called') GROUP BY p.round_id, p.sector_id, q.places
               HAVING count(*) > coalesce(q.places, 0)
               UNION ALL SELECT 'kursi', p.id::text, p.round_id FROM selection_place p
               JOIN selection_place before ON before.id = p.replaces_id
               WHERE before.state <> 'released' OR before.sector_id <> p.sector_id OR before.round_id <> p.round_id"""
        ),
    ),
    Promise(
        "M6",
        "Yang duduk layak, atau dikecualikan oleh orang kedua.",
        Rows(
            """SELECT 'kursi', p.id FROM selection_place p
               LEFT JOIN eligibility_verdict v ON v.round_id = p.round_id AND v.worker_id = p.worker_id
               WHERE p.state IN ('selected', 'called') AND (v.id IS NULL OR (v.refusals <> 0 AND NOT v.overridden))"""
        ),
    ),
    Promise(
        "M11",
        "Tidak ada yang duduk di dua putaran pada bulan yang sama.",
        Rows(
            """SELECT 'kursi', p.id, 'dan', q.id FROM selection_place p
               JOIN programme_round a ON a.id = p.round_id AND a.state <> 'cancelled'
               JOIN selection_place q ON q.worker_id = p.worker_id AND q.id > p.id AND q.round_id <> p.round_id
               JOIN programme_round b ON b.id = q.round_id AND b.state <> 'cancelled'
               WHERE p.state IN ('selected', 'called', 'decreed') AND q.state IN ('selected', 'called', 'decreed')
                 AND a.first_month <= b.last_month AND b.first_month <= a.last_month"""
        ),
    ),
    Promise("M9", "Isi tiap SK sama dengan yang ditandatangani.", _decrees_as_signed),
    Promise(
        "K1",
        "Kartu berlaku hanya bersama kepesertaan yang berjalan.",
        Rows(
            """SELECT 'kartu', c.id FROM enrolment_card c JOIN enrolment_membership m ON m.id = c.membership_id
               WHERE c.state = 'active' AND m.end_on IS NOT NULL"""
        ),
    ),
    # Families
    Promise(
        "C1",
        "Tiap kejadian punya klaim, dan klaim yang dibayar punya tanggal dan jumlah.",
        Rows(
            """SELECT 'kejadian', e.id FROM claims_event e LEFT JOIN claims_claim c ON c.event_id = e.id
               WHERE c.id IS NULL OR c.worker_id <> e.worker_id
                  OR (c.state = 'paid' AND (c.paid_on IS NULL OR coalesce(c.paid_rp, 0) <= 0 OR c.filed_on IS NULL))"""
        ),
    ),
    # What comes in
    Promise(
        "I9",
        "Judul kolom dan nomor orang dari berkas tidak tersimpan terbuka.",
        Rows(
            r"""SELECT 'susunan kolom', l.id FROM files_matchedlayout l, jsonb_each_text(l.fields) AS f(letter, field)
                WHERE f.letter !~ '^[A-Z]{1,3}$' OR f.field !~ '^[a-z_]+$'
                UNION ALL SELECT 'unggahan', b.id FROM intake_batch b WHERE b.sheets::text ~ '[0-9]{6}'
                UNION ALL SELECT 'ekstrak', e.id FROM matching_registerextract e
                WHERE e.problems::text ~ '[0-9]{16}' OR e.notes::text ~ '[0-9]{16}'"""
        ),
    ),
    # The journal
    Promise("U2", "Rantai jejak utuh dari baris pertama.", _chain),
)
