"""How do two workers become one, and two again? Every row that points to the one is given to the other, and back.

The tables are found from the models themselves, so that none is forgotten. A row stays where it is when the other has its
like already (two verdicts of one round): that is history, and the objections have made sure that it is nothing more.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.people import queries
from payung.people.models import Merge, Worker
from payung.people.refusals import PeopleRefused

Moved = dict[str, list]


@transaction.atomic
def merge_workers(*, kept_id: UUID, gone_id: UUID, reason: str, by: User, at: datetime) -> Merge:
    """Give everything of one worker to the other and let him point there. Raises PeopleRefused with the objection."""
    found = {w.pk: w for w in _lock([kept_id, gone_id])}
    if len(found) < 2 or any(w.merged_into_id for w in found.values()):
        raise PeopleRefused("Salah satu dari keduanya sudah digabungkan. Muat ulang halaman ini.")
    if objections := queries.objections(kept_id, gone_id):
        raise PeopleRefused(" ".join(objections))
    moved = _move_all(gone_id, kept_id)
    Worker.objects.filter(pk=gone_id).update(merged_into=kept_id)
    merge = Merge.objects.create(
        kept_id=kept_id, gone_id=gone_id, moved=moved, reason=reason[:300], merged_by=by, merged_at=at
    )
    rows = sum(map(len, moved.values()))
    _record("people.merged", kept_id, by, at, f"Menggabungkan dua pekerja; {rows} catatan berpindah.", reason)
    _record(
        "people.merged_away", gone_id, by, at, "Digabungkan ke pekerja lain; nomor lama tetap ada.", reason
    )
    return merge


@transaction.atomic
def part_workers(*, gone_id: UUID, by: User, at: datetime) -> None:
    """Take a merge back: the rows that changed hands return. Refused once money has moved on the one they became."""
    merge = Merge.objects.select_for_update().filter(gone_id=gone_id, parted_at=None).first()
    if merge is None:
        raise PeopleRefused("Kedua orang ini sudah dipisahkan.")
    _lock([merge.kept_id, gone_id])
    if queries.has_moved_money(merge.kept_id, since=merge.merged_at):
        raise PeopleRefused(
            "Uang sudah dibayarkan atas nama orang ini sejak digabungkan, jadi tidak dapat dipisahkan lagi."
        )
    for name, keys in merge.moved.items():
        model, field = _named(name)
        model._base_manager.filter(pk__in=keys, **{field: merge.kept_id}).update(**{field: gone_id})
    try:
        with transaction.atomic():
            Worker.objects.filter(pk=gone_id).update(merged_into=None)
    except IntegrityError:
        raise PeopleRefused(
            "NIK keduanya kini sama setelah koreksi. Perbaiki NIK salah satunya lebih dulu."
        ) from None
    Merge.objects.filter(pk=merge.pk).update(parted_by=by, parted_at=at)
    for worker_id in (merge.kept_id, gone_id):
        _record("people.parted", worker_id, by, at, "Penggabungan dua pekerja dibatalkan.", "")


def _move_all(from_id: UUID, to_id: UUID) -> Moved:
    moved: Moved = defaultdict(list)
    for name, relation in queries.links().items():
        field = relation.field.attname
        rows = relation.related_model._base_manager.filter(**{field: from_id})
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        moved[name] = _moved(relation.related_model, keys, field, to_id)
    return {name: keys for name, keys in moved.items() if keys}


def _moved(model: type[models.Model], keys: list, field: str, to_id: UUID) -> list:
    """The keys of the rows that could be given over (as JSON holds them): all at once, else one by one."""
    if not keys:
        return []
    given = keys if _move(model, keys, field, to_id) else [k for k in keys if _move(model, [k], field, to_id)]
    return [str(key) if isinstance(key, UUID) else key for key in given]


def _move(model: type[models.Model], keys: Iterable, field: str, to_id: UUID) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=list(keys)).update(**{field: to_id})
    except IntegrityError:  # he has its like already
        return False
    return True


def _named(name: str) -> tuple[type[models.Model], str]:
    app, model, field = name.split(".")
    return apps.get_model(app, model), field


def _lock(worker_ids: list[UUID]) -> list[Worker]:
    return list(Worker.objects.select_for_update().filter(pk__in=worker_ids).order_by("pk"))


def _record(verb: str, worker_id: UUID, by: User, at: datetime, sentence: str, reason: str) -> None:
    audit.record(verb, by=by, at=at, on=("people.worker", worker_id), sentence=sentence, reason=reason)
