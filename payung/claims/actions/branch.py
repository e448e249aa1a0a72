"""Claims go to the branch in one spreadsheet, and its answers come back in one: checked first, then saved claim by claim."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims import at_branch
from payung.claims.actions.answers import (
    file_claim,
    record_complete,
    record_more_papers,
    record_payment,
    record_refusal,
)
from payung.claims.branch_answer import (
    COMPLETE,
    DOOR,
    MORE,
    PAID,
    Answer,
    Plan,
    Reader,
    answer_rows,
)
from payung.claims.branch_rows import branch_rows
from payung.claims.enums import ClaimState
from payung.claims.models import BranchFile
from payung.claims.profile import CLAIMS
from payung.documents import profile as template
from payung.enrolment import actions as enrolment_actions
from payung.enrolment import queries as enrolment
from payung.files.actions import keep
from payung.files.models import StoredFile
from payung.files.queries import content as content_of
from payung.files.queries import remembered_layouts
from payung.jobs.actions import Refused
from payung.language.formats import angka
from payung.tables.reading import NOTHING_DECIDED, CannotRead, Decisions, Reading, read_settled

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_A_FILE = 5_000


@transaction.atomic
def send_to_branch(
    state: ClaimState, *, profile_id: int | None = None, filed_on: date | None = None, by: User, at: datetime
) -> BranchFile:
    """Write the claims that are ready (or already there) into one file after the profile, and keep its bytes.

    filed_on: also record the ready ones as filed on that day; who is in doubt stays behind and is told in `problems`.
    Raises Refused when there is nothing to send or the profile cannot be used.
    """
    profile = (
        enrolment.profile(profile_id, CLAIMS.key)
        if profile_id
        else enrolment_actions.default_profile(at=at, purpose=CLAIMS)
    )
    if profile is None:
        raise Refused("Profil ini tidak ada lagi. Pilih profil lain.")
    if found := template.problems(profile.columns, CLAIMS):
        raise Refused(f"Profil “{profile.name}” perlu diperbaiki: {found[0]}")
    ids = list(at_branch.to_branch(state).values_list("pk", flat=True)[:MOST_IN_A_FILE])
    problems = _file_all(ids, filed_on, by=by, at=at) if filed_on and state == ClaimState.COMPLETE else []
    left = {claim_id for claim_id, _ in problems}
    sent = list(at_branch.with_family([claim_id for claim_id in ids if claim_id not in left]))
    if not sent:
        raise Refused(problems[0][1] if problems else "Tidak ada klaim yang menunggu dikirim.")
    content = template.write(
        profile.columns, branch_rows(sent, profile.columns), file_format=profile.file_format, sheet="Klaim"
    )
    file = keep(
        content,
        name=f"klaim-{at:%Y%m%d}-{len(sent)}.{profile.file_format}",
        content_type=XLSX if profile.file_format == "xlsx" else "text/csv",
        purpose="claims.branch",
        by=by,
        at=at,
    )
    made = BranchFile.objects.create(
        file=file, is_answer=False, claims=len(sent), problems=[[f"K-{n:05d}", why] for n, why in problems], by=by, at=at
    )  # fmt: skip
    digest = sha256(content).hexdigest()[:12]
    sentence = f"Membuat berkas klaim untuk cabang: {angka(len(sent))} klaim, profil “{profile.name}”, sidik {digest}."
    audit.record(
        "claims.branch_file", by=by, at=at, on=("branch_file", made.pk), sentence=sentence, personal_read=True
    )
    return made


def _file_all(ids: Sequence[int], on: date, *, by: User, at: datetime) -> list[tuple[int, str]]:
    problems = []
    for claim_id in ids:
        try:
            file_claim(claim_id, filed_on=on, bpjs_number="", by=by, at=at)
        except Refused as refusal:
            problems.append((claim_id, str(refusal)))
    return problems


def read_plan(file: StoredFile, *, today: date, decided: Decisions = NOTHING_DECIDED) -> Plan:
    """What saving an uploaded answer would do; nothing is written. Raises Refused where the file is refused or asks."""
    try:
        reading = read_settled(
            content_of(file),
            DOOR,
            name=file.name,
            decisions=decided,
            remembered=remembered_layouts(DOOR.name),
        )
    except CannotRead as refusal:
        raise Refused(str(refusal)) from None
    return plan_of(reading, name=file.name, today=today)


def plan_of(reading: Reading, *, name: str, today: date) -> Plan:
    """What saving the rows of an answer would do; nothing is written. Raises Refused where there is none."""
    rows = answer_rows(reading)
    if not rows:
        raise Refused(f"Tidak ada baris di {name}. Periksa isi berkasnya.")
    claims = list(
        at_branch.answered_by({row.claim_id for row in rows if row.claim_id}, {row.kpj for row in rows})
    )
    return Reader(claims, enrolment.kpjs([claim.worker_id for claim in claims]), today=today).plan(rows)


def digest_of(plan: Plan) -> str:
    """Changes when anything that saving would do changes: what was looked at is what is saved."""
    told = [(a.claim.pk, a.claim.version, a.in_words(), sorted(a.to_heirs.items())) for a in plan.answers]
    return sha256(repr((told, plan.problems)).encode()).hexdigest()[:16]


@transaction.atomic
def save_answers(
    file: StoredFile, *, seen: str, by: User, at: datetime, today: date, decided: Decisions = NOTHING_DECIDED
) -> BranchFile:
    """Record every answer of the plan that was looked at. Raises Refused when the claims changed since, or nothing is left.

    The same file read twice changes nothing.
    """
    plan = read_plan(file, today=today, decided=decided)
    if digest_of(plan) != seen:
        raise Refused("Ada klaim yang berubah sejak pratinjau. Periksa lagi hasilnya, lalu simpan.")
    if not plan.answers:
        raise Refused("Tidak ada jawaban baru untuk disimpan.")
    for answer in plan.answers:
        _record(answer, by=by, at=at)
    made = BranchFile.objects.create(
        file=file, is_answer=True, claims=len(plan.answers), problems=[[f"Baris {n}", why] for n, why in plan.problems],
        by=by, at=at,
    )  # fmt: skip
    sentence = f"Membaca jawaban cabang: {angka(len(plan.answers))} klaim dicatat, {angka(len(plan.problems))} baris perlu ditanyakan."
    audit.record("claims.branch_answer", by=by, at=at, on=("branch_file", made.pk), sentence=sentence)
    return made


def _record(answer: Answer, *, by: User, at: datetime) -> None:
    claim_id, seen = answer.claim.pk, answer.claim.version
    if answer.what == COMPLETE and answer.on:
        record_complete(claim_id, on=answer.on, by=by, at=at, seen=seen)
    elif answer.what == MORE:
        record_more_papers(claim_id, answer.papers, note=answer.reason, by=by, at=at, seen=seen)
    elif answer.what == PAID and answer.on:
        record_payment(
            claim_id, paid_on=answer.on, paid_rp=answer.paid_rp, to_heirs=answer.to_heirs, by=by, at=at, seen=seen
        )  # fmt: skip
    else:
        record_refusal(claim_id, reason=answer.reason, by=by, at=at, seen=seen)
