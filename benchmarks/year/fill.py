"""How does a whole year get into an empty city in a minute? People and seats set-based, money through the real actions.

`fill(...)` expects Django set up and the tables empty; it leaves a year that keeps every promise of `payung verify`:
two decrees or more, twelve orders signed by three people, deaths with claims, seats that went to the next in line, months
paid for people who had left (credit, used later, refunded), money nobody could explain, an amended appropriation.
"""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.contributions import actions as money
from payung.contributions import queries as paid
from payung.contributions.models import Invoice
from payung.files.actions import keep
from payung.people.actions import NewWorker, register_workers
from payung.programme import actions as programme
from payung.programme import queries as prices
from payung.programme.models import Fund, Round
from payung.reference.actions import set_up_city
from payung.rules.months import first_day, last_day, parse_month
from payung.selection import actions as selection

QUOTAS = {"petani": 4098, "nelayan": 1925, "umkm": 5000}  # the city's, 11,023
KELURAHAN = "35.74.03.1001"
NAMES = ("SLAMET", "SITI", "HOLIL", "SUPARMI", "BUNAWAR", "TOHA", "AMINAH", "RIYADI")


@dataclass(frozen=True)
class Staff:
    """Three people sign; the first one does the rest."""

    rani: User
    budi: User
    wati: User


@dataclass(frozen=True)
class Year:
    """What was made."""

    staff: Staff
    round: Round
    fund: Fund
    months: int


def fill(
    *,
    workers: int = 11_023,
    months: int = 12,
    churn: float = 0.05,
    deaths: float = 0.005,
    overpaid: float = 0.01,
    year: int = 2025,
) -> Year:
    """Shares are of all workers, spread over the year. Whatever the size, there are deaths with claims from `workers` 200 on."""
    set_up_city()
    staff = Staff(
        *(
            User.objects.create(username=name, full_name=name.title(), role=role, agency_id="disperinaker")
            for name, role in (
                ("rani", Role.DINAS_OPERATOR),
                ("budi", Role.VERIFIER),
                ("wati", Role.APPROVER),
            )
        )
    )
    made = _round(staff, workers, months, year)
    people = _eligible(made.round, workers, spare=int(workers * (churn + deaths + overpaid) * 1.5) + 12)
    selection.select(made.round.pk, by=staff.rani, at=_moment(made.round.first_month - 1, 3))
    _decree(made, _moment(made.round.first_month - 1, 4))
    _members(made, made.round.first_month)
    each = {"pindah": churn, "meninggal": deaths, "menjadi_pu": overpaid}
    for n in range(months):
        _month(made, n, {reason: _share(workers * part, n, months) for reason, part in each.items()})
    _amend(made, people)
    return made


def _share(whole: float, n: int, months: int) -> int:
    """How many of a year's number fall into its n-th month."""
    return round(whole * (n + 1) / months) - round(whole * n / months)


def _round(staff: Staff, workers: int, months: int, year: int) -> Year:
    first = parse_month(f"{year}-01")
    at = _moment(first - 1, 1)
    fund = programme.open_fund(
        year=year, kind="dbhcht", name=f"DBHCHT TA {year}", appropriation_rp=workers * 16_800 * months * 11 // 10 + 1_000_000,
        use_by=date(year + (months > 12), 12, 31), by=staff.rani, at=at,
    )  # fmt: skip
    quotas = {sector: workers * places // 11_023 for sector, places in QUOTAS.items()}
    quotas["petani"] += workers - sum(quotas.values())
    round = programme.open_round(
        name=f"Putaran {year}", fund=fund, first_month=first, last_month=first + months - 1, programmes=["JKK", "JKM"],
        quotas=quotas, by=staff.rani, at=at,
    )  # fmt: skip
    return Year(staff, round, fund, months)


def _eligible(round: Round, workers: int, *, spare: int) -> int:
    """Who may be covered: the quota of each sector, and the waiting list behind it."""
    quotas = {quota.sector_id: quota.places for quota in round.quotas.all()}
    people = []
    for sector, places in quotas.items():
        for _ in range(places + spare * places // workers + 4):
            n = len(people)
            born = date(1965, 1, 1) + timedelta(days=n % 9_000)
            people.append(
                NewWorker(
                    name=f"{NAMES[n % 8]} {NAMES[n // 8 % 8]} {n}", birth_date=born, sex="L", sector=sector, job=sector,
                    nik=f"357403{born:%d%m%y}{9000 + n // 9_000:04d}", kelurahan_code=KELURAHAN,
                )
            )  # fmt: skip
    register_workers(people, by=None, at=_moment(round.first_month - 1, 1))
    _run(
        """INSERT INTO eligibility_verdict (round_id, worker_id, sector_id, refusals, overridden, judged_at)
           SELECT %s, worker_id, sector_id, 0, false, said_at FROM people_occupation""",
        round.pk,
    )
    return len(people)


def _decree(made: Year, at: datetime) -> None:
    """The first SK, or an amendment of who left and who came."""
    decree = selection.draft_decree(made.round.pk, by=made.staff.rani, at=at)
    number = f"188.45/{decree.version}/{at.year}"
    selection.sign_decree(
        decree.pk,
        number=number,
        signed_on=at.date(),
        pdf=_paper(),
        is_wet_signed=True,
        by=made.staff.wati,
        at=at,
    )


def _members(made: Year, month: int) -> None:
    """Everybody who has a seat and no membership gets one, with KPJ and card."""
    at = _moment(month - 1, 20)
    _run(
        """INSERT INTO enrolment_membership (worker_id, place_id, kpj, start_on, end_reason, recorded_at)
           SELECT worker_id, id, '99' || lpad(id::text, 9, '0'), %s, '', %s FROM selection_place p
           WHERE state IN ('decreed', 'called') AND NOT EXISTS (SELECT FROM enrolment_membership m WHERE m.place_id = p.id)
           ORDER BY id""",
        first_day(month), at,
    )  # fmt: skip
    _run(
        """INSERT INTO enrolment_card (membership_id, code, state, issued_at, handed_over_to, reissue_reason)
           SELECT id, upper(substr(md5('card' || id), 1, 16)), 'active', %s, '', '' FROM enrolment_membership m
           WHERE end_on IS NULL AND NOT EXISTS (SELECT FROM enrolment_card c WHERE c.membership_id = m.id)""",
        at,
    )


def _month(made: Year, n: int, leaving: dict[str, int]) -> None:
    """One month: who left before it, its invoice, three signatures, its payment; then who had left already."""
    month, staff = made.round.first_month + n, made.staff
    if n:
        _leave(made, month, "pindah", leaving["pindah"], known=_moment(month - 1, 25))
        _leave(made, month, "meninggal", leaving["meninggal"], known=_moment(month - 1, 26))
        if n % 3 == 0:
            _decree(made, _moment(month - 1, 27))
        _members(made, month)
    order = money.create_order(_invoice(made, month).pk, by=staff.rani, at=_moment(month, 5))
    money.verify_order(order.pk, by=staff.budi, at=_moment(month, 6))
    money.approve_order(order.pk, by=staff.wati, at=_moment(month, 7))
    credit_rp = paid.balances(made.fund).credit_rp // 2
    paid_on = _moment(month, 10)
    money.record_payment(
        order.pk,
        paid_on=paid_on.date(),
        proof_number=f"SP2D {month}",
        credit_rp=credit_rp,
        by=staff.rani,
        at=paid_on,
    )
    _leave(made, month, "menjadi_pu", leaving["menjadi_pu"], known=_moment(month, 18))
    money.credit_stopped(made.round.pk, month, by=staff.rani, at=_moment(month, 19))
    if n % 4 == 1:
        _unexplained(made, n, _moment(month, 21))


def _invoice(made: Year, month: int) -> Invoice:
    """As the branch would send it, straight into the tables: one row a member."""
    at = _moment(month, 4)
    file = keep(b"tagihan %d" % month, name="tagihan.xlsx", content_type="text/plain", purpose="contributions.invoice",
                by=made.staff.rani, at=at)  # fmt: skip
    invoice = Invoice.objects.create(
        round=made.round, month=month, kode_iuran=f"KI{month}", file=file, people=0, total_rp=0,
        received_by=made.staff.rani, received_at=at,
    )  # fmt: skip
    _run(
        """INSERT INTO contributions_invoiceline (invoice_id, row_number, kpj, name, amount_rp)
           SELECT %s, row_number() OVER (ORDER BY m.id), m.kpj, w.name, price.rp FROM enrolment_membership m
           JOIN selection_place p ON p.id = m.place_id JOIN people_worker w ON w.id = m.worker_id
           JOIN unnest(%s::text[], %s::bigint[]) AS price (sector_id, rp) ON price.sector_id = p.sector_id
           WHERE m.end_on IS NULL OR m.end_on > %s""",
        invoice.pk, list(QUOTAS), [prices.contribution_rp(made.round, month, sector) for sector in QUOTAS], first_day(month),
    )  # fmt: skip
    _run(
        """UPDATE contributions_invoice i SET people = s.n, total_rp = s.rp FROM (
             SELECT count(*) AS n, sum(amount_rp) AS rp FROM contributions_invoiceline WHERE invoice_id = %s) s
           WHERE i.id = %s""",
        invoice.pk, invoice.pk,
    )  # fmt: skip
    invoice.refresh_from_db()
    return invoice


def _leave(made: Year, month: int, reason: str, people: int, *, known: datetime) -> None:
    """So many people are found to have left before this month; their seats go to the next in line."""
    if not people:
        return
    gone = first_day(month) - timedelta(days=3)
    given = {
        "reason": reason,
        "gone": gone,
        "known": known,
        "round": made.round.pk,
        "people": people,
        "month": month,
    }
    _run("DROP TABLE IF EXISTS pg_temp.leaving")
    _run(
        """CREATE TEMP TABLE leaving AS SELECT m.id AS membership_id, m.worker_id, m.place_id, p.sector_id
           FROM enrolment_membership m JOIN selection_place p ON p.id = m.place_id
           WHERE m.end_on IS NULL AND p.state = 'decreed' AND m.start_on < %(gone)s
           ORDER BY md5(m.id::text || %(reason)s::text || %(month)s::text) LIMIT %(people)s""",
        given,
    )
    for statement in _LEAVE if reason != "meninggal" else (*_LEAVE, *_DEATHS):
        _run(statement, given)


_LEAVE = (
    """UPDATE enrolment_membership m SET end_on = greatest(%(gone)s, m.start_on), end_reason = %(reason)s
       FROM leaving l WHERE l.membership_id = m.id""",
    "UPDATE enrolment_card c SET state = 'revoked' FROM leaving l WHERE l.membership_id = c.membership_id",
    """UPDATE selection_place p SET state = 'released', released_for = %(reason)s, released_on = %(gone)s, changed_at = %(known)s
       FROM leaving l WHERE l.place_id = p.id""",
    """UPDATE selection_place p SET state = 'called', replaces_id = next.place_id, starts_month = %(month)s + 1, changed_at = %(known)s
       FROM (SELECT w.id, l.place_id
             FROM (SELECT id, sector_id, row_number() OVER (PARTITION BY sector_id ORDER BY rank) AS n FROM selection_place
                   WHERE round_id = %(round)s AND state = 'waiting') w
             JOIN (SELECT place_id, sector_id, row_number() OVER (PARTITION BY sector_id ORDER BY place_id) AS n FROM leaving) l
             USING (sector_id, n)) next
       WHERE next.id = p.id""",
)
_DEATHS = (
    """INSERT INTO claims_event (worker_id, kind, happened_on, place, story, reporter_name, reporter_kin, source, key, reported_at)
       SELECT worker_id, 'death', %(gone)s, '', '', 'Keluarga', '', 'family', gen_random_uuid(), %(known)s FROM leaving""",
    """INSERT INTO claims_claim (event_id, worker_id, state, cover_state, needs_confirmation, estimate_rp, estimate, filed_on, paid_on,
                                 paid_rp, bpjs_number, refusal, due_on, changed_at, version)
       SELECT e.id, e.worker_id, s, 'active', false, 42000000, '{}', CASE WHEN s <> 'collecting' THEN %(gone)s + 10 END,
              CASE WHEN s = 'paid' THEN %(gone)s + 20 END, CASE WHEN s = 'paid' THEN 42000000 END, '', '', NULL, %(known)s, 0
       FROM (SELECT e.*, (ARRAY['collecting', 'filed', 'paid'])[1 + e.id %% 3] AS s FROM claims_event e
             JOIN leaving l ON l.worker_id = e.worker_id) e""",
)


def _unexplained(made: Year, n: int, at: datetime) -> None:
    """Money leaves and nobody knows for what; of the second time it is said what it was, and BPJS gives some credit back."""
    rani, fund = made.staff.rani, made.fund
    held = money.hold_unknown(
        fund.pk,
        amount_rp=70_000 + n,
        paid_on=at.date(),
        reference=f"B-{n}",
        note="tanpa keterangan",
        by=rani,
        at=at,
    )
    if n > 1:
        money.explain_unknown(
            held.pk, is_credit=True, note="kelebihan transfer", by=rani, at=at + timedelta(days=2)
        )
        money.refund_credit(
            fund.pk,
            amount_rp=5_000,
            paid_on=at.date(),
            reference=f"K-{n}",
            by=rani,
            at=at + timedelta(days=3),
        )


def _amend(made: Year, people: int) -> None:
    last = made.round.last_month
    after_rp = Fund.objects.get(pk=made.fund.pk).appropriation_rp + people * 1_000
    money.amend_appropriation(
        made.fund.pk,
        after_rp=after_rp,
        number=f"DPPA {last}",
        decided_on=last_day(last),
        by=made.staff.rani,
        at=_moment(last + 1, 1),
    )


def _moment(month: int, day: int) -> datetime:
    """Nine in the morning, Western Indonesian Time."""
    on = first_day(month)
    return datetime(on.year, on.month, day, 2, 0, tzinfo=UTC)


def _paper() -> bytes:
    writer = PdfFileWriter()
    writer.insert_page(
        PageObject(contents=writer.add_object(StreamObject(stream_data=b"")), media_box=(0, 0, 200, 200))
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _run(sql: str, *given) -> None:
    with connection.cursor() as cursor:
        if given and isinstance(given[0], dict):
            cursor.execute(sql, given[0])
        else:
            cursor.execute(sql, given or None)
