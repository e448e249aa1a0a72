"""What we heard, the events, the claim that follows from one, its steps, papers and heirs."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from payung.claims.enums import (
    Channel,
    ClaimState,
    DeathFix,
    DeathFixState,
    EventKind,
    Level,
    NoticeState,
    Outcome,
    PaperState,
    Schooling,
    SchoolState,
    Source,
    Use,
)
from payung.people.enums import Kin
from payung.rules.benefits.scholarship import Work


class Event(models.Model):
    """What somebody told us. A death of a person is recorded once (C2)."""

    worker = models.ForeignKey("people.Worker", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    happened_on = models.DateField()
    place = models.CharField(max_length=160, blank=True)
    story = models.TextField(blank=True)
    reporter_name = models.CharField(max_length=120)
    reporter_phone_sealed = models.BinaryField(null=True)  # at "claims.event.phone:<key>"
    reporter_kin = models.CharField(max_length=20, choices=Kin.choices, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.OFFICE)
    key = models.UUIDField(unique=True)  # made with the form: sending twice reports once
    reported_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField()
    died_on = models.DateField(null=True)  # of a work accident that ended in death later
    is_mistaken = models.BooleanField(default=False)  # two persons found that this person lives
    day_corrected_at = models.DateTimeField(null=True)  # the day is known since then

    class Meta:
        ordering = ["-reported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker"],
                condition=Q(kind__in=["death", "work_death"], is_mistaken=False),
                name="a_person_dies_once",
            )
        ]

    @property
    def death_on(self) -> date:
        """The day of death: that of the event, unless an accident ended in death later."""
        return self.died_on or self.happened_on


class Claim(models.Model):
    """The way from the event to the money. The estimate is what `rules` said, kept with its articles."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="claim")
    worker = models.ForeignKey("people.Worker", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ClaimState.choices, default=ClaimState.REPORTED)
    cover_state = models.CharField(max_length=8)  # on the day of the event, as known when reported
    needs_confirmation = models.BooleanField(default=False)
    estimate_rp = models.BigIntegerField(default=0)
    estimate = models.JSONField(default=dict)  # parts, articles, confidence, explanation
    filed_on = models.DateField(null=True)
    complete_on = models.DateField(null=True)  # BPJS said that nothing is missing: its days count from here
    bpjs_number = models.CharField(max_length=40, blank=True)
    paid_on = models.DateField(null=True)
    paid_rp = models.BigIntegerField(null=True)
    refusal = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(
        null=True
    )  # of the next step (claims.deadlines), kept so that the board can sort by it
    changed_at = models.DateTimeField()  # of the last move
    version = models.PositiveIntegerField(default=0)  # grows with every change: who saw an older one is told
    touched_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    touched_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="claim_board"),
            models.Index(fields=["due_on", "id"], name="claim_by_deadline"),
            models.Index(fields=["owner", "state"], name="claim_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ClaimState.PAID) | Q(paid_on__isnull=False, paid_rp__gt=0),
                name="a_paid_claim_has_money",
            )
        ]

    @property
    def number(self) -> str:
        return f"K-{self.pk:05d}"


class Step(models.Model):
    """One move of a claim. Only added."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=ClaimState.choices)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Paper(models.Model):
    """One line of the checklist."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=40)  # a key of claims.checklist
    state = models.CharField(max_length=8, choices=PaperState.choices, default=PaperState.MISSING)
    note = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["claim", "kind"], name="a_paper_once_per_claim")]
        indexes = [
            models.Index(
                fields=["kind", "claim"], condition=~Q(state=PaperState.PRESENT), name="papers_lacking"
            )
        ]


class Heir(models.Model):
    """Somebody of the family, whether rightful, and the share that follows."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="heirs")
    name = models.CharField(max_length=120)
    kin = models.CharField(max_length=20, choices=Kin.choices)
    birth_date = models.DateField(null=True)
    is_alive = models.BooleanField(default=True)
    is_absent = models.BooleanField(default=False)  # nobody knows where he is: his share waits
    guardian = models.CharField(max_length=120, blank=True)  # who acts for a minor: name and kin
    schooling = models.CharField(
        max_length=10, choices=Schooling.choices, blank=True
    )  # of a child; "" = not known
    is_rightful = models.BooleanField(default=False)
    share_rp = models.BigIntegerField(default=0)
    paid_rp = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["id"]


class Notice(models.Model):
    """What somebody told us of a person whom we may or may not know. Private numbers are sealed at "claims.notice.*"."""

    number = models.CharField(max_length=14, unique=True)  # random, for the public tracker
    source = models.CharField(max_length=10, choices=Source.choices)
    kind = models.CharField(max_length=12, choices=EventKind.choices, default=EventKind.DEATH)
    state = models.CharField(max_length=12, choices=NoticeState.choices, default=NoticeState.OPEN)
    name = models.CharField(max_length=120)
    birth_date = models.DateField(null=True)
    nik_sealed = models.BinaryField(null=True)
    kelurahan = models.ForeignKey("reference.Area", models.PROTECT, null=True, related_name="+")
    happened_on = models.DateField(null=True)
    place = models.CharField(max_length=160, blank=True)
    story = models.TextField(blank=True)
    reporter_name = models.CharField(max_length=120, blank=True)
    reporter_kin = models.CharField(max_length=20, choices=Kin.choices, blank=True)
    reporter_phone_sealed = models.BinaryField(null=True)
    is_family = models.BooleanField(default=False)  # an officer made sure: only then the tracker tells more
    doubt = models.CharField(max_length=200, blank=True)  # why it was not matched by itself
    key = models.UUIDField(unique=True)
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="notices")
    worker = models.ForeignKey("people.Worker", models.PROTECT, null=True, related_name="+")  # who was chosen
    chosen_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )  # first of two
    heard_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    heard_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-heard_at", "-id"]
        indexes = [models.Index(fields=["state", "-heard_at"], name="notices_in_queue")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=NoticeState.MATCHED) | Q(claim__isnull=False),
                name="a_matched_notice_has_a_claim",
            )
        ]


class Candidate(models.Model):
    """Somebody of the register whom a notice may mean."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="candidates")
    worker = models.ForeignKey("people.Worker", models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()  # 0-100
    why = models.CharField(max_length=200)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [models.UniqueConstraint(fields=["notice", "worker"], name="a_candidate_once")]


class Assessment(models.Model):
    """What was known of the cover, and what followed, each time the claim was computed. Only added."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="assessments")
    cover_state = models.CharField(max_length=8)
    paid_months = models.JSONField(default=list)  # month numbers known then
    cover_started_on = models.DateField(null=True)  # the day cover began, as known then
    estimate_rp = models.BigIntegerField()
    why = models.CharField(max_length=200)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Settlement(models.Model):
    """How a doubt about the heirs was settled: by a person, with what was seen. Only added."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="settlements")
    doubt = models.CharField(max_length=40)  # code of claims.doubts
    note = models.CharField(max_length=300)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Scan(models.Model):
    """One photo or PDF of a paper, cleaned and sealed. A paper may have several; none is ever overwritten."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="scans")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Accident(models.Model):
    """What Permenaker 1/2025 Pasal 48A wants told of a work accident, and what came of it."""

    claim = models.OneToOneField(Claim, models.CASCADE, primary_key=True, related_name="accident")
    happened_at = models.DateTimeField()
    activity = models.CharField(max_length=160)  # what he was doing
    cause = models.CharField(max_length=160)
    injury_sealed = models.BinaryField(null=True)  # health: at "claims.accident.injury:<claim>"
    witnesses = models.CharField(max_length=200, blank=True)
    facility = models.CharField(max_length=120, blank=True)  # where he is treated
    is_disease = models.BooleanField(default=False)
    work_kind = models.CharField(max_length=120, blank=True)  # of a disease: which work,
    work_length = models.CharField(max_length=60, blank=True)  # for how long,
    exposure = models.CharField(max_length=200, blank=True)  # exposed to what,
    diagnosis_sealed = models.BinaryField(
        null=True
    )  # and what the doctor says: "claims.accident.diagnosis:<claim>"
    first_reported_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    unable_from = models.DateField(null=True)
    able_again_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    stated_at = models.DateTimeField(null=True)  # of the doctor's statement
    second_reported_at = models.DateTimeField(null=True)
    disability_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    function_loss_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    back_at_work_on = models.DateField(null=True)
    back_note = models.CharField(max_length=200, blank=True)


class Pupil(models.Model):
    """A child whose schooling is paid: the level as last told, and why it ended."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="pupils")
    name = models.CharField(max_length=120)
    birth_date = models.DateField()
    level = models.CharField(max_length=4, choices=Level.choices, blank=True)  # "" = not yet at school
    year_in_level = models.PositiveSmallIntegerField(null=True)
    told_on = models.DateField()  # day from which the plan goes on with this level
    married = models.BooleanField(default=False)
    work = models.CharField(max_length=16, default=Work.TIDAK)
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["birth_date", "id"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "name", "birth_date"], name="a_pupil_once_per_claim")
        ]


class SchoolYear(models.Model):
    """One yearly payment of one child: a task until it is paid."""

    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=4, choices=Level.choices)
    year_in_level = models.PositiveSmallIntegerField()
    amount_rp = models.BigIntegerField()  # what the law names: an estimate until paid
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=SchoolState.choices, default=SchoolState.DUE)
    papers = models.JSONField(default=list)  # keys of claims.schooling.papers_of that are there
    filed_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    paid_rp = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["state", "due_on"], name="school_years_due")]
        constraints = [models.UniqueConstraint(fields=["pupil", "year"], name="a_school_year_once")]


class Telling(models.Model):
    """What a family told of the money, with its consent; without consent nothing is written."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="tellings")
    use = models.CharField(max_length=10, choices=Use.choices)
    words = models.CharField(max_length=300, blank=True)
    may_publish = models.BooleanField(default=False)  # a second consent, for stories outside the office
    told_on = models.DateField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["told_on", "id"]


class BranchFile(models.Model):
    """A spreadsheet that went to the branch, or its answer that came back, byte for byte. Only added.

    problems: what was left out, [[claim or row, sentence]].
    """

    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    is_answer = models.BooleanField()
    claims = models.PositiveIntegerField()
    problems = models.JSONField(default=list)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class DeathCorrection(models.Model):
    """*Pembetulan kematian*: a recorded death was of another day, or of nobody. Proposed by one, decided by another.

    effects: the sentences of the preview; what is decided is exactly what was shown.
    """

    worker = models.ForeignKey("people.Worker", models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="corrections")
    notice = models.ForeignKey(
        Notice, models.PROTECT, null=True, related_name="corrections"
    )  # without a claim
    kind = models.CharField(max_length=6, choices=DeathFix.choices)
    state = models.CharField(max_length=8, choices=DeathFixState.choices, default=DeathFixState.PROPOSED)
    was_on = models.DateField(null=True)
    becomes_on = models.DateField(null=True)  # DAY
    is_somebody_else = models.BooleanField(default=False)  # PERSON: the news is true, of another person
    reason = models.CharField(max_length=300)
    effects = models.JSONField(default=list)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker"],
                condition=Q(state=DeathFixState.PROPOSED),
                name="one_death_correction_waits",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")), name="a_death_is_corrected_by_two"
            ),
            models.CheckConstraint(
                condition=Q(state=DeathFixState.PROPOSED)
                ^ Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decided_death_has_a_name",
            ),
        ]
