"""The outbox: messages that were prepared, and who sent or said them."""

from django.db import models

from payung.outreach.enums import MessageState, Topic


class Message(models.Model):
    """One message to one family. The number is sealed at "outreach.message.phone:<key>"; the text names no number."""

    topic = models.CharField(max_length=12, choices=Topic.choices)
    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="+")
    to_name = models.CharField(max_length=120)
    phone_sealed = models.BinaryField(null=True)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.PREPARED)
    key = models.UUIDField(unique=True)  # of claim, topic and occasion: asked twice, prepared once
    prepared_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField()
    done_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-prepared_at", "-id"]
        indexes = [models.Index(fields=["state", "-prepared_at"], name="outbox")]
