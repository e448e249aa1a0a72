"""Does the first report of an accident tell what the law wants told, and how does it read?

Minimum content: Permenaker 1/2025 Pasal 48A. It may go by letter, telephone, WhatsApp or e-mail, so it is one page of facts
that can be sent or read aloud.
"""

from typing import TYPE_CHECKING

from payung.claims.papers import phone_of
from payung.documents.city import letterhead
from payung.documents.letter import Letter, Signer, facts, letter_pdf, text
from payung.enrolment import queries as enrolment
from payung.language.formats import hari_tanggal
from payung.people import queries as people
from payung.reference.queries import city
from payung.vault import unseal

if TYPE_CHECKING:
    from payung.claims.models import Accident, Claim


def lacking(claim: "Claim", accident: "Accident | None") -> list[str]:
    """What Pasal 48A wants and nobody has told yet, in words; empty when the report can go."""
    if accident is None:
        return ["kronologi: tempat, sebab, tanggal dan jam"]
    event = claim.event
    wanted = {
        "tempat kejadian": event.place,
        "sebab": accident.cause,
        "nama pelapor": event.reporter_name,
        "nomor HP pelapor": event.reporter_phone_sealed,
    }
    if accident.is_disease:
        wanted |= {
            "jenis pekerjaan": accident.work_kind,
            "lama bekerja": accident.work_length,
            "paparan": accident.exposure,
            "diagnosis klinis": accident.diagnosis_sealed,
        }
    return [words for words, told in wanted.items() if not told]


def diagnosis(accident: "Accident") -> str:
    """The clinical diagnosis of an occupational disease, opened for who may see it."""
    return unseal(f"claims.accident.diagnosis:{accident.pk}", accident.diagnosis_sealed)


def injury(accident: "Accident") -> str:
    """What was hurt, opened for who may see it."""
    return unseal(f"claims.accident.injury:{accident.pk}", accident.injury_sealed)


def first_report(claim: "Claim", accident: "Accident | None") -> bytes:
    """Laporan tahap I to the branch, health and NIK included. What is not known yet stays blank."""
    worker, event = claim.worker, claim.event
    kpj = enrolment.kpjs([worker.pk]).get(worker.pk, "")
    told = [
        ("Nama", worker.name),
        ("Nomor peserta (KPJ)", kpj),
        ("NIK", people.opened([worker.pk], ("nik",))[worker.pk]["nik"]),
        ("Hari dan tanggal", hari_tanggal(event.happened_on)),
        ("Tempat", event.place),
    ]
    if accident is not None:
        told += [
            ("Jam", f"{accident.happened_at.astimezone():%H.%M}"),
            ("Sedang mengerjakan", accident.activity),
            ("Sebab", accident.cause),
            ("Yang terluka", injury(accident)),
            ("Dirawat di", accident.facility),
            ("Saksi", accident.witnesses),
        ]
    if accident is not None and accident.is_disease:
        told += [
            ("Jenis pekerjaan", accident.work_kind),
            ("Lama bekerja", accident.work_length),
            ("Paparan", accident.exposure),
            ("Diagnosis klinis", diagnosis(accident)),
        ]
    told += [("Pelapor", event.reporter_name), ("Nomor HP pelapor", phone_of(claim))]
    head, found = letterhead(), city()
    branch = (found.bpjs_branch if found else "") or "BPJS Ketenagakerjaan"
    what = "penyakit akibat kerja" if accident and accident.is_disease else "kecelakaan kerja"
    blocks = [
        text(
            f"Dengan hormat, bersama ini kami laporkan {what} peserta bukan penerima upah berikut (tahap I):"
        ),
        facts(*told),
        text(
            "Laporan ini memuat keterangan paling sedikit menurut Pasal 48A Peraturan Menteri Ketenagakerjaan Nomor 1 Tahun 2025. "
            "Mohon peserta dilayani selama kejadian ini diperiksa."
        ),
    ]
    signer = Signer("Pelapor", event.reporter_name)
    return letter_pdf(
        Letter("Laporan kecelakaan kerja tahap I", blocks, [signer], head, addressee=(f"Yth. Kepala {branch}", "di tempat"))
    )  # fmt: skip
