"""The papers of a claim from what the tables hold: the letter to BPJS, the leaflet for the family."""

from typing import TYPE_CHECKING

from payung.claims.checklist import KINDS, SURAT_PENGANTAR
from payung.claims.documents.family import FamilyLeaflet, PaperLine, family_pdf
from payung.claims.documents.introduction import IntroductionLetter, introduction_pdf
from payung.claims.enums import EventKind, PaperState
from payung.contributions import queries as contributions
from payung.documents.city import letterhead
from payung.enrolment import queries as enrolment
from payung.language.formats import rentang_bulan, tanggal_pendek
from payung.language.phone import shown_phone
from payung.people import queries as people
from payung.reference.queries import city
from payung.vault import unseal

if TYPE_CHECKING:
    from payung.claims.models import Claim
    from payung.claims.models import Paper as PaperRow

BENEFIT = {
    EventKind.DEATH: "Jaminan Kematian (JKM)",
    EventKind.WORK_DEATH: "Jaminan Kecelakaan Kerja (JKK), meninggal dunia",
    EventKind.ACCIDENT: "Jaminan Kecelakaan Kerja (JKK)",
}
HAPPENED = {
    EventKind.DEATH: "meninggal dunia",
    EventKind.WORK_DEATH: "meninggal dunia karena kecelakaan kerja",
    EventKind.ACCIDENT: "mengalami kecelakaan kerja",
}


def introduction_letter(claim: "Claim") -> bytes:
    """Surat pengantar of the labour agency to the branch, with the papers that come along. Opens the NIK."""
    worker, event = claim.worker, claim.event
    kind = EventKind(event.kind)
    membership = enrolment.memberships_of_worker(worker.pk).filter(start_on__lte=event.happened_on).first()
    paid = contributions.months_paid([worker.pk])[worker.pk]
    work = people.latest_occupation([worker.pk]).get(worker.pk)
    found = city()
    heir = claim.heirs.filter(is_rightful=True).first()
    return introduction_pdf(
        IntroductionLetter(
            letterhead=letterhead(),
            branch=found.bpjs_branch or "BPJS Ketenagakerjaan" if found else "BPJS Ketenagakerjaan",
            branch_place=letterhead().place,
            benefit=BENEFIT[kind],
            name=worker.name,
            nik=people.opened([worker.pk], ("nik",))[worker.pk]["nik"],
            kpj=membership.kpj if membership else "",
            birth=f"{worker.birth_place}, {tanggal_pendek(worker.birth_date)}".strip(", "),
            address=f"{worker.address} RT {worker.rt or '-'}/RW {worker.rw or '-'}",
            job=work.job if work else "",
            event=HAPPENED[kind],
            happened_on=event.happened_on,
            applicant=heir.name if heir else event.reporter_name,
            applicant_kin=heir.get_kin_display() if heir else event.get_reporter_kin_display(),
            applicant_phone=phone_of(claim),
            papers=[KINDS[p.kind].label for p in _of_family(claim) if p.state == PaperState.PRESENT],
            paid_months=rentang_bulan(paid[0], paid[-1]) if paid else "",
            wadah_number=found.wadah_number if found else "",
        )
    )


def family_leaflet(claim: "Claim", *, contact: str) -> bytes:
    """The checklist for the family, in plain words, with who helps."""
    found = city()
    kind = EventKind(claim.event.kind)
    return family_pdf(
        FamilyLeaflet(
            city=found.name if found else "",
            agency=found.labour_agency.name if found else "",
            claim_number=claim.number,
            worker_name=claim.worker.name,
            is_death=kind != EventKind.ACCIDENT,
            papers=[_line(p) for p in _of_family(claim)],
            contact_name=contact,
            contact_phone=found.phone if found else "",
            estimate_rp=claim.estimate_rp or None,
            estimate_note=claim.estimate.get("explanation") or "",
        )
    )


def _of_family(claim: "Claim") -> list["PaperRow"]:
    """The papers that the family brings; the surat pengantar is made here."""
    return [paper for paper in claim.papers.all() if paper.kind != SURAT_PENGANTAR.key]


def _line(paper) -> PaperLine:
    kind = KINDS[paper.kind]
    return PaperLine(kind.label, kind.what, kind.where, paper.state == PaperState.PRESENT, kind.needed)


def phone_of(claim: "Claim") -> str:
    """The reporter's telephone number as it is written; "" when not known."""
    stored = unseal(f"claims.event.phone:{claim.event.key}", claim.event.reporter_phone_sealed)
    return shown_phone(stored) if stored else ""
