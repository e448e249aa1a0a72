"""Something turned out otherwise: exactly the difference is posted, by a second person, and closed months stay closed."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from payung.contributions import actions, queries
from payung.contributions.enums import CorrectionAct, CorrectionKind
from payung.contributions.models import Correction, MonthClosing, OrderLine, PaymentOrder, Transfer
from payung.contributions.queries import Wish
from payung.programme import actions as programme
from payung.programme.models import Fund
from payung.reference import clock
from payung.reports import verify
from tests import cast
from tests.contributions.scene import JUNE, NAMES, all_agree, members, receive

pytestmark = pytest.mark.django_db
MAY, JULY = JUNE - 1, JUNE + 1
AUGUST = datetime(2025, 8, 20, 2, 0, tzinfo=UTC)
PRICE_RP = 16_800


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AUGUST)
    return cast.city()


@pytest.fixture
def round(people):
    round = cast.round_2025(people.rani, petani=4)
    members(round)
    for month in (MAY, JUNE):
        pay(people, round, month)
    return round


def pay(people, round, month, rows=None):
    invoice = receive(people, round, rows or all_agree(), month=month)
    order = actions.create_order(invoice.pk, by=people.rani, at=cast.NOW)
    return sign_and_pay(people, order)


def sign_and_pay(people, order, **more):
    actions.verify_order(order.pk, by=people.budi, at=AUGUST)
    actions.approve_order(order.pk, by=people.wati, at=AUGUST)
    told = {"paid_on": cast.NOW.date(), "proof_number": f"SP2D {order.pk}", "by": people.rani, "at": AUGUST}
    return actions.record_payment(order.pk, **(told | more))


def slamet():
    return OrderLine.objects.filter(worker__name=NAMES[0]).first().membership


def propose(people, kind, **wish):
    wished = Wish(slamet().pk, kind, **wish)
    return actions.propose_correction(wished, reason="surat keterangan", by=people.rani, at=AUGUST)


def post(people, correction, by="wati"):
    return actions.post_correction(correction.pk, by=getattr(people, by), at=AUGUST)


def money(round):
    b = queries.balances(Fund.objects.get(pk=round.fund_id))
    return b.reserved_rp, b.paid_rp, b.credit_rp


def broken():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return [v.name for v in verify.verify() if not v.holds and v.name not in ("M6", "M9")]


def test_an_earlier_end_gives_back_exactly_the_months_after_it(people, round):
    """Slamet left on 25 May already; June was paid for him."""
    june = OrderLine.objects.get(membership=slamet(), month=JUNE)
    correction = propose(people, CorrectionKind.END, day=date(2025, 5, 25), end_reason="pindah")
    assert [(s.month, s.act, s.was_rp, s.becomes_rp) for s in correction.steps.all()] == [
        (JUNE, CorrectionAct.BACK, PRICE_RP, 0)
    ]
    assert money(round) == (0, 8 * PRICE_RP, 0)
    post(people, correction)
    back = Transfer.objects.get(correction=correction)
    assert (back.amount_rp, back.effective_on, back.reverses.key) == (
        PRICE_RP,
        date(2025, 6, 30),
        f"order:{june.order_id}:pay",
    )
    assert money(round) == (0, 7 * PRICE_RP, PRICE_RP)
    assert slamet().end_on == date(2025, 5, 26)
    assert broken() == []


def test_posting_needs_a_second_person_and_happens_once(people, round):
    correction = propose(people, CorrectionKind.END, day=date(2025, 5, 25), end_reason="pindah")
    with pytest.raises(actions.Refused, match="orang lain yang harus memutuskannya"):
        post(people, correction, by="rani")
    post(people, correction)
    with pytest.raises(actions.Refused, match="sudah “Dibukukan”"):
        post(people, correction, by="budi")
    with pytest.raises(actions.Refused, match="Tidak ada yang berubah"):
        propose(people, CorrectionKind.END, day=date(2025, 5, 25))
    assert money(round) == (0, 7 * PRICE_RP, PRICE_RP)


def test_a_later_start_gives_back_what_was_paid_before_it(people, round):
    post(people, propose(people, CorrectionKind.START, day=date(2025, 6, 3)))
    assert money(round) == (0, 7 * PRICE_RP, PRICE_RP)
    assert queries.months_paid([slamet().worker_id])[slamet().worker_id] == [JUNE]
    assert broken() == []


def test_an_earlier_start_is_billed_in_an_open_month_and_ordered_in_a_closed_one(people, round):
    """Slamet began in June by mistake; he is a member since May after all."""
    post(people, propose(people, CorrectionKind.START, day=date(2025, 6, 3)))
    open_month = propose(people, CorrectionKind.START, day=date(2025, 5, 2))
    assert [(s.act, s.becomes_rp) for s in open_month.steps.all()] == [(CorrectionAct.BILL, PRICE_RP)]
    actions.refuse_correction(open_month.pk, "tunggu tutup bulan", by=people.wati, at=AUGUST)
    actions.close_month(round.pk, MAY, by=people.rani, at=AUGUST)
    closed = propose(people, CorrectionKind.START, day=date(2025, 5, 2))
    assert [s.act for s in closed.steps.all()] == [CorrectionAct.ARREARS]
    post(people, closed)
    order = PaymentOrder.objects.get(correction=closed)
    assert (order.month, order.total_rp, order.created_by) == (MAY, PRICE_RP, people.rani)
    sign_and_pay(people, order, credit_rp=PRICE_RP)
    assert money(round) == (0, 8 * PRICE_RP, 0)
    assert broken() == []


def test_another_fund_takes_over_what_the_wrong_one_paid(people, round):
    apbd = programme.open_fund(
        year=2025, kind="apbd", name="APBD 2025", appropriation_rp=100_000, use_by=date(2025, 12, 31),
        by=people.rani, at=cast.NOW,
    )  # fmt: skip
    correction = propose(people, CorrectionKind.FUND, fund_id=apbd.pk, first_month=JUNE, last_month=JUNE)
    post(people, correction)
    assert money(round) == (0, 8 * PRICE_RP, 0)
    order = PaymentOrder.objects.get(correction=correction)
    sign_and_pay(people, order, paid_rp=PRICE_RP)
    assert money(round) == (0, 7 * PRICE_RP, 0)
    assert queries.balances(apbd).paid_rp == PRICE_RP
    assert queries.months_paid([slamet().worker_id])[slamet().worker_id] == [MAY, JUNE]
    assert broken() == []


def test_another_class_posts_the_difference_and_not_the_full_amount(people, round, monkeypatch):
    """A cheaper class. Credit pays the new line, and the rest of it stays at BPJS."""
    prices = {"petani": PRICE_RP, "nelayan": 12_000}
    monkeypatch.setattr(
        "payung.programme.queries.contribution_rp",
        lambda round, month=None, sector="", **more: prices[sector or "petani"],
    )
    correction = propose(people, CorrectionKind.CLASS, sector="nelayan", first_month=JUNE)
    assert [(s.month, s.was_rp, s.becomes_rp) for s in correction.steps.all()] == [(JUNE, PRICE_RP, 12_000)]
    post(people, correction)
    sign_and_pay(people, PaymentOrder.objects.get(correction=correction), paid_rp=0)
    assert money(round) == (0, 7 * PRICE_RP + 12_000, PRICE_RP - 12_000)
    assert {m.amount_rp for m in queries.members(round.pk, JULY)} == {PRICE_RP, 12_000}
    assert broken() == []


def test_what_cannot_be_is_refused_with_the_reason(people, round):
    refused = [
        (CorrectionKind.END, {"day": date(2025, 4, 1), "end_reason": "pindah"}, "sesudah hari pertama"),
        (CorrectionKind.END, {"day": date(2025, 12, 1), "end_reason": "pindah"}, "paling lambat hari ini"),
        (CorrectionKind.END, {"day": date(2025, 5, 25)}, "Pilih alasan"),
        (CorrectionKind.CLASS, {"first_month": MAY, "sector": ""}, "Pilih golongan"),
        (CorrectionKind.FUND, {"first_month": MAY - 1, "last_month": MAY}, "di dalam putaran"),
        (CorrectionKind.START, {"day": date(2025, 5, 1)}, "Tidak ada yang berubah"),
    ]
    for kind, wish, sentence in refused:
        with pytest.raises(actions.Refused, match=sentence):
            propose(people, kind, **wish)
    assert Correction.objects.count() == 0


def test_a_month_in_an_unpaid_order_waits(people, round):
    order = actions.create_order(
        receive(people, round, all_agree(), month=JULY).pk, by=people.rani, at=cast.NOW
    )
    actions.verify_order(order.pk, by=people.budi, at=AUGUST)
    correction = propose(people, CorrectionKind.END, day=date(2025, 5, 25), end_reason="pindah")
    sign = actions.approve_order(order.pk, by=people.wati, at=AUGUST)
    actions.record_payment(sign.pk, paid_on=cast.NOW.date(), proof_number="SP2D x", by=people.rani, at=AUGUST)
    with pytest.raises(actions.Refused, match="Keadaan berubah sejak pembetulan disusun"):
        post(people, correction)
    assert Correction.objects.get().state == "proposed"
    assert money(round) == (0, 12 * PRICE_RP, 0)


# -- Closed months ---------------------------------------------------------------------------------------
def test_a_closed_month_takes_nothing_but_corrections(people, round):
    actions.close_month(round.pk, JULY, by=people.rani, at=AUGUST)
    actions.close_month(round.pk, JULY, by=people.rani, at=AUGUST)
    assert MonthClosing.objects.count() == 1
    with pytest.raises(actions.Refused, match="Juli 2025 sudah ditutup"):
        receive(people, round, all_agree(), month=JULY)
    actions.close_month(round.pk, JUNE, by=people.rani, at=AUGUST)
    with pytest.raises(actions.Refused, match="Juni 2025 sudah ditutup"):
        actions.credit_stopped(round.pk, JUNE, by=people.rani, at=AUGUST)


def test_a_month_with_an_unpaid_order_cannot_be_closed(people, round):
    actions.create_order(receive(people, round, all_agree(), month=JULY).pk, by=people.rani, at=cast.NOW)
    with pytest.raises(actions.Refused, match=r"Bayar atau batalkan dulu"):
        actions.close_month(round.pk, JULY, by=people.rani, at=AUGUST)


def test_reopening_needs_a_reason_and_leaves_a_trace(people, round):
    actions.close_month(round.pk, JULY, by=people.rani, at=AUGUST)
    with pytest.raises(actions.Refused, match="Tulis alasan"):
        actions.reopen_month(round.pk, JULY, reason=" ", by=people.wati, at=AUGUST)
    actions.reopen_month(round.pk, JULY, reason="tagihan susulan cabang", by=people.wati, at=AUGUST)
    assert receive(people, round, all_agree(), month=JULY)
    closing = queries.closings(round.pk, JULY).get()
    assert (closing.reopened_by, closing.reason) == (people.wati, "tagihan susulan cabang")
    with pytest.raises(actions.Refused, match="tidak sedang ditutup"):
        actions.reopen_month(round.pk, JULY, reason="lagi", by=people.wati, at=AUGUST)


def test_the_database_refuses_a_payment_into_a_closed_month(people, round):
    """Whoever goes past the actions."""
    actions.close_month(round.pk, JUNE, by=people.rani, at=AUGUST)
    paid = Transfer.objects.get(key__endswith=":pay", effective_on=cast.NOW.date(), note__contains="Juni")
    with pytest.raises(DatabaseError, match="month is closed"), transaction.atomic():
        Transfer.objects.create(
            debit=paid.debit, credit=paid.credit, amount_rp=1, effective_on=paid.effective_on, recorded_at=AUGUST,
            key=f"{paid.key}-again", note="",
        )  # fmt: skip


# -- In the browser --------------------------------------------------------------------------------------
def test_what_it_will_post_is_shown_before_and_another_person_posts_it(people, round, client):
    member = slamet()
    at = f"/iuran/pembetulan/baru/{member.pk}/"
    client.force_login(people.rani)
    assert "Betulkan mulai" in client.get(f"/pekerja/{member.worker_id}/").content.decode()
    told = {"kind": "end", "day": "25 Mei 2025", "end_reason": "pindah", "reason": "surat pindah"}
    page = client.post(at, told).content.decode()
    assert "Yang akan dibukukan" in page
    assert "kurang Rp16.800" in page
    assert Correction.objects.count() == 0
    answer = client.post(at, told | {"simpan": "1"})
    correction = Correction.objects.get()
    assert answer.url == f"/iuran/pembetulan/{correction.pk}/"
    assert "Setujui dan bukukan" not in client.get(answer.url).content.decode()
    assert client.post(f"{answer.url}putuskan/").status_code == 403
    client.force_login(people.wati)
    assert "Setujui dan bukukan" in client.get(answer.url).content.decode()
    client.post(f"{answer.url}putuskan/")
    page = client.get(answer.url).content.decode()
    assert "Membalik mutasi" in page
    assert "SLAMET RIYADI" in client.get("/iuran/pembetulan/").content.decode()


def test_a_refusal_says_what_stands_in_the_way(people, round, client):
    client.force_login(people.rani)
    answer = client.post(
        f"/iuran/pembetulan/baru/{slamet().pk}/", {"kind": "start", "day": "1 Mei 2025", "reason": "x"}
    )
    assert (answer.status_code, "Tidak ada yang berubah" in answer.content.decode()) == (422, True)


def test_closing_is_for_the_operator_and_reopening_for_the_approver(people, round, client):
    at = f"/iuran/putaran/{round.pk}/{JUNE}/"
    client.force_login(people.rani)
    assert "Tutup bulan</button>" in client.get(at).content.decode()
    client.post(f"{at}tutup/")
    assert queries.is_closed(round.pk, JUNE)
    assert client.post(f"{at}buka/", {"reason": "salah"}).status_code == 403
    client.force_login(people.wati)
    client.post(f"{at}buka/", {"reason": "tagihan susulan"})
    assert not queries.is_closed(round.pk, JUNE)
    assert "tagihan susulan" in client.get(at).content.decode()
