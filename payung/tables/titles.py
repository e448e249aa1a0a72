"""Which field does the title of a column name, and how well?

Titles are compared word by word, in any order of groups ("LAHIR" over "TANGGAL"), without signs, with the usual short
forms. Hints ("16 digit", "wajib diisi", "DD-MM-YYYY") do not count. Words that are left over may forbid a field: the
kelurahan of a shop is not the kelurahan of the worker.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from payung.language.dates import parse_tanggal
from payung.tables.cells import Cell
from payung.tables.fields import Door, Place

NEARLY_THE_SAME = 90  # of 100: a title with a typing error
SHORTEST_TYPO = 6  # letters; below that a typing error is another word
LONGEST_TITLE = 120
TYPO_TIER = 50  # added to the tier of a title with a typing error
SHORT_FORMS = {
    "tgl": "tanggal", "tggl": "tanggal", "tg": "tanggal", "tanggall": "tanggal", "lhr": "lahir", "lhir": "lahir",
    "nomor": "no", "nmr": "no", "nomer": "no", "num": "no", "nm": "nama", "lgkp": "lengkap", "lngkp": "lengkap",
    "lgkap": "lengkap", "tmp": "tempat", "tmpt": "tempat", "tpt": "tempat", "jns": "jenis", "klmn": "kelamin",
    "kel": "kelurahan", "kec": "kecamatan", "almt": "alamat", "alm": "almarhum", "telp": "telepon",
    "tlp": "telepon", "telpon": "telepon", "tlpn": "telepon", "handphone": "hp", "ponsel": "hp", "ket": "keterangan",
    "bln": "bulan", "thn": "tahun", "pekrjaan": "pekerjaan", "stat": "status", "sts": "status", "jml": "jumlah",
    "jmlh": "jumlah", "ttl": "tempat tanggal lahir", "jk": "jenis kelamin", "rtrw": "rt rw", "md": "meninggal",
    "wft": "wafat",
}  # fmt: skip
HINTS = frozenset(
    "wajib diisi isi isian digit digits angka karakter format contoh cth misal misalnya dd mm yyyy yy hh bb tttt tt tahun"
    " text teks huruf kapital harus opsional tanpa spasi sesuai seperti dengan pada di ke dan ktp ektp el e idr rupiah"
    " rp nya sebutkan pilih satu yang data identitas hari"
    " peserta pekerja petani nelayan anggota penerima warga penduduk calon pemohon usulan bersangkutan pemilik pelaku".split()
)
OTHERS = frozenset(
    "ibu ayah bapak suami istri isteri pasangan waris pelapor saksi anak wali petugas penyuluh pendamping lurah camat"
    " kepala orangtua orang".split()
)  # somebody else's column, without asking
BUSINESS = frozenset(
    "usaha kios toko warung lahan sawah ladang kebun tambak kapal kerja kantor gudang pasar lapak bisnis tani perusahaan"
    " instansi dinas pelabuhan pangkalan lokasi".split()
)
OTHER_DAYS = frozenset(
    "cetak print unduh lapor laporan pelaporan makam pemakaman dimakamkan akta surat terbit daftar pendaftaran input entri entry"
    " ajuan pengajuan diajukan kirim terima masuk rekam perekaman update pemutakhiran".split()
)  # the day of something else
OTHER_SPANS = frozenset("hari harian minggu mingguan tahun tahunan".split())
LONG_NUMBER = re.compile(r"\d{6}")
NUMERAL = re.compile(r"[\d\s.,/()\-:%]+")
WORD = re.compile(r"[a-z0-9]+")
AS_OF = re.compile(
    r"\b(?:per|s\.?\s?d\.?|sampai|hingga)\s+(?:tanggal\s+|tgl\.?\s+)?\d[\w\s./-]*$", re.IGNORECASE
)
DAY_WITHIN = re.compile(r"\d{1,2}(?:\s*[-/.]\s*\d{1,2}\s*[-/.]\s*|[\s-]+[A-Za-z]{3,}[\s-]+)\d{4}")
FORMAT_HINTS = frozenset(
    "wajib diisi isi isian digit angka karakter format contoh cth dd mm yyyy yy hh bb tttt tt text teks".split()
)
VAGUE = frozenset(
    ["tanggal", "status", "no", "jumlah", "hasil"]
)  # alone they name something only without another word
EXAMPLE = re.compile(r"\b(?:contoh|cth|misal|misalnya|mis|ex|eg)\b\s*[:.=]?.*", re.IGNORECASE | re.DOTALL)
BRACKETS = re.compile(r"[(\[{<][^)\]}>]*[)\]}>]?")
DIVIDERS = re.compile(r"\s*(?:[/|,;\n]|\batau\b|\bdan\b)\s*")


class Naming(NamedTuple):
    """The field that a title names, and how well: the lower the tier, the more telling."""

    field: str
    tier: int


def is_title(cell: Cell) -> bool:
    """Whether a cell can be a title at all: words, no number, no date, nothing that looks like private data."""
    return isinstance(cell, str) and _is_title(cell)


@lru_cache(maxsize=4096)
def _is_title(text: str) -> bool:
    text = text.strip()
    if not text or len(text) > LONGEST_TITLE or NUMERAL.fullmatch(text):
        return False
    text = _bare(text) or text  # "Tgl Lahir (contoh: 17-08-1980)"
    if LONG_NUMBER.search(re.sub(r"[ .\-\u00a0]", "", text)):
        return False
    if DAY_WITHIN.search(text):
        return False  # "Probolinggo, 7 Mei 1980" is somebody's
    return not isinstance(parse_tanggal(text), date) and any(letter.isalpha() for letter in text)


def _bare(title: str) -> str:
    """A title without what stands in brackets, without its example and the day of which it speaks ("USIA PER 31-12-2025")."""
    return AS_OF.sub(" ", EXAMPLE.sub(" ", BRACKETS.sub(" ", title))).strip()


def is_private(cell: Cell) -> bool:
    """Whether a cell holds what no title holds: a date, or a number of six digits and more."""
    if cell is None or isinstance(cell, bool):
        return False
    if isinstance(cell, str):
        return bool(cell.strip()) and not _is_title(cell) and _is_long(cell)
    return isinstance(cell, date) or (isinstance(cell, int | float) and abs(cell) >= 100_000)


def _is_long(text: str) -> bool:
    is_number = bool(LONG_NUMBER.search(re.sub(r"[ .\-\u00a0]", "", text)))
    return is_number or bool(DAY_WITHIN.search(text)) or isinstance(parse_tanggal(text), date)


@lru_cache(maxsize=8192)
def words(title: str) -> tuple[str, ...]:
    """The words of a title in their long form: "Tgl. Lhr" -> ("tanggal", "lahir")."""
    plain = unicodedata.normalize("NFKC", title).lower().replace("_", " ")
    return tuple(" ".join(SHORT_FORMS.get(word, word) for word in WORD.findall(plain)).split())


def plain(title: object) -> str:
    """The form in which titles meet: "No. KTP / NIK" -> "noktpnik"."""
    return "".join(words(str(title or "")))


class Names:
    """The titles that a door knows."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.known: dict[str, Naming] = {}
        self.lengths: dict[str, int] = {}  # how many words each has
        self.vocabulary: set[str] = {"no", "urut", "nomor"}
        for field in door.fields:
            for tier, names in enumerate(field.tiers):
                for name in names:
                    self.known.setdefault(plain(name), Naming(field.name, tier))
                    self.lengths.setdefault(plain(name), len(words(name)))
                    self.vocabulary.update(words(name))
        self._cache: dict[tuple[str, str], Naming | None] = {}

    def name(self, title: str, group: str = "") -> Naming | None:
        """The field that a title names under the title of its group; None when it names none of ours."""
        key = (title, group)
        if key not in self._cache:
            self._cache[key] = self._of_its_span(self._named(title, group), title, group)
        return self._cache[key]

    def is_safe(self, title: str) -> bool:
        """Whether a title may be kept unsealed: each of its words is a word of titles, so it can be nobody's name."""
        return is_title(title) and all(word in self.vocabulary or word in HINTS for word in words(title))

    def _named(self, title: str, group: str) -> Naming | None:
        bare = words(_bare(title))
        is_known = bool(self._exact(bare) or self._exact(_without_hints(bare)))
        for text, beside, is_inside in _readings(title, group):
            if is_inside and is_known:
                continue  # "NIK (IBU)" is somebody else's NIK, not the mother's name
            naming = self._exact(text)
            if naming and self._allows(naming.field, beside):
                return naming
        beside = words(group) + tuple(word for word in words(title) if word not in bare)
        return self._of_parts(title, beside) or self._typo(title, beside)

    def _of_its_span(self, naming: Naming | None, title: str, group: str) -> Naming | None:
        """The naming, unless the title says that its amount is for another span than a month."""
        if naming is None or self.door.by_name[naming.field].place != Place.MONTH:
            return naming
        return naming if OTHER_SPANS.isdisjoint(words(title) + words(group)) else None

    def _exact(self, text: tuple[str, ...]) -> Naming | None:
        return self.known.get("".join(text))

    def _of_parts(self, title: str, beside: tuple[str, ...]) -> Naming | None:
        """ "NIK / No. KTP": several names of one field in one title."""
        parts = [part for part in DIVIDERS.split(_bare(title.lower())) if words(part)]
        if len(parts) < 2:
            return None
        namings = {self._exact(words(part)) or self._exact(_without_hints(words(part))) for part in parts}
        known = {naming for naming in namings if naming}
        if len({naming.field for naming in known}) != 1 or None in namings:
            return None
        best = min(known, key=lambda naming: naming.tier)
        return best if self._allows(best.field, beside) else None

    def _typo(self, title: str, beside: tuple[str, ...]) -> Naming | None:
        own = _without_hints(words(_bare(title)))
        text = "".join(own)
        if len(text) < SHORTEST_TYPO:
            return None
        near = process.extractOne(text, self.known.keys(), scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME)
        if near is None or len(own) > self.lengths[near[0]]:
            return None  # a word more is another column
        naming = self.known[near[0]]
        return Naming(naming.field, naming.tier + TYPO_TIER) if self._allows(naming.field, beside) else None

    def _allows(self, field: str, beside: tuple[str, ...]) -> bool:
        """Whether the words beside the name leave it what it is."""
        place = self.door.by_name[field].place
        if place == Place.HOME:
            return BUSINESS.isdisjoint(beside)
        if place == Place.EVENT and not OTHER_DAYS.isdisjoint(beside):
            return False
        return place not in (Place.PERSON, Place.EVENT) or OTHERS.isdisjoint(beside)


def _readings(title: str, group: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], bool]]:
    """The ways to read a title, the fullest first: (words that name, words beside them, whether from brackets only)."""
    own, above = words(title), words(group)
    bare = words(_bare(title))
    inside = tuple(word for word in own if word not in bare)
    if above:
        for text in dict.fromkeys((own, bare, _without_hints(bare))):
            if text:
                yield above + text, (), False
                yield text + above, (), False
                yield _without_hints(above) + text, (), False
    yield own, above, False
    yield bare, above + inside, False
    yield _without_hints(own), above, False
    yield _without_hints(bare), above + inside, False
    yield _without_hints(inside), above + bare, True
    if not _without_hints(own):
        yield above, (), False


def _without_hints(text: tuple[str, ...]) -> tuple[str, ...]:
    """The words without hints. "TANGGAL DATA" stays what it is: a vague word alone would be another column."""
    kept = tuple(word for word in text if word not in HINTS and not word.isdigit())
    if (
        len(kept) == 1
        and kept[0] in VAGUE
        and any(word not in FORMAT_HINTS and not word.isdigit() for word in text if word not in kept)
    ):
        return text
    return kept
