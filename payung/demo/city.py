"""A whole city in the middle of its year, by the same actions as the pages: round, decree, cards, money, claims.

Everybody is invented (payung.demo.lists). The city lives on 13 October 2025: May to September are paid, October waits for
its third signature, some families wait for their benefit. Loading it again changes nothing; a load that was interrupted
begins anew.
"""

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection

from payung.accounts.models import User
from payung.aid import actions as aid
from payung.audit.actions import live_at
from payung.claims import actions as claims
from payung.claims import queries as claim_queries
from payung.claims.enums import EventKind, PaperState
from payung.contributions import actions as contributions
from payung.demo import branch, families
from payung.demo.lists import write_city
from payung.demo.progress import Show
from payung.demo.round import find_lists, open_round, sort_out, take_in
from payung.demo.signing import MAYOR, emblem_of_the_sample_city, signed
from payung.demo.staff import hire
from payung.eligibility import actions as eligibility
from payung.eligibility import queries as verdicts
from payung.eligibility.enums import FieldOutcome
from payung.enrolment import actions as enrolment
from payung.enrolment import queries as members
from payung.matching import actions as matching
from payung.matching import queries as pairs
from payung.matching.enums import Decision
from payung.office.actions import add_clinic
from payung.people import actions as people
from payung.people import queries as persons
from payung.programme import queries as programme
from payung.reference import clock
from payung.reference.actions import keep_emblem, set_up_city
from payung.reports import actions as reports
from payung.rules import months
from payung.selection import actions as selection
from payung.selection import queries as places

QUOTAS = {"petani": 4098, "nelayan": 1925, "umkm": 5000}
FIRST_MONTH, MONTHS = months.month_number(2025, 5), 8
PAID = range(FIRST_MONTH, FIRST_MONTH + 5)
KEYS = UUID("5f0d1d2e-7a40-4a6c-9c7e-2f1c25050700")  # ids of what phones and forms would have made
REFUSED_BY_BRANCH = 12
CLINICS = (
    ("Puskesmas Contoh Mayangan (sintetis)", "Jalan Contoh 1, Mayangan", False),
    ("RSUD Contoh (sintetis)", "Jalan Contoh 20, Kanigaran", True),
)
PAIRS_LEFT_OPEN = 17


@dataclass(frozen=True)
class Story:
    """One family: who, when, what, and how far its claim has come."""

    sector: str
    kind: EventKind
    on: date
    place: str
    story: str
    reporter: str
    state: str  # "paid", "filed", "collecting"
    heirs: tuple[tuple[str, str, bool], ...] = ()
    filed_on: date | None = None
    paid_on: date | None = None


STORIES = (
    Story("petani", EventKind.DEATH, date(2025, 6, 20), "RSUD", "Sakit sejak Mei, dirawat seminggu.", "Istri almarhum", "paid",
          (("Istri almarhum", "janda", True), ("Anak pertama", "anak", True)), date(2025, 7, 4), date(2025, 7, 9)),
    Story("nelayan", EventKind.WORK_DEATH, date(2025, 7, 12), "Perairan utara Mayangan", "Perahu terbalik saat pulang melaut.", "Istri almarhum", "paid",
          (("Istri almarhum", "janda", True), ("Anak pertama", "anak", True), ("Anak kedua", "anak", True), ("Ibu", "orang_tua", True)),
          date(2025, 7, 28), date(2025, 8, 6)),
    Story("petani", EventKind.DEATH, date(2025, 8, 28), "Rumah", "Meninggal mendadak pagi hari.", "Istri almarhum", "filed",
          (("Istri almarhum", "janda", True),), date(2025, 9, 30)),
    Story("umkm", EventKind.DEATH, date(2025, 9, 5), "Puskesmas", "Sesak napas, sempat dirawat.", "Suami almarhumah", "collecting",
          (("Suami almarhumah", "duda", True), ("Anak pertama", "anak", True))),
    Story("petani", EventKind.ACCIDENT, date(2025, 10, 1), "Sawah", "Jari terluka mesin perontok.", "Pekerja sendiri", "collecting"),
)  # fmt: skip


@dataclass
class _City:
    """What the steps hand to each other."""

    staff: dict[str, User]
    round_id: int
    next_kpj: int = 1
    struck: set[UUID] = field(default_factory=set)


def load(*, seed: int) -> None:
    """Load the sample city unless it is there already."""
    marker = Path(settings.DATA) / "kota-contoh.txt"
    if marker.exists():
        return
    show = Show()
    show.say("Memuat kota contoh: semua orang di dalamnya dibuat-buat. Sekali saja, sekitar satu menit.")
    _begin_anew()
    with tempfile.TemporaryDirectory() as folder:
        with show.step("Menulis tiga daftar dinas"):
            write_city(folder, seed=seed)
        _live(Path(folder), show)
    marker.write_text(f"Kota contoh, benih {seed}. Data sintetis, bukan orang sungguhan.\n")


def _citations() -> str:
    """The standard list, with invented numbers where a real city's legal office would fill in the open ones."""
    return "\n".join(cited.replace("…", "9000 (contoh)") for cited in places.standard_citations())


def _begin_anew() -> None:
    """A load that was killed half-way leaves half a city: empty its tables first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        )
        tables = [f'"{name}"' for (name,) in cursor.fetchall() if not name.startswith("procrastinate")]
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        cursor.execute("RESET session_replication_role")


def _live(folder: Path, show: Show) -> None:
    set_up_city(
        is_synthetic=True, mayor_name=MAYOR, labour_head_name="Drs. Contoh Harjo Wibowo, M.Si.",
        labour_head_rank="Pembina Utama Muda, IV/c", labour_head_nip="19700101 199503 1 900", wadah_number="CONTOH-001",
        bpjs_branch="Kantor Cabang Contoh", phone="0335-000000", address="Jalan Contoh Nomor 9000, Probolinggo",
        copies="Gubernur Jawa Timur\nKetua DPRD Kota Probolinggo\nInspektur Kota Probolinggo\n"
        "Kepala BPJS Ketenagakerjaan Kantor Cabang Contoh",
        initials="Sekretaris Daerah\nAsisten Perekonomian dan Pembangunan\nKepala Bagian Hukum\nKepala Dinas",
        budget_basis="Peraturan Daerah Kota Probolinggo Nomor 9000 Tahun 2024 tentang Anggaran Pendapatan dan Belanja Daerah "
        "Tahun Anggaran 2025 (contoh);\nPeraturan Wali Kota Probolinggo Nomor 9000 Tahun 2024 tentang Penjabaran Anggaran "
        "Pendapatan dan Belanja Daerah Tahun Anggaran 2025 (contoh);",
        citations=_citations(),
    )  # fmt: skip
    keep_emblem(emblem_of_the_sample_city(), at=_at(2025, 4, 14))
    staff = hire()
    _list_clinics(staff["rani"])
    round_id = open_round(
        quotas=QUOTAS,
        first_month=FIRST_MONTH,
        months_count=MONTHS,
        by=staff["rani"],
        at=_at(2025, 4, 14),
        name="Putaran 2025",
    )
    city = _City(staff, round_id)
    lists = find_lists(folder)
    take_in(lists, round_id, staff=staff, at=_at(2025, 4, 16), show=show)
    sort_out(lists, round_id, staff=staff, at=_at(2025, 4, 24), show=show)
    with show.step("Memutuskan pasangan, kunjungan, pengecualian"):
        _decide_pairs(city)
        _visit(city)
        _ask_overrides(city)
    with show.step("SK Wali Kota dan pendaftaran BPJS"):
        _decree(city, "400.3.7/112/KEP/2025", date(2025, 5, 2), refuse=REFUSED_BY_BRANCH)
        _decree(city, "400.3.7/118/KEP/2025", date(2025, 5, 6), refuse=0)
    with show.step("Kartu"):
        _cards(city)
    for month in PAID:
        with show.step(f"Iuran {months.month_in_words(month)}"):
            _pay(city, month)
            _strike(city, month)
    with show.step("Oktober, sembako, klaim"):
        _october(city)
        _sembako(city)
        _strike(city, PAID.stop)
        families.tell(city.staff, struck=city.struck)
    live_at(None)
    with show.step("Memeriksa janji sistem"):
        reports.verify_and_keep(at=clock.now())


def _list_clinics(by: User) -> None:
    """Two invented clinics: where a real city lists those that BPJS named."""
    at = _at(2025, 4, 14)
    for name, address, always_open in CLINICS:
        add_clinic(
            name=name,
            address=address,
            phone="0335-000000",
            always_open=always_open,
            checked_on=at.date(),
            by=by,
            at=at,
        )


def _decide_pairs(city: _City) -> None:
    waiting = list(pairs.pairs(round_id=city.round_id, decision=Decision.OPEN))
    for pair in waiting[:-PAIRS_LEFT_OPEN]:
        matching.decide(pair.pk, Decision.SAME, by=city.staff["rani"], at=_at(2025, 4, 24))


def _visit(city: _City) -> None:
    """Bu Yuni walks through her kelurahan."""
    officer = city.staff["yuni"]
    found = verdicts.verdicts(city.round_id).filter(worker__kelurahan_id=officer.kelurahan_id)[:60]
    for n, verdict in enumerate(found):
        eligibility.record_field_check(
            worker_id=verdict.worker_id,
            outcome=FieldOutcome.WORKING if n % 20 else FieldOutcome.NOT_FOUND,
            works_as="Nelayan",
            checked_on=date(2025, 4, 23),
            client_id=uuid5(KEYS, f"visit:{n}"),
            by=officer,
            at=_at(2025, 4, 23),
        )


def _ask_overrides(city: _City) -> None:
    refused = list(verdicts.verdicts(city.round_id, state="refused", reason="NOT_IN_CIVIL_REGISTRY")[:2])
    for n, verdict in enumerate(refused):
        override = eligibility.ask_override(
            verdict.pk,
            reason="KTP-el asli sudah dilihat; perbaikan data di Dukcapil sedang diproses.",
            by=city.staff["rani"],
            at=_at(2025, 4, 28),
        )
        if n == 0:
            eligibility.decide_override(
                override.pk,
                grant=False,
                note="Tunggu perbaikan Dukcapil.",
                by=city.staff["budi"],
                at=_at(2025, 4, 29),
            )


def _decree(city: _City, number: str, signed_on: date, *, refuse: int) -> None:
    """Draft, sign, send to the branch, read its reply; refused people's seats are called again."""
    rani, sri, at = city.staff["rani"], city.staff["sri"], _at(signed_on.year, signed_on.month, signed_on.day)
    decree = selection.draft_decree(city.round_id, by=rani, at=at - timedelta(days=2))
    paper = signed(selection.paper_to_sign(decree, number=number, signed_on=signed_on))
    selection.sign_decree(decree.pk, number=number, signed_on=signed_on, pdf=paper, by=sri, at=at)
    enrolment.prepare_registrations(decree.pk, by=rani, at=at)
    enrolment.make_registration_file(decree.pk, by=rani, at=at)
    asked = [(row["nik"], row["name"]) for row in places.annex_rows(decree.pk) if not row["leaves"]]
    answer = branch.reply(asked, on=date(2025, 5, 7), first_kpj=city.next_kpj, refuse=refuse, seed=7)
    city.next_kpj += len(asked)
    enrolment.read_reply(
        answer, name=f"balasan-{decree.pk}.xlsx", by=city.staff["joko"], at=at + timedelta(hours=5)
    )


def _cards(city: _City) -> None:
    """Printed for one kelurahan, and most of those handed over at the ceremony of 7 May."""
    yuni = city.staff["yuni"]
    enrolment.print_cards(kelurahan=str(yuni.kelurahan_id), by=city.staff["rani"], at=_at(2025, 5, 7))
    for card in list(members.cards().filter(membership__worker__kelurahan_id=yuni.kelurahan_id)[:250]):
        enrolment.hand_over(card.code, to="", on=date(2025, 5, 7), by=yuni, at=_at(2025, 5, 7))


def _pay(city: _City, month: int) -> None:
    order_id = _order(city, month)
    due = months.due_on(month)
    at = _at(due.year, due.month, due.day - 2)
    contributions.verify_order(order_id, by=city.staff["budi"], at=at)
    contributions.approve_order(order_id, by=city.staff["sri"], at=at + timedelta(hours=2))
    contributions.record_payment(
        order_id, paid_on=due - timedelta(days=1), proof_number=f"SP2D-{month % 12 + 1:02d}/2025/CONTOH", by=city.staff["rani"],
        at=at + timedelta(days=1),
    )  # fmt: skip


def _order(city: _City, month: int) -> int:
    """The branch asks for everybody active, we compare and prepare the order."""
    round = programme.rounds().get(pk=city.round_id)
    active = members.memberships_in(month, round_id=city.round_id)
    price = programme.contribution_rp(round, month)
    start = months.first_day(month)
    at = _at(start.year, start.month, 8)
    invoice = contributions.receive_invoice(
        branch.invoice([(m.kpj, m.name) for m in active], amount_rp=price), name=f"tagihan-{months.format_month(month)}.xlsx",
        round_id=city.round_id, month=month, kode_iuran=f"99{month}", by=city.staff["joko"], at=at,
    )  # fmt: skip
    return contributions.create_order(invoice.pk, by=city.staff["rani"], at=at + timedelta(days=1)).pk


def _october(city: _City) -> None:
    """Prepared and verified; the third signature is missing, two days before the due date."""
    order_id = _order(city, PAID.stop)
    contributions.verify_order(order_id, by=city.staff["budi"], at=_at(2025, 10, 10))


def _sembako(city: _City) -> None:
    officer = city.staff["yuni"]
    month = months.month_number(2025, 6)
    chosen = [
        m.worker_id
        for m in members.memberships_in(month, round_id=city.round_id)
        if m.kelurahan == officer.kelurahan_id
    ][:500]
    made = aid.make_distribution(
        name="Sembako Mayangan", giver="Baznas", content="Beras 5 kg, minyak 2 liter, gula 1 kg", place="Balai Kelurahan Mayangan",
        on=date(2025, 6, 23), parcels=500, round_id=city.round_id, worker_ids=chosen, by=city.staff["rani"], at=_at(2025, 6, 20),
    )  # fmt: skip
    wanted = set(chosen)
    cards = [c for c in members.cards() if c.membership.worker_id in wanted][:120]
    for card in cards:
        aid.hand_over(made.pk, card.code, by=officer, at=_at(2025, 6, 23))


def _strike(city: _City, month: int) -> None:
    """What happened to families in a month, and how far their claims have come by now."""
    for n, story in enumerate(STORIES):
        if months.month_of(story.on) == month:
            _tell(city, n, story)


def _tell(city: _City, n: int, story: Story) -> None:
    rani = city.staff["rani"]
    worker_id = _somebody(city, story)
    at = _at(story.on.year, story.on.month, story.on.day) + timedelta(days=2)
    claim = claims.report_event(
        worker_id=worker_id, kind=story.kind, happened_on=story.on, place=story.place, story=story.story, reporter_name=story.reporter,
        key=uuid5(KEYS, f"event:{n}"), by=city.staff["rani"], at=at,
    )  # fmt: skip
    for name, kin, alive in story.heirs:
        people.add_relative(worker_id, name=name, kin=kin, is_alive=alive, by=rani, at=at)
        claims.add_heir(claim.pk, name=name, kin=kin, birth_date=None, is_alive=alive, by=rani, at=at)
    needed = claim_queries.needed_papers(story.kind)
    for paper in needed if story.state in ("paid", "filed") else needed[:3]:
        claims.set_paper(claim.pk, paper, PaperState.PRESENT, by=rani, at=at + timedelta(days=5))
    if story.filed_on:
        filed = story.filed_on
        claims.file_claim(
            claim.pk,
            filed_on=filed,
            bpjs_number=f"CONTOH-{n:03d}",
            by=rani,
            at=_at(filed.year, filed.month, filed.day),
        )
    if story.paid_on:
        claim.refresh_from_db()
        paid = story.paid_on
        claims.record_payment(
            claim.pk,
            paid_on=paid,
            paid_rp=claim.estimate_rp,
            by=city.staff["joko"],
            at=_at(paid.year, paid.month, paid.day),
        )


def _somebody(city: _City, story: Story) -> UUID:
    """An insured person of the sector whom nothing has happened to yet; who leaves a wife is a man."""
    active = members.memberships_in(months.month_of(story.on), round_id=city.round_id)
    free = (m.worker_id for m in active if m.sector == story.sector and m.worker_id not in city.struck)
    kin = {kin for _, kin, _ in story.heirs}
    sexes = {"L"} if "janda" in kin else {"P"} if "duda" in kin else {"L", "P"}
    chosen = next(w for w in free if (worker := persons.worker(w)) and worker.sex in sexes)
    city.struck.add(chosen)
    return chosen


def _at(year: int, month: int, day: int) -> datetime:
    """Nine in the morning, Western Indonesian Time; what is recorded from here on is known since then."""
    moment = datetime(year, month, day, 2, 0, tzinfo=UTC)
    live_at(moment)
    return moment
