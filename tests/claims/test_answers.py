"""Filed, complete, paid, refused: days by the law, money per heir, differences explained, nobody's change lost."""

import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from payung.audit.models import AuditLine
from payung.claims import actions, deadlines
from payung.claims.difference import reasons
from payung.claims.enums import ClaimState, EventKind, PaperState
from payung.claims.models import Claim
from payung.claims.queries import needed_papers
from payung.jobs.actions import Refused
from tests.claims.scene import LATE, MAY, pay, report
from tests.files.test_uploads import paper as pdf_paper
from tests.files.test_uploads import photo_with_place

pytestmark = pytest.mark.django_db


def ready(members, city, kind=EventKind.DEATH, on=date(2025, 9, 5)):
    pay(members, range(MAY, MAY + 5), city)
    claim = report(members[0], city, on=on, kind=kind)
    family = [
        {"name": n, "kin": k, "birth_date": None, "is_alive": True}
        for n, k in (("Sutini", "janda"), ("Rohim", "anak"))
    ]
    actions.set_family(claim.pk, family, by=city.rani, at=LATE)
    for paper in needed_papers(kind):
        actions.set_paper(claim.pk, paper, PaperState.PRESENT, by=city.rani, at=LATE)
    return claim


def filed(members, city, *, filed_on=date(2025, 9, 10), **more):
    claim = ready(members, city, **more)
    actions.file_claim(claim.pk, filed_on=filed_on, bpjs_number="TT-1", by=city.rani, at=LATE)
    return fresh(claim)


def fresh(claim):
    return Claim.objects.select_related("event", "worker").get(pk=claim.pk)


# 2025: 5 September is a national holiday (Maulid); 1 May, 29 May and 6 June too.
@pytest.mark.parametrize(
    ("kind", "filed_on", "due"),
    [
        (EventKind.DEATH, date(2025, 9, 10), date(2025, 9, 15)),  # Wednesday: Thursday, Friday, Monday
        (EventKind.WORK_DEATH, date(2025, 9, 10), date(2025, 9, 19)),
        (EventKind.DEATH, date(2025, 11, 21), date(2025, 11, 26)),
        (EventKind.DEATH, date(2025, 9, 3), date(2025, 9, 9)),  # over Maulid and a weekend
    ],
)
def test_the_legal_days_are_working_days(members, city, kind, filed_on, due):
    on = date(2025, 9, 1)
    assert filed(members, city, kind=kind, filed_on=filed_on, on=on).due_on == due


def test_the_days_begin_again_when_bpjs_says_complete_and_a_penalty_follows(members, city):
    claim = filed(members, city)
    assert deadlines.penalty_rp(claim, on=date(2025, 9, 15)) == 0
    assert deadlines.penalty_rp(claim, on=date(2025, 9, 18)) == 3 * 420_000
    actions.record_complete(claim.pk, on=date(2025, 9, 17), by=city.rani, at=LATE)
    assert fresh(claim).due_on == date(2025, 9, 22)


def test_more_papers_send_the_claim_back_with_what_is_asked(members, city):
    claim = filed(members, city)
    actions.record_more_papers(claim.pk, ["kk"], note="KK lama, minta yang terbaru", by=city.rani, at=LATE)
    claim = fresh(claim)
    assert claim.state == ClaimState.COLLECTING
    assert claim.papers.get(kind="kk").state == PaperState.TO_FIX


def test_each_heir_gets_and_the_sum_is_the_claims(members, city):
    claim = filed(members, city)
    wife, child = claim.heirs.all()
    with pytest.raises(Refused, match="tidak sama"):
        actions.record_payment(
            claim.pk,
            paid_on=date(2025, 9, 14),
            paid_rp=42_000_000,
            to_heirs={wife.pk: 1},
            by=city.rani,
            at=LATE,
        )
    with pytest.raises(Refused, match="bukan ahli waris"):
        actions.record_payment(claim.pk, paid_on=date(2025, 9, 14), to_heirs={999: 5}, by=city.rani, at=LATE)
    actions.record_payment(
        claim.pk,
        paid_on=date(2025, 9, 14),
        to_heirs={wife.pk: 21_000_000, child.pk: 21_000_000},
        by=city.rani,
        at=LATE,
    )
    assert fresh(claim).paid_rp == 42_000_000
    assert reasons(fresh(claim)) == []


@pytest.mark.parametrize(
    ("kind", "paid_rp", "paid_on", "why"),
    [
        (EventKind.DEATH, 10_000_000, date(2025, 9, 12), "belum tiga bulan"),
        (EventKind.WORK_DEATH, 94_000_000, date(2025, 9, 12), "Dasar penghasilan lain"),
        (EventKind.DEATH, 42_840_000, date(2025, 9, 17), "ganti rugi"),
        (EventKind.DEATH, 41_000_000, date(2025, 9, 12), "belum dapat dijelaskan"),
    ],
)
def test_a_difference_is_explained(members, city, client, kind, paid_rp, paid_on, why):
    claim = filed(members, city, kind=kind)
    actions.record_payment(claim.pk, paid_on=paid_on, paid_rp=paid_rp, by=city.rani, at=LATE)
    assert why in " ".join(reasons(fresh(claim)))
    client.force_login(city.rani)
    assert why in client.get("/klaim/selisih/").content.decode(), "collected where parameters are corrected"


def test_a_refusal_is_objected_to_with_the_facts(members, city, client):
    claim = filed(members, city)
    actions.record_refusal(claim.pk, reason="iuran belum dibayar", by=city.rani, at=LATE)
    actions.object_to_refusal(
        claim.pk, grounds="Iuran September dibayar 12 September.", by=city.rani, at=LATE
    )
    client.force_login(city.rani)
    assert client.get(f"/klaim/{claim.pk}/surat/keberatan.pdf").content.startswith(b"%PDF")
    actions.record_payment(claim.pk, paid_on=date(2025, 11, 3), paid_rp=42_000_000, by=city.rani, at=LATE)


def test_the_second_officer_is_told_who_was_first_and_nothing_is_lost(members, city, client):
    claim = ready(members, city)
    version = fresh(claim).version
    actions.set_paper(
        claim.pk, "npwp", PaperState.PRESENT, note="dari Bu Wati", by=city.wati, at=LATE, seen=version
    )
    client.force_login(city.rani)
    told = {"seen": version, "kind": "npwp", "state": "to_fix", "note": "dari Bu Rani"}
    late = client.post(f"/klaim/{claim.pk}/berkas/", told)
    assert late.status_code == 422
    assert "lebih dulu diubah oleh Wati Lestari" in late.content.decode()
    assert claim.papers.get(kind="npwp").note == "dari Bu Wati"
    assert client.post(f"/klaim/{claim.pk}/berkas/", told | {"seen": fresh(claim).version}).status_code == 302


def test_a_photo_is_kept_anew_and_every_look_is_written_down(members, city, client):
    claim = ready(members, city)
    client.force_login(city.rani)
    from django.core.files.uploadedfile import SimpleUploadedFile as Sent  # noqa: PLC0415

    for name, content in (("a.jpg", photo_with_place()), ("b.exe", pdf_paper())):
        sent = client.post(f"/klaim/{claim.pk}/unggah/", {"kind": "kk", "file": Sent(name, content)})
        assert sent.status_code == 302
    bad = client.post(f"/klaim/{claim.pk}/unggah/", {"kind": "kk", "file": Sent("c.jpg", b"<svg/>")})
    assert (bad.status_code, "Hanya foto" in bad.content.decode()) == (422, True)
    first = claim.papers.get(kind="kk").scans.first()
    seen = client.get(f"/klaim/{claim.pk}/unggah/{first.pk}/")
    assert seen.content.startswith(b"\xff\xd8")
    assert b"3574010000000000" not in seen.content
    assert AuditLine.objects.filter(verb="claims.scan_seen", personal_read=True).count() == 1
    whole = client.get(f"/klaim/{claim.pk}/surat/berkas-lengkap.pdf")
    assert whole.content.startswith(b"%PDF")


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("surat-pengantar", "Pengantar pengajuan manfaat"),
        ("keterangan-ahli-waris", "Ahli waris, Rohim Saksi 1"),
        ("kronologis", "Yang menceritakan"),
        ("tanda-terima", "Sudah kami terima"),
        ("tindak-lanjut", "Pasal 40 ayat (3)"),
        ("berkas-lengkap", "Berkas Halaman Lembar"),
    ],
)
def test_every_paper_is_ready_to_print(members, city, client, name, words):
    claim = filed(members, city)
    client.force_login(city.rani)
    told = words_of(client.get(f"/klaim/{claim.pk}/surat/{name}.pdf").content)
    assert words in told
    assert "signers" not in told, "no line of the template itself"
    assert AuditLine.objects.filter(verb="claims.letter").exists()


def test_one_letter_for_all_that_is_late(members, city, client, time_machine):
    filed(members, city)
    time_machine.move_to(datetime(2025, 10, 1, 3, 0, tzinfo=UTC))
    client.force_login(city.rani)
    assert client.get("/klaim/tindak-lanjut.pdf").content.startswith(b"%PDF")


def test_the_page_of_every_state_answers(members, city, client):
    claim = filed(members, city)
    client.force_login(city.rani)
    for answer in (
        {"outcome": "complete", "on": "11-09-2025"},
        {"outcome": "refused", "reason": "data berbeda"},
    ):
        assert client.post(f"/klaim/{claim.pk}/hasil/", answer).status_code == 302
        assert client.get(f"/klaim/{claim.pk}/").status_code == 200
    page = client.post(f"/klaim/{claim.pk}/keberatan/", {"grounds": ""})
    assert page.status_code == 422
    assert client.post(f"/klaim/{claim.pk}/keberatan/", {"grounds": "Data sama"}).status_code == 302
    assert client.post(f"/klaim/{claim.pk}/hitung/").status_code == 302
    assert client.post(f"/klaim/{claim.pk}/jenis/", {"kind": "work_death", "why": "saksi"}).status_code == 302
    rows = {"keluarga-TOTAL_FORMS": 4, "keluarga-INITIAL_FORMS": 2, "keluarga-3-name": "Buati", "keluarga-3-kin": "orang_tua",
            "keluarga-3-is_alive": "on"}  # fmt: skip
    for n, heir in enumerate(claim.heirs.all()):
        rows |= {
            f"keluarga-{n}-id": heir.pk,
            f"keluarga-{n}-name": heir.name,
            f"keluarga-{n}-kin": heir.kin,
            f"keluarga-{n}-is_alive": "on",
        }
    assert client.post(f"/klaim/{claim.pk}/keluarga/", rows).status_code == 302
    assert [h.name for h in claim.heirs.all()] == ["Sutini", "Rohim", "Buati"]
    assert client.get(f"/klaim/{claim.pk}/").status_code == 200
