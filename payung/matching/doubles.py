"""Which two workers of the register may be one? Found by comparing all, or proposed by somebody who knows them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.jobs.registry import Progress, no_progress
from payung.language.formats import angka
from payung.matching.enums import PairKind
from payung.matching.keeping import keep_pairs
from payung.matching.linkage.people import Match, Person, compare, find_pairs
from payung.matching.models import Pair
from payung.matching.refusals import MatchingRefused
from payung.people import queries as people


@transaction.atomic
def propose_pair(worker_id: UUID, other_id: UUID, *, by: User, at: datetime) -> Pair:
    """Put two workers side by side for a decision; the one registered first is the one who stays. Raises MatchingRefused."""
    if worker_id == other_id:
        raise MatchingRefused("Pilih dua orang yang berbeda.")
    ids, persons = persons_known([worker_id, other_id])
    if len(ids) < 2:
        raise MatchingRefused("Salah satu dari keduanya sudah digabungkan. Muat ulang halaman ini.")
    known = Pair.objects.filter(worker_id=ids[0], other_id=ids[1]).first()
    if known is None:
        match = compare(persons, 0, 1)
        pair = _pair(ids, match) if match else Pair(worker_id=ids[0], other_id=ids[1], score=50)
        pair.kind = PairKind.MANUAL
        keep_pairs([pair], by=by, at=at)
        known = Pair.objects.get(worker_id=ids[0], other_id=ids[1])
        audit.record(
            "matching.proposed",
            by=by,
            at=at,
            on=("matching.pair", known.pk),
            sentence="Mengajukan dua pekerja untuk dibandingkan.",
        )
    return known


@transaction.atomic
def look_in_register(*, by: User | None, at: datetime, progress: Progress = no_progress) -> int:
    """Compare everybody known with everybody known. Gives how many new pairs wait."""
    progress(0, 0, "Membuka daftar induk")
    ids, persons = persons_known()
    progress(0, len(ids), "Membandingkan")
    found = [_pair([ids[m.earlier], ids[m.later]], m) for m in find_pairs(persons)]
    before = Pair.objects.count()
    keep_pairs(found, by=by, at=at)
    new = Pair.objects.count() - before
    audit.record(
        "matching.register_searched",
        by=by,
        at=at,
        on=("matching.pair", "banyak"),
        sentence=f"Mencari ganda di antara {angka(len(ids))} pekerja: {angka(new)} pasangan baru.",
    )
    progress(len(ids), len(ids), "Selesai")
    return new


def _pair(ids: list[UUID], match: Match) -> Pair:
    return Pair(
        worker_id=ids[0],
        other_id=ids[1],
        kind=PairKind.SAME_NIK if match.is_same_nik else PairKind.NEAR,
        score=match.score,
        probability=match.probability,
        why=match.why[:200],
        evidence=match.evidence,
    )


def persons_known(only: list[UUID] | None = None) -> tuple[list[UUID], list[Person]]:
    """Everybody known (or some of them), those registered first in front."""
    found = people.workers() if only is None else people.workers().filter(pk__in=only)
    workers = list(found.order_by("registered_at", "pk"))
    private = people.opened([w.pk for w in workers], ("nik", "kk", "mother_name", "phone"))
    return [w.pk for w in workers], [
        Person(
            nik=private[w.pk]["nik"],
            name=w.name,
            birth_date=w.birth_date,
            kk=private[w.pk]["kk"],
            mother_name=private[w.pk]["mother_name"],
            kelurahan=w.kelurahan_id or "",
            sex=w.sex,
            phone=private[w.pk]["phone"],
            birth_place=w.birth_place,
        )
        for w in workers
    ]
