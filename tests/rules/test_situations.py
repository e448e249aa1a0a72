"""Every situation of the tables, asked the way the command line asks."""

from datetime import date, datetime

import numpy as np
import pytest
import yaml

from payung.rules import coverage, deadlines, eligibility, months, ranking
from payung.rules.benefits import jkk
from payung.rules.benefits.estimate import Case, estimate
from payung.rules.benefits.events import Event
from payung.rules.coverage import State
from payung.rules.explain import ESTIMATE
from payung.rules.law_lines import answer
from payung.rules.months import parse_month
from tests.rules.tables import FOLDER, months_back, months_between, rows, table


def named(name, part="rows"):
    """Parameters of one table, each under the name of its situation."""
    return [pytest.param(*row[1:], id=row[0]) for row in rows(name, part)]


def ask(kind, **fields):
    line = answer(kind, {"id": 7, **fields})
    assert line.pop("id") == 7
    return line


def iso(day):
    return day.isoformat() if isinstance(day, date) else day


@pytest.mark.parametrize(
    ("month", "sector", "payer", "income", "programmes", "jkk_rp", "jkm_rp", "jht_rp"), named("contributions")
)
def test_contribution(month, sector, payer, income, programmes, jkk_rp, jkm_rp, jht_rp):
    line = ask(
        "contribution",
        month=month,
        sector=sector,
        payer=payer,
        income_rp=income,
        programmes=programmes.split(),
    )
    assert (line["jkk_rp"], line["jkm_rp"], line["jht_rp"]) == (jkk_rp, jkm_rp, jht_rp)
    assert line["total_rp"] == jkk_rp + jkm_rp + jht_rp
    assert line["due_on"] == months.due_on(parse_month(month)).isoformat()
    assert any("PP 44/2015" in law for law in line["law"])


@pytest.mark.parametrize(("month", "due"), named("due_dates"))
def test_due_date(month, due):
    assert months.due_on(parse_month(month)) == due


@pytest.mark.parametrize(
    ("drawn", "trail", "on", "state", "since", "in_row", "paid", "arrears", "unsure"), named("cover")
)
def test_cover(drawn, trail, on, state, since, in_row, paid, arrears, unsure):
    first = parse_month("2025-01")
    paid_months = [months.format_month(first + place) for place, letter in enumerate(drawn) if letter == "#"]
    line = ask("cover", paid_months=paid_months, on=on.isoformat())
    assert line.pop("law")
    assert line.pop("explanation").endswith(f"{ESTIMATE}.")
    assert line == {
        "state": state,
        "member_since": since,
        "months_in_row": in_row,
        "months_paid": paid,
        "needs_confirmation": unsure,
    }
    row = np.array([[letter == "#" for letter in drawn]])
    assert coverage.cover(row, first, on).arrears_months[0] == arrears


@pytest.mark.parametrize(("drawn", "trail"), [pytest.param(*row[1:3], id=row[0]) for row in rows("cover")])
def test_the_trail_of_every_month(drawn, trail):
    row = np.array([[letter == "#" for letter in drawn]])
    letters = {State.NEVER: "-", State.LAPSED: "X", State.GRACE: "t", State.ACTIVE: "A"}
    drawn_trail = "".join(
        letters[State(code)] for code in coverage.cover_timeline(row, parse_month("2025-01"))[0]
    )
    shown = trail.ljust(len(drawn_trail), "?") if len(trail) < len(drawn_trail) else trail
    assert drawn_trail == shown[: len(drawn_trail)]


@pytest.mark.parametrize(("paid", "on", "tier", "santunan", "berkala", "funeral", "unsure"), named("jkm"))
def test_death(paid, on, tier, santunan, berkala, funeral, unsure):
    line = ask("benefit", event="death", on=iso(on), paid_months=months_between(paid))
    assert line["tier"] == tier
    assert list(line["parts"].values()) == [santunan, berkala, funeral]
    assert line["total_rp"] == santunan + berkala + funeral
    assert line["needs_confirmation"] is unsure
    assert line["explanation"].endswith(f"{ESTIMATE}.")
    assert line["law"]


@pytest.mark.parametrize(("paid", "on", "tier"), named("jkm", "by_days"))
def test_death_counted_in_days(paid, on, tier):
    case = Case(Event.DEATH, on, tuple(map(parse_month, months_between(paid))))
    assert estimate([case], count_by="days")[0].tier.word == tier


@pytest.mark.parametrize(("paid", "started", "on", "tier"), named("jkm", "started"))
def test_death_with_a_known_first_day(paid, started, on, tier):
    case = Case(Event.DEATH, on, tuple(map(parse_month, months_between(paid))), cover_started_on=started)
    assert estimate([case])[0].tier.word == tier


@pytest.mark.parametrize(("event", "on", "details", "parts", "total"), named("jkk"))
def test_work_accident(event, on, details, parts, total):
    paid = [m for m in months_back(on, 2) if m >= "2015-06"]
    line = ask("benefit", event=event, on=iso(on), paid_months=paid, **details)
    assert (line["parts"], line["total_rp"]) == (parts, total)
    assert (line["tier"], line["needs_confirmation"]) == ("full", False)


@pytest.mark.parametrize(("item", "on", "costs", "due"), named("jkk", "capped"))
def test_capped_costs(item, on, costs, due):
    assert jkk.capped_cost_rp(on, item, costs).tolist() == [due]


@pytest.mark.parametrize(("name", "left_handed", "percent"), named("jkk", "percent"))
def test_disability_percentages(name, left_handed, percent):
    assert jkk.disability_percent(name, date(2026, 3, 20), left_handed=left_handed) == percent


@pytest.mark.parametrize(
    ("route", "on", "paid", "children", "count", "total", "first", "last"), named("scholarship")
)
def test_scholarship(route, on, paid, children, count, total, first, last):
    line = ask(
        "benefit",
        event="death" if route == "jkm" else "work_death",
        on=iso(on),
        paid_months=months_back(on, paid),
        children=[
            {"born": iso(born), "level": level, "married": married, "working": working}
            for born, level, married, working in children
        ],
    )
    school = line["scholarship"]
    assert (school["children"], school["total_max_rp"]) == (count, total)
    years = [year["year"] for year in school["by_year"]]
    assert (years[:1], years[-1:]) == ([first] if first else [], [last] if last else [])
    assert sum(year["amount_rp"] for year in school["by_year"]) == total


def test_a_restart_within_the_waiting_time_pays_the_funeral_only():
    """Forty paid months, a lapse, and a death in the second month of the new membership: no scholarship either."""
    line = ask(
        "benefit",
        event="death",
        on="2026-06-20",
        paid_months=[*months_back("2025-12", 40), "2026-05", "2026-06"],
        children=[{"born": "2024-07-01", "level": None, "married": False, "working": False}],
    )
    assert (line["tier"], line["total_rp"]) == ("funeral_only", 10_000_000)
    assert line["scholarship"]["children"] == 0
    assert line["confidence"] == "low"


def test_a_child_born_after_the_death_needs_confirmation():
    line = ask(
        "benefit",
        event="death",
        on="2026-03-20",
        paid_months=months_back("2026-03", 40),
        children=[{"born": "2026-07-01", "level": None, "married": False, "working": False}],
    )
    assert line["needs_confirmation"] is True
    assert "Lahir sesudah kejadian" in line["explanation"]
    assert line["scholarship"]["children"] == 0


@pytest.mark.parametrize(("amount", "relatives", "will", "group", "shares"), named("heirs"))
def test_heirs(amount, relatives, will, group, shares):
    kin = [{"name": name, "kin": kin, "alive": alive} for name, kin, alive in relatives]
    line = ask("heirs", amount_rp=amount, relatives=kin, will=will)
    assert {heir["name"]: heir["share_rp"] for heir in line["heirs"]} == shares
    assert line["group"] == group
    assert line["funeral_only"] is (group is None)
    assert line["explanation"]


@pytest.mark.parametrize(
    ("kind", "fields", "start"),
    [
        pytest.param(kind, *row[1:], id=f"{kind}: {row[0]}")
        for kind, names in {
            "contribution": ["contributions"],
            "cover": ["cover"],
            "benefit": ["jkm", "jkk"],
            "heirs": ["heirs"],
        }.items()
        for name in names
        for row in rows(name, "errors")
    ],
)
def test_a_bad_line_names_its_field(kind, fields, start):
    line = ask(kind, **fields)
    assert list(line) == ["error"]
    assert line["error"].startswith(start)


@pytest.mark.parametrize(("kind", "complete", "due"), named("deadlines", "payment"))
def test_payment_due(kind, complete, due):
    assert deadlines.payment_due(kind, complete) == due


@pytest.mark.parametrize(("kind", "amount", "due", "paid", "penalty"), named("deadlines", "penalty"))
def test_late_penalty(kind, amount, due, paid, penalty):
    assert deadlines.late_penalty_rp(kind, amount, due, paid) == penalty


@pytest.mark.parametrize(("kind", "happened", "lapses"), named("deadlines", "lapse"))
def test_claim_lapse(kind, happened, lapses):
    assert deadlines.claim_lapses_on(kind, happened) == lapses


@pytest.mark.parametrize(("happened", "due"), named("deadlines", "report"))
def test_accident_report(happened, due):
    assert deadlines.accident_report_due(datetime.fromisoformat(happened)) == datetime.fromisoformat(due)
    assert deadlines.outcome_report_due(datetime.fromisoformat(happened)) == datetime.fromisoformat(due)


@pytest.mark.parametrize(("changed", "due"), named("deadlines", "change"))
def test_data_change(changed, due):
    assert deadlines.data_change_due(changed) == due


def judge(facts, **settings):
    given = {name: [value if value is not None else "NaT"] for name, value in facts.items()}
    sheet = table("eligibility")
    criteria = eligibility.Criteria(start_on=sheet["start_on"], sectors=sheet["sectors"], **settings)
    return eligibility.names(eligibility.refusals(criteria, **given)[0])


@pytest.mark.parametrize(("facts", "reasons"), named("eligibility"))
def test_eligibility(facts, reasons):
    assert judge(facts) == reasons


@pytest.mark.parametrize(("facts", "reasons"), named("eligibility", "social_aid_excluded"))
def test_eligibility_without_social_aid(facts, reasons):
    assert judge(facts, exclude_social_aid=True) == reasons


def test_one_person_per_household():
    people = rows("eligibility", "one_per_household")
    criteria = eligibility.Criteria(start_on=table("eligibility")["start_on"], one_per_household=True)
    found = eligibility.refusals(
        criteria, born_on=[row[2] for row in people], household=[row[1] for row in people]
    )
    assert [eligibility.names(mask) for mask in found] == [row[3] for row in people]


def test_ranking():
    sheet = table("ranking")
    _, sector, born, decile, checked, continuing, refused, score, rank, selected = zip(
        *sheet["rows"], strict=True
    )
    parts = ranking.scores(
        ranking.RankingRule(),
        sheet["day"],
        born_on=born,
        decile=decile,
        field_check=checked,
        continuing=continuing,
    )
    found = ranking.rank(
        parts, refused=refused, sector=sector, quotas=sheet["quotas"], tie=ranking.keyed_order(range(7), 1)
    )
    assert found.score.tolist() == list(score)
    assert found.rank.tolist() == list(rank)
    assert found.selected.tolist() == list(selected)


def test_there_are_enough_situations():
    sheets = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.yaml")]
    lists = [part for sheet in sheets for name, part in sheet.items() if name not in ("columns", "sectors")]
    assert sum(len(part) for part in lists if isinstance(part, list)) >= 250
