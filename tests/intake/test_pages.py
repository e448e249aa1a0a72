"""The same story in the browser's eyes: what Bu Sri and Bu Rani see, and what they cannot see."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from payung.audit.models import AuditLine
from payung.intake import urls
from payung.intake.models import Batch, Row
from tests.intake.lists import csv, nik, row
from tests.intake.test_batches import FOREIGN, THREE

pytestmark = pytest.mark.django_db


@pytest.fixture
def sri(client, people, round_2025):
    client.force_login(people.sri)
    return client


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """Post a form; what it put in the queue has run when the page answers."""

    def posted(client, address, fields=None):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, fields or {})

    return posted


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    text = answer.content.decode()
    assert "TIDAK ADA:" not in text
    return text


def uploaded(post, client, content, name="petani.csv", sector="petani"):
    fields = {"sector": sector, "file": SimpleUploadedFile(name, content)}
    return post(client, reverse("batch_upload"), fields)


def test_bu_sri_uploads_checks_and_saves(sri, post):
    form = page(sri, reverse("batch_upload"))
    assert "Unduh format Petani" in form
    assert "Unduh format Nelayan" not in form
    answer = uploaded(post, sri, csv(THREE))
    batch = Batch.objects.get()
    assert answer.status_code == 302
    result = page(sri, reverse("batch", args=[batch.pk]))
    assert "2 dari 3 baris siap disimpan" in result
    assert "Belum ada yang tersimpan" in result
    assert "NIK berisi 14 angka, seharusnya 16." in result
    assert "A (NIK)" in result
    assert "Simpan 2 baris" in result
    post(sri, reverse("batch_save", args=[batch.pk]))
    saved = page(sri, reverse("batch", args=[batch.pk]))
    assert "2 baris sudah tersimpan" in saved
    assert "1 baris belum bisa disimpan" in saved
    assert Row.objects.count() == 2


def test_pressing_simpan_twice_saves_once(sri, post):
    uploaded(post, sri, csv(THREE))
    batch = Batch.objects.get()
    for _ in range(2):
        post(sri, reverse("batch_save", args=[batch.pk]))
    assert Row.objects.count() == 2


def test_warnings_have_their_own_tab(sri, post):
    uploaded(post, sri, csv(THREE))
    address = reverse("batch", args=[Batch.objects.get().pk])
    assert "Kelurahan ini bukan kelurahan kota." not in page(sri, address)
    assert "Kelurahan ini bukan kelurahan kota." in page(sri, f"{address}?tampil=peringatan")
    assert "Tidak ada temuan yang cocok" in page(sri, f"{address}?cari=zzz")


def test_a_long_list_of_findings_is_paged_and_searched(sri, post):
    uploaded(post, sri, csv([row(n, f"ORANG {chr(65 + n % 26)}", NIK="123") for n in range(60)]))
    address = reverse("batch", args=[Batch.objects.get().pk])
    first = page(sri, address)
    assert "1–25 dari 60 temuan" in first
    assert first.count("NIK berisi 3 angka") == 25
    assert page(sri, f"{address}?page=3").count("NIK berisi 3 angka") == 10
    assert page(sri, f"{address}?cari=orang+b").count("NIK berisi 3 angka") == 3


def test_a_full_nik_is_masked_among_the_findings(sri, post):
    uploaded(post, sri, csv([row(1, "SLAMET"), row(1, "SLAMAT")]))
    address = reverse("batch", args=[Batch.objects.get().pk])
    shown = page(sri, f"{address}?tampil=peringatan")
    assert "357403••••••9001" in shown
    assert nik(1) not in shown


def test_only_the_bad_rows_come_as_a_spreadsheet_and_it_is_written_down(sri, post):
    uploaded(post, sri, csv(THREE))
    answer = sri.get(reverse("batch_bad_rows", args=[Batch.objects.get().pk]))
    lines = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert len(lines) == 2
    assert (lines[1][0], lines[1][1]) == (3, "35740312098090")
    line = AuditLine.objects.get(verb="intake.downloaded")
    assert line.personal_read


def test_the_original_file_comes_back_byte_for_byte(sri, post):
    uploaded(post, sri, csv(THREE))
    answer = sri.get(reverse("batch_original", args=[Batch.objects.get().pk]))
    assert answer.content == csv(THREE)
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditLine.objects.filter(verb="intake.downloaded").exists()


def test_the_format_is_for_the_agencys_sectors_only(sri):
    answer = sri.get(reverse("batch_format", args=["petani"]))
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames[0] == "Daftar"
    assert sri.get(reverse("batch_format", args=["nelayan"])).status_code == 404


def test_the_same_file_points_to_the_earlier_receipt(sri, post):
    uploaded(post, sri, csv(THREE))
    answer = uploaded(post, sri, csv(THREE), name="lagi.csv")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "sudah diunggah dalam putaran ini" in text
    assert reverse("batch", args=[Batch.objects.get().pk]) in text


def test_foreign_columns_are_matched_on_screen(sri, post):
    uploaded(post, sri, csv([[nik(1), "SLAMET", "12-09-1980", "Mayangan"]], FOREIGN))
    batch = Batch.objects.get()
    address = reverse("batch_columns", args=[batch.pk])
    assert sri.get(reverse("batch", args=[batch.pk])).url == address
    assert "Belum dikenali: NIK, Nama lengkap, Tanggal lahir, Kelurahan" in page(sri, address)
    assert "357403••••••9001" in page(sri, address)
    assert nik(1) not in page(sri, address)
    half = post(sri, address, {"column_0_0": "nik", "column_0_1": "nik"})
    assert half.status_code == 422
    assert "NIK dipilih untuk dua kolom" in half.content.decode()
    assert "Belum dicocokkan: Nama lengkap, Tanggal lahir, Kelurahan" in half.content.decode()
    whole = {f"column_0_{n}": f for n, f in enumerate(["nik", "name", "birth_date", "kelurahan"])}
    post(sri, address, whole)
    assert "1 dari 1 baris siap disimpan" in page(sri, reverse("batch", args=[batch.pk]))


def test_a_list_still_in_the_queue_leads_to_its_progress(sri, people, round_2025):
    uploaded(lambda client, address, fields: client.post(address, fields), sri, csv(THREE))
    batch = Batch.objects.get()  # nothing was committed, so the check has not run
    assert batch.state == "uploaded"
    assert reverse("job", args=[batch.job_id]) in page(sri, reverse("batch", args=[batch.pk]))


def test_a_saved_list_is_undone_from_its_page(sri, post):
    uploaded(post, sri, csv(THREE))
    batch = Batch.objects.get()
    post(sri, reverse("batch_save", args=[batch.pk]))
    assert "Batalkan penyimpanan" in page(sri, reverse("batch", args=[batch.pk]))
    post(sri, reverse("batch_undo", args=[batch.pk]))
    assert "Penyimpanan dibatalkan" in page(sri, reverse("batch", args=[batch.pk]))
    assert Row.objects.count() == 0


def test_a_file_that_is_no_list_says_what_to_do(sri, post):
    uploaded(post, sri, b"%PDF-1.7")
    text = page(sri, reverse("batch", args=[Batch.objects.get().pk]))
    assert "Unggah berkas Excel (.xlsx) atau CSV." in text
    assert "Tidak ada yang tersimpan." in text


def test_the_receipt_names_number_time_sender_and_digest(sri, post):
    uploaded(post, sri, csv(THREE))
    batch = Batch.objects.get()
    text = page(sri, reverse("batch_receipt", args=[batch.pk]))
    for part in (batch.receipt_number, "Sri Utami", batch.file_sha256, "petani.csv"):
        assert part in text


def test_the_history_is_searched_filtered_and_exported(sri, post, client):
    assert "Belum ada unggahan" in page(sri, reverse("batches"))
    uploaded(post, sri, csv(THREE), name="petani-mei.csv")
    uploaded(post, sri, b"%PDF", name="surat.pdf")
    assert "<strong>2</strong> unggahan" in page(sri, reverse("batches"))
    assert "<strong>1</strong> unggahan" in page(sri, reverse("batches") + "?cari=mei")
    assert "surat.pdf" in page(sri, reverse("batches") + "?status=refused")
    book = openpyxl.load_workbook(io.BytesIO(sri.get(reverse("batches") + "?cari=mei&unduh=xlsx").content))
    assert [line[1] for line in book.active.values] == ["Berkas", "petani-mei.csv"]


def test_the_upload_of_another_agency_does_not_exist(sri, post, people, client):
    uploaded(post, sri, csv(THREE))
    batch = Batch.objects.get()
    client.force_login(people.joko)
    of_one_batch = [pattern.name for pattern in urls.urlpatterns if "batch_id" in str(pattern.pattern)]
    assert len(of_one_batch) == 9
    for name in of_one_batch:
        address = reverse(name, args=[batch.pk])
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address)
        assert answer.status_code == 404, name
    assert batch.receipt_number not in page(client, reverse("batches"))
    batch.refresh_from_db()
    assert batch.state == "checked"


def test_a_verifier_may_look_but_not_upload(post, sri, client, people):
    uploaded(post, sri, csv(THREE))
    client.force_login(people.budi)
    address = reverse("batch", args=[Batch.objects.get().pk])
    text = page(client, address)
    assert "Simpan 2 baris" not in text
    assert client.get(reverse("batch_upload")).status_code == 403
    assert client.post(reverse("batch_save", args=[Batch.objects.get().pk])).status_code == 403


ONE = {
    "sector": "petani", "nik": nik(4), "name": "MARYAM", "birth_date": "12 September 1980", "sex": "L",
    "kelurahan": "Mayangan", "kk": "", "phone": "0812 3456 7890",
}  # fmt: skip


def test_one_person_is_added_with_the_same_rules(sri, post):
    address = reverse("batch_one_person")
    page(sri, address)
    wrong = post(sri, address, ONE | {"nik": "3574", "birth_date": "31-02-1980"})
    assert wrong.status_code == 422
    assert "NIK berisi 4 angka, seharusnya 16." in wrong.content.decode()
    assert "Tanggal tidak ada di kalender." in wrong.content.decode()
    assert not Batch.objects.exists()
    answer = post(sri, address, ONE)
    assert answer.status_code == 302
    assert list(Row.objects.values_list("name", flat=True)) == ["MARYAM"]
    again = post(sri, address, ONE)
    assert "sudah" in again.content.decode()
    assert Row.objects.count() == 1


def test_without_an_open_round_there_is_nothing_to_upload(client, people):
    client.force_login(people.sri)
    assert "Belum ada putaran" in page(client, reverse("batch_upload"))
