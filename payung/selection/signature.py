"""Is this file a decree that was signed and not altered since?

pyHanko judges three things: the digest fits the signed bytes, the signature fits the key of its certificate, and whatever
was appended afterwards is at most a further signature or its timestamp. Trust in the root of BSrE is not judged here; who
signed is written down as the certificate says.
"""

import io

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from payung.selection.refusals import SelectionRefused

MOST_BYTES = 20 * 2**20
BROKEN = "PDF rusak atau tidak lengkap. Unduh ulang dari aplikasi tanda tangan."
ALTERED = (
    "PDF berubah setelah ditandatangani, atau tanda tangannya tidak sah. "
    "Unggah berkas asli dari aplikasi tanda tangan."
)


def check_signed_pdf(content: bytes, *, is_wet_signed: bool) -> str:
    """A sentence on the signature, to be kept beside the file.

    Raises SelectionRefused for no PDF, an altered one, or one without signature that is not said to be signed by hand.
    """
    if len(content) > MOST_BYTES:
        raise SelectionRefused("Berkas SK lebih besar dari 20 MB. Pindai dengan resolusi lebih rendah.")
    if not content.startswith(b"%PDF-"):
        raise SelectionRefused("Berkas ini bukan PDF. Unggah PDF SK yang sudah ditandatangani.")
    try:
        signatures = PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures
    except (PdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise SelectionRefused(BROKEN) from None
    if not signatures:
        if is_wet_signed:
            return "Ditandatangani basah; PDF hasil pindai tanpa tanda tangan elektronik."
        raise SelectionRefused(
            "PDF ini tidak memuat tanda tangan elektronik. Unggah hasil dari BSrE/SRIKANDI, "
            "atau centang “ditandatangani basah” bila ini hasil pindai."
        )
    return "; ".join(_told(signature) for signature in signatures)


def _told(signature) -> str:
    try:
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False))
    except (PdfError, ValueError):
        raise SelectionRefused(BROKEN) from None
    if not status.valid or not status.intact or not _is_as_signed(status):
        raise SelectionRefused(ALTERED)
    signer = status.signing_cert.subject.native.get("common_name", "tanpa nama")
    return f"Tanda tangan elektronik utuh atas nama {signer}"


def _is_as_signed(status) -> bool:
    """Nothing appended but further signatures and timestamps: a second official may sign after the first."""
    level = status.modification_level
    return level is not None and level <= ModificationLevel.FORM_FILLING and status.docmdp_ok is not False
