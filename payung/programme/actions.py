"""How are a fund and a round opened, and how does a round move on?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.jobs.actions import Refused
from payung.language.formats import angka, daftar, rentang_bulan, rupiah
from payung.programme import queries
from payung.programme.enums import NEXT, OVER, UNDECIDED, FundKind, RoundState
from payung.programme.models import Fund, FundChange, FundingSpan, Quota, Round
from payung.reference.queries import sectors
from payung.rules.contributions import Programme
from payung.rules.eligibility import MAX_AGE
from payung.rules.months import first_day, month_in_words
from payung.rules.parameters import law_in_force


class ProgrammeRefused(Refused):
    """Nothing was changed; the sentence says what a person can do."""


# Later stages put here what must happen before a round is mended or cancelled: refuse, or drop what the old terms made.
BEFORE_CHANGE: list[Callable[[int], None]] = []


@transaction.atomic
def open_fund(
    *, year: int, kind: str, name: str, appropriation_rp: int, use_by: date, by: User, at: datetime
) -> Fund:
    """Enter a source of money of a budget year with its appropriation (pagu)."""
    if appropriation_rp <= 0:
        raise ProgrammeRefused("Pagu harus lebih dari Rp0.")
    if Fund.objects.filter(year=year, name=name).exists():
        raise ProgrammeRefused(f"Dana “{name}” tahun {year} sudah ada. Pakai nama lain.")
    fund = Fund.objects.create(
        year=year, kind=FundKind(kind), name=name, appropriation_rp=appropriation_rp, use_by=use_by
    )
    audit.record(
        "programme.fund_opened",
        by=by,
        at=at,
        on=("programme.fund", fund.pk),
        sentence=f"Mencatat dana {name} dengan pagu {rupiah(appropriation_rp)}.",
    )
    return fund


SWITCHES = ("one_per_kk", "exclude_social_aid", "field_check_needed")


@dataclass(frozen=True)
class Terms:
    """What is decided about a round before anybody is chosen. Months are numbers of `rules.months`.

    `next_fund`: pays the months that the fund cannot pay any more (a round over the end of a budget year).
    """

    name: str
    fund: Fund
    first_month: int
    last_month: int
    programmes: Sequence[str]
    quotas: Mapping[str, int]
    min_age: int = 18
    max_age: int = 65
    one_per_kk: bool = False
    exclude_social_aid: bool = False
    field_check_needed: bool = False
    next_fund: Fund | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The columns of Round."""
        names = ("name", "fund", "first_month", "last_month", "min_age", "max_age", *SWITCHES)
        return {name: getattr(self, name) for name in names} | {"programmes": list(self.programmes)}

    @property
    def span(self) -> str:
        return rentang_bulan(self.first_month, self.last_month)


@transaction.atomic
def open_round(
    *, fund: Fund | int, next_fund: Fund | int | None = None, by: User, at: datetime, **terms: Any
) -> Round:
    """Open a round with its quotas ({sector: places}). `terms`: the other fields of `Terms`.

    Raises ProgrammeRefused, also for months that the money cannot pay.
    """
    wanted = Terms(fund=_fund(fund), next_fund=_fund(next_fund) if next_fund else None, **terms)
    _refuse_impossible(wanted)
    opened = Round.objects.create(**wanted.fields, opened_by=by, opened_at=at)
    _set_money_and_places(opened, wanted)
    audit.record(
        "programme.round_opened",
        by=by,
        at=at,
        on=("programme.round", opened.pk),
        sentence=f"Membuka {opened.name}: {angka(sum(wanted.quotas.values()))} kuota, "
        f"{month_in_words(opened.first_month)} sampai {month_in_words(opened.last_month)}.",
    )
    return opened


@transaction.atomic
def mend_round(
    round_id: int,
    *,
    fund: Fund | int,
    next_fund: Fund | int | None = None,
    reason: str,
    by: User,
    at: datetime,
    **terms: Any,
) -> Round:
    """Give an undecided round other money, months, criteria or quotas; its lists stay. It is open again afterwards.

    Raises ProgrammeRefused, or what a later stage refuses (`BEFORE_CHANGE`).
    """
    round = _undecided(round_id, reason)
    wanted = Terms(fund=_fund(fund), next_fund=_fund(next_fund) if next_fund else None, **terms)
    _refuse_impossible(wanted, itself=round)
    before = (round.fund, round.first_month, round.last_month)
    judged_by = ("first_month", "last_month", "min_age", "max_age", *SWITCHES)
    if any(getattr(round, name) != wanted.fields[name] for name in judged_by) or (
        set(queries.quotas(round_id)) != set(wanted.quotas)
    ):
        round.mended_at = at
    for name, value in wanted.fields.items():
        setattr(round, name, value)
    round.state = RoundState.OPEN
    round.save()
    round.quotas.all().delete()
    round.spans.all().delete()
    _set_money_and_places(round, wanted)
    audit.record(
        "programme.round_mended",
        by=by,
        at=at,
        on=("programme.round", round_id),
        sentence=f"Membetulkan {round.name}: {before[0].name}, {rentang_bulan(before[1], before[2])} menjadi "
        f"{wanted.fund.name}, {wanted.span}; {angka(sum(wanted.quotas.values()))} kuota.",
        reason=reason.strip(),
    )
    return round


@transaction.atomic
def cancel_round(round_id: int, *, reason: str, by: User, at: datetime) -> None:
    """Cancel an undecided round. Its lists and receipts stay; its name and money are free again.

    Raises ProgrammeRefused, or what a later stage refuses (`BEFORE_CHANGE`).
    """
    round = _undecided(round_id, reason)
    Round.objects.filter(pk=round.pk).update(state=RoundState.CANCELLED)
    audit.record(
        "programme.round_cancelled",
        by=by,
        at=at,
        on=("programme.round", round_id),
        sentence=f"Membatalkan {round.name}.",
        reason=reason.strip(),
    )


def _undecided(round_id: int, reason: str) -> Round:
    """The round, locked, while nothing of it is decided. Later stages drop what stands on the old terms."""
    _refuse_decided(Round.objects.get(pk=round_id))
    if not reason.strip():
        raise ProgrammeRefused("Tulis alasannya.")
    for prepare in BEFORE_CHANGE:
        prepare(round_id)
    round = Round.objects.select_for_update(of=("self",)).select_related("fund").get(pk=round_id)
    _refuse_decided(round)
    return round


def _refuse_decided(round: Round) -> None:
    if round.state not in UNDECIDED:
        raise ProgrammeRefused(
            f"{round.name} sudah “{round.get_state_display()}”. Hanya putaran tanpa SK yang dapat dibetulkan atau dibatalkan."
        )


def _fund(fund: Fund | int) -> Fund:
    return fund if isinstance(fund, Fund) else Fund.objects.get(pk=fund)


def _set_money_and_places(round: Round, wanted: Terms) -> None:
    Quota.objects.bulk_create(Quota(round=round, sector_id=s, places=n) for s, n in wanted.quotas.items())
    later = queries.months_out_of_reach(wanted.fund, wanted.first_month, wanted.last_month)
    if later and wanted.next_fund:
        FundingSpan.objects.create(round=round, fund=wanted.next_fund, from_month=later[0])
    round.__dict__.pop("funding", None)


def _refuse_impossible(wanted: Terms, *, itself: Round | None = None) -> None:
    others = [round.name for round in queries.rounds() if round != itself]
    if wanted.name in others:
        raise ProgrammeRefused(f"Putaran “{wanted.name}” sudah ada. Pakai nama lain.")
    if wanted.last_month < wanted.first_month:
        raise ProgrammeRefused("Bulan akhir tidak boleh sebelum bulan awal.")
    if not wanted.programmes or any(name not in Programme.__members__ for name in wanted.programmes):
        raise ProgrammeRefused("Pilih program: JKK dan JKM, boleh ditambah JHT.")
    if missing := [name for name in _needed(wanted.first_month) if name not in wanted.programmes]:
        raise ProgrammeRefused(
            f"{' dan '.join(missing)} belum dipilih. Peserta BPU wajib ikut JKK dan JKM bersama-sama; JHT boleh ditambah."
        )
    if not 0 < wanted.min_age < wanted.max_age:
        raise ProgrammeRefused("Umur paling muda harus di bawah batas umur.")
    if wanted.max_age > (oldest := law_in_force().value(MAX_AGE, first_day(wanted.first_month))):
        raise ProgrammeRefused(f"Batas umur menurut peraturan paling tinggi {oldest} tahun.")
    if not sum(wanted.quotas.values()):
        raise ProgrammeRefused("Isi kuota sekurangnya satu orang untuk satu sektor.")
    _refuse_unknown_sectors(wanted.quotas)
    _refuse_unpayable(wanted)


def _refuse_unpayable(wanted: Terms) -> None:
    """Every month of a round is paid by money of its own budget year."""
    later = queries.months_out_of_reach(wanted.fund, wanted.first_month, wanted.last_month)
    begins_out_of_reach = wanted.first_month in later
    if later and wanted.next_fund and not begins_out_of_reach:
        later = queries.months_out_of_reach(wanted.next_fund, later[0], wanted.last_month)
    if later:
        raise ProgrammeRefused(_who_pays(wanted, later, begins_out_of_reach))


def _who_pays(wanted: Terms, later: list[int], begins_out_of_reach: bool) -> str:
    funds = [wanted.fund, *([wanted.next_fund] if wanted.next_fund else [])]
    reach = daftar([_reach(fund) for fund in funds])
    months = rentang_bulan(later[0], later[-1])
    cure = (
        "Pilih dana lain, atau ubah bulannya."
        if begins_out_of_reach or wanted.next_fund
        else "Pilih juga dana untuk bulan sesudahnya, atau ubah bulannya."
    )
    return f"{reach}; {months} tidak terbayar. {cure}"


def _reach(fund: Fund) -> str:
    if not fund.payable:
        return f"{fund.name} tidak dapat membayar bulan apa pun"
    return f"{fund.name} hanya dapat membayar {rentang_bulan(fund.payable[0], fund.payable[-1])}"


def _needed(month: int) -> Sequence[str]:
    """The programmes that a BPU takes at least, on the first day of cover. Law: PP 44/2015; dossier 1.1."""
    return law_in_force().value("contribution.bpu.package.minimum_programmes", first_day(month))


def _refuse_unknown_sectors(quotas: Mapping[str, int]) -> None:
    known = {sector.code for sector in sectors()}
    if unknown := sorted(set(quotas) - known):
        raise ProgrammeRefused(f"Sektor tidak dikenal: {', '.join(unknown)}.")
    if any(places < 0 for places in quotas.values()):
        raise ProgrammeRefused("Kuota tidak boleh negatif.")


@transaction.atomic
def set_quota(round_id: int, sector: str, places: int, *, by: User, at: datetime) -> None:
    """Change how many places a sector has; only while proposals are open."""
    _refuse_unknown_sectors({sector: places})
    open_now = Round.objects.select_for_update().filter(pk=round_id, state=RoundState.OPEN)
    if not open_now.exists():
        raise ProgrammeRefused("Kuota hanya dapat diubah selama usulan dibuka.")
    Quota.objects.update_or_create(round_id=round_id, sector_id=sector, defaults={"places": places})
    audit.record(
        "programme.quota_set",
        by=by,
        at=at,
        on=("programme.round", round_id),
        sentence=f"Menetapkan kuota {sector} menjadi {angka(places)} orang.",
    )


@transaction.atomic
def set_quotas(round_id: int, quotas: Mapping[str, int], *, by: User, at: datetime) -> int:
    """Change several quotas together; gives how many differ from before."""
    before = queries.quotas(round_id)
    changed = {sector: n for sector, n in quotas.items() if n != before.get(sector, 0)}
    for sector, places in changed.items():
        set_quota(round_id, sector, places, by=by, at=at)
    return len(changed)


@transaction.atomic
def move_round(round_id: int, to: RoundState, *, by: User | None, at: datetime) -> None:
    """Move a round along NEXT. Moving it to where it is changes nothing."""
    sources = [state for state, targets in NEXT.items() if to in targets]
    # The filter decides, not an `if`: two people pressing at once cannot both win.
    moved = Round.objects.filter(pk=round_id, state__in=sources).update(state=to)
    if not moved:
        if Round.objects.filter(pk=round_id, state=to).exists():
            return
        raise ProgrammeRefused(f"Putaran ini tidak dapat menjadi “{RoundState(to).label}”.")
    audit.record(
        "programme.round_moved",
        by=by,
        at=at,
        on=("programme.round", round_id),
        sentence=f"Putaran menjadi “{RoundState(to).label}”.",
    )


def lock_quota(round_id: int, sector: str) -> int:
    """The places of a sector, its row locked until the end of the transaction: nobody else fills a seat meanwhile.

    Must run inside the transaction that seats somebody (M5). Quota.DoesNotExist when the sector has none.
    """
    return Quota.objects.select_for_update().get(round_id=round_id, sector_id=sector).places


@transaction.atomic
def change_fund(
    fund_id: int, *, after_rp: int, number: str, decided_on: date, reason: str = "", by: User, at: datetime
) -> Fund:
    """Amend an appropriation by a paper of the budget. The same paper again changes nothing.

    Whether so much is spent already, `contributions` knows: people call its `amend_appropriation`.
    """
    fund = Fund.objects.select_for_update().get(pk=fund_id)
    if fund.changes.filter(number=number.strip(), after_rp=after_rp).exists():
        return fund
    if after_rp <= 0 or after_rp == fund.appropriation_rp:
        raise ProgrammeRefused(f"Tulis pagu baru; pagu sekarang {rupiah(fund.appropriation_rp)}.")
    if not number.strip():
        raise ProgrammeRefused("Tulis nomor dokumen perubahan, misalnya nomor DPPA.")
    if fund.changes.filter(number=number.strip()).exists():
        raise ProgrammeRefused(f"Dokumen {number.strip()} sudah dicatat dengan pagu lain.")
    FundChange.objects.create(
        fund=fund, before_rp=fund.appropriation_rp, after_rp=after_rp, number=number.strip()[:80],
        decided_on=decided_on, reason=reason.strip()[:160], changed_by=by, changed_at=at,
    )  # fmt: skip
    audit.record(
        "programme.fund_changed",
        by=by,
        at=at,
        on=("programme.fund", fund_id),
        sentence=f"Mengubah pagu {fund.name} dari {rupiah(fund.appropriation_rp)} menjadi {rupiah(after_rp)} ({number.strip()}).",
        reason=reason.strip(),
    )
    fund.appropriation_rp = after_rp
    fund.save(update_fields=["appropriation_rp"])
    return fund


@transaction.atomic
def pay_from(round_id: int, fund_id: int, *, from_month: int, by: User, at: datetime) -> None:
    """From a month on another fund pays the round. Months already ordered keep theirs: the order names its fund."""
    round = Round.objects.select_for_update().get(pk=round_id)
    if round.state in OVER or not round.first_month <= from_month <= round.last_month:
        raise ProgrammeRefused(f"Pilih bulan di dalam {round.name}, selama putaran belum selesai.")
    fund = Fund.objects.get(pk=fund_id)
    if later := queries.months_out_of_reach(fund, from_month, queries.paid_until(round, from_month)):
        months = rentang_bulan(later[0], later[-1])
        raise ProgrammeRefused(f"{_reach(fund)}; {months} tidak terbayar. Pilih bulan atau dana lain.")
    FundingSpan.objects.update_or_create(round=round, from_month=from_month, defaults={"fund": fund})
    audit.record(
        "programme.pay_from",
        by=by,
        at=at,
        on=("programme.round", round_id),
        sentence=f"Mulai {month_in_words(from_month)} {round.name} dibayar dari {fund.name}.",
    )
