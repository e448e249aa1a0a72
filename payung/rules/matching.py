"""When are two names one in spelling, and two numbers one but for a slip of the finger?

What a clerk's search asks of two values. Who is one person is weighed in `matching.linkage`.
"""

import re
from functools import lru_cache

TITLES = re.compile(r"^(?:(?:h|hj|drs|dra|ir|ust|kh|alm)\.?\s+)+", re.IGNORECASE)
SPELLINGS = (
    (r"0", "o"),  # first: the others look for letters
    (r"\b(?:moh|muh|mohamad|mohammad|mochamad|muhamad|muhammad|md|m)\b\.?", "muhammad"),
    (r"\b(?:achmad|akhmad)\b", "ahmad"),
    (r"\b(?:st|sitti)\b\.?", "siti"),
    (r"oe", "u"),
    (r"dj", "j"),
    (r"tj", "c"),
    (r"sj|sy", "s"),
    (r"\b(?:kh|ch)", "h"),
)


@lru_cache(maxsize=400_000)
def normal_name(name: str) -> str:
    """The name in the form in which spellings meet: "H. Moh. Soeparman" and "MUHAMMAD SUPARMAN" are one."""
    text = TITLES.sub("", name.strip().lower().replace("’", "'"))
    text = re.sub(r",.*$", "", text)
    for pattern, plain in SPELLINGS:
        text = re.sub(pattern, plain, text)
    text = re.sub(r"[^a-z ]", "", text)
    return re.sub(r"(.)\1", r"\1", " ".join(text.split()))


def nik_slip(a: str, b: str) -> str:
    """The slip of the finger that turns one number into the other; "" when there is none.

    >>> nik_slip("3574011205809021", "3574011205809012")
    'dua angka tertukar'
    """
    if len(a) != len(b) or a == b or not a:
        return ""
    differ = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(differ) == 1:
        return "beda 1 angka"
    if (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and a[differ[0]] == b[differ[1]]
        and a[differ[1]] == b[differ[0]]
    ):
        return "dua angka tertukar"
    return ""
