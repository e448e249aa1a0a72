"""Slamet stands in the lists more than once. Nobody merges him but a person, and nobody else is held up."""

import pytest

from payung.audit.models import AuditLine
from payung.intake.models import Row
from payung.matching import actions, queries
from payung.matching.actions import MatchingRefused
from payung.matching.enums import Decision, PairKind
from payung.matching.models import Pair
from payung.people import queries as register
from payung.people.models import Worker
from tests import cast
from tests.cast import NOW
from tests.intake.lists import nik, row
from tests.matching.scene import pair_of, saved

pytestmark = pytest.mark.django_db
SAME, DIFFERENT, UNSURE = Decision.SAME, Decision.DIFFERENT, Decision.UNSURE


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani)


def match(people, round):
    return actions.match_rows(round.pk, by=people.rani, at=NOW)


def names():
    return sorted(Worker.objects.values_list("name", flat=True))


def test_rows_without_suspicion_become_people_and_a_double_waits(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(20, "SITI AMINAH"), row(1, "SLAMET RIJADI", RT="004"))
    told = match(people, round)
    assert (told.registered, told.doubtful) == (2, 1)
    assert names() == ["SITI AMINAH", "SLAMET RIYADI"]
    pair = pair_of("SLAMET RIJADI")
    assert (pair.kind, pair.decision, pair.worker.name) == (PairKind.SAME_NIK, Decision.OPEN, "SLAMET RIYADI")


def test_nothing_is_ever_merged_without_a_person(people, round):
    """Even the surest pair: its row has no worker until somebody said so."""
    saved(people, round, row(1, "SLAMET RIYADI"), row(1, "SLAMET RIYADI", RT="004"))
    match(people, round)
    match(people, round)
    pair = Pair.objects.get()
    assert pair.score == 100
    assert (pair.decision, pair.decided_by, pair.row.worker) == (Decision.OPEN, None, None)


def test_matching_again_looks_only_at_what_is_new(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(1, "SLAMET RIYADI", RT="004"))
    match(people, round)
    again = match(people, round)
    assert (again.registered, again.doubtful) == (0, 0)
    saved(people, round, row(30, "BUNAWAR"), name="lagi.csv")
    third = match(people, round)
    assert (third.registered, third.doubtful) == (1, 0)


def test_the_same_person_in_two_lists_of_two_agencies(people, round):
    saved(people, round, row(1, "MOCH. HOLIL"))
    match(people, round)
    saved(people, round, row(1, "MUHAMMAD HOLIL"), sector="nelayan", by=people.joko, name="nelayan.csv")
    match(people, round)
    pair = Pair.objects.get()
    assert (pair.worker.name, pair.row.batch.sector_id) == ("MOCH. HOLIL", "nelayan")
    actions.decide(pair.pk, SAME, by=people.rani, at=NOW)
    assert set(Row.objects.values_list("worker_id", flat=True)) == {pair.worker_id}
    assert Worker.objects.count() == 1


def test_two_people_with_one_nik_go_back_to_their_agency(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(1, "SITI ROMLAH"))
    match(people, round)
    pair = pair_of("SITI ROMLAH")
    actions.decide(pair.pk, DIFFERENT, by=people.rani, at=NOW)
    pair.row.refresh_from_db()
    assert "Cocokkan NIK dengan KTP" in pair.row.sent_back
    assert names() == ["SLAMET RIYADI"]
    assert queries.unmatched_count(round.pk) == 0


def test_a_near_one_who_is_another_becomes_a_person_of_his_own(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(2, "SLAMET RIADI"))
    match(people, round)
    pair = pair_of("SLAMET RIADI")
    assert pair.kind == PairKind.NEAR
    actions.decide(pair.pk, DIFFERENT, by=people.rani, at=NOW)
    pair.row.refresh_from_db()
    assert pair.row.worker.name == "SLAMET RIADI"
    assert names() == ["SLAMET RIADI", "SLAMET RIYADI"]


def test_unsure_keeps_the_row_waiting_and_can_still_be_decided(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(2, "SLAMET RIADI"))
    match(people, round)
    pair = pair_of("SLAMET RIADI")
    actions.decide(pair.pk, UNSURE, by=people.rani, at=NOW)
    assert match(people, round).registered == 0
    actions.decide(pair.pk, SAME, by=people.budi, at=NOW)
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by) == (SAME, people.budi)


def test_a_decision_is_taken_once(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(1, "SITI ROMLAH"))
    match(people, round)
    pair = Pair.objects.get()
    actions.decide(pair.pk, SAME, by=people.rani, at=NOW)
    with pytest.raises(MatchingRefused, match="sudah diputuskan"):
        actions.decide(pair.pk, DIFFERENT, by=people.budi, at=NOW)
    assert Row.objects.get(name="SITI ROMLAH").sent_back == ""


@pytest.fixture
def torn(people, round):
    """Two people of one name and day; a third row has the NIK of the one and resembles the other. (sure, other)"""
    saved(people, round, row(1, "SLAMET RIYADI"), row(31, "SLAMET RIYADI"))
    match(people, round)
    actions.decide(Pair.objects.get().pk, DIFFERENT, by=people.rani, at=NOW)
    saved(people, round, row(1, "SLAMET RIADY", RT="009"), name="lagi.csv")
    match(people, round)
    return Pair.objects.filter(decision=Decision.OPEN).order_by("-score")


def test_a_row_is_one_person_at_most(people, round, torn):
    """Whoever was joined stays joined until somebody opens that decision again."""
    sure, other = torn
    actions.decide(sure.pk, SAME, by=people.rani, at=NOW)
    with pytest.raises(MatchingRefused, match="sudah digabungkan dengan orang lain"):
        actions.decide(other.pk, SAME, by=people.budi, at=NOW)
    assert Row.objects.get(pk=sure.row_id).worker_id == sure.worker_id


def test_the_other_half_of_a_joined_row_is_put_aside_quietly(people, round, torn):
    sure, other = torn
    actions.decide(other.pk, SAME, by=people.rani, at=NOW)
    assert actions.decide_clear_pairs(round.pk, by=people.rani, at=NOW) == 0
    actions.decide(sure.pk, DIFFERENT, by=people.rani, at=NOW)
    kept = Row.objects.get(pk=sure.row_id)
    assert (kept.worker_id, kept.sent_back) == (other.worker_id, "")
    assert Worker.objects.count() == 2


def test_undo_opens_the_pair_and_frees_the_row(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(1, "SLAMET RIYADI", RT="004"))
    match(people, round)
    pair = Pair.objects.get()
    actions.decide(pair.pk, SAME, by=people.rani, at=NOW)
    actions.undo_decision(pair.pk, by=people.rani, at=NOW)
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by, pair.row.worker_id) == (Decision.OPEN, None, None)
    assert [a.verb for a in AuditLine.objects.order_by("pk")][-2:] == ["matching.decided", "matching.undone"]


def test_a_row_that_went_back_waits_again_when_the_decision_is_undone(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(1, "SITI ROMLAH"))
    match(people, round)
    pair = Pair.objects.get()
    actions.decide(pair.pk, DIFFERENT, by=people.rani, at=NOW)
    actions.undo_decision(pair.pk, by=people.rani, at=NOW)
    pair.refresh_from_db()
    assert (pair.decision, pair.row.sent_back) == (Decision.OPEN, "")


def test_who_came_of_berbeda_goes_again_unless_he_is_used(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(2, "SLAMET RIADI"))
    match(people, round)
    pair = Pair.objects.get()
    actions.decide(pair.pk, DIFFERENT, by=people.rani, at=NOW)
    actions.undo_decision(pair.pk, by=people.rani, at=NOW)
    assert names() == ["SLAMET RIYADI"]
    actions.decide(pair.pk, DIFFERENT, by=people.rani, at=NOW)
    actions.load_register(
        f"NIK;STATUS\n{nik(2)};HIDUP".encode(), name="d.csv", register="dukcapil", by=people.rani, at=NOW
    )
    with pytest.raises(MatchingRefused, match="tidak dapat dibatalkan"):
        actions.undo_decision(pair.pk, by=people.rani, at=NOW)
    assert names() == ["SLAMET RIADI", "SLAMET RIYADI"]


def test_only_what_is_certain_is_joined_at_once_and_in_somebodys_name(people, round):
    saved(
        people, round,
        row(1, "SLAMET RIYADI"), row(1, "SLAMET RIJADI", RT="004"), row(1, "SITI ROMLAH"), row(2, "SLAMET RIADI"),
    )  # fmt: skip
    match(people, round)
    assert actions.decide_clear_pairs(round.pk, by=people.rani, at=NOW) == 1
    joined = Pair.objects.get(decision=SAME)
    assert (joined.row.name, joined.decided_by, joined.row.worker_id) == (
        "SLAMET RIJADI",
        people.rani,
        joined.worker_id,
    )
    assert Pair.objects.filter(decision=Decision.OPEN).count() == 2
    assert Row.objects.filter(worker=None).count() == 2
    assert AuditLine.objects.filter(verb="matching.decided", actor=people.rani).count() == 1


def test_audit_lines_hold_no_number(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(1, "SLAMET RIYADI", RT="004"))
    match(people, round)
    actions.decide(Pair.objects.get().pk, SAME, by=people.rani, at=NOW)
    for line in AuditLine.objects.all():
        assert nik(1) not in line.body


def test_somebody_known_since_an_earlier_list_is_not_merged_silently_either(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"))
    match(people, round)
    saved(
        people, round, row(1, "SLAMET RIYADI", RT="004"), sector="nelayan", by=people.joko, name="nelayan.csv"
    )
    match(people, round)
    pair = Pair.objects.get()
    assert (pair.score, pair.decision, pair.row.worker) == (100, Decision.OPEN, None)


def test_what_the_list_said_of_a_person_arrives_in_the_register(people, round):
    saved(
        people, round,
        row(1, "SLAMET RIYADI", Pekerjaan="Petani tembakau"), row(40, "BUNAWAR", Kelurahan="Kraksaan Wetan"),
    )  # fmt: skip
    match(people, round)
    slamet, bunawar = Worker.objects.order_by("-name")
    assert (slamet.kelurahan_id, slamet.rt, slamet.rw) == (cast.MAYANGAN, "003", "007")
    assert register.latest_occupation([slamet.pk])[slamet.pk].job == "Petani tembakau"
    assert (bunawar.kelurahan_id, bunawar.outside_address) == (None, "Kraksaan Wetan")


def test_the_sex_of_both_stands_in_the_comparison(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(1, "SLAMET RIYADI", RT="004"))
    match(people, round)
    lines = {side.label: side for side in next(iter(queries.side_by_side(list(queries.pairs())).values()))}
    shown = lines["Jenis kelamin"]
    assert (shown.left, shown.right, shown.differs) == ([("Laki-laki", False)], [("Laki-laki", False)], False)


def test_both_sides_of_a_pair_name_the_same_kelurahan(people, round):
    saved(people, round, row(1, "SLAMET RIYADI"), row(1, "SLAMET RIYADI", RT="004"))
    match(people, round)
    area = next(iter(queries.side_by_side(list(queries.pairs())).values()))[-1]
    assert (area.label, area.left, area.right, area.differs) == (
        "Kelurahan", [("Mayangan", False)], [("Mayangan", False)], False,
    )  # fmt: skip
