"""A mistake about a person is mended with a reason, and what was written before stays."""

import pytest
from django.db import DatabaseError, transaction

from payung.audit.models import AuditLine
from payung.people import actions, queries
from tests import cast
from tests.cast import NOW, person


@pytest.fixture
def rani(db):
    return cast.city().rani


@pytest.fixture
def slamet(rani):
    return actions.register_workers([person(1, "SLAMET RIADI")], by=rani, at=NOW)[0]


def test_a_correction_changes_the_person_and_keeps_what_was(rani, slamet):
    changes = {"name": "SLAMET RIYADI", "nik": cast.nik(8), "rt": ""}
    changed = actions.correct_identity(slamet, changes=changes, reason="Sesuai KTP", by=rani, at=NOW)
    assert changed == ["name", "nik"]
    assert queries.worker(slamet).name == "SLAMET RIYADI"
    assert [w.pk for w in queries.find(cast.nik(8))] == [slamet]
    assert not queries.find(cast.nik(1)).exists()
    kept = {c.field: (c.before, c.after, c.reason, c.by) for c in queries.corrections(slamet)}
    assert kept == {
        "name": ("SLAMET RIADI", "SLAMET RIYADI", "Sesuai KTP", "Rani Wulandari"),
        "nik": ("357403••••••9001", "357403••••••9008", "Sesuai KTP", "Rani Wulandari"),
    }
    line = AuditLine.objects.get(verb="people.corrected")
    assert (line.sentence, line.reason) == ("Memperbaiki nama, NIK.", "Sesuai KTP")
    assert cast.nik(8) not in line.body


def test_without_a_reason_nothing_changes(rani, slamet):
    with pytest.raises(actions.PeopleRefused, match="alasan"):
        actions.correct_identity(slamet, changes={"name": "SLAMET"}, reason=" ", by=rani, at=NOW)
    assert queries.worker(slamet).name == "SLAMET RIADI"


def test_the_nik_of_somebody_else_is_refused(rani, slamet):
    actions.register_workers([person(2, "SITI AMINAH")], by=rani, at=NOW)
    with pytest.raises(actions.PeopleRefused, match="sudah dipakai"):
        actions.correct_identity(slamet, changes={"nik": cast.nik(2)}, reason="KTP", by=rani, at=NOW)


def test_saying_the_same_again_leaves_no_trace(rani, slamet):
    same = {"name": "SLAMET RIADI", "nik": cast.nik(1), "birth_date": person(1, "").birth_date}
    assert actions.correct_identity(slamet, changes=same, reason="KTP", by=rani, at=NOW) == []
    assert queries.corrections(slamet) == []


def test_looking_at_a_nik_is_written_down_before_it_is_shown(rani, slamet):
    assert actions.reveal(slamet, "nik", purpose="Menelepon warga", by=rani, at=NOW) == cast.nik(1)
    line = AuditLine.objects.get(verb="people.revealed")
    assert (line.personal_read, line.reason, line.object_id) == (True, "Menelepon warga", str(slamet))


@pytest.mark.django_db(transaction=True)
def test_the_line_is_committed_before_the_value_leaves(rani, slamet):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        actions.reveal(slamet, "nik", purpose="Menelepon warga", by=rani, at=NOW)


def test_no_line_no_value(rani, slamet, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("audit table is full")

    monkeypatch.setattr(actions.audit, "record", broken)
    with pytest.raises(DatabaseError):
        actions.reveal(slamet, "nik", purpose="Menelepon warga", by=rani, at=NOW)


def test_a_family_is_told_and_mended(rani, slamet):
    actions.add_relative(slamet, name="SITI AMINAH", kin="janda", by=rani, at=NOW)
    child = actions.add_relative(slamet, name="DEWI", kin="anak", by=rani, at=NOW)
    actions.remove_relative(child.pk, worker_id=slamet, reason="Anak tetangga", by=rani, at=NOW)
    assert [(r.name, r.kin) for r in queries.relatives(slamet)] == [("SITI AMINAH", "janda")]
    assert AuditLine.objects.filter(verb__startswith="people.relative").count() == 3
    with pytest.raises(actions.PeopleRefused, match="sudah dihapus"):
        actions.remove_relative(child.pk, worker_id=slamet, reason="Lagi", by=rani, at=NOW)
