"""What must hold for anybody: parts sum, nothing is negative, more months never hurt, one equals many."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from payung.rules import contributions, coverage, eligibility, heirs, months, ranking
from payung.rules.benefits import jkk, jkm
from payung.rules.benefits.estimate import Case, estimate
from payung.rules.benefits.events import Event
from payung.rules.benefits.scholarship import LEVELS, Child, Work, child_plan, scholarship
from payung.rules.contributions import Payer
from payung.rules.coverage import State
from payung.rules.heirs import ORDER_OF_HEIRS, Kin, Relative

FIRST = months.parse_month("2015-07")
MONTHS = st.integers(FIRST, months.parse_month("2029-12"))
DAYS = st.dates(date(2015, 7, 1), date(2029, 12, 31))
HISTORIES = st.lists(st.booleans(), min_size=1, max_size=60)
RUPIAH = st.integers(0, 30_000_000)
SINCE_2012 = months.parse_month("2012-06")


def cover_of(history, on, first=FIRST):
    return coverage.cover(np.array([history]), first, on)


@given(MONTHS, st.sampled_from(Payer), st.booleans(), RUPIAH, st.integers(1, 7))
def test_contributions_sum_and_are_never_negative(month, payer, transport, income, programmes):
    due = contributions.contribution_rp(
        month, payer=payer, transport=transport, income_rp=income, programmes=programmes
    )
    parts = [due.jkk_rp[0], due.jkm_rp[0], due.jht_rp[0]]
    assert min(parts) >= 0
    assert due.total_rp[0] == sum(parts)
    assert [part > 0 for part in parts] == [bool(programmes & bit) for bit in (1, 2, 4)]


@given(MONTHS, st.sampled_from(Payer), st.booleans(), RUPIAH, RUPIAH)
def test_contributions_rise_with_income(month, payer, transport, one, other):
    due = contributions.contribution_rp(
        month, payer=payer, transport=transport, income_rp=sorted((one, other)), programmes=7
    ).total_rp
    assert due[0] <= due[1]


@given(MONTHS, RUPIAH)
def test_a_city_never_pays_less_than_a_self_payer(month, income):
    city, self_paid = contributions.contribution_rp(
        month, payer=[int(Payer.APBD), int(Payer.SELF)], income_rp=income
    ).total_rp
    assert city >= self_paid


@given(st.lists(st.tuples(MONTHS, st.sampled_from(Payer), st.booleans(), RUPIAH), min_size=1, max_size=20))
def test_contributions_of_many_equal_those_of_each(people):
    month, payer, transport, income = zip(*people, strict=True)
    many = contributions.contribution_rp(month, payer=payer, transport=transport, income_rp=income)
    each = [
        contributions.contribution_rp(m, payer=p, transport=t, income_rp=i).total_rp[0]
        for m, p, t, i in people
    ]
    assert many.total_rp.tolist() == each


def cover_told_slowly(history, first, on, grace=3):
    """One person, month by month, as an official would tell it."""
    since, gap, paid, in_row, before = 0, grace + 1, 0, 0, 0
    for month in range(first, months.month_of(on) + 1):
        if month - first < len(history) and history[month - first]:
            since, before = (month, paid) if gap > grace else (since, before)
            in_row = in_row + 1 if gap == 0 else 1
            paid, gap = paid + 1, 0
        else:
            gap += 1
    state = (
        State.NEVER
        if not paid
        else State.ACTIVE
        if gap == 0
        else State.GRACE
        if gap <= grace
        else State.LAPSED
    )
    alive = state >= State.GRACE
    return state, since if alive else 0, in_row if alive else 0, paid, paid - before if alive else 0


@settings(max_examples=300)
@given(HISTORIES, DAYS)
def test_cover_in_columns_equals_cover_told_slowly(history, on):
    found = cover_of(history, on)
    assert (
        found.state[0],
        found.member_since[0],
        found.months_in_row[0],
        found.months_paid[0],
        found.months_paid_since[0],
    ) == cover_told_slowly(history, FIRST, on)


@given(st.lists(st.tuples(st.lists(st.booleans(), min_size=24, max_size=24), DAYS), min_size=1, max_size=12))
def test_cover_of_many_equals_cover_of_each(people):
    histories, days = zip(*people, strict=True)
    many = coverage.cover(np.array(histories), FIRST, np.array(days, dtype="datetime64[D]"))
    each = [cover_of(history, on) for history, on in people]
    for name, column in vars(many).items():
        assert column.tolist() == [vars(one)[name][0].item() for one in each], name


def test_cover_of_blocks_equals_cover_of_rows(monkeypatch):
    paid = np.random.default_rng(4).random((50, 30)) < 0.6
    whole = coverage.cover(paid, FIRST, date(2018, 3, 5))
    monkeypatch.setattr(coverage, "BLOCK", 7)
    blocks = coverage.cover(paid, FIRST, date(2018, 3, 5))
    for name, column in vars(whole).items():
        assert column.tolist() == vars(blocks)[name].tolist()


@given(HISTORIES, DAYS, st.integers(0, 59))
def test_one_more_paid_month_never_hurts(history, on, place):
    """More paid months: never a worse state, never fewer months, never less money at death."""
    better = list(history)
    better[place % len(history)] = True
    before, after = cover_of(history, on), cover_of(better, on)
    assert after.state[0] >= before.state[0]
    assert after.months_paid[0] >= before.months_paid[0]
    cash_before, cash_after = (jkm.death_cash_of(c, on).total_rp[0] for c in (before, after))
    assert cash_after >= cash_before


@given(HISTORIES, DAYS)
def test_only_unpaid_months_of_the_grace_need_confirmation(history, on):
    found = cover_of(history, on)
    assert found.needs_confirmation[0] == (found.state[0] == State.GRACE)
    assert (found.arrears_months[0] > 0) == (found.state[0] == State.GRACE)


@given(HISTORIES)
def test_the_trail_agrees_with_every_single_day(history):
    trail = coverage.cover_timeline(np.array([history]), FIRST)[0]
    for place, state in enumerate(trail):
        assert cover_of(history, months.last_day(FIRST + place)).state[0] == state


@given(st.dates(date(2012, 6, 1), date(2029, 12, 31)), st.integers(0, 60), st.booleans())
def test_death_parts_sum_and_follow_the_tier(on, months_before, member):
    since = max(months.month_of(on) - months_before, SINCE_2012)
    cash = jkm.death_cash_rp(on, member_since=since, is_member=member)
    assert min(cash.santunan_kematian_rp[0], cash.santunan_berkala_rp[0], cash.biaya_pemakaman_rp[0]) >= 0
    assert (cash.total_rp[0] > 0) == member
    assert (cash.santunan_kematian_rp[0] > 0) == (cash.tier[0] == jkm.Tier.FULL)


@given(st.dates(date(2012, 6, 1), date(2029, 12, 31)), st.integers(0, 60))
def test_a_longer_membership_never_pays_less(on, months_before):
    since = months.month_of(on) - months_before
    shorter, longer = jkm.death_cash_rp([on, on], member_since=[since, since - 1]).total_rp
    assert longer >= shorter


@given(DAYS, st.floats(0, 100), st.floats(0, 100), st.integers(0, 100), st.integers(400_000, 20_700_000))
def test_partial_disability_rises_with_the_percentage(on, one, other, loss, dasar):
    low, high = sorted((one, other))
    due = jkk.partial_disability_rp([on, on], [low, high], function_loss=loss, dasar_rp=dasar).total_rp
    assert 0 <= due[0] <= due[1]
    assert due[1] <= jkk.partial_disability_rp(on, high, dasar_rp=dasar).total_rp[0]


@given(DAYS, st.integers(0, 2000), st.integers(400_000, 20_700_000))
def test_another_day_off_never_pays_less(on, days, dasar):
    due = jkk.temporary_rp([on, on], [days, days + 1], dasar_rp=dasar)
    assert 0 <= due[0] <= due[1] <= due[0] + dasar // 30 + 1


@given(DAYS, RUPIAH, RUPIAH, RUPIAH)
def test_transport_never_exceeds_cost_or_cap(on, land, sea, air):
    due = jkk.transport_rp(on, {"land": land, "sea": sea, "air": air})
    caps = jkk.transport_rp(on, dict.fromkeys(jkk.MODES, 10**9))
    for mode, cost in {"land": land, "sea": sea, "air": air}.items():
        assert due[mode][0] == min(cost, caps[mode][0])


CHILDREN = st.builds(
    Child,
    born=st.dates(date(1995, 1, 1), date(2031, 1, 1)),
    level=st.sampled_from((None, *LEVELS)),
    married=st.booleans(),
    work=st.sampled_from(Work),
)


@given(CHILDREN, st.dates(date(2012, 6, 1), date(2029, 12, 31)))
def test_a_childs_plan_stays_within_the_law(child, on):
    plan = child_plan(child, on)
    assert plan.total_rp <= 87_000_000
    assert all(year.age < 23 and year.amount_rp > 0 for year in plan.years)
    assert [year.year for year in plan.years] == sorted({year.year for year in plan.years})
    assert bool(plan.years) != bool(plan.reason)


@given(st.lists(CHILDREN, max_size=5), DAYS, st.integers(0, 80), st.sampled_from(("jkm", "jkk")))
def test_a_familys_scholarship(children, on, paid, route):
    found = scholarship(children, on, route=route, paid_months=paid)
    assert found.children <= 2
    assert found.total_max_rp == sum(year["amount_rp"] for year in found.by_year())
    assert found.total_max_rp <= found.cap_rp <= 174_000_000
    more = scholarship(children, on, route=route, paid_months=paid + 1)
    assert more.total_max_rp >= found.total_max_rp


RELATIVES = st.lists(
    st.builds(Relative, name=st.text(min_size=1), kin=st.sampled_from(Kin), alive=st.booleans())
)


def test_every_kin_stands_in_exactly_one_group():
    listed = [kin for group in ORDER_OF_HEIRS for kin in group]
    assert sorted(listed) == sorted(Kin)


@given(st.integers(0, 10**9), RELATIVES, st.none() | st.just("Pak Jamal"))
def test_shares_sum_exactly_and_nobody_is_ranked(amount, relatives, will):
    found = heirs.inheritance(amount, relatives, will)
    if found.heirs:
        assert sum(found.shares_rp) == amount
        assert max(found.shares_rp) - min(found.shares_rp) <= 1
    assert all(heir.alive for heir in found.heirs)
    assert found.funeral_only == (not will and not any(relative.alive for relative in relatives))
    earlier = [kin for group in ORDER_OF_HEIRS[: (found.group or 6) - 1] for kin in group]
    assert not any(relative.alive and relative.kin in earlier for relative in relatives)


EVENTS = st.builds(
    Case,
    event=st.sampled_from(Event),
    on=DAYS,
    paid_months=st.lists(MONTHS, max_size=40).map(tuple),
    percent=st.floats(0, 100),
    function_loss=st.none() | st.floats(0, 100),
    days_off=st.integers(0, 800),
    costs_rp=RUPIAH,
    transport_rp=st.just({"land": 100_000}),
    children=st.lists(CHILDREN, max_size=3).map(tuple),
)


@given(st.lists(EVENTS, min_size=1, max_size=8))
def test_estimates_of_many_equal_those_of_each(cases):
    many = estimate(cases)
    assert many == [estimate([case])[0] for case in cases]
    for one in many:
        assert one.total_rp == sum(part.amount_rp for part in one.parts)
        assert all(part.amount_rp >= 0 and part.law for part in one.parts)
        assert one.explanation.endswith("perkiraan; keputusan ada pada BPJS Ketenagakerjaan.")
        if one.state < State.GRACE:
            assert one.total_rp == 0
            assert one.tier.word == "none"


@given(st.integers(0, 80), st.integers(-2, 2), DAYS)
def test_ages_in_columns_equal_ages_told_slowly(years, days, on):
    """Around the birthday, where an error would show."""
    born = [date(on.year - years, on.month, min(on.day, 28)) + timedelta(days), date(1970, 5, 7)]

    def age(day):
        return on.year - day.year - ((on.month, on.day) < (day.month, day.day))

    assert ranking.full_years(born, on).tolist() == [age(day) for day in born]


@given(st.dates(date(1930, 1, 1), date(2015, 1, 1)), DAYS)
def test_age_refusals_agree_with_the_birthday(born, on):
    if (born.month, born.day) == (2, 29) or (on.month, on.day) in ((2, 28), (2, 29)):
        return  # the leap day has its own rule
    found = eligibility.names(eligibility.refusals(eligibility.Criteria(start_on=on), born_on=[born])[0])
    age = ranking.full_years([born], on)[0]
    assert found == (["over_age"] if age >= 65 else ["under_age"] if age < 18 else [])


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 900), st.booleans()), min_size=1, max_size=60),
    st.integers(0, 12),
)
def test_ranking_fills_the_places_with_the_best(people, places):
    sector, score, refused = (np.array(column) for column in zip(*people, strict=True))
    tie = ranking.keyed_order(np.arange(len(people)), 9)
    found = ranking.rank(
        {"nilai": score.astype(np.int32)}, refused=refused, sector=sector, quotas={0: places, 1: 1}, tie=tie
    )
    for code, quota in ((0, places), (1, 1), (2, 0), (3, 0)):
        inside = (sector == code) & ~refused
        chosen = found.selected & (sector == code)
        assert chosen.sum() == min(inside.sum(), quota)
        assert sorted(found.rank[inside]) == list(range(1, inside.sum() + 1))
        if chosen.any() and (inside & ~chosen).any():
            assert score[chosen].min() >= score[inside & ~chosen].max()
    assert not found.selected[refused].any()


@given(st.permutations(range(30)))
def test_ranking_does_not_depend_on_the_order_of_the_list(order):
    order = np.array(order)
    score = (np.arange(30) % 3).astype(np.int32)
    tie = ranking.keyed_order(np.arange(30), 9)

    def chosen(rows):
        found = ranking.rank(
            {"nilai": score[rows]},
            refused=np.zeros(30, bool),
            sector=np.zeros(30, int),
            quotas={0: 10},
            tie=tie[rows],
        )
        return set(rows[found.selected].tolist())

    assert chosen(order) == chosen(np.arange(30))


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 6000), min_size=1), st.integers(0, 20_000))
def test_fitted_quotas_use_every_place_and_never_grow(quotas, places):
    fitted = ranking.fit_quotas(quotas, places)
    assert sum(fitted.values()) == min(sum(quotas.values()), places)
    assert all(0 <= fitted[code] <= quotas[code] for code in quotas)


@given(DAYS, st.integers(0, 30))
def test_working_days_are_counted_one_by_one(day, n):
    off_days = months.holidays()
    last = months.working_days_after(day, n, off_days)
    between = [day + timedelta(step) for step in range(1, (last - day).days + 1)]
    assert sum(months.is_working_day(one, off_days) for one in between) == n
