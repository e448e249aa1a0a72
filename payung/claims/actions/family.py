"""Who is of the family, who is rightful, and what is each share?"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims.actions.moving import take
from payung.claims.models import Claim, Heir
from payung.rules import law_lines


@transaction.atomic
def add_heir(
    claim_id: int,
    *,
    name: str,
    kin: str,
    birth_date: date | None,
    is_alive: bool,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Heir:
    """Add a member of the family; who is rightful and each share follow from PP 44/2015 Pasal 37 and 40."""
    take(claim_id, by=by, at=at, seen=seen)
    heir = Heir.objects.create(
        claim_id=claim_id, name=name, kin=kin, birth_date=birth_date, is_alive=is_alive
    )
    _share_again(claim_id)
    audit.record(
        "claims.heir", by=by, at=at, on=("claim", claim_id), sentence="Keluarga ditambahkan pada klaim."
    )
    return heir


@transaction.atomic
def remove_heir(claim_id: int, heir_id: int, *, by: User, at: datetime) -> None:
    """Take somebody off who was entered by mistake."""
    take(claim_id, by=by, at=at)
    Heir.objects.filter(pk=heir_id, claim_id=claim_id).delete()
    _share_again(claim_id)
    audit.record("claims.heir", by=by, at=at, on=("claim", claim_id), sentence="Keluarga dihapus dari klaim.")


def _share_again(claim_id: int) -> None:
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    heirs = list(claim.heirs.all())
    shares = _rightful_shares(claim.estimate_rp, heirs)
    for heir, share_rp in zip(heirs, shares, strict=True):
        heir.is_rightful, heir.share_rp = share_rp is not None, share_rp or 0
    Heir.objects.bulk_update(heirs, ["is_rightful", "share_rp"])


def _rightful_shares(amount_rp: int, heirs: Sequence[Heir]) -> list[int | None]:
    """The share of each heir, None for who is not rightful. Names may repeat, so heirs go by number."""
    if not heirs or amount_rp <= 0:
        return [None] * len(heirs)
    relatives = [{"name": str(i), "kin": h.kin, "alive": h.is_alive} for i, h in enumerate(heirs)]
    answer = law_lines.answer(
        "heirs", {"id": "", "amount_rp": amount_rp, "relatives": relatives, "will": None}
    )
    shares = {int(heir["name"]): heir["share_rp"] for heir in answer.get("heirs", [])}
    return [shares.get(i) for i in range(len(heirs))]
