"""Slamet was registered twice. He becomes one, keeps both his numbers, and can be two again until money moves on him."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from payung.aid.models import Recipient
from payung.audit.models import AuditLine
from payung.claims import actions as claims
from payung.claims.enums import EventKind
from payung.contributions.enums import OrderState
from payung.contributions.models import Invoice, OrderLine, PaymentOrder
from payung.eligibility.models import Verdict
from payung.enrolment.models import Card, Membership
from payung.files import actions as files
from payung.matching import actions as matching
from payung.matching.actions import MatchingRefused
from payung.matching.enums import Decision
from payung.people import actions, queries
from payung.people.actions import PeopleRefused, register_workers
from payung.people.models import Merge, Worker
from payung.reference import clock
from payung.selection.enums import PlaceState
from payung.selection.models import Place
from tests import cast
from tests.cast import NOW, person
from tests.contributions.scene import JUNE, members

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani)


@pytest.fixture
def slamet(round):
    """Registered first, with a seat, a KPJ and a card."""
    membership = members(round, ["SLAMET RIYADI"])[0]
    Card.objects.create(membership=membership, code="ABCDEF234567", issued_at=NOW)
    return membership.worker_id


@pytest.fixture
def twin(slamet):
    """The same man, registered again a day later."""
    return register_workers([person(31, "SLAMET RIADI")], by=None, at=LATER)[0]


def merge(people, kept, gone):
    return actions.merge_workers(kept_id=kept, gone_id=gone, reason="KTP dilihat", by=people.rani, at=LATER)


def seat(round, worker_id, rank, state=PlaceState.DECREED, **more):
    return Place.objects.create(
        round=round, sector_id="petani", worker_id=worker_id, rank=rank, score=0, state=state,
        starts_month=round.first_month, changed_at=NOW, **more,
    )  # fmt: skip


def paid(people, round, membership, paid_on):
    """June was paid for this member."""
    file = files.keep(b"x", name="x", content_type="text/plain", purpose="test", by=None, at=NOW)
    invoice = Invoice.objects.create(
        round=round,
        month=JUNE,
        file=file,
        people=1,
        total_rp=16_800,
        received_by=people.rani,
        received_at=NOW,
    )
    order = PaymentOrder.objects.create(
        round=round, fund=round.fund, invoice=invoice, month=JUNE, state=OrderState.CREATED, people=1, total_rp=16_800,
        digest="0" * 64, due_on=date(2025, 6, 15), created_by=people.rani, created_at=NOW,
    )  # fmt: skip
    return OrderLine.objects.create(
        order=order,
        membership=membership,
        worker_id=membership.worker_id,
        month=JUNE,
        amount_rp=16_800,
        paid_on=paid_on,
    )


def test_everything_of_the_one_goes_to_the_other_and_both_keep_their_ids(people, round, slamet, twin):
    place = seat(round, twin, 9, PlaceState.RELEASED, released_for="pindah", released_on=date(2025, 5, 1))
    matching.load_register(
        f"NIK;Status\n{cast.nik(31)};HIDUP".encode(),
        name="d.csv",
        register="dukcapil",
        by=people.rani,
        at=NOW,
    )
    found = merge(people, slamet, twin)
    assert Worker.objects.get(pk=twin).merged_into_id == slamet
    assert set(queries.workers().values_list("pk", flat=True)) == {slamet}
    assert "matching.registercheck.worker" in found.moved
    assert "people.occupation.worker" in found.moved
    # His released place stays where it was: one place per person and round, and it is history.
    assert Place.objects.get(pk=place.pk).worker_id == twin
    assert AuditLine.objects.filter(verb__in=["people.merged", "people.merged_away"]).count() == 2


def test_every_table_that_names_a_worker_is_known(people):
    """A new table with a worker in it is moved without anybody remembering this list."""
    named = set(queries.links())
    assert {
        "intake.row.worker", "selection.place.worker", "enrolment.membership.worker", "enrolment.registration.worker",
        "claims.claim.worker", "claims.event.worker", "eligibility.verdict.worker", "aid.recipient.worker",
        "matching.registercheck.worker", "contributions.orderline.worker", "people.relative.worker",
    } <= named  # fmt: skip
    models = {Recipient, Verdict, Membership}
    assert models <= {relation.related_model for relation in queries.links().values()}


def test_parted_again_everything_is_as_before(people, round, slamet, twin):
    before = list(Worker.objects.order_by("pk").values_list("pk", "merged_into"))
    verdict = Verdict.objects.create(
        round=round, worker_id=twin, sector_id="petani", refusals=0, judged_at=NOW
    )
    merge(people, slamet, twin)
    verdict.refresh_from_db()
    assert verdict.worker_id == slamet
    actions.part_workers(gone_id=twin, by=people.rani, at=LATER)
    verdict.refresh_from_db()
    assert verdict.worker_id == twin
    assert list(Worker.objects.order_by("pk").values_list("pk", "merged_into")) == before
    with pytest.raises(PeopleRefused, match="sudah dipisahkan"):
        actions.part_workers(gone_id=twin, by=people.rani, at=LATER)


def test_two_seats_in_one_round_are_settled_first(people, round, slamet, twin):
    seat(round, twin, 9)
    with pytest.raises(PeopleRefused, match="Lepaskan salah satu kursi"):
        merge(people, slamet, twin)
    assert not Merge.objects.exists()


def test_two_running_memberships_are_settled_first(people, round, slamet, twin):
    place = seat(round, twin, 9, PlaceState.RELEASED, released_for="pindah", released_on=date(2025, 5, 1))
    Membership.objects.create(
        worker_id=twin, place=place, kpj="25000000099", start_on=date(2025, 5, 1), recorded_at=NOW
    )
    with pytest.raises(PeopleRefused, match="Akhiri salah satu kepesertaan"):
        merge(people, slamet, twin)


def test_signed_orders_are_never_rewritten(people, round, slamet, twin):
    line = paid(people, round, Membership.objects.get(worker_id=slamet), date(2025, 6, 10))
    with pytest.raises(PeopleRefused, match="tidak diubah"):
        merge(people, twin, slamet)
    merge(people, slamet, twin)  # the one on whom money moved may stay
    line.refresh_from_db()
    assert line.worker_id == slamet


def test_once_money_moved_on_the_one_they_became_it_cannot_be_taken_back(people, round, slamet, twin):
    merge(people, slamet, twin)
    paid(people, round, Membership.objects.get(worker_id=slamet), LATER.date() + timedelta(days=9))
    with pytest.raises(PeopleRefused, match="tidak dapat dipisahkan"):
        actions.part_workers(gone_id=twin, by=people.rani, at=LATER)


def test_two_deaths_are_settled_first(people, slamet, twin):
    for worker in (slamet, twin):
        claims.report_event(
            worker_id=worker, kind=EventKind.DEATH, happened_on=date(2025, 5, 5), reporter_name="Bu Aminah",
            key=uuid4(), by=people.rani, at=NOW,
        )  # fmt: skip
    Place.objects.filter(worker_id=slamet).update(
        state=PlaceState.RELEASED, released_for="meninggal", released_on=NOW
    )
    with pytest.raises(PeopleRefused, match="Kematian tercatat pada keduanya"):
        merge(people, slamet, twin)


# -- In the review screen -----------------------------------------------------------------------------------
@pytest.fixture
def rani(client, people):
    client.force_login(people.rani)
    return client


def test_bu_rani_finds_the_twin_by_name_sees_what_changes_and_merges(people, rani, slamet, twin):
    text = rani.get(reverse("twins", args=[twin]), {"cari": "slamet"}).content.decode()
    assert "SLAMET RIYADI" in text
    assert cast.nik(1) not in text
    answer = rani.post(reverse("twins_compare", args=[twin, slamet]), follow=True)
    text = answer.content.decode()
    assert "TIDAK ADA:" not in text
    assert "Bila digabungkan" in text
    number = answer.redirect_chain[-1][0].strip("/").split("/")[-1]
    rani.post(reverse("pair_decide", args=[number]), {"decision": "same"})
    assert Worker.objects.get(pk=twin).merged_into_id == slamet
    assert rani.get(reverse("worker", args=[twin])).headers["Location"] == reverse("worker", args=[slamet])
    assert (
        "Digabung dengan catatan lama: SLAMET RIADI"
        in rani.get(reverse("worker", args=[slamet])).content.decode()
    )
    rani.post(reverse("pair_undo", args=[number]))
    assert Worker.objects.get(pk=twin).merged_into_id is None


def test_an_objection_is_shown_beforehand_and_stops_the_key(people, rani, round, slamet, twin):
    seat(round, twin, 9)
    pair = matching.propose_pair(twin, slamet, by=people.rani, at=NOW)
    assert "Belum dapat digabungkan" in rani.get(reverse("pair", args=[pair.pk])).content.decode()
    answer = rani.post(reverse("pair_decide", args=[pair.pk]), {"decision": "same"}, follow=True)
    assert "Lepaskan salah satu kursi" in answer.content.decode()
    pair.refresh_from_db()
    assert pair.decision == Decision.OPEN


def test_the_paid_one_stays_whoever_was_registered_first(people, round, slamet, twin):
    pair = matching.propose_pair(twin, slamet, by=people.rani, at=NOW)
    assert (pair.worker_id, pair.other_id) == (slamet, twin)
    place = seat(round, twin, 9, PlaceState.RELEASED, released_for="pindah", released_on=date(2025, 5, 1))
    Membership.objects.filter(worker_id=slamet).update(end_on=date(2025, 5, 2), end_reason="pindah")
    Place.objects.filter(worker_id=slamet).update(
        state=PlaceState.RELEASED, released_for="pindah", released_on=NOW
    )
    own = Membership.objects.create(
        worker_id=twin, place=place, kpj="25000000099", start_on=date(2025, 5, 1), recorded_at=NOW
    )
    paid(people, round, own, date(2025, 5, 6))
    matching.decide(pair.pk, Decision.SAME, by=people.rani, at=LATER)
    assert Worker.objects.get(pk=slamet).merged_into_id == twin
    matching.undo_decision(pair.pk, by=people.rani, at=LATER + timedelta(days=100))
    assert Worker.objects.get(pk=slamet).merged_into_id is None


def test_joined_rows_too_cannot_be_taken_apart_once_money_moved(people, round, slamet):
    pair = matching.propose_pair(
        slamet, register_workers([person(31, "SLAMET RIADI")], by=None, at=LATER)[0], by=people.rani, at=NOW
    )
    matching.decide(pair.pk, Decision.SAME, by=people.rani, at=NOW)
    paid(people, round, Membership.objects.get(worker_id=slamet), LATER.date())
    with pytest.raises((MatchingRefused, PeopleRefused)):
        matching.undo_decision(pair.pk, by=people.rani, at=LATER)
