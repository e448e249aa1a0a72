"""What can an officer's phone send that was written without signal?"""

from django.db.models import TextChoices


class What(TextChoices):
    NOTICE = "notice", "Kabar kematian"
    CARD = "card", "Serah kartu"
    PARCEL = "parcel", "Serah sembako"
