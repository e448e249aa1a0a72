"""Papers that leave the page of a claim: scans that were kept, letters ready to sign, the whole case as one PDF."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.claims import actions, letters, papers, queries
from payung.claims.case_file import case_file
from payung.claims.case_page import found_claim
from payung.claims.enums import ClaimState
from payung.claims.first_report import first_report
from payung.claims.models import Accident, Claim, Scan
from payung.files.queries import download
from payung.reference import clock

PDF = "application/pdf"
Made = Callable[[StaffRequest, Claim], bytes]
PAPERS: dict[str, tuple[str, Made]] = {
    "surat-pengantar": ("Surat pengantar", lambda request, claim: papers.introduction_letter(claim)),
    "keterangan-ahli-waris": (
        "Surat keterangan ahli waris",
        lambda request, claim: letters.heirs_statement(claim),
    ),
    "kronologis": (
        "Kronologis",
        lambda request, claim: letters.chronology(claim, Accident.objects.filter(claim=claim).first()),
    ),
    "laporan-tahap-1": (
        "Laporan kecelakaan tahap I",
        lambda request, claim: first_report(claim, Accident.objects.filter(claim=claim).first()),
    ),
    "tanda-terima": (
        "Tanda terima berkas",
        lambda request, claim: letters.receipt(claim, officer=request.user.full_name, on=clock.today()),
    ),
    "tindak-lanjut": (
        "Surat tindak lanjut",
        lambda request, claim: letters.follow_up([claim], on=clock.today()),
    ),
    "keberatan": (
        "Surat keberatan",
        lambda request, claim: letters.objection(claim, grounds=queries.grounds_of(claim), on=clock.today()),
    ),
    "berkas-lengkap": ("Berkas klaim lengkap", lambda request, claim: case_file(claim, on=clock.today())),
}


@needs(Can.HANDLE_CLAIM)
def made(request: StaffRequest, claim_id: int, paper: str) -> HttpResponse:
    """A letter or the whole case, made now. It names private data, so the look is written down."""
    if paper not in PAPERS:
        raise Http404
    claim = found_claim(request, claim_id)
    label, make = PAPERS[paper]
    actions.note_letter(claim.pk, what=label, by=request.user, at=clock.now())
    return download(make(request, claim), name=f"{paper}-{claim.number}.pdf", content_type=PDF)


@needs(Can.SEE_CLAIMS)
def checklist(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The list of papers for the family, on one page."""
    claim = found_claim(request, claim_id)
    pdf = papers.family_leaflet(claim, contact=request.user.full_name)
    return download(pdf, name=f"berkas-{claim.number}.pdf", content_type=PDF)


@needs(Can.READ_PAPERS)
def scan(request: StaffRequest, claim_id: int, scan_id: int) -> HttpResponse:
    """One kept photo or PDF; every look is written down."""
    claim = found_claim(request, claim_id)
    found = Scan.objects.filter(pk=scan_id, paper__claim=claim).select_related("paper", "file").first()
    if found is None:
        raise Http404
    content = actions.open_scan(found, by=request.user, at=clock.now())
    return download(content, name=f"{claim.number}-{found.file.name}", content_type=found.file.content_type)


@needs(Can.HANDLE_CLAIM)
def follow_up_all(request: StaffRequest) -> HttpResponse:
    """One letter to the branch for every filed claim whose legal days have passed."""
    late = list(queries.late_claims(on=clock.today(), scope=request.scope))
    if not late:
        return redirect(f"{request.path_info.rsplit('/', 1)[0]}/?keadaan={ClaimState.FILED}")
    for claim in late:
        actions.note_letter(claim.pk, what="Surat tindak lanjut", by=request.user, at=clock.now())
    pdf = letters.follow_up(late, on=clock.today())
    return download(pdf, name=f"tindak-lanjut-{clock.today():%Y%m%d}.pdf", content_type=PDF)
