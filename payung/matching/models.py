"""Suspected doubles with the decision of a person, and what the registers answered."""

from django.db import models
from django.db.models import Q

from payung.matching.enums import Decision, Finding, PairKind, Register


class Pair(models.Model):
    """A proposed row that may be a worker we already know (perhaps from the same list)."""

    row = models.ForeignKey("intake.Row", models.CASCADE, related_name="+")
    worker = models.ForeignKey("people.Worker", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=PairKind.choices)
    score = models.PositiveSmallIntegerField()  # 0-100
    why = models.CharField(max_length=200)  # "NIK beda 1 angka; nama dan tanggal lahir sama"
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["row", "worker"], name="a_pair_once"),
            models.CheckConstraint(
                condition=Q(decision=Decision.OPEN) | Q(decided_by__isnull=False),
                name="a_decision_has_a_person",
            ),
        ]
        indexes = [models.Index(fields=["decision", "-score"], name="pairs_in_queue")]


class RegisterCheck(models.Model):
    """What a register answered about a person on a day. Only the outcome is kept, not the extract."""

    worker = models.ForeignKey("people.Worker", models.CASCADE, related_name="+")
    register = models.CharField(max_length=10, choices=Register.choices)
    finding = models.CharField(max_length=12, choices=Finding.choices)
    since = models.DateField(null=True)  # day of death, of the move
    note = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["-checked_at", "-id"]
        indexes = [models.Index(fields=["worker", "register", "-checked_at"], name="register_check_latest")]
