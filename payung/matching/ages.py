"""How old is what a register told us, on the day somebody relies on it?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from payung.language.formats import angka, tanggal
from payung.matching.enums import ExtractState, Register
from payung.matching.models import RegisterCheck, RegisterExtract

OLD_DAYS = 31  # a month is paid after every register was asked for it
CIVIL = (Register.DUKCAPIL,)
STOPPING = (Register.DUKCAPIL, Register.BPJS, Register.PAYERS)  # whose answers stop a contribution


@dataclass(frozen=True)
class RegisterAge:
    """The latest data of one register, `days` old; None: it was never asked."""

    register: Register
    as_of: date | None
    days: int | None

    @property
    def is_old(self) -> bool:
        return self.days is None or self.days > OLD_DAYS

    @property
    def words(self) -> str:
        """ "Dukcapil: data per 24 April 2025, 172 hari yang lalu" """
        if self.as_of is None or self.days is None:
            return f"{self.register.label}: belum pernah diminta"
        age = f"{angka(self.days)} hari yang lalu" if self.days else "hari ini"
        return f"{self.register.label}: data per {tanggal(self.as_of)}, {age}"


@dataclass(frozen=True)
class RegisterAges:
    """All registers that an answer rests on."""

    each: tuple[RegisterAge, ...]

    @property
    def is_old(self) -> bool:
        return any(age.is_old for age in self.each)


def last_asked(*, on: date | None = None) -> dict[str, date]:
    """{register: the day of its latest data}, up to a day."""
    saved = RegisterExtract.objects.filter(state=ExtractState.SAVED)
    if on:
        saved = saved.filter(as_of__lte=on)
    return dict(saved.order_by("register", "-as_of").distinct("register").values_list("register", "as_of"))


def was_asked(register: Register) -> bool:
    """Whether a register ever answered about anybody."""
    return RegisterCheck.objects.filter(register=register).exists()


def register_ages(on: date, registers: Iterable[Register] = STOPPING) -> RegisterAges:
    """Of each register that an answer rests on, how old its latest data are on a day."""
    asked = last_asked(on=on)
    return RegisterAges(
        tuple(
            RegisterAge(Register(r), asked.get(r), (on - asked[r]).days if r in asked else None)
            for r in registers
        )
    )
