"""The register: one row a person. Private numbers are sealed; blind indexes find them again."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from payung.people.enums import Kin, Sex


class Worker(models.Model):
    """A person once. The sealed columns open only at `people.worker.<column>:<id>` (see `people.sealing`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=120)  # as on the KTP, capitals untouched
    birth_date = models.DateField()
    birth_place = models.CharField(max_length=80, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices)
    address = models.CharField(max_length=200, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    rw = models.CharField(max_length=3, blank=True)
    kelurahan = models.ForeignKey("reference.Area", models.PROTECT, null=True, related_name="+")
    outside_address = models.CharField(
        max_length=120, blank=True
    )  # kelurahan named by the list, not of this city
    nik_sealed = models.BinaryField()
    nik_index = models.BinaryField(max_length=32)
    kk_sealed = models.BinaryField(null=True)
    kk_index = models.BinaryField(max_length=32, null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(max_length=32, null=True)
    mother_name_sealed = models.BinaryField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()
    search = models.GeneratedField(
        expression=SearchVector("name", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            # M1: one live worker a NIK; a merged one keeps its row and points to the other.
            models.UniqueConstraint(
                "nik_index", condition=Q(merged_into=None), name="one_live_worker_per_nik"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="not_merged_into_itself"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="worker_search"),
            models.Index(fields=["kelurahan", "name"], name="worker_by_kelurahan"),
            models.Index(fields=["kk_index"], name="worker_by_kk"),
            models.Index(fields=["birth_date"], name="worker_by_birth_date"),
        ]

    def __str__(self) -> str:
        return self.name


class Occupation(models.Model):
    """What a worker does, as an agency said it on a day."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="occupations")
    sector = models.ForeignKey("reference.Sector", models.PROTECT, related_name="+")
    job = models.CharField(max_length=80)
    work_place = models.CharField(max_length=120, blank=True)
    work_hours = models.CharField(max_length=40, blank=True)
    income_rp = models.BigIntegerField(null=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["-said_at", "-id"]


class Relative(models.Model):
    """A member of the worker's family, for heirs and scholarships."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="relatives")
    name = models.CharField(max_length=120)
    kin = models.CharField(max_length=20, choices=Kin.choices)
    birth_date = models.DateField(null=True)
    is_alive = models.BooleanField(default=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Correction(models.Model):
    """One corrected field of a person: what it was, what it became, why. Only added; both values are sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=20)
    before_sealed = models.BinaryField(null=True)  # at `people.correction.before:<id>`
    after_sealed = models.BinaryField(null=True)
    reason = models.CharField(max_length=300)
    corrected_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        ordering = ["-corrected_at", "field"]


class Merge(models.Model):
    """Two workers who were one: `gone` points to `kept` now. `moved` names every row that changed hands, so that all goes back.

    Both keep their ids. moved: {"selection.place.worker": [12, 14], ...}
    """

    kept = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    merged_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    parted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    parted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-merged_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="two_workers_are_merged"),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(parted_at=None), name="merged_once_at_a_time"
            ),
        ]
