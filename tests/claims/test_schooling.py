"""Rohim and Rohmah go to school: three years followed by moving the clock, until marriage or work ends it."""

from datetime import UTC, date, datetime

import pytest

from payung.claims import actions, queries
from payung.claims.enums import EventKind, SchoolState, Use
from payung.claims.models import Claim, SchoolYear
from payung.claims.schooling import EACH_YEAR, PAPERS
from payung.jobs.actions import Refused
from tests.claims.scene import LATE, MAY, pay, report

pytestmark = pytest.mark.django_db
DROWNED = date(2025, 7, 12)


@pytest.fixture
def claim(members, city):
    pay(members, range(MAY, MAY + 3), city)
    return report(members[0], city, on=DROWNED, kind=EventKind.WORK_DEATH)


@pytest.fixture
def children(claim, city):
    return [
        actions.name_pupil(
            claim.pk, name=name, birth_date=born, level=level, year_in_level=year, by=city.rani, at=LATE
        )
        for name, born, level, year in (
            ("Rohim", date(2013, 2, 3), "SMP", 2),
            ("Rohmah", date(2017, 8, 9), "SD", 2),
        )
    ]


def at(year: int, month: int = 8) -> datetime:
    return datetime(year, month, 1, 2, 0, tzinfo=UTC)


def years(pupil):
    return [(y.year, y.level, y.year_in_level, y.amount_rp) for y in pupil.years.all()]


def finish(year, city, *, papers, when, rp):
    actions.move_school_year(year.pk, SchoolState.FILED, on=when.date(), papers=papers, by=city.rani, at=when)
    actions.move_school_year(year.pk, SchoolState.PAID, on=when.date(), paid_rp=rp, by=city.rani, at=when)


def test_two_children_for_three_years(children, city):
    rohim, rohmah = children
    for year in (2025, 2026, 2027):
        actions.open_years(on=at(year).date())
        actions.open_years(on=at(year).date())
        for child in children:
            due = child.years.get(year=year)
            papers = list(PAPERS) if year == 2025 else list(EACH_YEAR)
            finish(due, city, papers=papers, when=at(year, 9), rp=due.amount_rp)
    assert years(rohim) == [
        (2025, "SMP", 2, 2_000_000),
        (2026, "SMP", 3, 2_000_000),
        (2027, "SMA", 1, 3_000_000),
    ]
    assert years(rohmah) == [(y, "SD", y - 2023, 1_500_000) for y in (2025, 2026, 2027)]
    assert sum(y.paid_rp for y in SchoolYear.objects.all()) == 11_500_000


def test_the_first_year_needs_seven_papers_the_others_two(children, city):
    first = children[0].years.get()
    with pytest.raises(Refused, match="Akta kelahiran"):
        actions.move_school_year(
            first.pk, SchoolState.FILED, on=LATE.date(), papers=EACH_YEAR, by=city.rani, at=LATE
        )


def test_who_stays_in_class_gets_what_is_true(children, city):
    rohim = children[0]
    actions.tell_school(
        rohim.pk, on=date(2026, 7, 20), level="SMP", year_in_level=2, by=city.rani, at=at(2026)
    )
    actions.open_years(on=at(2027).date())
    assert years(rohim) == [
        (2025, "SMP", 2, 2_000_000),
        (2026, "SMP", 2, 2_000_000),
        (2027, "SMP", 3, 2_000_000),
    ]


@pytest.mark.parametrize(
    ("change", "why"), [({"married": True}, "menikah"), ({"work": "PU"}, "bekerja"), ({"work": "MAGANG"}, "")]
)
def test_marriage_and_work_end_it_an_apprenticeship_does_not(children, city, change, why):
    actions.tell_school(
        children[0].pk,
        on=date(2026, 7, 20),
        level="SMP",
        year_in_level=3,
        by=city.rani,
        at=at(2026),
        **change,
    )
    children[0].refresh_from_db()
    assert why in children[0].ended_why.lower()
    assert bool(children[0].ended_on) is bool(why)
    assert children[0].years.filter(year=2026).exists() is not bool(why)


def test_age_ends_it(children):
    actions.open_years(on=date(2036, 2, 3))
    children[0].refresh_from_db()
    assert "23 tahun" in children[0].ended_why


def test_a_third_child_and_too_few_months_are_refused_with_the_reason(children, claim, members, city):
    with pytest.raises(Refused, match="paling banyak untuk 2 anak"):
        actions.name_pupil(claim.pk, name="Rofi", birth_date=date(2019, 1, 1), by=city.rani, at=LATE)
    illness = report(members[1], city, on=date(2025, 7, 20))
    with pytest.raises(Refused, match="3 bulan, belum 36 bulan"):
        actions.name_pupil(
            illness.pk, name="Nur", birth_date=date(2015, 1, 1), level="SD", by=city.rani, at=LATE
        )
    actions.remove_pupil(children[1].pk, by=city.rani, at=LATE)
    actions.name_pupil(claim.pk, name="Rofi", birth_date=date(2019, 1, 1), by=city.rani, at=LATE)


def test_the_use_of_the_money_is_told_with_consent_only(claim, city):
    told = {"use": Use.CAPITAL, "told_on": LATE.date(), "by": city.rani, "at": LATE}
    with pytest.raises(Refused, match="persetujuan"):
        actions.tell_use(claim.pk, consents=False, **told)
    with pytest.raises(Refused, match="sesudah santunan dibayar"):
        actions.tell_use(claim.pk, consents=True, **told)
    Claim.objects.filter(pk=claim.pk).update(state="paid", paid_on=date(2025, 8, 1), paid_rp=70_000_000)
    assert actions.tell_use(claim.pk, consents=True, words="Warung kopi", **told).words == "Warung kopi"


def test_pages_of_a_pupil(children, claim, city, client):
    client.force_login(city.rani)
    pupil, year = children[0], children[0].years.get()
    assert "Rohim" in client.get("/klaim/beasiswa/").content.decode()
    address = f"/klaim/beasiswa/{pupil.pk}/"
    assert client.get(address).status_code == 200
    client.post(f"{address}{year.pk}/", {"to": "filed", "papers": list(PAPERS), "on": "12-08-2025"})
    client.post(f"{address}{year.pk}/", {"to": "paid", "on": "12-09-2025", "paid_rp": "2.000.000"})
    client.post(f"{address}keadaan/", {"level": "SMP", "year_in_level": 3, "work": "TIDAK"})
    year.refresh_from_db()
    assert (year.state, year.paid_rp) == ("paid", 2_000_000)
    assert (
        client.post(f"/klaim/{claim.pk}/anak/", {"name": "Rofi", "birth_date": "1-1-2019"}).status_code == 302
    )
    assert "paling banyak" in client.get(f"/klaim/{claim.pk}/").content.decode()
    assert queries.school_years(year=2025).count() == 2
