"""The city's own values lie over the packaged ones, in every worker from its next request on."""

from datetime import date

import pytest

from payung.contributions.queries import due_on
from payung.jobs import actions as jobs
from payung.jobs.registry import KINDS
from payung.programme import queries as programme
from payung.reference import actions, queries
from payung.reference.models import City, DatedValue
from payung.rules import deadlines
from payung.rules.contributions import Payer, package_rp
from payung.rules.months import parse_month
from payung.rules.parameters import Entry, ParameterError, law_in_force, packaged
from tests import cast

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = parse_month("2025-10"), parse_month("2025-11")
JKM_7000 = Entry("contribution.bpu.jkm.amount", date(2025, 11, 1), None, 7000, "IDR/month", "Perda", "high")


def test_an_approved_value_changes_the_months_from_then_on_and_none_before():
    people = cast.city()
    round = cast.round_2025(people.rani, petani=1000)
    before_rp = programme.cost(round).total_rp
    actions.put_value(JKM_7000)
    actions.use_law()
    assert [package_rp(m, Payer.DBHCHT) for m in (OCTOBER, NOVEMBER)] == [16_800, 17_000]
    assert programme.contribution_rp(round, OCTOBER) == 16_800
    assert programme.contribution_rp(round, NOVEMBER) == 17_000
    assert programme.cost(round).total_rp - before_rp == 1000 * 2 * 200


def test_another_worker_calculates_with_it_at_its_next_request(client):
    """This process has not heard of the change; the request asks."""
    cast.city()
    client.get("/")
    actions.put_value(JKM_7000)
    assert package_rp(NOVEMBER, Payer.DBHCHT) == 16_800
    client.get("/")
    assert package_rp(NOVEMBER, Payer.DBHCHT) == 17_000


def test_and_at_its_next_job(monkeypatch, django_capture_on_commit_callbacks):
    people, seen = cast.city(), []
    monkeypatch.setitem(KINDS, "test.price", lambda _: seen.append(package_rp(NOVEMBER, Payer.APBD)))
    actions.put_value(JKM_7000)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.later("test.price", label="Harga", by=people.rani, at=cast.NOW)
    assert seen == [17_000]


def test_nothing_new_costs_one_short_question(django_assert_num_queries):
    cast.city()
    actions.use_law()
    first = law_in_force()
    with django_assert_num_queries(1):
        actions.use_law()
    assert law_in_force() is first


def test_a_city_that_is_not_set_up_calculates_as_shipped():
    assert not City.objects.exists()
    assert queries.parameters() is packaged()


def test_a_value_without_source_is_refused_and_nothing_stays():
    cast.city()
    with pytest.raises(ParameterError, match="source"):
        actions.put_value(Entry("heirs.adult_age", date(2026, 1, 1), None, 21, "years", "", "high"))
    assert not DatedValue.objects.exists()


def test_due_dates_and_deadlines_follow_the_citys_own_table_of_closed_days():
    cast.city()
    complete_on = date(2025, 10, 13)  # a Monday
    actions.close_day(date(2025, 10, 15), "Hari jadi kota")
    actions.use_law()
    assert due_on(OCTOBER) == date(2025, 10, 16)
    assert deadlines.payment_due("jkm", complete_on) == date(2025, 10, 17)
    actions.open_day(date(2025, 10, 15))
    actions.use_law()
    assert due_on(OCTOBER) == date(2025, 10, 15)
    assert deadlines.payment_due("jkm", complete_on) == date(2025, 10, 16)


def test_a_packaged_holiday_that_the_city_takes_out_is_a_working_day():
    cast.city()
    actions.open_day(date(2025, 8, 17))
    actions.open_day(date(2025, 12, 25))
    actions.use_law()
    assert deadlines.data_change_due(date(2025, 12, 24)) == deadlines.data_change_due(
        date(2025, 12, 24), off_days=queries.holidays()
    )
    assert date(2025, 12, 25) not in queries.holidays()
