"""DBHCHT pays from May, SiLPA from July: what each is used for, what is left, and what it can still buy."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from payung.contributions import actions, queries
from payung.programme import actions as programme
from payung.programme.models import Fund, FundChange, Round
from payung.reference import clock
from tests import cast
from tests.contributions.scene import JUNE, approved_order, members
from tests.contributions.test_protection import pay
from tests.documents.paper import text_of

pytestmark = pytest.mark.django_db
MAY, JULY = JUNE - 1, JUNE + 1
TODAY = cast.NOW.date()
PERSON_RP = 16_800


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    return cast.city()


@pytest.fixture
def round(people):
    round = cast.round_2025(people.rani, petani=4)
    members(round)
    return round


@pytest.fixture
def silpa(people):
    return programme.open_fund(
        year=2025, kind="silpa_dbhcht", name="SiLPA DBHCHT 2024", appropriation_rp=10_000_000,
        use_by=date(2025, 12, 31), by=people.rani, at=cast.NOW,
    )  # fmt: skip


def amend(people, fund_id, after_rp, number="DPPA 1"):
    actions.amend_appropriation(
        fund_id, after_rp=after_rp, number=number, decided_on=TODAY, by=people.rani, at=cast.NOW
    )


def test_an_amendment_is_kept_with_its_paper_and_only_added(people, round):
    amend(people, round.fund_id, 2_000_000_000)
    amend(people, round.fund_id, 2_000_000_000)
    change = FundChange.objects.get()
    assert (change.before_rp, change.after_rp) == (1_500_000_000, 2_000_000_000)
    with pytest.raises(actions.Refused, match="sudah dicatat dengan pagu lain"):
        amend(people, round.fund_id, 3_000_000_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        FundChange.objects.update(after_rp=1)


def test_an_appropriation_never_falls_below_what_is_reserved_or_paid(people, round):
    approved_order(people, round)
    with pytest.raises(actions.Refused, match=r"di bawah yang sudah terikat, Rp67\.200"):
        amend(people, round.fund_id, 67_199)
    amend(people, round.fund_id, 67_200)
    assert queries.balances(Fund.objects.get(pk=round.fund_id)).rest_rp == 0


def test_each_month_is_paid_from_exactly_one_fund(people, round, silpa):
    programme.pay_from(round.pk, silpa.pk, from_month=JULY, by=people.rani, at=cast.NOW)
    funds = [pay(people, round, month).fund.name for month in (MAY, JUNE, JULY)]
    assert funds == ["DBHCHT TA 2025", "DBHCHT TA 2025", "SiLPA DBHCHT 2024"]
    used = {(u.fund.name, u.month): (u.people, u.paid_rp) for u in queries.used_months(2025, TODAY)}
    assert used == {
        ("DBHCHT TA 2025", MAY): (4, 4 * PERSON_RP),
        ("DBHCHT TA 2025", JUNE): (4, 4 * PERSON_RP),
        ("SiLPA DBHCHT 2024", JULY): (4, 4 * PERSON_RP),
    }
    with pytest.raises(actions.Refused, match="Pilih bulan di dalam"):
        programme.pay_from(round.pk, silpa.pk, from_month=MAY - 1, by=people.rani, at=cast.NOW)


def test_the_report_of_the_year_adds_up_and_knows_its_day(people, round, silpa):
    programme.pay_from(round.pk, silpa.pk, from_month=JULY, by=people.rani, at=cast.NOW)
    amend(people, silpa.pk, 12_000_000)
    pay(people, round, MAY)
    dbhcht, rest = queries.realised(2025, TODAY)
    assert (dbhcht.paid_rp, dbhcht.planned_months, dbhcht.paid_months, dbhcht.people) == (67_200, 8, 4, 4)
    assert (rest.first_rp, rest.changed_rp, rest.paid_rp, rest.planned_months) == (
        10_000_000,
        2_000_000,
        0,
        24,
    )
    assert queries.realised(2025, TODAY - timedelta(days=1))[0].paid_rp == 0


def test_what_is_left_is_told_with_what_it_can_buy(people, round):
    amend(people, round.fund_id, 4 * 8 * PERSON_RP + 3 * 8 * PERSON_RP + 5)
    told = queries.forecast(Fund.objects.get(pk=round.fund_id), TODAY)
    assert (told.committed_rp, told.unspent_rp) == (4 * 8 * PERSON_RP, 3 * 8 * PERSON_RP + 5)
    new, ahead = told.options
    assert (new.people, new.months, new.is_full) == (3, 8, True)
    assert (ahead.people, ahead.months, ahead.cost_rp) == (4, 6, 24 * PERSON_RP)
    late = queries.forecast(Fund.objects.get(pk=round.fund_id), date(2025, 11, 3)).options[0]
    assert (late.months, late.is_full) == (2, False)
    assert queries.forecast(Fund.objects.get(pk=round.fund_id), date(2026, 1, 2)).options == ()


def test_an_order_is_not_counted_twice_in_the_forecast(people, round):
    fund = Fund.objects.get(pk=round.fund_id)
    before = queries.forecast(fund, TODAY).unspent_rp
    approved_order(people, round)
    assert queries.forecast(fund, TODAY).unspent_rp == before


def test_the_pages_amend_and_move_and_print(people, round, silpa, client):
    pay(people, round, MAY)
    client.force_login(people.rani)
    assert "SiLPA DBHCHT 2024" in client.get("/iuran/dana/").content.decode()
    at = f"/iuran/dana/{silpa.pk}/"
    client.post(f"{at}pagu/", {"after_rp": "12.000.000", "number": "DPPA 9", "decided_on": "7 Mei 2025"})
    client.post(f"{at}bayar-dari/", {"from_month": JULY})
    assert "DPPA 9" in client.get(at).content.decode()
    assert Round.objects.get(pk=round.pk).fund_in(JULY) == silpa
    assert "Kesejahteraan masyarakat" in client.get("/iuran/realisasi/").content.decode()
    words = " ".join(text_of(client.get("/iuran/realisasi/2025/laporan.pdf").content).split())
    assert "Laporan Realisasi Penggunaan Dana Tahun Anggaran 2025" in words
    assert "Rp67.200" in words
    assert client.get("/iuran/realisasi/2025/laporan.xlsx").content[:2] == b"PK"
    assert client.get("/iuran/realisasi/2019/laporan.xlsx").status_code == 404
    client.force_login(people.budi)
    assert client.post(f"{at}pagu/", {}).status_code == 403


def test_every_list_goes_on_paper_too(people, round, client):
    pay(people, round, MAY)
    client.force_login(people.rani)
    for address, word in (
        ("/pelindungan/", "SLAMET RIYADI"),
        ("/iuran/", "Mei 2025"),
        ("/iuran/dana/", "DBHCHT"),
    ):
        answer = client.get(f"{address}?unduh=pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert word in " ".join(text_of(answer.content).split())
