"""Programs that know nothing of us reach the same balances; and a rupiah more is found (L17)."""

import json
import re
from contextlib import nullcontext
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner

from payung.audit.models import AuditLine
from payung.config.cli import main
from payung.contributions import actions, journal, recount
from payung.contributions.models import OrderLine
from payung.rules.months import parse_month
from payung.selection.enums import DecreeState
from payung.selection.models import Decree, DecreeLine
from tests import cast, optional
from tests.contributions.scene import JUNE, NAMES, all_agree, approved_order, members, receive

pytestmark = pytest.mark.django_db
MAY, JULY = parse_month("2025-05"), parse_month("2025-07")
BOTH = pytest.mark.parametrize("form", ["beancount", "hledger"])
LATER = cast.NOW.replace(month=9)


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def fund(people):
    """Four farmers under two SK. May paid; June paid, one month of it is credit; July paid partly by that credit; money unknown, and some refunded."""
    round = cast.round_2025(people.rani, petani=4)
    taking_part = members(round)
    _decreed(round, people, "188.45/12/2025", [m.place for m in taking_part[:3]])
    _decreed(round, people, "188.45/90/2025", [taking_part[3].place])
    for month in (MAY, JUNE):
        _paid(approved_order(people, round, month=month), people)
    taking_part[3].end_on, taking_part[3].end_reason = date(2025, 5, 20), "pindah"
    taking_part[3].save()
    assert actions.credit_stopped(round.pk, JUNE, by=people.rani, at=cast.NOW) == 1
    rows = all_agree()[:3]
    order = actions.create_order(receive(people, round, rows, month=JULY).pk, by=people.rani, at=cast.NOW)
    actions.verify_order(order.pk, by=people.budi, at=cast.NOW)
    actions.approve_order(order.pk, by=people.wati, at=cast.NOW)
    _paid(order, people, credit_rp=6_800)
    actions.refund_credit(round.fund_id, amount_rp=5_000, paid_on=date(2025, 5, 7), reference="B-1", by=people.rani, at=cast.NOW)  # fmt: skip
    held = actions.hold_unknown(round.fund_id, amount_rp=70_000, paid_on=date(2025, 5, 7), reference="B-2", note="transfer atas nama SLAMET RIYADI 3574031209809001", by=people.rani, at=cast.NOW)  # fmt: skip
    actions.explain_unknown(held.pk, is_credit=False, note="salah kirim", by=people.rani, at=LATER)
    actions.hold_unknown(round.fund_id, amount_rp=9_000, paid_on=date(2025, 5, 7), reference="B-3", note="?", by=people.rani, at=cast.NOW)  # fmt: skip
    actions.amend_appropriation(round.fund_id, after_rp=1_600_000_000, number="DPPA 7", decided_on=date(2025, 8, 1), by=people.rani, at=LATER)  # fmt: skip
    return round.fund


def _paid(order, people, **more):
    actions.record_payment(order.pk, paid_on=date(2025, 5, 7), proof_number=f"SP2D {order.pk}", by=people.rani, at=cast.NOW, **more)  # fmt: skip


def _decreed(round, people, number, places):
    version = Decree.objects.filter(round=round).count() + 1
    decree = Decree.objects.create(
        round=round, version=version, lines_digest="", people=len(places), monthly_rp=0,
        drafted_by=people.rani, drafted_at=cast.NOW,
    )  # fmt: skip
    DecreeLine.objects.bulk_create(
        DecreeLine(decree=decree, place=place, number=i, name="X", birth="", sex="L", address="", kelurahan="",
                   kecamatan="", job="", sealed=b"")
        for i, place in enumerate(places, start=1)
    )  # fmt: skip
    Decree.objects.filter(pk=decree.pk).update(
        state=DecreeState.SIGNED,
        number=number,
        signed_on=date(2025, 5, 2),
        locked_by=people.wati,
        locked_at=cast.NOW,
    )


@BOTH
def test_both_programs_reach_every_balance(fund, form, tmp_path):
    optional.needs(form)
    journal.write(tmp_path / "buku", form)
    ours = journal.balances(journal.Names())
    answer = recount.ask(form, tmp_path / "buku", ours)
    assert (answer.complaints, answer.differences) == ([], [])
    named = "Beban:Iuran:DBHCHT-TA-2025:SK-188-45-12-2025:2025-07"
    assert ours[named] == 3 * 16_800
    assert ours["Beban:Iuran:DBHCHT-TA-2025:SK-188-45-90-2025:2025-06"] == 0
    assert ours["Aset:Dana:DBHCHT-TA-2025:Belum-Jelas"] == 9_000
    assert ours["Aset:Dana:DBHCHT-TA-2025:Kredit-BPJS"] == 16_800 - 6_800 - 5_000
    assert ours["Aset:Dana:DBHCHT-TA-2025:Tersedia:Pengembalian-BPJS"] == 5_000
    assert ours["Modal:Pagu:DBHCHT-TA-2025"] == -1_600_000_000


@BOTH
def test_nobody_is_named_and_both_times_are_told(fund, form):
    text = "\n".join(journal.lines(form))
    assert not re.search(r"\d{11,}", re.sub(r"2025-\d\d-\d\dT[\d:.]+Z", "", text))
    assert not any(name in text for name in NAMES)
    assert "salah kirim" not in text
    explained = next(part for part in text.split("\n\n") if "Uang belum jelas: dijelaskan" in part)
    assert explained.startswith("2025-09-07 * ")
    assert "2025-09-07T02:00:00.000000Z" in explained


@BOTH
def test_a_rupiah_put_into_the_file_is_found(fund, form, tmp_path):
    """Negative control: one posting more, balanced, as a hand at the file would do it."""
    optional.needs(form)
    text = (
        "\n".join(journal.lines(form))
        .replace("  -67200 IDR", "  -67201 IDR", 1)
        .replace("  67200 IDR", "  67201 IDR", 1)
    )
    (tmp_path / "buku").write_text(text + "\n")
    answer = recount.ask(form, tmp_path / "buku", journal.balances(journal.Names()))
    assert not answer.agrees
    assert answer.complaints


def test_a_line_counted_that_no_transfer_paid_is_found_on_its_account(fund):
    """Negative control in the database: the paid lines say more than the transfers."""
    optional.needs("hledger")
    OrderLine.objects.filter(order__month=MAY, worker__name=NAMES[0]).update(amount_rp=16_801)
    found = {a.program: a for a in recount.check().answers}
    assert [d.account for d in found["hledger"].differences if d.account.startswith("Beban")] != []


def test_the_command_says_so_and_leaves_with_one(fund, monkeypatch):
    optional.needs("beancount")
    monkeypatch.setattr("payung.config.start.city", lambda *_args, **_more: nullcontext())
    well = CliRunner().invoke(main, ["ledger", "check", "--json"])
    answer = json.loads(well.stdout)
    assert (well.exit_code, answer["agrees"]) == (0, True)
    assert answer["transactions"] == 2 + 3 * 2 + 1 + 2 + 1 + 3
    monkeypatch.setitem(recount.RECOUNTS, "beancount", lambda path: ({}, []))
    ill = CliRunner().invoke(main, ["ledger", "check"])
    assert (ill.exit_code, "TIDAK SETUJU" in ill.output) == (1, True)


def test_a_program_that_is_missing_is_said_aloud_and_never_agrees(fund, monkeypatch):
    monkeypatch.setattr("payung.config.start.city", lambda *_args, **_more: nullcontext())
    monkeypatch.setattr(recount, "is_here", lambda program: False)
    done = CliRunner().invoke(main, ["ledger", "check"])
    assert done.exit_code == 1
    assert "BELUM diperiksa" in done.output
    assert "PERHATIAN: hledger tidak terpasang" in done.stderr
    assert "pip install 'beancount" in done.stdout
    assert "apt install hledger" in done.stdout


def test_the_export_is_told_in_the_trail(fund, monkeypatch, tmp_path):
    monkeypatch.setattr("payung.config.start.city", lambda *_args, **_more: nullcontext())
    target = tmp_path / "buku.beancount"
    done = CliRunner().invoke(main, ["ledger", "export", "--format", "beancount", "--out", str(target)])
    assert (done.exit_code, target.exists()) == (0, True)
    assert AuditLine.objects.filter(verb="contributions.export_books").count() == 1
    lost = CliRunner().invoke(main, ["ledger", "export", "--format", "hledger", "--out", "/nowhere/at/all"])
    assert lost.exit_code == 2


def test_a_fraction_of_a_rupiah_is_not_rounded_away():
    with pytest.raises(ValueError, match="not whole"):
        recount._whole(Decimal("1.5"))
