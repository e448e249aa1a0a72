"""What does an extract of a register say? Columns by their titles or as a person matched them, words turned into findings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from payung.language.dates import DateProblem, exchanged, parse_tanggal
from payung.matching.enums import Finding, Register
from payung.rules import dtsen
from payung.rules import nik as nik_rules
from payung.tables.cells import Cell, Fault, FileRefused, Sheet
from payung.tables.fields import Door, Field, Kind, Place
from payung.tables.reading import Reading, read_tables
from payung.tables.values import fault_in_words, means_nothing, nik_trouble, sixteen_digits, text_of

DEATHS_FROM = date(2012, 1, 1)  # older days of death are typing errors: no claim reaches back that far
FEWEST_EXCHANGED = 2
NUMBERED_DAY = re.compile(r"\s*(\d{1,2})[-/.]\d{1,2}[-/.]\d{4}\s*$")
ENGLISH_NOTE = (
    "Tanggal meninggal di berkas ini diketik di Excel berbahasa Inggris: yang harinya 1 sampai 12 menjadi tanggal dengan bulan dan "
    "hari tertukar, yang lain tetap teks. Kasus tidak dibuka sendiri; pastikan tanggalnya."
)

NIK = Field("nik", "NIK", ("nik|no nik|nomor induk kependudukan|nik ktp", "no ktp|no ktp nik|no identitas"),
            kind=Kind.NUMBER_16, place=Place.PERSON, is_key=True, is_private=True, example="3574019001809021")  # fmt: skip
NOTE = Field("note", "Keterangan", ("keterangan|catatan|alasan",))
NAME = Field("name", "Nama", ("nama sesuai ktp|nama ktp", "nama lengkap|nama lgkp", "nama|nama penduduk|nama peserta"),
             place=Place.PERSON, example="SLAMET RIYADI")  # fmt: skip
BIRTH = Field("birth_date", "Tanggal lahir", ("tanggal lahir|tgl lhr|tanggal lhr",), kind=Kind.DATE, place=Place.PERSON,
              example="12-09-1980")  # fmt: skip
DIED_ON = Field(
    "died_on", "Tanggal meninggal",
    ("tanggal meninggal|tanggal meninggal dunia|tanggal kematian|tanggal wafat|tanggal md|tanggal mati|hari tanggal meninggal"
     "|meninggal tanggal|meninggal pada tanggal",),
    kind=Kind.DATE, place=Place.EVENT, example="03-04-2025",
)  # fmt: skip
FIELDS: dict[Register, tuple[Field, ...]] = {
    Register.DUKCAPIL: (
        NIK,
        Field("status", "Status kependudukan",
              ("status kependudukan|status penduduk|keadaan penduduk|status hidup|hidup meninggal|status hidup meninggal|status keberadaan",
               "keadaan|kondisi", "status|hasil"), example="MENINGGAL"),
        DIED_ON,
        Field("since", "Tanggal status",
              ("tanggal status|tanggal status kependudukan|tanggal pindah|tanggal peristiwa", "sejak", "tanggal"), kind=Kind.DATE,
              place=Place.EVENT),
        NAME,
        BIRTH,
        Field("job", "Pekerjaan", ("pekerjaan|jenis pekerjaan|jenis pkrjn",)),
        NOTE,
    ),
    Register.BPJS: (
        NIK,
        Field("status", "Status kepesertaan",
              ("status kepesertaan|status peserta|status kepesertaan peserta", "keaktifan|status aktif|status keaktifan|status keaktifan peserta",
               "keadaan", "status|hasil"), example="AKTIF"),
        Field("segment", "Segmen", ("segmen kepesertaan|segmen peserta|segmen|jenis kepesertaan|jenis peserta|kategori peserta",), example="PU"),
        Field("payer", "Pembayar", ("pembayar|dibayar oleh|pembayar iuran", "pemberi kerja|nama perusahaan|nama pemberi kerja|npp", "wadah|nama wadah"),
              example="PT Contoh"),
        Field("since", "Tanggal kepesertaan", ("tanggal kepesertaan|tanggal status|tanggal aktif|tmt", "sejak|mulai", "tanggal"), kind=Kind.DATE,
              example="01-02-2025"),
        NAME,
        BIRTH,
        NOTE,
    ),
    Register.DTSEN: (
        NIK,
        Field("decile", "Desil", ("desil kesejahteraan|desil nasional|desil|peringkat desil|desil dtsen|desil p3ke", "decile"), example="2"),
        Field("period", "Periode data", ("periode|triwulan|periode data|versi data|tanggal data",)),
        NAME,
        BIRTH,
        NOTE,
    ),
    Register.PAYERS: (
        NIK,
        Field("payer", "Pembayar", ("pembayar|dibayar oleh|pembayar iuran", "sumber dana|penyelenggara|instansi"), example="Pemerintah Provinsi"),
        Field("since", "Sejak", ("sejak|tanggal mulai|mulai", "tanggal"), kind=Kind.DATE, example="01-01-2025"),
        NAME,
        BIRTH,
        NOTE,
    ),
    Register.SOCIAL_AID: (
        NIK,
        Field("aid", "Bantuan sosial", ("bantuan sosial|jenis bantuan|jenis bansos|bansos|penerima bansos|program bantuan|program bansos"
              "|pkh bpnt|penerima pkh bpnt", "bantuan|nama bantuan"), example="PKH"),
        NAME,
        BIRTH,
        NOTE,
    ),
}  # fmt: skip
NO_AID = ("tidak", "bukan", "bukan penerima", "tidak menerima", "tidak ada", "nihil", "non penerima")
REQUIRED: dict[Register, tuple[tuple[str, ...], ...]] = {
    Register.DUKCAPIL: (("nik",), ("status",)),
    Register.BPJS: (("nik",), ("status", "segment")),
    Register.DTSEN: (("nik",), ("decile",)),
    Register.PAYERS: (("nik",), ("payer",)),
    Register.SOCIAL_AID: (("nik",), ("aid",)),
}
DOORS = {
    register: Door(f"register.{register}", fields, needed=REQUIRED[register])
    for register, fields in FIELDS.items()
}
STATUS: dict[Register, dict[str, Finding]] = {
    Register.DUKCAPIL: {
        "hidup": Finding.ALIVE,
        "masih hidup": Finding.ALIVE,
        "aktif": Finding.ALIVE,
        "ada": Finding.ALIVE,
        "ditemukan": Finding.ALIVE,
        "sesuai": Finding.ALIVE,
        "valid": Finding.ALIVE,
        "padan": Finding.ALIVE,
        "data berbeda": Finding.ALIVE,
        "tidak sesuai": Finding.ALIVE,
        "meninggal": Finding.DEAD,
        "meninggal dunia": Finding.DEAD,
        "telah meninggal": Finding.DEAD,
        "telah meninggal dunia": Finding.DEAD,
        "sudah meninggal": Finding.DEAD,
        "sudah meninggal dunia": Finding.DEAD,
        "mati": Finding.DEAD,
        "wafat": Finding.DEAD,
        "alm": Finding.DEAD,
        "almh": Finding.DEAD,
        "almarhum": Finding.DEAD,
        "almarhumah": Finding.DEAD,
        "tutup usia": Finding.DEAD,
        "md": Finding.DEAD,
        "pindah": Finding.MOVED,
        "pindah keluar": Finding.MOVED,
        "pindah luar kota": Finding.MOVED,
        "pindah keluar kota": Finding.MOVED,
        "pindah ke luar kota": Finding.MOVED,
        "pindah domisili": Finding.MOVED,
        "sudah pindah": Finding.MOVED,
        "tidak ditemukan": Finding.NOT_FOUND,
        "nik tidak ditemukan": Finding.NOT_FOUND,
        "data tidak ditemukan": Finding.NOT_FOUND,
        "tidak ada": Finding.NOT_FOUND,
        "tidak terdaftar": Finding.NOT_FOUND,
        "tidak terdata": Finding.NOT_FOUND,
        "tidak padan": Finding.NOT_FOUND,
        "tidak valid": Finding.NOT_FOUND,
        "invalid": Finding.NOT_FOUND,
    },
    Register.BPJS: {
        "pu aktif": Finding.PU_ACTIVE,
        "aktif pu": Finding.PU_ACTIVE,
        "pu": Finding.PU_ACTIVE,
        "penerima upah": Finding.PU_ACTIVE,
        "penerima upah aktif": Finding.PU_ACTIVE,
        "aktif penerima upah": Finding.PU_ACTIVE,
        "bpu aktif": Finding.BPU_ACTIVE,
        "aktif bpu": Finding.BPU_ACTIVE,
        "bpu": Finding.BPU_ACTIVE,
        "bukan penerima upah": Finding.BPU_ACTIVE,
        "bukan penerima upah aktif": Finding.BPU_ACTIVE,
        "pu nonaktif": Finding.NOT_MEMBER,
        "bpu nonaktif": Finding.NOT_MEMBER,
        "nonaktif": Finding.NOT_MEMBER,
        "tidak aktif": Finding.NOT_MEMBER,
        "bukan peserta": Finding.NOT_MEMBER,
        "tidak terdaftar": Finding.NOT_MEMBER,
        "belum terdaftar": Finding.NOT_MEMBER,
        "tidak ditemukan": Finding.NOT_MEMBER,
    },
}
SHORT_WORDS = {"tdk": "tidak", "tak": "tidak", "blm": "belum", "sdh": "sudah", "telh": "telah", "non": "non"}
GRAVE = {Finding.DEAD, Finding.MOVED, Finding.NOT_FOUND}
DIFFERING = ("data berbeda", "tidak sesuai")
NOT_LISTED = (
    "",
    "-",
    "0",
    "tidak terdata",
    "tidak ditemukan",
    "tidak terdaftar",
    "tidak ada",
    "belum terdata",
    "non dtsen",
)
GRAVE_WORDS = re.compile(
    r"\b(?:meninggal|wafat|almarhum|almarhumah|tutup usia|pindah (?:ke|luar|keluar|antar|domisili))\b",
    re.IGNORECASE,
)
NOT_GRAVE = re.compile(r"\b(?:belum|tidak|bukan|tdk)\s+\w+", re.IGNORECASE)
CITY_WORDS = re.compile(r"\b(pemerintah|pemkot|pemda|kota|pemerintahan|daerah|dinas|disperinaker)\b")
REGENCY = re.compile(r"\bkab(upaten)?\b|\bpemkab\b")


@dataclass(frozen=True)
class Answer:
    """What a register says of one number. name and birth_date only to be compared with ours, never kept.

    `is_day_sure`: for a death, that the day comes from a column named for the day of death.
    """

    row: int  # its place in the file (tables.places)
    nik: str
    finding: Finding
    since: date | None = None
    note: str = ""
    payer: str = ""
    decile: int | None = None
    quarter: str = ""  # of a decile: "2025-Q3"
    job: str = ""
    name: str = ""
    birth_date: date | None = None
    differs: bool = False
    is_day_sure: bool = True


@dataclass(frozen=True)
class Extract:
    """The answers of a file, and the rows that could not be used: (place in the file, what is the matter)."""

    answers: list[Answer]
    unusable: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def answers_of(reading: Reading, register: Register, *, our_city: str, today: date) -> Extract:
    """Every row of data as an answer, or with what is the matter. A number answered in two ways waits for a person."""
    reader = _RowReader(register, our_city, today, has_death_days="died_on" in reading.fields)
    rows = [(place, reader.answer(place, cells)) for place, cells in reading.records()]
    answers = [answer for _, answer in rows if isinstance(answer, Answer)]
    unusable = [(place, answer) for place, answer in rows if isinstance(answer, str)]
    kept, contradicted = _agreeing(answers)
    kept, notes = _without_exchanged_days(kept)
    if not notes and is_typed_in_english(cells.get("died_on") for _, cells in reading.records()):
        kept, notes = _unsure_days(kept), [ENGLISH_NOTE]
    return Extract(kept, sorted([*unusable, *contradicted]), notes)


@dataclass(frozen=True)
class _RowReader:
    register: Register
    our_city: str
    today: date
    has_death_days: bool

    def answer(self, place: int, cells: Mapping[str, Cell]) -> Answer | str:
        nik = sixteen_digits(cells.get("nik"))
        if nik is None:
            return nik_trouble(cells.get("nik"))
        answer = self._said(place, nik, cells)
        if isinstance(answer, str):
            return answer
        return self._dated(answer, cells)

    def _said(self, place: int, nik: str, cells: Mapping[str, Cell]) -> Answer | str:
        note = _text(cells.get("note"))[:200]
        name, born = _text(cells.get("name")), parse_tanggal(cells.get("birth_date"))
        birth_date = born if isinstance(born, date) else None
        blank = Answer(place, nik, Finding.NOT_FOUND, note=note, name=name, birth_date=birth_date)
        if self.register == Register.DTSEN:
            return _decile(blank, cells)
        if self.register == Register.SOCIAL_AID:
            return _aid(blank, cells)
        payer = _text(cells.get("payer"))[:80]
        if self.register == Register.PAYERS:
            return (
                replace(blank, finding=Finding.PAID_ELSEWHERE, payer=payer)
                if payer
                else "Kolom Pembayar kosong."
            )
        if isinstance(fault := cells.get("status"), Fault):
            return fault_in_words(fault)
        status = self._status(cells)
        finding = STATUS[self.register].get(status)
        if finding is None:
            return unknown_status(status, STATUS[self.register])
        if finding == Finding.ALIVE and (trouble := _speaks_of_death(cells, note)):
            return trouble
        if finding == Finding.BPU_ACTIVE and is_our_city(payer, self.our_city):
            finding = Finding.BPU_OURS
        job = _text(cells.get("job"))[:80]
        return replace(blank, finding=finding, payer=payer, job=job, differs=status in DIFFERING)

    def _status(self, cells: Mapping[str, Cell]) -> str:
        """The status; of BPJS with the segment before it where that stands in a column of its own ("BPU", "AKTIF")."""
        status, segment = status_words(cells.get("status")), status_words(cells.get("segment"))
        if not segment:
            return status
        if "status" not in cells:
            return segment
        both = f"{segment} {status}"
        return both if both in STATUS[self.register] else status

    def _dated(self, answer: Answer, cells: Mapping[str, Cell]) -> Answer | str:
        """The answer with its day; for a death the day of death, never one that the law does not know."""
        cell = cells.get("since")
        is_death = answer.finding == Finding.DEAD
        is_named = is_death and not means_nothing(cells.get("died_on"))
        if is_named:
            cell = cells.get("died_on")
        if means_nothing(cell):
            return answer
        if isinstance(cell, Fault):
            return fault_in_words(cell) if is_death else answer
        day = parse_tanggal(cell)
        if isinstance(day, DateProblem):
            label = "Tanggal meninggal" if is_death else "Tanggal"
            return f"{label} “{_text(cell)[:20]}” tidak terbaca. {day.value}" if is_death else answer
        if is_death and (trouble := death_day_trouble(day, answer.birth_date, answer.nik, self.today)):
            return trouble
        return replace(answer, since=day, is_day_sure=is_named or not is_death)


def _speaks_of_death(cells: Mapping[str, Cell], note: str) -> str:
    """Why somebody who is called alive may not be; "" where nothing speaks against it."""
    if not means_nothing(cells.get("died_on")):
        return "Statusnya hidup, tetapi tanggal meninggalnya diisi. Tidak dipakai; pastikan yang benar."
    if GRAVE_WORDS.search(NOT_GRAVE.sub("", note)):
        return f"Statusnya hidup, tetapi keterangannya “{note[:40]}”. Tidak dipakai; pastikan yang benar."
    return ""


def death_day_trouble(
    day: date, born: date | None, nik: str, today: date, *, what: str = "Tanggal meninggal"
) -> str:
    """Why a day cannot be the day of a death (or of another event, `what`); "" when it can."""
    if day > today:
        return f"{what} {day:%d-%m-%Y} belum tiba. Cocokkan tahunnya."
    if born is None and nik:
        born = nik_rules.birth_date(nik, today=today)
    if born and day < born:
        return f"{what} {day:%d-%m-%Y} sebelum tanggal lahir. Cocokkan tahunnya."
    if day < DEATHS_FROM:
        return f"{what} {day:%d-%m-%Y} terlalu lama untuk program ini. Cocokkan tahunnya."
    return ""


def status_words(cell: Cell) -> str:
    """A status in the form in which words meet: "TDK. DITEMUKAN" -> "tidak ditemukan"."""
    words = re.sub(r"[^a-z0-9]+", " ", text_of(cell).lower()).replace("non aktif", "nonaktif").split()
    return " ".join(SHORT_WORDS.get(word, word) for word in words)


def unknown_status(status: str, known: Mapping[str, object]) -> str:
    """A sentence with the words that would do."""
    words = ", ".join(list(dict.fromkeys(known))[:8])
    if not status:
        return f"Status belum diisi. Kata yang dikenal: {words}."
    return f"Status “{status[:40]}” tidak dikenal. Kata yang dikenal: {words}."


def is_our_city(payer: str, our_city: str) -> bool:
    """Whether a payer is this city: "Pemkot Probolinggo", "PEMERINTAH KOTA PROBOLINGGO"; the regency of that name is not."""
    text, name = " ".join(payer.casefold().split()), " ".join(our_city.casefold().split())
    if not text or not name or REGENCY.search(text):
        return False
    if name in text:
        return True
    place = re.sub(r"^(kota|kabupaten)\s+", "", name)
    return place in text and bool(CITY_WORDS.search(text))


def _aid(blank: Answer, cells: Mapping[str, Cell]) -> Answer:
    """Whoever stands there with the name of an aid receives it; a blank or a "tidak" says that nobody does."""
    words = status_words(cells.get("aid"))
    if means_nothing(cells.get("aid")) or words in NO_AID:
        return replace(blank, finding=Finding.NO_AID)
    return replace(blank, finding=Finding.RECEIVES_AID, note=_text(cells.get("aid"))[:200])


def _decile(blank: Answer, cells: Mapping[str, Cell]) -> Answer | str:
    text = _text(cells.get("decile")).lower().removeprefix("desil").strip()
    quarter = _quarter(_text(cells.get("period")))
    if means_nothing(cells.get("decile")) or text in NOT_LISTED:
        return replace(blank, finding=Finding.NOT_LISTED, quarter=quarter)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10):
        return f"Desil “{text[:20]}” tidak dikenal; seharusnya 1 sampai 10."
    return replace(blank, finding=Finding.LISTED, decile=int(text), quarter=quarter)


def _quarter(text: str) -> str:
    """ "TW III 2025" -> "2025-Q3"; "" where the file says none."""
    quarter = dtsen.parse_quarter(text)
    return f"{quarter[0]}-Q{quarter[1]}" if quarter else ""


def _text(cell: Cell) -> str:
    return "" if means_nothing(cell) else " ".join(text_of(cell).split())


def _agreeing(answers: list[Answer]) -> tuple[list[Answer], list[tuple[int, str]]]:
    """One answer for each number. The same twice counts once; two different ones wait for a person."""
    by_nik: dict[str, list[Answer]] = {}
    for answer in answers:
        by_nik.setdefault(answer.nik, []).append(answer)
    kept, contradicted = [], []
    for same in by_nik.values():
        if len({(a.finding, a.since, a.payer, a.decile) for a in same}) == 1:
            kept.append(same[0])
            contradicted += [
                (a.row, "NIK ini sudah ada di baris lain dengan jawaban yang sama; dihitung sekali.")
                for a in same[1:]
            ]
        else:
            contradicted += [(a.row, _contradiction(same)) for a in same]
    return sorted(kept, key=lambda answer: answer.row), contradicted


def _contradiction(same: list[Answer]) -> str:
    words = ", ".join(dict.fromkeys(answer.finding.label for answer in same))
    return f"NIK ini dijawab lebih dari sekali dengan isi berbeda ({words}). Tidak ada yang dipakai; pastikan yang benar, sisakan satu baris."


def _without_exchanged_days(answers: list[Answer]) -> tuple[list[Answer], list[str]]:
    """Where the file's own births show that a spreadsheet exchanged day and month, no day of death is sure."""
    if not days_are_exchanged((answer.nik, answer.birth_date) for answer in answers):
        return answers, []
    note = (
        "Tanggal lahir di berkas ini tertukar bulan dan harinya (NIK mengatakan sebaliknya), jadi tanggal meninggalnya pun belum pasti. "
        "Kasus tidak dibuka sendiri; pastikan tanggalnya."
    )
    return _unsure_days(answers), [note]


def _unsure_days(answers: list[Answer]) -> list[Answer]:
    """The answers, no day sure that is another one when day and month are exchanged."""
    return [replace(a, is_day_sure=a.is_day_sure and not (a.since and exchanged(a.since))) for a in answers]


def is_typed_in_english(cells: Iterable[Cell]) -> bool:
    """Whether the days of a column were typed day first on an English spreadsheet.

    It makes a day, month and day exchanged, of what has no number over 12 first, and leaves the others as text: so all
    its days lie before the 13th and all its texts after the 12th.
    """
    days, texts = [], []
    for cell in cells:
        if isinstance(cell, date):
            days.append(cell)
        elif isinstance(cell, str) and (first := NUMBERED_DAY.match(cell)):
            texts.append(int(first[1]))
    return (
        len(days) >= FEWEST_EXCHANGED and bool(texts) and all(d.day <= 12 for d in days) and min(texts) > 12
    )


def days_are_exchanged(people: Iterator[tuple[str, date | None]]) -> bool:
    """Whether the births of a file, held against the NIK, show that day and month were exchanged in it."""
    seen: Counter[bool] = Counter()
    for nik, born in people:
        if not nik or born is None or (other := exchanged(born)) is None:
            continue
        if nik_rules.problems(nik, declared_birth_date=born):
            seen[not nik_rules.problems(nik, declared_birth_date=other)] += 1
    return seen[True] >= FEWEST_EXCHANGED and seen[True] > seen[False]


def is_dead(status: Cell) -> bool:
    """Whether a word of an office says that somebody died."""
    return STATUS[Register.DUKCAPIL].get(status_words(status)) == Finding.DEAD


def is_not_dead(status: Cell) -> bool:
    """Whether a word of an office says of somebody anything else that we know: alive, moved, not found."""
    return STATUS[Register.DUKCAPIL].get(status_words(status), Finding.DEAD) != Finding.DEAD


def unknown_death_word(status: Cell) -> str:
    """A sentence about a status that is no word for a death, with the words that would do."""
    dead = {word: finding for word, finding in STATUS[Register.DUKCAPIL].items() if finding == Finding.DEAD}
    return unknown_status(status_words(status), dead)


def register_of_file(sheets: list[Sheet], *, today: date) -> Register | None:
    """Which register answered in this file: the one whose columns fit and whose words most rows use; None for no answer."""
    best: tuple[float, Register] | None = None
    for register in Register:
        try:
            reading = read_tables(sheets, DOORS[register])
        except FileRefused:
            continue
        if reading.ask:
            continue
        extract = answers_of(reading, register, our_city="", today=today)
        rows = len(extract.answers) + len(extract.unusable)
        share = len(extract.answers) / rows if rows else 0.0
        if share > 0 and (best is None or share > best[0]):
            best = (share, register)
    return best[1] if best else None
