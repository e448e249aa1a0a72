"""The children's schooling, year after year: who is named, what is due, filed, paid, and when it ends."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.claims import schooling
from payung.claims.actions.assessing import assess
from payung.claims.actions.moving import take
from payung.claims.enums import SCHOOL_NEXT, ClaimState, SchoolState, Use
from payung.claims.models import Claim, Pupil, SchoolYear, Telling
from payung.contributions import queries as contributions
from payung.jobs.actions import Refused
from payung.rules.benefits.scholarship import Work


@transaction.atomic
def name_pupil(
    claim_id: int,
    *,
    name: str,
    birth_date: date,
    by: User,
    at: datetime,
    level: str = "",
    year_in_level: int | None = None,
    seen: int | None = None,
) -> Pupil:
    """The family names a child for the scholarship. Raises Refused with the reason of the law."""
    claim = take(claim_id, by=by, at=at, seen=seen)
    told_on = claim.event.happened_on
    pupil = Pupil(
        claim=claim,
        name=name,
        birth_date=birth_date,
        level=level,
        year_in_level=year_in_level,
        told_on=told_on,
    )
    if claim.pupils.count() >= schooling.most_children(told_on):
        raise Refused(
            f"Beasiswa paling banyak untuk {schooling.most_children(told_on)} anak. Keluarga memilih siapa; hapus dulu yang tidak jadi."
        )
    paid = len(contributions.months_paid([claim.worker_id])[claim.worker_id])
    due = schooling.entitlement(claim, [pupil], paid_months=paid)
    if reason := due.reason or due.plans[0].reason:
        raise Refused(f"{name}: {reason}")
    if claim.pupils.filter(name=name, birth_date=birth_date).exists():
        raise Refused(f"{name} sudah dicatat.")
    pupil.save()
    _estimate_again(claim, by=by, at=at)
    _record(claim_id, "Anak penerima beasiswa dicatat.", by=by, at=at)
    open_years(on=timezone.localdate(at), pupils=[pupil])
    return pupil


@transaction.atomic
def remove_pupil(pupil_id: int, *, by: User, at: datetime) -> None:
    """Another child is chosen. Only while nothing was filed for this one."""
    pupil = Pupil.objects.select_for_update().get(pk=pupil_id)
    if pupil.years.filter(state__in=[SchoolState.FILED, SchoolState.PAID]).exists():
        raise Refused("Beasiswa anak ini sudah pernah diajukan; tidak dapat dihapus.")
    pupil.years.all().delete()
    pupil.delete()
    _record(pupil.claim_id, "Anak penerima beasiswa diganti.", by=by, at=at)


def open_years(*, on: date, pupils: Sequence[Pupil] | None = None) -> int:
    """Make the task of every school year that has come up; run daily, it never makes one twice. Gives how many."""
    going = (
        pupils if pupils is not None else Pupil.objects.filter(ended_on=None).select_related("claim__event")
    )
    opened = []
    for pupil in going:
        event_on = pupil.claim.event.happened_on
        known = set(pupil.years.values_list("year", flat=True))
        opened += [
            SchoolYear(
                pupil=pupil, year=y.year, level=y.level, year_in_level=y.year_in_level, amount_rp=y.amount_rp,
                due_on=schooling.due_on(event_on, y.year),
            )
            for y in schooling.years_until(pupil, event_on, on)
            if y.year not in known
        ]  # fmt: skip
        if why := schooling.ended(pupil, on):
            Pupil.objects.filter(pk=pupil.pk).update(ended_on=on, ended_why=why[:120])
    return len(SchoolYear.objects.bulk_create(opened, ignore_conflicts=True))


@transaction.atomic
def tell_school(
    pupil_id: int, *, on: date, by: User, at: datetime, level: str, year_in_level: int | None = None,
    married: bool = False, work: str = Work.TIDAK,
) -> None:  # fmt: skip
    """What is true this year: class, marriage, work. Years not filed yet follow; the end follows by itself."""
    pupil = Pupil.objects.select_for_update(of=("self",)).select_related("claim__event").get(pk=pupil_id)
    pupil.level, pupil.year_in_level, pupil.married, pupil.work, pupil.told_on = (
        level,
        year_in_level,
        married,
        work,
        on,
    )
    pupil.ended_on, pupil.ended_why = None, ""
    pupil.save()
    _estimate_again(pupil.claim, by=by, at=at)
    event_on = pupil.claim.event.happened_on
    pupil.years.filter(state=SchoolState.DUE, due_on__gte=schooling.anchor(pupil, event_on)).delete()
    _record(pupil.claim_id, "Keadaan sekolah anak diperbarui.", by=by, at=at)
    open_years(on=max(on, timezone.localdate(at)), pupils=[pupil])


def _estimate_again(claim: Claim, *, by: User, at: datetime) -> None:
    """What is known of the child is known of the claim; a paid claim keeps what was expected."""
    if claim.state != ClaimState.PAID:
        assess(claim, why="Keadaan sekolah anak dicatat", by=by, at=at)


@transaction.atomic
def move_school_year(
    year_id: int, to: SchoolState, *, on: date, by: User, at: datetime, papers: Sequence[str] = (), paid_rp: int = 0, note: str = "",
) -> None:  # fmt: skip
    """File a school year with its papers, record its payment, or say why it was not asked for."""
    year = SchoolYear.objects.select_for_update(of=("self",)).select_related("pupil").get(pk=year_id)
    if to not in SCHOOL_NEXT[SchoolState(year.state)]:
        raise Refused(f"Tahun {year.year} sudah “{year.get_state_display().lower()}”. Muat ulang halaman.")
    changes = {"state": to, "note": note[:200]} | _of_school_step(
        year, to, on=on, papers=papers, paid_rp=paid_rp, note=note
    )
    SchoolYear.objects.filter(pk=year_id).update(**changes)
    _record(year.pupil.claim_id, f"Beasiswa {year.year}: {to.label.lower()}.", by=by, at=at)


@transaction.atomic
def tell_use(
    claim_id: int,
    *,
    use: Use,
    told_on: date,
    consents: bool,
    by: User,
    at: datetime,
    words: str = "",
    may_publish: bool = False,
) -> Telling:
    """What the family did with the money. Raises Refused without its consent or before it was paid."""
    if not consents:
        raise Refused("Tanpa persetujuan keluarga, cerita ini tidak dicatat.")
    claim = Claim.objects.get(pk=claim_id)
    if claim.paid_on is None:
        raise Refused("Cerita penggunaan dicatat sesudah santunan dibayar.")
    telling = Telling.objects.create(
        claim=claim, use=use, words=words[:300], may_publish=may_publish, told_on=told_on, by=by
    )
    _record(claim_id, "Cerita penggunaan santunan dicatat dengan persetujuan keluarga.", by=by, at=at)
    return telling


def _of_school_step(
    year: SchoolYear, to: SchoolState, *, on: date, papers: Sequence[str], paid_rp: int, note: str
) -> dict[str, Any]:
    if to == SchoolState.FILED:
        is_first = not year.pupil.years.filter(filed_on__isnull=False).exists()
        if lacking := [label for key, label in schooling.papers_of(is_first).items() if key not in papers]:
            raise Refused(f"Belum lengkap: {', '.join(lacking)}.")
        return {"filed_on": on, "papers": list(papers)}
    if to == SchoolState.PAID:
        if paid_rp <= 0:
            raise Refused("Isi jumlah beasiswa yang diterima.")
        return {"paid_on": on, "paid_rp": paid_rp}
    if to == SchoolState.MISSED and not note.strip():
        raise Refused("Tulis mengapa tahun ini tidak diajukan.")
    return {}


def _record(claim_id: int, sentence: str, *, by: User | None, at: datetime) -> None:
    audit.record("claims.school", by=by, at=at, on=("claim", claim_id), sentence=sentence)
