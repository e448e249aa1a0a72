"""Rencana tahun: the meeting sees what each schedule does to people, and takes it along."""

import io

import openpyxl
import pypdf
import pytest

from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def rani(client):
    people = cast.city()
    cast.round_2025(people.rani, petani=4098, nelayan=1925, umkm=5000)
    client.force_login(people.rani)
    return client


def typed(**more):
    start = {"tahun": "2026", "riwayat": str(2025 * 12 + 11), "lama": "8", "lanjut": "5", "kematian": "5"}
    for letter in "abcd":
        start |= {
            f"{letter}_dari": "5",
            f"{letter}_sampai": "12",
            f"{letter}_susulan_dari": "9",
            f"{letter}_nama": "",
        }
    return (
        start | {"a_nama": "Mei-Desember", "a_petani": "4098", "a_nelayan": "1925", "a_umkm": "5000"} | more
    )


def page_of(client, **more):
    answer = client.get("/rencana/", typed(**more))
    return answer.status_code, " ".join(answer.content.decode().split())


def test_the_page_begins_with_next_year_as_this_year_and_its_alternatives(rani):
    answer = rani.get("/rencana/")
    assert answer.status_code == 200
    page = answer.content.decode()
    for words in (
        "Seperti tahun ini",
        "Tanpa jeda, orang sama",
        "Tanpa jeda, dana sama",
        "11.023",
        "Rp1.481.491.200",
    ):
        assert words in page


def test_a_gap_of_four_months_is_seen_before_it_happens(rani):
    """Paid until December 2025 and again from May 2026: lapsed in April, waiting time again, funeral only until July."""
    _, page = page_of(rani)
    assert "paling awal Agustus 2026" in page
    assert "11.023 orang (perkiraan)" in page
    _, gapless = page_of(rani, a_dari="1")
    assert "paling awal Januari 2026" in gapless


def test_the_day_of_the_branch_is_asked_and_told(rani):
    """TMT on the 20th: the middle of August is not yet full, the 20th is."""
    _, page = page_of(rani, mulai="20")
    assert "mulai 20 Agustus 2026" in page
    status, _ = page_of(rani, mulai="40")
    assert status == 422


def test_without_people_the_money_says_how_many(rani):
    status, page = page_of(rani, a_petani="", a_nelayan="", a_umkm="", a_dana="1.000.000.000")
    assert status == 200
    assert '<td>Orang</td><td class="number">7.440</td>' in page


def test_four_schedules_stand_side_by_side_and_leave_as_sheet_and_paper(rani):
    more = {f"{letter}_nama": f"Jadwal {letter}" for letter in "bcd"} | {
        f"{letter}_petani": "100" for letter in "bcd"
    }
    sheet = rani.get("/rencana/", typed(**more, unduh="xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(sheet.getvalue()))
    cells = {row[0].value: [c.value for c in row[1:]] for row in book.active.iter_rows()}
    assert cells["Perkiraan"] == ["Mei-Desember", "Jadwal b", "Jadwal c", "Jadwal d"]
    assert cells["Orang"] == [11_023, 100, 100, 100]
    assert cells["Biaya setahun"][0] == 1_481_491_200
    assert cells["Biaya Mei 2026 (Rp)"] == [185_186_400, 1_680_000, 1_680_000, 1_680_000]
    paper = rani.get("/rencana/", typed(**more, unduh="pdf"))
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(paper.getvalue())).pages)
    assert "Rencana pelindungan pekerja rentan 2026" in text
    assert "Rp1.481.491.200" in text
    assert "keputusan manfaat ada pada BPJS" in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"a_nama": ""}, "paling sedikit satu jadwal"),
        ({"a_dari": "12", "a_sampai": "5"}, "bulan terakhir sebelum bulan pertama"),
        ({"a_petani": "", "a_nelayan": "", "a_umkm": ""}, "isi jumlah orang, atau dana"),
        ({"riwayat": str(2026 * 12 + 3)}, "sebelum Januari 2026"),
        ({"a_susulan": "10", "a_susulan_dari": "6", "a_sampai": "5"}, "gelombang kedua"),
        ({"a_dana": "satu juta"}, "angka rupiah"),
        ({"kematian": "-1"}, "lebih besar"),
        ({"tahun": "1800"}, "1800"),
        ({"a_petani": "99999999999"}, "lebih kecil"),
    ],
)
def test_what_cannot_be_planned_is_said_beside_what_was_typed(rani, wrong, said):
    status, page = page_of(rani, **wrong)
    assert status == 422
    assert said in page
    assert 'value="Mei-Desember"' in page or wrong == {"a_nama": ""}


def test_a_city_without_a_round_can_plan_too(client):
    client.force_login(cast.city().rani)
    assert "isi jumlah orang, atau dana" in client.get("/rencana/").content.decode()
    assert page_of(client, riwayat="", lama="")[0] == 200
