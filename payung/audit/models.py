"""The audit line, and the chain that is forged over it at every commit."""

from django.db import models


class AuditLine(models.Model):
    """One fact: somebody did something to something. `body` is its canonical form; the chain hashes that."""

    at = models.DateTimeField()
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=120)  # "Sistem" for jobs nobody asked for
    verb = models.CharField(max_length=60)  # "intake.saved"
    sentence = models.TextField()  # for people, in Indonesian, without NIK, KK, phone or account
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    personal_read = models.BooleanField(default=False)  # somebody looked at personal data
    body = models.TextField()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_of_object"),
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["actor", "at"], name="audit_by_actor"),
        ]


class AuditLink(models.Model):
    """One link of the chain, written by the database at commit: hash = SHA-256(previous hash || body)."""

    seq = models.BigIntegerField(primary_key=True)
    line = models.OneToOneField(AuditLine, models.PROTECT, related_name="link")
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["seq"]


class PromiseRun(models.Model):
    """Somebody, or the night, asked every promise of every row (`payung verify`). Kept whole: an answer is a fact of its day."""

    night_of = models.DateField(
        null=True, unique=True
    )  # the nightly run of that day; NULL when a person asked
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    seconds = models.FloatField()
    promises = models.PositiveSmallIntegerField()
    broken = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-begun_at", "-id"]
        indexes = [models.Index(fields=["begun_at"], name="promise_run_by_time")]


class PromiseAnswer(models.Model):
    """What one promise answered in a run. `examples`: where to look, numbers of ours, nobody's name or NIK."""

    run = models.ForeignKey(PromiseRun, models.CASCADE, related_name="answers")
    place = models.PositiveSmallIntegerField()  # in the order of the command
    name = models.CharField(max_length=8)  # "L10"
    says = models.CharField(max_length=200)
    breaches = models.PositiveIntegerField()
    examples = models.JSONField(default=list)
    seconds = models.FloatField()

    class Meta:
        ordering = ["run_id", "place"]
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="a_promise_once_a_run")]

    @property
    def holds(self) -> bool:
        return self.breaches == 0
