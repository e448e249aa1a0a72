"""Roles, and what each may do: the one table that decides. A view without a capability cannot be reached."""

from enum import StrEnum

from django.db.models import TextChoices


class Role(TextChoices):
    AGENCY_OPERATOR = "agency_operator", "Operator dinas sektor"
    DINAS_OPERATOR = "dinas_operator", "Operator Disperinaker"
    VERIFIER = "verifier", "Verifikator"
    APPROVER = "approver", "Pejabat penyetuju"
    KELURAHAN_OFFICER = "kelurahan_officer", "Petugas kelurahan"
    BPJS_LIAISON = "bpjs_liaison", "Petugas BPJS"
    MAYOR_OFFICE = "mayor_office", "Kantor wali kota"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class Can(StrEnum):
    """What a view may ask for. Each stands in ALLOWED below; a test proves the table complete."""

    SEE_HOME = "home.see"
    SEE_JOBS = "jobs.see"
    SEE_PROGRAMME = "programme.see"
    RUN_PROGRAMME = "programme.run"
    SEE_PEOPLE = "people.see"
    REVEAL_NIK = "people.reveal"
    CORRECT_PEOPLE = "people.correct"
    SEE_INTAKE = "intake.see"
    UPLOAD = "intake.upload"
    REVIEW_PAIRS = "matching.review"
    SEE_MATCHING = "matching.see"
    SET_REVIEW_LIMIT = "matching.set_limit"
    LOAD_REGISTERS = "matching.registers"
    SEE_ELIGIBILITY = "eligibility.see"
    JUDGE = "eligibility.judge"
    CHECK_FIELD = "eligibility.check_field"
    ASK_OVERRIDE = "eligibility.ask_override"
    DECIDE_OVERRIDE = "eligibility.decide_override"
    SEE_SELECTION = "selection.see"
    SEE_SEATED = "selection.names.see"
    SELECT = "selection.select"
    DRAFT_DECREE = "selection.draft_decree"
    SIGN_DECREE = "selection.sign_decree"
    SEE_ENROLMENT = "enrolment.see"
    REGISTER = "enrolment.register"
    READ_REPLY = "enrolment.read_reply"
    PRINT_CARDS = "enrolment.print_cards"
    HAND_OVER = "enrolment.hand_over"
    SEE_MONEY = "contributions.see"
    SEE_PAID = "contributions.names.see"
    RECEIVE_INVOICE = "contributions.invoice"
    VERIFY_PAYMENT = "contributions.verify"
    APPROVE_PAYMENT = "contributions.approve"
    RECORD_PAYMENT = "contributions.pay"
    SEE_CLAIMS = "claims.see"
    REPORT_EVENT = "claims.report"
    HANDLE_CLAIM = "claims.handle"
    ANSWER_CLAIM = "claims.answer"
    READ_PAPERS = "claims.read_papers"
    CORRECT_DEATH = "claims.correct_death"
    DECIDE_DEATH = "claims.decide_death"
    REACH_OUT = "outreach.send"
    SEE_AID = "aid.see"
    RUN_AID = "aid.run"
    GIVE_AID = "aid.give"
    SEE_DASHBOARD = "reports.dashboard"
    EXPORT = "reports.export"
    SEE_AUDIT = "audit.see"
    SEE_PROMISES = "promises.see"
    ASK_PROMISES = "promises.ask"
    SEE_RULES = "rules.see"
    EDIT_RULES = "rules.edit"
    RUN_SETTINGS = "settings.run"


_AGENCY, _DINAS, _VERIFIER, _APPROVER = (
    Role.AGENCY_OPERATOR,
    Role.DINAS_OPERATOR,
    Role.VERIFIER,
    Role.APPROVER,
)
_KELURAHAN, _BPJS, _MAYOR, _AUDITOR, _ADMIN = (
    Role.KELURAHAN_OFFICER,
    Role.BPJS_LIAISON,
    Role.MAYOR_OFFICE,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
_OFFICE = {_DINAS, _VERIFIER, _APPROVER, _AUDITOR}
_EVERYBODY = set(Role)

ALLOWED: dict[Can, set[Role]] = {
    Can.SEE_HOME: _EVERYBODY,
    Can.SEE_JOBS: _EVERYBODY,
    Can.SEE_PROGRAMME: _OFFICE | {_AGENCY, _BPJS, _MAYOR, _ADMIN},
    Can.RUN_PROGRAMME: {_DINAS},
    Can.SEE_PEOPLE: _OFFICE | {_AGENCY, _KELURAHAN, _BPJS},
    Can.REVEAL_NIK: {_DINAS, _VERIFIER, _AGENCY, _KELURAHAN, _BPJS},
    Can.CORRECT_PEOPLE: {_DINAS},
    Can.SEE_INTAKE: _OFFICE | {_AGENCY},
    Can.UPLOAD: {_AGENCY, _DINAS},
    Can.REVIEW_PAIRS: {_DINAS, _VERIFIER},
    Can.SEE_MATCHING: _OFFICE,
    Can.SET_REVIEW_LIMIT: {_APPROVER},
    Can.LOAD_REGISTERS: {_DINAS},
    Can.SEE_ELIGIBILITY: _OFFICE | {_AGENCY},
    Can.JUDGE: {_DINAS},
    Can.CHECK_FIELD: {_KELURAHAN, _DINAS},
    Can.ASK_OVERRIDE: {_DINAS},
    Can.DECIDE_OVERRIDE: {_VERIFIER, _APPROVER},
    Can.SEE_SELECTION: _OFFICE | {_AGENCY, _MAYOR},  # quotas, decrees, seats in numbers
    # And the names in them: the mayor's office reads none unless it stands here.
    Can.SEE_SEATED: _OFFICE | {_AGENCY},
    Can.SELECT: {_DINAS},
    Can.DRAFT_DECREE: {_DINAS},
    Can.SIGN_DECREE: {_APPROVER},
    Can.SEE_ENROLMENT: _OFFICE | {_BPJS, _KELURAHAN},
    Can.REGISTER: {_DINAS, _BPJS},
    Can.READ_REPLY: {_DINAS, _BPJS},
    Can.PRINT_CARDS: {_DINAS},
    Can.HAND_OVER: {_DINAS, _KELURAHAN},
    Can.SEE_MONEY: _OFFICE | {_BPJS, _MAYOR},  # months, orders, funds in numbers
    # And for whom: the mayor's office reads no name unless it stands here.
    Can.SEE_PAID: _OFFICE | {_BPJS},
    Can.RECEIVE_INVOICE: {_DINAS, _BPJS},
    Can.VERIFY_PAYMENT: {_VERIFIER},
    Can.APPROVE_PAYMENT: {_APPROVER},
    Can.RECORD_PAYMENT: {_DINAS},
    Can.SEE_CLAIMS: _OFFICE | {_KELURAHAN, _BPJS},
    Can.REPORT_EVENT: {_DINAS, _KELURAHAN},
    Can.HANDLE_CLAIM: {_DINAS},
    Can.ANSWER_CLAIM: {_DINAS, _BPJS},
    Can.READ_PAPERS: {_DINAS, _BPJS},
    Can.CORRECT_DEATH: {_DINAS},
    Can.DECIDE_DEATH: {_DINAS, _VERIFIER, _APPROVER},  # whoever decides is never who proposed
    Can.REACH_OUT: {_DINAS, _KELURAHAN},
    Can.SEE_AID: _OFFICE | {_KELURAHAN},
    Can.RUN_AID: {_DINAS},
    Can.GIVE_AID: {_DINAS, _KELURAHAN},
    Can.SEE_DASHBOARD: _OFFICE | {_MAYOR, _BPJS, _AGENCY, _ADMIN},
    Can.EXPORT: _OFFICE | {_AGENCY, _BPJS},
    Can.SEE_AUDIT: {_AUDITOR, _ADMIN},
    Can.SEE_PROMISES: _OFFICE | {_ADMIN},
    Can.ASK_PROMISES: {_DINAS, _AUDITOR, _ADMIN},
    Can.SEE_RULES: _EVERYBODY,
    Can.EDIT_RULES: {_DINAS, _VERIFIER},
    Can.RUN_SETTINGS: {_ADMIN},
}
