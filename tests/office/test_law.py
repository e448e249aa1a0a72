"""A number of the law changes when two people agree, after both have seen who is affected; and anybody can read it."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from payung.audit.models import AuditLine
from payung.claims import actions as claims
from payung.contributions import actions as contributions
from payung.jobs.actions import Refused
from payung.office import law_actions, queries
from payung.office.impact import impact_of
from payung.office.models import Proposal
from payung.office.typed import WrongValue, read, written
from payung.programme import queries as programme
from payung.programme.forms import RoundForm
from payung.reference.actions import use_law
from payung.rules.months import parse_month
from payung.rules.parameters import Entry, frozen, law_in_force
from tests import cast
from tests.contributions import scene

pytestmark = pytest.mark.django_db
JKM = "contribution.bpu.jkm.amount"
DECEMBER_7000 = Entry(JKM, date(2025, 12, 1), None, 7000, "IDR/month", "PP baru Pasal 1", "high", "naik")
TYPED = {
    "value": "7.000",
    "effective_from": "1 Desember 2025",
    "source": "PP baru",
    "article": "Pasal 1",
    "confidence": "high",
    "reason": "Tarif naik",
}


@pytest.fixture
def people():
    return cast.city()


def proposed(people, entry=DECEMBER_7000):
    return law_actions.propose_value(
        entry, source="PP baru", article="Pasal 1", reason="naik", by=people.rani, at=cast.NOW
    )


def price_rp(round, month):
    return programme.contribution_rp(round, parse_month(month))


def test_bu_rani_proposes_pak_budi_approves_and_december_costs_more_but_november_does_not(people, client):
    round = cast.round_2025(people.rani)
    client.force_login(people.rani)
    address = reverse("law_propose", args=[JKM])
    page = client.post(address, TYPED)
    assert "Rp17.000" in page.content.decode()
    assert not Proposal.objects.exists(), "looking is not saving"
    page = client.post(address, TYPED | {"ajukan": "1"}, follow=True)
    assert price_rp(round, "2025-12") == 16_800, "nothing changes before the second person"

    client.force_login(people.budi)
    client.post(reverse("law_decide", args=[Proposal.objects.get().pk]), {"putusan": "setuju"})
    client.get("/")
    assert [price_rp(round, m) for m in ("2025-11", "2025-12")] == [16_800, 17_000]
    line = AuditLine.objects.get(verb="law.approved")
    assert line.actor == people.budi
    assert "Rani Wulandari" in line.sentence
    assert "Rp7.000" in line.sentence


def test_an_order_of_the_next_month_is_made_with_the_new_value_and_an_earlier_one_stays(people):
    round = cast.round_2025(people.rani)
    scene.members(round)
    june = scene.receive(people, round, scene.all_agree(), month=scene.JUNE)
    law_actions.approve_value(
        proposed(people, Entry(JKM, date(2025, 7, 1), None, 7000, "IDR/month", "PP", "high")).pk,
        by=people.budi, at=cast.NOW,
    )  # fmt: skip
    use_law()
    july = scene.receive(people, round, scene.all_agree(), month=scene.JUNE + 1)
    assert june.state == "matched"
    assert july.state == "differs", "BPJS still bills the old price: that is now a difference"


def test_nobody_approves_his_own_proposal_not_even_in_the_table(people):
    found = proposed(people)
    with pytest.raises(Refused, match="orang lain"):
        law_actions.approve_value(found.pk, by=people.rani, at=cast.NOW)
    with pytest.raises(IntegrityError, match="law_decided_by_another_person"), transaction.atomic():
        Proposal.objects.filter(pk=found.pk).update(state="rejected", decided_by=people.rani)


def test_the_buttons_say_the_same_as_the_rules(people, client):
    found = proposed(people)
    address = reverse("law_proposal", args=[found.pk])
    client.force_login(people.rani)
    assert "Tarik kembali" in client.get(address).content.decode()
    assert "Setujui" not in client.get(address).content.decode()
    client.force_login(people.budi)
    assert "Setujui" in client.get(address).content.decode()
    client.force_login(people.sri)
    assert "Setujui" not in client.get(address).content.decode()
    assert client.post(reverse("law_decide", args=[found.pk]), {"putusan": "setuju"}).status_code == 403


def test_a_rejected_or_withdrawn_proposal_changes_nothing_and_is_over(people):
    rejected = proposed(people)
    law_actions.reject_value(rejected.pk, answer="Belum diundangkan", by=people.budi, at=cast.NOW)
    withdrawn = proposed(people)
    law_actions.withdraw_value(withdrawn.pk, by=people.rani, at=cast.NOW)
    use_law()
    assert law_in_force().value(JKM, date(2025, 12, 1)) == 6800
    for over in (rejected, withdrawn):
        with pytest.raises(Refused, match="sudah selesai"):
            law_actions.approve_value(over.pk, by=people.budi, at=cast.NOW)


def test_the_same_value_and_day_is_proposed_once(people):
    proposed(people)
    with pytest.raises(Refused, match="Sudah ada usulan"):
        proposed(people)


# -- Who is affected -------------------------------------------------------------------------------------


def test_the_impact_counts_members_money_and_says_what_a_month_will_cost(people):
    round = cast.round_2025(people.rani, petani=1000)
    scene.members(round)
    found = impact_of(DECEMBER_7000, today=date(2025, 10, 1))
    assert "Putaran 2025: 4 peserta aktif pada Desember 2025." in found.people
    assert "Putaran 2025: biaya 1 bulan bertambah Rp200.000 bila semua kursi terisi." in found.people
    assert ("Rp16.800", "Rp17.000") in {(e.before, e.after) for e in found.examples}
    assert not found.is_backwards


def test_a_benefit_names_the_open_claims_and_the_families_example(people):
    round = cast.round_2025(people.rani)
    slamet = scene.members(round)[0]
    told = {
        "kind": "death",
        "happened_on": date(2025, 5, 6),
        "reporter_name": "Aminah",
        "key": uuid4(),
        "by": people.rani,
        "at": cast.NOW,
    }
    claims.report_event(worker_id=slamet.worker_id, **told)
    doubled = Entry("benefit.jkm.santunan_kematian", date(2025, 5, 1), None, 40_000_000, "IDR", "PP", "high")
    found = impact_of(doubled, today=date(2025, 10, 1))
    assert any("1 klaim terbuka" in line for line in found.people)
    assert ("Rp42.000.000", "Rp62.000.000") in {(e.before, e.after) for e in found.examples}
    assert found.is_backwards


def test_an_order_that_waits_is_named_and_a_price_that_stays_names_none(people):
    round = cast.round_2025(people.rani)
    scene.members(round)
    june = scene.receive(people, round, scene.all_agree())
    contributions.create_order(invoice_id=june.pk, by=people.rani, at=cast.NOW)
    told = {
        "unit": "x",
        "source": "PP",
        "confidence": "high",
        "effective_from": date(2025, 6, 1),
        "effective_to": None,
    }
    price = impact_of(Entry(id=JKM, value=7000, **told), today=date(2025, 5, 7))
    due = impact_of(Entry(id="contribution.bpu.due_day", value=10, **told), today=date(2025, 5, 7))
    assert any("1 perintah bayar" in line for line in price.people)
    assert not any("perintah bayar" in line for line in due.people)
    assert [(e.before, e.after) for e in due.examples] == [("16 Juni 2025", "10 Juni 2025")]


def test_a_criterion_holds_for_rounds_that_open_later(people):
    cast.round_2025(people.rani)
    younger = Entry("eligibility.min_age", date(2025, 1, 1), None, 17, "years", "PP", "high")
    found = impact_of(younger, today=date(2025, 10, 1))
    assert any("menurut syarat putaran itu sendiri" in line for line in found.people)
    law_actions.approve_value(proposed(people, younger).pk, by=people.budi, at=cast.NOW)
    use_law()
    assert RoundForm(today=date(2025, 10, 1)).initial["min_age"] == 17


def test_a_number_that_no_formula_uses_is_said_to_change_nothing(people, client):
    client.force_login(people.rani)
    typed = TYPED | {"value": "0,02"}
    page = client.post(reverse("law_propose", args=["contribution.bpu.jkk.rate"]), typed).content.decode()
    assert "tidak ada yang berubah" in page


# -- Reading ---------------------------------------------------------------------------------------------


def test_every_parameter_has_a_page_with_its_history(people, client):
    client.force_login(people.sri)
    ids = [id_ for id_ in law_in_force().ids() if not id_.startswith("holiday.")]
    assert len(ids) > 180
    for id_ in ids[::9]:
        assert client.get(reverse("law_value", args=[id_])).status_code == 200
    page = client.get(reverse("law_value", args=["benefit.jkm.santunan_kematian"])).content.decode()
    assert "Rp20.000.000" in page
    assert "1 Juli 2015" in page
    assert client.get(reverse("law_value", args=["tidak.ada"])).status_code == 404


def test_the_list_is_searched_filtered_and_leaves_as_a_workbook(people, client):
    client.force_login(people.rani)
    address = reverse("law")
    assert "Santunan kematian JKM" in client.get(address, {"cari": "santunan kematian"}).content.decode()
    low = queries.law_lines(date(2026, 1, 1), confidence="low")
    assert low
    assert {line.entry.confidence for line in low} == {"low"}
    answer = client.get(address, {"nilai": "semua", "kelompok": "Jaminan kematian", "unduh": "xlsx"})
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    versions = [e for id_ in law_in_force().ids("benefit.jkm.") for e in law_in_force().versions(id_)]
    assert len(rows) == 1 + len(versions) > 18


def test_a_value_of_the_city_is_told_from_a_shipped_one(people):
    law_actions.approve_value(proposed(people).pk, by=people.budi, at=cast.NOW)
    use_law()
    *shipped, ours = queries.history(JKM, date(2026, 1, 1))
    assert ours.is_ours
    assert ours.holds
    assert not any(line.is_ours for line in shipped)
    assert shipped[-1].entry.effective_to == date(2025, 11, 30)


# -- Typing ----------------------------------------------------------------------------------------------


def test_what_is_written_is_read_back_for_every_shipped_value():
    for id_ in law_in_force().ids():
        for entry in law_in_force().versions(id_):
            value = read(written(entry.value), entry.value, entry.unit)
            assert written(frozen(value)) == written(entry.value)


@pytest.mark.parametrize(
    ("text", "like", "unit"),
    [("6,8", 6800, "IDR"), ("-5", 6800, "IDR"), ("banyak", 6800, "IDR"), ("1,5", 0.5, "fraction off"),
     ("mungkin", True, "bool"), ("dasar: 1", {"dasar": 1, "jkk": 2}, "IDR"), ("dasar: a", {"dasar": 1}, "IDR"),
     (": [", {"dasar": 1}, "IDR")],
)  # fmt: skip
def test_a_value_of_another_form_is_refused_with_a_sentence(text, like, unit):
    with pytest.raises(WrongValue):
        read(text, like, unit)


@pytest.mark.parametrize(
    "wrong",
    [{"value": "gratis"}, {"effective_from": "31 Februari 2026"}, {"source": ""}, {"reason": ""},
     {"effective_to": "1 November 2025"}, {"confidence": "yakin"}, {"effective_from": "1 Januari 0007"},
     {"effective_from": "31 Desember 9999"}],
)  # fmt: skip
def test_a_bad_proposal_names_its_field(people, client, wrong):
    client.force_login(people.rani)
    page = client.post(reverse("law_propose", args=[JKM]), TYPED | wrong | {"ajukan": "1"})
    assert page.status_code == 422
    assert "has-error" in page.content.decode()
    assert not Proposal.objects.exists()


# -- Closed days -----------------------------------------------------------------------------------------


def test_a_closed_day_is_added_and_removed_with_an_audit_line(people, client):
    client.force_login(people.rani)
    typed = {"day": "15 Oktober 2025", "name": "Hari jadi kota"}
    page = client.post(reverse("holidays"), typed, follow=True).content.decode()
    assert "Hari jadi kota" in page
    assert client.post(reverse("holidays"), typed).status_code == 422, "known already"
    client.post(reverse("holiday_remove", args=["2025-10-15"]))
    assert AuditLine.objects.filter(verb="law.holiday").count() == 2
    client.force_login(people.sri)
    assert client.post(reverse("holidays"), typed).status_code == 403


def test_odd_years_show_this_year_and_a_value_may_begin_before_the_first_tariff(people, client):
    client.force_login(people.rani)
    for year in ("0000", "99999999999", "²⁰²⁵", "x", "2024"):
        assert client.get(reverse("holidays"), {"tahun": year}).status_code == 200
    old = Entry("benefit.jkm.santunan_kematian", date(2012, 6, 1), None, 1, "IDR", "PP", "high")
    assert impact_of(old, today=date(2025, 10, 1)).examples
