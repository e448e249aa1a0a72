"""A whole round on a database without statistics: no statement goes through a table once for every person."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection

from payung.contributions import actions as contributions
from payung.database.loading import learn_what_grew
from payung.demo import branch
from payung.demo.lists import write_city
from payung.demo.progress import Show
from payung.demo.round import find_lists, open_round, sort_out, take_in
from payung.demo.staff import hire
from payung.enrolment import actions as enrolment
from payung.enrolment import queries as members
from payung.matching import queries as matching
from payung.reference.actions import set_up_city
from payung.rules.months import parse_month
from payung.selection import actions as selection
from payung.selection import queries as places
from tests.cast import NOW
from tests.database.scene import never_analysed, unknown_to_the_planner, watched
from tests.selection.scene import plain_pdf

pytestmark = pytest.mark.django_db
SCALE, MAY = 0.3, parse_month("2025-05")
QUOTAS = {"petani": 1200, "nelayan": 560, "umkm": 1500}
# An UPDATE of a person's row touches some forty pages: the row, old and new, and each index. Going through a table of
# the city's people once for each of them touches hundreds a person, and the more the larger the city.
PAGES_A_PERSON = 60
LISTED_IN_WORDS = re.compile(r"\bIN \((%s, ){200}")


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    write_city(folder, seed=512, scale=SCALE)
    return folder


@pytest.fixture
def fresh(db):
    if connection.pg_version < 180000:
        pytest.skip("statistics can be forgotten since PostgreSQL 18")
    never_analysed()
    set_up_city()


@pytest.mark.parametrize("with_registers", [False, True], ids=["lists-alone", "with-registers"])
def test_a_round_in_the_first_minute_of_a_database(fresh, lists, with_registers):
    staff = hire()
    files = find_lists(lists)
    if not with_registers:
        files.registers.clear()
    with watched() as watch:
        round_id = open_round(
            quotas=QUOTAS, first_month=MAY, months_count=8, by=staff["rani"], at=NOW, name="Putaran 2025"
        )
        take_in(files, round_id, staff=staff, at=NOW, show=Show())
        sort_out(files, round_id, staff=staff, at=NOW, show=Show())
        members_of(round_id, staff)
        paid_month(round_id, staff)
        matching.stop_list(on=NOW.date())
        learn_what_grew("audit_past")  # as whoever asks what was known then does first
    assert unknown_to_the_planner() == []
    people = len(list(members.memberships_in(MAY, round_id=round_id)))
    assert people > 3_000
    assert watch.worst().pages <= PAGES_A_PERSON * people / 0.75, str(watch.worst())
    assert [s.sql[:200] for s in watch.statements if LISTED_IN_WORDS.search(s.sql)] == []


def members_of(round_id, staff):
    decree = selection.draft_decree(round_id, by=staff["rani"], at=NOW)
    selection.sign_decree(
        decree.pk, number="188.45/1", signed_on=NOW.date(), pdf=plain_pdf(), is_wet_signed=True, by=staff["sri"], at=NOW
    )  # fmt: skip
    enrolment.prepare_registrations(decree.pk, by=staff["rani"], at=NOW)
    enrolment.make_registration_file(decree.pk, by=staff["rani"], at=NOW)
    asked = [(row["nik"], row["name"]) for row in places.annex_rows(decree.pk)]
    answer = branch.reply(asked, on=date(2025, 5, 7), first_kpj=1, refuse=3, seed=7)
    enrolment.read_reply(answer, name="balasan.xlsx", by=staff["joko"], at=NOW)


def paid_month(round_id, staff):
    invoiced = [(m.kpj, m.name) for m in members.memberships_in(MAY, round_id=round_id)]
    invoice = contributions.receive_invoice(
        branch.invoice(invoiced, amount_rp=16_800), name="tagihan.xlsx", round_id=round_id, month=MAY, by=staff["joko"], at=NOW
    )  # fmt: skip
    order = contributions.create_order(invoice.pk, by=staff["rani"], at=NOW)
    contributions.verify_order(order.pk, by=staff["budi"], at=NOW)
    contributions.approve_order(order.pk, by=staff["sri"], at=NOW)
    contributions.record_payment(
        order.pk, paid_on=NOW.date() - timedelta(days=1), proof_number="SP2D-05", by=staff["rani"], at=NOW
    )
