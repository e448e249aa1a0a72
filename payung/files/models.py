"""A kept file: its digest, its name, its sealed bytes; how its columns were matched, and what waits to be looked at."""

from django.db import models


class StoredFile(models.Model):
    """Bytes somebody uploaded or the program made. Never changed; the digest proves it."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    purpose = models.CharField(max_length=40)  # "intake.list", "selection.signed_decree"
    kept_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class FileBody(models.Model):
    """The sealed bytes, in their own table so that lists of files stay small."""

    file = models.OneToOneField(StoredFile, models.PROTECT, primary_key=True, related_name="body")
    sealed = models.BinaryField()


class MatchedLayout(models.Model):
    """How the columns of one layout were matched by a person, once for each door and sender. Holds no title."""

    door = models.CharField(max_length=40)  # tables.fields.Door.name
    sender = models.CharField(max_length=40, blank=True)  # the agency; "" where a door has one sender
    layout = models.CharField(max_length=64)  # digest of the titles at their places
    fields = models.JSONField()  # {"B": "nik", ...}
    kept_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["door", "sender", "layout"], name="a_layout_once_per_sender")
        ]


class Incoming(models.Model):
    """A file that a partner sent, between Unggah and Simpan: looked at, decided about, and then used or thrown away."""

    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="incoming")
    door = models.CharField(max_length=40)
    details = models.JSONField(default=dict)  # what was filled in beside the file: month, declared total
    decisions = models.JSONField(default=dict)  # tables.reading.Decisions.as_json
    closed_at = models.DateTimeField(null=True)  # saved or thrown away

    class Meta:
        ordering = ["-id"]
