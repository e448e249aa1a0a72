"""How do decreed people go to the branch: made ready from a signed decree, written to a file that is kept?"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit.actions import record
from payung.database.loading import learn
from payung.documents import profile as template
from payung.enrolment import queries
from payung.enrolment.actions.profiles import default_profile
from payung.enrolment.enums import RegistrationState
from payung.enrolment.models import ExportProfile, Registration, RegistrationFile
from payung.enrolment.profile import REGISTRATION
from payung.enrolment.reply import registration_number
from payung.files.actions import keep
from payung.jobs.actions import Refused
from payung.jobs.registry import Progress, no_progress
from payung.reference import queries as reference
from payung.rules import months
from payung.selection import actions as seats
from payung.selection import queries as selection

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Only people of a signed decree who still hold their seat; asked twice, nothing is added twice. Who lost the seat to a
# mistaken death and was called and decreed again goes to the branch once more.
PREPARE = """
INSERT INTO enrolment_registration (place_id, worker_id, state, refusal)
SELECT place.id, place.worker_id, %s, '' FROM selection_decreeline AS line
JOIN selection_decree AS decree ON decree.id = line.decree_id
JOIN selection_place AS place ON place.id = line.place_id
WHERE decree.id = %s AND decree.state = 'signed' AND NOT line.leaves AND place.state = 'decreed'
ORDER BY line.number
ON CONFLICT (place_id) DO UPDATE SET state = EXCLUDED.state, refusal = '', sent_in_id = NULL, replied_on = NULL
WHERE enrolment_registration.state IN ('accepted', 'refused') AND NOT EXISTS (
    SELECT FROM enrolment_membership AS m WHERE m.place_id = EXCLUDED.place_id AND m.end_on IS NULL)
"""
SIGNED = "SELECT number FROM selection_decree WHERE id = %s AND state = 'signed'"


@transaction.atomic
def prepare_registrations(decree_id: int, *, by: User | None, at: datetime) -> int:
    """Make everybody of a signed decree ready for the branch; how many were added. Raises Refused."""
    with connection.cursor() as cursor:
        cursor.execute(SIGNED, [decree_id])
        signed = cursor.fetchone()
        if signed is None:
            raise Refused("SK ini belum ditetapkan. Unggah SK yang sudah ditandatangani lebih dulu.")
        cursor.execute(PREPARE, [RegistrationState.READY, decree_id])
        added = cursor.rowcount
    learn(Registration, added)
    if added:
        record(
            "enrolment.prepare_registrations",
            by=by,
            at=at,
            on=("decree", decree_id),
            sentence=f"Menyiapkan pendaftaran {added} orang dari SK {signed[0]}.",
        )
    return added


@transaction.atomic
def make_registration_file(
    decree_id: int,
    profile_id: int | None = None,
    *,
    by: User,
    at: datetime,
    progress: Progress = no_progress,
) -> RegistrationFile:
    """Write everybody of the decree who is ready into one file after the profile, and keep its bytes.

    They count as sent: the same people never stand in two files. Nobody is asked for in a month that is over: the seat
    begins in the first month that can still be paid, and who has none left stays out. Raises Refused.
    """
    profile = _profile(profile_id, at)
    if not queries.ready_to_send(decree_id).exists():
        raise Refused("Tidak ada yang perlu dikirim: semua orang di SK ini sudah ada dalam berkas terdahulu.")
    moved, late = _begin_in_time(decree_id, at)
    ready = queries.ready_to_send(decree_id).exclude(pk__in=late)
    ids = list(ready.select_for_update().values_list("id", flat=True))
    if not ids:
        raise Refused("Bulan putaran ini sudah habis: tidak ada bulan yang masih dapat dibayar untuk mereka.")
    progress(0, len(ids), "Membuka data")
    content = write_file(profile, queries.export_rows(ids))
    progress(len(ids), len(ids), "Menyimpan berkas")
    name = f"pendaftaran-sk{decree_id}-{at:%Y%m%d}-{len(ids)}-orang.{profile.file_format}"
    made = RegistrationFile.objects.create(
        decree_id=decree_id,
        profile=profile,
        file=keep(
            content,
            name=name,
            content_type=XLSX if profile.file_format == "xlsx" else "text/csv",
            purpose="enrolment.registration",
            by=by,
            at=at,
        ),
        people=len(ids),
        made_by=by,
        made_at=at,
    )
    Registration.objects.filter(pk__in=ids).update(state=RegistrationState.SENT, sent_in=made)
    record(
        "enrolment.make_registration_file",
        by=by,
        at=at,
        on=("registration_file", made.pk),
        sentence=f"Membuat berkas pendaftaran BPJS: {len(ids)} orang, {len(profile.columns)} kolom, "
        f"profil “{profile.name}”, sidik {sha256(content).hexdigest()[:12]}."
        + (
            f" {moved} orang mulai {months.month_in_words(selection.payable_month(localdate(at)))}: bulan semula sudah lewat."
            if moved
            else ""
        )
        + (f" {len(late)} orang tanpa sisa bulan tidak ikut." if late else ""),
        personal_read=True,
    )
    return made


def _begin_in_time(decree_id: int, at: datetime) -> tuple[int, list[int]]:
    """(seats moved to the first month that can be paid, registrations for which no month is left)."""
    today = localdate(at)
    over = queries.ready_to_send(decree_id).filter(place__starts_month__lt=months.month_of(today))
    payable = selection.payable_month(today)
    moved = seats.move_starts(list(over.values_list("place_id", flat=True)), payable, at=at)
    return moved, list(over.values_list("pk", flat=True))


def write_file(profile: ExportProfile, people: Sequence[dict]) -> bytes:
    """The file of a profile for these people (`queries.export_rows`). NIK and the like are always text."""
    city = reference.city()
    wadah = city.wadah_number if city else ""
    rows = [
        person
        | {"wadah_number": wadah, "registration_number": registration_number(person["registration_id"])}
        for person in people
    ]
    return template.write(profile.columns, rows, file_format=profile.file_format, sheet="Pendaftaran")


def _profile(profile_id: int | None, at: datetime) -> ExportProfile:
    profile = default_profile(at=at) if profile_id is None else queries.profile(profile_id)
    if profile is None:
        raise Refused("Profil ekspor ini tidak ada lagi. Pilih profil lain.")
    if found := template.problems(profile.columns, REGISTRATION):
        raise Refused(f"Profil “{profile.name}” perlu diperbaiki: {found[0]}")
    return profile
