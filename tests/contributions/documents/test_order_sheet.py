"""September's payment: three people sign the same sum, in figures and in words."""

from dataclasses import replace
from datetime import UTC, date, datetime

from payung.contributions.documents.order_sheet import OrderSheet, SectorLine, Signer, order_sheet_pdf
from tests.documents.city import CITY
from tests.documents.paper import opened, text_of

AT = datetime(2025, 9, 10, 1, 14, tzinfo=UTC)
SIGNERS = [
    Signer("Dibuat", "Operator", "Rani Contoh", AT),
    Signer("Diverifikasi", "Kepala Bidang", "Budi Contoh", AT),
    Signer("Disetujui", "Kepala Dinas", "Contoh Kepala", AT),
]
ORDER = OrderSheet(
    letterhead=CITY,
    number="PB-00007",
    round_name="Pelindungan 2025",
    month=2025 * 12 + 8,
    fund="DBHCHT TA 2025",
    kode_iuran="2509",
    contribution_rp=16_800,
    lines=[SectorLine("Petani", 4098, 68_846_400), SectorLine("Nelayan", 1925, 32_340_000)],
    due_on=date(2025, 9, 15),
    digest="ab12" * 16,
    signers=SIGNERS,
)


def said(order: OrderSheet) -> str:
    return " ".join(text_of(order_sheet_pdf(order)).split())


def test_the_sum_is_the_sum_of_the_sectors_in_figures_and_words():
    words = said(ORDER)
    assert "6.023 Rp101.186.400,00" in words
    assert "seratus satu juta seratus delapan puluh enam ribu empat ratus rupiah" in words
    assert "September 2025" in words


def test_all_three_signed_the_same_list():
    words = said(ORDER)
    assert "ab12" * 16 in words.replace(" ", "")
    assert words.count("10 September 2025, 08.14 WIB") == 3
    assert "KONSEP" not in words


def test_until_the_third_has_signed_it_is_a_draft():
    waiting = replace(ORDER, signers=[*SIGNERS[:2], SIGNERS[2]._replace(at=None)])
    assert "KONSEP" in said(waiting)
    assert "menunggu" in said(waiting)


def test_a_paid_order_shows_its_proof_and_stays_one_page():
    paid = replace(ORDER, paid_on=date(2025, 9, 12), proof_number="SP2D-001")
    assert "Dibayar 12 September 2025, bukti SP2D-001" in said(paid)
    assert len(opened(order_sheet_pdf(paid)).pages) == 1
