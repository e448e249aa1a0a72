"""A background job as people see it: who asked, what for, how many rows, what came of it."""

import uuid

from django.db import models

from payung.jobs.enums import JobState


class Job(models.Model):
    """Holds references only, never personal data. `run` counts the starts: a stale run cannot finish the job."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=60)  # name of a registered function, "intake.save"
    label = models.CharField(max_length=200)  # "Menyimpan 4.812 baris petani.xlsx"
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    run = models.PositiveSmallIntegerField(default=0)
    rows_done = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(default=0)
    step = models.CharField(max_length=120, blank=True)  # "Mencari data ganda"
    result_url = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]

    @property
    def percent(self) -> int:
        if self.state == JobState.DONE:
            return 100
        return min(99, self.rows_done * 100 // self.rows_total) if self.rows_total else 0

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)
