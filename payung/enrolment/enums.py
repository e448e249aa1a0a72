"""States of a registration, a card, and why a membership ends."""

from django.db.models import TextChoices

from payung.selection.enums import ReleaseReason


class RegistrationState(TextChoices):
    READY = "ready", "Siap didaftarkan"
    SENT = "sent", "Dikirim ke BPJS"
    ACCEPTED = "accepted", "Terdaftar (KPJ terbit)"
    REFUSED = "refused", "Ditolak BPJS"


class CardState(TextChoices):
    ACTIVE = "active", "Berlaku"
    REVOKED = "revoked", "Dicabut"


EndReason = ReleaseReason
