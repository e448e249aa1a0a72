"""Suparman, a fisherman, dies: the letter that goes to BPJS and the sheet that his family takes home."""

from dataclasses import replace
from datetime import date

import pytest

from payung.claims.checklist import CHECKLISTS
from payung.claims.documents.family import FamilyLeaflet, PaperLine, family_pdf
from payung.claims.documents.introduction import IntroductionLetter, introduction_pdf
from payung.claims.enums import EventKind
from tests.documents.city import CITY
from tests.documents.paper import opened, text_of

LETTER = IntroductionLetter(
    letterhead=CITY,
    branch="BPJS Ketenagakerjaan Cabang Contoh",
    branch_place="Contoh",
    benefit="Jaminan Kematian (JKM)",
    name="Suparman",
    nik="3574011205809021",
    kpj="25012345678",
    birth="Contoh, 12-05-1980",
    address="Jl. Mawar 3",
    job="Nelayan",
    event="meninggal dunia",
    happened_on=date(2025, 9, 3),
    applicant="Siti Aminah",
    applicant_kin="istri",
    applicant_phone="",
    papers=["Akta kematian", "Kartu Keluarga"],
)
LINES = [
    PaperLine("Akta kematian", "Akta dari Dukcapil", "Dukcapil, gratis", is_here=False),
    PaperLine("NPWP", "Bila perlu", "Kantor pajak", is_here=False, needed=False),
    PaperLine("KTP peserta", "KTP", "Di rumah", is_here=True),
]
LEAFLET = FamilyLeaflet(
    "Kota Contoh",
    "Dinas Tenaga Kerja",
    "K-00012",
    "Suparman",
    True,
    LINES,
    "Bu Rani",
    "0335-000111",
    42_000_000,
)


def said(content: bytes) -> str:
    return " ".join(text_of(content).split())


def test_the_letter_identifies_the_member_and_counts_its_papers():
    letter = said(introduction_pdf(LETTER))
    for words in (
        "3574011205809021",
        "25012345678",
        "Rabu, 3 September 2025",
        "Siti Aminah (istri)",
        "2 (dua) berkas",
    ):
        assert words in letter
    assert "Keputusan atas pengajuan ini ada pada BPJS Ketenagakerjaan" in letter


def test_what_is_not_known_has_no_empty_line():
    letter = said(introduction_pdf(LETTER))
    assert "Telepon" not in letter.replace("Telepon 0335-000111", "")
    assert "Nomor wadah" not in letter


def test_number_and_date_come_from_the_register_later():
    numbered = said(introduction_pdf(replace(LETTER, number="560/12", written_on=date(2025, 9, 9))))
    assert "560/12" in numbered
    assert "9 September 2025" in numbered
    assert "......." not in numbered


@pytest.mark.parametrize("kind", list(CHECKLISTS))
def test_the_longest_list_of_papers_still_gives_one_letter_page_and_two_leaflet_pages(kind):
    kinds = CHECKLISTS[kind]
    letter = introduction_pdf(
        replace(LETTER, papers=[paper.label for paper in kinds], applicant_phone="0812-0000-0000")
    )
    leaflet = family_pdf(
        replace(LEAFLET, papers=[PaperLine(p.label, p.what, p.where, False, p.needed) for p in kinds])
    )
    assert len(opened(letter).pages) <= 2
    assert len(opened(leaflet).pages) <= 2


def test_the_family_hears_condolences_first_and_that_it_costs_nothing():
    words = said(family_pdf(LEAFLET))
    assert words.index("Turut berdukacita") < words.index("Akta kematian")
    assert "Tidak ada biaya" in words
    assert "!" not in words
    assert "%" not in words


def test_an_amount_is_called_an_estimate():
    assert "Rp42.000.000" in said(family_pdf(LEAFLET))
    assert "Ini perkiraan; keputusan ada pada BPJS Ketenagakerjaan" in said(family_pdf(LEAFLET))
    assert "perkiraan" not in said(family_pdf(replace(LEAFLET, estimate_rp=None)))


def test_papers_that_are_here_are_not_asked_again():
    words = said(family_pdf(LEAFLET))
    assert words.index("Sudah kami terima") < words.index("KTP peserta")
    complete = said(family_pdf(replace(LEAFLET, papers=[line._replace(is_here=True) for line in LINES])))
    assert "Berkas sudah lengkap" in complete


def test_after_an_accident_nobody_is_mourned():
    words = said(family_pdf(replace(LEAFLET, is_death=False)))
    assert "Semoga lekas pulih" in words
    assert "duka" not in words


def test_every_event_has_a_checklist_to_print():
    assert set(CHECKLISTS) == set(EventKind)
