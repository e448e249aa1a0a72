"""Who is rightful, what must be settled first, and that nobody is chosen in silence."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payung.claims import actions
from payung.claims.actions.family import rightful_shares
from payung.claims.doubts import doubts, unsettled
from payung.claims.enums import EventKind, PaperState
from payung.claims.models import Heir
from payung.claims.queries import benefit_of, needed_papers
from payung.jobs.actions import Refused
from payung.people.enums import Kin
from payung.rules.heirs import ORDER_OF_HEIRS
from tests.claims.scene import LATE, MAY, pay, report

TODAY = date(2025, 12, 1)


def heir(pk, kin, **more) -> Heir:
    return Heir(pk=pk, name=f"Nama {pk}", kin=kin, **more)


families = st.lists(
    st.builds(lambda kin, alive, absent: Heir(name="Siti", kin=kin, is_alive=alive, is_absent=absent), st.sampled_from(Kin.values), st.booleans(), st.booleans()),
    max_size=9,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 200_000_000), families)
def test_shares_of_any_family_sum_exactly_in_the_first_living_group(amount_rp, family):
    shares = rightful_shares(amount_rp, family)
    assert len(shares) == len(family)
    paid = {i: rp for i, rp in enumerate(shares) if rp is not None}
    living = {i for i, h in enumerate(family) if h.is_alive}
    first = next((g for g in ORDER_OF_HEIRS if any(family[i].kin in g for i in living)), frozenset())
    assert set(paid) == {i for i in living if family[i].kin in first}, (
        "the whole first group, nobody else, nobody dead"
    )
    assert sum(paid.values()) == (amount_rp if paid else 0)
    assert max(paid.values(), default=0) - min(paid.values(), default=0) <= 1


def of(*heirs) -> list[str]:
    for one, share in zip(heirs, rightful_shares(42_000_000, heirs), strict=True):
        one.is_rightful = share is not None
    return [d.code for d in doubts(list(heirs), on=TODAY)]


@pytest.mark.parametrize(
    ("family", "codes"),
    [
        ([heir(1, "janda")], []),
        ([heir(1, "janda"), heir(2, "janda")], ["two_spouses"]),
        ([heir(1, "janda"), heir(2, "janda", is_alive=False)], []),
        ([heir(1, "duda", is_absent=True)], ["absent:1"]),
        ([heir(1, "anak", birth_date=date(2015, 3, 1))], ["minor:1"]),
        ([heir(1, "anak", birth_date=date(2015, 3, 1), guardian="Buati, nenek")], []),
        ([heir(1, "anak", birth_date=date(2007, 12, 1))], []),  # eighteen today
        ([heir(1, "anak", birth_date=date(2007, 12, 2))], ["minor:1"]),
        ([heir(1, "anak")], ["age:1"]),
        ([heir(1, "saudara_kandung", is_alive=False)], ["no_heir"]),
        ([heir(1, "penerima_wasiat")], ["will"]),
        ([], ["empty"]),
    ],
)
def test_what_must_be_settled(family, codes):
    assert of(*family) == codes


def test_a_child_without_parents_needs_a_court_with_one_a_parent():
    child = heir(1, "anak", birth_date=date(2015, 3, 1), is_rightful=True)
    [alone] = doubts([child], on=TODAY)
    [with_mother] = doubts([child, heir(2, "janda", is_rightful=True)], on=TODAY)
    assert "perwalian" in alone.next_step
    assert "orang tua" in with_mother.next_step
    assert unsettled([alone], ["minor:1"]) == []


@pytest.fixture
def claim(members, city):
    pay(members, range(MAY, MAY + 5), city)
    found = report(members[0], city, on=date(2025, 9, 5))
    for paper in needed_papers(EventKind.DEATH):
        actions.set_paper(found.pk, paper, PaperState.PRESENT, by=city.rani, at=LATE)
    return found


def file(claim, city):
    actions.file_claim(claim.pk, filed_on=date(2025, 9, 20), bpjs_number="1", by=city.rani, at=LATE)
    claim.refresh_from_db()


def kin(name, kin, **more) -> dict:
    return {"name": name, "kin": kin, "birth_date": None, "is_alive": True} | more


@pytest.mark.django_db
def test_two_wives_and_four_children_are_seven_million_each_after_both_marriages_were_seen(claim, city):
    family = [kin("Sutini", "janda"), kin("Marni", "janda")]
    family += [kin(f"Anak {n}", "anak", birth_date=date(2000 + n, 1, 1)) for n in range(4)]
    actions.set_family(claim.pk, family, by=city.rani, at=LATE)
    assert [h.share_rp for h in claim.heirs.all()] == [7_000_000] * 6
    with pytest.raises(Refused, match="Lebih dari satu istri"):
        file(claim, city)
    with pytest.raises(Refused, match="Tulis apa yang dilihat"):
        actions.settle_doubt(claim.pk, "two_spouses", note=" ", by=city.rani, at=LATE)
    actions.settle_doubt(claim.pk, "two_spouses", note="Kedua buku nikah dilihat.", by=city.rani, at=LATE)
    file(claim, city)
    assert claim.state == "filed"


@pytest.mark.django_db
def test_a_minor_orphan_is_paid_through_a_guardian(claim, city):
    actions.set_family(claim.pk, [kin("Rohim", "anak", birth_date=date(2016, 4, 1))], by=city.rani, at=LATE)
    with pytest.raises(Refused, match="perwalian"):
        file(claim, city)
    child = claim.heirs.get()
    actions.set_family(
        claim.pk, [{"id": child.pk, "guardian": "Buati, nenek, penetapan PA"}], by=city.rani, at=LATE
    )
    file(claim, city)
    assert (claim.heirs.get().share_rp, claim.state) == (42_000_000, "filed")


@pytest.mark.django_db
def test_without_heirs_it_is_the_funeral_cost_only_and_said_so(claim, city):
    actions.set_family(claim.pk, [kin("Karto", "orang_tua", is_alive=False)], by=city.rani, at=LATE)
    assert benefit_of(claim) == "JKM, biaya pemakaman saja"
    with pytest.raises(Refused, match="Dana Jaminan Sosial"):
        file(claim, city)
    row = claim.heirs.get()
    actions.set_family(claim.pk, [{"id": row.pk, "gone": True}], by=city.rani, at=LATE)
    assert not claim.heirs.exists()
