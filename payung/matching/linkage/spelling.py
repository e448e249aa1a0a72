"""How do the spellings of one name meet? As one SQL expression that DuckDB and Spark read alike.

"H. Moh. Soeparman" and "MUHAMMAD SUPARMAN" get one key. No backslashes: Spark would eat them.
Every step is a pattern of plain letters, so both engines give the same letters.
"""

from functools import reduce

LONGEST = 100  # letters of a name that are read: nobody is told apart by what comes after
_ACCENTS = ("áàâäãåéèêëíìîïóòôöõúùûüñçý015", "aaaaaaeeeeiiiiooooouuuuncyois")
_DEGREES = ", *([smad] ?[.] ?[a-z]{1,4}|sh|se|st|sp|ss|mm|mh|msi|spd|sag|ssos|skom|amd|mpd)([., ].*)?$"
_TITLES = (
    "^ ((h|hj|kh|drs|dra|ir|prof|dr|ust|ustad|ustadz|kyai|kiai|nyai|alm|almh|almarhum|almarhumah"
    "|bpk|bapak|ibu|sdr|sdri|ny|tn) )+"
)
_WORDS = (
    ("^ m ", " muhamad "),
    (
        " (moh|muh|md|mhd|mohd|muhd|mokh|moch|much|mohamad|mohammad|mochamad|mochammad|mokhamad|muhamad"
        "|muhammad|muchamad|muchammad|muhamat|muhammed|mohammed) ",
        " muhamad ",
    ),
    (" (achmad|akhmad|achmat|akhmat|ahmat) ", " ahmad "),
    (" (abd|abdoel|abdoul) ", " abdul "),
    (" (st|sitti|sity) ", " siti "),
    (" (jusuf|joesoef|yusup|jusup) ", " yusuf "),
    (" (kh|ch)", " h"),
)
# One sound, one writing. Order matters: pairs of letters before the letters they are made of.
_SOUNDS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "s"), ("sy", "s"), ("sh", "s"), ("kh", "k"), ("ch", "k"),
    ("ck", "k"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("gh", "g"), ("ph", "p"), ("dz", "d"), ("f", "p"),
    ("v", "p"), ("q", "k"), ("x", "ks"), ("z", "j"), ("ae", "ai"), ("y", "i"), ("ie", "i"), ("h ", " "),
)  # fmt: skip
_DOUBLED = "abcdegijklmnoprstuw"


def replaced(text: str, pattern: str, by: str) -> str:
    return f"rx({text}, '{pattern}', '{by}')"


def letters(column: str) -> str:
    """SQL: the words in small plain letters between single blanks, one blank at each end."""
    small = f"translate(lower(substr({column}, 1, {LONGEST})), '{_ACCENTS[0]}', '{_ACCENTS[1]}')"
    plain = replaced(replaced(replaced(small, _DEGREES, ""), "[`´’'']", ""), "[^a-z]+", " ")
    return f"concat(' ', trim({plain}), ' ')"


def key_steps(column: str) -> list[str]:
    """SQL expressions over `column`, to be computed one after the other: letters, words, sounds."""
    titles = replaced(column, _TITLES, " ")
    words = reduce(lambda text, step: replaced(text, *step), _WORDS, titles)
    sounds = reduce(lambda text, step: f"replace({text}, '{step[0]}', '{step[1]}')", _SOUNDS, column)
    single = reduce(lambda text, one: f"replace({text}, '{one}{one}', '{one}')", _DOUBLED, sounds)
    return [letters(column), words, f"nullif(trim({single}), '')"]
