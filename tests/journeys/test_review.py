"""Bu Rani goes through the doubles with the keyboard alone, and looks at what comes of them."""

import os
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import make_password

from payung.accounts.models import User
from payung.eligibility import actions as eligibility
from payung.matching import actions as matching
from payung.matching.enums import Decision, Register
from payung.matching.models import Pair, RegisterCheck
from payung.selection import actions as selection
from payung.selection.enums import PlaceState
from payung.selection.models import Place
from tests import cast
from tests.cast import NOW
from tests.intake.lists import row
from tests.journeys.conftest import Person
from tests.matching.scene import saved

pytestmark = pytest.mark.django_db(transaction=True)
SYLLABLES = ["BAM", "KOR", "SUL", "TEG", "WIN", "DOP", "RUF", "MAY", "HOL", "JIT", "NER", "GUS"]
PASSWORD = "payung-contoh-2025"


@pytest.fixture
def people():
    with time_machine.travel(NOW, tick=True):
        found = cast.city()
        User.objects.update(password=make_password(PASSWORD))
        yield found


@pytest.fixture
def round(people):
    opened = cast.round_2025(people.rani, petani=2)
    saved(
        people, opened,
        row(1, "SLAMET RIYADI"), row(1, "SLAMET RIJADI", RT="004"), row(1, "SITI ROMLAH"), row(2, "SLAMET RIADI"),
        row(40, "BUNAWAR"),
    )  # fmt: skip
    matching.match_rows(opened.pk, by=people.rani, at=NOW)
    return opened


def decisions():
    return dict(Pair.objects.order_by("pk").values_list("row__name", "decision"))


# Press a key and wait until the next pair is painted: what the reviewer feels, in milliseconds.
PRESS = """key => new Promise((done, fail) => {
  setTimeout(() => fail(new Error(document.getElementById("review").innerText)), 10000);
  const place = document.getElementById("review"), before = place.querySelector("article");
  const began = performance.now();
  const watch = new MutationObserver(() => {
    const now = place.querySelector("article");
    if (now === before || !(now.dataset.pair || now.dataset.finished)) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  });
  watch.observe(place, {childList: true, subtree: true});
  document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
})"""


def test_keys_alone_lead_through_the_queue_and_back(person, people, round):
    page = person.signs_in("rani", PASSWORD).opens("/ganda/").page
    page.get_by_text("Mulai periksa").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    person.is_at_ease("ganda-pasangan")
    first = page.locator("article h2").inner_text()
    page.keyboard.press("1")
    person.sees("Tercatat: orang yang sama.").is_at_ease("ganda-berikutnya")
    page.keyboard.press("0")
    person.sees("Dibuka kembali.")
    assert page.locator("article h2").inner_text() == first
    assert set(decisions().values()) == {Decision.OPEN}
    for key in "123":
        page.keyboard.press(key)
    person.sees("Semua yang menunggu Anda sudah diputuskan.")
    page.wait_for_function("document.querySelector('[data-left]').textContent === '0'")
    assert sorted(decisions().values()) == ["different", "same", "unsure"]


def test_what_could_not_be_sent_is_told_and_sent_again(person, people, round):
    page = person.signs_in("rani", PASSWORD).opens("/ganda/").page
    person.clicks("Mulai periksa")
    page.wait_for_url("**/ganda/*/*")
    page.route("**/putuskan/", lambda route: route.fulfill(status=403))
    page.keyboard.press("3")
    person.sees("1 keputusan belum terkirim")
    page.unroute("**/putuskan/")
    person.clicks("Kirim lagi").sees("Tercatat: belum yakin.")
    assert sorted(decisions().values()) == ["open", "open", "unsure"]


def test_without_javascript_the_same_pages_lead_through_the_queue(chromium, live_server, people, round):
    context = chromium.new_context(java_script_enabled=False)
    person = Person(context.new_page(), live_server.url)
    person.signs_in("rani", PASSWORD).opens("/ganda/").clicks("Mulai periksa").clicks("Belum yakin")
    person.sees("Tercatat: belum yakin.").clicks("Buka kembali")
    assert set(decisions().values()) == {Decision.OPEN}
    context.close()


def word(n):
    """A name that resembles no other."""
    return "".join(SYLLABLES[(n // 12**place + place * 5) % 12] for place in range(3))


@pytest.fixture
def many(people):
    """As many pairs as PAYUNG_PAIRS says: each man twice, with a slip of the finger in his NIK."""
    opened = cast.round_2025(people.rani)
    count = int(os.environ.get("PAYUNG_PAIRS", "60"))
    rows = []
    for n in range(count):
        born = date(1960, 1, 1) + timedelta(days=31 * n)
        first, mother = word(n), word(7 * n + 3)
        for serial, last in ((1, "RIYADI"), (2, "RIADI")):
            told = {
                "NIK": cast.nik(serial, born),
                "Tanggal": f"{born:%d-%m-%Y}",
                "Nama ibu": mother,
                "Alamat": f"Jl. {mother}",
            }
            rows.append(row(serial + 2 * n, f"{first} {last}", **told))
    saved(people, opened, *rows)
    matching.match_rows(opened.pk, by=people.rani, at=NOW)
    assert Pair.objects.count() == count
    return count


def test_a_reviewer_clears_the_queue_without_waiting(person, people, many, capsys):
    """Measured and printed, not asserted: from the key until the next pair is painted, at once after each other."""
    page = person.signs_in("rani", PASSWORD).opens("/ganda/").page
    person.clicks("Mulai periksa")
    page.wait_for_url("**/ganda/*/*")
    pause_ms = int(os.environ.get("PAYUNG_PAUSE_MS", "0"))  # for reading; 0: as fast as keys can be pressed
    took = []
    for n in range(many):
        if pause_ms:
            page.wait_for_timeout(pause_ms)
        took.append(page.evaluate(PRESS, "123"[n % 3]))
    took.sort()
    person.sees("Semua yang menunggu Anda sudah diputuskan.")
    page.wait_for_function("document.querySelector('[data-left]').textContent === '0'")
    assert Decision.OPEN not in Pair.objects.values_list("decision", flat=True)
    with capsys.disabled():
        middle, late, worst = took[many // 2], took[int(many * 0.95)], took[-1]
        print(
            f"\n{many} pairs by keyboard, {pause_ms} ms to read each: median {middle:.0f} ms, p95 {late:.0f} ms, worst {worst:.0f} ms"
        )


def test_the_pages_after_it_fit_desk_and_phone(person, people, round):
    eligibility.judge(round.pk, by=people.rani, at=NOW)
    selection.select(round.pk, by=people.rani, at=NOW)
    draft = selection.draft_decree(round.pk, by=people.rani, at=NOW)
    known = Pair.objects.first().worker_id
    dead = f"NIK;STATUS;TANGGAL\n{cast.nik(1)};MENINGGAL;03-04-2025\n".encode()
    matching.load_register(dead, name="dukcapil.csv", register=Register.DUKCAPIL, by=people.rani, at=NOW)
    person.signs_in("rani", PASSWORD)
    for name, path in (
        ("kelayakan", "/kelayakan/"),
        ("seleksi", "/seleksi/"),
        ("kenapa", f"/seleksi/{Place.objects.filter(state=PlaceState.SELECTED).first().pk}/"),
        ("sk", f"/sk/{draft.pk}/"),
        ("register", "/register/"),
        ("register-unggah", "/register/unggah/"),
        ("register-jawaban", "/register/jawaban/"),
        ("daftar-henti", "/register/henti/"),
        ("batas-orang-kedua", "/ganda/batas/"),
        ("tercatat-dua-kali", f"/ganda/orang/{known}/?cari=slamet"),
    ):
        person.opens(path).is_at_ease(name)
    person.signs_in("wati", PASSWORD).opens(f"/sk/{draft.pk}/").sees("Tetapkan SK")
    person.is_at_ease("sk-tetapkan")


def test_an_extract_is_looked_at_and_saved_and_the_program_is_judged_by_keyboard(
    person, people, round, tmp_path
):
    worker_id = Pair.objects.first().worker_id
    file = tmp_path / "dukcapil.csv"
    file.write_text(f"NO_INDUK;KEADAAN_WARGA\n{cast.nik(1)};MENINGGAL\n35740312;HIDUP\n")
    page = person.signs_in("rani", PASSWORD).opens("/register/unggah/").page
    page.get_by_label("Dukcapil").check()
    page.set_input_files("input[type=file]", file)
    person.clicks("Unggah dan periksa").sees("Cocokkan kolom")
    person.is_at_ease("register-kolom")
    page.get_by_label("NO_INDUK").select_option(label="NIK")
    page.get_by_label("KEADAAN_WARGA").select_option(label="Status kependudukan")
    person.clicks("Periksa hasil").sees("Simpan 1 jawaban").is_at_ease("register-hasil")
    person.clicks("Simpan 1 jawaban").opens("/register/henti/?siapa=semua").sees("SLAMET RIYADI")
    assert RegisterCheck.objects.get().worker_id == worker_id

    person.opens("/ganda/evaluasi/").clicks("Ambil contoh")
    page.wait_for_url("**/nilai/")
    person.sees("Contoh 1").is_at_ease("evaluasi-nilai")
    for key in "123":
        page.keyboard.press(key)
    person.sees("Semua yang menunggu Anda sudah diputuskan.").clicks("Kembali ke daftar")
    page.locator("#id_atas").fill("0.7")
    person.sees("Salah gabung").is_at_ease("evaluasi")
    page.wait_for_url("**atas=0.7**")
    assert set(Pair.objects.values_list("decision", flat=True)) == {Decision.OPEN}
