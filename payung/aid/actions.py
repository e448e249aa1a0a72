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
from payung.language.formats import angka, tanggal


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
    family_ids: Sequence[UUID] = (),
    by: User,
    at: datetime,
) -> Distribution:
    """Put a list together; `family_ids`: members who died, whose families get the parcel.

    Raises Refused when there are more people than parcels, or nobody.
    """
    families = set(family_ids)
    listed = list(dict.fromkeys([*family_ids, *worker_ids]))
    if not listed:
        raise Refused("Tidak ada penerima yang cocok. Pilih kelurahan atau penerima lain.")
    if len(listed) > parcels:
        raise Refused(
            f"Daftar memuat {angka(len(listed))} orang, paket hanya {angka(parcels)}. "
            "Kurangi daftar atau tambah paket."
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
        Recipient(distribution=distribution, worker_id=w, for_family=w in families) for w in listed
    )
    learn(Recipient, len(worker_ids))
    audit.record(
        "aid.made",
        by=by,
        at=at,
        on=("distribution", distribution.pk),
        sentence=f"Pembagian “{name}” dibuat untuk {angka(len(listed))} orang"
        + (f", {angka(len(families))} di antaranya keluarga peserta yang meninggal." if families else "."),
    )
    return distribution


@transaction.atomic
def hand_over(
    distribution_id: int, card_code: str, *, by: User, at: datetime, taken_by: str = ""
) -> Recipient:
    """One parcel to the holder of a card. The same card twice is refused with the time of the first.

    The family of a member who died shows a card that is revoked; who takes its parcel is named.
    """
    worker_id = enrolment.worker_of_any_card(card_code)
    recipient = _listed(distribution_id, worker_id)
    _note_death(recipient)
    if enrolment.worker_of_card(card_code) is None and not (recipient and recipient.for_family):
        raise Refused("Kode kartu tidak dikenal atau sudah dicabut. Periksa kembali kodenya.")
    if recipient is None:
        raise Refused("Pemegang kartu ini tidak ada dalam daftar pembagian.")
    return _give(recipient, by=by, at=at, taken_by=taken_by)


@transaction.atomic
def hand_over_to_family(
    distribution_id: int, recipient_id: int, *, taken_by: str, by: User, at: datetime
) -> Recipient:
    """One parcel to the family of a member who died, from the list: it may have no card any more."""
    recipient = Recipient.objects.filter(pk=recipient_id, distribution_id=distribution_id).first()
    _note_death(recipient)
    if recipient is None or not recipient.for_family:
        raise Refused("Keluarga ini tidak ada dalam daftar pembagian. Muat ulang halaman.")
    return _give(recipient, by=by, at=at, taken_by=taken_by)


def _note_death(recipient: Recipient | None) -> None:
    """Who died after the list was made: the parcel is the family's now."""
    if recipient and not recipient.for_family and not recipient.received_at:
        recipient.for_family = bool(enrolment.bereaved(worker_ids=[recipient.worker_id]))


def _listed(distribution_id: int, worker_id: UUID | None) -> Recipient | None:
    if worker_id is None:
        return None
    return Recipient.objects.filter(distribution_id=distribution_id, worker_id=worker_id).first()


def _give(recipient: Recipient, *, by: User, at: datetime, taken_by: str) -> Recipient:
    """Exactly once, whoever presses at the same moment."""
    if recipient.for_family and not taken_by.strip():
        raise Refused(f"{recipient.addressed}: tulis nama anggota keluarga yang mengambil.")
    waiting = Recipient.objects.filter(pk=recipient.pk, received_at=None)
    moved = waiting.update(
        received_at=at, handed_over_by=by, taken_by=taken_by.strip()[:120], for_family=recipient.for_family
    )
    recipient.refresh_from_db()
    if not moved:
        raise Refused(
            f"Paket sudah diterima pada {tanggal(localtime(recipient.received_at))} pukul {localtime(recipient.received_at):%H.%M}."
        )
    audit.record(
        "aid.handed_over",
        by=by,
        at=at,
        on=("distribution", recipient.distribution_id),
        sentence="Satu paket diserahkan"
        + (" kepada keluarga peserta yang meninggal." if recipient.for_family else "."),
    )
    return recipient
