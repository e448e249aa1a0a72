"""Eligible people of a small round, straight into the tables, and PDFs as a mayor's office sends them."""

import io
from datetime import UTC, date, datetime, timedelta
from functools import cache

from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, sign_pdf
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from payung.eligibility.models import Verdict
from payung.people.actions import register_workers
from payung.selection import actions
from tests.cast import NOW, person

MAYOR = "dr. CONTOH WALI KOTA"
PEOPLE = ("SLAMET RIYADI", "SITI AMINAH", "MOCH. HOLIL", "SUPARMI", "BUNAWAR", "TOHA")


def eligible(round, names=PEOPLE, *, sector="petani", first=1, oldest=1965):
    """Everybody may be covered; the first is the oldest, so he ranks first."""
    people = [
        person(first + i, name, sector=sector, birth_date=date(oldest + i, 9, 12))
        for i, name in enumerate(names)
    ]
    workers = register_workers(people, by=None, at=NOW)
    Verdict.objects.bulk_create(
        Verdict(round=round, worker_id=worker, sector_id=sector, refusals=0, judged_at=NOW)
        for worker in workers
    )
    return workers


def drafted(people, round, names=PEOPLE):
    """The round selected and its decree drafted."""
    eligible(round, names)
    actions.select(round.pk, by=people.rani, at=NOW)
    return actions.draft_decree(round.pk, by=people.rani, at=NOW)


def sign(decree, people, **more):
    """Pak pejabat uploads the scan of the paper that was signed by hand."""
    told = {
        "number": "188.45/100/2025",
        "signed_on": date(2025, 5, 5),
        "pdf": plain_pdf(),
        "is_wet_signed": True,
    }
    return actions.sign_decree(decree.pk, **(told | more), by=people.wati, at=NOW)


@cache
def plain_pdf() -> bytes:
    """One empty page."""
    writer = PdfFileWriter()
    writer.insert_page(PageObject(contents=writer.add_object(_empty()), media_box=(0, 0, 200, 200)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signed_pdf() -> bytes:
    """The page with an electronic signature of the mayor, by a certificate made here."""
    writer = IncrementalPdfFileWriter(io.BytesIO(plain_pdf()))
    return sign_pdf(writer, PdfSignatureMetadata(field_name="Tanda tangan"), signer=_signer()).getvalue()


def with_a_page_added(pdf: bytes) -> bytes:
    """A lawful-looking update after the signature: what was signed stays intact, the paper says something else."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.insert_page(PageObject(contents=writer.add_object(_empty()), media_box=(0, 0, 300, 300)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _empty():
    return StreamObject(stream_data=b"")


@cache
def _signer() -> SimpleSigner:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, MAYOR)])
    begins = datetime(2025, 1, 1, tzinfo=UTC)
    made = (
        certificates.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(9000).not_valid_before(begins).not_valid_after(begins + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(
        signing_cert=x509.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(der),
        cert_registry=SimpleCertificateStore(),
    )
