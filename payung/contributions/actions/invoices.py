"""How is the branch's invoice taken in, and compared with our own list row by row?"""

from datetime import datetime

from django.db import connection, transaction

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions import queries
from payung.contributions.actions.closing import refuse_closed
from payung.contributions.enums import InvoiceState
from payung.contributions.invoice import (
    Comparison,
    Line,
    Member,
    compare,
    read_invoice,
    total_differs,
)
from payung.contributions.models import Difference, Invoice, InvoiceLine
from payung.files.actions import keep
from payung.files.tables import CannotRead
from payung.jobs.actions import Refused
from payung.language.formats import rupiah
from payung.programme import queries as programme
from payung.rules import months


@transaction.atomic
def receive_invoice(
    content: bytes,
    *,
    name: str,
    round_id: int,
    month: int,
    by: User,
    at: datetime,
    kode_iuran: str = "",
    declared_rp: int | None = None,
) -> Invoice:
    """Keep the branch's file for one month and compare every row with our active list.

    declared_rp: the total of the branch's letter; the file may carry its own. A total that is not the sum
    of the rows is refused with both numbers. Raises Refused.
    """
    refuse_other_months(round_id, month)
    try:
        read = read_invoice(content, name=name)
    except CannotRead as broken:
        raise Refused(str(broken)) from None
    for declared in (declared_rp, read.declared_rp):
        if sentence := total_differs(declared, read.total_rp):
            raise Refused(sentence)
    file = keep(
        content,
        name=name,
        content_type="application/octet-stream",
        purpose="contributions.invoice",
        by=by,
        at=at,
    )
    if same := Invoice.objects.filter(round_id=round_id, month=month, file__sha256=file.sha256).first():
        file_again = f"Berkas yang sama sudah diterima sebagai tagihan nomor {same.pk}."
        raise Refused(f"{file_again} Buka tagihan itu; tidak ada yang berubah.")
    invoice = Invoice.objects.create(
        round_id=round_id,
        month=month,
        kode_iuran=(kode_iuran or read.kode_iuran)[:40],
        file=file,
        people=len(read.lines),
        total_rp=read.total_rp,
        received_by=by,
        received_at=at,
    )
    members = queries.members(round_id, month)
    _copy_lines(invoice, read.lines, {member.kpj: member.membership_id for member in members})
    comparison = _compare(invoice, read.lines, members)
    record(
        "contributions.receive_invoice",
        by=by,
        at=at,
        on=("invoice", invoice.pk),
        sentence=f"Menerima tagihan {months.month_in_words(month)}: {invoice.people} orang, "
        f"{rupiah(invoice.total_rp)}, {len(comparison.differences)} selisih.",
    )
    return invoice


@transaction.atomic
def recheck_invoice(invoice_id: int, *, by: User | None, at: datetime) -> Comparison:
    """Compare again, for instance after a membership ended. The rows of the file stay as they are."""
    invoice = Invoice.objects.select_for_update().get(pk=invoice_id)
    members = queries.members(invoice.round_id, invoice.month)
    _link_lines(invoice, {member.kpj: member.membership_id for member in members})
    comparison = _compare(invoice, queries.lines_of(invoice.pk), members)
    record(
        "contributions.recheck_invoice",
        by=by,
        at=at,
        on=("invoice", invoice.pk),
        sentence=f"Memeriksa ulang tagihan {months.month_in_words(invoice.month)}: "
        f"{len(comparison.agreed)} cocok, {len(comparison.differences)} selisih.",
    )
    return comparison


def refuse_other_months(round_id: int, month: int) -> None:
    round = programme.round_(round_id)
    if round is None:
        raise Refused("Putaran ini tidak ditemukan. Pilih putaran dari daftar.")
    if not round.first_month <= month <= round.last_month:
        first, last = months.month_in_words(round.first_month), months.month_in_words(round.last_month)
        raise Refused(f"{months.month_in_words(month)} di luar {round.name} ({first} sampai {last}).")
    refuse_closed(round_id, month)


def _copy_lines(invoice: Invoice, lines: list[Line], membership_of: dict[str, int]) -> None:
    columns = "COPY contributions_invoiceline (invoice_id, row_number, kpj, name, amount_rp, membership_id) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(columns) as copy:
        for line in lines:
            copy.write_row(
                (
                    invoice.pk,
                    line.row_number,
                    line.kpj,
                    line.name,
                    line.amount_rp,
                    membership_of.get(line.kpj),
                )
            )


def _compare(invoice: Invoice, lines: list[Line], members: list[Member]) -> Comparison:
    """Replace the differences of an invoice by those of today."""
    comparison = compare(lines, members, queries.workers_with_live_line(invoice.month))
    _write_differences(invoice, comparison)
    state = InvoiceState.DIFFERS if comparison.differences else InvoiceState.MATCHED
    Invoice.objects.filter(pk=invoice.pk).update(state=state)
    invoice.state = state
    return comparison


def _link_lines(invoice: Invoice, membership_of: dict[str, int]) -> None:
    """Point each line to our membership; only lines whose answer changed are written."""
    found = InvoiceLine.objects.filter(invoice=invoice).values_list("id", "kpj", "membership_id")
    changed = [
        (line_id, membership_of.get(kpj)) for line_id, kpj, now in found if membership_of.get(kpj) != now
    ]
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE contributions_invoiceline AS line SET membership_id = said.membership_id
               FROM unnest(%s::bigint[], %s::bigint[]) AS said (line_id, membership_id)
               WHERE line.id = said.line_id""",
            [[line_id for line_id, _ in changed], [membership_id for _, membership_id in changed]],
        )


def _write_differences(invoice: Invoice, comparison: Comparison) -> None:
    Difference.objects.filter(invoice=invoice).delete()
    line_ids = {}
    if comparison.differences:
        line_ids = dict(InvoiceLine.objects.filter(invoice=invoice).values_list("row_number", "id"))
    Difference.objects.bulk_create(
        [
            Difference(
                invoice=invoice,
                kind=found.kind,
                line_id=line_ids[found.line.row_number] if found.line else None,
                membership_id=found.member.membership_id if found.member else None,
                expected_rp=found.member.amount_rp if found.member else None,
                invoiced_rp=found.line.amount_rp if found.line else None,
            )
            for found in comparison.differences
        ],
        batch_size=5_000,
    )
