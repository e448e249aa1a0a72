"""Distributions of parcels (sembako) and their receipts."""

from django.db import models


class Distribution(models.Model):
    """One event: so many parcels, on one day, at one place, from one giver."""

    name = models.CharField(max_length=120)
    giver = models.CharField(max_length=120)  # "Baznas Kota"
    content = models.CharField(max_length=200)  # "Beras 5 kg, minyak 2 l, gula 1 kg"
    place = models.CharField(max_length=160)
    on = models.DateField()
    parcels = models.PositiveIntegerField()
    round = models.ForeignKey("programme.Round", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]


class Recipient(models.Model):
    """A worker on the list of a distribution, or the family of one who died."""

    distribution = models.ForeignKey(Distribution, models.CASCADE, related_name="recipients")
    worker = models.ForeignKey("people.Worker", models.PROTECT, related_name="+")
    for_family = models.BooleanField(default=False)  # the worker died: the parcel is his family's
    received_at = models.DateTimeField(null=True)
    handed_over_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    taken_by = models.CharField(max_length=120, blank=True)  # when a relative came

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["distribution", "worker"], name="one_parcel_per_person"),
            models.CheckConstraint(
                condition=models.Q(for_family=False) | models.Q(received_at=None) | ~models.Q(taken_by=""),
                name="a_family_parcel_names_who_took_it",
            ),
        ]

    @property
    def addressed(self) -> str:
        """Whom the list names: the worker, or the family of one who died."""
        if not self.for_family:
            return self.worker.name
        late = {"L": "almarhum", "P": "almarhumah"}.get(self.worker.sex, "almarhum/almarhumah")
        return f"Keluarga {late} {self.worker.name}"
