"""Why are two records one person? The levels that hold, in words; with bits, how much each weighs."""

from payung.matching.linkage.model import Model


def reason_sql(model: Model, *, with_bits: bool) -> str:
    """SQL over both sides (..._l, ..._r) and mw_*: "NIK sama; nama hampir sama", with_bits "NIK sama (+20.1)"."""
    return f"concat_ws('; ', {', '.join(_words(c, with_bits) for c in model['comparisons'])})"


def evidence_sql(model: Model) -> str:
    """SQL over the same: words_* and bits_* of every comparison."""
    columns = [
        f"{_words(c, with_bits=False)} AS words_{c['name']}, {_weight(c)} AS bits_{c['name']}"
        for c in model["comparisons"]
    ]
    return ", ".join(columns)


def _words(comparison: dict, with_bits: bool) -> str:
    bits = _bits(comparison) if with_bits else ""
    said = [_said(level["words"], bits) for level in comparison["levels"]]
    cases = [
        f"WHEN {level['if']} THEN {words}"
        for level, words in zip(comparison["levels"], said, strict=True)
        if "if" in level
    ]
    return f"CASE WHEN {comparison['missing']} THEN NULL {' '.join(cases)} ELSE {said[-1]} END"


def _weight(comparison: dict) -> str:
    rare = any("rare_counts" in level for level in comparison["levels"])
    return f"mw_{comparison['name']}" + (f" + mw_tf_adj_{comparison['name']}" if rare else "")


def _bits(comparison: dict) -> str:
    weight = _weight(comparison)
    return f"CASE WHEN {weight} < 0 THEN ' (' ELSE ' (+' END, CAST(CAST({weight} AS DECIMAL(9, 1)) AS VARCHAR(9)), ')'"


def _said(words: str, bits: str) -> str:
    if not words:
        return "NULL"
    text = "'" + words.replace("'", "''") + "'"
    return f"concat({text}, {bits})" if bits else text
