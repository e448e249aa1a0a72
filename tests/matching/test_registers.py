"""Dukcapil and BPJS answer in a file; only what they say of our people is kept."""

from datetime import date, timedelta

import pytest

from payung.audit.models import AuditLine
from payung.files.models import StoredFile
from payung.files.queries import content
from payung.matching import actions, queries
from payung.matching.actions import MatchingRefused
from payung.matching.enums import Finding, Register
from payung.matching.models import RegisterCheck
from payung.people.actions import register_workers
from tests import cast
from tests.cast import NOW, nik, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def slamet(people):
    return register_workers([person(1, "SLAMET RIYADI")], by=None, at=NOW)[0]


def load(people, *lines, register=Register.DUKCAPIL, at=NOW, header="NIK;STATUS;TANGGAL STATUS"):
    text = "\n".join([header, *lines])
    return actions.load_register(text.encode(), name="dukcapil.csv", register=register, by=people.rani, at=at)


def test_an_answer_is_kept_with_its_day(people, slamet):
    told = load(people, f"{nik(1)};MENINGGAL;03-04-2025")
    assert (told.rows, told.known, told.unusable) == (1, 1, [])
    assert queries.findings() == {slamet: {Register.DUKCAPIL: (Finding.DEAD, date(2025, 4, 3))}}


def test_of_strangers_nothing_is_kept(people, slamet):
    told = load(people, f"{nik(1)};HIDUP;", f"{nik(77)};MENINGGAL;03-04-2025")
    assert (told.rows, told.known) == (2, 1)
    assert RegisterCheck.objects.count() == 1
    kept = b"".join(content(file) for file in StoredFile.objects.all())
    assert nik(77).encode() not in kept
    assert nik(1).encode() not in kept
    assert not any(nik(77) in line.body for line in AuditLine.objects.all())


def test_the_latest_answer_counts(people, slamet):
    load(people, f"{nik(1)};TIDAK DITEMUKAN;")
    load(people, f"{nik(1)};HIDUP;", at=NOW + timedelta(days=1))
    assert queries.findings([slamet])[slamet][Register.DUKCAPIL][0] == Finding.ALIVE
    assert queries.register_counts()[Register.DUKCAPIL][Finding.NOT_FOUND] == 0


@pytest.mark.parametrize(
    ("status", "finding"),
    [
        ("PU AKTIF", Finding.PU_ACTIVE),
        ("aktif  BPU", Finding.BPU_ACTIVE),
        ("Tidak terdaftar", Finding.NOT_MEMBER),
    ],
)
def test_what_the_insurer_says(people, slamet, status, finding):
    load(people, f"{nik(1)};{status};", register=Register.BPJS)
    assert queries.findings()[slamet][Register.BPJS][0] == finding


def test_rows_that_cannot_be_used_are_told_with_their_number(people, slamet):
    told = load(people, f"{nik(1)};HILANG;", "35740312;HIDUP;", f"{nik(1)};HIDUP;")
    assert told.known == 1
    assert told.unusable == [
        (
            2,
            "Status “hilang” tidak dikenal. Kata yang dikenal: hidup, masih hidup, aktif, ada, ditemukan, sesuai, valid, padan.",
        ),
        (3, "NIK berisi 8 angka, seharusnya 16 angka dalam format Teks."),
    ]


def test_a_file_without_nik_is_refused_with_one_line(people):
    with pytest.raises(MatchingRefused):
        load(people, "a;b;c", header="Nama;Umur;Alamat")
    assert not RegisterCheck.objects.exists()
