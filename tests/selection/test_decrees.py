"""The list becomes a decree; once it is signed not even the database changes it."""

import pytest
from django.db import DatabaseError, connection, transaction

from payung.audit.models import AuditLine
from payung.files.queries import content
from payung.people.actions import correct_identity
from payung.programme.models import Round
from payung.selection import actions, queries
from payung.selection.actions import SelectionRefused
from payung.selection.canonical import digest
from payung.selection.enums import DecreeState, PlaceState
from payung.selection.models import Decree, DecreeLine, Place
from tests import cast
from tests.cast import NOW, nik
from tests.selection.scene import drafted, plain_pdf, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani, petani=2)


@pytest.fixture
def signed(people, round):
    return sign(drafted(people, round), people)


def names(decree, *, leaves=False):
    return sorted(queries.lines(decree.pk).filter(leaves=leaves).values_list("name", flat=True))


def release(people, name, reason="meninggal"):
    place = Place.objects.get(worker__name=name)
    actions.release(place.pk, reason, on=NOW.date(), by=people.rani, at=NOW)
    return place


def test_a_draft_names_who_was_selected_and_what_they_cost(people, round):
    decree = drafted(people, round)
    assert (decree.version, decree.state, decree.people, decree.monthly_rp) == (
        1,
        DecreeState.DRAFT,
        2,
        33_600,
    )
    assert names(decree) == ["SITI AMINAH", "SLAMET RIYADI"]


def test_numbers_are_sealed_and_open_for_the_annex(people, round):
    decree = drafted(people, round)
    numbers = [row["nik"] for row in queries.annex_rows(decree.pk)]
    assert sorted(numbers) == [nik(1), nik(2)]
    assert all(number.encode() not in bytes(line.sealed) for line in decree.lines.all() for number in numbers)


def test_a_correction_afterwards_does_not_reach_the_frozen_list(people, round):
    decree = drafted(people, round)
    place = Place.objects.get(worker__name="SLAMET RIYADI")
    correct_identity(
        place.worker_id, changes={"name": "SELAMET RIYADI"}, reason="Sesuai KTP", by=people.rani, at=NOW
    )
    assert "SLAMET RIYADI" in names(decree)


def test_the_digest_covers_every_line(people, round):
    decree = drafted(people, round)
    rows = [{"number": 1, "name": "A"}, {"number": 2, "name": "B"}]
    assert len(decree.lines_digest) == 64
    assert digest(rows) != digest(rows[::-1])
    assert digest(rows) != digest([rows[0], {"number": 2, "name": "C"}])


def test_one_draft_at_a_time(people, round):
    drafted(people, round)
    with pytest.raises(SelectionRefused, match="Masih ada konsep SK"):
        actions.draft_decree(round.pk, by=people.rani, at=NOW)


def test_signing_locks_the_list_and_moves_the_round(people, round, signed):
    assert (signed.state, signed.number, signed.locked_by) == (
        DecreeState.SIGNED,
        "188.45/100/2025",
        people.wati,
    )
    assert content(signed.signed_file) == plain_pdf()
    assert "Ditandatangani basah" in signed.signature_note
    assert Place.objects.filter(state=PlaceState.DECREED).count() == 2
    assert Round.objects.get().state == "decreed"
    assert AuditLine.objects.filter(verb="selection.signed", actor=people.wati).count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": "  "}, "Isi nomor SK"),
        ({"signed_on": NOW.date().replace(year=2026)}, "belum tiba"),
        ({"is_wet_signed": False}, "tanda tangan elektronik"),
        ({"pdf": b"PK\x03\x04"}, "bukan PDF"),
    ],
)
def test_what_keeps_a_decree_a_draft(people, round, change, words):
    decree = drafted(people, round)
    with pytest.raises(SelectionRefused, match=words), transaction.atomic():
        sign(decree, people, **change)
    decree.refresh_from_db()
    assert decree.state == DecreeState.DRAFT


def test_a_decree_is_signed_once(people, signed):
    with pytest.raises(SelectionRefused, match="sudah ditetapkan"):
        sign(signed, people, number="2")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE selection_decree SET number = 'X' WHERE id = %(signed)s",
        "UPDATE selection_decree SET state = 'draft' WHERE id = %(signed)s",
        "DELETE FROM selection_decree WHERE id = %(signed)s",
        "UPDATE selection_decreeline SET name = 'X' WHERE decree_id = %(signed)s",
        "DELETE FROM selection_decreeline WHERE decree_id = %(signed)s",
        "UPDATE selection_decreeline SET decree_id = %(signed)s WHERE decree_id = %(draft)s AND NOT leaves",
        "UPDATE selection_decreeline SET decree_id = %(draft)s WHERE decree_id = %(signed)s",
        "INSERT INTO selection_decreeline (decree_id, place_id, number, leaves, reason, name, birth, sex, address,"
        " kelurahan, kecamatan, job, sealed) SELECT %(signed)s, place_id, 99, leaves, reason, name, birth, sex, address,"
        " kelurahan, kecamatan, job, sealed FROM selection_decreeline WHERE decree_id = %(draft)s",
        "TRUNCATE selection_decreeline",
    ],
)
def test_not_even_the_database_changes_a_signed_list(people, round, signed, statement):
    gone = release(people, "SLAMET RIYADI")
    actions.call_next(gone.pk, by=people.rani, at=NOW)
    draft = actions.draft_decree(round.pk, by=people.rani, at=NOW)
    before = list(DecreeLine.objects.filter(decree=signed).order_by("pk").values())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="sign"), transaction.atomic():
            cursor.execute(statement, {"signed": signed.pk, "draft": draft.pk})
    assert list(DecreeLine.objects.filter(decree=signed).order_by("pk").values()) == before
    signed.refresh_from_db()
    assert signed.state == DecreeState.SIGNED


def test_an_amendment_names_who_left_and_who_came(people, round, signed):
    gone = release(people, "SLAMET RIYADI")
    called = actions.call_next(gone.pk, by=people.rani, at=NOW)
    amendment = actions.draft_decree(round.pk, by=people.rani, at=NOW)
    assert (amendment.version, amendment.people) == (2, 1)
    assert names(amendment) == ["MOCH. HOLIL"]
    assert names(amendment, leaves=True) == ["SLAMET RIYADI"]
    assert queries.lines(amendment.pk).get(leaves=True).reason == "Meninggal dunia"
    sign(amendment, people, number="188.45/200/2025")
    called.refresh_from_db()
    assert called.state == PlaceState.DECREED
    assert names(signed) == ["SITI AMINAH", "SLAMET RIYADI"]


def test_who_left_is_told_in_one_amendment_only(people, round, signed):
    release(people, "SLAMET RIYADI")
    sign(actions.draft_decree(round.pk, by=people.rani, at=NOW), people, number="2")
    with pytest.raises(SelectionRefused, match="tunggu perubahan peserta"):
        actions.draft_decree(round.pk, by=people.rani, at=NOW)


def test_who_leaves_between_draft_and_signature_goes_out_with_the_next(people, round):
    decree = drafted(people, round)
    release(people, "SLAMET RIYADI")
    sign(decree, people)
    assert Place.objects.get(worker__name="SLAMET RIYADI").state == PlaceState.RELEASED
    amendment = actions.draft_decree(round.pk, by=people.rani, at=NOW)
    assert names(amendment, leaves=True) == ["SLAMET RIYADI"]


def test_a_dropped_draft_needs_a_reason_and_a_signed_one_cannot_be_dropped(people, round):
    decree = drafted(people, round)
    with pytest.raises(SelectionRefused, match="Tulis alasan"):
        actions.drop_draft(decree.pk, reason=" ", by=people.rani, at=NOW)
    sign(decree, people)
    with pytest.raises(SelectionRefused, match="Hanya konsep"):
        actions.drop_draft(decree.pk, reason="Keliru", by=people.rani, at=NOW)
    assert Decree.objects.get().state == DecreeState.SIGNED
