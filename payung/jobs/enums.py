"""The states of a background job."""

from django.db.models import TextChoices


class JobState(TextChoices):
    WAITING = "waiting", "Menunggu giliran"
    RUNNING = "running", "Sedang berjalan"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"
