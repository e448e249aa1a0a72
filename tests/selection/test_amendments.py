"""The second and third amendment: in order, from when, in whose place, for how much; and never the draft as signed."""

import io
from datetime import UTC, date, datetime

import pikepdf
import pytest
from django.urls import reverse

from payung.demo.signing import signed as by_mayor
from payung.documents.city import letterhead
from payung.documents.pdf_words import read
from payung.enrolment import actions as enrolment
from payung.enrolment import queries as registrations
from payung.reference import clock
from payung.reference.models import City
from payung.rules.months import parse_month
from payung.selection import actions, queries
from payung.selection.actions import SelectionRefused
from payung.selection.documents.annex import AnnexRow
from payung.selection.documents.decree import annex_pdf
from payung.selection.enums import DecreeState
from payung.selection.models import Decree, Place
from payung.selection.papers import annex_sheet, decree_data, decree_paper, paper_to_sign
from payung.selection.signature import check_signed_pdf
from tests import cast
from tests.cast import NOW
from tests.documents.paper import opened, text_of
from tests.selection.documents.test_decree import SIGNED, row
from tests.selection.scene import drafted, sign, signed_pdf

pytestmark = pytest.mark.django_db
JULY, OCTOBER = (datetime(2025, month, 10, 2, 0, tzinfo=UTC) for month in (7, 10))
LATE = datetime(2025, 10, 20, 2, 0, tzinfo=UTC)  # after the due day


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return cast.city()


@pytest.fixture
def round(people):
    return cast.round_2025(people.rani, petani=2)


@pytest.fixture
def first(people, round):
    return sign(drafted(people, round), people)


def leave(people, name, *, at=NOW):
    """Somebody goes, the next is called."""
    place = Place.objects.get(worker__name=name)
    actions.release(place.pk, "pindah", on=at.date(), by=people.rani, at=at)
    return actions.call_next(place.pk, by=people.rani, at=at)


def amend(people, round, number, *, at=NOW, on=date(2025, 5, 6)):
    decree = actions.draft_decree(round.pk, by=people.rani, at=at)
    return sign(decree, people, number=number, signed_on=on)


def said(paper):
    return " ".join(text_of(paper).split())


# -- Which amendment, of what --------------------------------------------------------------------------
def test_every_amendment_names_its_place_and_cites_all_before_it(people, round, first):
    leave(people, "SLAMET RIYADI")
    second = amend(people, round, "188.45/118/2025")
    leave(people, "SITI AMINAH")
    third = amend(people, round, "188.45/120/2025", on=date(2025, 5, 7))
    leave(people, "MOCH. HOLIL")
    fourth = actions.draft_decree(round.pk, by=people.rani, at=NOW)
    texts = {decree.version: said(decree_paper(decree)) for decree in (second, third, fourth)}
    assert "PERUBAHAN ATAS KEPUTUSAN WALI KOTA PROBOLINGGO NOMOR 188.45/100/2025" in texts[2]
    assert (
        "telah diubah dengan Keputusan"
        not in texts[2].split("MEMUTUSKAN")[0].split("Menimbang")[1].split("Mengingat")[0]
    )
    assert "PERUBAHAN KEDUA ATAS KEPUTUSAN WALI KOTA PROBOLINGGO NOMOR 188.45/100/2025" in texts[3]
    assert (
        "sebagaimana telah diubah dengan Keputusan Wali Kota Probolinggo Nomor 188.45/118/2025 tanggal 6 Mei 2025"
        in texts[3]
    )
    assert "PERUBAHAN KETIGA ATAS" in texts[4]
    assert (
        "telah beberapa kali diubah dengan Keputusan Wali Kota Probolinggo Nomor 188.45/118/2025 tanggal 6 Mei 2025, dan terakhir"
        " dengan Keputusan Wali Kota Probolinggo Nomor 188.45/120/2025 tanggal 7 Mei 2025" in texts[4]
    )


def test_an_amendment_of_another_round_is_not_cited(people, round, first):
    leave(people, "SLAMET RIYADI")
    amend(people, round, "188.45/118/2025")
    assert queries.signed_before(Decree.objects.get(version=2)) == [("188.45/100/2025", date(2025, 5, 5))]


# -- From when, in whose place, how much -------------------------------------------------------------------
def test_each_line_says_from_when_and_in_whose_place(people, round, first):
    leave(people, "SLAMET RIYADI", at=JULY)
    decree = actions.draft_decree(round.pk, by=people.rani, at=JULY)
    line = decree.lines.get(leaves=False)
    assert (line.name, line.starts_month, line.replaces) == (
        "MOCH. HOLIL",
        parse_month("2025-08"),
        "SLAMET RIYADI",
    )
    annex = said(actions.annex_paper(decree, public=False))
    assert "Mulai" in annex
    assert "Agustus 2025" in annex
    assert "Menggantikan" in annex
    assert queries.digest_now(decree.pk) == decree.lines_digest
    assert annex_sheet(decree, public=True)[:2] == b"PK"


def test_a_first_decree_is_hashed_as_it_always_was(people, round, first):
    assert first.lines.filter(starts_month=None, replaces="").count() == 2
    assert queries.digest_now(first.pk) == first.lines_digest


def test_money_on_screen_is_of_each_persons_own_months(people, round, first, client):
    leave(people, "SLAMET RIYADI", at=JULY)
    leave(people, "SITI AMINAH", at=OCTOBER)
    decree = actions.draft_decree(round.pk, by=people.rani, at=JULY)
    shares = sorted(share.months for share in queries.shares(decree).values())
    assert shares == [2, 5]  # November and December; August to December
    client.force_login(people.rani)
    page = client.get(reverse("decree", args=[decree.pk])).content.decode()
    assert "Rp117.600" in page  # 7 months x Rp16.800, not 2 people x 8 months
    assert "2 sampai 5 bulan per orang" in page
    assert "Petani sesudah perubahan" in page
    assert page.count("SLAMET RIYADI") == 2  # he goes, and somebody comes in his place


def test_who_was_called_for_a_month_that_is_over_begins_later(people, round, first):
    called = leave(people, "SLAMET RIYADI", at=JULY)
    assert called.starts_month == parse_month("2025-08")
    for at, month in ((OCTOBER, "2025-10"), (LATE, "2025-11")):
        decree = actions.draft_decree(round.pk, by=people.rani, at=at)
        assert decree.lines.get(leaves=False).starts_month == parse_month(month)
        actions.drop_draft(decree.pk, reason="coba", by=people.rani, at=at)


def test_who_has_no_month_left_stays_out_and_it_is_told(people, round, first):
    leave(people, "SLAMET RIYADI", at=JULY)
    after = datetime(2025, 12, 20, 2, 0, tzinfo=UTC)
    decree = actions.draft_decree(round.pk, by=people.rani, at=after)  # Slamet still goes out
    assert (decree.people, decree.lines.filter(leaves=True).count()) == (0, 1)
    assert Place.objects.get(worker__name="MOCH. HOLIL").state == "called"


def first_months(decree):
    ids = registrations.registrations(decree_id=decree.pk).values_list("pk", flat=True)
    return {row["name"]: (row["first_month"], row["months"]) for row in registrations.export_rows(ids)}


@pytest.mark.parametrize(
    ("at", "month", "months"), [(JULY, "2025-08", 5), (OCTOBER, "2025-10", 3), (LATE, "2025-11", 2)]
)
def test_the_file_for_the_branch_never_asks_for_a_month_that_is_over(people, round, first, at, month, months):
    leave(people, "SLAMET RIYADI", at=JULY)
    decree = amend(people, round, "188.45/118/2025", at=JULY)
    enrolment.prepare_registrations(decree.pk, by=people.rani, at=at)
    enrolment.make_registration_file(decree.pk, by=people.rani, at=at)
    assert first_months(decree) == {"MOCH. HOLIL": (parse_month(month), months)}


def test_a_file_with_no_month_left_is_refused(people, round, first):
    enrolment.prepare_registrations(first.pk, by=people.rani, at=NOW)
    for after in (datetime(2025, 12, 31, 20, 0, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)):
        with pytest.raises(enrolment.Refused, match="sudah habis"):
            enrolment.make_registration_file(first.pk, by=people.rani, at=after)


def test_a_month_that_runs_is_asked_for_as_decreed(people, round, first):
    enrolment.prepare_registrations(first.pk, by=people.rani, at=NOW)
    enrolment.make_registration_file(first.pk, by=people.rani, at=NOW.replace(day=20))
    assert set(first_months(first).values()) == {(parse_month("2025-05"), 8)}


@pytest.mark.parametrize("people_out", range(30, 62, 3))
def test_the_head_of_the_table_stands_on_every_page(people_out):
    """Also where only the last rows come onto a page of their own."""
    rows = [row(n, name=f"Nama {n}", leaves=True, reason="Pindah domisili") for n in range(1, people_out)]
    for page in opened(annex_pdf(rows, decree=SIGNED, public=False)).pages:
        assert "Tempat, tanggal lahir" in " ".join(page.extract_text().split()), people_out


def test_a_row_of_an_amendment_is_in_the_spreadsheet_too():
    line = AnnexRow(1, "1", "A", "x", "L", "x", "x", "x", "x", "Petani", starts="Mei 2025", replaces="B")
    assert line.starts in said(annex_pdf([line], decree=SIGNED, public=True))


# -- What may be signed ----------------------------------------------------------------------------------
def refuse(people, decree, pdf, words, **more):
    with pytest.raises(SelectionRefused, match=words):
        sign(decree, people, pdf=pdf, **more)
    decree.refresh_from_db()
    assert decree.state == DecreeState.DRAFT


@pytest.mark.parametrize("wet", [True, False])
def test_the_untouched_draft_is_not_a_signed_decree(people, round, wet):
    decree = drafted(people, round)
    refuse(people, decree, decree_paper(decree), "belum ditandatangani", is_wet_signed=wet)
    refuse(
        people, decree, actions.annex_paper(decree, public=False), "belum ditandatangani", is_wet_signed=wet
    )


def test_a_draft_that_was_signed_anyway_is_still_a_draft(people, round):
    decree = drafted(people, round)
    refuse(people, decree, by_mayor(decree_paper(decree)), "KONSEP", is_wet_signed=False)


def printed_anew(paper):
    """As a printer driver would write it: same pages, nothing of the file's own words."""
    with pikepdf.open(io.BytesIO(paper)) as old:
        new = pikepdf.new()
        new.pages.extend(old.pages)
        out = io.BytesIO()
        new.save(out)
    return out.getvalue()


def test_a_draft_printed_to_another_file_is_known_by_its_watermark(people, round):
    decree = drafted(people, round)
    copy = printed_anew(decree_paper(decree))
    assert read(copy).keywords.strip(", ") == ""
    refuse(people, decree, copy, "KONSEP", is_wet_signed=True)


def test_a_paper_without_its_number_is_refused(people, round):
    decree = drafted(people, round)
    refuse(people, decree, by_mayor(paper_to_sign(decree)), "masih kosong", is_wet_signed=False)
    refuse(people, decree, printed_anew(paper_to_sign(decree)), "masih kosong", is_wet_signed=True)


def test_our_own_paper_without_signature_is_refused_also_as_signed_by_hand(people, round):
    decree = drafted(people, round)
    paper = paper_to_sign(decree, number="188.45/100/2025", signed_on=date(2025, 5, 5))
    refuse(people, decree, paper, "tanpa tanda tangan", is_wet_signed=True)


def test_the_number_typed_is_the_number_signed(people, round):
    decree = drafted(people, round)
    paper = by_mayor(paper_to_sign(decree, number="188.45/100/2025", signed_on=date(2025, 5, 5)))
    refuse(people, decree, paper, "bernomor 188.45/100/2025", number="188.45/101/2025", is_wet_signed=False)
    assert sign(decree, people, pdf=paper, is_wet_signed=False).state == DecreeState.SIGNED


def test_other_papers_are_judged_by_their_signature_alone():
    assert "utuh" in check_signed_pdf(signed_pdf(), is_wet_signed=False, number="188.45/1")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-" + bytes(range(256)) * 40])
def test_what_cannot_be_read_says_nothing(content):
    assert (read(content).keywords, read(content).words) == ("", "")


def test_the_paper_for_the_mayor_is_downloaded_without_mark(people, round, client):
    decree = drafted(people, round)
    client.force_login(people.rani)
    address = reverse("decree_paper", args=[decree.pk, "naskah.pdf"])
    words = said(client.get(address, {"nomor": "188.45/7", "tanggal": "5 Mei 2025"}).content)
    assert "KONSEP" not in words
    assert "NOMOR 188.45/7" in words
    assert "5 Mei 2025" in words
    sign(decree, people)
    assert client.get(address).status_code == 404


# -- Whose head, which citations -------------------------------------------------------------------------
def test_a_signed_decree_keeps_the_names_it_was_signed_with(people, round):
    City.objects.update(
        mayor_name="dr. LAMA", citations="Peraturan A Nomor 1", budget_basis="Perda APBD 2025"
    )
    decree = sign(drafted(people, round), people)
    City.objects.update(mayor_name="dr. BARU", citations="", budget_basis="")
    words = said(decree_paper(decree))
    assert "DR. LAMA" in words
    assert "Peraturan A Nomor 1; 2. Perda APBD 2025;" in words
    assert letterhead().mayor.name == "dr. BARU"


def test_the_standard_citations_are_whole_or_say_what_is_open(people, round):
    decree = drafted(people, round)
    cited = actions.decree_paper(decree)
    words = said(cited)
    assert (
        "tentang Sistem Jaminan Sosial Nasional (Lembaran Negara Republik Indonesia Tahun 2004 Nomor 150"
        in words
    )
    assert (
        "tentang Tata Cara Penyelenggaraan Program Jaminan Kecelakaan Kerja, Jaminan Kematian, dan Jaminan Hari Tua"
        in words
    )
    assert "Dana Bagi Hasil Cukai Hasil Tembakau" in words
    assert "DBHCHT tahun berjalan" not in words
    assert all("tentang" in line or "…" in line for line in queries.standard_citations())
    assert decree_data(decree).programmes == ["Jaminan Kecelakaan Kerja", "Jaminan Kematian"]


def test_open_numbers_are_told_before_the_mayor_signs(people, round, client):
    decree = drafted(people, round)
    client.force_login(people.rani)
    assert "masih berisi titik-titik" in client.get(reverse("decree", args=[decree.pk])).content.decode()
    City.objects.update(citations="Undang-Undang Nomor 40 Tahun 2004")
    assert "masih berisi titik-titik" not in client.get(reverse("decree", args=[decree.pk])).content.decode()
