"""What a message is about, and how it moves from the outbox."""

from django.db.models import TextChoices


class Topic(TextChoices):
    CONDOLENCE = "condolence", "Turut berdukacita, kami membantu"
    RECOVERY = "recovery", "Semoga membaik, kami membantu"
    PAPERS = "papers", "Berkas yang masih perlu"
    FILED = "filed", "Sudah diajukan"
    LATE = "late", "Masih ditagih ke BPJS"
    REFUSED = "refused", "Belum disetujui, langkah berikutnya"
    PAID = "paid", "Santunan sudah dibayar"
    SCHOOL = "school", "Beasiswa tahun ini"
    APOLOGY = "apology", "Mohon maaf, kami keliru"


class MessageState(TextChoices):
    PREPARED = "prepared", "Siap dikirim"
    SENT = "sent", "Terkirim"
    TOLD = "told", "Disampaikan langsung"
    DROPPED = "dropped", "Tidak jadi"


# Every way a message may move.
MESSAGE_NEXT: dict[MessageState, set[MessageState]] = {
    MessageState.PREPARED: {MessageState.SENT, MessageState.TOLD, MessageState.DROPPED},
    MessageState.SENT: set(),
    MessageState.TOLD: set(),
    MessageState.DROPPED: set(),
}
