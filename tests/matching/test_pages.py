"""Periksa ganda as Bu Rani sees it: pair after pair, and the last one can be taken back."""

import pytest
from django.urls import reverse

from payung.audit.models import AuditLine
from payung.matching import actions
from payung.matching.enums import Decision
from payung.matching.models import Pair
from payung.reference import clock
from tests import cast
from tests.cast import NOW, nik
from tests.intake.lists import row
from tests.matching.scene import pair_of, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return cast.city()


@pytest.fixture
def round(people):
    opened = cast.round_2025(people.rani)
    saved(
        people, opened,
        row(1, "SLAMET RIYADI"), row(1, "SLAMET RIJADI", RT="004"), row(1, "SITI ROMLAH"), row(2, "SLAMET RIADI"),
    )  # fmt: skip
    return opened


@pytest.fixture
def matched(people, round):
    actions.match_rows(round.pk, by=people.rani, at=NOW)


@pytest.fixture
def rani(client, people):
    client.force_login(people.rani)
    return client


def page(client, address, **more):
    answer = client.get(address, more)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "TIDAK ADA:" not in text
    return text


def test_bu_rani_looks_for_doubles(rani, round, django_capture_on_commit_callbacks):
    assert "4 baris usulan belum diperiksa" in page(rani, reverse("pairs"))
    with django_capture_on_commit_callbacks(execute=True):
        assert rani.post(reverse("pairs_match")).status_code == 302
    assert Pair.objects.count() == 3
    assert "baris usulan belum diperiksa" not in page(rani, reverse("pairs"))


def test_the_next_pair_comes_and_the_last_can_be_opened_again(rani, matched):
    first = pair_of("SLAMET RIJADI")
    answer = rani.post(reverse("pair_decide", args=[first.pk]), {"decision": "same"}, follow=True)
    text = answer.content.decode()
    assert "Orang yang sama?" in text
    assert "Buka kembali: <span data-last>SLAMET RIJADI" in text
    rani.post(reverse("pair_undo", args=[first.pk]))
    first.refresh_from_db()
    assert first.decision == Decision.OPEN


def test_after_the_last_pair_the_queue_is_empty(rani, matched):
    for pair in Pair.objects.all():
        answer = rani.post(reverse("pair_decide", args=[pair.pk]), {"decision": "same"}, follow=True)
    assert "Tidak ada pasangan di sini" in answer.content.decode()


def test_letters_that_differ_are_marked_and_the_middle_of_a_number_is_not_shown(rani, matched):
    text = page(rani, reverse("pair", args=[pair_of("SLAMET RIJADI").pk]))
    assert "SLAMET RI<mark>J</mark>ADI" in text
    assert "SLAMET RI<mark>Y</mark>ADI" in text
    assert nik(1) not in text
    # The pairs that stand ready behind it are looked at as well: each leaves its line.
    assert AuditLine.objects.filter(verb="matching.looked", personal_read=True).count() == 3


def test_the_certain_ones_are_joined_by_a_press_after_seeing_the_list(rani, matched):
    text = page(rani, reverse("pairs"))
    assert "Gabungkan 1 yang pasti" in text
    assert "SLAMET RIJADI" in text
    rani.post(reverse("pairs_join_certain"))
    assert Pair.objects.filter(decision=Decision.SAME).count() == 1
    assert Pair.objects.filter(decision=Decision.OPEN).count() == 2


def test_looking_at_the_list_decides_nothing(rani, matched):
    page(rani, reverse("pairs"))
    assert rani.get(reverse("pairs_join_certain")).status_code == 405
    assert Pair.objects.filter(decision=Decision.OPEN).count() == 3


def test_a_decision_that_came_too_late_is_told(rani, people, matched):
    pair = pair_of("SITI ROMLAH")
    actions.decide(pair.pk, Decision.SAME, by=people.budi, at=NOW)
    answer = rani.post(reverse("pair_decide", args=[pair.pk]), {"decision": "different"}, follow=True)
    assert "sudah diputuskan" in answer.content.decode()


@pytest.mark.parametrize("decision", ["", "open", "merge"])
def test_other_words_decide_nothing(rani, matched, decision):
    pair = pair_of("SITI ROMLAH")
    assert rani.post(reverse("pair_decide", args=[pair.pk]), {"decision": decision}).status_code == 404


def test_agencies_do_not_review(client, people, matched):
    client.force_login(people.sri)
    assert client.get(reverse("pairs")).status_code == 403
    assert client.get(reverse("registers")).status_code == 403
