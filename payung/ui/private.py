"""Does this look like a NIK, a KK or a telephone number? Such a number must never stand in an address.

Addresses stay in histories, logs and shared links. Lists take names (and KPJ, eleven digits); numbers go by POST
through the box in the page's head.
"""

import re

_DIGIT = r"\d[ .\-]?"
# Twelve digits and more, or a mobile number however it is written. Also read by browsers, as a field's `pattern`.
NUMBER = rf"({_DIGIT}){{12}}|^\s*(\+?62|0)[ .\-]?8([ .\-]?\d){{7}}"
PATTERN = rf"(?!.*({_DIGIT}){{12}})(?!\s*(\+?62|0)[ .\-]?8([ .\-]?\d){{7}}).*"
WHERE = (
    "NIK, KK dan nomor HP dicari lewat kotak Cari orang di kepala halaman, supaya tidak tertulis di alamat."
)
_number = re.compile(NUMBER)


def is_private_number(text: str) -> bool:
    """
    >>> is_private_number("3574 0312 0980 9001"), is_private_number("0812-3400-9001"), is_private_number("Siti 12345678901")
    (True, True, False)
    """
    return _number.search(text) is not None
