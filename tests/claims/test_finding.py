"""Deaths nobody told us of: found in lists and registers, matched with care, never decided in silence."""

from datetime import UTC, date, datetime
from io import StringIO
from uuid import uuid4

import pytest

from payung.claims import actions, queries
from payung.claims.actions.notices import News
from payung.claims.command import run_deaths
from payung.claims.enums import ClaimState, NoticeState, Source
from payung.claims.finding import Told
from payung.claims.lists import DOOR, deaths_of
from payung.claims.models import Claim, Notice
from payung.documents.sheets import Column, xlsx
from payung.eligibility import actions as eligibility
from payung.eligibility.enums import FieldOutcome
from payung.enrolment.models import Membership
from payung.jobs.actions import Refused
from payung.matching import actions as matching
from payung.matching.enums import Register
from payung.people import queries as people
from payung.tables.reading import read
from tests import cast
from tests.claims.scene import LATE, MAY, pay
from tests.contributions import scene

pytestmark = pytest.mark.django_db
AUGUST = date(2025, 8, 20)


@pytest.fixture
def city():
    return cast.city()


@pytest.fixture
def members(city):
    """Slamet, Siti, Holil and Suparmi: May to August paid."""
    found = scene.members(cast.round_2025(city.rani))
    pay(found, range(MAY, MAY + 4), city)
    return found


def dead(**told) -> News:
    fields = {"source": Source.DUKCAPIL, "key": uuid4(), "happened_on": AUGUST, "kelurahan": cast.MAYANGAN}
    return News(**(fields | told))


def of_slamet(**told) -> News:
    return dead(**({"name": "SLAMET RIYADI", "nik": cast.nik(1), "birth_date": date(1980, 9, 12)} | told))


def test_a_death_in_the_register_becomes_a_case_by_itself(members, city):
    notice = actions.hear(of_slamet(), by=None, at=LATE)
    claim = Claim.objects.get()
    assert notice.state == NoticeState.MATCHED
    assert (claim.state, claim.estimate_rp, claim.owner) == (ClaimState.COLLECTING, 42_000_000, city.rani)
    assert claim.due_on > LATE.date()
    assert Membership.objects.get(pk=members[0].pk).end_on == date(2025, 8, 21), "the seat follows by itself"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"name": "SITI KHOTIJAH"}, "nama berbeda"),
        ({"birth_date": date(1971, 1, 2)}, "tanggal lahir berbeda"),
        ({"nik": cast.nik(1)[:-1] + "9"}, "NIK beda 1 angka"),
        ({"nik": "", "name": "SLAMET RIADI"}, "nama mirip"),
        ({"nik": "", "birth_date": None}, "nama sama"),
        ({"source": Source.RT_RW}, "pastikan dulu"),
        ({"happened_on": None}, "Tanggal kejadian tidak disebut"),
    ],
)
def test_what_is_not_certain_waits_for_a_person(members, told, why):
    notice = actions.hear(of_slamet(**told), by=None, at=LATE)
    assert notice.state == NoticeState.OPEN
    assert why in notice.doubt
    assert notice.candidates.first().worker_id == members[0].worker_id
    assert not Claim.objects.exists()


def test_who_was_met_after_the_day_is_not_buried(members, city):
    eligibility.record_field_check(
        worker_id=members[0].worker_id, outcome=FieldOutcome.WORKING, works_as="Petani", checked_on=date(2025, 9, 2),
        client_id=uuid4(), by=city.rani, at=LATE,
    )  # fmt: skip
    notice = actions.hear(of_slamet(), by=None, at=LATE)
    assert notice.state == NoticeState.OPEN
    assert "Ditemui petugas" in notice.doubt
    actions.set_aside(notice.pk, NoticeState.MISTAKEN, note="Dilihat Bu RT, sehat", by=city.rani, at=LATE)
    assert Membership.objects.get(pk=members[0].pk).end_on is None


def test_a_person_chooses_and_only_once(members, city):
    notice = actions.hear(of_slamet(source=Source.RT_RW), by=city.rani, at=LATE)
    decided = actions.choose(notice.pk, members[0].worker_id, by=city.rani, at=LATE)
    assert decided.claim.event.source == Source.RT_RW
    with pytest.raises(Refused, match="sudah diputuskan"):
        actions.set_aside(notice.pk, NoticeState.NOT_OURS, note="lain", by=city.rani, at=LATE)


def test_the_second_notice_of_one_death_joins_its_case(members, city):
    first = actions.hear(of_slamet(), by=None, at=LATE)
    second = actions.hear(of_slamet(source=Source.HEALTH), by=city.rani, at=LATE)
    actions.choose(second.pk, members[0].worker_id, by=city.rani, at=LATE)
    second.refresh_from_db()
    assert second.claim_id == first.claim_id
    assert Claim.objects.count() == 1


def test_who_never_was_covered_gets_no_claim_but_is_told_apart(city):
    [member] = scene.members(cast.round_2025(city.rani), ("SLAMET RIYADI",))
    notice = actions.hear(of_slamet(), by=None, at=LATE)
    assert (notice.state, notice.claim) == (NoticeState.NOT_COVERED, None)
    member.refresh_from_db()
    assert member.end_on == date(2025, 8, 21)


def test_strangers_of_a_list_leave_no_trace_and_a_list_read_twice_adds_nothing(members):
    columns = [Column(n) for n in ("NIK", "Nama", "Tgl Lahir", "Kelurahan", "Tanggal meninggal")]
    rows = [
        (cast.nik(1), "SLAMET RIYADI", "12-09-1980", "Mayangan", "20-08-2025"),
        (cast.nik(77), "BUDIONO WIRYO", "01-02-1944", "Jati", "20-08-2025"),
        ("", "", "", "", "20-08-2025"),
        (cast.nik(2), "SITI AMINAH", "12-09-1980", "Mayangan", "20-08-2031"),
    ]
    reading = read(xlsx(columns, rows, sheet="kematian"), DOOR)
    deaths = deaths_of(reading, source=Source.DUKCAPIL, today=LATE.date())
    assert [row for row, _ in deaths.unusable] == [4, 5]
    finds = actions.hear_many([news for _, news in deaths.news], by=None, at=LATE)
    assert (len(finds.cases), finds.unknown) == (1, 1)
    assert Notice.objects.count() == 1
    again = actions.hear_many([news for _, news in deaths.news], by=None, at=LATE)
    assert (again.known_before, len(again.cases)) == (1, 0)


def test_eight_months_later_dukcapil_knows(members, city):
    extract = f"NIK;Status;Tanggal meninggal\n{cast.nik(2)};Meninggal;{AUGUST:%d-%m-%Y}\n".encode()
    april = datetime(2026, 4, 20, 2, 0, tzinfo=UTC)
    matching.load_register(extract, name="d.csv", register=Register.DUKCAPIL, by=city.rani, at=april)
    finds = actions.find_in_register(by=city.rani, at=april)
    assert [claim.worker.name for claim in finds.cases] == ["SITI AMINAH"]
    reach = queries.reach(on=april.date())
    assert (reach.known, reach.filed, reach.paid, reach.unclaimed_old, reach.days_to_know) == (
        1,
        0,
        0,
        1,
        243,
    )
    assert actions.find_in_register(by=city.rani, at=april).cases == []


def test_the_command_line_tells_numbers_and_names_nobody(members, tmp_path):
    file = tmp_path / "kematian.csv"
    rows = [
        ("NIK", "Nama", "Tanggal meninggal"),
        (cast.nik(1), "SLAMET RIYADI", "20-08-2025"),
        ("123", "", "20-08-2025"),
    ]
    file.write_text("\n".join(";".join(row) for row in rows))
    out = StringIO()
    assert run_deaths(file, source="dukcapil", out=out) == 0
    assert "1 kasus dibuka" in out.getvalue()
    assert "Baris 3" in out.getvalue()
    assert "SLAMET" not in out.getvalue()
    assert run_deaths(tmp_path / "tidak-ada.csv", source="dukcapil", out=out) == 2


def test_pages_of_notices(members, city, client):
    client.force_login(city.rani)
    made = client.post("/klaim/kabar/baru/", {
        "kind": "death", "name": "Slamet Riyadi", "happened_on": "20 Agustus 2025", "source": "rt_rw", "kelurahan": cast.MAYANGAN,
        "key": str(uuid4()),
    })  # fmt: skip
    notice = Notice.objects.get()
    assert made.url == f"/klaim/kabar/{notice.pk}/"
    assert "Ini orangnya" in client.get(made.url).content.decode()
    assert "Slamet Riyadi" in client.get("/klaim/kabar/").content.decode()
    chosen = client.post(f"{made.url}pilih/", {"worker_id": str(members[0].worker_id)})
    assert chosen.url == f"/klaim/{Claim.objects.get().pk}/"
    assert client.get(chosen.url).status_code == 200
    assert client.post("/klaim/kabar/cari/").status_code == 302


NIK = cast.nik(1)
BORN = date(1980, 9, 12)


@pytest.mark.parametrize(
    "told",
    [
        Told("SLAMET RIYADI", NIK, BORN, cast.MAYANGAN),
        Told("SLAMET RIYADI", NIK[:-1] + "9", BORN),
        Told("SLAMET RIYADI", NIK[:3] + NIK[4] + NIK[3] + NIK[5:]),
        Told("", NIK),
        Told("", NIK[:8] + NIK[9] + NIK[8] + NIK[10:], date(1980, 12, 9)),
        Told("", "", BORN),
        Told("SITI KHOTIJA"),
        Told("SITI KHOTIJA", kelurahan=cast.MAYANGAN),
        Told("SITI KHOTIJA", kelurahan="35.74.99.9999"),
        Told("NOBODY AT ALL", "9971010101010001", date(1911, 11, 11)),
    ],
)
def test_one_notice_finds_whom_the_whole_register_would_find(members, told):
    """Seeded bug that turns this red: leave the swaps out of `finding.slips`, or the exchanged day out of `birth_days`."""
    assert queries.candidates_of(told) == queries.finder().candidates(told)


def test_one_notice_opens_only_the_numbers_it_may_mean(members, monkeypatch):
    opened = []
    real = people.opened
    monkeypatch.setattr(people, "opened", lambda ids, fields: opened.extend(ids) or real(ids, fields))
    swapped = NIK[:8] + NIK[9] + NIK[8] + NIK[10:]
    queries.candidates_of(Told("SLAMET RIYADI", swapped, BORN, cast.MAYANGAN))
    assert opened == [members[0].worker_id]


def test_a_day_that_the_law_does_not_know_breaks_neither_its_page_nor_its_list(members, city, client):
    """One notice of 1925, kept before days were checked, and one of a list: the others of the list become cases."""
    old = of_slamet(happened_on=date(1925, 8, 6), birth_date=None)
    siti = dead(name="SITI AMINAH", nik=cast.nik(2), birth_date=date(1980, 9, 12))
    finds = actions.hear_many([old, siti], by=city.rani, at=LATE)
    assert (len(finds.cases), len(finds.waiting)) == (1, 1)
    [notice] = finds.waiting
    assert "terlalu lama" in notice.doubt
    client.force_login(city.rani)
    assert client.get(f"/klaim/kabar/{notice.pk}/").status_code == 200
    with pytest.raises(Refused, match="terlalu lama"):
        actions.choose(notice.pk, members[0].worker_id, by=city.rani, at=LATE)


def test_a_day_from_another_column_waits_for_a_person(members, city):
    extract = f"NIK;Status;Tanggal\n{cast.nik(2)};Meninggal;{AUGUST:%d-%m-%Y}\n".encode()
    matching.load_register(extract, name="d.csv", register=Register.DUKCAPIL, by=city.rani, at=LATE)
    finds = actions.find_in_register(by=city.rani, at=LATE)
    assert (finds.cases, len(finds.waiting)) == ([], 1)
    assert "bukan tanggal meninggal" in finds.waiting[0].doubt
