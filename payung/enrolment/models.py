"""Registration files and replies, memberships with their KPJ, cards with their random code."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from payung.enrolment.enums import CardState, EndReason, RegistrationState


class ExportProfile(models.Model):
    """The branch's template as data: ordered columns, headers, formats, code lists. Edited, not programmed."""

    name = models.CharField(max_length=80, unique=True)
    purpose = models.CharField(max_length=20, default="registration")  # documents.profile.Purpose.key
    columns = models.JSONField()  # [{"header","field","format","codes"}]
    file_format = models.CharField(max_length=4, default="xlsx")
    is_default = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]


class RegistrationFile(models.Model):
    """A file that went to the branch, byte for byte."""

    decree = models.ForeignKey("selection.Decree", models.PROTECT, related_name="+")
    profile = models.ForeignKey(ExportProfile, models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]


class Registration(models.Model):
    """One decreed person on the way to a KPJ."""

    place = models.OneToOneField("selection.Place", models.PROTECT, related_name="+")
    worker = models.ForeignKey("people.Worker", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=RegistrationState.choices, default=RegistrationState.READY
    )
    sent_in = models.ForeignKey(RegistrationFile, models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(max_length=200, blank=True)
    replied_on = models.DateField(null=True)
    reply_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state"], name="registration_by_state")]


class Reply(models.Model):
    """One reading of the branch's answer. `problems` are rows that changed nothing: [{"row", "what"}]."""

    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    accepted = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    called = models.PositiveIntegerField()  # people called from the waiting list for the refused ones
    problems = models.JSONField(default=list)
    read_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class DeactivationFile(models.Model):
    """A *Nonaktif TK* file that went to the branch, byte for byte: whom it should no longer bill."""

    profile = models.ForeignKey(ExportProfile, models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]


class Membership(models.Model):
    """Registered at BPJS through the city's wadah. Cover itself follows from paid months (contributions)."""

    worker = models.ForeignKey("people.Worker", models.PROTECT, related_name="+")
    # Several only when the seat was given on after a mistaken death, and the person was called again later.
    place = models.ForeignKey("selection.Place", models.PROTECT, related_name="+")
    kpj = models.CharField(max_length=20)
    start_on = models.DateField()
    end_on = models.DateField(null=True)  # first day no longer wanted; NULL = goes on
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    died_on = models.DateField(null=True)  # once known: no membership of his lasts beyond that day
    recorded_at = models.DateTimeField()
    # The branch was asked to stop billing: NULL once more when the end was taken back.
    deactivated_in = models.ForeignKey(DeactivationFile, models.PROTECT, null=True, related_name="members")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], condition=Q(end_on=None), name="one_running_membership_per_worker"
            ),
            models.UniqueConstraint(fields=["kpj"], condition=Q(end_on=None), name="a_kpj_runs_once"),
            models.UniqueConstraint(
                fields=["place"], condition=Q(end_on=None), name="one_running_membership_per_seat"
            ),
            models.CheckConstraint(condition=Q(end_on=None) ^ ~Q(end_reason=""), name="an_end_has_a_reason"),
        ]

    @property
    def last_on(self) -> date | None:
        """The last day of a membership that has ended; None while it runs."""
        return self.end_on - timedelta(days=1) if self.end_on else None


class BeforeDeath(models.Model):
    """What stood before a death was recorded, so that a mistaken one can be taken back (`actions.deaths`).

    before: {"memberships": {id: {"end_on", "end_reason"}}, "cards": [ids that were valid], "registrations": {id: state},
    "places": {id: state}}; days as ISO text.
    """

    worker = models.ForeignKey("people.Worker", models.PROTECT, related_name="+")
    before = models.JSONField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], condition=Q(undone_at=None), name="one_death_stands_at_a_time"
            )
        ]


class Card(models.Model):
    """The city's card: a random code, never the NIK."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="cards")
    code = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=8, choices=CardState.choices, default=CardState.ACTIVE)
    issued_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    handed_over_on = models.DateField(null=True)
    handed_over_to = models.CharField(max_length=120, blank=True)
    handed_over_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reissue_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(state=CardState.ACTIVE), name="one_active_card"
            )
        ]
