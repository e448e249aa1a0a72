"""What one person proposes and another decides: a new dated value of the law."""

from django.db import models
from django.db.models import F, Q

from payung.office.enums import Confidence, ProposalState
from payung.rules.parameter_names import name_of


class Proposal(models.Model):
    """A value that shall hold from a day on. Approved, it becomes a `reference.DatedValue`."""

    parameter = models.CharField(max_length=120)
    value = models.JSONField()
    unit = models.CharField(max_length=120)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    source = models.CharField(max_length=160)
    article = models.CharField(max_length=120, blank=True)
    confidence = models.CharField(max_length=6, choices=Confidence.choices)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    in_force = models.OneToOneField("reference.DatedValue", models.PROTECT, null=True, related_name="+")

    @property
    def name(self) -> str:
        return name_of(self.parameter)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "rejected"])
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="law_decided_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", in_force__isnull=False)
                | ~Q(state="approved") & Q(in_force=None),
                name="approved_value_is_in_force",
            ),
            models.UniqueConstraint(
                fields=["parameter", "effective_from"],
                condition=Q(state="proposed"),
                name="one_open_proposal_a_value_and_day",
            ),
        ]
