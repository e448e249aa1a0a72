"""Somebody gives up a seat: membership and card end with it, and the branch is asked to stop (*Nonaktif TK*)."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit.actions import record
from payung.documents import profile as template
from payung.enrolment import queries
from payung.enrolment.actions.memberships import end_membership
from payung.enrolment.actions.profiles import default_profile
from payung.enrolment.enums import EndReason
from payung.enrolment.models import DeactivationFile, ExportProfile, Membership
from payung.enrolment.profile import DEACTIVATION
from payung.files.actions import keep
from payung.jobs.actions import Refused
from payung.language.formats import tanggal
from payung.reference import queries as reference
from payung.selection import actions as selection
from payung.selection import queries as places
from payung.selection.enums import NOT_CHOSEN, PlaceState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@transaction.atomic
def release_seat(place_id: int, *, reason: EndReason, on: date, by: User, at: datetime) -> Membership | None:
    """Give up a seat or a number of the queue. A member's membership and card end with it; `on` is the last day.

    Gives the membership that ended, None when there was none. Who holds the seat next begins after that day. Raises
    Refused for a death (reported as an event), a day to come, and a seat that was given up before.
    """
    if reason in NOT_CHOSEN:
        raise Refused("Kematian dicatat lewat Lapor kejadian, supaya santunan keluarganya diurus.")
    if on > localdate(at):
        raise Refused(
            f"Tanggal {tanggal(on)} belum tiba. Lepas kursinya pada hari itu, atau isi hari terakhirnya."
        )
    place = places.place(place_id)
    if place is None:
        raise Refused("Tempat ini tidak ada. Muat ulang halaman.")
    running = Membership.objects.filter(place_id=place_id, end_on=None).first()
    if place.state == PlaceState.RELEASED and running is None:
        raise Refused("Kursi ini sudah dilepas. Muat ulang halaman.")
    if running is not None:
        if on < running.start_on:
            raise Refused(
                f"Kepesertaannya baru mulai {tanggal(running.start_on)}. Isi hari terakhir sesudahnya."
            )
        if place.state == PlaceState.RELEASED and place.released_on and on > place.released_on:
            raise Refused(
                f"Kursinya sudah dilepas pada {tanggal(place.released_on)}. Isi hari itu atau sebelumnya."
            )
        return end_membership(place.worker_id, reason=reason, on=on, by=by, at=at)
    if queries.is_being_registered(place_id):
        end_membership(place.worker_id, reason=reason, on=on, by=by, at=at)
    else:
        selection.release(place_id, reason, on=on, by=by, at=at)
    return None


@transaction.atomic
def make_deactivation_file(*, by: User, at: datetime, profile_id: int | None = None) -> DeactivationFile:
    """Write everybody whose membership has ended and whom no file named yet into one *Nonaktif TK* file. Raises Refused."""
    profile = _profile(profile_id, at)
    ids = list(queries.to_deactivate().select_for_update(of=("self",)).values_list("pk", flat=True))
    if not ids:
        raise Refused(
            "Tidak ada yang perlu dinonaktifkan: semua yang berhenti sudah ada dalam berkas terdahulu."
        )
    content = write_deactivation(profile, queries.deactivation_rows(ids))
    made = DeactivationFile.objects.create(
        profile=profile,
        file=keep(
            content, name=f"nonaktif-tk-{at:%Y%m%d}-{len(ids)}-orang.{profile.file_format}",
            content_type=XLSX if profile.file_format == "xlsx" else "text/csv", purpose="enrolment.deactivation", by=by, at=at,
        ),
        people=len(ids), made_by=by, made_at=at,
    )  # fmt: skip
    Membership.objects.filter(pk__in=ids).update(deactivated_in=made)
    record(
        "enrolment.make_deactivation_file", by=by, at=at, on=("deactivation_file", made.pk),
        sentence=f"Membuat berkas Nonaktif TK: {len(ids)} orang, profil “{profile.name}”, sidik {sha256(content).hexdigest()[:12]}.",
        personal_read=True,
    )  # fmt: skip
    return made


def write_deactivation(profile: ExportProfile, people: Sequence[dict]) -> bytes:
    """The file of a profile for these people (`queries.deactivation_rows`). NIK and KPJ are always text."""
    city = reference.city()
    wadah = city.wadah_number if city else ""
    rows = [person | {"wadah_number": wadah} for person in people]
    return template.write(profile.columns, rows, file_format=profile.file_format, sheet="Nonaktif TK")


def _profile(profile_id: int | None, at: datetime) -> ExportProfile:
    wanted = default_profile(at=at, purpose=DEACTIVATION) if profile_id is None else None
    profile = wanted or queries.profile(profile_id or 0, DEACTIVATION.key)
    if profile is None:
        raise Refused("Profil ekspor ini tidak ada lagi. Pilih profil lain.")
    if wrong := template.problems(profile.columns, DEACTIVATION):
        raise Refused(f"Profil “{profile.name}” perlu diperbaiki: {wrong[0]}")
    return profile
