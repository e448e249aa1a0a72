"""How does a number of the law change here? One proposes, another decides, everybody can read who and why."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.jobs.actions import Refused
from payung.language.formats import tanggal
from payung.office import queries
from payung.office.enums import ProposalState
from payung.office.models import Proposal
from payung.reference import actions as reference
from payung.rules.parameter_names import name_of, value_in_words
from payung.rules.parameters import Entry, frozen, thawed


@transaction.atomic
def propose_value(
    entry: Entry, *, source: str, article: str, reason: str, by: User, at: datetime
) -> Proposal:
    """Ask for a dated value; nothing changes until another person agrees. Raises Refused."""
    _refuse_bad_value(entry)
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                parameter=entry.id,
                value=thawed(entry.value),
                unit=entry.unit,
                effective_from=entry.first,
                effective_to=entry.effective_to,
                source=source,
                article=article,
                confidence=entry.confidence,
                reason=reason,
                proposed_by=by,
                proposed_at=at,
            )
    except IntegrityError:
        raise Refused(
            "Sudah ada usulan untuk angka dan tanggal ini. Putuskan atau tarik yang itu dulu."
        ) from None
    _tell_law(
        "law.proposed",
        proposal,
        f"{value_in_words(entry)} mulai {tanggal(entry.first)} diusulkan",
        by,
        at,
        reason,
    )
    return proposal


@transaction.atomic
def approve_value(proposal_id: int, *, by: User, at: datetime) -> None:
    """Put the proposed value in force: the second person, never the one who proposed it. Raises Refused."""
    proposal = _open_proposal(proposal_id, by, may_be_own=False)
    entry = entry_of(proposal)
    _refuse_bad_value(entry)
    proposal.in_force = reference.put_value(entry)
    _decide(proposal, ProposalState.APPROVED, by, at, "")
    said = f"{value_in_words(entry)} mulai {tanggal(entry.first)} disetujui; diusulkan {proposal.proposed_by.full_name}"
    _tell_law("law.approved", proposal, said, by, at, proposal.reason)


@transaction.atomic
def reject_value(proposal_id: int, *, answer: str, by: User, at: datetime) -> None:
    """Say no, with the reason. Raises Refused."""
    proposal = _open_proposal(proposal_id, by, may_be_own=False)
    _decide(proposal, ProposalState.REJECTED, by, at, answer)
    _tell_law("law.rejected", proposal, "usulan ditolak", by, at, answer)


@transaction.atomic
def withdraw_value(proposal_id: int, *, by: User, at: datetime) -> None:
    """Take one's own proposal back. Raises Refused."""
    proposal = _open_proposal(proposal_id, by, may_be_own=True)
    if proposal.proposed_by_id != by.pk:
        raise Refused("Usulan orang lain hanya dapat disetujui atau ditolak.")
    _decide(proposal, ProposalState.WITHDRAWN, by, at, "")
    _tell_law("law.withdrawn", proposal, "usulan ditarik kembali", by, at)


@transaction.atomic
def add_holiday(day: date, name: str, *, by: User, at: datetime) -> None:
    """A day on which offices and banks are closed: due dates and working days count without it. Raises Refused."""
    if not reference.close_day(day, name):
        raise Refused(f"{tanggal(day)} sudah tercatat sebagai hari libur.")
    audit.record(
        "law.holiday", by=by, at=at, on=("reference.holiday", day), sentence=f"{tanggal(day)} libur: {name}."
    )


@transaction.atomic
def remove_holiday(day: date, *, by: User, at: datetime) -> None:
    """The day is a working day after all. Raises Refused."""
    if not reference.open_day(day):
        raise Refused(f"{tanggal(day)} tidak tercatat sebagai hari libur.")
    audit.record(
        "law.holiday",
        by=by,
        at=at,
        on=("reference.holiday", day),
        sentence=f"{tanggal(day)} menjadi hari kerja.",
    )


def entry_of(proposal: Proposal) -> Entry:
    """The proposal as `rules.parameters` knows values; source and article in one line."""
    said = f"{proposal.source} {proposal.article}".strip()
    value = frozen(proposal.value)
    return Entry(
        proposal.parameter,
        proposal.effective_from,
        proposal.effective_to,
        value,
        proposal.unit,
        said,
        proposal.confidence,
        proposal.reason,
    )


def _refuse_bad_value(entry: Entry) -> None:
    try:
        queries.law_with(entry)
    except ValueError as error:
        raise Refused(f"Nilai ini tidak dapat dipakai: {error}") from None


def _open_proposal(proposal_id: int, by: User, *, may_be_own: bool) -> Proposal:
    proposal = (
        Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=proposal_id)
    )
    if proposal.state != ProposalState.PROPOSED:
        raise Refused(f"Usulan ini sudah selesai: {proposal.get_state_display().lower()}.")
    if proposal.proposed_by_id == by.pk and not may_be_own:
        raise Refused("Usulan sendiri diputuskan orang lain.")
    return proposal


def _decide(proposal: Proposal, state: ProposalState, by: User, at: datetime, answer: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at, proposal.answer = state, by, at, answer
    proposal.save(update_fields=["state", "decided_by", "decided_at", "answer", "in_force"])


def _tell_law(verb: str, proposal: Proposal, said: str, by: User, at: datetime, reason: str = "") -> None:
    sentence = f"{name_of(proposal.parameter)}: {said}."
    audit.record(verb, by=by, at=at, on=("office.proposal", proposal.pk), sentence=sentence, reason=reason)
