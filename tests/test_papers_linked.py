"""The papers that exist can be reached: each has a button on the page where it is needed."""

import pytest

from payung.aid import actions as aid
from payung.enrolment.actions.cards import issue_cards
from payung.enrolment.models import Membership
from payung.reference import clock
from tests import cast
from tests.contributions.scene import JUNE, approved_order, members
from tests.documents.paper import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    return cast.city()


@pytest.fixture
def round(people):
    round = cast.round_2025(people.rani)
    issue_cards([membership.pk for membership in members(round)], at=cast.NOW)
    return round


def paper_behind(client, page: str, paper: str) -> str:
    """The words of the PDF that this page links to."""
    assert f'href="{paper}"' in client.get(page).content.decode()
    answer = client.get(paper)
    assert answer.status_code == 200
    return " ".join(text_of(answer.content).split())


def test_the_order_sheet_names_its_three_signers(people, round, client):
    order = approved_order(people, round)
    client.force_login(people.budi)
    words = paper_behind(client, f"/iuran/perintah/{order.pk}/", f"/iuran/perintah/{order.pk}/lembar.pdf")
    assert "Rp67.200" in words
    assert all(name in words for name in ("Rani Wulandari", "Budi Hartono", "Wati Lestari"))
    assert "SLAMET" not in words


def test_a_kelurahan_signs_for_its_cards(people, round, client):
    client.force_login(people.rani)
    words = paper_behind(client, "/kartu/", f"/kartu/serah-terima/{cast.MAYANGAN}.pdf")
    assert "SITI AMINAH" in words
    assert client.get(f"/kartu/serah-terima/{cast.KADEMANGAN}.pdf").status_code == 404


def test_everybody_signs_for_his_parcel(people, round, client):
    workers = list(Membership.objects.values_list("worker_id", flat=True))
    made = aid.make_distribution(
        round_id=round.pk, worker_ids=workers, name="Sembako Maulid", giver="Baznas", content="Beras 5 kg",
        place="Balai", on=cast.NOW.date(), parcels=4, by=people.rani, at=cast.NOW,
    )  # fmt: skip
    client.force_login(people.rani)
    words = paper_behind(client, f"/sembako/{made.pk}/", f"/sembako/{made.pk}/tanda-terima.pdf")
    assert "MOCH. HOLIL" in words


def test_the_mayor_prints_the_month(people, round, client):
    client.force_login(people.rani)
    page = f"/dasbor/{round.pk}/{round.first_month}.pdf"
    assert "Mei 2025" in paper_behind(client, "/dasbor/", page)
    assert client.get(f"/dasbor/{round.pk}/{JUNE + 60}.pdf").status_code == 404
