"""Was he covered on that day, and what is due? Asked when the claim opens, and again whenever more is known.

Every answer is kept with what was known then, so that an official can say why the family was told what it was told.
"""

from datetime import datetime

from django.utils import timezone

from payung.accounts.models import User
from payung.claims.children import children_of
from payung.claims.enums import EventKind
from payung.claims.estimate import aftermath_of, estimate
from payung.claims.models import Accident, Assessment, Claim
from payung.contributions import queries as contributions
from payung.rules.standing import began


def assess(claim: Claim, *, why: str, by: User | None, at: datetime) -> None:
    """Compute cover and estimate from what is known now, and keep both with the day. Inside a transaction."""
    event, worker_id = claim.event, claim.worker_id
    cover = contributions.cover([worker_id], event.happened_on)[worker_id]
    known = contributions.histories([worker_id])[worker_id]
    started_on = began(known, event.happened_on)
    accident = Accident.objects.filter(claim=claim).first()
    answer = estimate(
        EventKind(event.kind),
        on=event.happened_on,
        payments=known.payments,
        cover_started_on=started_on,
        children=children_of(claim),
        aftermath=aftermath_of(accident, event.kind, died_on=event.death_on, today=timezone.localdate(at)),
    )
    claim.cover_state = cover.state
    claim.needs_confirmation = cover.needs_confirmation or answer.get("needs_confirmation", False)
    claim.estimate, claim.estimate_rp = answer, answer.get("total_rp") or 0
    claim.save(update_fields=["cover_state", "needs_confirmation", "estimate", "estimate_rp"])
    Assessment.objects.create(
        claim=claim,
        cover_state=cover.state,
        paid_months=[payment.month for payment in known.payments],
        cover_started_on=started_on,
        estimate_rp=claim.estimate_rp,
        why=why[:200],
        by=by,
        at=at,
    )
