"""Kinds of events, how we hear of them, states of a notice, a claim and a paper, and how each moves."""

from django.db.models import TextChoices


class EventKind(TextChoices):
    DEATH = "death", "Meninggal dunia (bukan karena kerja)"
    WORK_DEATH = "work_death", "Meninggal karena kecelakaan kerja"
    ACCIDENT = "accident", "Kecelakaan kerja"


class Source(TextChoices):
    """Who told us."""

    FAMILY = "family", "Keluarga"
    KELURAHAN = "kelurahan", "Kelurahan"
    RT_RW = "rt_rw", "RT/RW"
    HEALTH = "health", "Puskesmas atau rumah sakit"
    DUKCAPIL = "dukcapil", "Dukcapil"
    OFFICE = "office", "Disperinaker"


class NoticeState(TextChoices):
    OPEN = "open", "Menunggu diperiksa"
    SECOND = "second", "Menunggu orang kedua"
    MATCHED = "matched", "Menjadi kasus"
    NOT_COVERED = "not_covered", "Dikenal, belum pernah terlindungi"
    NOT_OURS = "not_ours", "Bukan peserta"
    MISTAKEN = "mistaken", "Keliru: orangnya hidup"


# Every way a notice may move. What was set aside may be looked at again.
NOTICE_NEXT: dict[NoticeState, set[NoticeState]] = {
    NoticeState.OPEN: {
        NoticeState.SECOND,
        NoticeState.MATCHED,
        NoticeState.NOT_COVERED,
        NoticeState.NOT_OURS,
        NoticeState.MISTAKEN,
    },
    NoticeState.SECOND: {
        NoticeState.OPEN,
        NoticeState.MATCHED,
        NoticeState.NOT_COVERED,
        NoticeState.NOT_OURS,
        NoticeState.MISTAKEN,
    },
    NoticeState.NOT_OURS: {NoticeState.OPEN},
    NoticeState.MISTAKEN: {NoticeState.OPEN},
    # Only by a Pembetulan kematian of two persons: it meant somebody else, or nobody died.
    NoticeState.NOT_COVERED: {NoticeState.OPEN, NoticeState.MISTAKEN, NoticeState.MATCHED},
    NoticeState.MATCHED: {NoticeState.OPEN, NoticeState.MISTAKEN},
}
NOTICE_WAITS = (NoticeState.OPEN, NoticeState.SECOND)


class ClaimState(TextChoices):
    REPORTED = "reported", "Dilaporkan"
    COLLECTING = "collecting", "Melengkapi berkas"
    COMPLETE = "complete", "Berkas lengkap"
    FILED = "filed", "Diajukan ke BPJS"
    PAID = "paid", "Dibayar"
    REFUSED = "refused", "Ditolak BPJS"
    OBJECTED = "objected", "Keberatan diajukan"
    NOT_COVERED = "not_covered", "Tidak terlindungi pada hari kejadian"
    MISTAKEN = "mistaken", "Keliru: orangnya hidup"


# Every way a claim may move. docs/reference/states.md is drawn from this table.
NEXT: dict[ClaimState, set[ClaimState]] = {
    ClaimState.REPORTED: {ClaimState.COLLECTING, ClaimState.NOT_COVERED},
    ClaimState.COLLECTING: {ClaimState.COMPLETE, ClaimState.NOT_COVERED},
    ClaimState.COMPLETE: {ClaimState.FILED, ClaimState.COLLECTING, ClaimState.NOT_COVERED},
    ClaimState.FILED: {ClaimState.PAID, ClaimState.REFUSED, ClaimState.COLLECTING},
    ClaimState.REFUSED: {ClaimState.COLLECTING, ClaimState.OBJECTED},
    ClaimState.OBJECTED: {ClaimState.PAID, ClaimState.REFUSED, ClaimState.COLLECTING},
    ClaimState.PAID: set(),
    ClaimState.NOT_COVERED: {ClaimState.COLLECTING},
    ClaimState.MISTAKEN: set(),
}
# Whatever has become of a claim: two persons may find that nobody died (`claims.actions.undoing`).
for _state, _targets in NEXT.items():
    if _state != ClaimState.MISTAKEN:
        _targets.add(ClaimState.MISTAKEN)


class DeathFix(TextChoices):
    """What was wrong with a recorded death."""

    DAY = "day", "Harinya keliru"
    PERSON = "person", "Orangnya keliru: ia hidup"


class DeathFixState(TextChoices):
    PROPOSED = "proposed", "Menunggu orang kedua"
    DONE = "done", "Dibetulkan"
    RETURNED = "returned", "Dikembalikan"


FIX_NEXT: dict[DeathFixState, set[DeathFixState]] = {
    DeathFixState.PROPOSED: {DeathFixState.DONE, DeathFixState.RETURNED},
    DeathFixState.DONE: set(),
    DeathFixState.RETURNED: set(),
}


class PaperState(TextChoices):
    MISSING = "missing", "Belum ada"
    PRESENT = "present", "Ada"
    TO_FIX = "to_fix", "Perlu diperbaiki"


class Outcome(TextChoices):
    """How an accident ended, by the doctor's statement."""

    RECOVERED = "recovered", "Sembuh, dapat bekerja lagi"
    PARTIAL = "partial", "Cacat sebagian"
    TOTAL = "total", "Cacat total tetap"
    DIED = "died", "Meninggal"


class Channel(TextChoices):
    """How the first report reached BPJS (Permenaker 1/2025)."""

    BRANCH = "branch", "Kantor cabang"
    PHONE = "phone", "Telepon"
    WHATSAPP = "whatsapp", "WhatsApp"
    EMAIL = "email", "Surel"
    APP = "app", "Lapak Asik atau JMO"


class SchoolState(TextChoices):
    """One year of one child's scholarship."""

    DUE = "due", "Perlu diajukan"
    FILED = "filed", "Diajukan ke BPJS"
    PAID = "paid", "Dibayar"
    MISSED = "missed", "Tidak diajukan"


SCHOOL_NEXT: dict[SchoolState, set[SchoolState]] = {
    SchoolState.DUE: {SchoolState.FILED, SchoolState.MISSED},
    SchoolState.FILED: {SchoolState.PAID, SchoolState.DUE},
    SchoolState.MISSED: {SchoolState.DUE},
    SchoolState.PAID: set(),
}


class Level(TextChoices):
    TK = "TK", "TK"
    SD = "SD", "SD/sederajat"
    SMP = "SMP", "SMP/sederajat"
    SMA = "SMA", "SMA/sederajat"
    PT = "PT", "Perguruan tinggi atau pelatihan"


class Schooling(TextChoices):
    """What the family told of a child, as the scholarship asks it (Permenaker 1/2025 Pasal 103); "" = not known."""

    NOT_YET = "belum", "Belum sekolah"
    TK = "TK", "TK"
    SD = "SD", "SD/sederajat"
    SMP = "SMP", "SMP/sederajat"
    SMA = "SMA", "SMA/sederajat"
    PT = "PT", "Perguruan tinggi atau pelatihan"
    MARRIED = "kawin", "Sudah menikah"
    WORKING = "kerja", "Sudah bekerja"
    LEFT = "berhenti", "Tidak sekolah lagi"


class Use(TextChoices):
    """What the family did with the money, as it told."""

    SCHOOL = "school", "Sekolah anak"
    CAPITAL = "capital", "Modal usaha"
    HOUSE = "house", "Rumah"
    DAILY = "daily", "Kebutuhan sehari-hari"
    DEBT = "debt", "Melunasi utang"
    FUNERAL = "funeral", "Pemakaman dan selamatan"
