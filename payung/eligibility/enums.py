"""What an officer found at the door, and how an override moves."""

from django.db.models import TextChoices


class FieldOutcome(TextChoices):
    WORKING = "working", "Ditemui, masih bekerja"
    NOT_WORKING = "not_working", "Ditemui, tidak bekerja lagi"
    MOVED = "moved", "Sudah pindah"
    DEAD = "dead", "Sudah meninggal"
    NOT_FOUND = "not_found", "Tidak ditemukan"
    UNWILLING = "unwilling", "Tidak bersedia"


class OverrideState(TextChoices):
    ASKED = "asked", "Menunggu keputusan"
    GRANTED = "granted", "Disetujui"
    DENIED = "denied", "Ditolak"
