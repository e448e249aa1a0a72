"""Invoices compared row by row, payment orders signed by three people, and money as transfers."""

from django.db import models
from django.db.models import F, Q

from payung.contributions.enums import (
    AccountKind,
    CorrectionAct,
    CorrectionKind,
    CorrectionState,
    DifferenceKind,
    InvoiceState,
    LetterKind,
    OrderState,
)


class Account(models.Model):
    """A place where a fund's money stands."""

    fund = models.ForeignKey("programme.Fund", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=AccountKind.choices)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["fund", "kind"], name="one_account_per_kind")]


class Transfer(models.Model):
    """Money moved from one account to another. Never changed: a mistake is another transfer."""

    debit = models.ForeignKey(Account, models.PROTECT, related_name="debits")  # where it goes
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credits")  # where it comes from
    amount_rp = models.BigIntegerField()
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    key = models.CharField(max_length=80, unique=True)  # "order:12:reserve": the same command never twice
    note = models.CharField(max_length=160)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+"
    )  # what it takes back (L4)
    correction = models.ForeignKey("Correction", models.PROTECT, null=True, related_name="transfers")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_rp__gt=0), name="transfer_is_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_moves_money"),
        ]


class Invoice(models.Model):
    """What BPJS asks for one month, as its file says."""

    round = models.ForeignKey("programme.Round", models.PROTECT, related_name="+")
    month = models.PositiveIntegerField()
    kode_iuran = models.CharField(max_length=40, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    total_rp = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=InvoiceState.choices, default=InvoiceState.RECEIVED)
    received_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-month", "-id"]


class InvoiceLine(models.Model):
    """One row of an invoice. Whose KPJ it is, the active list of the day says."""

    # No constraint and no index of its own: see `references.sql`, and the unique key begins with it.
    invoice = models.ForeignKey(
        Invoice, models.CASCADE, related_name="lines", db_constraint=False, db_index=False
    )
    row_number = models.PositiveIntegerField()
    kpj = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    amount_rp = models.BigIntegerField()

    class Meta:
        ordering = ["invoice_id", "row_number"]
        constraints = [models.UniqueConstraint(fields=["invoice", "row_number"], name="an_invoice_row_once")]


class Difference(models.Model):
    """Where an invoice and our active list do not agree. Only agreed rows go into an order."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="differences")
    kind = models.CharField(max_length=14, choices=DifferenceKind.choices)
    line = models.ForeignKey(InvoiceLine, models.CASCADE, null=True, related_name="+")
    membership = models.ForeignKey("enrolment.Membership", models.PROTECT, null=True, related_name="+")
    expected_rp = models.BigIntegerField(null=True)
    invoiced_rp = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["kind", "id"]


class PaymentOrder(models.Model):
    """The month's payment: made, verified and approved by three different people on one digest (P1, P2)."""

    round = models.ForeignKey("programme.Round", models.PROTECT, related_name="+")
    fund = models.ForeignKey("programme.Fund", models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="+")
    month = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.CREATED)
    people = models.PositiveIntegerField()
    total_rp = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    due_on = models.DateField()
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    verified_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    paid_on = models.DateField(null=True)
    proof_number = models.CharField(max_length=60, blank=True)  # SP2D or bank reference
    proof_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(max_length=160, blank=True)
    correction = models.ForeignKey("Correction", models.PROTECT, null=True, related_name="orders")

    class Meta:
        ordering = ["-month", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verified_by=F("created_by")), name="order_verified_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("created_by")) & ~Q(approved_by=F("verified_by")),
                name="order_approved_by_a_third",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.PAID) | Q(paid_on__isnull=False, approved_by__isnull=False),
                name="a_paid_order_was_approved",
            ),
        ]

    @property
    def is_late(self) -> bool:
        return self.paid_on is not None and self.paid_on > self.due_on


class OrderLine(models.Model):
    """One membership and month in an order. `is_live` turns false when the order is voided (P3).

    What a line refers to is checked once a statement (`references.sql`), not once a row and key.
    """

    order = models.ForeignKey(PaymentOrder, models.PROTECT, related_name="lines", db_constraint=False)
    membership = models.ForeignKey(
        "enrolment.Membership", models.PROTECT, related_name="+", db_constraint=False
    )
    worker = models.ForeignKey(
        "people.Worker", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    month = models.PositiveIntegerField()
    amount_rp = models.BigIntegerField()
    is_live = models.BooleanField(default=True)
    paid_on = models.DateField(null=True)  # set when the order is paid: this is the paid month
    replaces = models.ForeignKey(  # taken back when this is paid
        "self", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "month"], condition=Q(is_live=True), name="a_month_is_paid_once"
            ),
            models.CheckConstraint(condition=Q(amount_rp__gt=0), name="order_line_is_positive"),
        ]
        indexes = [
            models.Index(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="lines_that_replace_another"
            )
        ]


class ActiveList(models.Model):
    """Whom the branch calls active in a month, as its file says: the fifth of the five ways."""

    round = models.ForeignKey("programme.Round", models.PROTECT, related_name="+")
    month = models.PositiveIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    received_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-month", "-id"]


class ActiveLine(models.Model):
    """One KPJ of such a list."""

    list = models.ForeignKey(ActiveList, models.CASCADE, related_name="lines")
    kpj = models.CharField(max_length=20)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["list", "kpj"], name="a_kpj_once_in_an_active_list")]


class StopKept(models.Model):
    """A register says that somebody must stop, and a person decided that he is paid on: why, and what was known."""

    membership = models.ForeignKey("enrolment.Membership", models.PROTECT, related_name="+")
    finding = models.CharField(max_length=12)  # matching.StopReason at that moment; another answer asks anew
    reason = models.CharField(max_length=160)
    kept_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class PaymentLetter(models.Model):
    """A paper of the treasury on the way to a payment: SPP, then SPM, then SP2D, each with its own number."""

    order = models.ForeignKey(PaymentOrder, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=4, choices=LetterKind.choices)
    number = models.CharField(max_length=60)
    dated_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["order_id", "dated_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "kind"], name="one_letter_of_a_kind"),
            models.UniqueConstraint(fields=["kind", "number"], name="a_letter_number_once"),
        ]


class MonthClosing(models.Model):
    """A month that is closed takes no invoice, order or payment; only a correction (L15). Reopening keeps the row."""

    round = models.ForeignKey("programme.Round", models.PROTECT, related_name="+")
    month = models.PositiveIntegerField()
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    reopened_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=160, blank=True)  # of reopening

    class Meta:
        ordering = ["round_id", "month", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "month"], condition=Q(reopened_at=None), name="a_month_is_closed_once"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None, reason="")
                | (Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reason="")),
                name="a_month_is_reopened_for_a_reason",
            ),
        ]


class Correction(models.Model):
    """Something about one member turned out otherwise: proposed by one person, posted by another, never edited (M7)."""

    membership = models.ForeignKey("enrolment.Membership", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=CorrectionKind.choices)
    state = models.CharField(max_length=8, choices=CorrectionState.choices, default=CorrectionState.PROPOSED)
    day = models.DateField(null=True)  # START: the new first day; END: the new last day
    end_reason = models.CharField(max_length=20, blank=True)  # END of a membership that runs
    sector = models.ForeignKey("reference.Sector", models.PROTECT, null=True, related_name="+")  # CLASS
    fund = models.ForeignKey("programme.Fund", models.PROTECT, null=True, related_name="+")  # FUND
    first_month = models.PositiveIntegerField()
    last_month = models.PositiveIntegerField()
    posted_month = models.PositiveIntegerField()  # the open month whose books carry it
    reason = models.CharField(max_length=160)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")), name="a_correction_is_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state=CorrectionState.PROPOSED)
                ^ Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decided_correction_has_a_name",
            ),
        ]


class CorrectionStep(models.Model):
    """What a correction does to one month, as it was shown before it was proposed. Rupiah."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="steps")
    month = models.PositiveIntegerField()
    act = models.CharField(max_length=7, choices=CorrectionAct.choices)
    line = models.ForeignKey(OrderLine, models.PROTECT, null=True, related_name="+")  # what was paid
    fund = models.ForeignKey("programme.Fund", models.PROTECT, related_name="+")  # whose money it becomes
    was_rp = models.BigIntegerField()
    becomes_rp = models.BigIntegerField()

    class Meta:
        ordering = ["correction_id", "month"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "month"], name="a_month_once_a_correction")
        ]
