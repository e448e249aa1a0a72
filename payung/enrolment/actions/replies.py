"""How does the branch's reply become memberships and cards, and what happens to the seats of the refused?"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit.actions import record
from payung.database.loading import copying
from payung.enrolment.actions.cards import issue_cards, revoke_cards
from payung.enrolment.enums import EndReason, RegistrationState
from payung.enrolment.models import Membership, Registration, Reply
from payung.enrolment.reply import DOOR, Answers, Known, Outcome, ReplyRow, reply_rows
from payung.files.actions import keep
from payung.files.models import StoredFile
from payung.files.queries import remembered_layouts
from payung.jobs.actions import Refused
from payung.jobs.registry import Progress, no_progress
from payung.rules import months
from payung.selection import actions as selection
from payung.tables import reading as tables

CSV_OR_XLSX = "application/octet-stream"
# A number that is still open wins over an earlier round's: later registrations stand last in the dictionary.
KNOWN = ("id", "worker_id", "place_id", "state", "place__starts_month", "worker__nik_index")


@dataclass(frozen=True)
class Accepted:
    """A new membership about to be written."""

    known: Known
    kpj: str
    start_on: date


@transaction.atomic
def read_reply(
    content: bytes,
    *,
    name: str,
    by: User | None,
    at: datetime,
    decided: tables.Decisions = tables.NOTHING_DECIDED,
    progress: Progress = no_progress,
) -> Reply:
    """Read the branch's answer: accepted people become members with a card, refused ones free their seat.

    Unknown or doubtful rows change nothing and are reported. The same reply again changes nothing.
    `decided`: what a person decided about the file. Raises Refused for a broken or foreign file, and for one that asks.
    """
    rows = _rows(content, name, decided)
    progress(0, len(rows), "Mencocokkan dengan pendaftaran")
    decisions = _our_registrations().decide(rows)
    _refuse_strangers(decisions, rows, name)
    file = keep(content, name=name, content_type=CSV_OR_XLSX, purpose="enrolment.reply", by=by, at=at)
    if (same := _read_before(file)) and not decisions.accepted and not decisions.refused:
        return same
    progress(len(rows) // 2, len(rows), "Menerbitkan kepesertaan dan kartu")
    _accept(decisions.accepted, file, at)
    called = _refuse(decisions.refused, file, by, at)
    return _note(decisions, called, file, by, at)


@transaction.atomic
def preview_reply(rows: list[ReplyRow], *, name: str) -> Outcome:
    """What saving these rows would do; nothing is written. Raises Refused when none of them is about us."""
    decisions = _our_registrations().decide(rows)
    _refuse_strangers(decisions, rows, name)
    return decisions


def _refuse_strangers(decisions: Outcome, rows: list[ReplyRow], name: str) -> None:
    if decisions.unknown == len(rows):
        raise Refused(
            f"Tidak satu pun dari {len(rows)} baris di {name} cocok dengan pendaftaran kita. "
            "Pastikan ini balasan untuk kota ini."
        )


def _rows(content: bytes, name: str, decided: tables.Decisions) -> list[ReplyRow]:
    try:
        reading = tables.read_settled(
            content, DOOR, name=name, decisions=decided, remembered=remembered_layouts(DOOR.name)
        )
    except tables.CannotRead as refusal:
        raise Refused(str(refusal)) from None
    if not (rows := reply_rows(reading)):
        raise Refused(f"Tidak ada baris di {name}. Periksa isi berkasnya.")
    return rows


def _our_registrations() -> Answers:
    """Everything a reply can speak of, locked: two replies at once wait for each other."""
    found = Registration.objects.select_for_update(of=("self",)).order_by("id").values_list(*KNOWN)
    kpj_of = dict(Membership.objects.order_by("id").values_list("place_id", "kpj"))
    by_number, by_nik = {}, {}
    for number, worker_id, place_id, state, starts_month, nik_index in found:
        known = Known(number, worker_id, place_id, state, kpj_of.get(place_id, ""), starts_month)
        by_number[number] = by_nik[bytes(nik_index)] = known
    running = dict(Membership.objects.filter(end_on=None).values_list("kpj", "worker_id"))
    return Answers(by_number, by_nik, running)


def _read_before(file: StoredFile) -> Reply | None:
    return Reply.objects.filter(file__sha256=file.sha256).exclude(file=file).order_by("id").first()


def _accept(answers: list[tuple[Known, ReplyRow]], file: StoredFile, at: datetime) -> None:
    accepted = [
        Accepted(known, row.kpj, row.start_on or months.first_day(known.starts_month))
        for known, row in answers
    ]
    ids = [person.known.registration_id for person in accepted]
    Registration.objects.filter(pk__in=ids).update(
        state=RegistrationState.ACCEPTED, replied_on=localdate(at), reply_file=file
    )
    _close_earlier({person.known.worker_id: person.start_on for person in accepted})
    columns = ("worker_id", "place_id", "kpj", "start_on", "end_reason", "recorded_at")
    with copying(Membership, columns) as copy:
        for new in accepted:
            copy.write_row((new.known.worker_id, new.known.place_id, new.kpj, new.start_on, "", at))
    places = [new.known.place_id for new in accepted]
    made = Membership.objects.filter(place_id__in=places, end_on=None)
    issue_cards(made.values_list("id", flat=True), at=at)


def _close_earlier(start_of: dict[UUID, date]) -> None:
    """A new round's membership ends the one of the round before: never two at once."""
    earlier = list(Membership.objects.filter(worker_id__in=list(start_of), end_on=None))
    for membership in earlier:
        membership.end_on = max(start_of[membership.worker_id], membership.start_on)
        membership.end_reason = EndReason.ANGGARAN_HABIS
    Membership.objects.bulk_update(earlier, ["end_on", "end_reason"], batch_size=2_000)
    revoke_cards([membership.pk for membership in earlier])


def _refuse(answers: list[tuple[Known, ReplyRow]], file: StoredFile, by: User | None, at: datetime) -> int:
    """Free the seats and call the next in each queue; how many were called."""
    called = 0
    for known, row in answers:
        Registration.objects.filter(pk=known.registration_id, state=RegistrationState.SENT).update(
            state=RegistrationState.REFUSED,
            refusal=row.reason or "Tanpa alasan dari BPJS",
            replied_on=localdate(at),
            reply_file=file,
        )
        selection.release(known.place_id, EndReason.DITOLAK_BPJS, on=localdate(at), by=by, at=at)
        called += selection.call_next(known.place_id, by=by, at=at) is not None
    return called


def _note(decisions: Outcome, called: int, file: StoredFile, by: User | None, at: datetime) -> Reply:
    reply = Reply.objects.create(
        file=file,
        accepted=len(decisions.accepted),
        refused=len(decisions.refused),
        unchanged=decisions.unchanged,
        called=called,
        problems=[{"row": row, "what": what} for row, what in decisions.problems],
        read_by=by,
        read_at=at,
    )
    record(
        "enrolment.read_reply",
        by=by,
        at=at,
        on=("reply", reply.pk),
        sentence=f"Membaca balasan BPJS: {reply.accepted} terdaftar, {reply.refused} ditolak, "
        f"{called} dipanggil dari cadangan, {len(reply.problems)} baris tidak diubah.",
    )
    return reply
