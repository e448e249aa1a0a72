"""Places of a round, and the decrees (SK) that freeze them by name and address."""

from django.db import models
from django.db.models import Q

from payung.selection.enums import SEATED, DecreeState, PlaceState, ReleaseReason


class Place(models.Model):
    """One eligible person's standing in a round: a seat, or a number on the waiting list."""

    round = models.ForeignKey("programme.Round", models.PROTECT, related_name="+")
    sector = models.ForeignKey("reference.Sector", models.PROTECT, related_name="+")
    worker = models.ForeignKey("people.Worker", models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()  # within the sector, 1 is first
    score = models.PositiveIntegerField()
    score_parts = models.JSONField(default=dict)  # {"Desil 1-4": 40, ...}: "kenapa (tidak) terpilih"
    state = models.CharField(max_length=10, choices=PlaceState.choices)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    starts_month = models.PositiveIntegerField()
    released_for = models.CharField(max_length=20, choices=ReleaseReason.choices, blank=True)
    released_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["sector_id", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["round", "worker"], name="one_place_per_person_and_round"),
            models.UniqueConstraint(fields=["round", "sector", "rank"], name="a_rank_once"),
            models.CheckConstraint(
                condition=Q(state=PlaceState.RELEASED) ^ Q(released_for=""), name="a_release_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["round", "sector", "state", "rank"], name="place_queue"),
            models.Index(fields=["worker"], name="place_of_worker"),
        ]

    @property
    def is_seated(self) -> bool:
        return self.state in SEATED


class Decree(models.Model):
    """An SK: the first of a round, or an amendment. Signed ones never change (M9)."""

    round = models.ForeignKey("programme.Round", models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()  # 1 = the first, 2.. = amendments
    state = models.CharField(max_length=10, choices=DecreeState.choices, default=DecreeState.DRAFT)
    number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField(null=True)
    lines_digest = models.CharField(max_length=64)  # SHA-256 over the canonical lines, fixed at drafting
    people = models.PositiveIntegerField()
    monthly_rp = models.BigIntegerField()
    signed_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    signature_note = models.TextField(blank=True)  # what the check of the PDF's signature said
    letter = models.JSONField(null=True)  # head, citations and copies as they were when it was signed
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    locked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["round_id", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "version"],
                condition=~Q(state=DecreeState.DROPPED),
                name="one_decree_per_version",
            ),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state=DecreeState.DRAFT), name="one_draft_decree_per_round"
            ),
            models.CheckConstraint(
                condition=~Q(state=DecreeState.SIGNED) | Q(signed_on__isnull=False, locked_by__isnull=False),
                name="a_signed_decree_is_locked",
            ),
        ]


class DecreeLine(models.Model):
    """One person of a decree, as he stood on that day. `sealed` holds NIK and KK at "selection.line:<decree>:<place>"."""

    decree = models.ForeignKey(Decree, models.CASCADE, related_name="lines")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # in the annex
    leaves = models.BooleanField(default=False)  # in an amendment: this person goes out
    reason = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120)
    birth = models.CharField(max_length=120)  # "Probolinggo, 12-05-1980"
    sex = models.CharField(max_length=1)
    address = models.CharField(max_length=240)
    kelurahan = models.CharField(max_length=80)
    kecamatan = models.CharField(max_length=80)
    job = models.CharField(max_length=80)
    sealed = models.BinaryField()
    starts_month = models.PositiveIntegerField(
        null=True
    )  # in an amendment: from when this person is paid for
    replaces = models.CharField(max_length=120, blank=True, db_default="")  # and whose seat that was

    class Meta:
        ordering = ["decree_id", "number"]
        constraints = [models.UniqueConstraint(fields=["decree", "place"], name="a_place_once_per_decree")]
