"""Which deaths stand in a list that an office sent? Each row of data is news, or told with what is the matter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from payung.claims.actions.notices import News
from payung.claims.enums import Source
from payung.language.dates import DateProblem, exchanged, parse_tanggal
from payung.matching.queries import (
    ENGLISH_NOTE,
    days_are_exchanged,
    death_day_trouble,
    is_dead,
    is_not_dead,
    is_typed_in_english,
    unknown_death_word,
)
from payung.reference.catalogue import find_kelurahan
from payung.tables.cells import Cell, Fault
from payung.tables.fields import Door, Field, Kind, Place
from payung.tables.reading import Reading
from payung.tables.values import (
    fault_in_words,
    is_blank,
    is_number,
    means_nothing,
    nik_trouble,
    sixteen_digits,
    text_of,
)

DOOR = Door(
    "deaths",
    (
        Field("name", "Nama", ("nama jenazah|nama almarhum|nama almarhumah|nama yang meninggal|nama almarhum almarhumah|jenazah nama|almarhum nama",
                               "nama sesuai ktp|nama ktp", "nama lengkap|nama lgkp", "nama|nama penduduk|nama warga"), place=Place.PERSON),
        Field("nik", "NIK", ("nik jenazah|nik almarhum|nik almarhumah", "nik|no nik|nomor induk kependudukan|nik ktp", "no ktp|no ktp nik|no identitas"),
              kind=Kind.NUMBER_16, place=Place.PERSON, is_key=True, is_private=True),
        Field("birth_date", "Tanggal lahir", ("tanggal lahir|tgl lhr",), kind=Kind.DATE, place=Place.PERSON),
        Field("kelurahan", "Kelurahan", ("kelurahan|desa kelurahan|kelurahan desa|alamat kelurahan|nama kelurahan", "desa"), may_span=True),
        Field("happened_on", "Tanggal meninggal",
              ("tanggal meninggal|tanggal meninggal dunia|tanggal kematian|tanggal wafat|tanggal md|tanggal mati|hari tanggal meninggal"
               "|meninggal tanggal|meninggal pada tanggal|tanggal pemakaman jenazah meninggal",),
              kind=Kind.DATE, is_key=True, place=Place.EVENT),
        Field("other_day", "Tanggal (bukan tanggal meninggal)", ("tanggal status|tanggal peristiwa|tanggal kejadian", "tanggal"), kind=Kind.DATE,
              place=Place.EVENT),
        Field("place", "Tempat meninggal", ("tempat meninggal|tempat kematian|lokasi meninggal|tempat wafat",), may_span=True),
        Field("status", "Status", ("status kependudukan|status hidup meninggal|keadaan penduduk", "keadaan", "status"), may_span=True),
        Field("note", "Keterangan", ("keterangan|catatan",), may_span=True),
    ),
    needed=(("happened_on", "other_day"), ("name", "nik")),
    reads_archives=True,
    heading=lambda text: {"kelurahan": area.name} if (area := find_kelurahan(text)) else {},
)  # fmt: skip


TAKEN_BACK = re.compile(
    r"\b(?:batal|dibatalkan|keliru|masih hidup|ganda|dobel|dicoret|(?:belum|tidak) meninggal|salah (?:input|ketik|data|orang|nik|catat))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DeathList:
    """The deaths of a file, the rows that could not be used and those of living people: (place in the file, why)."""

    news: list[tuple[int, News]]
    unusable: list[tuple[int, str]]
    living: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def deaths_of(reading: Reading, *, source: Source, today: date) -> DeathList:
    """Every row of data as news of a death, or with what is the matter. Nobody's row is passed over in silence."""
    deaths = DeathList([], [])
    for place, cells in reading.records():
        status = cells.get("status")
        if is_not_dead(status):
            deaths.living.append((place, f"Status “{text_of(status)[:30]}”: bukan kabar kematian."))
        elif trouble := _trouble(cells, today):
            deaths.unusable.append((place, trouble))
        else:
            deaths.news.append((place, _news(cells, source)))
    _set_aside_contradictions(deaths)
    days = (cells.get("happened_on") for _, cells in reading.records())
    return _without_exchanged_days(deaths, is_english=is_typed_in_english(days))


def _trouble(cells: Mapping[str, Cell], today: date) -> str:
    status = cells.get("status")
    if not means_nothing(status) and not is_dead(status):
        return unknown_death_word(status)
    if (note := text_of(cells.get("note"))) and TAKEN_BACK.search(note):
        return f"Keterangan “{note[:40]}”: tidak dipakai. Pastikan orang ini meninggal."
    day_cell = _day_cell(cells)
    if isinstance(day_cell, Fault):
        return fault_in_words(day_cell)
    day = parse_tanggal(day_cell)
    if isinstance(day, DateProblem):
        return (
            f"Tanggal meninggal tidak terbaca. {day.value}"
            if not is_blank(day_cell)
            else "Tanggal meninggal belum diisi."
        )
    nik = cells.get("nik")
    if (
        not means_nothing(nik)
        and sixteen_digits(nik) is None
        and (is_number(nik) or means_nothing(cells.get("name")))
    ):
        return nik_trouble(nik)
    if means_nothing(nik) and means_nothing(cells.get("name")):
        return "Isi NIK 16 angka atau nama."
    born = parse_tanggal(cells.get("birth_date"))
    return death_day_trouble(day, born if isinstance(born, date) else None, sixteen_digits(nik) or "", today)


def _day_cell(cells: Mapping[str, Cell]) -> Cell:
    """The day of death from the column named for it; the other one only where that says nothing."""
    return cells.get("other_day") if means_nothing(cells.get("happened_on")) else cells.get("happened_on")


def _news(cells: Mapping[str, Cell], source: Source) -> News:
    area = find_kelurahan(text_of(cells.get("kelurahan")))
    day, born = parse_tanggal(_day_cell(cells)), parse_tanggal(cells.get("birth_date"))
    name, place = cells.get("name"), cells.get("place")
    return News.of_list(
        source,
        name="" if means_nothing(name) else text_of(name),
        nik=sixteen_digits(cells.get("nik")) or "",
        birth_date=born if isinstance(born, date) else None,
        kelurahan=area.code if area else "",
        happened_on=day if isinstance(day, date) else None,
        place="" if means_nothing(place) else text_of(place),
        is_day_sure=not means_nothing(cells.get("happened_on")),
    )


def _set_aside_contradictions(deaths: DeathList) -> None:
    """One person with two days of death: neither is taken before somebody looked."""
    days: dict[str, set[date | None]] = {}
    for _, news in deaths.news:
        days.setdefault(news.nik, set()).add(news.happened_on)
    twice = {nik for nik, several in days.items() if nik and len(several) > 1}
    if not twice:
        return
    why = "NIK ini ada di baris lain dengan tanggal meninggal lain. Tidak ada yang dipakai; pastikan yang benar, sisakan satu baris."
    deaths.unusable.extend((place, why) for place, news in deaths.news if news.nik in twice)
    deaths.unusable.sort()
    deaths.news[:] = [(place, news) for place, news in deaths.news if news.nik not in twice]


def _without_exchanged_days(deaths: DeathList, *, is_english: bool) -> DeathList:
    """Where the births of the list, or its days, show that day and month were exchanged, no ambiguous day of death is sure."""
    is_by_births = days_are_exchanged((news.nik, news.birth_date) for _, news in deaths.news)
    if not is_by_births and not is_english:
        return deaths
    by_births = (
        "Tanggal lahir di daftar ini tertukar bulan dan harinya (NIK mengatakan sebaliknya), jadi tanggal meninggalnya pun belum "
        "pasti. Kasus tidak dibuka sendiri; pastikan tanggalnya."
    )
    news = [
        (
            place,
            replace(
                one, is_day_sure=one.is_day_sure and not (one.happened_on and exchanged(one.happened_on))
            ),
        )
        for place, one in deaths.news
    ]
    return DeathList(news, deaths.unusable, deaths.living, [by_births if is_by_births else ENGLISH_NOTE])
