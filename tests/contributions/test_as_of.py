"""A report made again as of a day and a moment gives the same bytes, whatever was posted since (L14)."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from payung.audit.queries import NotSettled
from payung.contributions import actions, as_of, as_of_command, as_of_views, queries
from payung.contributions.as_of import Asked, report_file
from payung.contributions.enums import CorrectionKind
from payung.contributions.models import OrderLine
from payung.contributions.queries import Wish
from payung.people.models import Worker
from payung.programme import actions as programme
from payung.reference import clock
from tests import cast
from tests.claims.scene import report
from tests.contributions.scene import JUNE, NAMES, all_agree, members, receive

pytestmark = pytest.mark.django_db
MAY, JULY = JUNE - 1, JUNE + 1
DAY = date(2025, 6, 30)
FIRST_OF_JUNE, JULY_1, AUGUST = (datetime(2025, month, 1, 2, 0, tzinfo=UTC) for month in (6, 7, 8))


@contextmanager
def moment(at):
    """What happens inside is known from then on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('payung.moment', %s, false)", [at.isoformat()])
        yield
        cursor.execute("SELECT set_config('payung.moment', '', false)")


@pytest.fixture
def people():
    with moment(cast.NOW):
        yield cast.city()


@pytest.fixture
def round(people):
    """May paid by the end of May, June ordered and approved in June."""
    with moment(cast.NOW):
        round = cast.round_2025(people.rani, petani=4)
        members(round)
        pay(people, approved(people, round, MAY))
    with moment(FIRST_OF_JUNE):
        approved(people, round, JUNE)
    return round


def approved(people, round, month):
    order = actions.create_order(
        receive(people, round, all_agree(), month=month).pk, by=people.rani, at=cast.NOW
    )
    actions.verify_order(order.pk, by=people.budi, at=cast.NOW)
    return actions.approve_order(order.pk, by=people.wati, at=cast.NOW)


def pay(people, order):
    actions.record_payment(
        order.pk, paid_on=cast.NOW.date(), proof_number=f"SP2D {order.pk}", by=people.rani, at=cast.NOW
    )


def made(round, report, recorded=JULY_1 - timedelta(minutes=1), kind="xlsx"):
    with moment(AUGUST + timedelta(days=60)):
        return report_file(Asked(report, DAY, recorded, kind, round.pk, MAY, 2025))


def everything_that_can_change(people, round):
    """July: Slamet is renamed, June is paid, Siti dies, the fund is amended, a correction gives May back."""
    with moment(JULY_1):
        Worker.objects.filter(name=NAMES[0]).update(name="SLAMET RIADI")
        pay(people, queries.orders(round.pk).get(month=JUNE))
        siti = OrderLine.objects.filter(worker__name=NAMES[1]).first().membership
        report(siti, people, on=date(2025, 4, 20), at=AUGUST)
        actions.credit_stopped(round.pk, MAY, by=people.rani, at=AUGUST)
        actions.amend_appropriation(
            round.fund_id, after_rp=2_000_000_000, number="DPPA 1", decided_on=DAY, by=people.rani, at=AUGUST
        )
        suparmi = OrderLine.objects.filter(worker__name=NAMES[3]).first().membership
        wish = Wish(suparmi.pk, CorrectionKind.START, day=date(2025, 6, 2))
        correction = actions.propose_correction(wish, reason="surat", by=people.rani, at=AUGUST)
        actions.post_correction(correction.pk, by=people.wati, at=AUGUST)
        actions.recheck_invoice(queries.invoices(round.pk, MAY).get().pk, by=people.rani, at=AUGUST)
        other = programme.open_fund(
            year=2025,
            kind="apbd",
            name="APBD",
            appropriation_rp=1,
            use_by=date(2025, 12, 31),
            by=people.rani,
            at=AUGUST,
        )
        programme.pay_from(round.pk, other.pk, from_month=JULY, by=people.rani, at=AUGUST)


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_a_report_made_again_gives_the_same_bytes(people, round, kind):
    before = {name: made(round, name, kind=kind) for name in as_of.REPORTS}
    everything_that_can_change(people, round)
    after = {name: made(round, name, kind=kind) for name in as_of.REPORTS}
    assert [name for name in before if before[name] != after[name]] == []
    now = {name: made(round, name, AUGUST, kind) for name in as_of.REPORTS}
    assert [name for name in before if now[name] == before[name]] == []


def test_what_is_known_now_is_what_the_pages_say(people, round):
    """The lines of orders keep no past of their own; what follows from their order is what the table says."""
    everything_that_can_change(people, round)
    table = set(OrderLine.objects.values_list("id", "is_live", "paid_on", "month", "amount_rp"))
    pages = queries.five_ways(round.pk, MAY, today=DAY, due_on=DAY)
    with moment(AUGUST), queries.books_known_at(AUGUST):
        assert set(OrderLine.objects.values_list("id", "is_live", "paid_on", "month", "amount_rp")) == table
        assert queries.five_ways(round.pk, MAY, today=DAY, due_on=DAY) == pages


def test_a_moment_that_is_not_settled_is_refused(people, round):
    with (
        pytest.raises(NotSettled, match="belum tiba"),
        queries.books_known_at(datetime(2100, 1, 1, tzinfo=UTC)),
    ):
        pass
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_past_since SET at = '2025-06-01'")
    with pytest.raises(NotSettled, match="belum disimpan"), queries.books_known_at(cast.NOW):
        pass


def test_the_past_holds_no_sealed_number(people, round):
    everything_that_can_change(people, round)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT jsonb_object_keys(body) FROM audit_past WHERE of_table = 'people_worker'"
        )
        kept = {name for (name,) in cursor.fetchall()}
    assert {"name", "kelurahan_id"} <= kept
    assert not {name for name in kept if "sealed" in name or "index" in name}


def test_the_page_gives_the_report_of_a_day_to_who_may_export(people, round, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AUGUST)
    everything_that_can_change(people, round)
    asked = {
        "laporan": "iuran", "putaran": round.pk, "per": "30 Juni 2025", "tercatat": "30 Juni 2025", "bentuk": "xlsx",
    }  # fmt: skip
    client.force_login(people.wati)
    assert "Unduh laporan" in client.get("/iuran/laporan/").content.decode()
    with moment(AUGUST):
        answer = client.get("/iuran/laporan/", asked)
    assert answer["Content-Disposition"].endswith('iuran-20250630-tercatat-20250630.xlsx"')
    assert b"".join(answer) == made(round, "iuran", as_of_views._end_of(DAY))
    late = client.get("/iuran/laporan/", asked | {"tercatat": "satu Juni"})
    assert late.status_code == 422


def test_the_command_writes_the_same_bytes_and_refuses_what_is_not_settled(people, round):
    with moment(AUGUST):
        told = ("iuran", "2025-06-30", "2025-06-30T10:00+07:00", round.pk, "", "pdf")
        assert as_of_command.made(*told) == as_of_command.made(*told)
        with pytest.raises(actions.Refused, match="belum tiba"):
            as_of_command.made("iuran", "2025-06-30", "2100-01-01T00:00", round.pk, "", "xlsx")
        with pytest.raises(actions.Refused, match="Tulis tanggal"):
            as_of_command.made("iuran", "30 Juni", "kemarin", round.pk, "", "xlsx")
