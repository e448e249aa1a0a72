"""How does the invented mayor of the sample city sign? With a certificate made on the spot, trusted by nobody."""

import io
from datetime import UTC, datetime, timedelta

import pikepdf
from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, sign_pdf
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

MAYOR = "dr. Contoh Amaliyah Prasetya, M.M."
BEGINS = datetime(2025, 1, 1, tzinfo=UTC)


def signed(paper: bytes, *, by: str = MAYOR) -> bytes:
    """The paper with an electronic signature in this name."""
    writer = IncrementalPdfFileWriter(io.BytesIO(paper))
    return sign_pdf(
        writer, PdfSignatureMetadata(field_name="Tanda tangan", name=by), signer=_signer(by)
    ).getvalue()


def empty_scan() -> bytes:
    """One page with nothing on it: stands for the scan of a paper where nobody will look at it."""
    page = pikepdf.new()
    page.add_blank_page()
    out = io.BytesIO()
    page.save(out, deterministic_id=True)
    return out.getvalue()


def emblem_of_the_sample_city() -> bytes:
    """A shield with an umbrella over two waves: drawn here, the arms of nobody."""
    picture = Image.new("RGBA", (360, 440), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.polygon(
        [(10, 10), (350, 10), (350, 270), (180, 430), (10, 270)], fill="#1f3a6e", outline="#14274c", width=8
    )
    draw.pieslice((70, 60, 290, 280), 180, 360, fill="#f4b82e")
    draw.line([(180, 60), (180, 300)], fill="#f4b82e", width=10)
    draw.arc((180, 275, 220, 315), 0, 180, fill="#f4b82e", width=10)
    for height in (320, 350):
        draw.line(
            [(110, height), (145, height - 14), (180, height), (215, height - 14), (250, height)],
            fill="white",
            width=9,
        )
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _signer(name: str) -> SimpleSigner:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        certificates.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(9000).not_valid_before(BEGINS).not_valid_after(BEGINS + timedelta(days=3650))
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
