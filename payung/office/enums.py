"""States of a proposed value of the law, and how it moves."""

from django.db.models import TextChoices


class ProposalState(TextChoices):
    PROPOSED = "proposed", "Menunggu orang kedua"
    APPROVED = "approved", "Disetujui"
    REJECTED = "rejected", "Ditolak"
    WITHDRAWN = "withdrawn", "Ditarik kembali"


# Every way a proposal may move. docs/reference/states.md is drawn from this table.
PROPOSAL_NEXT: dict[ProposalState, set[ProposalState]] = {
    ProposalState.PROPOSED: {ProposalState.APPROVED, ProposalState.REJECTED, ProposalState.WITHDRAWN},
    ProposalState.APPROVED: set(),
    ProposalState.REJECTED: set(),
    ProposalState.WITHDRAWN: set(),
}


class Confidence(TextChoices):
    """How sure we are of a value, as `rules.parameters` marks it."""

    HIGH = "high", "Pasti: peraturannya sudah dibaca"
    MEDIUM = "medium", "Cukup: satu sumber kedua"
    LOW = "low", "Belum pasti: ingatan, atau sumber bertentangan"
