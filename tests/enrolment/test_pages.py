"""Bu Rani sends, reads, prints and hands over: all of it in the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.documents import profile
from payung.enrolment.models import Card, ExportProfile, Membership, RegistrationFile, Reply
from payung.enrolment.profile import REGISTRATION
from payung.reference import clock
from tests import cast
from tests.cast import KADEMANGAN, nik
from tests.enrolment.scene import no, read, reply, sent, signed_decree, yes
from tests.incoming import saved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani)


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_decree_goes_to_the_branch_and_its_reply_comes_back(people, round, as_):
    decree = signed_decree(round, people.rani)
    rani = as_(people.rani)
    assert "3 belum dikirim" in page(rani, "/pendaftaran/")
    assert rani.post(f"/pendaftaran/sk/{decree.pk}/berkas/", {"profile": ""}).status_code == 302
    made = RegistrationFile.objects.get()
    assert (
        rani.get(f"/pendaftaran/berkas/{made.pk}/").content
        == rani.get(f"/pendaftaran/berkas/{made.pk}/").content
    )
    upload = SimpleUploadedFile("balasan.xlsx", reply(yes(1), no(2), (nik(99), "", "", "Diterima", "")))
    saved(rani, rani.post("/pendaftaran/balasan/", {"file": upload}))
    told = Reply.objects.get()
    shown = page(rani, f"/pendaftaran/balasan/{told.pk}/")
    assert "Tidak ada pendaftaran kita" in shown
    assert "Sudah terdaftar sebagai PU" in page(rani, "/pendaftaran/?status=refused")
    assert nik(1) not in page(rani, "/pendaftaran/")


def test_cards_are_handed_over_one_after_the_other(people, round, as_):
    sent(round, people)
    read(people, yes(1), yes(2), yes(3))
    Card.objects.update(printed_at=cast.NOW)
    code = Membership.objects.get(worker__name="SLAMET RIYADI").cards.get().code
    rani = as_(people.rani)
    assert rani.post("/kartu/serah/", {"code": code.lower(), "to": "", "on": "7 Mei 2025"}).status_code == 302
    assert "kartu SLAMET RIYADI" in page(rani, "/kartu/serah/")
    waiting = page(rani, "/kartu/?status=undelivered")
    assert "SLAMET RIYADI" not in waiting
    assert "SITI AMINAH" in waiting
    wrong = rani.post("/kartu/serah/", {"code": "2222-2222-2222", "on": "7 Mei 2025"})
    assert wrong.status_code == 422
    assert "tidak dikenal" in wrong.content.decode()


def test_a_card_is_replaced_with_a_reason(people, round, as_):
    sent(round, people)
    read(people, yes(1))
    card = Card.objects.get()
    rani = as_(people.rani)
    rani.post(f"/kartu/{card.pk}/ganti/", {"reason": "Hilang"})
    new = Card.objects.get(state="active")
    assert card.code in page(rani, f"/kartu/{new.pk}/")
    assert rani.get(f"/kartu/{card.pk}/").status_code == 404


def test_a_kelurahan_officer_sees_the_cards_of_his_own_kelurahan(people, round, as_):
    sent(round, people)
    read(people, yes(1))
    dodik = User.objects.create(
        username="dodik", full_name="Dodik", role=Role.KELURAHAN_OFFICER, kelurahan_id=KADEMANGAN
    )
    card = Card.objects.get()
    for asked in ("", f"?kelurahan={card.membership.worker.kelurahan_id}"):
        assert "SLAMET" not in page(as_(dodik), f"/kartu/{asked}")
    assert as_(dodik).get(f"/kartu/{card.pk}/").status_code == 404
    given = as_(dodik).post("/kartu/serah/", {"code": card.code, "on": "7 Mei 2025"})
    assert given.status_code == 422
    assert "SLAMET" not in given.content.decode()


def profile_form(columns, **more):
    form = {
        "name": "Cabang 2026",
        "file_format": "xlsx",
        "kolom-TOTAL_FORMS": len(columns),
        "kolom-INITIAL_FORMS": 0,
    }
    for i, (header, field) in enumerate(columns):
        form |= {f"kolom-{i}-order": len(columns) - i, f"kolom-{i}-header": header, f"kolom-{i}-field": field}
    return form | more


def test_a_template_is_previewed_validated_and_saved(people, round, as_):
    sent(round, people)
    rani = as_(people.rani)
    assert REGISTRATION.name in page(rani, "/pendaftaran/profil/")
    columns = [("Nama", "name"), ("No. Identitas", "nik")]
    seen = rani.post("/pendaftaran/profil/baru/", profile_form(columns, pratinjau="1")).content.decode()
    assert "SLAMET RIYADI" in seen
    assert nik(1) not in seen
    assert ExportProfile.objects.count() == 1
    refused = rani.post("/pendaftaran/profil/baru/", profile_form([("Nama", "name")], simpan="1"))
    assert refused.status_code == 422
    assert "kolom NIK" in refused.content.decode()
    rani.post("/pendaftaran/profil/baru/", profile_form(columns, simpan="1"))
    saved = ExportProfile.objects.get(name="Cabang 2026")
    assert profile.headers(saved.columns) == ["No. Identitas", "Nama"]
    assert "No. Identitas" in page(rani, f"/pendaftaran/profil/{saved.pk}/")


@pytest.mark.parametrize(
    "address", ["/pendaftaran/", "/kartu/", "/kartu/cetak/", "/kartu/serah/", "/pendaftaran/balasan/"]
)
def test_pages_are_there_before_anything_happened(people, as_, address):
    page(as_(people.rani), address)
