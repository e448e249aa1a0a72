"""From a signed decree to a file in the branch's own layout."""

import io
from datetime import date

import openpyxl
import pytest

from payung.documents import profile
from payung.enrolment import actions, queries
from payung.enrolment.actions import Refused
from payung.enrolment.models import Registration, RegistrationFile
from payung.enrolment.profile import REGISTRATION
from payung.files.queries import content
from payung.selection.enums import PlaceState
from payung.selection.models import Place
from tests import cast
from tests.cast import NOW, nik
from tests.enrolment.scene import draft_decree, signed_decree

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def decree(people):
    return signed_decree(cast.round_2025(people.rani), people.rani)


def cells(made):
    return [[c.value for c in row] for row in openpyxl.load_workbook(io.BytesIO(content(made.file))).active]


def test_everybody_of_a_signed_decree_is_made_ready_once(people, decree):
    assert actions.prepare_registrations(decree.pk, by=people.rani, at=NOW) == 3
    assert actions.prepare_registrations(decree.pk, by=people.rani, at=NOW) == 0
    assert queries.registration_counts() == {"ready": 3, "sent": 0, "accepted": 0, "refused": 0}


def test_a_draft_registers_nobody(people):
    decree = draft_decree(cast.round_2025(people.rani), people.rani)
    with pytest.raises(Refused, match="belum ditetapkan"):
        actions.prepare_registrations(decree.pk, by=people.rani, at=NOW)


def test_who_lost_the_seat_meanwhile_is_not_registered(people, decree):
    first = Place.objects.order_by("rank").first()
    Place.objects.filter(pk=first.pk).update(state=PlaceState.RELEASED, released_for="meninggal")
    assert actions.prepare_registrations(decree.pk, by=people.rani, at=NOW) == 2


def test_the_file_has_the_columns_of_the_profile_and_the_nik_as_text(people, decree):
    actions.prepare_registrations(decree.pk, by=people.rani, at=NOW)
    made = actions.make_registration_file(decree.pk, by=people.rani, at=NOW)
    header, *rows = cells(made)
    assert header == profile.headers(REGISTRATION.columns)
    slamet = dict(zip(header, next(r for r in rows if r[2] == "SLAMET RIYADI"), strict=True))
    assert slamet["NIK"] == nik(1)
    assert slamet["NO HP"].startswith("62812")
    assert (slamet["TANGGAL LAHIR"], slamet["BULAN MULAI"], slamet["JUMLAH BULAN"]) == (
        "12-09-1980",
        "05-2025",
        8,
    )


def test_nobody_stands_in_two_files_and_the_first_is_kept_byte_for_byte(people, decree):
    actions.prepare_registrations(decree.pk, by=people.rani, at=NOW)
    made = actions.make_registration_file(decree.pk, by=people.rani, at=NOW)
    before = content(made.file)
    with pytest.raises(Refused, match="sudah ada dalam berkas"):
        actions.make_registration_file(decree.pk, by=people.rani, at=NOW)
    Registration.objects.all().first().worker.__class__.objects.update(name="NAMA BARU")
    assert content(RegistrationFile.objects.get().file) == before


def test_a_changed_template_needs_no_programmer(people, decree):
    columns = [
        {"header": "No. Identitas", "field": "nik", "format": "asis", "codes": {}},
        {"header": "Tgl", "field": "birth_date", "format": "yyyymmdd", "codes": {}},
        {"header": "JK", "field": "sex", "format": "asis", "codes": {"L": "1", "P": "2"}},
        {"header": "Segmen", "field": "constant", "format": "asis", "codes": {"": "BPU"}},
    ]
    new = actions.save_profile(
        None, name="Cabang 2026", columns=columns, file_format="csv", is_default=True, by=people.rani, at=NOW
    )
    actions.prepare_registrations(decree.pk, by=people.rani, at=NOW)
    made = actions.make_registration_file(decree.pk, new.pk, by=people.rani, at=NOW)
    lines = content(made.file).decode("utf-8-sig").splitlines()
    assert lines[0] == '"No. Identitas";"Tgl";"JK";"Segmen"'
    assert f'"{nik(1)}";"19800912";"1";"BPU"' in lines


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ([], "belum punya kolom"),
        ([{"header": "", "field": "nik", "format": "asis"}], "Kolom 1: tulis judulnya"),
        ([{"header": "A", "field": "nik", "format": "asis"}] * 2, "dipakai dua kali"),
        ([{"header": "A", "field": "golongan_darah", "format": "asis"}], "pilih isinya"),
        ([{"header": "A", "field": "birth_date", "format": "upper"}], "pilih format"),
        ([{"header": "A", "field": "name", "format": "upper"}], "kolom NIK"),
        ([{"header": "A", "field": "constant", "format": "asis", "codes": {}}], "isi tetap"),
    ],
)
def test_a_template_that_cannot_work_is_refused_with_its_column(people, columns, said):
    with pytest.raises(Refused, match=said):
        actions.save_profile(
            None, name="X", columns=columns, file_format="xlsx", is_default=False, by=people.rani, at=NOW
        )


def test_the_default_profile_is_sound_and_made_once():
    assert profile.problems(REGISTRATION.columns, REGISTRATION) == []
    assert actions.default_profile(at=NOW) == actions.default_profile(at=NOW)


def test_codes_are_written_as_people_write_them():
    assert profile.parse_codes("L=1; P = 2") == {"L": "1", "P": "2"}
    assert profile.parse_codes("BPU") == {"": "BPU"}
    assert profile.written_codes({"L": "1", "P": "2"}) == "L=1; P=2"
    assert profile.row(
        [{"header": "T", "field": "birth_date", "format": "dd/mm/yyyy"}], {"birth_date": date(1980, 9, 2)}
    ) == ["02/09/1980"]
