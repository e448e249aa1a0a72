"""Bu Sri sends the farmers' list: nothing is stored before Simpan, everything after it, twice the same as once."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from payung.accounts.queries import scope_of
from payung.audit.models import AuditLine
from payung.intake import actions, queries
from payung.intake.enums import LIVE, NEXT, BatchState
from payung.intake.models import Batch, Row
from payung.jobs.models import Job
from payung.people import actions as people_actions
from payung.programme.models import Round
from payung.tables.reading import Decisions
from tests import cast
from tests.cast import NOW
from tests.intake.lists import csv, nik, row, xlsx

pytestmark = pytest.mark.django_db
THREE = [
    row(1, "SLAMET RIYADI"),
    row(2, "SITI AMINAH", NIK="35740312098090"),
    row(3, "NUR'AINI", Kelurahan="Kraksaan"),
]


def save(batch, by):
    return actions.save_batch(batch.pk, by=by, at=NOW)


def test_a_list_is_kept_with_its_receipt_and_checked_but_no_row_is_stored(people, send):
    content = csv(THREE)
    batch = send(content)
    assert (batch.state, batch.rows, batch.accepted, batch.rejected, batch.warnings) == (
        "checked",
        3,
        2,
        1,
        1,
    )
    assert Row.objects.count() == 0
    assert batch.receipt_number == f"U-{batch.round_id:03d}-{batch.pk:05d}"
    assert batch.file.sha256 == sha256(content).hexdigest()
    assert queries.original(batch) == content


def test_every_rejected_row_names_its_place_and_what_to_do(people, send):
    checked = queries.checked(send(csv(THREE)))
    (bad,) = checked.rejected
    (found,) = bad.problems
    assert (found.row, found.column, found.value) == (3, "A", "35740312098090")
    assert found.message == "NIK berisi 14 angka, seharusnya 16."
    assert found.cure
    assert len(checked.rows) == len(checked.accepted) + len(checked.rejected)


def test_the_waiting_rows_are_sealed(people, send):
    batch = send(csv(THREE))
    kept = bytes(Batch.objects.get(pk=batch.pk).checked_sealed)
    assert b"SLAMET" not in kept
    assert nik(1).encode() not in kept
    other = send(csv([row(9, "MARYAM")]))
    Batch.objects.filter(pk=other.pk).update(checked_sealed=kept)
    with pytest.raises(ValueError, match="segel"):
        queries.checked(other)


def test_saving_stores_the_accepted_rows_and_says_so(people, send):
    batch = send(csv(THREE))
    assert save(batch, people.sri) == 2
    batch.refresh_from_db()
    assert (batch.state, batch.saved_by, batch.saved_at) == ("saved", people.sri, NOW)
    stored = queries.unlinked_rows(batch.round_id)
    assert [(r["row_number"], r["name"], r["nik"]) for r in stored] == [
        (2, "SLAMET RIYADI", nik(1)),
        (4, "NUR'AINI", nik(3)),
    ]
    slamet, nuraini = stored
    assert slamet["birth_date"] == date(1980, 9, 12)
    assert (slamet["job"], slamet["sector"], slamet["kelurahan_code"]) == (
        "Petani tembakau",
        "petani",
        cast.MAYANGAN,
    )
    assert (nuraini["kelurahan_code"], nuraini["outside_address"]) == (None, "Kraksaan")
    assert nuraini["warnings"] == ["kelurahan_outside"]
    line = AuditLine.objects.get(verb="intake.saved")
    assert line.sentence == f"Menyimpan 2 dari 3 baris {batch.receipt_number}."


def test_saving_twice_gives_the_same_as_once(people, send):
    batch = send(csv(THREE))
    save(batch, people.sri)
    digest = queries.digest(batch.pk)
    assert save(batch, people.rani) == 2
    assert queries.digest(batch.pk) == digest
    batch.refresh_from_db()
    assert batch.saved_by == people.sri
    assert AuditLine.objects.filter(verb="intake.saved").count() == 1


def test_a_save_that_fails_leaves_the_list_waiting_and_nothing_of_it(
    people, send, monkeypatch, django_capture_on_commit_callbacks
):
    """The disk is full, a row breaks a rule nobody knew: the person sees what happened, and Simpan again."""

    def broken(*_args, **_more):
        raise OSError("no space left")

    batch = send(csv(THREE))
    with monkeypatch.context() as full_disk:
        full_disk.setattr("payung.intake.saving._copy", broken)
        with django_capture_on_commit_callbacks(execute=True):
            job_id = actions.ask_to_save(batch.pk, by=people.sri, at=NOW)
    batch.refresh_from_db()
    assert (batch.state, Row.objects.count()) == (BatchState.CHECKED, 0)
    assert "Tidak ada yang tersimpan" in Job.objects.get(pk=job_id).error
    assert save(batch, people.sri) == 2


def test_a_saving_whose_worker_was_killed_is_taken_up_again(people, send):
    batch = send(csv(THREE))
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.SAVING)
    assert save(batch, people.sri) == 2
    assert Row.objects.count() == 2


def test_after_saving_only_the_rows_to_mend_stay_downloadable(people, send):
    batch = send(csv(THREE))
    save(batch, people.sri)
    assert [r.number for r in queries.checked(batch).rows] == [3]
    whole = send(csv([row(7, "MARYAM")]), name="lain.csv")
    save(whole, people.sri)
    assert queries.checked(whole) is None


def test_the_same_file_again_is_refused_and_the_earlier_receipt_named(people, send):
    batch = send(csv(THREE))
    with pytest.raises(actions.AlreadyReceived) as refusal:
        send(csv(THREE), name="nama lain.csv")
    assert refusal.value.batch == batch
    assert Batch.objects.count() == 1
    actions.drop_batch(batch.pk, by=people.sri, at=NOW)
    assert send(csv(THREE)).state == "checked"


def test_the_database_itself_refuses_the_same_file_twice(people, send):
    batch = send(csv(THREE))
    batch.pk = None
    with pytest.raises(IntegrityError, match="a_file_once_per_round"), transaction.atomic():
        batch.save(force_insert=True)


def test_the_same_rows_in_another_order_change_nothing(people, send):
    save(send(csv(THREE)), people.sri)
    again = send(csv(THREE[::-1]), name="urutan lain.csv")
    assert (again.accepted, again.already, again.rejected) == (0, 2, 1)
    assert again.rows == again.accepted + again.already + again.rejected
    with pytest.raises(actions.IntakeRefused, match="Tidak ada baris baru"):
        actions.ask_to_save(again.pk, by=people.sri, at=NOW)
    assert save(again, people.sri) == 0
    assert Row.objects.count() == 2


def test_a_longer_list_adds_only_what_is_new(people, send):
    save(send(csv(THREE)), people.sri)
    longer = send(csv([*THREE, row(5, "MARYAM"), row(1, "SLAMET RIADI")]), name="ralat.csv")
    assert (longer.accepted, longer.already) == (2, 2)
    assert save(longer, people.sri) == 2
    assert sorted(Row.objects.values_list("name", flat=True)) == [
        "MARYAM",
        "NUR'AINI",
        "SLAMET RIADI",
        "SLAMET RIYADI",
    ]


def test_the_same_person_twice_in_one_list_stays_for_periksa_ganda(people, send):
    batch = send(csv([row(1, "SLAMET RIYADI"), row(1, "SLAMET RIYADI")]))
    assert (batch.accepted, batch.warnings) == (2, 2)
    assert save(batch, people.sri) == 2


def test_an_xlsx_is_read_too(people, send):
    batch = send(xlsx(THREE), name="petani.xlsx")
    assert (batch.state, batch.sheets, batch.accepted) == ("checked", ["Daftar"], 2)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 surat pengantar", "bukan lembar kerja"),
        (b"PK\x03\x04 terpotong", "rusak"),
        (csv([]), "Tidak ada baris"),
        (b"catatan rapat\nhari ini\n", "bukan lembar kerja"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_line(people, send, content, sentence):
    batch = send(content, name="aneh.xlsx")
    assert batch.state == "refused"
    assert sentence in batch.refusal
    assert Row.objects.count() == 0
    with pytest.raises(actions.IntakeRefused):
        save(batch, people.sri)


def test_an_empty_file_is_not_even_kept(people, send):
    with pytest.raises(actions.IntakeRefused, match="kosong"):
        send(b"")
    assert not Batch.objects.exists()


FOREIGN = ["KODE A", "SEBUTAN", "KODE C", "WILAYAH"]
MATCHED = {"A": "nik", "B": "name", "C": "birth_date", "D": "kelurahan"}


def matched(batch, fields):
    """What a person decides about the one layout of a batch."""
    return Decisions({queries.reading(batch).tables[0].header.digest: fields})


def test_foreign_columns_are_matched_once_and_remembered_for_the_agency(
    people, send, django_capture_on_commit_callbacks
):
    first = send(csv([[nik(1), "SLAMET", "12-09-1980", "Mayangan"]], FOREIGN))
    assert first.state == "needs_mapping"
    assert [c.title for c in queries.reading(first).tables[0].columns] == FOREIGN
    with django_capture_on_commit_callbacks(execute=True):
        actions.decide(first.pk, matched(first, MATCHED), by=people.sri, at=NOW)
    first.refresh_from_db()
    assert (first.state, first.accepted) == ("checked", 1)
    second = send(csv([[nik(2), "SITI", "12-09-1980", "Mayangan"]], FOREIGN), name="dua.csv")
    assert (second.state, second.accepted) == ("checked", 1)
    joko = send(
        csv([[nik(3), "SAIFUL", "12-09-1980", "Mayangan"]], FOREIGN), by=people.joko, sector="nelayan"
    )
    assert joko.state == "needs_mapping"


def test_one_field_cannot_come_from_two_columns(people, send):
    batch = send(csv([[nik(1), "SLAMET", "12-09-1980", "Mayangan"]], FOREIGN))
    with pytest.raises(actions.IntakeRefused, match="dua kolom"):
        actions.decide(batch.pk, matched(batch, {"A": "nik", "C": "nik"}), by=people.sri, at=NOW)


def test_a_saved_list_can_be_taken_back_until_it_is_used(people, send):
    batch = send(csv(THREE))
    save(batch, people.sri)
    actions.undo_batch(batch.pk, by=people.sri, at=NOW)
    assert Row.objects.count() == 0
    assert queries.batch(batch.pk).state == "undone"
    assert queries.original(queries.batch(batch.pk)) == csv(THREE)

    again = send(csv(THREE))
    save(again, people.sri)
    slamet = queries.unlinked_rows(again.round_id)[0]
    (worker,) = people_actions.register_workers([cast.person(1, "SLAMET RIYADI")], by=None, at=NOW)
    assert actions.link_rows({slamet["id"]: worker}) == 1
    with pytest.raises(actions.IntakeRefused, match="sudah dipakai"):
        actions.undo_batch(again.pk, by=people.sri, at=NOW)
    assert Row.objects.count() == 2


def test_linked_and_returned_rows_no_longer_wait(people, send):
    batch = send(csv([row(n, f"ORANG {chr(64 + n)}") for n in (1, 2, 3)]))
    save(batch, people.sri)
    first, second, third = (r["id"] for r in queries.unlinked_rows(batch.round_id))
    (worker,) = people_actions.register_workers([cast.person(1, "ORANG A")], by=None, at=NOW)
    actions.link_rows({first: worker})
    actions.send_back([second], "NIK milik orang lain", by=people.rani, at=NOW)
    assert [r["id"] for r in queries.unlinked_rows(batch.round_id)] == [third]
    assert queries.row_values([first])[first]["worker_id"] == worker
    assert [(r.name, r.sent_back) for r in queries.sent_back_rows(batch)] == [
        ("ORANG B", "NIK milik orang lain")
    ]
    actions.link_rows({first: None})
    assert [r["id"] for r in queries.unlinked_rows(batch.round_id)] == [first, third]


def test_rows_of_an_undone_list_cannot_be_linked(people, send):
    batch = send(csv(THREE))
    save(batch, people.sri)
    row_id = queries.unlinked_rows(batch.round_id)[0]["id"]
    (worker,) = people_actions.register_workers([cast.person(1, "SLAMET")], by=None, at=NOW)
    actions.undo_batch(batch.pk, by=people.sri, at=NOW)
    assert actions.link_rows({row_id: worker}) == 0


def test_an_agency_sees_and_sends_only_its_own_lists(people, send):
    petani = send(csv(THREE))
    nelayan = send(csv([row(9, "SAIFUL")]), by=people.joko, sector="nelayan")
    assert list(queries.batches(scope_of(people.sri))) == [petani]
    assert queries.batch(nelayan.pk, scope_of(people.sri)) is None
    assert set(queries.batches(scope_of(people.rani))) == {petani, nelayan}
    assert [s.code for s in queries.sectors_of(scope_of(people.joko))] == ["nelayan"]
    with pytest.raises(actions.IntakeRefused, match="dinas lain"):
        send(csv([row(8, "X")]), by=people.joko, sector="petani")


def test_a_closed_round_takes_no_lists(people, round_2025, send):
    Round.objects.update(state="decreed")
    with pytest.raises(actions.IntakeRefused, match="tidak sedang menerima"):
        send(csv(THREE))


def test_a_batch_moves_only_as_the_table_says(people, send):
    batch = send(csv(THREE))
    for start in BatchState:
        for to in BatchState:
            Batch.objects.filter(pk=batch.pk).update(state=start)
            assert actions._move(batch.pk, to) == (to in NEXT[start]), (start, to)


def test_every_state_is_live_or_over():
    over = {state for state in BatchState if not NEXT[state]}
    assert over == set(BatchState) - {BatchState(state) for state in LIVE}


def test_no_line_of_the_journal_tells_a_number_or_a_name(people, send):
    batch = send(csv(THREE))
    save(batch, people.sri)
    actions.undo_batch(batch.pk, by=people.sri, at=NOW)
    bodies = " ".join(AuditLine.objects.values_list("body", flat=True))
    assert "intake.undone" in bodies
    for private in (nik(1), "SLAMET", "35740312098090"):
        assert private not in bodies
