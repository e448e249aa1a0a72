"""An officer without signal: what he writes stays on the phone, sealed, and reaches the office exactly once."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import expect

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.claims.models import Notice
from payung.enrolment.models import Card
from payung.field.models import Sent
from payung.rules.card_code import new_card_code
from tests import cast
from tests.contributions import scene
from tests.journeys.conftest import CHROMIUM, PHONE, Person

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "payung-contoh-2025"
PAGE = "/lapangan/tanpa-sinyal/"
MAY = datetime(2025, 5, 7, 2, 0, tzinfo=UTC)
KEPT = """async () => {
  const db = await new Promise((done) => { const r = indexedDB.open("payung-lapangan", 1); r.onsuccess = () => done(r.result); });
  const rows = await new Promise((done) => { const r = db.transaction("entries").objectStore("entries").getAll(); r.onsuccess = () => done(r.result); });
  db.close();
  return rows.map((row) => JSON.stringify({...row, sealed: String.fromCharCode(...new Uint8Array(row.sealed))})).join();
}"""
CACHED = """async () => {
  const kept = [];
  for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) kept.push(new URL(request.url).pathname);
  return kept;
}"""


@pytest.fixture
def nur():
    with time_machine.travel(MAY, tick=True):
        cast.city()
        user = User.objects.create(
            username="nur",
            full_name="Nur Aini",
            role=Role.KELURAHAN_OFFICER,
            kelurahan_id=cast.MAYANGAN,
        )
        user.set_password(PASSWORD)
        user.save()
        yield user


@pytest.fixture
def card(nur):
    """Siti's card, not yet in her hand."""
    [member] = scene.members(cast.round_2025(User.objects.get(username="rani")), ("SITI AMINAH",))
    return Card.objects.create(membership=member, code=new_card_code(), issued_at=cast.NOW)


def at_the_door(person: Person) -> Person:
    """Signed in, on the page, and the page is kept by the phone."""
    person.page.set_viewport_size(PHONE)
    person.signs_in("nur", PASSWORD).opens(PAGE)
    person.page.wait_for_selector("[data-outbox][data-ready]", state="attached")
    return person


def write(page, name: str, *, taps: int = 1) -> None:
    form = page.locator("form[data-entry=notice]")
    form.locator("[name=name]").fill(name)
    form.locator("[name=happened_on]").fill("5 Mei 2025")
    form.locator("[name=reporter_phone]").fill("0812-3400-7788")
    button = form.locator("button", has_text="Simpan")
    button.evaluate(f"one => {{ for (let n = 0; n < {taps}; n++) one.click(); }}")
    form.get_by_text("Sudah tersimpan di HP ini.").wait_for()


def hand_over(page, code: str) -> None:
    page.locator("summary", has_text="Serah kartu").click()
    form = page.locator("form[data-entry=card]")
    form.locator("[name=code]").fill(code)
    form.locator("[name=to]").fill("Sutini")
    form.locator("button", has_text="Simpan").click()
    form.get_by_text("Sudah tersimpan di HP ini.").wait_for()


def waiting(page, count: int) -> None:
    words = f"Belum terkirim ({count})" if count else "Semua sudah terkirim"
    page.get_by_role("heading", name=words).wait_for(timeout=15_000)


def test_two_entries_without_signal_survive_a_reload_and_arrive_once(person, nur):
    page, context = at_the_door(person).page, person.page.context
    context.set_offline(True)
    write(page, "Slamet Riyadi", taps=2)
    waiting(page, 1)
    write(page, "Siti Aminah")
    waiting(page, 2)
    kept = page.evaluate(KEPT)
    assert "notice" in kept
    assert "Slamet" not in kept, "sealed before it is kept"
    assert "7788" not in kept
    page.reload()
    waiting(page, 2)
    page.goto(person.address + "/lapangan/")  # a list of people is not there without signal: the page is
    waiting(page, 2)
    person.is_at_ease("tanpa-sinyal")
    assert not Notice.objects.exists()
    other = context.new_page()  # two tabs hear of the signal at the same moment
    other.goto(person.address + PAGE)
    waiting(other, 2)
    context.set_offline(False)
    waiting(page, 0)
    waiting(other, 0)
    assert sorted(Notice.objects.values_list("name", flat=True)) == ["Siti Aminah", "Slamet Riyadi"]
    assert Sent.objects.count() == 2
    assert page.evaluate(KEPT) == "", "what is sent is forgotten"
    assert {path for path in page.evaluate(CACHED) if not path.startswith("/static/")} == {PAGE}


def test_a_killed_browser_and_a_lost_answer_lose_and_double_nothing(
    chromium, live_server, nur, card, tmp_path
):
    options = {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
        "viewport": PHONE,
    }
    context = chromium.browser_type.launch_persistent_context(str(tmp_path), **options)
    person = at_the_door(Person(context.pages[0], live_server.url))
    lose_answers(person.page)
    write(person.page, "Slamet Riyadi")  # it arrives, but the phone never hears so
    waiting(person.page, 1)
    for _ in range(100):
        person.page.wait_for_timeout(100)  # the browser's side of the loop must run
        if Notice.objects.exists():
            break
    context.set_offline(True)
    hand_over(person.page, card.code)
    waiting(person.page, 2)
    kill(tmp_path)
    again = chromium.browser_type.launch_persistent_context(str(tmp_path), **options)
    person = Person(again.pages[0], live_server.url)
    person.signs_in("nur", PASSWORD).opens("/lapangan/")
    waiting(person.page, 0)
    card.refresh_from_db()
    assert (card.handed_over_to, card.handed_over_by) == ("Sutini", nur)
    assert Notice.objects.get().name == "Slamet Riyadi"
    again.close()


def test_who_signed_out_keeps_his_entries_and_the_next_officer_cannot_send_them(person, nur):
    page, context = at_the_door(person).page, person.page.context
    context.set_offline(True)
    write(page, "Slamet Riyadi")
    context.clear_cookies()
    context.set_offline(False)
    person.sees("Masuk lagi untuk mengirim 1 isian")
    umar = User.objects.create(
        username="umar", full_name="Umar Said", role=Role.KELURAHAN_OFFICER, kelurahan_id=cast.KADEMANGAN
    )
    umar.set_password(PASSWORD)
    umar.save()
    person.signs_in("umar", PASSWORD).opens(PAGE).sees("1 isian milik petugas lain masih di HP ini")
    assert not Notice.objects.exists()
    person.signs_in("nur", PASSWORD).opens(PAGE)
    waiting(page, 0)
    assert Notice.objects.get().heard_by == nur


def test_what_the_office_refuses_stays_with_its_reason_and_is_mended(person, nur):
    page, context = at_the_door(person).page, person.page.context
    form = page.locator("form[data-entry=notice]")
    form.locator("[name=story]").fill("NIK 3574 0312 0980 9001")
    form.locator("[name=name]").fill("Slamet")
    form.locator("[name=happened_on]").fill("besok")
    form.locator("button", has_text="Simpan").click()
    person.sees("Jangan menulis NIK")
    assert page.evaluate(KEPT) == "", "a NIK never stays on the phone"
    form.locator("[name=story]").fill("")
    context.set_offline(True)
    form.locator("button", has_text="Simpan").click()
    waiting(page, 1)
    context.set_offline(False)
    person.sees("Perlu diperbaiki").is_at_ease("tanpa-sinyal-perbaiki")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Perbaiki").click()
    expect(form.locator("[name=name]")).to_have_value("Slamet")  # opened from its seal
    form.locator("[name=happened_on]").fill("5 Mei 2025")
    form.locator("button", has_text="Simpan").click()
    waiting(page, 0)
    assert Notice.objects.get().name == "Slamet"


def test_an_entry_being_mended_waits_for_its_new_words(person, nur):
    """Seeded bug: send what is being mended; the office keeps the old name, and the new one is lost without a word."""
    page, context = at_the_door(person).page, person.page.context
    form = page.locator("form[data-entry=notice]")
    context.set_offline(True)
    write(page, "Slamet")
    page.get_by_role("button", name="Perbaiki").click()
    expect(form.locator("[name=name]")).to_have_value("Slamet")
    person.sees("Sedang diperbaiki")
    context.set_offline(False)
    page.get_by_role("button", name="Kirim sekarang").click()
    page.wait_for_timeout(1000)
    assert not Notice.objects.exists()
    write(page, "Slamet Riyadi")
    waiting(page, 0)
    assert Notice.objects.get().name == "Slamet Riyadi"


def test_who_mends_what_another_window_has_sent_is_told(person, nur):
    page, context = at_the_door(person).page, person.page.context
    form = page.locator("form[data-entry=notice]")
    context.set_offline(True)
    write(page, "Slamet")
    page.get_by_role("button", name="Perbaiki").click()
    expect(form.locator("[name=name]")).to_have_value("Slamet")
    other = context.new_page()
    other.goto(person.address + PAGE)
    context.set_offline(False)
    waiting(other, 0)
    form.locator("[name=name]").fill("Slamet Riyadi")
    form.locator("button", has_text="Simpan").click()
    person.sees("Isian lama sudah dikirim")
    expect(form.locator("[name=name]")).to_have_value("Slamet Riyadi")  # nothing he wrote is lost
    assert Notice.objects.get().name == "Slamet"
    form.locator("button", has_text="Simpan").click()
    form.get_by_text("Sudah tersimpan di HP ini.").wait_for()
    waiting(page, 0)
    assert sorted(Notice.objects.values_list("name", flat=True)) == ["Slamet", "Slamet Riyadi"]


def test_a_locked_copy_of_the_outbox_is_taken_to_another_phone_and_arrives_once(
    person, chromium, live_server, nur, tmp_path
):
    page, context = at_the_door(person).page, person.page.context
    context.set_offline(True)
    write(page, "Slamet Riyadi")
    write(page, "Siti Aminah")
    page.locator("summary", has_text="Cadangan isian").click()
    page.locator("[data-backup] [name=word]").fill("payung di hujan")
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh cadangan").click()
    copy = tmp_path / "cadangan.json"
    download.value.save_as(copy)
    person.sees("2 isian ada di berkas unduhan").is_at_ease("cadangan-isian")
    for private in ("Slamet", "7788", "Nur"):
        assert private not in copy.read_text()
    second = chromium.new_context(viewport=PHONE, locale="id-ID")
    other = at_the_door(Person(second.new_page(), live_server.url, PHONE))
    other.clicks("Cadangan isian")
    other.page.locator("[data-backup] [name=file]").set_input_files(copy)
    for word, words in (
        ("sandi yang lain", "sandi berbeda"),
        ("payung di hujan", "2 isian diambil, 0 sudah ada"),
    ):
        other.page.locator("[data-backup] [name=word]").fill(word)
        other.page.get_by_role("button", name="Ambil dari cadangan").click()
        other.sees(words)
    waiting(other.page, 0)
    second.close()
    context.set_offline(False)
    waiting(page, 0)  # the first phone tells the same again, and hears the first answer
    assert sorted(Notice.objects.values_list("name", flat=True)) == ["Siti Aminah", "Slamet Riyadi"]


def lose_answers(page) -> None:
    """Every entry reaches the office; its answer does not reach the phone."""

    def lost(route):
        route.fetch()
        route.abort()

    page.route("**/lapangan/kirim/", lost)


def kill(profile: Path) -> None:
    """End the browser of this profile without a word, as an empty battery does."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and str(profile) in _command(entry):
            os.kill(int(entry.name), signal.SIGKILL)


def _command(entry: Path) -> str:
    try:
        return (entry / "cmdline").read_text(errors="ignore")
    except OSError:
        return ""
