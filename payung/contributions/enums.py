"""States of an invoice and of a payment order, kinds of difference, kinds of account."""

from django.db.models import TextChoices


class InvoiceState(TextChoices):
    RECEIVED = "received", "Diterima"
    MATCHED = "matched", "Cocok"
    DIFFERS = "differs", "Ada selisih"


class DifferenceKind(TextChoices):
    NOT_INVOICED = "not_invoiced", "Aktif di data kita, tidak ditagih"
    NOT_OURS = "not_ours", "Ditagih, bukan peserta aktif"
    OTHER_AMOUNT = "other_amount", "Jumlah berbeda"
    TWICE = "twice", "Ditagih dua kali"
    ALREADY_PAID = "already_paid", "Bulan ini sudah dibayar"


class OrderState(TextChoices):
    CREATED = "created", "Disiapkan"
    VERIFIED = "verified", "Diverifikasi"
    APPROVED = "approved", "Disetujui"
    PAID = "paid", "Dibayar"
    VOID = "void", "Dibatalkan"


ORDER_NEXT: dict[OrderState, set[OrderState]] = {
    OrderState.CREATED: {OrderState.VERIFIED, OrderState.VOID},
    OrderState.VERIFIED: {OrderState.APPROVED, OrderState.VOID},
    OrderState.APPROVED: {OrderState.PAID, OrderState.VOID},
    OrderState.PAID: set(),
    OrderState.VOID: set(),
}


class AccountKind(TextChoices):
    APPROPRIATION = "appropriation", "Pagu"
    RESERVED = "reserved", "Dicadangkan untuk perintah bayar"
    PAID = "paid", "Dibayar ke BPJS"
    SUSPENSE = "suspense", "Belum jelas"
    INSURER_CREDIT = "insurer_credit", "Kredit di BPJS"


class CoverState(TextChoices):
    """The same words as `rules.coverage` gives."""

    ACTIVE = "active", "Aktif"
    GRACE = "grace", "Tenggang"
    LAPSED = "lapsed", "Nonaktif"
    NEVER = "never", "Belum pernah aktif"


class Standing(TextChoices):
    """What a list says of a member on a day: cover, but in a month that is not booked yet nobody is called in grace for it."""

    ACTIVE = "active", "Aktif"
    DUE = "due", "Bulan ini belum dibayar"
    GRACE = "grace", "Tenggang"
    LAPSED = "lapsed", "Nonaktif"
    NEVER = "never", "Belum pernah aktif"


class Mismatch(TextChoices):
    """Where two of the five disagree: SK, KPJ, tagihan, bayar, daftar aktif cabang."""

    NOT_REGISTERED = "not_registered", "Di SK, belum punya KPJ"
    NO_DECREE = "no_decree", "Punya KPJ, tidak di SK"
    NO_SEAT = "no_seat", "Masih peserta, kursinya sudah dilepas"
    NOT_INVOICED = "not_invoiced", "Peserta, tidak ditagih"
    STOPPED_INVOICED = "stopped_invoiced", "Ditagih, sudah berhenti"
    UNKNOWN_INVOICED = "unknown_invoiced", "Ditagih, KPJ bukan milik kita"
    OTHER_AMOUNT = "other_amount", "Jumlah tagihan berbeda"
    TWICE = "twice", "Ditagih dua kali"
    NOT_ORDERED = "not_ordered", "Ditagih, belum masuk perintah bayar"
    NOT_PAID = "not_paid", "Lewat jatuh tempo, belum dibayar"
    STOPPED_PAID = "stopped_paid", "Dibayar, sudah berhenti"
    NOT_ACTIVE = "not_active", "Dibayar, tidak aktif di BPJS"
    STOPPED_ACTIVE = "stopped_active", "Aktif di BPJS, sudah berhenti"
    UNKNOWN_ACTIVE = "unknown_active", "Aktif di BPJS, KPJ bukan milik kita"


class Owner(TextChoices):
    """Whose hands close a difference."""

    DINAS = "dinas", "Disperinaker"
    BRANCH = "branch", "Cabang BPJS"
    VERIFIER = "verifier", "Verifikator"
    APPROVER = "approver", "Pejabat penyetuju"
    TREASURER = "treasurer", "Bendahara"


class LetterKind(TextChoices):
    """In the order in which the treasury writes them."""

    SPP = "spp", "SPP (permintaan pembayaran)"
    SPM = "spm", "SPM (perintah membayar)"
    SP2D = "sp2d", "SP2D (pencairan dana)"


class Renewal(TextChoices):
    """What becomes of a member when his round ends."""

    GOES_ON = "goes_on", "Lanjut"
    CHECK = "check", "Periksa ulang dulu"
    STOPS = "stops", "Tidak lanjut"
    CARRIED = "carried", "Sudah dibawa"


class CorrectionKind(TextChoices):
    """What turned out to have been otherwise."""

    START = "start", "Mulai kepesertaan"
    END = "end", "Akhir kepesertaan"
    CLASS = "class", "Golongan iuran"
    FUND = "fund", "Dana yang membayar"
    DEATH = "death", "Kematian keliru dicatat"  # follows from the claim, where two persons decided


class CorrectionState(TextChoices):
    PROPOSED = "proposed", "Menunggu keputusan"
    POSTED = "posted", "Dibukukan"
    REFUSED = "refused", "Dikembalikan"


class CorrectionAct(TextChoices):
    """What a correction does to one month of one person."""

    BACK = "back", "Kelebihan bayar: menjadi kredit di BPJS"
    REPLACE = "replace", "Dibalik dan dibukukan lagi lewat perintah bayar pembetulan"
    ARREARS = "arrears", "Susulan lewat perintah bayar pembetulan"
    BILL = "bill", "Ikut tagihan bulan itu, belum dibukukan"
