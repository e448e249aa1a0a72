"""Which clinics (PLKK) do card and public page send an injured worker to? Every change is written down."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.jobs.actions import Refused
from payung.reference.models import Clinic


@transaction.atomic
def add_clinic(
    *, name: str, address: str, phone: str, always_open: bool, checked_on: date, by: User, at: datetime
) -> Clinic:
    """List a clinic as BPJS named it on a day. Raises Refused when it is listed already or the day is to come."""
    if checked_on > at.date():
        raise Refused("Tanggal pemeriksaan belum tiba.")
    try:
        with transaction.atomic():
            clinic = Clinic.objects.create(
                name=name.strip(), address=address.strip(), phone=phone.strip(), always_open=always_open,
                checked_on=checked_on,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("PLKK dengan nama dan alamat ini sudah ada di daftar.") from None
    _tell("reference.clinic_added", clinic.pk, f"PLKK {clinic.name} ditambahkan.", by, at)
    return clinic


@transaction.atomic
def remove_clinic(clinic_id: int, *, by: User, at: datetime) -> None:
    """Take a clinic off the list. Raises Refused when it is not on it."""
    clinic = Clinic.objects.filter(pk=clinic_id).first()
    if clinic is None:
        raise Refused("PLKK ini tidak lagi ada di daftar.")
    clinic.delete()
    _tell("reference.clinic_removed", clinic_id, f"PLKK {clinic.name} dihapus dari daftar.", by, at)


def _tell(verb: str, clinic_id: int, sentence: str, by: User, at: datetime) -> None:
    audit.record(verb, by=by, at=at, on=("reference.clinic", clinic_id), sentence=sentence)
