"""Two rounds side by side: which one does a page show, and which money may pay which months?"""

from datetime import date

import pytest
from django.http import Http404
from django.test import RequestFactory

from payung.audit.models import AuditLine
from payung.programme import actions, queries
from payung.programme.enums import RoundState
from payung.programme.models import Round
from payung.reference import clock
from payung.rules.months import parse_month
from payung.selection import actions as selection
from payung.selection.models import Place
from tests import cast
from tests.cast import NOW
from tests.selection.scene import eligible

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast.city()


def opened(people, fund, name, first, last, state=RoundState.OPEN, **more):
    round = actions.open_round(
        name=name, fund=fund, first_month=parse_month(first), last_month=parse_month(last),
        programmes=["JKK", "JKM"], by=people.rani, at=NOW, **({"quotas": {"petani": 10}} | more),
    )  # fmt: skip
    Round.objects.filter(pk=round.pk).update(state=state)
    round.refresh_from_db()
    return round


@pytest.fixture
def this(people):
    round = cast.round_2025(people.rani)
    Round.objects.filter(pk=round.pk).update(state=RoundState.DECREED)
    round.refresh_from_db()
    return round


@pytest.fixture
def money(people):
    return cast.fund_of(people.rani, 2026)


def shows(on):
    chosen = queries.running_round(on)
    return chosen.name if chosen else None


# -- The round every page shows by itself ----------------------------------------------------------------
def test_opening_next_year_hides_nothing(people, this, money):
    opened(people, money, "Putaran 2026", "2026-01", "2026-08")
    assert shows(date(2025, 10, 13)) == "Putaran 2025"
    assert shows(date(2026, 1, 1)) == "Putaran 2026"


def test_a_second_wave_of_the_same_months_hides_nothing(people, this):
    wave = opened(people, this.fund, "Gelombang dua", "2025-09", "2025-12")
    assert shows(date(2025, 10, 13)) == "Putaran 2025"
    Round.objects.filter(pk=wave.pk).update(state=RoundState.DECREED)
    assert shows(date(2025, 10, 13)) == "Putaran 2025"


def test_a_wave_that_waits_gives_way_to_the_one_that_pays(people, this):
    opened(people, this.fund, "Lama sekali", "2025-02", "2025-12")
    assert shows(date(2025, 10, 13)) == "Putaran 2025"


def test_between_two_years_the_one_that_ran_stays_until_the_next_begins(people, this, money):
    opened(people, money, "Putaran 2026", "2026-03", "2026-08")
    assert shows(date(2026, 2, 10)) == "Putaran 2025"
    Round.objects.filter(pk=this.pk).update(state=RoundState.CLOSED)
    assert shows(date(2026, 2, 10)) == "Putaran 2026"


def test_before_anything_runs_the_nearest_to_come_is_shown(people, money):
    opened(people, money, "Nanti", "2026-06", "2026-08")
    opened(people, money, "Dekat", "2026-02", "2026-08")
    assert shows(date(2025, 10, 13)) == "Dekat"


def test_no_round_and_only_cancelled_rounds_show_nothing(people, money):
    assert shows(date(2025, 10, 13)) is None
    opened(people, money, "Batal", "2026-06", "2026-08", RoundState.CANCELLED)
    assert shows(date(2025, 10, 13)) is None


@pytest.fixture
def october(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2025, 10, 13))


def looking(**asked):
    return queries.looked_at(RequestFactory().get("/seleksi/", asked))


def test_the_address_names_another_round_and_keeps_it(people, this, money, october):
    after = opened(people, money, "Putaran 2026", "2026-01", "2026-08")
    assert (looking().round, looking().suffix, looking().ahead) == (this, "", (after,))
    other = looking(putaran=after.pk)
    assert (other.round, other.to("places")) == (after, f"/seleksi/?putaran={after.pk}")
    assert looking(putaran="").round == this


@pytest.mark.parametrize("asked", ["999", "x", "-1", "\u0661"])
def test_a_round_that_does_not_exist_is_a_page_that_does_not_exist(people, this, october, asked):
    with pytest.raises(Http404):
        looking(putaran=asked)


def test_proposals_go_to_an_open_round(people, this, money, october):
    ask = RequestFactory().get
    assert queries.proposed_to(ask("/usulan/unggah/")).round is None
    after = opened(people, money, "Putaran 2026", "2026-01", "2026-08")
    assert queries.proposed_to(ask("/usulan/unggah/")).round == after
    assert queries.proposed_to(ask("/usulan/unggah/", {"putaran": this.pk})).round is None


# -- Whose money, which months ---------------------------------------------------------------------------
def test_this_years_money_does_not_pay_next_year(people, this):
    with pytest.raises(actions.ProgrammeRefused, match="hanya dapat membayar Januari–Desember 2025"):
        opened(people, this.fund, "Putaran 2026", "2026-01", "2026-08")


def test_a_round_over_the_years_end_has_money_for_both(people, this, money):
    over = {"name": "Lintas tahun", "first": "2025-10", "last": "2026-03"}
    with pytest.raises(actions.ProgrammeRefused, match="Pilih juga dana untuk bulan sesudahnya"):
        opened(people, this.fund, **over)
    round = opened(people, this.fund, **over, next_fund=money)
    assert round.fund_in(parse_month("2025-12")) == this.fund
    assert round.fund_in(parse_month("2026-01")) == money


def test_money_that_ends_early_pays_no_later_month(people, this):
    early = cast.fund_of(people.rani, 2025, name="Hibah", use_by=date(2025, 9, 30))
    with pytest.raises(actions.ProgrammeRefused, match="Oktober–Desember 2025 tidak terbayar"):
        actions.pay_from(this.pk, early.pk, from_month=parse_month("2025-08"), by=people.rani, at=NOW)


def test_a_fund_is_offered_for_the_rounds_it_can_pay(people, this, money):
    after = opened(people, money, "Putaran 2026", "2026-01", "2026-08")
    on = date(2025, 10, 13)
    assert list(queries.payable_rounds(this.fund, on)) == [this]
    assert {r.name: len(m) for r, m in queries.payable_rounds(money, on).items()} == {after.name: 8}


# -- Mending and cancelling ------------------------------------------------------------------------------
def terms(round, **other):
    answers = {
        name: getattr(round, name) for name in ("name", "first_month", "last_month", "programmes", "fund")
    }
    return answers | {"quotas": queries.quotas(round.pk), "reason": "Salah pilih"} | other


def mend(round, people, **other):
    return actions.mend_round(round.pk, **terms(round, **other), by=people.rani, at=NOW)


def test_a_wrong_fund_and_wrong_months_are_mended(people, this, money):
    round = opened(people, this.fund, "Gelombang dua", "2025-10", "2025-12")
    mended = mend(
        round, people, fund=money, first_month=parse_month("2026-01"), last_month=parse_month("2026-03"),
        quotas={"nelayan": 7},
    )  # fmt: skip
    mended.refresh_from_db()
    assert (mended.fund, mended.months, queries.quotas(mended.pk)) == (money, 3, {"nelayan": 7})
    line = AuditLine.objects.get(verb="programme.round_mended")
    assert "DBHCHT TA 2025, Oktober–Desember 2025 menjadi DBHCHT TA 2026" in line.sentence
    assert line.reason == "Salah pilih"


def test_after_mending_ranks_are_gone_and_verdicts_are_asked_again(people):
    round = cast.round_2025(people.rani, petani=2)
    eligible(round)
    selection.select(round.pk, by=people.rani, at=NOW)
    mend(Round.objects.get(pk=round.pk), people, min_age=40)
    round.refresh_from_db()
    assert (round.state, Place.objects.count()) == (RoundState.OPEN, 0)
    Round.objects.update(mended_at=clock.now())
    with pytest.raises(selection.SelectionRefused, match="Nilai kelayakan lagi"):
        selection.select(round.pk, by=people.rani, at=NOW)
    with pytest.raises(selection.SelectionRefused, match="isi kuota"):
        selection.draft_decree(round.pk, by=people.rani, at=NOW)


def test_new_quotas_alone_need_no_new_verdicts(people):
    round = cast.round_2025(people.rani, petani=2)
    assert mend(round, people, quotas={"petani": 3}).mended_at is None


def test_a_cancelled_round_frees_its_money_and_its_name(people, this):
    wave = opened(people, this.fund, "Gelombang dua", "2025-10", "2025-12", quotas={"umkm": 1000})
    before = queries.planned_rp(this.fund)
    actions.cancel_round(wave.pk, reason="Dobel", by=people.rani, at=NOW)
    assert queries.planned_rp(this.fund) < before
    assert queries.round_(wave.pk) is None
    opened(people, this.fund, "Gelombang dua", "2025-10", "2025-12")


@pytest.mark.parametrize("state", [RoundState.DECREED, RoundState.CLOSED, RoundState.CANCELLED])
def test_what_is_decided_is_neither_mended_nor_cancelled(people, this, state):
    Round.objects.filter(pk=this.pk).update(state=state)
    with pytest.raises(actions.ProgrammeRefused, match="Hanya putaran tanpa SK"):
        mend(this, people)
    with pytest.raises(actions.ProgrammeRefused, match="Hanya putaran tanpa SK"):
        actions.cancel_round(this.pk, reason="x", by=people.rani, at=NOW)


def test_a_drafted_decree_stands_in_the_way(people):
    round = cast.round_2025(people.rani, petani=2)
    eligible(round)
    selection.select(round.pk, by=people.rani, at=NOW)
    draft = selection.draft_decree(round.pk, by=people.rani, at=NOW)
    for change in (
        lambda: mend(round, people),
        lambda: actions.cancel_round(round.pk, reason="x", by=people.rani, at=NOW),
    ):
        with pytest.raises(selection.SelectionRefused, match="Batalkan konsepnya dulu"):
            change()
    selection.drop_draft(draft.pk, reason="Salah", by=people.rani, at=NOW)
    actions.cancel_round(round.pk, reason="Salah bulan", by=people.rani, at=NOW)
    assert Place.objects.count() == 0


def test_a_reason_is_needed(people, this):
    wave = opened(people, this.fund, "Gelombang dua", "2025-10", "2025-12")
    with pytest.raises(actions.ProgrammeRefused, match="alasan"):
        actions.cancel_round(wave.pk, reason=" ", by=people.rani, at=NOW)
