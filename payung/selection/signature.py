"""Is this file a decree that was signed and not altered since?

pyHanko judges three things: the digest fits the signed bytes, the signature fits the key of its certificate, and whatever
was appended afterwards is at most a further signature or its timestamp. Trust in the root of BSrE is not judged here; who
signed is written down as the certificate says.
"""

import io
import logging
import re

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from payung.documents.pdf_words import read
from payung.selection.documents.decree import DRAFT_MARK, PAPER_MARK
from payung.selection.refusals import SelectionRefused

# Trust in the root is not judged here: a warning about it for every decree would only hide others.
logging.getLogger("pyhanko.sign.validation").setLevel(logging.ERROR)
MOST_BYTES = 20 * 2**20
BROKEN = "PDF rusak atau tidak lengkap. Unduh ulang dari aplikasi tanda tangan."
ALTERED = (
    "PDF berubah setelah ditandatangani, atau tanda tangannya tidak sah. "
    "Unggah berkas asli dari aplikasi tanda tangan."
)


UNTOUCHED = (
    "Ini konsep dari Payung, belum ditandatangani: bertanda KONSEP dan tanpa nomor. "
    "Unduh “Naskah untuk ditandatangani”, tanda tangani, lalu unggah hasilnya."
)
UNSIGNED = (
    "Ini naskah dari Payung tanpa tanda tangan. Tanda tangani di BSrE/SRIKANDI, atau cetak, tanda tangani, dan pindai; "
    "lalu unggah hasilnya."
)
NO_NUMBER = (
    "Nomor pada berkas ini masih kosong. Unduh naskah dengan nomornya, atau isi nomor sebelum ditandatangani."
)


def check_signed_pdf(content: bytes, *, is_wet_signed: bool, number: str = "") -> str:
    """A sentence on the signature, to be kept beside the file.

    `number`: as typed, to be held against the paper's. Raises SelectionRefused for no PDF, an altered one, one without
    signature that is not said to be signed by hand, a draft, or a paper that carries no or another number.
    """
    if len(content) > MOST_BYTES:
        raise SelectionRefused("Berkas SK lebih besar dari 20 MB. Pindai dengan resolusi lebih rendah.")
    if not content.startswith(b"%PDF-"):
        raise SelectionRefused("Berkas ini bukan PDF. Unggah PDF SK yang sudah ditandatangani.")
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        signatures = reader.embedded_signatures
    except (PdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise SelectionRefused(BROKEN) from None
    _refuse_draft(content, number, is_signed=bool(signatures))
    if not signatures:
        if is_wet_signed:
            return "Ditandatangani basah; PDF hasil pindai tanpa tanda tangan elektronik."
        raise SelectionRefused(
            "PDF ini tidak memuat tanda tangan elektronik. Unggah hasil dari BSrE/SRIKANDI, "
            "atau centang “ditandatangani basah” bila ini hasil pindai."
        )
    return "; ".join(_told(signature) for signature in signatures)


def _refuse_draft(content: bytes, number: str, *, is_signed: bool) -> None:
    """A paper that Payung printed says so in its keywords; what somebody printed again, in its words."""
    printed_words = read(content)
    if DRAFT_MARK in printed_words.keywords or "KONSEP" in printed_words.words:
        raise SelectionRefused(UNTOUCHED)
    if PAPER_MARK in printed_words.keywords and not is_signed:
        raise SelectionRefused(UNSIGNED)
    if re.search(r"NOMOR\s*:?\s*(?:\.\s*){6}", printed_words.words):
        raise SelectionRefused(NO_NUMBER)
    printed = re.search(r"nomor ([^,;]+)", printed_words.keywords)
    if printed and number and _bare(printed[1]) != _bare(number):
        raise SelectionRefused(
            f"Berkas ini bernomor {printed[1].strip()}, yang diisi {number}. Samakan dulu."
        )


def _bare(number: str) -> str:
    return re.sub(r"\W", "", number).upper()


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
