"""Is this file a decree that was signed and not altered since?

The signature itself is judged by pyHanko: intact or not. Trust in the root of BSrE is not judged here; who signed is
written down as the certificate says.
"""

import io

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from payung.selection.refusals import SelectionRefused

MOST_BYTES = 20 * 2**20


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
    except (PdfReadError, ValueError, KeyError, IndexError):
        raise SelectionRefused(
            "PDF rusak atau tidak lengkap. Unduh ulang dari aplikasi tanda tangan."
        ) from None
    if not signatures:
        if is_wet_signed:
            return "Ditandatangani basah; PDF hasil pindai tanpa tanda tangan elektronik."
        raise SelectionRefused(
            "PDF ini tidak memuat tanda tangan elektronik. Unggah hasil dari BSrE/SRIKANDI, "
            "atau centang “ditandatangani basah” bila ini hasil pindai."
        )
    return "; ".join(_told(signature) for signature in signatures)


def _told(signature) -> str:
    status = validate_pdf_signature(signature, ValidationContext(allow_fetching=False))
    if not status.intact:
        raise SelectionRefused(
            "PDF berubah setelah ditandatangani. Unggah berkas asli dari aplikasi tanda tangan."
        )
    signer = status.signing_cert.subject.native.get("common_name", "tanpa nama")
    return f"Tanda tangan elektronik utuh atas nama {signer}"
