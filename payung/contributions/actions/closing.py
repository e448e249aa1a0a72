"""How is a month closed, so that nothing is posted to it any more, and how is it opened again (L15)?"""

from datetime import datetime

from django.db import IntegrityError, connection, transaction

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions import queries
from payung.contributions.enums import OrderState
from payung.contributions.models import MonthClosing, PaymentOrder
from payung.jobs.actions import Refused
from payung.programme import queries as programme
from payung.rules import months

UNFINISHED = (OrderState.CREATED, OrderState.VERIFIED, OrderState.APPROVED)


@transaction.atomic
def close_month(round_id: int, month: int, *, by: User, at: datetime) -> MonthClosing:
    """Close a month whose orders are paid or voided. Closed twice: nothing changes. Raises Refused."""
    round = programme.round_(round_id)
    if round is None or not round.first_month <= month <= round.last_month:
        raise Refused("Bulan ini bukan bulan putaran. Pilih bulan dari daftar.")
    if closed := MonthClosing.objects.filter(round_id=round_id, month=month, reopened_at=None).first():
        return closed
    words = months.month_in_words(month)
    waiting = PaymentOrder.objects.select_for_update().filter(
        round_id=round_id, month=month, state__in=UNFINISHED
    )
    list(waiting)  # their rows first: who signs or pays one holds it, and comes to the month after it
    _hold(round_id, month, alone=True)
    if order := waiting.order_by("id").first():
        raise Refused(
            f"Perintah bayar {order.pk} untuk {words} masih “{order.get_state_display()}”. "
            "Bayar atau batalkan dulu, baru tutup bulannya."
        )
    try:
        with transaction.atomic():
            closed = MonthClosing.objects.create(round_id=round_id, month=month, closed_by=by, closed_at=at)
    except IntegrityError:
        raise Refused("Bulan ini baru saja ditutup orang lain. Muat ulang halaman.") from None
    _tell("close", closed, f"Menutup iuran {words}.", by=by, at=at)
    return closed


@transaction.atomic
def reopen_month(round_id: int, month: int, *, reason: str, by: User, at: datetime) -> None:
    """Open a closed month again, for a reason that stays. Raises Refused."""
    if not reason.strip():
        raise Refused("Tulis alasan membuka bulan, supaya dapat diperiksa orang lain.")
    closed = MonthClosing.objects.filter(round_id=round_id, month=month, reopened_at=None).first()
    reopened = closed and MonthClosing.objects.filter(pk=closed.pk, reopened_at=None).update(
        reopened_by=by, reopened_at=at, reason=reason.strip()[:160]
    )
    if not closed or not reopened:
        raise Refused("Bulan ini tidak sedang ditutup.")
    _tell(
        "reopen",
        closed,
        f"Membuka kembali iuran {months.month_in_words(month)}.",
        by=by,
        at=at,
        reason=reason,
    )


def refuse_closed(round_id: int, month: int) -> None:
    """Raises Refused when a month takes only corrections. Until the transaction ends, nobody closes it either."""
    _hold(round_id, month, alone=False)
    if queries.is_closed(round_id, month):
        raise Refused(
            f"{months.month_in_words(month)} sudah ditutup. Susun pembetulan dari halaman pekerjanya, "
            "atau minta pejabat penyetuju membuka bulan itu."
        )


def _hold(round_id: int, month: int, *, alone: bool) -> None:
    """Many may write into an open month side by side; who closes it waits for them, and they for him."""
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s, %s)", [round_id, month])


def _tell(
    verb: str, closed: MonthClosing, sentence: str, *, by: User, at: datetime, reason: str = ""
) -> None:
    record(
        f"contributions.{verb}_month", by=by, at=at, on=("month", f"{closed.round_id}:{closed.month}"),
        sentence=sentence, reason=reason.strip(),
    )  # fmt: skip
