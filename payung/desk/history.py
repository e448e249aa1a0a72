"""What happened to one person, in sentences: proposed, judged, decreed, registered, paid, seat, claim, messages, corrections.

Facts of every stage, each told by its own row; no number of a person and no health word stands here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone

from payung.accounts.models import User
from payung.aid import queries as aid
from payung.audit import queries as audit
from payung.claims import queries as claims
from payung.claims.enums import DeathFixState
from payung.contributions import queries as contributions
from payung.contributions.enums import CorrectionState
from payung.eligibility import queries as eligibility
from payung.enrolment import queries as enrolment
from payung.enrolment.enums import CardState, RegistrationState
from payung.intake import queries as intake
from payung.language.formats import daftar, tanggal
from payung.matching import queries as matching
from payung.outreach import queries as outreach
from payung.outreach.enums import MessageState
from payung.rules.months import month_in_words
from payung.selection import queries as selection

SYSTEM = "Sistem"


@dataclass(frozen=True)
class Happened:
    """One sentence of a life in the programme. `at`: a moment, or a day when no hour is known."""

    at: date | datetime
    sentence: str
    who: str = ""

    @property
    def moment(self) -> datetime:
        """For the order: a day without an hour comes before what happened on it."""
        if isinstance(self.at, datetime):
            return self.at
        return timezone.make_aware(datetime.combine(self.at, time.min))

    @property
    def has_hour(self) -> bool:
        return isinstance(self.at, datetime)


def history_of(worker_id: UUID) -> list[Happened]:
    """Everything, the latest first."""
    happenings = [happened for source in SOURCES for happened in source(worker_id)]
    return sorted(happenings, key=lambda happened: happened.moment, reverse=True)


def _name(user: User | None) -> str:
    return user.full_name if user else SYSTEM


def _proposed(worker_id: UUID) -> Iterator[Happened]:
    for row in intake.rows_of_worker([worker_id]):
        batch = row.batch
        if batch.saved_at:
            yield Happened(
                batch.saved_at,
                f"Diusulkan oleh {batch.agency.name} sebagai {batch.sector.name}.",
                _name(batch.saved_by),
            )
        if row.sent_back:
            yield Happened(batch.uploaded_at, f"Usulan dikembalikan ke dinas: {row.sent_back}.")


def _judged(worker_id: UUID) -> Iterator[Happened]:
    for verdict in eligibility.verdicts_of(worker_id):
        word = (
            "layak"
            if not verdict.refusals
            else "layak dengan pengecualian"
            if verdict.overridden
            else "tidak layak"
        )
        yield Happened(verdict.judged_at, f"Dinilai {word} untuk {verdict.round.name}.")
    for check in eligibility.checks_of(worker_id):
        yield Happened(
            check.checked_on, f"Dikunjungi: {check.get_outcome_display().lower()}.", _name(check.checked_by)
        )


def _registers(worker_id: UUID) -> Iterator[Happened]:
    for check in matching.checks_of(worker_id):
        since = f" sejak {tanggal(check.since)}" if check.since else ""
        yield Happened(
            check.checked_at, f"{check.get_register_display()}: {check.get_finding_display().lower()}{since}."
        )


def _decreed(worker_id: UUID) -> Iterator[Happened]:
    for line in selection.decree_lines_of(worker_id):
        decree = line.decree
        verb = "Dikeluarkan lewat" if line.leaves else "Ditetapkan dalam"
        yield Happened(
            decree.signed_on or decree.drafted_at,
            f"{verb} SK nomor {decree.number}.",
            _name(decree.locked_by),
        )
    for place in selection.places_of_worker(worker_id):
        if place.released_on:
            why = place.get_released_for_display().lower()
            yield Happened(place.released_on, f"Kursi di {place.round.name} dilepas: {why}.")


def _registered(worker_id: UUID) -> Iterator[Happened]:
    for registration in enrolment.registrations_of_worker(worker_id):
        if sent := registration.sent_in:
            yield Happened(sent.made_at, "Dikirim ke cabang BPJS untuk didaftarkan.", _name(sent.made_by))
        if registration.replied_on and registration.state == RegistrationState.REFUSED:
            yield Happened(registration.replied_on, f"Ditolak BPJS: {registration.refusal}.")
    for member in enrolment.memberships_of_worker(worker_id):
        yield Happened(member.recorded_at, f"Terdaftar di BPJS, peserta mulai {tanggal(member.start_on)}.")
        if last := member.last_on:
            yield Happened(last, f"Hari terakhir kepesertaan: {member.get_end_reason_display().lower()}.")
        if letter := member.deactivated_in:
            yield Happened(letter.made_at, "Masuk berkas Nonaktif TK untuk cabang.", _name(letter.made_by))


def _cards(worker_id: UUID) -> Iterator[Happened]:
    for card in enrolment.cards_of_worker(worker_id):
        state = " (sudah dicabut)" if card.state == CardState.REVOKED else ""
        yield Happened(card.issued_at, f"Kartu diterbitkan{state}.")
        if card.handed_over_on:
            to = card.handed_over_to or "pemiliknya"
            yield Happened(card.handed_over_on, f"Kartu diserahkan kepada {to}.", _name(card.handed_over_by))


def _paid(worker_id: UUID) -> Iterator[Happened]:
    by_day: dict[date, list[str]] = {}
    for line in contributions.lines_of(worker_id):
        later = "" if line.is_live else " (kemudian menjadi kelebihan bayar)"
        if line.paid_on:
            by_day.setdefault(line.paid_on, []).append(f"{month_in_words(line.month)}{later}")
    for day, months in by_day.items():
        yield Happened(day, f"Iuran dibayar kota: {daftar(months)}.")
    for correction in contributions.corrections_of(worker_id):
        at = correction.decided_at if correction.state != CorrectionState.PROPOSED else correction.proposed_at
        names = daftar([_name(user) for user in (correction.proposed_by, correction.decided_by) if user])
        yield Happened(
            at or correction.proposed_at,
            f"Pembetulan iuran, {correction.get_kind_display().lower()}: {correction.get_state_display().lower()}.", names,
        )  # fmt: skip


def _claimed(worker_id: UUID) -> Iterator[Happened]:
    for claim in claims.claims_of(worker_id):
        event = claim.event
        mistaken = " Kemudian terbukti keliru: orangnya hidup." if event.is_mistaken else ""
        yield Happened(
            event.reported_at,
            f"Dilaporkan: {event.get_kind_display().lower()} pada {tanggal(event.death_on)}, klaim {claim.number}.{mistaken}",
            _name(event.reported_by),
        )  # fmt: skip
    for step in claims.steps_of(worker_id):
        yield Happened(
            step.at,
            f"Klaim {step.claim.number} menjadi “{step.get_state_display().lower()}”.",
            _name(step.by),
        )
    for notice in claims.notices_of(worker_id):
        yield Happened(
            notice.heard_at, f"Kabar dari {notice.get_source_display()} diterima.", _name(notice.heard_by)
        )


def _corrected_deaths(worker_id: UUID) -> Iterator[Happened]:
    for fix in claims.death_corrections_of(worker_id):
        what = fix.get_kind_display().lower()
        yield Happened(fix.proposed_at, f"Pembetulan kematian diusulkan: {what}.", _name(fix.proposed_by))
        if fix.decided_at:
            word = "dibetulkan" if fix.state == DeathFixState.DONE else "usulnya dikembalikan"
            yield Happened(fix.decided_at, f"Kematian {word}: {what}.", _name(fix.decided_by))


def _messages(worker_id: UUID) -> Iterator[Happened]:
    for message in outreach.messages_of(worker_id):
        topic = message.get_topic_display()
        yield Happened(message.prepared_at, f"Pesan “{topic}” disiapkan.", _name(message.prepared_by))
        if message.done_at and message.state != MessageState.PREPARED:
            state = message.get_state_display().lower()
            yield Happened(message.done_at, f"Pesan “{topic}”: {state}.", _name(message.done_by))


def _parcels(worker_id: UUID) -> Iterator[Happened]:
    for parcel in aid.parcels_of(worker_id):
        if parcel.received_at:
            yield Happened(parcel.received_at, f"Menerima {parcel.distribution.name}.")


def _identity(worker_id: UUID) -> Iterator[Happened]:
    """Corrections of the data itself, merges: what the journal says of the person."""
    for line in audit.history("people.worker", [worker_id]):
        if not line.verb.startswith(("claims.", "enrolment.")):  # told above by their own rows
            reason = f" Alasan: {line.reason}" if line.reason else ""
            yield Happened(line.at, f"{line.sentence}{reason}", line.actor_name)


SOURCES: tuple[Callable[[UUID], Iterator[Happened]], ...] = (
    _proposed, _judged, _registers, _decreed, _registered, _cards, _paid, _claimed, _corrected_deaths, _messages, _parcels,
    _identity,
)  # fmt: skip
