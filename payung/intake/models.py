"""Batches as they came, and their checked rows (sealed)."""

from django.db import models
from django.db.models import Q

from payung.intake.enums import LIVE, BatchState


class Batch(models.Model):
    """One file from one agency for one sector of one round."""

    round = models.ForeignKey("programme.Round", models.PROTECT, related_name="+")
    sector = models.ForeignKey("reference.Sector", models.PROTECT, related_name="+")
    agency = models.ForeignKey("reference.Agency", models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    file_sha256 = models.CharField(
        max_length=64
    )  # of the file, here so that the database can refuse it twice
    state = models.CharField(max_length=14, choices=BatchState.choices, default=BatchState.UPLOADED)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    sheets = models.JSONField(
        default=list
    )  # names of the sheets that are read, in the order of the rows' places
    decisions = models.JSONField(default=dict)  # what a person decided: tables.reading.Decisions.as_json
    refusal = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(
        default=0
    )  # rows under the header that are nobody, each with its reason
    already = models.PositiveIntegerField(
        default=0
    )  # rows another saved batch holds in every letter: not kept twice
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    checked_sealed = models.BinaryField(null=True)  # the checked rows until somebody saves or drops them

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        verbose_name = "unggahan"
        constraints = [
            # I3: the same file again changes nothing.
            models.UniqueConstraint(
                "round", "file_sha256", condition=Q(state__in=LIVE), name="a_file_once_per_round"
            )
        ]

    @property
    def receipt_number(self) -> str:
        return f"U-{self.round_id:03d}-{self.pk:05d}"


class Row(models.Model):
    """One proposed person (usulan): a row that was accepted and saved. Values are sealed as one JSON text."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="saved_rows")
    row_number = models.PositiveIntegerField()  # its place in the file (tables.places)
    name = models.CharField(max_length=120)
    birth_date = models.DateField()
    kelurahan = models.ForeignKey("reference.Area", models.PROTECT, null=True, related_name="+")
    nik_index = models.BinaryField(max_length=32)
    content_index = models.BinaryField(max_length=32)  # of all values: tells a row that was sent before
    sealed = models.BinaryField()  # at "intake.row:<batch>:<row number>"
    warnings = models.JSONField(default=list)
    worker = models.ForeignKey(
        "people.Worker", models.SET_NULL, null=True, related_name="+"
    )  # set by matching
    sent_back = models.CharField(max_length=200, blank=True)  # why the agency must correct it

    class Meta:
        ordering = ["batch_id", "row_number"]
        constraints = [models.UniqueConstraint(fields=["batch", "row_number"], name="a_row_once_per_batch")]
        indexes = [
            models.Index(fields=["nik_index"], name="row_by_nik"),
            models.Index(fields=["worker"], name="row_by_worker"),
            models.Index(fields=["content_index"], name="row_by_content"),
        ]
