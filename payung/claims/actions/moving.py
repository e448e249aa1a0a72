"""How does a claim move, whose is it, and what if two people hold it at once?

Every change goes through `take`: the row is locked, and who saw an older version is told who was first.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims.deadlines import next_deadline
from payung.claims.enums import NEXT, ClaimState
from payung.claims.models import Claim, Step
from payung.jobs.actions import Refused
from payung.reference.queries import holidays


class Overtaken(Refused):
    """Somebody else changed the claim first. Nothing was lost: what was typed is still on the page."""


def take(claim_id: int, *, by: User | None, at: datetime, seen: int | None = None) -> Claim:
    """Lock a claim for one change. `seen`: the version the person had on his screen (None: asked by the program).

    Raises Overtaken with the name of who was first.
    """
    # Not joined with who touched it: after waiting for the lock, a joined row would still be the old one.
    claim = Claim.objects.select_for_update(of=("self",)).select_related("event").get(pk=claim_id)
    if seen is not None and seen != claim.version:
        who = claim.touched_by.full_name if claim.touched_by else "sistem"
        when = timezone.localtime(claim.touched_at).strftime("%H.%M") if claim.touched_at else ""
        raise Overtaken(
            f"Klaim ini lebih dulu diubah oleh {who} pukul {when}. Periksa perubahannya, lalu simpan lagi bila masih perlu."
        )
    claim.version, claim.touched_by, claim.touched_at = claim.version + 1, by, at
    claim.save(update_fields=["version", "touched_by", "touched_at"])
    return claim


@transaction.atomic
def move_claim(
    claim_id: int,
    to: ClaimState,
    *,
    by: User | None,
    at: datetime,
    note: str = "",
    seen: int | None = None,
    **fields: Any,
) -> None:
    """Move a claim along `claims.enums.NEXT` and set the next deadline. Two people at once cannot both win."""
    claim = take(claim_id, by=by, at=at, seen=seen)
    if to not in NEXT[ClaimState(claim.state)]:
        raise Refused(
            f"Klaim ini sudah berpindah keadaan dan tidak dapat menjadi “{to.label}”. Muat ulang halaman."
        )
    for name, value in fields.items():
        setattr(claim, name, value)
    claim.state, claim.changed_at, claim.due_on = to, at, None
    since = claim.filed_on if to == ClaimState.FILED and claim.filed_on else timezone.localdate(at)
    due = next_deadline(to, claim.event.kind, since=since, complete_on=claim.complete_on, off_days=holidays())
    claim.due_on = due.on if due else None
    claim.save()
    Step.objects.create(claim_id=claim_id, state=to, note=note[:200], by=by, at=at)
    audit.record(
        "claims.moved",
        by=by,
        at=at,
        on=("claim", claim_id),
        sentence=f"Klaim menjadi “{to.label}”.",
        reason=note,
    )


def promise_again(claim: Claim, *, at: datetime) -> None:
    """The urgent step is done: the next deadline is again that of the state."""
    since = timezone.localdate(at)
    due = next_deadline(
        ClaimState(claim.state),
        claim.event.kind,
        since=since,
        complete_on=claim.complete_on,
        off_days=holidays(),
    )
    Claim.objects.filter(pk=claim.pk).update(due_on=due.on if due else None)


@transaction.atomic
def assign(claim_ids: list[int], to: User, *, by: User, at: datetime) -> int:
    """Give claims to somebody who will see them through. Gives how many changed hands."""
    changed = Claim.objects.filter(pk__in=claim_ids).exclude(owner=to)
    numbers = [claim.pk for claim in changed]
    for claim_id in numbers:
        take(claim_id, by=by, at=at)
        audit.record(
            "claims.assigned",
            by=by,
            at=at,
            on=("claim", claim_id),
            sentence=f"Klaim ditangani {to.full_name}.",
        )
    return Claim.objects.filter(pk__in=numbers).update(owner=to)
