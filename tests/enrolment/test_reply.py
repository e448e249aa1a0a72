"""The branch answers: who is accepted becomes a member with a card, who is refused frees the seat."""

import time
from datetime import date

import pytest
from django.db import connection

from payung.audit.models import AuditLine
from payung.documents.sheets import Column, xlsx
from payung.enrolment import actions, queries
from payung.enrolment.actions import Refused
from payung.enrolment.models import Card, Membership, Registration, Reply
from payung.rules.card_code import is_card_code
from payung.rules.months import parse_month
from payung.selection.enums import PlaceState
from payung.selection.models import Place
from tests import cast
from tests.cast import NOW, nik
from tests.enrolment.scene import NAMES, REPLY, kpj, no, read, reply, sent, yes
from tests.patience import limit

pytestmark = pytest.mark.django_db
MAY = parse_month("2025-05")


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def decree(people):
    return sent(cast.round_2025(people.rani), people)


def test_who_is_accepted_becomes_a_member_with_a_card(people, decree):
    told = read(people, yes(1), yes(2), yes(3))
    assert (told.accepted, told.refused, told.problems) == (3, 0, [])
    slamet = Membership.objects.get(kpj=kpj(1))
    assert (slamet.worker.name, slamet.start_on) == ("SLAMET RIYADI", date(2025, 5, 1))
    assert is_card_code(slamet.cards.get().code)
    assert [row.name for row in queries.memberships_in(MAY)] == list(NAMES)
    assert queries.people_in(MAY - 1) == 0


def test_who_is_refused_frees_the_seat_for_the_first_of_the_queue(people, decree):
    told = read(people, yes(1), no(2), yes(3))
    assert (told.accepted, told.refused, told.called) == (2, 1, 1)
    siti = Registration.objects.get(state="refused")
    assert (siti.worker.name, siti.refusal) == ("SITI AMINAH", "Sudah terdaftar sebagai PU")
    assert siti.place.state == PlaceState.RELEASED
    called = Place.objects.get(state=PlaceState.CALLED)
    assert (called.worker.name, called.replaces_id) == ("SUPARMI", siti.place_id)


def everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Registration, Membership, Card, Place, Reply, AuditLine)
    ]


def test_the_same_reply_twice_changes_nothing(people, decree):
    told = read(people, yes(1), no(2), (nik(99), "", kpj(9), "Diterima", ""))
    after_once = everything()
    assert read(people, yes(1), no(2), (nik(99), "", kpj(9), "Diterima", "")) == told
    assert everything()[:5] == after_once[:5]
    mixed = read(people, yes(1), yes(3))
    assert (mixed.accepted, mixed.unchanged) == (1, 1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((nik(99), "SLAMET RIYADI", kpj(1), "Diterima", ""), "Tidak ada pendaftaran"),
        ((nik(1), "", "", "Diterima", ""), "KPJ kosong"),
        ((nik(1), "", kpj(2), "Diterima", ""), "milik orang lain"),
        ((nik(1), "", kpj(1), "Diproses", ""), "Status “diproses” tidak dikenal"),
        ((nik(2), "", kpj(7), "Diterima", ""), "sudah dijawab di baris"),
    ],
    ids=["unknown", "no-kpj", "anothers-kpj", "unclear", "answered-twice"],
)
def test_a_doubtful_row_is_told_and_changes_nothing(people, decree, row, said):
    told = read(people, yes(2), row)
    assert told.accepted == 1
    assert said in told.problems[0]["what"]
    assert Membership.objects.count() == 1


def test_a_name_alone_is_never_a_guess(people, decree):
    with pytest.raises(Refused, match="Tidak satu pun dari 1 baris"):
        read(people, ("", "SLAMET RIYADI", kpj(1), "Diterima", ""))
    assert not Reply.objects.exists()


def test_a_nik_typed_as_a_number_is_not_believed(people, decree):
    columns = [Column("NIK", "number"), *REPLY[1:]]
    content = xlsx(
        columns, [(int(nik(1)), "", kpj(1), "Diterima", ""), (int(nik(2)), "", kpj(2), "Diterima", "")]
    )
    with pytest.raises(Refused):
        actions.read_reply(content, name="b.xlsx", by=people.rani, at=NOW)
    assert not Membership.objects.exists()


def test_the_registration_number_serves_where_the_nik_is_missing_and_must_agree_where_not(people, decree):
    numbers = dict(Registration.objects.values_list("worker__name", "id"))
    rows = [
        (f"REG-{numbers['SLAMET RIYADI']:06d}", "", kpj(1), "Terdaftar"),
        (f"REG-{numbers['SITI AMINAH']:06d}", nik(3), kpj(2), "Terdaftar"),
    ]
    content = xlsx([Column("No Pendaftaran"), Column("NIK"), Column("KPJ"), Column("Status")], rows)
    told = actions.read_reply(content, name="b.xlsx", by=people.rani, at=NOW)
    assert told.accepted == 1
    assert "dua orang berbeda" in told.problems[0]["what"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "kosong"), (b"PK broken", "bukan lembar kerja"), (b"KPJ;Nama\n1;x\n", "NIK atau Nomor Pendaftaran"),
     (b"Nama;Alamat\nx;y\n", "dicari: Nomor KPJ"), (b"NIK;KPJ\n", "Tidak ada baris")],
)  # fmt: skip
def test_a_broken_or_foreign_file_is_refused_in_one_line(people, decree, content, said):
    with pytest.raises(Refused, match=said):
        actions.read_reply(content, name="b.csv", by=people.rani, at=NOW)


def test_the_audit_line_tells_the_numbers_and_no_person(people, decree):
    read(people, yes(1), no(2))
    line = AuditLine.objects.filter(verb="enrolment.read_reply").get()
    assert "1 terdaftar, 1 ditolak" in line.sentence
    assert nik(1) not in line.sentence


def test_a_new_round_ends_the_membership_of_the_one_before(people, decree):
    read(people, yes(1))
    old = Membership.objects.get()
    place = Place.objects.create(
        round=_next_round(decree.round), sector_id="petani", worker=old.worker, rank=1, score=0,
        state=PlaceState.DECREED, starts_month=parse_month("2026-01"), changed_at=NOW,
    )  # fmt: skip
    Registration.objects.create(place=place, worker=old.worker, state="sent")
    read(people, yes(1))
    old.refresh_from_db()
    assert (old.end_on, old.end_reason) == (date(2026, 1, 1), "anggaran_habis")
    assert queries.card_by_code(old.cards.get().code).is_valid is False
    assert Membership.objects.get(end_on=None).place == place


def _next_round(round):
    round.pk, round.name = None, "Putaran 2026"
    round.first_month, round.last_month = parse_month("2026-01"), parse_month("2026-12")
    round.save()
    return round


def test_a_whole_city_is_read_in_seconds(people):
    names = [f"ORANG {i}" for i in range(1, 4_099)]
    sent(cast.round_2025(people.rani), people, names, ())
    content = reply(*(yes(i) for i in range(1, 4_099)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    started = time.perf_counter()
    told = actions.read_reply(content, name="b.xlsx", by=people.rani, at=NOW)
    print(f"reply of 4,098 rows {time.perf_counter() - started:.2f} s")
    assert told.accepted == 4_098
    assert time.perf_counter() - started < limit(5)
