"""Kinds of events, states of a claim and how it moves, states of a paper."""

from django.db.models import TextChoices


class EventKind(TextChoices):
    DEATH = "death", "Meninggal dunia (bukan karena kerja)"
    WORK_DEATH = "work_death", "Meninggal karena kecelakaan kerja"
    ACCIDENT = "accident", "Kecelakaan kerja"


class ClaimState(TextChoices):
    REPORTED = "reported", "Dilaporkan"
    COLLECTING = "collecting", "Melengkapi berkas"
    COMPLETE = "complete", "Berkas lengkap"
    FILED = "filed", "Diajukan ke BPJS"
    PAID = "paid", "Dibayar"
    REFUSED = "refused", "Ditolak BPJS"
    NOT_COVERED = "not_covered", "Tidak terlindungi pada hari kejadian"


# Every way a claim may move. docs/reference/states.md is drawn from this table.
NEXT: dict[ClaimState, set[ClaimState]] = {
    ClaimState.REPORTED: {ClaimState.COLLECTING, ClaimState.NOT_COVERED},
    ClaimState.COLLECTING: {ClaimState.COMPLETE},
    ClaimState.COMPLETE: {ClaimState.FILED, ClaimState.COLLECTING},
    ClaimState.FILED: {ClaimState.PAID, ClaimState.REFUSED, ClaimState.COLLECTING},
    ClaimState.REFUSED: {ClaimState.COLLECTING},
    ClaimState.PAID: set(),
    ClaimState.NOT_COVERED: {ClaimState.COLLECTING},
}


class PaperState(TextChoices):
    MISSING = "missing", "Belum ada"
    PRESENT = "present", "Ada"
    TO_FIX = "to_fix", "Perlu diperbaiki"
