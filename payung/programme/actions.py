"""How are a fund and a round opened, and how does a round move on?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.jobs.actions import Refused
from payung.language.formats import angka, rupiah
from payung.programme import queries
from payung.programme.enums import NEXT, FundKind, RoundState
from payung.programme.models import Fund, FundChange, FundingSpan, Quota, Round
from payung.reference.queries import sectors
from payung.rules.contributions import Programme
from payung.rules.eligibility import MAX_AGE
from payung.rules.months import first_day, month_in_words
from payung.rules.parameters import law_in_force


class ProgrammeRefused(Refused):
    """Nothing was changed; the sentence says what a person can do."""


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


@transaction.atomic
def open_round(
    *,
    name: str,
    fund: Fund | int,
    first_month: int,
    last_month: int,
    programmes: Sequence[str],
    quotas: Mapping[str, int],
    min_age: int = 18,
    max_age: int = 65,
    one_per_kk: bool = False,
    exclude_social_aid: bool = False,
    field_check_needed: bool = False,
    by: User,
    at: datetime,
) -> Round:
    """Open a round with its quotas ({sector: places}). Months are numbers of `rules.months`."""
    _refuse_impossible(name, first_month, last_month, programmes, quotas, min_age, max_age)
    opened = Round.objects.create(
        name=name,
        fund_id=fund.pk if isinstance(fund, Fund) else fund,
        first_month=first_month,
        last_month=last_month,
        programmes=list(programmes),
        min_age=min_age,
        max_age=max_age,
        one_per_kk=one_per_kk,
        exclude_social_aid=exclude_social_aid,
        field_check_needed=field_check_needed,
        opened_by=by,
        opened_at=at,
    )
    Quota.objects.bulk_create(Quota(round=opened, sector_id=s, places=n) for s, n in quotas.items())
    audit.record(
        "programme.round_opened",
        by=by,
        at=at,
        on=("programme.round", opened.pk),
        sentence=f"Membuka {name}: {angka(sum(quotas.values()))} kuota, "
        f"{month_in_words(first_month)} sampai {month_in_words(last_month)}.",
    )
    return opened


def _refuse_impossible(name, first_month, last_month, programmes, quotas, min_age, max_age) -> None:
    if Round.objects.filter(name=name).exists():
        raise ProgrammeRefused(f"Putaran “{name}” sudah ada. Pakai nama lain.")
    if last_month < first_month:
        raise ProgrammeRefused("Bulan akhir tidak boleh sebelum bulan awal.")
    if not programmes or any(programme not in Programme.__members__ for programme in programmes):
        raise ProgrammeRefused("Pilih program: JKK dan JKM, boleh ditambah JHT.")
    if not 0 < min_age < max_age:
        raise ProgrammeRefused("Umur paling muda harus di bawah batas umur.")
    if max_age > (oldest := law_in_force().value(MAX_AGE, first_day(first_month))):
        raise ProgrammeRefused(f"Batas umur menurut peraturan paling tinggi {oldest} tahun.")
    if not sum(quotas.values()):
        raise ProgrammeRefused("Isi kuota sekurangnya satu orang untuk satu sektor.")
    _refuse_unknown_sectors(quotas)


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
    if round.state == RoundState.CLOSED or not round.first_month <= from_month <= round.last_month:
        raise ProgrammeRefused(f"Pilih bulan di dalam {round.name}, selama putaran belum selesai.")
    fund = Fund.objects.get(pk=fund_id)
    FundingSpan.objects.update_or_create(round=round, from_month=from_month, defaults={"fund": fund})
    audit.record(
        "programme.pay_from",
        by=by,
        at=at,
        on=("programme.round", round_id),
        sentence=f"Mulai {month_in_words(from_month)} {round.name} dibayar dari {fund.name}.",
    )
