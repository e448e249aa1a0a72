"""June, step by step: Dukcapil says Slamet has died and Siti has moved; nobody is paid before somebody decides."""

from datetime import date, timedelta

import pytest

from payung.contributions import actions, queries
from payung.contributions.enums import LetterKind
from payung.contributions.models import PaymentOrder
from payung.enrolment.models import Membership
from payung.matching.models import RegisterCheck
from payung.reference import clock
from tests import cast
from tests.contributions.scene import JUNE, all_agree, approved_order, kpj, members, receive
from tests.contributions.test_protection import pay

pytestmark = pytest.mark.django_db
MAY_7 = cast.NOW.date()
TODAY = date(2025, 5, 9)


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    return cast.city()


@pytest.fixture
def round(people):
    round = cast.round_2025(people.rani)
    members(round)
    return round


def told(serial, finding, register="dukcapil", since=date(2025, 5, 20), at=cast.NOW):
    member = Membership.objects.get(kpj=kpj(serial))
    RegisterCheck.objects.create(
        worker_id=member.worker_id, register=register, finding=finding, since=since, checked_at=at
    )
    return member


def test_nobody_is_paid_before_the_stop_list_is_decided(people, round):
    siti = told(2, "moved")
    invoice = receive(people, round, all_agree())
    with pytest.raises(actions.Refused, match="1 orang di daftar berhenti Juni 2025"):
        actions.create_order(invoice.pk, by=people.rani, at=cast.NOW)
    assert PaymentOrder.objects.count() == 0
    actions.stop_member(round.pk, JUNE, siti.pk, on=date(2025, 5, 20), by=people.rani, at=cast.NOW)
    assert queries.stop_list(round.pk, JUNE, on=TODAY) == []
    assert actions.create_order(invoice.pk, by=people.rani, at=cast.NOW).people == 3


def test_who_is_kept_has_a_reason_until_the_register_answers_again(people, round):
    siti = told(2, "moved")
    with pytest.raises(actions.Refused, match="Tulis alasan"):
        actions.keep_member(round.pk, JUNE, siti.pk, " ", by=people.rani, at=cast.NOW)
    actions.keep_member(round.pk, JUNE, siti.pk, "Pindah RT saja", by=people.rani, at=cast.NOW)
    assert not queries.stop_list(round.pk, JUNE, on=TODAY)[0].is_open
    told(2, "moved", at=cast.NOW + timedelta(days=1))
    assert queries.stop_list(round.pk, JUNE, on=TODAY)[0].is_open


def test_a_death_is_told_as_an_event_so_that_the_family_is_paid(people, round, client):
    slamet = told(1, "dead")
    with pytest.raises(actions.Refused, match="Lapor kejadian"):
        actions.stop_member(round.pk, JUNE, slamet.pk, on=MAY_7, by=people.rani, at=cast.NOW)
    client.force_login(people.rani)
    page = client.get(f"/iuran/putaran/{round.pk}/{JUNE}/").content.decode()
    assert f"/klaim/lapor/{slamet.worker_id}/" in page


def test_only_what_holds_in_the_month_stops(people, round):
    told(1, "dead", since=date(2025, 7, 2))
    told(2, "alive")
    told(3, "pu_active", register="bpjs", since=None)
    assert [stop.name for stop in queries.stop_list(round.pk, JUNE, on=TODAY)] == ["MOCH. HOLIL"]
    assert len(queries.stop_list(round.pk, JUNE + 1, on=TODAY)) == 2


def test_the_month_page_leads_through_its_steps(people, round, client):
    client.force_login(people.rani)
    siti = told(2, "moved")
    at = f"/iuran/putaran/{round.pk}/{JUNE}/"
    assert "Belum diputuskan" in client.get(at).content.decode()
    client.post(f"{at}berhenti/{siti.pk}/", {"reason": "Hanya pindah RT", "tetap": "1"})
    assert "Tetap dibayar: Hanya pindah RT" in client.get(at).content.decode()
    assert client.get(f"{at}?unduh=xlsx").content[:2] == b"PK"
    assert "Rp67.200" in client.get(f"{at}bayar/").content.decode()
    assert client.get(f"{at}bayar/?unduh=csv").status_code == 200


def test_a_missed_month_says_who_loses_what(people, round):
    pay(people, round, JUNE - 1, all_agree()[:3])
    missed = queries.if_missed(round.pk, JUNE)
    assert (missed.grace, missed.never, missed.lapsed) == (3, 1, 0)
    assert (missed.keep_rp, missed.keep_until) == (3 * 16_800, date(2025, 8, 31))
    assert queries.if_missed(round.pk, JUNE + 3).lapsed == 3


def test_letters_come_in_their_order_each_number_once(people, round, client):
    order = approved_order(people, round)

    def letter(kind, number, day=7):
        return actions.record_letter(
            order.pk, kind=kind, number=number, dated_on=date(2025, 5, day), by=people.rani, at=cast.NOW
        )

    with pytest.raises(actions.Refused, match="Catat SPP lebih dulu"):
        letter(LetterKind.SPM, "SPM-1")
    first = letter(LetterKind.SPP, "SPP-1", 6)
    assert letter(LetterKind.SPP, "SPP-1", 6).pk == first.pk
    with pytest.raises(actions.Refused, match="sudah tercatat"):
        letter(LetterKind.SPP, "SPP-2", 6)
    with pytest.raises(actions.Refused, match="sebelum SPP"):
        letter(LetterKind.SPM, "SPM-1", 5)
    with pytest.raises(actions.Refused, match="belum tiba"):
        letter(LetterKind.SPM, "SPM-1", 8)
    client.force_login(people.rani)
    given = {"kind": "spm", "number": "SPM-1", "dated_on": "7 Mei 2025"}
    client.post(f"/iuran/perintah/{order.pk}/surat/", given)
    assert "SPM-1" in client.get(f"/iuran/perintah/{order.pk}/").content.decode()


def test_no_letter_before_the_third_signature(people, round):
    order = actions.create_order(receive(people, round, all_agree()).pk, by=people.rani, at=cast.NOW)
    with pytest.raises(actions.Refused, match="orang ketiga"):
        actions.record_letter(
            order.pk, kind=LetterKind.SPP, number="1", dated_on=MAY_7, by=people.rani, at=cast.NOW
        )
