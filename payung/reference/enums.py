"""The kinds of places the register knows."""

from django.db.models import TextChoices


class AreaLevel(TextChoices):
    KOTA = "kota", "Kota"
    KECAMATAN = "kecamatan", "Kecamatan"
    KELURAHAN = "kelurahan", "Kelurahan"
