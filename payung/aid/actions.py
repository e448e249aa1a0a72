"""How is a distribution made, and a parcel handed over once?"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from payung.accounts.models import User
from payung.aid.models import Distribution, Recipient
from payung.audit import actions as audit
from payung.database.loading import learn
from payung.enrolment import queries as enrolment
from payung.jobs.actions import Refused
from payung.language.formats import tanggal


@transaction.atomic
def make_distribution(
    *,
    name: str,
    giver: str,
    content: str,
    place: str,
    on: date,
    parcels: int,
    round_id: int,
    worker_ids: Sequence[UUID],
    by: User,
    at: datetime,
) -> Distribution:
    """Put a list together. Raises Refused when there are more people than parcels."""
    if len(worker_ids) > parcels:
        raise Refused(
            f"Daftar memuat {len(worker_ids)} orang, paket hanya {parcels}. Kurangi daftar atau tambah paket."
        )
    distribution = Distribution.objects.create(
        name=name,
        giver=giver,
        content=content,
        place=place,
        on=on,
        parcels=parcels,
        round_id=round_id,
        made_by=by,
        made_at=at,
    )
    Recipient.objects.bulk_create(
        Recipient(distribution=distribution, worker_id=w) for w in dict.fromkeys(worker_ids)
    )
    learn(Recipient, len(worker_ids))
    audit.record(
        "aid.made",
        by=by,
        at=at,
        on=("distribution", distribution.pk),
        sentence=f"Pembagian “{name}” dibuat untuk {len(worker_ids)} orang.",
    )
    return distribution


@transaction.atomic
def hand_over(
    distribution_id: int, card_code: str, *, by: User, at: datetime, taken_by: str = ""
) -> Recipient:
    """One parcel to the holder of a card. The same card twice is refused with the time of the first."""
    worker_id = enrolment.worker_of_card(card_code)
    if worker_id is None:
        raise Refused("Kode kartu tidak dikenal atau sudah dicabut. Periksa kembali kodenya.")
    moved = Recipient.objects.filter(
        distribution_id=distribution_id, worker_id=worker_id, received_at=None
    ).update(received_at=at, handed_over_by=by, taken_by=taken_by)
    recipient = Recipient.objects.filter(distribution_id=distribution_id, worker_id=worker_id).first()
    if recipient is None:
        raise Refused("Pemegang kartu ini tidak ada dalam daftar pembagian.")
    if not moved:
        raise Refused(
            f"Paket sudah diterima pada {tanggal(localtime(recipient.received_at))} pukul {localtime(recipient.received_at):%H.%M}."
        )
    audit.record(
        "aid.handed_over",
        by=by,
        at=at,
        on=("distribution", distribution_id),
        sentence="Satu paket diserahkan.",
    )
    return recipient
