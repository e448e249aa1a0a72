"""Who is of the family, who is rightful, and what is each share? What is doubtful is settled by a person."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims.actions.assessing import assess
from payung.claims.actions.moving import take
from payung.claims.children import children_of
from payung.claims.doubts import doubts, unsettled
from payung.claims.enums import ClaimState, EventKind
from payung.claims.models import Claim, Heir, Settlement
from payung.jobs.actions import Refused
from payung.people import queries as people
from payung.rules import law_lines

FIELDS = ("name", "kin", "birth_date", "is_alive", "is_absent", "guardian", "schooling")


@transaction.atomic
def set_family(
    claim_id: int, rows: Sequence[dict[str, Any]], *, by: User, at: datetime, seen: int | None = None
) -> None:
    """Write the whole family as one table: rows with an `id` are corrected, new ones added, `gone` ones removed.

    The estimate follows when the children are told otherwise than before; a paid claim keeps what was expected.
    """
    claim = take(claim_id, by=by, at=at, seen=seen)
    children = children_of(claim)
    known = {heir.pk: heir for heir in claim.heirs.all()}
    for row in rows:
        values = {name: row[name] for name in FIELDS if name in row}
        heir = known.get(row.get("id") or 0)
        if heir is None and not row.get("gone"):
            Heir.objects.create(claim_id=claim_id, **values)
        elif heir is not None and row.get("gone"):
            heir.delete()
        elif heir is not None:
            Heir.objects.filter(pk=heir.pk).update(**values)
    if claim.state != ClaimState.PAID and children_of(claim) != children:
        assess(claim, why="Anak dalam keluarga dicatat", by=by, at=at)
    share_again(claim_id)
    audit.record("claims.heir", by=by, at=at, on=("claim", claim_id), sentence="Keluarga pada klaim dicatat.")


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
    """Add one member of the family; who is rightful and each share follow from PP 44/2015 Pasal 37 and 40."""
    row = {"name": name, "kin": kin, "birth_date": birth_date, "is_alive": is_alive}
    set_family(claim_id, [row], by=by, at=at, seen=seen)
    return Heir.objects.filter(claim_id=claim_id).latest("pk")


def remove_heir(claim_id: int, heir_id: int, *, by: User, at: datetime) -> None:
    """Take somebody off who was entered by mistake."""
    set_family(claim_id, [{"id": heir_id, "gone": True}], by=by, at=at)


@transaction.atomic
def settle_doubt(
    claim_id: int, code: str, *, note: str, by: User, at: datetime, seen: int | None = None
) -> None:
    """Write down how a doubt was settled. Raises Refused without a note, or when there is no such doubt."""
    if not note.strip():
        raise Refused("Tulis apa yang dilihat atau diputuskan, dan oleh siapa.")
    claim = take(claim_id, by=by, at=at, seen=seen)
    found = {doubt.code: doubt for doubt in family_doubts(claim, on=timezone.localdate(at)) if doubt.blocks}
    if code not in found:
        raise Refused("Keraguan ini sudah tidak ada. Muat ulang halaman.")
    Settlement.objects.create(claim=claim, doubt=code, note=note.strip()[:300], by=by, at=at)
    audit.record(
        "claims.settled",
        by=by,
        at=at,
        on=("claim", claim_id),
        sentence=f"Keraguan tentang ahli waris diselesaikan ({code.split(':')[0]}).",
        reason=note.strip(),
    )


def refuse_while_in_doubt(claim: Claim, *, on: date) -> None:
    """Raises Refused with the first next step while a doubt about the heirs is not settled."""
    codes = claim.settlements.values_list("doubt", flat=True)
    if open_doubts := unsettled(family_doubts(claim, on=on), codes):
        first = open_doubts[0]
        raise Refused(f"Belum dapat diajukan. {first.what} {first.next_step}")


def family_doubts(claim: Claim, *, on: date) -> list:
    """What must be settled about the heirs of a death; nothing for an accident that was survived."""
    return [] if claim.event.kind == EventKind.ACCIDENT else doubts(list(claim.heirs.all()), on=on)


def copy_known_family(claim: Claim) -> None:
    """Begin with the relatives whom the register knows."""
    Heir.objects.bulk_create(
        Heir(claim=claim, name=r.name, kin=r.kin, birth_date=r.birth_date, is_alive=r.is_alive)
        for r in people.relatives(claim.worker_id)
    )


def share_again(claim_id: int) -> None:
    """Mark the rightful group and divide the estimate; called after every change of either."""
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    heirs = list(claim.heirs.all())
    for heir, share_rp in zip(heirs, rightful_shares(claim.estimate_rp, heirs), strict=True):
        heir.is_rightful, heir.share_rp = share_rp is not None, share_rp or 0
    Heir.objects.bulk_update(heirs, ["is_rightful", "share_rp"])


def rightful_shares(amount_rp: int, heirs: Sequence[Heir]) -> list[int | None]:
    """The share of each heir, None for who is not rightful. Names may repeat, so heirs go by number."""
    if not heirs:
        return []
    relatives = [{"name": str(i), "kin": h.kin, "alive": h.is_alive} for i, h in enumerate(heirs)]
    answer = law_lines.answer(
        "heirs", {"id": "", "amount_rp": max(amount_rp, 0), "relatives": relatives, "will": None}
    )
    shares = {int(heir["name"]): heir["share_rp"] for heir in answer.get("heirs", [])}
    return [shares.get(i) for i in range(len(heirs))]
