"""The story of Kota Probolinggo in one browser: from three agencies' spreadsheets to a protected family.

A small city (quotas of tens instead of thousands), real files in the agencies' three layouts, every step by the pages.
"""

import time
from datetime import date
from pathlib import Path

import pytest
import time_machine

from payung.claims.models import Claim
from payung.demo import branch, staff
from payung.demo.lists import write_city
from payung.demo.signing import empty_scan
from payung.enrolment.models import Card, Membership
from payung.people.queries import opened
from payung.programme.models import Round
from payung.reference.actions import set_up_city
from payung.selection.models import Decree, Place

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "payung-contoh-2025"
QUOTAS = {"petani": 40, "nelayan": 20, "umkm": 50}
SENDERS = {
    "petani": ("agus", "petani.xlsx"),
    "nelayan": ("dewi", "nelayan.xlsx"),
    "umkm": ("hasan", "umkm.csv"),
}


@pytest.fixture
def lists(tmp_path, monkeypatch) -> Path:
    """A small sample city on disk, and its officials with accounts."""
    monkeypatch.setattr(staff, "PASSWORD", PASSWORD)
    set_up_city(is_synthetic=True, bpjs_branch="Kantor Cabang Contoh")
    staff.hire()
    write_city(tmp_path, seed=7, counts={"petani": 200, "nelayan": 110, "umkm": 230}, error_rate=2.0)
    return tmp_path


@pytest.fixture
def may_2025():
    """The story begins on 2 May 2025."""
    with time_machine.travel(date(2025, 5, 2), tick=True) as clock:
        yield clock


def test_from_three_spreadsheets_to_a_protected_family(person, lists, may_2025):
    open_the_round(person)
    for sector, (sender, file) in SENDERS.items():
        send_a_list(person, sender, sector, lists / file)
    sort_out(person, lists)
    decree_and_signature(person, lists)
    register_at_bpjs(person, lists)
    cards(person)
    pay_may(person, lists, may_2025)
    a_death(person, may_2025)
    parcels(person)
    person.signs_in("laila", PASSWORD).opens("/dasbor/").sees("Dasbor pelindungan")
    person.is_at_ease("dasbor")
    person.signs_in("rudi", PASSWORD).opens("/jejak/").sees("Rantai utuh")
    person.is_at_ease("jejak")


def open_the_round(person) -> None:
    page = person.signs_in("rani", PASSWORD).opens("/dana/tambah/").page
    page.fill("[name=name]", "DBHCHT TA 2025")
    page.select_option("[name=kind]", "dbhcht")
    page.fill("[name=year]", "2025")
    page.fill("[name=appropriation_rp]", "1.500.000.000")
    page.fill("[name=use_by]", "31 Desember 2025")
    person.clicks("Simpan dana")
    page = person.opens("/putaran/buka/").page
    page.fill("[name=name]", "Putaran 2025")
    page.select_option("[name=fund]", label=page.locator("[name=fund] option").last.inner_text())
    page.select_option("[name=first_month]", str(2025 * 12 + 4))
    page.select_option("[name=last_month]", str(2025 * 12 + 11))
    for sector, places in QUOTAS.items():
        page.fill(f"[name$={sector}]", str(places))
    page.locator("main button.button", has_text="Buka putaran").click()
    person.sees("Rp1.848.000")  # 110 people, a month
    person.is_at_ease("putaran")
    assert Round.objects.get().months == 8


def send_a_list(person, sender: str, sector: str, path: Path) -> None:
    page = person.signs_in(sender, PASSWORD).opens("/usulan/unggah/").page
    page.set_input_files("[name=file]", path)
    if page.locator("select[name=sector]").count():
        page.select_option("[name=sector]", sector)
    person.clicks(
        "Periksa hasil" if page.locator("button", has_text="Periksa hasil").count() else "Unggah berkas"
    )
    settled(page)
    person.sees("siap disimpan")
    person.is_at_ease(f"periksa-{sector}")
    page.locator("main button.button", has_text="Simpan").first.click()
    settled(page)
    person.sees("tersimpan")


def sort_out(person, lists: Path) -> None:
    page = person.signs_in("rani", PASSWORD).opens("/ganda/").page
    person.clicks("Cari data ganda")
    settled(page)
    person.opens("/ganda/")
    person.is_at_ease("ganda")
    page.once("dialog", lambda dialog: dialog.accept())
    person.clicks("Gabungkan").sees("pasangan digabungkan")
    person.clicks("Mulai periksa")
    person.is_at_ease("pasangan")
    page.keyboard.press("1")  # the review goes by keyboard alone
    person.sees("Tercatat: orang yang sama")
    for register in ("dukcapil", "bpjs"):
        person.opens("/register/unggah/")
        page.check(f"input[value={register}]")
        page.set_input_files("[name=file]", lists / "registers" / f"{register}.csv")
        person.clicks("Unggah dan periksa").sees("jawaban")
        page.locator("button", has_text="jawaban").first.click()
        page.wait_for_load_state()
    person.opens("/kelayakan/").clicks("Nilai kelayakan")
    settled(page)
    person.opens("/kelayakan/").sees("65 tahun atau lebih")
    person.is_at_ease("kelayakan")
    person.opens("/seleksi/").clicks("Isi kuota")
    settled(page)
    person.opens("/seleksi/").sees("Cadangan")
    person.is_at_ease("seleksi")
    waiting = Place.objects.filter(state="waiting").first()
    person.opens(f"/seleksi/{waiting.pk}/").sees("Nama ini dipanggil bila ada kursi kosong")


def decree_and_signature(person, lists: Path) -> None:
    page = person.opens("/sk/").page
    person.clicks("Susun konsep").sees("Konsep")
    decree = Decree.objects.get()
    assert decree.people == sum(QUOTAS.values())
    draft = lists / "konsep.pdf"
    answer = page.context.request.get(f"{person.address}/sk/{decree.pk}/sk.pdf")
    assert answer.body().startswith(b"%PDF")
    draft.write_bytes(answer.body())
    page = person.signs_in("sri", PASSWORD).opens(f"/sk/{decree.pk}/").page
    page.fill("[name=number]", "400.3.7/1/KEP/2025")
    page.fill("[name=signed_on]", "2 Mei 2025")
    page.set_input_files("[name=pdf]", draft)
    person.clicks("Tetapkan SK").sees("belum ditandatangani")  # the draft itself is no decree
    scan = lists / "pindaian.pdf"
    scan.write_bytes(empty_scan())
    page.fill("[name=number]", "400.3.7/1/KEP/2025")
    page.fill("[name=signed_on]", "2 Mei 2025")
    page.check("[name=is_wet_signed]")
    page.set_input_files("[name=pdf]", scan)
    person.clicks("Tetapkan SK").sees("daftar terkunci")
    person.is_at_ease("sk")


def register_at_bpjs(person, lists: Path) -> None:
    page = person.signs_in("rani", PASSWORD).opens("/pendaftaran/").page
    person.clicks("Tambah TK: buat berkas")
    page.wait_for_load_state()
    page.locator("main button", has_text="Buat berkas").click()
    settled(page)
    places = list(Place.objects.filter(state="decreed").select_related("worker"))
    niks = opened([p.worker_id for p in places], ["nik"])
    reply = lists / "balasan.xlsx"
    asked = [(niks[p.worker_id]["nik"], p.worker.name) for p in places]
    reply.write_bytes(branch.reply(asked, on=date(2025, 5, 2), first_kpj=1, refuse=2, seed=1))
    page = person.signs_in("joko", PASSWORD).opens("/pendaftaran/balasan/").page
    page.set_input_files("[name=file]", reply)
    person.clicks("Baca balasan")
    page.wait_for_load_state()
    person.is_at_ease("balasan-periksa")
    page.locator("main button", has_text="Simpan").first.click()
    settled(page)
    person.is_at_ease("balasan")
    assert Membership.objects.count() == 108
    assert Place.objects.filter(state="called").count() == 2, "refused seats are called from the waiting list"


def cards(person) -> None:
    page = person.signs_in("rani", PASSWORD).opens("/kartu/cetak/").page
    person.clicks("Buat PDF")
    settled(page)
    person.opens("/kartu/")
    person.is_at_ease("kartu")
    card = Card.objects.filter(printed_at__isnull=False).first()
    page = person.signs_in("rani", PASSWORD).opens("/kartu/serah/").page
    page.fill("[name=code]", card.code)
    page.locator("main form button.button").first.click()
    page.wait_for_load_state()
    card.refresh_from_db()
    assert card.handed_over_on is not None
    page.context.clear_cookies()
    person.opens(f"/k/{card.code}/").sees("Berlaku")
    assert card.membership.worker.name not in page.inner_text("main"), "a stranger sees a masked name"
    person.is_at_ease("kartu-publik")


def pay_may(person, lists: Path, clock) -> None:
    clock.move_to(date(2025, 5, 8))
    bill = lists / "tagihan.xlsx"
    bill.write_bytes(
        branch.invoice(
            [(m.kpj, m.worker.name) for m in Membership.objects.select_related("worker")], amount_rp=16_800
        )
    )
    round_id = Round.objects.get().pk
    page = person.signs_in("rani", PASSWORD).opens(f"/iuran/putaran/{round_id}/terima/").page
    page.select_option("[name=month]", str(2025 * 12 + 4))
    page.set_input_files("[name=file]", bill)
    person.clicks("Periksa tagihan")
    page.wait_for_load_state()
    person.is_at_ease("tagihan-periksa")
    page.locator("main button", has_text="Simpan tagihan").click()
    settled(page)
    person.is_at_ease("tagihan")
    person.clicks("Siapkan perintah bayar").sees("Rp1.814.400")
    order = page.url.removeprefix(person.address)
    person.signs_in("budi", PASSWORD).opens(order).clicks("Verifikasi")
    person.page.wait_for_load_state()
    person.signs_in("sri", PASSWORD).opens(order).clicks("Setujui")
    person.page.wait_for_load_state()
    page = person.signs_in("rani", PASSWORD).opens(order).page
    page.fill("[name=paid_on]", "8 Mei 2025")
    page.fill("[name=proof_number]", "SP2D-0001")
    person.clicks("Simpan pembayaran").sees("Dibayar")
    person.is_at_ease("perintah-bayar")
    person.opens("/iuran/")
    person.is_at_ease("iuran")


def a_death(person, clock) -> None:
    clock.move_to(date(2025, 5, 26))
    worker = Membership.objects.order_by("pk").first().worker
    page = person.signs_in("rani", PASSWORD).opens("/pekerja/").page
    page.fill("[name=cari]", worker.name)
    person.clicks("Tampilkan")
    page.locator("td a", has_text=worker.name).first.click()
    person.sees("Aktif")
    person.is_at_ease("profil")
    person.opens(f"/klaim/lapor/{worker.pk}/")
    page.check("input[value=death]")
    page.fill("[name=happened_on]", "25 Mei 2025")
    page.fill("[name=reporter_name]", "Istri almarhum")
    person.clicks("Simpan laporan").sees("Rp10.000.000")  # the first three months: funeral cost only
    person.sees("keputusan ada pada BPJS Ketenagakerjaan")
    person.is_at_ease("klaim")
    claim = Claim.objects.get()
    assert Place.objects.filter(worker=worker, state="released").exists()
    assert Place.objects.filter(state="called").count() == 3, "his seat is called from the waiting list"
    letter = page.context.request.get(f"{person.address}/klaim/{claim.pk}/surat/surat-pengantar.pdf")
    assert letter.body().startswith(b"%PDF")
    complete_papers(person, claim)
    page.fill("[name=filed_on]", "26 Mei 2025")
    person.clicks("Catat sudah diajukan").sees("Diajukan ke BPJS")
    page.check("input[value=paid]")
    page.fill("[name=on]", "26 Mei 2025")
    page.fill("[name=paid_rp]", "10.000.000")
    person.clicks("Simpan jawaban").sees("Dibayar")
    claim.refresh_from_db()
    assert (claim.state, claim.paid_rp) == ("paid", 10_000_000)


def complete_papers(person, claim: Claim) -> None:
    page = person.page
    for paper in claim.papers.all():
        forms = page.locator("form", has=page.locator("select[name=state]"))
        form = forms.filter(has=page.locator(f"input[name=kind][value={paper.kind}]"))
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        form.locator("select[name=state]").select_option("present")
        form.locator("button").click()
        page.wait_for_load_state()
    person.opens(f"/klaim/{claim.pk}/").sees("Berkas lengkap")


def parcels(person) -> None:
    page = person.opens("/sembako/baru/").page
    for name, value in {
        "name": "Sembako Mei", "content": "Beras 5 kg", "place": "Balai kota", "on": "26 Mei 2025", "parcels": "120",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", value)
    person.clicks("Susun daftar").sees("Serahkan paket")
    person.is_at_ease("sembako")
    card = Card.objects.filter(state="active").first()
    person.clicks("Serahkan paket")
    page.fill("[name=code]", card.code)
    person.clicks("Catat diterima").sees("tercatat")
    page.fill("[name=code]", card.code)
    person.clicks("Catat diterima").sees("sudah diterima")  # the same card twice


def settled(page) -> None:
    """Wait until a background job has led on to its result."""
    deadline = time.monotonic() + 30
    while "/pekerjaan/" in page.url and time.monotonic() < deadline:
        link = page.locator("a", has_text="Lihat hasil")
        if link.count():
            link.first.click()
            page.wait_for_load_state()
        else:
            page.wait_for_timeout(200)
    assert "/pekerjaan/" not in page.url, page.inner_text("main")
