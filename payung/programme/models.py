"""Funds, rounds and quotas: decided before the first list comes in."""

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from payung.programme.enums import FundKind, RoundState
from payung.rules.months import month_number, month_of


class Fund(models.Model):
    """One source of money of one budget year, with its appropriation (pagu)."""

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=FundKind.choices)
    name = models.CharField(max_length=80)  # "DBHCHT TA 2025"
    appropriation_rp = models.BigIntegerField()
    use_by = models.DateField()

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="fund_named_once_a_year"),
            models.CheckConstraint(condition=Q(appropriation_rp__gt=0), name="fund_has_money"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def payable(self) -> range:
        """The contribution months this money can pay: of its budget year, up to the month of its last day."""
        return range(month_number(self.year, 1), month_of(self.use_by) + 1)


class Round(models.Model):
    """One round (putaran): the months covered, the programmes paid, the criteria people must meet.

    Months are contribution months as integers (year * 12 + month - 1, `rules.months`).
    """

    name = models.CharField(max_length=80)  # "Putaran 2025"
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="rounds")
    first_month = models.PositiveIntegerField()
    last_month = models.PositiveIntegerField()
    programmes = models.JSONField(default=list)  # ["JKK", "JKM"]
    min_age = models.PositiveSmallIntegerField(default=18)
    max_age = models.PositiveSmallIntegerField(default=65)  # not yet reached on the first day of cover
    one_per_kk = models.BooleanField(default=False)
    exclude_social_aid = models.BooleanField(default=False, db_default=False)  # whoever receives PKH or BPNT
    field_check_needed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.OPEN)
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    mended_at = models.DateTimeField(
        null=True
    )  # months or criteria changed: verdicts from before are of another round

    class Meta:
        ordering = ["-first_month", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="round_has_months"),
            models.UniqueConstraint(
                fields=["name"], condition=~Q(state=RoundState.CANCELLED), name="round_named_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def funding(self) -> list[tuple[int, Fund]]:
        """[(first month, the fund that pays from it on)]: every month of the round has exactly one fund."""
        return [(0, self.fund), *((span.from_month, span.fund) for span in self.spans.select_related("fund"))]

    def fund_in(self, month: int) -> Fund:
        """Whose money pays that month."""
        return [fund for from_month, fund in self.funding if from_month <= month][-1]

    @property
    def months(self) -> int:
        return self.last_month - self.first_month + 1


class Quota(models.Model):
    """How many places a sector has in a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="quotas")
    sector = models.ForeignKey("reference.Sector", models.PROTECT, related_name="+")
    places = models.PositiveIntegerField()

    class Meta:
        ordering = ["sector_id"]
        constraints = [models.UniqueConstraint(fields=["round", "sector"], name="one_quota_per_sector")]


class FundChange(models.Model):
    """An amendment of an appropriation (perubahan anggaran): what it was, what it is, by which paper. Only added."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="changes")
    before_rp = models.BigIntegerField()
    after_rp = models.BigIntegerField()
    number = models.CharField(max_length=80)  # "DPPA 2025/17"
    decided_on = models.DateField()
    reason = models.CharField(max_length=160, blank=True)
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["fund_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(before_rp=F("after_rp")), name="a_fund_change_changes"),
            models.UniqueConstraint(fields=["fund", "number"], name="a_fund_change_paper_once"),
        ]


class FundingSpan(models.Model):
    """From this month on another fund pays the round. Before the first span the round's own fund pays."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="spans")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+")
    from_month = models.PositiveIntegerField()

    class Meta:
        ordering = ["round_id", "from_month"]
        constraints = [models.UniqueConstraint(fields=["round", "from_month"], name="one_fund_a_month")]
