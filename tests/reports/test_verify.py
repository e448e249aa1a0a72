"""`payung verify` finds what constraints, triggers and actions should have prevented: each seeded bug breaks its own promise.

The bugs go past all of them, as a wrong restore or a hand at the database would: triggers asleep, the constraint gone.
"""

import json
from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from payung.claims.enums import EventKind
from payung.config.cli import main
from payung.contributions import actions as money
from payung.enrolment.models import Card, Membership
from payung.reports import verify
from payung.reports.promises import PROMISES
from payung.reports.queries import WriteRefused, read_only
from payung.rules.months import first_day, parse_month
from payung.selection.models import Place
from tests import cast
from tests.claims.scene import report
from tests.contributions.scene import kpj, receive
from tests.selection.scene import PEOPLE, drafted, sign

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = (parse_month(f"2025-0{n}") for n in (5, 6, 7))
AFTER = datetime(2025, 7, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def year():
    """Six farmers: decree signed, members with cards, May paid, June approved, July prepared; then one dies."""
    people = cast.city()
    round = cast.round_2025(people.rani, petani=6)
    sign(drafted(people, round), people)
    places = list(Place.objects.order_by("rank"))
    members = Membership.objects.bulk_create(
        Membership(worker_id=p.worker_id, place=p, kpj=kpj(i), start_on=first_day(MAY), recorded_at=cast.NOW)
        for i, p in enumerate(places, start=1)
    )
    Card.objects.bulk_create(
        Card(membership=m, code=f"7QK4M2XP9HT{i}", issued_at=cast.NOW) for i, m in enumerate(members)
    )
    paid = approved_order_of(people, round, MAY)
    money.record_payment(
        paid.pk, paid_on=date(2025, 5, 7), proof_number="SP2D 1", by=people.rani, at=cast.NOW
    )
    approved_order_of(people, round, JUNE)
    rows = [(i, name, 16_800) for i, name in enumerate(PEOPLE, start=1)]
    money.create_order(receive(people, round, rows, month=JULY).pk, by=people.rani, at=cast.NOW)
    report(members[-1], people, on=date(2025, 7, 10), kind=EventKind.DEATH, at=AFTER)
    return people


def approved_order_of(people, round, month):
    rows = [(i, name, 16_800) for i, name in enumerate(PEOPLE, start=1)]
    order = money.create_order(receive(people, round, rows, month=month).pk, by=people.rani, at=cast.NOW)
    money.verify_order(order.pk, by=people.budi, at=cast.NOW)
    return money.approve_order(order.pk, by=people.wati, at=cast.NOW)


def broken() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the journal is linked when a transaction ends
    return {verdict.name: verdict.breaches for verdict in verify.verify() if not verdict.holds}


def by_hand(*statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def without(table: str, *names: str) -> str:
    return "; ".join(
        f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}; DROP INDEX IF EXISTS {name}" for name in names
    )


def test_an_honest_year_keeps_every_promise(year):
    assert broken() == {}


ORDERS, LINES, MOVED = "contributions_paymentorder", "contributions_orderline", "contributions_transfer"
SEEDED = {
    "L1 an amount of nothing": ("L1", without(MOVED, "transfer_is_positive"), f"UPDATE {MOVED} SET amount_rp = 0 WHERE key LIKE '%%reserve' AND id = (SELECT min(id) FROM {MOVED})"),
    "L3 a guard taken away": ("L3", f"DROP TRIGGER transfer_only_added ON {MOVED}"),
    "L3 a guard asleep": ("L3", "ALTER TABLE audit_auditline DISABLE TRIGGER ALL"),
    "L5 money moved twice for one command": ("L5", without(MOVED, "contributions_transfer_key_key"), f"INSERT INTO {MOVED} (debit_id, credit_id, amount_rp, effective_on, recorded_at, key, note) SELECT debit_id, credit_id, amount_rp, effective_on, recorded_at, key, note FROM {MOVED} LIMIT 1"),
    "L6 more paid than was reserved": ("L6", f"INSERT INTO {MOVED} (debit_id, credit_id, amount_rp, effective_on, recorded_at, key, note) SELECT debit_id, credit_id, 1000000000, effective_on, recorded_at, 'x', '' FROM {MOVED} WHERE key LIKE '%%:pay'"),
    "L9 an approval that reserved nothing": ("L9", f"DELETE FROM {MOVED} WHERE key = (SELECT max(key) FROM {MOVED} WHERE key LIKE '%%:reserve')"),
    "L10 a fund cut below what is promised": ("L10", "UPDATE programme_fund SET appropriation_rp = 1000"),
    "L11 a transfer into another fund": ("L11", "INSERT INTO programme_fund (year, kind, name, appropriation_rp, use_by) SELECT year, kind, 'lain', 1, use_by FROM programme_fund LIMIT 1", "UPDATE contributions_account SET fund_id = (SELECT id FROM programme_fund WHERE name = 'lain') WHERE kind = 'paid'"),
    "L7 a price nobody set": ("L7", f"UPDATE {LINES} SET amount_rp = 16000 WHERE id = (SELECT max(id) FROM {LINES})"),
    "P1 a line slipped in after signing": ("P1", f"UPDATE {LINES} SET amount_rp = 99999 WHERE id = (SELECT min(id) FROM {LINES})"),
    "P2 the same hand twice": ("P2", without(ORDERS, "order_verified_by_another", "order_approved_by_a_third"), f"UPDATE {ORDERS} SET approved_by_id = created_by_id WHERE state = 'paid'"),
    "P3 a month in two orders": ("P3", without(LINES, "a_month_is_paid_once"), f"UPDATE {LINES} SET month = {MAY} WHERE month = {JUNE}"),
    "P7 a month counted that nobody paid": ("P7", f"UPDATE {LINES} SET paid_on = '2025-06-10' WHERE month = {JUNE}"),
    "M1 merged into somebody merged": ("M1", "UPDATE people_worker SET merged_into_id = (SELECT max(id::text)::uuid FROM people_worker) WHERE id <> (SELECT max(id::text)::uuid FROM people_worker)", "UPDATE people_worker SET merged_into_id = (SELECT min(id::text)::uuid FROM people_worker) WHERE id = (SELECT max(id::text)::uuid FROM people_worker)"),
    "M1 one NIK, two people": ("M1", without("people_worker", "one_live_worker_per_nik"), "UPDATE people_worker SET nik_index = (SELECT nik_index FROM people_worker LIMIT 1)"),
    "M2 one person, two memberships": ("M2", without("enrolment_membership", "one_running_membership_per_worker"), "UPDATE enrolment_membership SET worker_id = (SELECT worker_id FROM enrolment_membership ORDER BY id LIMIT 1) WHERE id = (SELECT id FROM enrolment_membership ORDER BY id OFFSET 1 LIMIT 1)"),
    "M3 billed although known to be dead": ("M3", f"UPDATE {ORDERS} SET created_at = '2025-12-01' WHERE month = {JULY}", "UPDATE claims_event SET happened_on = '2025-06-10'"),
    "M4 the dead keep their card": ("M4", "UPDATE enrolment_card SET state = 'active'"),
    "M4 the dead keep their seat": ("M4", "UPDATE selection_place SET state = 'decreed', released_for = '', released_on = NULL WHERE state = 'released'"),
    "M8 a mistaken death that one person took back": ("M8", "UPDATE claims_event SET is_mistaken = true", "UPDATE claims_claim SET state = 'mistaken'"),
    "M8 the living are recorded as dead": ("M8", "UPDATE enrolment_beforedeath SET undone_at = at"),
    "M10 a member without a seat": ("M10", "UPDATE selection_place SET state = 'released', released_for = 'pindah', released_on = '2025-06-01' WHERE id = (SELECT min(id) FROM selection_place)"),
    "M10 billed after the seat was given up": ("M10", "UPDATE selection_place SET state = 'released', released_for = 'pindah', released_on = '2025-06-01', changed_at = '2025-01-01' WHERE state = 'decreed'", "UPDATE enrolment_membership SET end_on = '2025-06-02', end_reason = 'pindah' WHERE end_on IS NULL", "UPDATE enrolment_card SET state = 'revoked'"),
    "M5 more people than places": ("M5", "UPDATE programme_quota SET places = 2"),
    "M6 somebody seated who may not be": ("M6", "UPDATE eligibility_verdict SET refusals = 1", "UPDATE selection_place SET state = 'selected' WHERE state = 'decreed'"),
    "M11 a seat in two rounds of one month": ("M11", "INSERT INTO programme_round (name, first_month, last_month, programmes, min_age, max_age, one_per_kk, field_check_needed, state, opened_at, fund_id, opened_by_id) SELECT 'Gelombang dua', last_month, last_month, programmes, min_age, max_age, one_per_kk, field_check_needed, state, opened_at, fund_id, opened_by_id FROM programme_round LIMIT 1", "INSERT INTO selection_place (rank, score, score_parts, state, starts_month, released_for, changed_at, sector_id, round_id, worker_id) SELECT rank, score, score_parts, 'decreed', starts_month, '', changed_at, sector_id, (SELECT max(id) FROM programme_round), worker_id FROM selection_place WHERE state = 'decreed' LIMIT 1"),
    "M9 a name changed in a signed decree": ("M9", "UPDATE selection_decreeline SET name = 'ORANG LAIN' WHERE number = 1"),
    "K1 a card without membership": ("K1", "UPDATE enrolment_membership SET end_on = '2025-06-01', end_reason = 'pindah'"),
    "C1 an event nobody follows": ("C1", "DELETE FROM claims_claim"),
    "L4 taken back more than was paid": ("L4", f"INSERT INTO {MOVED} (debit_id, credit_id, amount_rp, effective_on, recorded_at, key, note, reverses_id) SELECT credit_id, debit_id, amount_rp + 1, effective_on, recorded_at, 'x', '', id FROM {MOVED} WHERE key LIKE '%%:pay'"),
    "L4 only half of a reservation taken back": ("L4", f"INSERT INTO {MOVED} (debit_id, credit_id, amount_rp, effective_on, recorded_at, key, note, reverses_id) SELECT credit_id, debit_id, amount_rp / 2, effective_on, recorded_at, 'x', '', id FROM {MOVED} WHERE key LIKE '%%:reserve' LIMIT 1"),
    "L15 an order made in a closed month": ("L15", f"INSERT INTO contributions_monthclosing (round_id, month, closed_by_id, closed_at, reason) SELECT round_id, month, created_by_id, '2025-05-01', '' FROM {ORDERS} WHERE month = {JULY}"),
    "L15 paid into a closed month": ("L15", f"INSERT INTO contributions_monthclosing (round_id, month, closed_by_id, closed_at, reason) SELECT o.round_id, o.month, o.created_by_id, t.recorded_at - interval '1 day', '' FROM {ORDERS} o JOIN {MOVED} t ON t.key = 'order:' || o.id || ':pay'", f"UPDATE {ORDERS} SET created_at = '2025-01-01', approved_at = '2025-01-01'"),
    "M7 a correction that posted nothing": ("M7", f"INSERT INTO contributions_correction (membership_id, kind, state, end_reason, first_month, last_month, posted_month, reason, proposed_by_id, proposed_at, decided_by_id, decided_at, decision_note) SELECT l.membership_id, 'end', 'posted', '', {MAY}, {MAY}, {JULY}, 'x', o.created_by_id, o.created_at, o.approved_by_id, o.created_at, '' FROM {LINES} l JOIN {ORDERS} o ON o.id = l.order_id WHERE o.state = 'paid' LIMIT 1", f"INSERT INTO contributions_correctionstep (correction_id, month, act, line_id, fund_id, was_rp, becomes_rp) SELECT c.id, {MAY}, 'back', l.id, o.fund_id, l.amount_rp, 0 FROM contributions_correction c JOIN {LINES} l ON l.membership_id = c.membership_id AND l.month = {MAY} JOIN {ORDERS} o ON o.id = l.order_id"),
    "I9 a title that is a person": ("I9", f"INSERT INTO files_matchedlayout (door, sender, layout, fields, kept_at, kept_by_id) SELECT 'intake', 'pertanian', 'x', '{{\"SLAMET RIYADI\": \"name\"}}', created_at, created_by_id FROM {ORDERS} LIMIT 1"),
    "U2 a line of the journal rewritten": ("U2", "UPDATE audit_auditline SET body = replace(body, 'Menyetujui', 'Menolak')"),
}  # fmt: skip


def test_each_seeded_bug_breaks_its_promise(year):
    """One year; each bug in a transaction that is taken back."""
    unseen = []
    for bug, (name, *statements) in SEEDED.items():
        with transaction.atomic():
            by_hand(*statements)
            if name not in broken():
                unseen.append(bug)
            transaction.set_rollback(True)
    assert unseen == []
    assert broken() == {}


def test_every_promise_has_a_bug_that_was_seeded():
    assert {name for name, *_ in SEEDED.values()} == {promise.name for promise in PROMISES}


def test_the_command_says_where_to_look_and_leaves_with_one(year, monkeypatch):
    monkeypatch.setattr("payung.config.start.city", lambda *_args, **_more: nullcontext())
    assert broken() == {}
    well = CliRunner().invoke(main, ["verify"])
    assert (well.exit_code, "janji ditepati" in well.output) == (0, True)
    by_hand("UPDATE programme_quota SET places = 2")
    ill = CliRunner().invoke(main, ["verify", "--json"])
    verdicts = {one["name"]: one for one in json.loads(ill.stdout)}
    assert (ill.exit_code, verdicts["M5"]["holds"], verdicts["L1"]["holds"]) == (1, False, True)
    assert verdicts["M5"]["examples"][0].startswith("sektor petani")


def test_nothing_is_changed_by_asking(year):
    with pytest.raises(WriteRefused), read_only():
        Card.objects.update(code="X")
    assert broken() == broken() == {}
