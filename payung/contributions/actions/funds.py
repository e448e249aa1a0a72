"""How is an appropriation amended without falling below what is already reserved or paid (L10)?"""

from datetime import date, datetime

from django.db import transaction

from payung.accounts.models import User
from payung.contributions import queries
from payung.contributions.actions.ledger import lock_appropriation
from payung.jobs.actions import Refused
from payung.language.formats import rupiah
from payung.programme import actions as programme
from payung.programme import queries as funds


@transaction.atomic
def amend_appropriation(
    fund_id: int, *, after_rp: int, number: str, decided_on: date, reason: str = "", by: User, at: datetime
) -> None:
    """Set a new appropriation by a paper of the budget. Approvals of the fund wait meanwhile. Raises Refused."""
    lock_appropriation(fund_id)
    now = queries.balances(funds.funds().get(pk=fund_id))
    bound_rp = now.appropriation_rp - now.rest_rp
    if after_rp < bound_rp:
        raise Refused(
            f"Pagu baru {rupiah(after_rp)} di bawah yang sudah terikat, {rupiah(bound_rp)}: dicadangkan, dibayar, belum jelas, "
            "atau kredit di BPJS. Batalkan perintah bayar yang belum dibayar, atau tulis pagu yang lebih besar."
        )
    programme.change_fund(
        fund_id, after_rp=after_rp, number=number, decided_on=decided_on, reason=reason, by=by, at=at
    )
