"""The other papers of a claim in words: heirs' statement, chronology, receipt, follow-up, objection.

What only the family or another office may say stays blank to be written by hand; nothing here decides.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from payung.claims import deadlines
from payung.claims.checklist import KINDS
from payung.claims.enums import EventKind, PaperState
from payung.claims.papers import BENEFIT, HAPPENED
from payung.documents.city import letterhead
from payung.documents.letter import (
    Letter,
    Signer,
    blank_lines,
    facts,
    letter_pdf,
    listing,
    table,
    text,
)
from payung.enrolment import queries as enrolment
from payung.language.formats import hari_tanggal, rupiah, rupiah_dokumen, tanggal, tanggal_pendek
from payung.reference.queries import city

if TYPE_CHECKING:
    from payung.claims.models import Accident, Claim

LAW = {"jkm": "Pasal 40 ayat (3) Peraturan Pemerintah Nomor 44 Tahun 2015 (tiga hari kerja)",
       "jkk": "Pasal 37 ayat (2) Peraturan Pemerintah Nomor 44 Tahun 2015 (tujuh hari kerja)"}  # fmt: skip
MATERAI = "Meterai"


def heirs_statement(claim: "Claim") -> bytes:
    """Surat keterangan ahli waris, a draft for the kelurahan: signed by all heirs, two witnesses, known to lurah and camat."""
    worker, heirs = claim.worker, list(claim.heirs.all())
    rows = [
        (str(n), heir.name, heir.get_kin_display(), tanggal_pendek(heir.birth_date) if heir.birth_date else "",
         "" if heir.is_alive else "almarhum/almarhumah", heir.guardian)
        for n, heir in enumerate(heirs, start=1)
    ]  # fmt: skip
    area = worker.kelurahan.name if worker.kelurahan else ""
    blocks = [
        text("Yang bertanda tangan di bawah ini, semua ahli waris, menyatakan dengan sebenarnya bahwa:"),
        _member(claim, died=True),
        text("meninggalkan keluarga sebagai berikut:"),
        table(
            ("No.", "Nama", "Hubungan", "Tanggal lahir", "Keterangan", "Diwakili"),
            rows or [("", "", "", "", "", "")],
        ),
        text(
            "Keluarga lain yang tidak tercantum tidak kami ketahui. Bila pernyataan ini tidak benar, kami bersedia dituntut "
            "menurut hukum yang berlaku."
        ),
    ]
    signers = [
        Signer("Ahli waris", heir.name, before=(MATERAI,) if n == 0 else ())
        for n, heir in enumerate(h for h in heirs if h.is_rightful)
    ]
    signers += [
        Signer("Saksi 1"),
        Signer("Saksi 2"),
        Signer(f"Lurah {area}".strip(), before=("Mengetahui,",)),
        Signer("Camat", before=("Mengetahui,",)),
    ]
    return _statement("Surat keterangan ahli waris", blocks, signers, draft=True)


def chronology(claim: "Claim", accident: "Accident | None") -> bytes:
    """Kronologis: what is known is printed, the rest is written by who saw it; two witnesses."""
    event = claim.event
    told = [
        ("Kejadian", HAPPENED[EventKind(event.kind)]),
        ("Hari dan tanggal", hari_tanggal(event.happened_on)),
        ("Tempat", event.place),
    ]
    witnesses = ["", ""]
    if accident is not None:
        told += [
            ("Jam", f"{accident.happened_at.astimezone():%H.%M}"), ("Sedang mengerjakan", accident.activity), ("Sebab", accident.cause),
            ("Dirawat di", accident.facility), ("Paparan (penyakit akibat kerja)", accident.exposure),
        ]  # fmt: skip
        witnesses = [*(name.strip() for name in accident.witnesses.split(",")), "", ""][:2]
    told.append(("Pelapor", event.reporter_name))
    blocks = [
        _member(claim),
        facts(*told),
        text(event.story or "Cerita kejadian:"),
        *([] if event.story else [blank_lines(9)]),
    ]
    signers = [
        Signer("Yang menceritakan", event.reporter_name),
        *(Signer(f"Saksi {n}", name) for n, name in enumerate(witnesses, start=1)),
    ]
    return _statement("Kronologis kejadian", blocks, signers)


def receipt(claim: "Claim", *, officer: str, on: date) -> bytes:
    """Tanda terima: which papers the office got from the family, and which still lack."""
    papers = list(claim.papers.all())
    here = [KINDS[p.kind].label for p in papers if p.state == PaperState.PRESENT]
    lacking = [KINDS[p.kind].label for p in papers if p.state != PaperState.PRESENT and KINDS[p.kind].needed]
    blocks = [
        facts(
            ("Nomor klaim", claim.number),
            ("Nama pekerja", claim.worker.name),
            ("Diterima dari", claim.event.reporter_name),
            ("Tanggal", tanggal(on)),
        ),
        text("Sudah kami terima:"),
        listing(here or ["belum ada"]),
        text("Masih diperlukan:"),
        listing(lacking or ["tidak ada, berkas lengkap"]),
        text("Semua layanan gratis. Tidak ada petugas yang meminta uang atau kode OTP."),
    ]
    return _statement(
        "Tanda terima berkas",
        blocks,
        [Signer("Yang menyerahkan", claim.event.reporter_name), Signer("Petugas", officer)],
    )


def follow_up(claims: Sequence["Claim"], *, on: date) -> bytes:
    """To the branch: claims whose legal days have passed, with the penalty that the law computes for each."""
    rows = []
    for n, claim in enumerate(claims, start=1):
        due = claim.due_on or on
        rows.append(
            (str(n), claim.worker.name, _kpj(claim), deadlines.programme_of(claim.event.kind).upper(), tanggal_pendek(claim.complete_on or claim.filed_on or on),
             tanggal_pendek(due), f"{(on - due).days}", rupiah(deadlines.penalty_rp(claim, on=on)))
        )  # fmt: skip
    kinds = sorted({deadlines.programme_of(claim.event.kind) for claim in claims})
    blocks = [
        text(
            "Dengan hormat, pengajuan manfaat berikut menurut catatan kami sudah lengkap, dan hari kerja untuk membayarnya menurut "
            f"{' dan '.join(LAW[kind] for kind in kinds)} sudah lewat:"
        ),
        table(("No.", "Nama", "KPJ", "Manfaat", "Lengkap", "Batas", "Hari lewat", "Ganti rugi"), rows),
        text(
            "Ganti rugi dihitung 1% dari perkiraan manfaat untuk setiap hari keterlambatan sampai tanggal surat ini; besar manfaat yang "
            "sebenarnya ditetapkan BPJS Ketenagakerjaan. Mohon kabar tentang keadaan tiap pengajuan. Bila masih ada kekurangan berkas, "
            "mohon disebutkan agar keluarga dapat kami bantu melengkapinya."
        ),
    ]
    return _to_branch("Tindak lanjut pengajuan manfaat", blocks, on)


def objection(claim: "Claim", *, grounds: str, on: date) -> bytes:
    """Keberatan: BPJS's reason beside the facts that we hold."""
    cover = {"active": "iuran bulan itu sudah dibayar", "grace": "dalam masa tenggang"}.get(
        claim.cover_state, "menurut catatan kami tidak aktif"
    )
    blocks = [
        text(f"Dengan hormat kami sampaikan keberatan atas penolakan pengajuan {BENEFIT[EventKind(claim.event.kind)]} berikut:"),
        _member(claim),
        facts(
            ("Nomor pengajuan", claim.bpjs_number), ("Diajukan", tanggal(claim.filed_on) if claim.filed_on else ""),
            ("Alasan penolakan", claim.refusal), ("Pelindungan hari kejadian", cover),
            ("Perkiraan manfaat", rupiah_dokumen(claim.estimate_rp)), ("Dasar", "; ".join(claim.estimate.get("law") or [])),
        ),
        text("Keberatan kami:"),
        text(grounds),
        text("Mohon pengajuan ini diperiksa kembali. Bukti iuran dan berkas keluarga kami lampirkan."),
    ]  # fmt: skip
    return _to_branch("Keberatan atas penolakan manfaat", blocks, on)


def _member(claim: "Claim", *, died: bool = False) -> dict[str, Any]:
    worker = claim.worker
    return facts(
        ("Nama", worker.name),
        ("Nomor KPJ", _kpj(claim)),
        ("Tempat, tanggal lahir", f"{worker.birth_place}, {tanggal_pendek(worker.birth_date)}".strip(", ")),
        ("Alamat", f"{worker.address} RT {worker.rt or '-'}/RW {worker.rw or '-'}".strip()),
        ("Meninggal dunia pada" if died else "", hari_tanggal(claim.event.death_on) if died else ""),
    )


def _kpj(claim: "Claim") -> str:
    found = (
        enrolment.memberships_of_worker(claim.worker_id).filter(start_on__lte=claim.event.happened_on).first()
    )
    return found.kpj if found else ""


def _statement(
    title: str, blocks: Sequence[dict], signers: Sequence[Signer], *, draft: bool = False
) -> bytes:
    return letter_pdf(Letter(title, blocks, signers, letterhead(), with_head=False, draft=draft))


def _to_branch(title: str, blocks: Sequence[dict], on: date) -> bytes:
    head, found = letterhead(), city()
    branch = (found.bpjs_branch if found else "") or "BPJS Ketenagakerjaan"
    signer = Signer(
        head.head.office if head.head else "Kepala Dinas",
        head.head.name if head.head else "",
        head.head.nip if head.head else "",
        head.head.rank if head.head else "",
    )
    return letter_pdf(
        Letter(
            title, blocks, [signer], head, addressee=(f"Yth. Kepala {branch}", "di tempat"), written_on=on, formal=True,
            closing="Atas perhatian dan kerja sama Saudara kami ucapkan terima kasih.",
        )
    )  # fmt: skip
