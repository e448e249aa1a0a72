"""Dukcapil, BPJS, DTSEN and other payers answer in files: looked at first, saved then, and the file goes."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from payung.audit.models import AuditLine
from payung.files.models import FileBody
from payung.matching import actions, queries
from payung.matching.actions import MatchingRefused
from payung.matching.enums import ExtractState, Finding, Register, StopReason
from payung.matching.models import RegisterCheck, RegisterExtract
from payung.people.actions import register_workers
from payung.reference import clock
from tests import cast
from tests.cast import NOW, nik, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return cast.city()


@pytest.fixture
def slamet(people):
    return register_workers([person(1, "SLAMET RIYADI")], by=None, at=NOW)[0]


@pytest.fixture
def siti(people):
    return register_workers([person(2, "SITI AMINAH", sex="P")], by=None, at=NOW)[0]


@pytest.fixture
def rani(client, people):
    client.force_login(people.rani)
    return client


@pytest.fixture
def send(rani, django_capture_on_commit_callbacks):
    """Upload a text as Bu Rani does, and let the background work run; gives the extract."""

    def sent(text, register=Register.DUKCAPIL, name="ekstrak.csv"):
        with django_capture_on_commit_callbacks(execute=True):
            answer = rani.post(
                reverse("register_upload"),
                {
                    "register": register,
                    "as_of": "05-05-2025",
                    "file": SimpleUploadedFile(name, text.encode()),
                },
            )
        assert answer.status_code == 302
        return RegisterExtract.objects.latest("pk")

    return sent


@pytest.fixture
def press(rani, django_capture_on_commit_callbacks):
    def pressed(name, extract, told=None):
        with django_capture_on_commit_callbacks(execute=True):
            answer = rani.post(reverse(name, args=[extract.pk]), told or {})
        extract.refresh_from_db()
        return answer

    return pressed


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "TIDAK ADA:" not in text
    return text


def load(people, register, *lines, header, at=NOW):
    text = "\n".join([header, *lines]).encode()
    return actions.load_register(text, name="r.csv", register=register, by=people.rani, at=at)


# -- Look, then save --------------------------------------------------------------------------------------
def test_bu_rani_looks_before_she_saves_and_the_file_goes_with_it(slamet, rani, send, press):
    extract = send(f"NIK;STATUS;TANGGAL STATUS\n{nik(1)};MENINGGAL;03-04-2025\n{nik(77)};HIDUP;")
    text = page(rani, "register", extract.pk)
    assert "SLAMET RIYADI: meninggal" in text
    assert "Simpan 1 jawaban" in text
    assert nik(77) not in text
    assert (RegisterCheck.objects.count(), FileBody.objects.count()) == (0, 1)
    press("register_save", extract)
    assert extract.state == ExtractState.SAVED
    assert FileBody.objects.count() == 0
    check = RegisterCheck.objects.get()
    assert (check.worker_id, check.finding, check.since) == (slamet, Finding.DEAD, date(2025, 4, 3))
    assert check.extract.as_of == date(2025, 5, 5)


def test_saving_twice_saves_once(slamet, send, press):
    extract = send(f"NIK;STATUS\n{nik(1)};HIDUP")
    press("register_save", extract)
    press("register_save", extract)
    assert RegisterCheck.objects.count() == 1


def test_dropped_or_forgotten_the_bytes_are_gone(people, slamet, send, press):
    extract = send(f"NIK;STATUS\n{nik(1)};HIDUP")
    press("register_drop", extract)
    assert (extract.state, FileBody.objects.count()) == (ExtractState.DROPPED, 0)
    send(f"NIK;STATUS\n{nik(1)};PINDAH")
    assert actions.forget_unsaved(at=NOW + timedelta(hours=23)) == 0
    assert actions.forget_unsaved(at=NOW + timedelta(hours=25)) == 1
    assert (RegisterCheck.objects.count(), FileBody.objects.count()) == (0, 0)


def test_a_broken_file_is_refused_with_one_line_and_not_kept(rani, send):
    extract = send("bukan tabel", name="foto.png")
    assert extract.state in (ExtractState.REFUSED, ExtractState.NEEDS_MAPPING)
    broken = send("PK\x03\x04rusak", name="rusak.xlsx")
    assert broken.state == ExtractState.REFUSED
    assert broken.refusal in page(rani, "register", broken.pk)
    assert not FileBody.objects.filter(pk=broken.file_id).exists()


def test_foreign_headers_are_matched_once_and_remembered(slamet, rani, send, press):
    text = f"NO_INDUK;KEADAAN_WARGA\n{nik(1)};MENINGGAL"
    extract = send(text)
    assert extract.state == ExtractState.NEEDS_MAPPING
    assert "NO_INDUK" in page(rani, "register_columns", extract.pk)
    refused = press("register_columns", extract, {"column_0_0": "nik"})
    assert refused.status_code == 422
    press("register_columns", extract, {"column_0_0": "nik", "column_0_1": "status"})
    assert (extract.state, extract.known) == (ExtractState.CHECKED, 1)
    again = send(text.replace("MENINGGAL", "HIDUP"))
    assert again.state == ExtractState.CHECKED


def test_bad_rows_come_with_their_cells_only_while_the_file_is_there(slamet, rani, send, press):
    extract = send(f"NIK;STATUS\n{nik(1)};HIDUP\n35740312;HILANG")

    def sheet():
        content = rani.get(reverse("register_bad_rows", args=[extract.pk])).content
        return [
            list(r) for r in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        ]

    assert sheet() == [
        ["Baris", "Yang harus diperbaiki", "NIK", "Status kependudukan"],
        ["3", "NIK berisi 8 angka, seharusnya 16 angka dalam format Teks.", "35740312", "HILANG"],
    ]
    press("register_save", extract)
    assert sheet()[1] == ["3", "NIK berisi 8 angka, seharusnya 16 angka dalam format Teks."]
    assert AuditLine.objects.filter(verb="matching.bad_rows_downloaded", personal_read=True).count() == 2


@pytest.mark.parametrize("register", list(Register))
def test_each_format_is_read_by_its_own_reader(people, rani, register):
    content = rani.get(reverse("register_template", args=[register])).content
    told = actions.load_register(content, name="f.xlsx", register=register, by=people.rani, at=NOW)
    assert (told.rows, told.unusable) == (1, [])


# -- What is told -------------------------------------------------------------------------------------------
def test_what_dukcapil_has_otherwise_is_named_but_not_kept(people, slamet):
    load(
        people, Register.DUKCAPIL, f"{nik(1)};HIDUP;SLAMET HARTONO;13-09-1980", header="NIK;Status;Nama;Tanggal lahir"
    )  # fmt: skip
    check = RegisterCheck.objects.get()
    assert check.differs == ["nama", "tanggal lahir"]
    assert "HARTONO" not in str(RegisterCheck.objects.values()) + "".join(
        a.body for a in AuditLine.objects.all()
    )


def test_deciles_of_dtsen(people, slamet, siti):
    told = load(people, Register.DTSEN, f"{nik(1)};Desil 2", f"{nik(2)};11", header="NIK;Desil")
    assert queries.deciles([slamet, siti]) == {slamet: 2}
    assert told.unusable == [(3, "Desil “11” tidak dikenal; seharusnya 1 sampai 10.")]


def test_who_is_paid_by_the_city_itself_is_not_stopped(people, slamet, siti):
    load(
        people, Register.BPJS,
        f"{nik(1)};BPU AKTIF;Pemerintah Kota Probolinggo", f"{nik(2)};BPU AKTIF;Desa Sumber",
        header="NIK;Status;Pembayar",
    )  # fmt: skip
    stops = queries.stop_list(on=NOW.date())
    assert [(s.worker_id, s.reason) for s in stops] == [(siti, StopReason.PAID_ELSEWHERE)]
    assert "Desa Sumber" in stops[0].reasons[0].words


def test_one_number_twice_in_a_file_counts_once_and_two_answers_wait_for_a_person(people, slamet):
    twice = load(people, Register.DUKCAPIL, f"{nik(1)};HIDUP", f"{nik(1)};HIDUP", header="NIK;Status")
    assert (twice.known, len(twice.unusable)) == (1, 1)
    told = load(people, Register.DUKCAPIL, f"{nik(1)};MENINGGAL", f"{nik(1)};HIDUP", header="NIK;Status")
    assert (told.known, [row for row, _ in told.unusable]) == (0, [2, 3])
    assert all("isi berbeda (Meninggal, Hidup" in why for _, why in told.unusable)


# -- Stop list and deaths -----------------------------------------------------------------------------------
def test_the_stop_list_knows_what_was_known_on_that_day(people, slamet):
    load(people, Register.DUKCAPIL, f"{nik(1)};MENINGGAL;03-04-2025", header="NIK;Status;Tanggal")
    assert queries.stop_list(on=NOW.date() - timedelta(days=1)) == []
    (stop,) = queries.stop_list(on=NOW.date())
    assert (stop.worker_id, stop.reason, stop.reasons[0].since) == (slamet, StopReason.DEAD, date(2025, 4, 3))
    load(
        people, Register.DUKCAPIL, f"{nik(1)};HIDUP;", header="NIK;Status;Tanggal", at=NOW + timedelta(days=3)
    )
    assert queries.stop_list(on=NOW.date() + timedelta(days=3)) == []
    assert len(queries.stop_list(on=NOW.date())) == 1


def test_the_stop_list_of_a_month_names_only_its_people(people, slamet, siti):
    load(people, Register.DUKCAPIL, f"{nik(1)};PINDAH", f"{nik(2)};PINDAH", header="NIK;Status")
    assert [s.worker_id for s in queries.stop_list(on=NOW.date(), worker_ids=[siti])] == [siti]


def test_two_workers_who_may_be_one_are_both_on_the_stop_list(people, slamet, siti):
    pair = actions.propose_pair(siti, slamet, by=people.rani, at=NOW)
    stops = queries.stop_list(on=NOW.date())
    assert {(s.worker_id, s.reason) for s in stops} == {
        (slamet, StopReason.DOUBLE),
        (siti, StopReason.DOUBLE),
    }
    actions.decide(pair.pk, "different", by=people.rani, at=NOW)
    assert queries.stop_list(on=NOW.date()) == []


def test_deaths_with_their_day_latest_first(people, slamet, siti):
    load(
        people, Register.DUKCAPIL, f"{nik(1)};MENINGGAL;03-04-2025", f"{nik(2)};MENINGGAL;20-04-2025",
        header="NIK;Status;Tanggal",
    )  # fmt: skip
    assert [d.name for d in queries.deaths_found()] == ["SITI AMINAH", "SLAMET RIYADI"]
    assert [d.name for d in queries.deaths_found(since=date(2025, 4, 10))] == ["SITI AMINAH"]


def test_the_lists_are_pages_with_export_and_empty_states(people, rani, slamet):
    assert "Tidak ada yang perlu dihentikan" in page(rani, "stop_list")
    assert "Dukcapil belum mencatat kematian" in page(rani, "deaths_found")
    # Who is no member is on the lists only when everybody is asked for (tests/desk/test_register_lists.py).
    load(people, Register.DUKCAPIL, f"{nik(1)};MENINGGAL;03-04-2025", header="NIK;Status;Tanggal")
    for name in ("stop_list", "deaths_found", "register_answers", "registers"):
        assert page(rani, name)
    for name in ("stop_list", "deaths_found", "register_answers"):
        content = rani.get(reverse(name), {"unduh": "xlsx", "siapa": "semua"}).content
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        assert rows[1][0] == "SLAMET RIYADI"
        assert nik(1).encode() not in content


def test_data_of_tomorrow_are_refused(people):
    with pytest.raises(MatchingRefused):
        actions.receive_extract(
            b"NIK;Status",
            name="x.csv",
            register=Register.DUKCAPIL,
            as_of=date(2030, 1, 1),
            by=people.rani,
            at=NOW,
        )


def test_others_see_the_lists_but_do_not_load(client, people):
    client.force_login(people.budi)
    assert client.get(reverse("stop_list")).status_code == 200
    assert client.get(reverse("register_upload")).status_code == 403
    client.force_login(people.sri)
    assert client.get(reverse("stop_list")).status_code == 403
