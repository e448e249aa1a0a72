"""What would Dukcapil, BPJS Ketenagakerjaan and DTSEN answer? The facts that no list can show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from payung.demo.lists import flaws, places
from payung.demo.lists.flaws import Flaw
from payung.demo.lists.people import Person
from payung.demo.lists.rows import Row

DUKCAPIL = ("NIK", "NAMA", "TANGGAL LAHIR", "STATUS", "TANGGAL STATUS", "KETERANGAN")
BPJS = ("NIK", "NAMA", "STATUS", "SEJAK", "PEMBAYAR")
DTSEN = ("NIK", "DESIL")
# Of 100 workers: so many in each decile from 1 to 10; the others are not in DTSEN at all.
DECILES = (13, 15, 15, 13, 10, 7, 5, 3, 2, 1)
ASKED_ON = date(2025, 4, 16)
_EMPLOYERS = ("PT Contoh Tekstil (sintetis)", "CV Contoh Makmur (sintetis)", "PT Contoh Logistik (sintetis)")
_PAYERS = (
    "Pemkab Probolinggo",
    "Pemprov Jawa Timur",
    "Koperasi Contoh (sintetis)",
    "CSR PT Contoh (sintetis)",
)


def dukcapil(people: Sequence[Person], rows: Iterable[Row], random: Random) -> Iterator[tuple[str, ...]]:
    """One answer for each NIK with an address in the city, ordered by NIK; mistyped NIKs are found nowhere."""
    answers = [_civil_answer(person, random) for person in people if person.kelurahan]
    known = {person.nik for person in people}
    wrong = {nik for row in rows if len(nik := bare_nik(row)) == 16 and nik.isdigit() and nik not in known}
    answers += [(nik, "", "", "TIDAK DITEMUKAN", "", "") for nik in wrong]
    yield DUKCAPIL
    yield from sorted(answers)


def bpjs(people: Sequence[Person], random: Random) -> Iterator[tuple[str, ...]]:
    """One answer for each NIK, ordered by NIK."""
    yield BPJS
    yield from sorted(_membership(person, random) for person in people)


def dtsen(people: Sequence[Person], random: Random) -> Iterator[tuple[str, ...]]:
    """One line for each NIK that DTSEN knows, ordered by NIK; one in six workers is not in it."""
    yield DTSEN
    listed = []
    for person in people:
        drawn = random.randrange(100)
        for decile, share in enumerate(DECILES, start=1):
            drawn -= share
            if drawn < 0:
                listed.append((person.nik, str(decile)))
                break
    yield from sorted(listed)


def bare_nik(row: Row) -> str:
    """The NIK of a row without spaces and apostrophe; "" where it was typed as a number."""
    return "" if row.written.nik_is_number else row.written.nik.strip().removeprefix("'").strip()


def _civil_answer(person: Person, random: Random) -> tuple[str, ...]:
    if Flaw.NOT_IN_CIVIL_REGISTRY in person.reasons:
        return (person.nik, "", "", "TIDAK DITEMUKAN", "", "")
    known = (person.nik, person.name.upper(), f"{person.born:%d-%m-%Y}")
    if Flaw.DEAD in person.reasons:
        return (*known, "MENINGGAL", _day_before_asking(random), "")
    if Flaw.MOVED in person.reasons:
        return (*known, "PINDAH", _day_before_asking(random), random.choice(places.MOVED_TO))
    return (*known, "HIDUP", "", "")


def _membership(person: Person, random: Random) -> tuple[str, ...]:
    known = (person.nik, person.name.upper())
    statuses: Mapping[Flaw, tuple[str, Sequence[str]]] = {
        Flaw.ACTIVE_PU: ("PU AKTIF", _EMPLOYERS),
        Flaw.ACTIVE_BPU: ("BPU AKTIF", _PAYERS),
    }
    for reason, (status, payers) in statuses.items():
        if reason in person.reasons:
            return (*known, status, _day_before_asking(random), random.choice(payers))
    if random.random() < flaws.FORMER_MEMBERS:
        former = random.choice(("PU NONAKTIF", "BPU NONAKTIF"))
        return (*known, former, _day_before_asking(random), "")
    return (*known, "BUKAN PESERTA", "", "")


def _day_before_asking(random: Random) -> str:
    return f"{ASKED_ON - timedelta(days=random.randint(20, 700)):%d-%m-%Y}"
