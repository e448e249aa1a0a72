"""Members with paid months, straight into the tables, for stories of claims."""

import io
from datetime import UTC, date, datetime
from uuid import uuid4

from pypdf import PdfReader

from payung.claims import actions
from payung.claims.enums import EventKind
from payung.contributions.models import Invoice, OrderLine, PaymentOrder
from payung.enrolment.models import Membership
from payung.files.actions import keep
from payung.rules.months import parse_month
from tests import cast

MAY = parse_month("2025-05")
LATE = datetime(2025, 12, 1, 2, 0, tzinfo=UTC)


def pay(memberships, months, city) -> None:
    """Months paid for members."""
    for month in months:
        order = _order(memberships[0].place.round, city, month)
        OrderLine.objects.bulk_create(
            OrderLine(
                order=order, membership=m, worker_id=m.worker_id, month=month, amount_rp=16_800, paid_on=date(2025, 5, 14)
            )
            for m in memberships
        )  # fmt: skip


def _order(round, city, month) -> PaymentOrder:
    file = keep(b"tagihan", name="t.xlsx", content_type="x", purpose="test", by=city.rani, at=cast.NOW)
    invoice = Invoice.objects.create(
        round=round,
        month=month,
        file=file,
        people=1,
        total_rp=16_800,
        received_by=city.rani,
        received_at=cast.NOW,
    )
    return PaymentOrder.objects.create(
        round=round, fund=round.fund, invoice=invoice, month=month, people=1, total_rp=16_800, digest="x",
        due_on=date(2025, 5, 15), created_by=city.rani, created_at=cast.NOW,
    )  # fmt: skip


def report(membership: Membership, city, *, on: date, kind=EventKind.DEATH, at=LATE, **more):
    fields = {
        "reporter_name": "Sutini, istri",
        "reporter_phone": "628123400001",
        "key": uuid4(),
        "by": city.rani,
    }
    return actions.report_event(
        worker_id=membership.worker_id, kind=kind, happened_on=on, at=at, **(fields | more)
    )


def words_of(pdf: bytes) -> str:
    """All that can be read in a PDF, in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
