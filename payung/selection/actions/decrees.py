"""How does a list become a decree: drafted, signed, locked; later changes are amendments (M9)?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.database.loading import copying
from payung.documents.city import terms
from payung.files import actions as files
from payung.language.formats import angka, tanggal, tanggal_pendek
from payung.people import queries as people
from payung.programme import actions as programme_actions
from payung.programme import queries as programme
from payung.programme.enums import RoundState
from payung.selection import queries
from payung.selection.actions.seats import move_starts
from payung.selection.canonical import canonical, digest, line_place
from payung.selection.enums import DecreeState, PlaceState, ReleaseReason
from payung.selection.models import Decree, DecreeLine, Place
from payung.selection.refusals import SelectionRefused
from payung.selection.signature import check_signed_pdf
from payung.vault import seal_many

if TYPE_CHECKING:
    from payung.programme.models import Round

LINE_FIELDS = (
    "decree_id", "place_id", "number", "leaves", "reason", "name", "birth", "sex", "address", "kelurahan", "kecamatan",
    "job", "sealed", "starts_month", "replaces",
)  # fmt: skip


@transaction.atomic
def draft_decree(round_id: int, *, by: User, at: datetime) -> Decree:
    """Freeze the list of a round by name and address: the first decree, or an amendment of who left and who came.

    Raises SelectionRefused when a draft exists already or nothing has changed.
    """
    if Decree.objects.filter(round_id=round_id, state=DecreeState.DRAFT).exists():
        raise SelectionRefused("Masih ada konsep SK. Tetapkan atau batalkan dulu.")
    version = queries.next_version(round_id)
    round = programme.round_(round_id)
    if round is None or round.state == RoundState.OPEN:
        raise SelectionRefused(
            "Kuota putaran ini belum diisi. Nilai kelayakan, lalu isi kuotanya lebih dulu."
        )
    coming, leaving = queries.coming(round_id, version), queries.leaving(round_id, version)
    called = len(coming)
    coming = _with_months_left(round, coming, at) if version > 1 else coming
    late = called - len(coming)
    if late and not coming and not leaving:
        raise SelectionRefused(
            f"{angka(late)} orang dipanggil, tetapi tidak ada bulan yang masih dapat dibayar."
        )
    if not coming and not leaving:
        raise SelectionRefused("Belum ada yang ditetapkan. Jalankan seleksi, atau tunggu perubahan peserta.")
    lines = _lines(coming, leaving)
    decree = Decree.objects.create(
        round_id=round_id,
        version=version,
        lines_digest=digest(lines),
        people=len(coming),
        monthly_rp=_monthly_rp(round_id, coming),
        drafted_by=by,
        drafted_at=at,
    )
    _copy_lines(decree, lines)
    audit.record(
        "selection.drafted",
        by=by,
        at=at,
        on=("selection.decree", decree.pk),
        sentence=f"Konsep SK disusun: {angka(len(coming))} orang masuk, {angka(len(leaving))} keluar"
        + (f"; {angka(late)} orang tanpa sisa bulan tidak ikut." if late else "."),
    )
    return decree


@transaction.atomic
def drop_draft(decree_id: int, *, reason: str, by: User, at: datetime) -> None:
    """Throw a draft away; its list is free again. Its digest and the audit lines stay, its people do not."""
    if not reason.strip():
        raise SelectionRefused("Tulis alasan pembatalan konsep.")
    dropped = Decree.objects.filter(pk=decree_id, state=DecreeState.DRAFT).update(state=DecreeState.DROPPED)
    if not dropped:
        raise SelectionRefused("Hanya konsep yang dapat dibatalkan; SK yang ditetapkan tidak berubah.")
    DecreeLine.objects.filter(decree_id=decree_id).delete()
    audit.record(
        "selection.dropped",
        by=by,
        at=at,
        on=("selection.decree", decree_id),
        sentence="Konsep SK dibatalkan.",
        reason=reason,
    )


@transaction.atomic
def sign_decree(
    decree_id: int,
    *,
    number: str,
    signed_on: date,
    pdf: bytes,
    is_wet_signed: bool = False,
    by: User,
    at: datetime,
) -> Decree:
    """Keep the signed PDF and lock the list. People become DECREED, the round moves on.

    `is_wet_signed`: the paper was signed by hand and scanned, so the file carries no electronic signature.
    Raises SelectionRefused for a missing number, a future date, a file that is no PDF, was altered, or is the draft.
    """
    decree = Decree.objects.select_for_update(of=("self",)).select_related("round").get(pk=decree_id)
    if decree.state != DecreeState.DRAFT:
        raise SelectionRefused("SK ini sudah ditetapkan atau dibatalkan.")
    if not number.strip():
        raise SelectionRefused("Isi nomor SK.")
    if signed_on > at.date():
        raise SelectionRefused(f"Tanggal {tanggal(signed_on)} belum tiba.")
    note = check_signed_pdf(pdf, is_wet_signed=is_wet_signed, number=number)
    file = files.keep(
        pdf,
        name=f"SK {number}.pdf",
        content_type="application/pdf",
        purpose="selection.signed_decree",
        by=by,
        at=at,
    )
    Decree.objects.filter(pk=decree_id, state=DecreeState.DRAFT).update(
        state=DecreeState.SIGNED,
        number=number.strip(),
        signed_on=signed_on,
        signed_file=file,
        signature_note=note,
        letter=terms(),
        locked_by=by,
        locked_at=at,
    )
    _seat(decree, at)
    if decree.round.state == RoundState.SELECTED:
        programme_actions.move_round(decree.round_id, RoundState.DECREED, by=by, at=at)
    audit.record(
        "selection.signed",
        by=by,
        at=at,
        on=("selection.decree", decree_id),
        sentence=f"SK nomor {number} tanggal {tanggal(signed_on)} ditetapkan; daftar {angka(decree.people)} orang terkunci.",
    )
    decree.refresh_from_db()
    return decree


def _lines(coming: Sequence[Place], leaving: Sequence[Place]) -> list[dict[str, Any]]:
    everybody = [*coming, *leaving]
    ids = [place.worker_id for place in everybody]
    private = people.opened(ids, ("nik", "kk"))
    work = people.latest_occupation(ids)
    return [
        _line(n, place, private[place.worker_id], work.get(place.worker_id), leaves=n > len(coming))
        for n, place in enumerate(everybody, 1)
    ]


def _line(number: int, place: Place, private: dict[str, str], work: Any, *, leaves: bool) -> dict[str, Any]:
    worker = place.worker
    area = worker.kelurahan
    return {
        "place_id": place.pk,
        "number": number,
        "leaves": leaves,
        "reason": _why_out(place) if leaves else "",
        "name": worker.name,
        "birth": f"{worker.birth_place}, {tanggal_pendek(worker.birth_date)}".strip(", "),
        "sex": worker.sex,
        "address": f"{worker.address} RT {worker.rt or '-'} / RW {worker.rw or '-'}"[:240],
        "kelurahan": area.name if area else worker.outside_address,
        "kecamatan": area.parent.name if area and area.parent else "",
        "job": (work.job if work else "") or place.sector.name,
        "nik": private["nik"],
        "kk": private["kk"],
    } | (_in_amendment(place) if place.state == PlaceState.CALLED and not leaves else {})


def _in_amendment(place: Place) -> dict[str, Any]:
    """From when, and in whose place: only in amendments, so that a first decree is hashed as ever."""
    whose = place.replaces.worker.name if place.replaces else ""
    return {"starts_month": place.starts_month} | ({"replaces": whose} if whose else {})


def _with_months_left(round: "Round", coming: Sequence[Place], at: datetime) -> list[Place]:
    """Who was called for a month that is over begins in the first that can be paid; without one he is left out."""
    payable = queries.payable_month(localdate(at))
    late = [place for place in coming if place.starts_month < payable]
    move_starts([place.pk for place in late], payable, at=at)
    for place in late:
        place.starts_month = payable
    return [place for place in coming if place.starts_month <= round.last_month]


def _why_out(place: Place) -> str:
    return place.get_released_for_display() or ReleaseReason.KURSI_TERISI.label


def _copy_lines(decree: Decree, lines: list[dict[str, Any]]) -> None:
    sealed = seal_many(
        (line_place(decree.pk, line["place_id"]), canonical({"nik": line["nik"], "kk": line["kk"]}))
        for line in lines
    )
    with copying(DecreeLine, LINE_FIELDS) as copy:
        for line, closed in zip(lines, sealed, strict=True):
            values = {"starts_month": None, "replaces": "", **line, "decree_id": decree.pk, "sealed": closed}
            copy.write_row([values[field] for field in LINE_FIELDS])


def _monthly_rp(round_id: int, coming: Sequence[Place]) -> int:
    round = programme.round_(round_id)
    if round is None:
        return 0
    price = {
        sector: programme.contribution_rp(round, sector=sector) for sector in {p.sector_id for p in coming}
    }
    return sum(price[place.sector_id] for place in coming)


def _seat(decree: Decree, at: datetime) -> None:
    from_state = PlaceState.SELECTED if decree.version == 1 else PlaceState.CALLED
    named = decree.lines.filter(leaves=False).values("place_id")
    Place.objects.filter(pk__in=named, state=from_state).update(state=PlaceState.DECREED, changed_at=at)
