"""How do two records look beside each other, letter by letter, and which reasons speak for one person, which against?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from payung.intake import queries as intake
from payung.language.formats import angka, mask_nik, tanggal
from payung.matching.models import Pair
from payung.people import queries as people
from payung.reference.queries import kelurahan

PRIOR = "prior"  # how rare it is at all that two records are one person
WIDTH = 100.0  # of the waterfall
SEXES = {"L": "Laki-laki", "P": "Perempuan"}
Values = Mapping[str, str]


@dataclass(frozen=True)
class Side:
    """One line of the comparison: label, both values, and which letters of each differ."""

    label: str
    left: list[tuple[str, bool]]
    right: list[tuple[str, bool]]
    differs: bool


@dataclass(frozen=True)
class Bar:
    """One reason: words, its weight in bits and as odds, and where its bar stands (0-100)."""

    words: str
    bits: float
    odds: str  # "16 kali lebih mungkin", "1/8"
    left: str  # a number as SVG writes it
    width: str

    @property
    def speaks_for(self) -> bool:
        return self.bits >= 0


def side_by_side(pairs: Sequence[Pair]) -> dict[int, list[Side]]:
    """Both records of each pair, line by line; NIK and KK masked but for what differs."""
    rows = intake.row_values({p.row_id for p in pairs if p.row_id})
    private = people.opened({w for p in pairs for w in (p.worker_id, p.other_id) if w})
    areas = {area.code: area.name for area in kelurahan()}

    def worker(found: Any) -> Values:
        area = found.kelurahan.name if found.kelurahan else found.outside_address
        own = private[found.pk]
        return own | _values(found.name, found.birth_date, found.sex, found.address, area, found.rt, found.rw)

    def row(values: Mapping[str, Any]) -> Values:
        area = areas.get(values.get("kelurahan_code") or "") or values.get("outside_address") or ""
        shown = _values(
            values["name"],
            values["birth_date"],
            values.get("sex"),
            values.get("address"),
            area,
            values.get("rt"),
            values.get("rw"),
        )
        return shown | {f: values.get(f) or "" for f in ("nik", "kk", "mother_name")}

    return {
        p.pk: _lines(row(rows[p.row_id]) if p.row_id else worker(p.other), worker(p.worker)) for p in pairs
    }


def waterfall(evidence: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """The reasons as bars that begin where the one before ended: the first is how rare doubles are at all."""
    ordered = sorted(evidence, key=lambda e: (e["field"] != PRIOR, -abs(e["bits"])))
    ends, at = [0.0], 0.0
    for reason in ordered:
        at += reason["bits"]
        ends.append(at)
    low, high = min(ends), max(ends)
    scale = WIDTH / ((high - low) or 1.0)
    bars = []
    for reason, begin, end in zip(ordered, ends, ends[1:], strict=False):
        left = (min(begin, end) - low) * scale
        width = max(abs(end - begin) * scale, 0.6)
        bits = float(reason["bits"])
        bars.append(Bar(str(reason["words"]), bits, odds(bits), f"{left:.1f}", f"{width:.1f}"))
    return bars


def odds(bits: float) -> str:
    """How many times likelier something is when both are one person.

    >>> odds(4), odds(-3), odds(0)
    ('16 kali', '1/8', 'tidak berarti')
    """
    if abs(bits) < 0.5:
        return "tidak berarti"
    times = 2 ** min(abs(bits), 40)
    shown = "lebih dari sejuta" if times > 1_000_000 else angka(round(times))
    return f"{shown} kali" if bits > 0 else f"1/{shown}" if times <= 1_000_000 else "hampir mustahil"


def _values(name: Any, born: Any, sex: Any, address: Any, area: Any, rt: Any, rw: Any) -> dict[str, str]:
    where = f"RT {rt or '–'}/RW {rw or '–'}" if rt or rw else ""
    return {
        "name": str(name),
        "birth_date": tanggal(date.fromisoformat(born) if isinstance(born, str) else born),
        "sex": SEXES.get(str(sex or ""), ""),
        "address": str(address or ""),
        "rt_rw": where,
        "area": str(area or ""),
    }


def _lines(left: Values, right: Values) -> list[Side]:
    lines = [
        ("Nama", left["name"], right["name"]),
        ("NIK", *_masked_alike(left["nik"], right["nik"])),
        ("Tanggal lahir", left["birth_date"], right["birth_date"]),
        ("Jenis kelamin", left["sex"], right["sex"]),
        ("Nama ibu", left["mother_name"], right["mother_name"]),
        ("KK", *_masked_alike(left["kk"], right["kk"])),
        ("Alamat", left["address"], right["address"]),
        ("RT/RW", left["rt_rw"], right["rt_rw"]),
        ("Kelurahan", left["area"], right["area"]),
    ]
    return [_side(label, str(one or ""), str(two or "")) for label, one, two in lines]


def _side(label: str, left: str, right: str) -> Side:
    differs = left.casefold() != right.casefold()
    if not differs:
        return Side(label, [(left, False)] if left else [], [(right, False)] if right else [], False)
    blocks = SequenceMatcher(None, left.casefold(), right.casefold(), autojunk=False).get_opcodes()
    return Side(
        label,
        [(left[a:b], tag != "equal") for tag, a, b, _, _ in blocks if a < b],
        [(right[c:d], tag != "equal") for tag, _, _, c, d in blocks if c < d],
        True,
    )


def _masked_alike(left: str, right: str) -> tuple[str, str]:
    """Two numbers masked, except that digits which differ stay readable: they are what is judged."""
    if len(left) != len(right) or left == right:
        return mask_nik(left), mask_nik(right)
    shown = [i < 6 or i > 11 or x != y for i, (x, y) in enumerate(zip(left, right, strict=True))]
    return tuple("".join(c if s else "•" for c, s in zip(n, shown, strict=True)) for n in (left, right))  # type: ignore[return-value]
