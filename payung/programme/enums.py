"""Sources of money and the states of a round."""

from django.db.models import TextChoices


class FundKind(TextChoices):
    """Every person-month has exactly one (reports to the ministry go by source)."""

    DBHCHT = "dbhcht", "DBHCHT tahun berjalan"
    SILPA_DBHCHT = "silpa_dbhcht", "SiLPA DBHCHT"
    APBD = "apbd", "APBD murni"
    VILLAGE = "village", "Dana kelurahan/desa"
    DONOR = "donor", "Donatur (CSR, Baznas)"


class RoundState(TextChoices):
    OPEN = "open", "Usulan dibuka"
    SELECTED = "selected", "Peserta terpilih"
    DECREED = "decreed", "SK ditetapkan"
    CLOSED = "closed", "Selesai"
    CANCELLED = "cancelled", "Dibatalkan"


# Every way a round may move. SELECTED falls back to OPEN when its money, months or criteria are mended.
NEXT: dict[RoundState, set[RoundState]] = {
    RoundState.OPEN: {RoundState.SELECTED, RoundState.CANCELLED},
    RoundState.SELECTED: {RoundState.OPEN, RoundState.DECREED, RoundState.CANCELLED},
    RoundState.DECREED: {RoundState.CLOSED},
    RoundState.CLOSED: set(),
    RoundState.CANCELLED: set(),
}
UNDECIDED = (RoundState.OPEN, RoundState.SELECTED)  # nobody holds a decree yet: may be mended or cancelled
OVER = (RoundState.CLOSED, RoundState.CANCELLED)  # nobody works on these any more
