"""Who receives the money, and how much each?

The order of the law is a table: a group is asked only when every group before it is empty, and nobody is
ranked inside a group. Shares are equal (the law names no shares) and sum exactly.
Law: PP 44/2015 Pasal 37(5) (JKK) and Pasal 40 (JKM); Permenaker 1/2025 Pasal 79 (a will is a notarial deed).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kin(StrEnum):
    JANDA = "janda"
    DUDA = "duda"
    ANAK = "anak"
    CUCU = "cucu"
    ORANG_TUA = "orang_tua"
    KAKEK_NENEK = "kakek_nenek"
    SAUDARA_KANDUNG = "saudara_kandung"
    MERTUA = "mertua"
    PENERIMA_WASIAT = "penerima_wasiat"

    @classmethod
    def parse(cls, text: str) -> Kin:
        try:
            return cls(text)
        except ValueError:
            raise ValueError(f"kin: {text!r} tidak dikenal; pilih {', '.join(cls)}") from None


# A group is asked only when every group before it is empty. tests/rules prove that every Kin stands in
# exactly one group.
ORDER_OF_HEIRS: tuple[frozenset[Kin], ...] = (
    frozenset({Kin.JANDA, Kin.DUDA, Kin.ANAK}),
    frozenset({Kin.CUCU, Kin.ORANG_TUA, Kin.KAKEK_NENEK}),
    frozenset({Kin.SAUDARA_KANDUNG}),
    frozenset({Kin.MERTUA}),
    frozenset({Kin.PENERIMA_WASIAT}),
)
GROUP_NAMES = (
    "janda, duda, atau anak",
    "keluarga sedarah garis lurus sampai derajat kedua (cucu, orang tua, kakek atau nenek)",
    "saudara kandung",
    "mertua",
    "pihak yang ditunjuk dalam wasiat",
)
ARTICLES = ("PP 44/2015 Pasal 37(5)", "PP 44/2015 Pasal 40")
WILL_ARTICLE = "Permenaker 1/2025 Pasal 79(2)"


@dataclass(frozen=True)
class Relative:
    name: str
    kin: Kin
    alive: bool = True


@dataclass(frozen=True)
class Inheritance:
    """group: 1-5, None when nobody is entitled. shares_rp: in the order of `heirs`; sums to the amount."""

    group: int | None
    heirs: tuple[Relative, ...]
    shares_rp: tuple[int, ...]
    explanation: str
    law: tuple[str, ...]

    @property
    def funeral_only(self) -> bool:
        """Nobody of the list lives and no will: only the funeral cost is paid, to whoever arranges it."""
        return self.group is None

    @property
    def lines(self) -> list[tuple[Relative, int]]:
        """Each heir with his rupiah."""
        return list(zip(self.heirs, self.shares_rp, strict=True))


def rightful_heirs(
    relatives: Sequence[Relative], will: str | None = None
) -> tuple[int | None, tuple[Relative, ...]]:
    """Everybody of the first group with a living member, and the number of that group (1-5).

    will: name of the person whom a notarial will names; only asked when all groups before are empty. Who is told
    dead inherits by no will either (names are compared without capitals and extra blanks).
    """
    living = [relative for relative in relatives if relative.alive]
    if will and not _is_dead(will, relatives):
        named = {_plain(relative.name) for relative in living if relative.kin is Kin.PENERIMA_WASIAT}
        if _plain(will) not in named:
            living.append(Relative(will, Kin.PENERIMA_WASIAT))
    for number, group in enumerate(ORDER_OF_HEIRS, start=1):
        if heirs := tuple(relative for relative in living if relative.kin in group):
            return number, heirs
    return None, ()


def inheritance(amount_rp: int, relatives: Sequence[Relative], will: str | None = None) -> Inheritance:
    """Heirs, equal shares, and the reason in words. ValueError for a negative amount."""
    group, heirs = rightful_heirs(relatives, will)
    shares = equal_shares_rp(amount_rp, len(heirs))
    law = (*ARTICLES, WILL_ARTICLE) if group in (5, None) else ARTICLES
    dead = [one.name for one in relatives if not one.alive and one.kin is Kin.PENERIMA_WASIAT]
    if will and _is_dead(will, relatives):
        dead = [*dict.fromkeys([*dead, will])]
    words = _in_words(group, heirs, dead if group in (5, None) else [])
    return Inheritance(group, heirs, shares, words, law)


def equal_shares_rp(amount_rp: int, count: int) -> tuple[int, ...]:
    """Whole rupiah that sum exactly: what is left of the division goes to the first, one rupiah each."""
    if amount_rp < 0:
        raise ValueError("amount_rp: jumlah rupiah tidak boleh negatif")
    if not count:
        return ()
    each, left = divmod(amount_rp, count)
    return tuple(each + (place < left) for place in range(count))


def _is_dead(name: str, relatives: Sequence[Relative]) -> bool:
    """Whether everybody told under this name is dead."""
    named = [relative for relative in relatives if _plain(relative.name) == _plain(name)]
    return bool(named) and not any(relative.alive for relative in named)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _in_words(group: int | None, heirs: tuple[Relative, ...], dead_by_will: Sequence[str] = ()) -> str:
    died = f"Penerima wasiat sudah meninggal: {', '.join(dead_by_will)}. " if dead_by_will else ""
    return died + _group_in_words(group, heirs)


def _group_in_words(group: int | None, heirs: tuple[Relative, ...]) -> str:
    if group is None:
        return (
            "Tidak ada ahli waris yang masih hidup dan tidak ada penerima wasiat: biaya pemakaman dibayarkan kepada pihak "
            "yang mengurus pemakaman, santunan menjadi bagian Dana Jaminan Sosial. Ahli waris di luar daftar "
            "perlu penetapan pengadilan."
        )
    names = ", ".join(relative.name for relative in heirs)
    why = "" if group == 1 else f" karena tidak ada {'; '.join(GROUP_NAMES[: group - 1])} yang masih hidup"
    will = " Wasiat harus berupa akta notaris." if group == 5 else ""
    split = " Peraturan tidak menyebut besar bagian; di sini dibagi sama." if len(heirs) > 1 else ""
    return f"Yang berhak: {names} ({GROUP_NAMES[group - 1]}){why}.{will}{split}"
