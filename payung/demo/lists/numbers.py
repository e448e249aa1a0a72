"""Which numbers can nobody real have?

NIK and KK: serial 9000-9999, which registration of one area and day never reaches. Telephone: prefix 0840; the
national plan sets 084x aside for mobile networks, and no operator's list of prefixes holds one.
"""

from datetime import date, timedelta
from random import Random

LOWEST_SERIAL = 9_000
PHONE_PREFIX = "08400"
WOMEN_DAY_OFFSET = 40


class Numbers:
    """Gives every number once. NIKs of two people differ in two digits at least, twins excepted."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._niks: set[str] = set()
        self._near: set[tuple[int, str]] = set()  # (position, number without that digit)
        self._kks: set[str] = set()
        self._phones: set[str] = set()

    def nik(self, area: str, born: date, sex: str) -> str:
        """A new number of 16 digits; at least 100 people of one area, day and sex find one."""
        while True:
            serial = self._random.randint(LOWEST_SERIAL, 9_999)
            number = f"{area}{_birth_digits(born, sex)}{serial}"
            if not any(hole in self._near for hole in _holes(number)):
                return self._keep(number)

    def next_nik(self, nik: str) -> str:
        """The number of a twin who was registered in the same minute."""
        for serial in (int(nik[12:]) + 1, int(nik[12:]) - 1):
            number = f"{nik[:12]}{serial}"
            if LOWEST_SERIAL <= serial <= 9_999 and number not in self._niks:
                return self._keep(number)
        raise ValueError("both neighbours of the number are taken")

    def nik_one_digit_off(self, nik: str) -> str:
        """The number as a tired clerk typed it: another digit in the serial; near to nobody else's."""
        while True:
            at = self._random.randint(13, 15)
            digit = self._random.choice([d for d in "0123456789" if d != nik[at]])
            number = nik[:at] + digit + nik[at + 1 :]
            others = [hole for hole in _holes(number) if hole[0] != at]
            if number not in self._niks and not any(hole in self._near for hole in others):
                return self._keep(number)

    def nik_day_and_month_exchanged(self, nik: str, born: date, sex: str) -> str:
        """The number as somebody 'mended' it to fit a date read the American way. `born.day` must be a month."""
        swapped = born.replace(day=born.month, month=born.day)
        number = f"{nik[:6]}{_birth_digits(swapped, sex)}{nik[12:]}"
        is_free = not any(hole in self._near for hole in _holes(number))
        return self._keep(number) if is_free else self.nik(nik[:6], swapped, sex)

    def kk(self, area: str) -> str:
        while True:
            issued = date(2012, 1, 1) + timedelta(days=self._random.randrange(4_600))
            serial = self._random.randint(LOWEST_SERIAL, 9_999)
            number = f"{area}{issued:%d%m%y}{serial}"
            if number not in self._kks and number not in self._niks:
                self._kks.add(number)
                return number

    def phone(self) -> str:
        """12 digits beginning with 0840."""
        while True:
            number = f"{PHONE_PREFIX}{self._random.randrange(10**7):07d}"
            if number not in self._phones:
                self._phones.add(number)
                return number

    def _keep(self, number: str) -> str:
        self._niks.add(number)
        self._near.update(_holes(number))
        return number


def as_excel_keeps_it(nik: str) -> int:
    """A NIK typed as a number: a spreadsheet keeps 15 digits, the last becomes 0."""
    return int(nik[:15]) * 10


def _birth_digits(born: date, sex: str) -> str:
    day = born.day + (WOMEN_DAY_OFFSET if sex == "P" else 0)
    return f"{day:02d}{born:%m%y}"


def _holes(number: str) -> list[tuple[int, str]]:
    return [(at, number[:at] + number[at + 1 :]) for at in range(len(number))]
