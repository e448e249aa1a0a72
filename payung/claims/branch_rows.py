"""What stands in the branch's spreadsheet about each claim? One row a claim, or one for each rightful heir."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from payung.claims import deadlines
from payung.claims.checklist import KINDS
from payung.claims.enums import PaperState
from payung.claims.profile import HEIR
from payung.contributions import queries as contributions
from payung.contributions.enums import CoverState
from payung.enrolment import queries as enrolment
from payung.people import queries as people
from payung.reference.queries import city
from payung.vault import unseal

if TYPE_CHECKING:
    from payung.claims.models import Claim, Heir


def branch_rows(claims: Sequence["Claim"], columns: Iterable[dict]) -> list[dict[str, Any]]:
    """Everything a profile may ask about these claims, NIK and telephone opened. The caller leaves the audit line.

    The claims come with their event, worker, heirs and papers.
    """
    by_heir = any(str(column["field"]).startswith(HEIR) for column in columns)
    ids = [claim.worker_id for claim in claims]
    niks, kpjs, paid = people.opened(ids, ["nik"]), enrolment.kpjs(ids), contributions.months_paid(ids)
    found = city()
    wadah = found.wadah_number if found else ""
    rows = []
    for claim in claims:
        worker_id = claim.worker_id
        shared = _of_claim(claim) | {
            "nik": niks[worker_id]["nik"],
            "kpj": kpjs.get(worker_id, ""),
            "paid_months": len(paid[worker_id]),
            "wadah_number": wadah,
        }
        heirs = [heir for heir in claim.heirs.all() if heir.is_rightful] if by_heir else []
        rows += [shared | _of_heir(heir) for heir in heirs] or [shared]
    return rows


def _of_claim(claim: "Claim") -> dict[str, Any]:
    event = claim.event
    present = [KINDS[p.kind].label for p in claim.papers.all() if p.state == PaperState.PRESENT]
    return {
        "claim_number": claim.number,
        "bpjs_number": claim.bpjs_number,
        "name": claim.worker.name,
        "birth_date": claim.worker.birth_date,
        "programme": deadlines.programme_of(event.kind).upper(),
        "kind": event.get_kind_display(),
        "happened_on": event.happened_on,
        "place": event.place,
        "cover": str(CoverState(claim.cover_state).label) if claim.cover_state else "",
        "estimate_rp": claim.estimate_rp,
        "filed_on": claim.filed_on,
        "reporter_name": event.reporter_name,
        "reporter_phone": unseal(f"claims.event.phone:{event.key}", event.reporter_phone_sealed),
        "papers": ", ".join(present),
    }


def _of_heir(heir: "Heir") -> dict[str, Any]:
    return {
        "heir_name": heir.name,
        "heir_kin": heir.get_kin_display(),
        "heir_birth_date": heir.birth_date,
        "heir_guardian": heir.guardian,
        "heir_share_rp": heir.share_rp,
    }
