"""What cannot be done with a list, in words for the person who tried."""

from payung.intake.models import Batch
from payung.jobs.actions import Refused


class IntakeRefused(Refused):
    """Nothing was changed; the sentence says what a person can do."""


class AlreadyReceived(IntakeRefused):
    """The very same file counts already in this round; `batch` is the earlier upload."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(
            "Berkas yang sama persis sudah diunggah dalam putaran ini. Tidak ada yang disimpan dua kali."
        )
        self.batch = batch
