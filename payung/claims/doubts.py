"""What about this family must a person settle before the claim may be filed, and what is the next step?

The program never chooses between wives, never pays past somebody absent, never pays a child without who acts for it.
Law: PP 44/2015 Pasal 37(5), 40; UU 1/1974 Pasal 47, 50; Permenaker 1/2025 Pasal 79.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from payung.people.enums import Kin
from payung.rules.benefits.scholarship import age_on
from payung.rules.parameters import law_in_force

if TYPE_CHECKING:
    from payung.claims.models import Heir

SPOUSES = (Kin.JANDA, Kin.DUDA)


@dataclass(frozen=True)
class Doubt:
    """`blocks`: the claim cannot be filed before somebody wrote down how it was settled."""

    code: str
    what: str
    next_step: str
    blocks: bool = True


def doubts(heirs: Sequence["Heir"], *, on: date) -> list[Doubt]:
    """Everything to be settled about the family of a person who died, as of a day."""
    if not heirs:
        return [
            Doubt(
                "empty",
                "Keluarga belum dicatat.",
                "Tanyakan istri atau suami, anak, dan orang tua; lihat Kartu Keluarga.",
                False,
            )
        ]
    rightful = [heir for heir in heirs if heir.is_rightful]
    if not rightful:
        return [_nobody()]
    return [*_spouses(rightful), *_by_will(rightful), *_absent(rightful), *_children(rightful, heirs, on)]


def is_minor(birth_date: date | None, *, on: date) -> bool:
    """Whether somebody acts for this child. Law: UU 1/1974 Pasal 47, 50."""
    return birth_date is not None and age_on(birth_date, on) < law_in_force().value("heirs.adult_age", on)


def unsettled(found: Iterable[Doubt], settled: Iterable[str]) -> list[Doubt]:
    """The doubts that still keep the claim from being filed."""
    done = set(settled)
    return [doubt for doubt in found if doubt.blocks and doubt.code not in done]


def _nobody() -> Doubt:
    return Doubt(
        "no_heir",
        "Tidak ada ahli waris yang berhak dan masih hidup.",
        "Tanyakan wasiat (akta notaris) dan keluarga lain. Bila memang tidak ada: hanya biaya pemakaman, untuk yang mengurus "
        "pemakaman; santunan menjadi bagian Dana Jaminan Sosial (PP 44/2015 Pasal 37(5)b). Keluarga di luar daftar perlu "
        "penetapan pengadilan.",
    )


def _spouses(rightful: list["Heir"]) -> Iterator[Doubt]:
    spouses = [heir for heir in rightful if heir.kin in SPOUSES]
    if len(spouses) > 1:
        names = " dan ".join(heir.name for heir in spouses)
        yield Doubt(
            "two_spouses",
            f"Lebih dari satu istri atau suami: {names}.",
            "Lihat buku nikah masing-masing. Semua yang nikahnya sah berhak; nikah yang belum tercatat memerlukan penetapan "
            "(isbat) Pengadilan Agama. Bila berselisih, minta kesepakatan tertulis di kelurahan atau penetapan ahli waris.",
        )


def _by_will(rightful: list["Heir"]) -> Iterator[Doubt]:
    if rightful[0].kin == Kin.PENERIMA_WASIAT:
        yield Doubt(
            "will",
            "Yang berhak ditunjuk oleh wasiat.",
            "Wasiat harus berupa akta notaris. Lihat aslinya dan simpan salinannya.",
        )


def _absent(rightful: list["Heir"]) -> Iterator[Doubt]:
    for heir in rightful:
        if heir.is_absent:
            yield Doubt(
                f"absent:{heir.pk}",
                f"{heir.name} tidak diketahui keberadaannya, padahal berhak.",
                "Minta surat keterangan gaib dari kelurahan; bagiannya ditahan sampai ada kabar atau penetapan pengadilan. "
                "Tulis siapa yang sudah ditanya.",
            )


def _children(rightful: list["Heir"], heirs: Sequence["Heir"], on: date) -> Iterator[Doubt]:
    has_parent = any(heir.kin in SPOUSES and heir.is_alive and not heir.is_absent for heir in heirs)
    for heir in rightful:
        if heir.birth_date is None and heir.kin in (Kin.ANAK, Kin.CUCU):
            yield Doubt(
                f"age:{heir.pk}",
                f"Tanggal lahir {heir.name} belum diketahui.",
                "Isi dari akta kelahiran atau KK: di bawah umur ada yang mewakili, dan beasiswa mengikuti umur.",
                False,
            )
        elif is_minor(heir.birth_date, on=on) and not heir.guardian:
            step = (
                "Isi orang tua yang mewakilinya; rekening atas nama anak dengan orang tua."
                if has_parent
                else "Kedua orang tua tidak ada: minta penetapan perwalian dari pengadilan, lalu isi nama wali."
            )
            yield Doubt(f"minor:{heir.pk}", f"{heir.name} belum dewasa.", step)
