"""Field checks, verdicts with every reason, and overrides by a second person."""

from django.db import models
from django.db.models import F, Q

from payung.eligibility.enums import FieldOutcome, OverrideState


class FieldCheck(models.Model):
    """What an officer saw. `client_id` comes from the phone: sending twice is harmless."""

    client_id = models.UUIDField(unique=True)
    worker = models.ForeignKey("people.Worker", models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=12, choices=FieldOutcome.choices)
    works_as = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    checked_on = models.DateField()
    checked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-checked_on", "-id"]
        indexes = [models.Index(fields=["worker", "-checked_on"], name="field_check_latest")]


class CarriedOver(models.Model):
    """A member of an earlier round who goes on into this one: judged like the proposed, but his age no longer ends it."""

    round = models.ForeignKey("programme.Round", models.CASCADE, related_name="+")
    worker = models.ForeignKey("people.Worker", models.CASCADE, related_name="+")
    sector = models.ForeignKey("reference.Sector", models.PROTECT, related_name="+")
    carried_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["round", "worker"], name="carried_over_once")]


class Verdict(models.Model):
    """The answer for one person in one round. `refusals` is a bit mask of `rules.eligibility.Refusal`."""

    round = models.ForeignKey("programme.Round", models.CASCADE, related_name="+")
    worker = models.ForeignKey("people.Worker", models.CASCADE, related_name="+")
    sector = models.ForeignKey("reference.Sector", models.PROTECT, related_name="+")
    refusals = models.PositiveIntegerField()  # 0 = eligible
    overridden = models.BooleanField(default=False)
    judged_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["round", "worker"], name="one_verdict_per_round")]
        indexes = [models.Index(fields=["round", "refusals"], name="verdict_by_refusal")]


class Override(models.Model):
    """A refusal set aside for one person: asked with a reason, decided by somebody else."""

    verdict = models.ForeignKey(Verdict, models.CASCADE, related_name="overrides")
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=OverrideState.choices, default=OverrideState.ASKED)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="override_needs_two_people"
            ),
            models.UniqueConstraint(
                fields=["verdict"], condition=Q(state=OverrideState.ASKED), name="one_open_override"
            ),
        ]
