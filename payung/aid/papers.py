"""The papers of a distribution: the list on which everybody signs for his parcel."""

from payung.accounts.queries import Scope
from payung.aid import queries
from payung.aid.documents.receipts import ReceiptList, ReceiptRow, receipts_pdf
from payung.aid.models import Distribution
from payung.documents.city import letterhead
from payung.enrolment import queries as enrolment
from payung.people import queries as people


def receipts_paper(distribution: Distribution, scope: Scope) -> bytes:
    """Everybody on the list with a box to sign, by kelurahan and name."""
    listed = list(queries.recipients(distribution.pk, scope=scope))
    ids = [recipient.worker_id for recipient in listed]
    work, codes = people.latest_occupation(ids), enrolment.card_codes(ids)
    rows = [
        ReceiptRow(
            recipient.addressed,
            work[recipient.worker_id].job if recipient.worker_id in work else "",
            recipient.worker.kelurahan.name if recipient.worker.kelurahan else "",
            codes.get(recipient.worker_id, ""),
        )
        for recipient in listed
    ]
    d = distribution
    return receipts_pdf(ReceiptList(d.name, d.giver, d.content, d.place, d.on, rows), letterhead=letterhead())
