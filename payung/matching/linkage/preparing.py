"""What of a record is compared? Each written value in the one form in which its spellings meet.

Table `input` (text as written) becomes table `people`, row by row. Steps are SQL that DuckDB and Spark read alike; each
step adds columns that the next may use.
"""

from payung.matching.linkage.engine import Engine
from payung.matching.linkage.spelling import key_steps, replaced

_MONTHS = (
    ("jan[a-z]*", "-01-"), ("[fp]eb[a-z]*", "-02-"), ("mar[a-z]*", "-03-"), ("apr[a-z]*", "-04-"),
    ("(mei|may)", "-05-"), ("jun[a-z]*", "-06-"), ("jul[a-z]*", "-07-"), ("(agu|agt|aug)[a-z]*", "-08-"),
    ("sep[a-z]*", "-09-"), ("o[kc]t[a-z]*", "-10-"), ("no[pv][a-z]*", "-11-"), ("de[sc][a-z]*", "-12-"),
)  # fmt: skip
_GENERIC = "^(muhamad|siti|abdul|ahmad|sri|m) "  # first names that tell little
_ADDRESS_WORDS = " (jl|jln|jalan|gg|gang|no|nomor|dsn|dusun|rt|rw|kp|kampung|st|street) "
_PLAIN = "concat(' ', rx(lower(substr(written, 1, 200)), '[^a-z0-9]+', ' '), ' ')"
_ADDRESS = f"nullif(trim(rx(rx({_PLAIN}, '{_ADDRESS_WORDS}', ' '), ' +', ' ')), '')"
PEOPLE = (
    "n", "id", "name", "name_joined", "name_words", "name_first", "first_count", "name_last", "nik", "nik_head", "nik_serial", "nik_sum",
    "nik_born", "nik_is_valid", "kk", "kk_sum", "born", "born_swapped", "sex", "mother", "mother_joined",
    "mother_words", "phone", "address", "address_words", "birth_place", "kelurahan",
)  # fmt: skip


def prepare(engine: Engine, source: str = "input", target: str = "people") -> None:
    """Make table `target` (PEOPLE) of table `source` (n and COLUMNS)."""
    _spell(engine, source)
    sql = f"""(SELECT i.*, a.key AS name_key, m.key AS mother_key, b.letters AS place, w.plain AS address_key FROM {source} i
        LEFT JOIN spelt a ON a.written = i.name LEFT JOIN spelt m ON m.written = i.mother_name
        LEFT JOIN spelt b ON b.written = i.birth_place LEFT JOIN placed w ON w.written = i.address)"""
    for number, step in enumerate((_LETTERS, _WORDS, _PARTS, _TOLD, _FILLED)):
        made = ", ".join(f"{expression} AS {column}" for column, expression in step.items())
        sql = f"(SELECT s{number}.*, {made} FROM {sql} s{number})"
    final = ", ".join(_FINAL.get(c, c) + f" AS {c}" for c in PEOPLE if c != "first_count")
    engine.keep("bare", f"SELECT {final} FROM {sql} p")
    engine.keep("firsts", "SELECT name_first, count(*) AS first_count FROM bare GROUP BY name_first")
    engine.keep(target, f"SELECT {', '.join(PEOPLE)} FROM bare LEFT JOIN firsts USING (name_first)")
    for table in ("spelt", "placed", "bare", "firsts"):
        engine.drop(table)


def _spell(engine: Engine, source: str) -> None:
    """Tables `spelt` (written, letters, key) and `placed` (written, plain): what stands in many rows is spelt out once."""
    letters, words, sounds = key_steps("written")[0], key_steps("letters")[1], key_steps("words")[2]
    names = " UNION ".join(
        f"SELECT {c} AS written FROM {source}" for c in ("name", "mother_name", "birth_place")
    )
    engine.keep(
        "spelt",
        f"""SELECT written, letters, {sounds} AS key FROM (SELECT t.*, {words} AS words FROM
        (SELECT written, {letters} AS letters FROM ({names}) n WHERE written IS NOT NULL) t) w""",
    )
    engine.keep(
        "placed",
        f"""SELECT written, {_ADDRESS} AS plain FROM (SELECT DISTINCT address AS written FROM {source}
        WHERE address IS NOT NULL) a""",
    )


def _number(column: str) -> str:
    """A number of identity without what is not part of it; NULL for what a spreadsheet made of it (3,57E+15)."""
    spoilt = f"rx_part(upper(trim({column})), '^[0-9]+[.,]?[0-9]*E[+]?[0-9]+$', 0) <> ''"
    return (
        f"CASE WHEN {spoilt} THEN NULL ELSE rx(upper(rx(trim({column}), '[.,]0+$', '')), '[^0-9A-Z]', '') END"
    )


def _telling(column: str) -> str:
    """Letters that look like digits are digits; one digit all through (0000, 9999) is nobody's number."""
    plain = f"CASE WHEN length({column}) BETWEEN 14 AND 18 THEN translate({column}, 'OILSB', '01158') ELSE {column} END"
    nobody = f"length({column}) < 4 OR replace({column}, substr({column}, 1, 1), '') = ''"
    return f"CASE WHEN {nobody} THEN NULL ELSE {plain} END"


def _date_text() -> str:
    """Digits with hyphens, whatever stood between them; months in words as numbers."""
    text = "rx(rx(lower(trim(birth_date)), '[.]0+$', ''), '[t ][0-9]+:.*$', '')"
    named = text
    for pattern, number in _MONTHS:
        named = replaced(named, pattern, number)
    return f"rx(CASE WHEN rx_part({text}, '[a-z]', 0) = '' THEN {text} ELSE {named} END, '[^0-9]+', '-')"


def _is(pattern: str) -> str:
    return f"rx_part(date_text, '^{pattern}$', 0) <> ''"


def _two(part: str) -> str:
    return f"lpad(rx_part(date_text, '{part}', 1), 2, '0')"


def _born() -> str:
    """YYYYMMDD of all the ways to write a date. The day comes first, unless that cannot be."""
    first, second = _two("^([0-9]+)-"), _two("-([0-9]+)-")
    day_month = f"CASE WHEN {second} > '12' THEN concat({first}, {second}) ELSE concat({second}, {first}) END"
    short_year = "rx_part(date_text, '([0-9]{2})$', 1)"
    return f"""CASE
        WHEN {_is("[0-9]{8}")} THEN CASE WHEN substr(date_text, 1, 4) BETWEEN '1850' AND '2099' THEN date_text
            ELSE concat(substr(date_text, 5, 4), substr(date_text, 3, 2), substr(date_text, 1, 2)) END
        WHEN {_is("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")} THEN
            concat(substr(date_text, 1, 4), {_two("-([0-9]+)-")}, {_two("-([0-9]+)$")})
        WHEN {_is("[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}")} THEN
            concat(rx_part(date_text, '([0-9]{{4}})$', 1), {day_month})
        WHEN {_is("[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}")} THEN
            concat(CASE WHEN {short_year} > '15' THEN '19' ELSE '20' END, {short_year}, {day_month})
        WHEN {_is("[1-4][0-9]{4}")} THEN excel_day(date_text)
        WHEN {_is("[12][0-9]{3}")} THEN concat(date_text, '0000')
        WHEN length(replace(date_text, '-', '')) BETWEEN 6 AND 8 THEN replace(date_text, '-', '')
        END"""


def _digit_sum(column: str) -> str:
    """Equal for two numbers of which one has two digits exchanged."""
    return " + ".join(
        f"{d} * (length({column}) - length(replace({column}, '{d}', '')))" for d in range(1, 10)
    )


_LETTERS = {
    "nik_1": _number("nik"),
    "kk_1": _number("kk"),
    "date_text": _date_text(),
    "phone_1": "rx(rx(phone, '[^0-9]', ''), '^(62|0)+', '')",
    "sex_1": "lower(substr(trim(sex), 1, 2))",
}
_WORDS = {
    "nik_2": _telling("nik_1"),
    "kk_2": _telling("kk_1"),
    "born_1": _born(),
}
_PARTS = {
    "name_words": "words_of(name_key)",
    "mother_words": "words_of(mother_key)",
    "address_words": "words_of(address_key)",
    "name_telling": f"rx(name_key, '{_GENERIC}', '')",
    "nik_is_number": "coalesce(length(nik_2) = 16 AND rx_part(nik_2, '^[0-9]+$', 0) <> '', false)",
}
_TOLD = {
    "day": "CASE WHEN nik_is_number THEN CAST(substr(nik_2, 7, 2) AS INT) END",
    "nik_is_valid": "CASE WHEN nik_is_number THEN CAST(substr(nik_2, 7, 2) AS INT) % 40 BETWEEN 1 AND 31"
    " AND substr(nik_2, 9, 2) BETWEEN '01' AND '12' AND substr(nik_2, 13, 4) <> '0000' ELSE false END",
}
_FILLED = {
    "nik_born": "CASE WHEN nik_is_valid THEN"
    " concat(substr(nik_2, 11, 2), substr(nik_2, 9, 2), lpad(CAST(day % 40 AS VARCHAR(2)), 2, '0')) END",
}
_CENTURY = "CASE WHEN nik_born > '15' THEN '19' ELSE '20' END"
_BORN = f"coalesce(nullif(nullif(born_1, '19000101'), '00000000'), ({_CENTURY}) || nik_born)"
_FINAL = {
    "name": "one_text(name_words)",
    "name_joined": "replace(name_key, ' ', '')",
    "name_first": "rx_part(name_telling, '^([a-z]+)', 1)",
    "name_last": "rx_part(name_key, '([a-z]+)$', 1)",
    "nik": "nik_2",
    "nik_head": "CASE WHEN nik_is_number THEN substr(nik_2, 1, 12) ELSE substr(nik_2, 1, length(nik_2) - 3) END",
    "nik_serial": "CASE WHEN nik_is_number THEN CAST(substr(nik_2, 13, 4) AS INT) END",
    "nik_sum": _digit_sum("nik_2"),
    "kk": "kk_2",
    "kk_sum": _digit_sum("kk_2"),
    "born": _BORN,
    "born_swapped": f"substr({_BORN}, 1, 4) || substr({_BORN}, 7, 2) || substr({_BORN}, 5, 2)",
    "sex": "CASE WHEN sex_1 IN ('pr', 'l', 'la', 'm', 'ma', '1') AND lower(trim(sex)) NOT LIKE 'pr' THEN 'L'"
    " WHEN sex_1 IN ('p', 'pe', 'w', 'wa', 'f', 'fe', '2', 'pr') THEN 'P'"
    " WHEN nik_is_valid THEN CASE WHEN day > 40 THEN 'P' ELSE 'L' END END",
    "mother": "one_text(mother_words)",
    "mother_joined": "replace(mother_key, ' ', '')",
    "phone": "CASE WHEN length(phone_1) >= 7 AND replace(phone_1, substr(phone_1, 1, 1), '') <> '' THEN phone_1 END",
    "address": "address_key",
    "birth_place": "nullif(trim(place), '')",
    "kelurahan": "nullif(rx(upper(kelurahan_code), '[^0-9A-Z]', ''), '')",
}
