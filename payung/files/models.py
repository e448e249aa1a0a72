"""A kept file: its digest, its name, and its sealed bytes in the same database as what refers to it."""

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
