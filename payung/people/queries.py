"""Who is this, who is his family, and what does he do?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import ManyToOneRel, Q, QuerySet

from payung.accounts.queries import WHOLE_CITY, Scope
from payung.language.formats import mask_nik
from payung.people.concerns import CONCERNS, Concern
from payung.people.models import Correction, Merge, Occupation, Relative, Worker
from payung.people.sealing import SEALED, correction_place, index_form, place
from payung.vault import blind_index, unseal, unseal_many

__all__ = ["CONCERNS", "Concern"]  # the desk speaks for the later stages through this door


@dataclass(frozen=True)
class Corrected:
    """One corrected field, opened. Private numbers come masked."""

    field: str
    before: str
    after: str
    reason: str
    by: str
    at: datetime


def workers(scope: Scope = WHOLE_CITY) -> QuerySet[Worker]:
    """The living rows of the register (merged ones point to another) that this scope may see."""
    found = Worker.objects.filter(merged_into=None, **scope.within(kelurahan="kelurahan_id"))
    if scope.agency is not None:
        own = Occupation.objects.filter(**scope.within(agency="sector__agency_id"))
        found = found.filter(pk__in=own.values("worker_id"))
    return found.select_related("kelurahan__parent")


def count() -> int:
    """How many people the register knows."""
    return workers().count()


def worker(worker_id: UUID | str, scope: Scope = WHOLE_CITY) -> Worker | None:
    """The person, or None: also when he is outside the scope."""
    return workers(scope).filter(pk=worker_id).first()


def find(
    text: str, *, scope: Scope = WHOLE_CITY, sector: str | None = None, kelurahan: str | None = None
) -> QuerySet[Worker]:
    """People by beginnings of their names, or by an exact NIK, KK or phone number. "" finds everybody."""
    found = workers(scope)
    if sector:
        found = found.filter(pk__in=Occupation.objects.filter(sector_id=sector).values("worker_id"))
    if kelurahan:
        found = found.filter(kelurahan_id=kelurahan)
    digits = re.sub(r"[\s.+-]", "", text)
    if digits.isdigit() and len(digits) >= 9:
        return found.filter(_by_number(digits))
    words = re.findall(r"\w+", text.lower())
    if not words:
        return found
    beginnings = " & ".join(f"{word}:*" for word in words)
    return found.filter(search=SearchQuery(beginnings, config="simple", search_type="raw"))


def _by_number(digits: str) -> Q:
    if len(digits) == 16:
        return Q(nik_index=blind_index("nik", digits)) | Q(kk_index=blind_index("kk", digits))
    return Q(phone_index=blind_index("phone", index_form("phone", digits)))


def opened(worker_ids: Iterable[UUID], fields: Iterable[str] = SEALED) -> dict[UUID, dict[str, str]]:
    """Open private values of many people at once: {id: {"nik": "...", ...}}; "" where none is known.

    The caller leaves the audit line (export, letter, file for BPJS).
    """
    fields = [field for field in fields if field in SEALED]
    rows = list(
        Worker.objects.filter(pk__in=list(worker_ids)).values_list("id", *(f"{f}_sealed" for f in fields))
    )
    values = iter(
        unseal_many(
            (place(field, row[0]), sealed)
            for row in rows
            for field, sealed in zip(fields, row[1:], strict=True)
        )
    )
    return {row[0]: {field: next(values) for field in fields} for row in rows}


def masked_nik(worker: Worker) -> str:
    """What screens show: area and last four, "357401******9021"."""
    return mask(unseal(place("nik", worker.pk), worker.nik_sealed))


def masked_niks(worker_ids: Iterable[UUID]) -> dict[UUID, str]:
    """`masked_nik` of a whole page."""
    return {worker_id: mask(values["nik"]) for worker_id, values in opened(worker_ids, ["nik"]).items()}


def mask(number: str) -> str:
    """Hide the middle of a number: enough to tell two apart, too little to use."""
    return mask_nik(number) if len(number) == 16 else "•" * max(0, len(number) - 3) + number[-3:]


def by_nik_index(indexes: Iterable[bytes]) -> dict[bytes, UUID]:
    """Which of these blind indexes already belong to a person?"""
    found = Worker.objects.filter(merged_into=None, nik_index__in=list(indexes))
    return {bytes(index): worker_id for index, worker_id in found.values_list("nik_index", "id")}


def latest_occupation(worker_ids: Iterable[UUID]) -> dict[UUID, Occupation]:
    """What each does, as last said."""
    said = Occupation.objects.filter(worker_id__in=list(worker_ids)).prefetch_related("sector")
    latest = said.order_by("worker_id", "-said_at", "-id").distinct("worker_id")
    return {occupation.worker_id: occupation for occupation in latest}


def relatives(worker_id: UUID | str) -> list[Relative]:
    """The family as it was told, in that order."""
    return list(Relative.objects.filter(worker_id=worker_id))


def corrections(worker_id: UUID | str) -> list[Corrected]:
    """What was corrected, latest first; NIK, KK, phone and mother's name come masked."""
    rows = list(Correction.objects.filter(worker_id=worker_id).select_related("corrected_by"))
    shown = []
    for row in rows:
        before = unseal(correction_place("before", row.pk), row.before_sealed)
        after = unseal(correction_place("after", row.pk), row.after_sealed)
        if row.field in SEALED:
            before, after = mask(before), mask(after)
        shown.append(
            Corrected(row.field, before, after, row.reason, row.corrected_by.full_name, row.corrected_at)
        )
    return shown


@dataclass(frozen=True)
class Facts:
    """What the rules of eligibility and ranking ask of a person."""

    birth_date: date
    kelurahan_code: str | None
    kk_index: bytes | None


def facts(worker_ids: Iterable[UUID]) -> dict[UUID, Facts]:
    """The facts of many people, in one statement."""
    rows = Worker.objects.filter(pk__in=list(worker_ids)).values_list(
        "id", "birth_date", "kelurahan_id", "kk_index"
    )
    return {i: Facts(born, area, bytes(kk) if kk else None) for i, born, area, kk in rows}


def links() -> dict[str, ManyToOneRel]:
    """Every column of every table that points to a worker: {"selection.place.worker": relation}. None can be forgotten."""
    found = {}
    for relation in Worker._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model is not Merge:
            model = relation.related_model._meta
            found[f"{model.app_label}.{model.model_name}.{relation.field.name}"] = relation
    return found


def used_in(worker_id: UUID) -> list[str]:
    """Tables of other stages that speak of this person, "selection.place.worker". Empty: nobody has used him yet."""
    return [
        name
        for name, relation in links().items()
        if not name.startswith("people.")
        and relation.related_model._base_manager.filter(**{relation.field.attname: worker_id}).exists()
    ]


def merge_of(worker_id: UUID) -> Merge | None:
    """The merge by which this worker became another, as long as it holds."""
    return Merge.objects.filter(gone_id=worker_id, parted_at=None).select_related("kept", "merged_by").first()


def merged_into(worker_id: UUID) -> list[Merge]:
    """Who was merged into this worker, and still is."""
    return list(Merge.objects.filter(kept_id=worker_id, parted_at=None).select_related("gone", "merged_by"))


def told_of(worker_id: UUID) -> list[str]:
    """What hangs on this person in the later stages, in sentences: places, months, cards, claims."""
    return [sentence for concern in CONCERNS for sentence in concern.told(worker_id)]


def objections(kept_id: UUID, gone_id: UUID) -> list[str]:
    """Why these two cannot be merged yet, each with what to do first. Empty: they can."""
    return [told for concern in CONCERNS if (told := concern.objection(kept_id, gone_id))]


def has_moved_money(worker_id: UUID, *, since: datetime) -> bool:
    """Whether money was paid on this person since then: what was decided about him can no longer be taken back."""
    return any(concern.money_since(worker_id, since) for concern in CONCERNS)
