"""Events, the claim that follows from one, its steps, papers and heirs."""

from django.db import models
from django.db.models import Q

from payung.claims.enums import ClaimState, EventKind, PaperState
from payung.people.enums import Kin


class Event(models.Model):
    """What somebody told us. A death of a person is recorded once (C2)."""

    worker = models.ForeignKey("people.Worker", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    happened_on = models.DateField()
    place = models.CharField(max_length=160, blank=True)
    story = models.TextField(blank=True)
    reporter_name = models.CharField(max_length=120)
    reporter_phone_sealed = models.BinaryField(null=True)  # at "claims.event.phone:<key>"
    reporter_kin = models.CharField(max_length=20, choices=Kin.choices, blank=True)
    key = models.UUIDField(unique=True)  # made with the form: sending twice reports once
    reported_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        ordering = ["-reported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], condition=Q(kind__in=["death", "work_death"]), name="a_person_dies_once"
            )
        ]


class Claim(models.Model):
    """The way from the event to the money. The estimate is what `rules` said, kept with its articles."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="claim")
    worker = models.ForeignKey("people.Worker", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ClaimState.choices, default=ClaimState.REPORTED)
    cover_state = models.CharField(max_length=8)  # on the day of the event, as known when reported
    needs_confirmation = models.BooleanField(default=False)
    estimate_rp = models.BigIntegerField(default=0)
    estimate = models.JSONField(default=dict)  # parts, articles, confidence, explanation
    filed_on = models.DateField(null=True)
    bpjs_number = models.CharField(max_length=40, blank=True)
    paid_on = models.DateField(null=True)
    paid_rp = models.BigIntegerField(null=True)
    refusal = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "changed_at"], name="claim_board")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ClaimState.PAID) | Q(paid_on__isnull=False, paid_rp__gt=0),
                name="a_paid_claim_has_money",
            )
        ]

    @property
    def number(self) -> str:
        return f"K-{self.pk:05d}"


class Step(models.Model):
    """One move of a claim. Only added."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=ClaimState.choices)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Paper(models.Model):
    """One line of the checklist."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=40)  # a key of claims.checklist
    state = models.CharField(max_length=8, choices=PaperState.choices, default=PaperState.MISSING)
    note = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["claim", "kind"], name="a_paper_once_per_claim")]


class Heir(models.Model):
    """Somebody of the family, whether rightful, and the share that follows."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="heirs")
    name = models.CharField(max_length=120)
    kin = models.CharField(max_length=20, choices=Kin.choices)
    birth_date = models.DateField(null=True)
    is_alive = models.BooleanField(default=True)
    is_rightful = models.BooleanField(default=False)
    share_rp = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["id"]
