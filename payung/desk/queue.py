"""What waits for this person today? Each line is a number, a sentence and the page where it is done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest
from payung.audit import queries as audit
from payung.claims import queries as claims
from payung.contributions import queries as contributions
from payung.contributions.enums import OrderState
from payung.eligibility import queries as eligibility
from payung.enrolment import queries as enrolment
from payung.intake import queries as intake
from payung.intake.enums import BatchState
from payung.language.formats import angka, tanggal
from payung.matching import queries as matching
from payung.programme import queries as programme
from payung.reference import clock
from payung.selection import queries as selection

if TYPE_CHECKING:
    from payung.programme.models import Round


@dataclass(frozen=True)
class Work:
    """One line of "Yang menunggu Anda"."""

    count: int
    title: str
    detail: str
    address: str
    verb: str
    tone: str = "warn"


Source = Callable[[StaffRequest], Iterator[Work]]


def waiting_for(request: StaffRequest) -> list[Work]:
    """Everything that waits, the roles decide what each sees; lines with nothing in them are left out."""
    found = [
        work for capability, source in SOURCES if request.user.may(capability) for work in source(request)
    ]
    return [work for work in found if work.count]


def _in_each_round(name: str) -> Iterator[tuple["Round", str, str]]:
    """Every round somebody works on: the round, its name where there are several, the address of its page."""
    working = programme.working_rounds()
    running = programme.running_round(clock.today())
    for round in working:
        words = f"{round.name}. " if len(working) > 1 else ""
        yield round, words, programme.Looking(round, running).to(name)


def _batches(request: StaffRequest) -> Iterator[Work]:
    for round, words, address in _in_each_round("batches"):
        for state, title, verb in (
            (BatchState.CHECKED, "Unggahan siap disimpan", "Simpan"),
            (BatchState.NEEDS_MAPPING, "Unggahan perlu dicocokkan kolomnya", "Cocokkan"),
        ):
            count = intake.batches(request.scope, round.pk).filter(state=state).count()
            detail = f"{words}Belum ada yang tersimpan sampai Anda menekan Simpan"
            yield Work(count, title, detail, address, verb)


def _pairs(request: StaffRequest) -> Iterator[Work]:
    yield Work(
        matching.queue(request.user).count(), "Pasangan data diduga ganda", "Bandingkan berdampingan, putuskan dengan tombol 1, 2, 3",
        reverse("pairs"), "Periksa",
    )  # fmt: skip


def _registers(request: StaffRequest) -> Iterator[Work]:
    """Extracts that nobody has saved or dropped yet: they are thrown away after a day."""
    waiting = matching.unsaved_extracts().count()
    yield Work(
        waiting,
        "Ekstrak register belum disimpan",
        "Dihapus sendiri setelah satu hari",
        reverse("registers"),
        "Lihat",
    )


def _overrides(request: StaffRequest) -> Iterator[Work]:
    yield Work(
        eligibility.waiting_overrides(), "Pengecualian menunggu keputusan", "Diputuskan orang lain dari yang meminta",
        reverse("overrides"), "Putuskan",
    )  # fmt: skip


def _seats(request: StaffRequest) -> Iterator[Work]:
    for round, words, address in _in_each_round("empty_seats"):
        freed = selection.freed_seats(round.pk).count()
        yield Work(
            freed, "Kursi kosong", f"{words}Panggil yang berikutnya dari cadangan", address, "Isi", "bad"
        )


def _orders(state: OrderState, title: str, verb: str) -> Source:
    def source(request: StaffRequest) -> Iterator[Work]:
        for round, words, address in _in_each_round("contributions"):
            count = contributions.orders(round.pk, state=state).count()
            yield Work(count, title, f"{words}Batas bayar tanggal 15", address, verb, "bad")

    return source


def _cards(request: StaffRequest) -> Iterator[Work]:
    counts = enrolment.card_counts(request.scope)
    yield Work(
        counts["undelivered"],
        "Kartu belum diserahkan",
        "Daftar per kelurahan",
        reverse("cards"),
        "Serahkan",
        "",
    )


def _claims(request: StaffRequest) -> Iterator[Work]:
    yield Work(
        claims.open_count(scope=request.scope),
        "Klaim berjalan",
        "Lengkapi berkas, ajukan, tindak lanjuti",
        reverse("claims"),
        "Urus",
        "bad",
    )


def _claims_late(request: StaffRequest) -> Iterator[Work]:
    yield Work(
        claims.late_count(on=clock.today(), scope=request.scope), "Klaim lewat batas", "Langkah berikutnya sudah terlambat",
        f"{reverse('claims')}?hanya=lewat&urut=due_on", "Tindak lanjuti", "bad",
    )  # fmt: skip


def _claims_escalated(request: StaffRequest) -> Iterator[Work]:
    yield Work(
        claims.escalated_count(on=clock.today()), "Klaim lama lewat batas", "Lebih dari 7 hari: tanyakan kepada yang menangani",
        f"{reverse('claims')}?hanya=naik&urut=due_on", "Lihat", "bad",
    )  # fmt: skip


def _notices(request: StaffRequest) -> Iterator[Work]:
    yield Work(
        claims.open_notices_count(scope=request.scope), "Kabar kematian atau kecelakaan menunggu", "Pastikan siapa orangnya",
        reverse("notices"), "Periksa", "bad",
    )  # fmt: skip


def _deaths_for_two(request: StaffRequest) -> Iterator[Work]:
    yield Work(
        claims.waiting_death_corrections(scope=request.scope) + claims.second_count(scope=request.scope),
        "Kematian menunggu orang kedua", "Dipastikan atau dibetulkan oleh dua orang", reverse("death_fixes"), "Putuskan", "bad",
    )  # fmt: skip


def _promises(request: StaffRequest) -> Iterator[Work]:
    """Red when the last run found a breach or is older than a night and a half."""
    alarm = audit.promise_alarm(clock.now())
    yield Work(int(bool(alarm)), "Janji sistem", alarm, reverse("promises"), "Periksa", "bad")


def _visits(request: StaffRequest) -> Iterator[Work]:
    yield Work(
        eligibility.to_visit(scope=request.scope, on=clock.today()).count(),
        "Orang belum dikunjungi",
        "Urut RW dan RT",
        reverse("field"),
        "Kunjungi",
        "",
    )


SOURCES: list[tuple[Can, Source]] = [
    (Can.SEE_PROMISES, _promises),
    (Can.UPLOAD, _batches),
    (Can.REVIEW_PAIRS, _pairs),
    (Can.LOAD_REGISTERS, _registers),
    (Can.DECIDE_OVERRIDE, _overrides),
    (Can.VERIFY_PAYMENT, _orders(OrderState.CREATED, "Perintah bayar menunggu verifikasi", "Verifikasi")),
    (Can.APPROVE_PAYMENT, _orders(OrderState.VERIFIED, "Perintah bayar menunggu persetujuan", "Setujui")),
    (Can.RECORD_PAYMENT, _orders(OrderState.APPROVED, "Perintah bayar siap dibayar", "Bayar")),
    (Can.DECIDE_DEATH, _deaths_for_two),
    (Can.HANDLE_CLAIM, _notices),
    (Can.HANDLE_CLAIM, _claims_late),
    (Can.HANDLE_CLAIM, _claims),
    (Can.VERIFY_PAYMENT, _claims_escalated),
    (Can.SELECT, _seats),
    (Can.HAND_OVER, _cards),
    (Can.CHECK_FIELD, _visits),
]

# What the menu counts: {url name: how many wait}. Asked on every page, so each is one cheap count.
MENU_COUNTS: dict[str, Callable[[StaffRequest], int]] = {
    "pairs": lambda request: matching.queue(request.user).count(),
    "claims": lambda request: claims.open_count(scope=request.scope),
}


def due_line() -> str:
    """The countdown to the next payment, in a sentence; "" when nothing is due."""
    row = contributions.next_due(clock.today())
    if row is None:
        return ""
    days = (
        f"{row.days_left} hari lagi"
        if row.days_left > 0
        else "hari ini"
        if row.days_left == 0
        else f"lewat {-row.days_left} hari"
    )
    return f"Batas bayar iuran {row.name}: {tanggal(row.due_on)} ({days}), {angka(row.active)} orang."
