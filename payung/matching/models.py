"""Suspected doubles with the decision of a person, and what the registers answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from payung.matching.enums import Decision, ExtractState, Finding, PairKind, Register

if TYPE_CHECKING:
    from payung.intake.models import Row


class Pair(models.Model):
    """A proposed row, or another worker, that may be a worker we already know.

    `evidence` tells why, heaviest first: [{"field": "nik", "words": "NIK beda 1 angka", "bits": 7.4}, ...]. bits = log2 of
    how much likelier that is when both are one person; they add up, with the field "prior" (how rare one person is at
    all), to the log2 odds behind `probability`.
    """

    row = models.ForeignKey("intake.Row", models.CASCADE, null=True, related_name="+")
    other = models.ForeignKey("people.Worker", models.CASCADE, null=True, related_name="+")
    worker = models.ForeignKey("people.Worker", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=PairKind.choices)
    score = models.PositiveSmallIntegerField()  # 0-100
    probability = models.FloatField(null=True)  # 0-1, that both are one person
    why = models.CharField(max_length=200)  # "NIK beda 1 angka; nama dan tanggal lahir sama"
    evidence = models.JSONField(default=list)
    key = models.BinaryField(
        max_length=32, null=True
    )  # blind index of who both are: tells the pair when it returns
    stake_rp = models.BigIntegerField(default=0)  # what hangs on it when it is decided wrongly
    worth_rp = models.BigIntegerField(
        default=0
    )  # stake times the chance that the program errs: the order of the queue
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    first_decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    first_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-worth_rp", "-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["row", "worker"], name="a_pair_once"),
            models.UniqueConstraint(fields=["other", "worker"], name="two_workers_once"),
            models.CheckConstraint(
                condition=Q(row=None) ^ Q(other=None), name="a_pair_is_of_a_row_or_of_two_workers"
            ),
            # Also what keeps a decided pair where it is when its two workers become one (people.merging).
            models.CheckConstraint(
                condition=Q(other=None) | ~Q(other=F("worker")), name="nobody_is_compared_with_himself"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=[Decision.OPEN, Decision.SECOND]) | Q(decided_by__isnull=False),
                name="a_decision_has_a_person",
            ),
            models.CheckConstraint(
                condition=Q(first_by=None) | Q(decided_by=None) | ~Q(first_by=F("decided_by")),
                name="two_people_for_a_dear_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["decision", "-worth_rp", "-score"], name="pairs_in_queue"),
            models.Index(fields=["key"], name="pair_by_key"),
        ]

    @property
    def proposal(self) -> Row:
        """The proposed row. Only of a pair that has one; of two workers it is None, and asking is a mistake."""
        assert self.row is not None, "a pair of two workers has no row"
        return self.row

    @property
    def left_name(self) -> str:
        """Who is compared with the known worker."""
        return self.row.name if self.row else self.other.name if self.other else ""


class KnownDifferent(models.Model):
    """Two identities of which a person said: not one. The pair stays decided when the file comes again.

    `key` is a keyed index of both identities, so that nothing about them can be read here.
    """

    key = models.BinaryField(max_length=32, unique=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at"]


class ReviewLimit(models.Model):
    """From a day on: a pair with this much or more at stake needs two people. Only added, never changed."""

    valid_from = models.DateField()
    second_person_from_rp = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    set_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-valid_from", "-id"]


class RegisterExtract(models.Model):
    """One file of a register. Its bytes are kept, sealed, only until somebody saves or drops it; then counts remain."""

    register = models.CharField(max_length=10, choices=Register.choices)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    as_of = models.DateField()  # the day on which the register was asked
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=ExtractState.choices, default=ExtractState.UPLOADED)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    decisions = models.JSONField(default=dict)  # what a person decided: tables.reading.Decisions.as_json
    refusal = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)  # rows that speak of people of ours
    counts = models.JSONField(default=dict)  # {finding: people}
    changed = models.JSONField(default=list)  # [[worker, finding]]: what is new against the answer before
    problems = models.JSONField(default=list)  # [[where, what is the matter]]: never a number of the file
    notes = models.JSONField(default=list)  # sentences about the whole file
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at", "-id"]


class RegisterCheck(models.Model):
    """What a register answered about a person on a day. Only the outcome is kept, not the extract."""

    worker = models.ForeignKey("people.Worker", models.CASCADE, related_name="+")
    register = models.CharField(max_length=10, choices=Register.choices)
    finding = models.CharField(max_length=12, choices=Finding.choices)
    since = models.DateField(null=True)  # day of death, of the move
    is_day_sure = models.BooleanField(default=True)  # of a death: the column was named for the day of death
    payer = models.CharField(max_length=80, blank=True)
    decile = models.PositiveSmallIntegerField(null=True)
    differs = models.JSONField(default=list)  # ["nama", "tanggal lahir"]: what the register has otherwise
    quarter = models.CharField(max_length=7, blank=True)  # of a decile: "2025-Q3"
    job = models.CharField(max_length=80, blank=True)  # as Dukcapil has it
    note = models.CharField(max_length=200, blank=True)
    extract = models.ForeignKey(RegisterExtract, models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["-checked_at", "-id"]
        indexes = [models.Index(fields=["worker", "register", "-checked_at"], name="register_check_latest")]


class Sample(models.Model):
    """Pairs drawn to judge the program by: the seed draws the same again. Labels here decide nothing about anybody."""

    seed = models.PositiveBigIntegerField()
    wanted = models.PositiveIntegerField()
    histogram = models.JSONField()  # pairs by probability in steps of 0.001, on the day of drawing
    pairs = models.PositiveIntegerField()  # in all
    drawn_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-drawn_at", "-id"]


class SampleItem(models.Model):
    """One drawn pair and what a person says of it without seeing the program's opinion."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()  # the order of labelling, mixed
    pair = models.ForeignKey(Pair, models.SET_NULL, null=True, related_name="+")
    probability = models.FloatField()
    label = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    labelled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    labelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sample_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "number"], name="a_sample_number_once"),
            models.CheckConstraint(
                condition=Q(label="") ^ Q(labelled_by__isnull=False), name="a_label_has_a_person"
            ),
        ]
