"""What came in from officers' phones: only that it came, so that it is done once. What was told stands where it belongs."""

from django.db import models

from payung.field.enums import What


class Sent(models.Model):
    """One entry of a phone's outbox. The phone makes the key; the answer is given again to who sends it twice."""

    key = models.UUIDField(primary_key=True)
    what = models.CharField(max_length=8, choices=What.choices)
    written_at = models.DateTimeField()  # by the clock of the phone: told, not believed
    answer = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
