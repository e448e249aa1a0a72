"""2025 ends in December: who goes on, who is seen again first, what an open January costs, and the next SK."""

from datetime import UTC, date, datetime, timedelta

import pytest

from payung.contributions import actions, queries
from payung.contributions.enums import Renewal
from payung.eligibility import actions as eligibility
from payung.matching.models import RegisterCheck
from payung.people.models import Worker
from payung.programme import actions as programme
from payung.programme.enums import RoundState
from payung.programme.models import Round
from payung.reference import clock
from payung.rules.months import parse_month
from payung.selection import actions as selection
from payung.selection.models import Place
from tests import cast
from tests.contributions.scene import members

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)
TODAY = NOVEMBER.date()


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOVEMBER)
    return cast.city()


@pytest.fixture
def round(people):
    round = cast.round_2025(people.rani, petani=4)
    members(round)
    for worker in Worker.objects.exclude(name="SUPARMI"):
        for register, finding in (("dukcapil", "alive"), ("bpjs", "not_member")):
            RegisterCheck.objects.create(
                worker=worker, register=register, finding=finding, checked_at=NOVEMBER - timedelta(days=30)
            )
    return round


def next_round(people, round, first="2026-01", **quotas):
    return programme.open_round(
        name="Putaran 2026", fund=cast.fund_of(people.rani, 2026), first_month=parse_month(first), last_month=parse_month("2026-12"),
        programmes=["JKK", "JKM"], quotas=quotas or {"petani": 4}, by=people.rani, at=NOVEMBER,
    )  # fmt: skip


def answers(round, after=None):
    return {p.name: p.answer for p in queries.renewing(round.pk, today=TODAY, next_round=after)}


def test_who_goes_on_is_known_well_and_recently(people, round):
    slamet = Worker.objects.get(name="SLAMET RIYADI")
    RegisterCheck.objects.create(
        worker=slamet, register="dukcapil", finding="dead", since=date(2025, 11, 2), checked_at=NOVEMBER
    )
    assert answers(round) == {
        "SLAMET RIYADI": Renewal.STOPS,
        "SITI AMINAH": Renewal.GOES_ON,
        "MOCH. HOLIL": Renewal.GOES_ON,
        "SUPARMI": Renewal.CHECK,
    }
    assert set(answers(round, next_round(people, round, nelayan=4)).values()) == {Renewal.STOPS}


def test_a_year_that_follows_at_once_costs_nothing_to_bridge(people, round):
    after = next_round(people, round)
    listed = queries.renewing(round.pk, today=TODAY, next_round=after)
    assert queries.bridge(round, after, listed).gap == ()


@pytest.mark.parametrize(
    ("first", "gap", "breaks"), [("2026-03", 2, False), ("2026-04", 3, False), ("2026-05", 4, True)]
)
def test_a_later_start_costs_the_months_between_or_everything(people, round, first, gap, breaks):
    after = next_round(people, round, first)
    listed = queries.renewing(round.pk, today=TODAY, next_round=after)
    told = queries.bridge(round, after, listed)
    assert (len(told.gap), told.people, told.cost_rp, told.breaks) == (gap, 4, gap * 4 * 16_800, breaks)
    assert told.keep_until == date(2026, 3, 31)


def test_members_are_carried_judged_past_the_age_and_ranked_first(people, round):
    Worker.objects.filter(name="SITI AMINAH").update(birth_date=date(1960, 9, 12))
    after = next_round(people, round)
    assert actions.renew_round(round.pk, after.pk, by=people.rani, at=NOVEMBER) == 3
    assert answers(round, after)["SITI AMINAH"] == Renewal.CARRIED
    with pytest.raises(actions.Refused, match="Tidak ada yang dapat dibawa"):
        actions.renew_round(round.pk, after.pk, by=people.rani, at=NOVEMBER)
    assert actions.renew_round(round.pk, after.pk, also_unchecked=True, by=people.rani, at=NOVEMBER) == 1
    assert eligibility.judge(after.pk, by=people.rani, at=NOVEMBER).eligible == 4
    selection.select(after.pk, by=people.rani, at=NOVEMBER)
    assert Place.objects.filter(round=after, score_parts__lanjutan__gt=0).count() == 4
    assert selection.draft_decree(after.pk, by=people.rani, at=NOVEMBER).people == 4


def test_a_round_that_is_decreed_takes_nobody_more(people, round):
    after = next_round(people, round)
    Round.objects.filter(pk=after.pk).update(state=RoundState.DECREED)
    with pytest.raises(actions.Refused, match="tidak menerima peserta lagi"):
        actions.renew_round(round.pk, after.pk, by=people.rani, at=NOVEMBER)
    with pytest.raises(actions.Refused, match="mulai sesudah"):
        actions.renew_round(after.pk, round.pk, by=people.rani, at=NOVEMBER)


def test_the_page_leads_from_one_year_to_the_next(people, round, client):
    client.force_login(people.rani)
    assert "Buka putaran berikutnya" in client.get("/perpanjangan/").content.decode()
    after = next_round(people, round, "2026-05")
    page = client.get("/perpanjangan/").content.decode()
    assert "Bawa 3 yang lanjut" in page
    assert "lebih panjang daripada masa tenggang" in page
    client.post(f"/perpanjangan/{round.pk}/{after.pk}/")
    assert "Sudah dibawa" in client.get("/perpanjangan/?jawaban=carried").content.decode()
    assert client.get("/perpanjangan/?unduh=xlsx").content[:2] == b"PK"
    assert "Putaran 2025" in client.get("/pelindungan/").content.decode()  # still the running year
    client.force_login(people.wati)
    assert client.get("/perpanjangan/").status_code == 403
