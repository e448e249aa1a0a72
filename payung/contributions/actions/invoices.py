"""How is the branch's invoice taken in, and compared with our own list row by row?"""

from datetime import datetime

from django.db import transaction

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions.actions.closing import refuse_closed
from payung.contributions.actions.comparing import Compared, compare_invoice
from payung.contributions.invoice import DOOR, Line, read_invoice, total_differs
from payung.contributions.models import Invoice, InvoiceLine
from payung.database.loading import copying
from payung.files.actions import keep
from payung.files.queries import remembered_layouts
from payung.jobs.actions import Refused
from payung.language.formats import rupiah
from payung.programme import queries as programme
from payung.rules import months
from payung.tables.reading import NOTHING_DECIDED, CannotRead, Decisions

ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


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
    decided: Decisions = NOTHING_DECIDED,
) -> Invoice:
    """Keep the branch's file for one month and compare every row with our active list.

    declared_rp: the total of the branch's letter; the file may carry its own. A total that is not the sum
    of the rows is refused with both numbers. Raises Refused.
    """
    refuse_other_months(round_id, month)
    try:
        read = read_invoice(content, name=name, decisions=decided, remembered=remembered_layouts(DOOR.name))
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
    _copy_lines(invoice, read.lines)
    comparison = compare_invoice(invoice)
    record(
        "contributions.receive_invoice",
        by=by,
        at=at,
        on=("invoice", invoice.pk),
        sentence=f"Menerima tagihan {months.month_in_words(month)}: {invoice.people} orang, "
        f"{rupiah(invoice.total_rp)}, {comparison.differences} selisih.",
    )
    return invoice


@transaction.atomic
def recheck_invoice(invoice_id: int, *, by: User | None, at: datetime) -> Compared:
    """Compare again, for instance after a membership ended. The rows of the file stay as they are."""
    invoice = Invoice.objects.select_for_update().get(pk=invoice_id)
    comparison = compare_invoice(invoice)
    record(
        "contributions.recheck_invoice",
        by=by,
        at=at,
        on=("invoice", invoice.pk),
        sentence=f"Memeriksa ulang tagihan {months.month_in_words(invoice.month)}: "
        f"{comparison.agreed} cocok, {comparison.differences} selisih.",
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


def _copy_lines(invoice: Invoice, lines: list[Line]) -> None:
    """In blocks of COPY's own text: row by row, writing took longer than all that the database does."""
    with copying(InvoiceLine, ("invoice_id", "row_number", "kpj", "name", "amount_rp")) as copy:
        for start in range(0, len(lines), 5_000):
            copy.write(
                "".join(
                    f"{invoice.pk}\t{number}\t{kpj}\t{name.translate(ESCAPED)}\t{amount_rp}\n"
                    for number, kpj, name, amount_rp in lines[start : start + 5_000]
                )
            )
