"""Why a pair was found, what people decided, and what the registers say."""

from django.db.models import TextChoices


class PairKind(TextChoices):
    SAME_NIK = "same_nik", "NIK sama"
    NEAR = "near", "Mirip: NIK, nama atau tanggal lahir berdekatan"
    MANUAL = "manual", "Diajukan petugas"


class Decision(TextChoices):
    OPEN = "open", "Belum diperiksa"
    SAME = "same", "Orang yang sama"
    DIFFERENT = "different", "Orang berbeda"
    UNSURE = "unsure", "Belum yakin"
    SECOND = "second", "Menunggu orang kedua"


# Every way a pair may move. Back to OPEN only as long as nothing has followed that cannot be taken back.
DECISION_NEXT: dict[Decision, set[Decision]] = {
    Decision.OPEN: {Decision.SAME, Decision.DIFFERENT, Decision.UNSURE, Decision.SECOND},
    Decision.SECOND: {Decision.SAME, Decision.DIFFERENT, Decision.UNSURE, Decision.OPEN},
    Decision.UNSURE: {Decision.SAME, Decision.DIFFERENT, Decision.SECOND, Decision.OPEN},
    Decision.SAME: {Decision.OPEN},
    Decision.DIFFERENT: {Decision.OPEN},
}


class Register(TextChoices):
    DUKCAPIL = "dukcapil", "Dukcapil"
    BPJS = "bpjs", "BPJS Ketenagakerjaan"
    DTSEN = "dtsen", "DTSEN / P3KE"
    PAYERS = "payers", "Pembayar lain (provinsi, desa)"
    SOCIAL_AID = "social_aid", "PKH / BPNT (Dinas Sosial)"


class Finding(TextChoices):
    ALIVE = "alive", "Hidup, penduduk kota"
    DEAD = "dead", "Meninggal"
    MOVED = "moved", "Pindah"
    NOT_FOUND = "not_found", "NIK tidak ditemukan"
    PU_ACTIVE = "pu_active", "Peserta PU aktif"
    BPU_ACTIVE = "bpu_active", "Peserta BPU aktif (pembayar lain)"
    BPU_OURS = "bpu_ours", "Peserta BPU aktif (dibayar kota ini)"
    NOT_MEMBER = "not_member", "Bukan peserta"
    LISTED = "listed", "Terdata, dengan desil"
    NOT_LISTED = "not_listed", "Tidak terdata"
    PAID_ELSEWHERE = "elsewhere", "Iurannya dibayar pihak lain"
    RECEIVES_AID = "aid", "Penerima PKH atau BPNT"
    NO_AID = "no_aid", "Bukan penerima PKH atau BPNT"


class StopReason(TextChoices):
    """Why a person should not be paid for this month; each with what to do."""

    DEAD = "dead", "Meninggal"
    MOVED = "moved", "Pindah"
    PU = "pu", "Peserta PU aktif"
    PAID_ELSEWHERE = "elsewhere", "Dibayar pihak lain"
    NOT_FOUND = "not_found", "NIK tidak ditemukan"
    DOUBLE = "double", "Diduga tercatat dua kali"


class ExtractState(TextChoices):
    UPLOADED = "uploaded", "Sedang diperiksa"
    NEEDS_MAPPING = "mapping", "Cocokkan kolom"
    CHECKED = "checked", "Siap disimpan"
    SAVING = "saving", "Sedang disimpan"
    SAVED = "saved", "Tersimpan, berkas dihapus"
    REFUSED = "refused", "Berkas ditolak dan dihapus"
    DROPPED = "dropped", "Dibuang"


# Every way an extract may move. In SAVED, REFUSED and DROPPED its bytes are gone.
EXTRACT_NEXT: dict[ExtractState, set[ExtractState]] = {
    ExtractState.UPLOADED: {ExtractState.NEEDS_MAPPING, ExtractState.CHECKED, ExtractState.REFUSED},
    ExtractState.NEEDS_MAPPING: {ExtractState.UPLOADED, ExtractState.DROPPED},
    ExtractState.CHECKED: {ExtractState.SAVING, ExtractState.NEEDS_MAPPING, ExtractState.DROPPED},
    ExtractState.SAVING: {ExtractState.SAVED, ExtractState.CHECKED},
    ExtractState.SAVED: set(),
    ExtractState.REFUSED: set(),
    ExtractState.DROPPED: set(),
}
