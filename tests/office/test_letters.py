"""Kota & dinas: head, coat of arms, copies, initials and citations, seen before they are saved, used in every letter."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from payung.accounts.enums import Role
from payung.documents.city import letterhead
from payung.documents.letter import Letter, Signer, letter_pdf
from payung.reference.models import City
from payung.reference.queries import agencies
from payung.selection import actions
from tests import cast
from tests.documents.paper import opened, text_of
from tests.selection.scene import drafted

pytestmark = pytest.mark.django_db
TYPED = {
    "mayor_name": "dr. Contoh Wali, M.M.", "labour_head_name": "Contoh Kepala", "labour_head_rank": "Pembina Tk. I, IV/b",
    "labour_head_nip": "19700101 199503 1 900", "address": "Jalan Contoh 9000", "phone": "0335-000001",
    "copies": "Gubernur Contoh\nInspektur Contoh\n", "initials": "Sekretaris Daerah\nKepala Bagian Hukum",
    "citations": "Undang-Undang Contoh Nomor 1 tentang Contoh", "budget_basis": "Peraturan Daerah Contoh tentang APBD",
}  # fmt: skip


@pytest.fixture
def people():
    return cast.city()


@pytest.fixture
def admin(people, client):
    people.rani.role = Role.ADMINISTRATOR
    people.rani.save()
    client.force_login(people.rani)
    return client


def typed(**more):
    return TYPED | {agency.code: agency.name for agency in agencies()} | more


def picture(size=(900, 1200), kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", size, "#123456").save(out, kind)
    return SimpleUploadedFile("lambang.png", out.getvalue())


def words(content):
    return " ".join(text_of(content).split())


def images(content):
    return sum(len(page.images) for page in opened(content).pages)


def test_what_is_typed_is_seen_before_it_is_saved(admin):
    decree = admin.post("/kota/contoh/", typed(picture=picture())).content
    for expected in (
        "DR. CONTOH WALI, M.M.", "Tembusan: 1. Gubernur Contoh 2. Inspektur Contoh", "Sekretaris Daerah", "Kepala Bagian Hukum",
        "Undang-Undang Contoh Nomor 1 tentang Contoh; 2. Peraturan Daerah Contoh tentang APBD;", "KONSEP",
    ):  # fmt: skip
        assert expected in words(decree)
    assert images(decree) == 1
    letter = words(admin.post("/kota/contoh/", typed(surat="1")).content)
    for expected in (
        "Jalan Contoh 9000",
        "Contoh Kepala Pembina Tk. I, IV/b NIP 19700101 199503 1 900",
        "Tembusan:",
        "Paraf",
    ):
        assert expected in letter
    assert City.objects.get().mayor_name == ""


def test_what_is_saved_stands_in_decree_and_letters(admin, people):
    assert admin.post("/kota/", typed(picture=picture())).status_code == 302
    head = letterhead()
    assert head.copies == ("Gubernur Contoh", "Inspektur Contoh")
    assert (head.head.rank, head.address) == ("Pembina Tk. I, IV/b", "Jalan Contoh 9000")
    assert Image.open(io.BytesIO(head.coat_of_arms)).height <= 480
    paper = actions.decree_paper(drafted(people, cast.round_2025(people.wati, petani=2)))
    assert "DR. CONTOH WALI" in words(paper)
    assert images(paper) == 1
    assert admin.get("/kota/lambang/").headers["Content-Type"] == "image/jpeg"
    admin.post("/kota/", typed(mayor_name="dr. Lain"))
    assert letterhead().coat_of_arms == head.coat_of_arms  # nothing chosen: it stays


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"", b"\x89PNG\r\n\x1a\n broken"]
)
def test_what_is_no_picture_is_refused(admin, content):
    answer = admin.post("/kota/", typed(picture=SimpleUploadedFile("x.png", content)))
    assert answer.status_code == 422
    assert City.objects.get().emblem is None


def test_a_letter_to_a_family_goes_to_nobody_else(admin):
    admin.post("/kota/", typed())
    paper = Letter(
        "Pemberitahuan", [], [Signer("Petugas", "Contoh")], letterhead(), addressee=("Yth. Ibu Contoh",)
    )
    assert "Tembusan" not in words(letter_pdf(paper))
    assert "Paraf" not in words(letter_pdf(paper))


def test_only_the_administrator_sets_it(people, client):
    client.force_login(people.budi)
    assert client.post("/kota/contoh/", typed()).status_code == 403
    assert client.get("/kota/lambang/").status_code == 403
