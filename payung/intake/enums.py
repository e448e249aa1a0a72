"""The states of a batch, and how it may move."""

from django.db.models import TextChoices


class BatchState(TextChoices):
    UPLOADED = "uploaded", "Sedang diperiksa"
    NEEDS_MAPPING = "needs_mapping", "Cocokkan kolom"
    CHECKED = "checked", "Siap disimpan"
    SAVING = "saving", "Sedang disimpan"
    SAVED = "saved", "Tersimpan"
    REFUSED = "refused", "Berkas ditolak"
    UNDONE = "undone", "Dibatalkan"
    DROPPED = "dropped", "Tidak jadi disimpan"


NEXT: dict[BatchState, set[BatchState]] = {
    BatchState.UPLOADED: {BatchState.NEEDS_MAPPING, BatchState.CHECKED, BatchState.REFUSED},
    BatchState.NEEDS_MAPPING: {BatchState.UPLOADED, BatchState.DROPPED},
    BatchState.CHECKED: {BatchState.SAVING, BatchState.NEEDS_MAPPING, BatchState.DROPPED},
    BatchState.SAVING: {BatchState.SAVED, BatchState.CHECKED},
    BatchState.SAVED: {BatchState.UNDONE},
    BatchState.REFUSED: set(),
    BatchState.UNDONE: set(),
    BatchState.DROPPED: set(),
}

# A file in one of these states is being worked on or counts; the same file is not taken a second time.
LIVE = ["uploaded", "needs_mapping", "checked", "saving", "saved"]
