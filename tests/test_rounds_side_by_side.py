"""Next year is opened while this year runs: every page shows this year, and the other one on request."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.intake.models import Batch
from payung.programme import actions as programme
from payung.programme.enums import RoundState
from payung.programme.models import Round
from payung.reference import clock
from payung.rules.months import parse_month
from payung.selection.models import Decree
from payung.ui.menu import ENTRIES
from tests import cast
from tests.contributions.scene import members
from tests.selection.scene import eligible

pytestmark = pytest.mark.django_db
TODAY = datetime(2025, 10, 13, 2, 0, tzinfo=UTC)
PAGES = [entry.url_name for entry in ENTRIES if entry.of_round]


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: TODAY)
    return cast.city()


@pytest.fixture
def this(people):
    round = cast.round_2025(people.rani, petani=4)
    members(round)
    Round.objects.filter(pk=round.pk).update(state=RoundState.DECREED)
    return Round.objects.get(pk=round.pk)


@pytest.fixture
def after(people, this):
    return programme.open_round(
        name="Putaran 2026", fund=cast.fund_of(people.rani, 2026), first_month=parse_month("2026-01"),
        last_month=parse_month("2026-08"), programmes=["JKK", "JKM"], quotas={"petani": 4}, by=people.rani, at=TODAY,
    )  # fmt: skip


def person(role):
    agency = {"agency_operator": "pertanian"}.get(role, "disperinaker")
    area = cast.MAYANGAN if role == Role.KELURAHAN_OFFICER else None
    return User.objects.create(
        username=f"u-{role}", full_name="Orang Coba", role=role, agency_id=agency, kelurahan_id=area
    )


def shown(client, name, **asked):
    """(the page, the round its head marks as the one looked at)"""
    answer = client.get(reverse(name), asked)
    assert answer.status_code == 200, name
    text = answer.content.decode()
    marked = re.findall(r'<a href="[^"]*"\s+aria-current="true">([^<]*?)\s*<small>', text)
    assert len(marked) == 1, f"{name}: {marked}"
    return text, marked[0]


def works(text):
    return text.split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize("role", Role.values)
def test_every_page_of_every_role_shows_the_running_round_and_switches(client, this, after, role):
    client.force_login(person(role))
    seen = 0
    for entry in ENTRIES:
        if not entry.of_round or entry.url_name == "home" or not person_may(role, entry):
            continue
        text, marked = shown(client, entry.url_name)
        assert marked == "Putaran 2025", entry.url_name
        text, marked = shown(client, entry.url_name, putaran=after.pk)
        assert marked == "Putaran 2026", entry.url_name
        # the menu leads on in the round one looks at
        menu = text.split('aria-label="Menu utama"', 1)[1].split("</nav>")[0]
        for other in ENTRIES:
            if other.of_round and person_may(role, other):
                assert f'href="{reverse(other.url_name)}?putaran={after.pk}"' in menu, other.url_name
        seen += 1
    assert seen or role == Role.ADMINISTRATOR


def person_may(role, entry):
    return User(role=role).may(entry.capability)


def test_filters_and_buttons_stay_in_the_round_one_looks_at(client, people, this, after):
    client.force_login(people.rani)
    hidden = f'<input type="hidden" name="putaran" value="{after.pk}">'
    for name in ("verdicts", "places", "decrees", "pairs"):
        text = works(shown(client, name, putaran=after.pk)[0])
        forms = re.findall(r"<form\b.*?</form>", text, re.S)
        of_round = [
            form
            for form in forms
            if re.search(r'action="/(kelayakan/nilai|seleksi/isi|sk/susun)', form)
            or 'class="filters"' in form
        ]
        assert of_round or name == "decrees"
        assert [form for form in of_round if hidden not in form] == [], name


def test_the_buttons_work_on_the_round_they_were_pressed_in(
    client, people, this, after, django_capture_on_commit_callbacks
):
    eligible(after, first=50)
    client.force_login(people.rani)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("select"), {"putaran": after.pk})
    after.refresh_from_db()
    this.refresh_from_db()
    assert (after.state, this.state) == (RoundState.SELECTED, RoundState.DECREED)
    client.post(reverse("decree_draft"), {"putaran": after.pk})
    assert Decree.objects.get(state="draft").round == after


def test_the_dashboard_of_the_running_year_is_not_emptied(client, people, this, after):
    client.force_login(person(Role.MAYOR_OFFICE))
    text, _ = shown(client, "dashboard")
    assert "Putaran 2025." in text
    assert "Januari 2026" not in works(text)
    text, _ = shown(client, "dashboard", putaran=after.pk)
    assert "Belum ada bulan yang dibayar" in text


def test_contributions_show_one_round_in_title_and_table(client, people, this, after):
    client.force_login(people.rani)
    text = works(shown(client, "contributions")[0])
    assert "Mei 2025" in text
    assert "Januari 2026" not in text
    text = works(shown(client, "contributions", putaran=after.pk)[0])
    assert "Januari 2026" in text
    assert "Mei 2025" not in text


def test_an_agency_sends_its_list_to_the_round_that_takes_it(client, people, this, after):
    client.force_login(people.sri)
    page = client.get(reverse("batch_upload")).content.decode()
    assert "Putaran 2026." in page
    assert f'name="putaran" value="{after.pk}"' in page
    closed = client.get(reverse("batch_upload"), {"putaran": this.pk}).content.decode()
    assert "Putaran ini tidak menerima usulan" in closed
    assert "Unggah berkas</button>" not in closed
    file = SimpleUploadedFile("petani.csv", b"NIK;Nama\n3574031201800001;SLAMET\n")
    client.post(reverse("batch_upload"), {"putaran": after.pk, "sector": "petani", "file": file})
    assert Batch.objects.get().round == after


def test_nothing_is_open_and_it_is_said_before_anything_is_typed(client, people, this):
    client.force_login(people.sri)
    for name in ("batch_upload", "batch_one_person"):
        text = client.get(reverse(name)).content.decode()
        assert "Belum ada putaran yang menerima usulan" in text
        assert '<form method="post" class="stack"' not in text


def test_a_round_that_is_not_there_is_no_other_round(client, people, this, after):
    client.force_login(people.rani)
    programme.cancel_round(after.pk, reason="Salah", by=people.rani, at=TODAY)
    assert client.get(reverse("places"), {"putaran": after.pk}).status_code == 404
    assert client.get(reverse("round", args=[after.pk])).status_code == 200


def test_one_round_needs_no_switch(client, people, this):
    client.force_login(people.rani)
    assert 'aria-label="Putaran"' not in client.get(reverse("places")).content.decode()


def test_a_wrong_round_is_mended_and_cancelled_on_screen(client, people, this, after):
    client.force_login(people.rani)
    page = client.get(reverse("round_mend", args=[after.pk])).content.decode()
    assert "DBHCHT TA 2026, membayar Januari–Desember 2026" in page
    answer = client.post(
        reverse("round_mend", args=[after.pk]),
        {
            "name": "Putaran 2026", "fund": after.fund_id, "first_month": parse_month("2026-02"),
            "last_month": parse_month("2026-12"), "programmes": ["JKK", "JKM"], "min_age": 18, "max_age": 65,
            "quota_petani": 9, "quota_nelayan": 0, "quota_umkm": 0, "reason": "Salah bulan",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    after.refresh_from_db()
    assert after.first_month == parse_month("2026-02")
    wrong = client.post(
        reverse("round_mend", args=[after.pk]),
        {
            "name": "Putaran 2026", "fund": this.fund_id, "first_month": parse_month("2026-02"),
            "last_month": parse_month("2026-12"), "programmes": ["JKK", "JKM"], "min_age": 18, "max_age": 65,
            "quota_petani": 9, "quota_nelayan": 0, "quota_umkm": 0, "reason": "Salah dana",
        },
    )  # fmt: skip
    assert wrong.status_code == 422
    assert "hanya dapat membayar Januari–Desember 2025" in wrong.content.decode()
    client.post(reverse("round_cancel", args=[after.pk]), {"reason": "Tidak jadi"})
    after.refresh_from_db()
    assert after.state == RoundState.CANCELLED
    client.post(reverse("round_cancel", args=[this.pk]), {"reason": "x"})
    this.refresh_from_db()
    assert this.state == RoundState.DECREED


def test_the_fund_of_next_year_offers_next_year(client, people, this, after):
    client.force_login(people.rani)
    text = client.get(reverse("fund_transfers", args=[after.fund_id])).content.decode()
    assert "Oktober 2025" not in text.split("Yang masih dapat dibeli")[1]
    assert f'<option value="{after.pk}">Putaran 2026</option>' in text
    assert f'<option value="{this.pk}">' not in text
    refused = client.post(
        reverse("fund_pay_from", args=[after.fund_id]),
        {"putaran": this.pk, "from_month": parse_month("2025-11")},
    )
    assert refused.status_code == 302
    this.__dict__.pop("funding", None)
    assert this.fund_in(parse_month("2025-12")) == this.fund
