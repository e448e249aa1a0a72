"""A new city: who holds the code from the server's screen becomes its first administrator, once."""

import pytest

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.jobs.actions import Refused
from payung.office import first_day
from payung.reference.models import Agency
from payung.reference.queries import city, kelurahan
from tests import cast

pytestmark = pytest.mark.django_db
PASSWORD = "hujan-di-bulan-mei"


def told(**more):
    return {
        "code": first_day.setup_code(), "full_name": "Rani Wulandari", "username": "rani", "password": PASSWORD,
        "mayor_name": "dr. Contoh", "labour_head_name": "", "labour_head_nip": "", "bpjs_branch": "Cabang Contoh",
        "wadah_number": "", "phone": "",
    } | more  # fmt: skip


def test_bu_rani_begins_from_the_front_door(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    assert client.get("/").url == "/mulai/"
    page = client.post("/mulai/", told(code=first_day.setup_code().lower().replace("-", " ")), follow=True)
    assert page.redirect_chain[-1][0] == "/pengguna/"
    rani = User.objects.get()
    assert (rani.role, city().mayor_name, len(kelurahan())) == (Role.ADMINISTRATOR, "dr. Contoh", 29)


def test_a_second_first_day_there_is_none(client):
    first_day.begin(**told())
    assert client.get("/mulai/").url == "/akun/login/"
    with pytest.raises(Refused, match="sudah disiapkan"):
        first_day.begin(**told(username="penyusup"))
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"code": "2222-2222-2222"}, "Kode awal"), ({"code": "é"}, "Kode awal"), ({"password": "rani"}, "andi"),
     ({"username": "bu rani"}, "pengguna")],
)  # fmt: skip
def test_a_wrong_code_or_a_weak_password_leaves_nothing(client, wrong, said):
    page = client.post("/mulai/", told(**wrong))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert (User.objects.count(), city()) == (0, None)


def test_every_installation_has_its_own_code(settings):
    ours = first_day.setup_code()
    settings.SECRET_KEY = "another installation's key"
    assert first_day.setup_code() != ours


def test_letters_carry_what_the_administrator_wrote(client):
    cast.city()
    admin = User.objects.create_user("tata", PASSWORD, full_name="Tata Usaha", role=Role.ADMINISTRATOR)
    client.force_login(admin)
    names = {agency.code: agency.name for agency in Agency.objects.all()}
    page = client.get("/kota/")
    assert page.status_code == 200
    client.post("/kota/", {"mayor_name": "dr. Baru", **names, "perikanan": "Dinas Kelautan"})
    assert (city().mayor_name, Agency.objects.get(code="perikanan").name) == ("dr. Baru", "Dinas Kelautan")
