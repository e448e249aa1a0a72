"""Batches as they came, their checked rows (sealed), and the column names each agency uses."""

from django.db import models
from django.db.models import Q

from payung.intake.enums import LIVE, BatchState


class ColumnMap(models.Model):
    """How one agency's headers map to our fields; matched once on screen, remembered by the headers."""

    agency = models.ForeignKey("reference.Agency", models.CASCADE, related_name="+")
    headers_digest = models.CharField(max_length=64)
    fields = models.JSONField()  # {"NAMA PETANI": "name", ...}
    kept_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "headers_digest"], name="one_map_per_layout")
        ]


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
    sheet = models.CharField(max_length=80, blank=True)
    columns = models.JSONField(default=list)  # [{"letter","header","field"}]
    refusal = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
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
    row_number = models.PositiveIntegerField()  # as the spreadsheet shows it
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
