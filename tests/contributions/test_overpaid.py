"""Slamet died in May and June was paid: the month becomes credit at BPJS, is used in July or given back. Unknown money waits."""

from datetime import date, timedelta

import pytest

from payung.audit.models import AuditLine
from payung.contributions import actions, queries
from payung.contributions.enums import Mismatch
from payung.contributions.models import OrderLine, Transfer
from payung.enrolment import actions as enrolment
from payung.enrolment.models import Membership
from payung.programme.models import Fund
from payung.reference import clock
from payung.reports import queries as reports
from tests import cast
from tests.contributions.scene import JUNE, all_agree, kpj, members, receive
from tests.contributions.test_protection import pay

pytestmark = pytest.mark.django_db
TODAY = cast.NOW.date()
ONE_RP = 16_800


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    return cast.city()


@pytest.fixture
def round(people):
    """June is paid for four; then the family of Slamet tells that he died on 2 May."""
    round = cast.round_2025(people.rani)
    members(round)
    pay(people, round, JUNE)
    slamet = Membership.objects.get(kpj=kpj(1))
    enrolment.end_membership(
        slamet.worker_id, reason="meninggal", on=date(2025, 5, 2), by=people.rani, at=cast.NOW
    )
    return round


def now(round):
    return queries.balances(Fund.objects.get(pk=round.fund_id))


def credited(people, round):
    return actions.credit_stopped(round.pk, JUNE, by=people.rani, at=cast.NOW)


def approved_july(people, round):
    order = actions.create_order(
        receive(people, round, all_agree()[1:], month=JUNE + 1).pk, by=people.rani, at=cast.NOW
    )
    actions.verify_order(order.pk, by=people.budi, at=cast.NOW)
    return actions.approve_order(order.pk, by=people.wati, at=cast.NOW)


def record(people, order, **more):
    return actions.record_payment(
        order.pk, paid_on=TODAY, proof_number="SP2D-7", by=people.rani, at=cast.NOW, **more
    )


def test_an_overpaid_month_becomes_credit_once(people, round):
    rest_rp = now(round).rest_rp
    assert [credited(people, round) for _ in range(2)] == [1, 0]
    assert (now(round).paid_rp, now(round).credit_rp, now(round).rest_rp) == (3 * ONE_RP, ONE_RP, rest_rp)
    assert OrderLine.objects.filter(month=JUNE, is_live=True).count() == 3
    rows = queries.five_ways(round.pk, JUNE, today=TODAY, due_on=queries.due_on(JUNE))
    assert Mismatch.STOPPED_PAID not in [row.kind for row in rows]


def test_credit_pays_part_of_the_next_month_and_the_money_stays_in_the_fund(people, round):
    credited(people, round)
    order = approved_july(people, round)
    before_rp = now(round).rest_rp
    with pytest.raises(actions.Refused, match="tidak boleh melebihinya"):
        record(people, order, credit_rp=ONE_RP + 1)
    with pytest.raises(actions.Refused, match=r"perintah bayar Rp33\.600"):
        record(people, order, credit_rp=ONE_RP, paid_rp=3 * ONE_RP)
    record(people, order, credit_rp=ONE_RP, paid_rp=2 * ONE_RP)
    assert (now(round).paid_rp, now(round).credit_rp, now(round).reserved_rp) == (6 * ONE_RP, 0, 0)
    assert now(round).rest_rp == before_rp + ONE_RP
    moved = Transfer.objects.count()
    record(people, order, credit_rp=ONE_RP)
    assert Transfer.objects.count() == moved


def test_credit_given_back_is_free_again_and_never_more_than_there_is(people, round):
    credited(people, round)
    told = {"paid_on": TODAY, "by": people.rani, "at": cast.NOW}
    with pytest.raises(actions.Refused, match=r"Kredit di BPJS Rp16\.800"):
        actions.refund_credit(round.fund_id, amount_rp=ONE_RP + 1, reference="BJ-1", **told)
    rest_rp = now(round).rest_rp
    actions.refund_credit(round.fund_id, amount_rp=ONE_RP, reference="BJ-1", **told)
    assert (now(round).credit_rp, now(round).rest_rp) == (0, rest_rp + ONE_RP)
    with pytest.raises(actions.Refused, match="Kredit di BPJS Rp0"):
        actions.refund_credit(round.fund_id, amount_rp=ONE_RP, reference="BJ-9", **told)


def test_unknown_money_waits_until_somebody_says_what_it_was_once(people, round):
    told = {"paid_on": TODAY, "by": people.rani, "at": cast.NOW}
    held = actions.hold_unknown(
        round.fund_id, amount_rp=50_000, reference="BJ-2", note="transfer ke BPJS", **told
    )
    assert (now(round).suspense_rp, list(queries.unexplained(round.fund_id))) == (50_000, [held])
    with pytest.raises(actions.Refused, match="Tulis apa"):
        actions.explain_unknown(held.pk, is_credit=True, note=" ", by=people.rani, at=cast.NOW)
    actions.explain_unknown(held.pk, is_credit=True, note="dibayar dua kali", by=people.rani, at=cast.NOW)
    assert (now(round).suspense_rp, now(round).credit_rp) == (0, 50_000)
    with pytest.raises(actions.Refused, match=r"isi lain.*dibayar dua kali"):
        actions.explain_unknown(held.pk, is_credit=False, note="kembali", by=people.rani, at=cast.NOW)
    assert list(queries.unexplained(round.fund_id)) == []


def test_the_same_command_again_gives_the_first_answer_and_another_content_is_refused(people, round):
    """The key names the command, its content is the fingerprint: amount, day, words, fund (L5)."""
    told = {"reference": "BJ-2", "by": people.rani, "at": cast.NOW}
    like_this = {"amount_rp": 50_000, "paid_on": TODAY, "note": "transfer ke BPJS"}
    first = actions.hold_unknown(round.fund_id, **like_this, **told)
    spoken = AuditLine.objects.count()
    assert actions.hold_unknown(round.fund_id, **like_this, **told) == first
    assert AuditLine.objects.count() == spoken
    for other in ({"amount_rp": 50_001}, {"paid_on": TODAY - timedelta(days=1)}, {"note": "lagi"}):
        with pytest.raises(actions.Refused, match=r"isi lain: Rp50\.000 pada .* tidak ada yang berubah"):
            actions.hold_unknown(round.fund_id, **like_this | other, **told)
    explained = [
        actions.explain_unknown(first.pk, is_credit=True, note="lebih", by=people.rani, at=cast.NOW)
        for _ in "12"
    ]
    refunded = [actions.refund_credit(round.fund_id, amount_rp=50_000, paid_on=TODAY, **told) for _ in "12"]
    assert (len(set(explained)), len(set(refunded))) == (1, 1)
    with pytest.raises(actions.Refused, match="isi lain"):
        actions.refund_credit(round.fund_id, amount_rp=1, paid_on=TODAY, **told)
    assert (now(round).suspense_rp, now(round).credit_rp) == (0, 0)


def test_the_pages_hold_explain_credit_and_give_back(people, round, client):
    client.force_login(people.rani)
    at = f"/iuran/putaran/{round.pk}/{JUNE}/"
    assert "Catat 1 kelebihan bayar" in client.get(f"{at}cocok/").content.decode()
    client.post(f"{at}lebih/")
    fund = f"/iuran/dana/{round.fund_id}/"
    assert "Kredit di BPJS" in client.get(fund).content.decode()
    given = {"amount_rp": "50.000", "paid_on": "7 Mei 2025", "reference": "BJ-3", "note": "tanpa surat"}
    client.post(f"{fund}belum-jelas/", given)
    held = queries.unexplained(round.fund_id).get()
    assert "tanpa surat" in client.get(fund).content.decode()
    for _ in ("the answer is lost", "Bu Rani presses again"):
        told = client.post(f"{fund}belum-jelas/{held.pk}/", {"note": "salah rekening"}, follow=True)
        assert "Sudah tersimpan" in told.content.decode()
    client.post(f"{fund}belum-jelas/", given | {"amount_rp": "16.800", "reference": "BJ-4", "kembali": "1"})
    assert (now(round).suspense_rp, now(round).credit_rp) == (0, 0)
    client.force_login(people.budi)
    assert client.post(f"{fund}belum-jelas/", given).status_code == 403


def test_the_dashboard_counts_what_left_the_fund(people, round):
    before = reports.money_by_fund()[0].rest_rp
    credited(people, round)
    assert reports.money_by_fund()[0].rest_rp == before == now(round).rest_rp
