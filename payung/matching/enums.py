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


class Register(TextChoices):
    DUKCAPIL = "dukcapil", "Dukcapil"
    BPJS = "bpjs", "BPJS Ketenagakerjaan"


class Finding(TextChoices):
    ALIVE = "alive", "Hidup, penduduk kota"
    DEAD = "dead", "Meninggal"
    MOVED = "moved", "Pindah"
    NOT_FOUND = "not_found", "NIK tidak ditemukan"
    PU_ACTIVE = "pu_active", "Peserta PU aktif"
    BPU_ACTIVE = "bpu_active", "Peserta BPU aktif (pembayar lain)"
    NOT_MEMBER = "not_member", "Bukan peserta"
