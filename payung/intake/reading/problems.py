"""What can be wrong with a row, in words: what it is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"  # the row is not taken
    WARNING = "warning"  # the row is taken


class Code(StrEnum):
    MISSING = "missing"
    NUMBER_CELL = "number_cell"
    EXPONENT = "exponent"
    HAS_LETTERS = "has_letters"
    FOREIGN_DIGITS = "foreign_digits"
    HIDDEN_CHARACTERS = "hidden_characters"
    NOT_16_DIGITS = "not_16_digits"
    NIK_UNKNOWN_AREA = "nik_unknown_area"
    NIK_IMPOSSIBLE_DATE = "nik_impossible_date"
    NIK_NO_SERIAL = "nik_no_serial"
    NIK_BIRTH_DATE_DIFFERS = "nik_birth_date_differs"
    NIK_SEX_DIFFERS = "nik_sex_differs"
    NIK_UNKNOWN_KECAMATAN = "nik_unknown_kecamatan"
    NIK_TWICE = "nik_twice"
    NAME_CHARACTERS = "name_characters"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    DATE_UNKNOWN = "date_unknown"
    DATE_NOT_IN_CALENDAR = "date_not_in_calendar"
    DATE_AMERICAN = "date_american"
    DATE_SHORT_YEAR = "date_short_year"
    DATE_IMPLAUSIBLE = "date_implausible"
    SEX_UNKNOWN = "sex_unknown"
    PHONE_UNKNOWN = "phone_unknown"
    KELURAHAN_MISSPELT = "kelurahan_misspelt"
    KELURAHAN_OUTSIDE = "kelurahan_outside"
    RT_RW_UNKNOWN = "rt_rw_unknown"
    INCOME_UNKNOWN = "income_unknown"
    INCOME_LOW = "income_low"
    ERROR_CELL = "error_cell"
    ERROR_CELL_BLANK = "error_cell_blank"
    NOT_COMPUTED = "not_computed"
    NOT_COMPUTED_BLANK = "not_computed_blank"
    KK_INVENTED = "kk_invented"
    REMARK = "remark"
    RT_RW_DATE = "rt_rw_date"
    DATE_EXCHANGED = "date_exchanged"


@dataclass(frozen=True)
class Problem:
    """One finding at one cell. `row` and `column` are the spreadsheet's own."""

    row: int
    column: str
    field: str
    value: str
    code: Code
    message: str
    cure: str
    severity: Severity

    def as_json(self) -> dict:
        return {
            "row": self.row,
            "column": self.column,
            "field": self.field,
            "value": self.value,
            "code": self.code.value,
            "message": self.message,
            "cure": self.cure,
            "severity": self.severity.value,
        }


WORDS: dict[Code, tuple[str, str]] = {
    Code.MISSING: ("{label} belum diisi.", "Isi {label} seperti di KTP."),
    Code.NUMBER_CELL: (
        "{label} tersimpan sebagai angka, angka terakhirnya bisa sudah berubah.",
        "Ubah format kolom {column} menjadi Teks, lalu ketik ulang 16 angka dari KTP atau KK.",
    ),
    Code.EXPONENT: (
        "{label} berubah jadi angka ilmiah.",
        "Ubah format kolom {column} menjadi Teks, lalu ketik ulang 16 angka.",
    ),
    Code.HAS_LETTERS: (
        "{label} memuat huruf atau tanda lain.",
        "Hanya 16 angka. Periksa huruf O yang seharusnya angka 0, huruf I atau l yang seharusnya angka 1.",
    ),
    Code.FOREIGN_DIGITS: ("{label} memuat angka yang bukan angka Latin.", "Ketik ulang dengan angka 0 sampai 9."),
    Code.HIDDEN_CHARACTERS: ("Ada karakter tersembunyi.", "Hapus isi sel, lalu ketik ulang langsung di Excel."),
    Code.NOT_16_DIGITS: ("{label} berisi {length} angka, seharusnya 16.", "Cocokkan dengan KTP atau KK."),
    Code.NIK_UNKNOWN_AREA: ("Kode wilayah pada NIK tidak ada.", "Cocokkan enam angka pertama NIK dengan KTP."),
    Code.NIK_IMPOSSIBLE_DATE: ("Tanggal lahir pada NIK tidak ada di kalender.", "Cocokkan angka ke-7 sampai ke-12 NIK dengan KTP."),
    Code.NIK_NO_SERIAL: ("NIK berakhir 0000.", "Cocokkan empat angka terakhir NIK dengan KTP."),
    Code.NIK_BIRTH_DATE_DIFFERS: (
        "Tanggal lahir tidak cocok dengan NIK.",
        "Salah satunya keliru ketik. Cocokkan NIK dan tanggal lahir dengan KTP.",
    ),
    Code.NIK_SEX_DIFFERS: ("Jenis kelamin tidak cocok dengan NIK.", "Cocokkan jenis kelamin dan NIK dengan KTP."),
    Code.NIK_UNKNOWN_KECAMATAN: ("Kode kecamatan pada NIK tidak dikenal di kota ini.", "Boleh dilanjutkan; cocokkan bila ragu."),
    Code.NIK_TWICE: ("NIK ini ada juga di baris {other}.", "Boleh disimpan; orang yang sama diperiksa di Periksa ganda."),
    Code.NAME_CHARACTERS: (
        "Nama memuat tanda yang tidak dikenal.",
        "Tulis nama seperti di KTP: huruf, spasi, titik, koma, petik dan tanda hubung saja.",
    ),
    Code.TOO_LONG: ("Isi terlalu panjang ({length} huruf).", "Ringkas menjadi paling banyak {limit} huruf."),
    Code.FORMULA: ("Isi sel berupa rumus atau tautan.", "Ganti dengan teks biasa."),
    Code.DATE_UNKNOWN: ("Tanggal tidak dikenali.", "Tulis seperti 7 Mei 1980 atau 07-05-1980."),
    Code.DATE_NOT_IN_CALENDAR: ("Tanggal tidak ada di kalender.", "Cocokkan dengan KTP."),
    Code.DATE_AMERICAN: ("Urutan tanggal terbalik (bulan lebih dulu).", "Tulis hari, bulan, tahun: 13-05-1980."),
    Code.DATE_SHORT_YEAR: ("Tahun hanya dua angka.", "Tulis tahun dengan empat angka, misalnya 1980."),
    Code.DATE_IMPLAUSIBLE: ("Tanggal lahir tidak masuk akal.", "Cocokkan tahun lahir dengan KTP."),
    Code.SEX_UNKNOWN: ("Jenis kelamin tidak dikenali.", "Tulis L atau P."),
    Code.PHONE_UNKNOWN: ("Nomor HP tidak dikenali dan tidak disimpan.", "Tulis seperti 081234567890, atau kosongkan."),
    Code.KELURAHAN_MISSPELT: ("Kelurahan tidak dikenali.", "Maksud Anda {suggestion}? Pilih dari daftar di format."),
    Code.KELURAHAN_OUTSIDE: (
        "Kelurahan ini bukan kelurahan kota.",
        "Boleh disimpan; warga luar kota tidak layak. Betulkan bila salah tulis.",
    ),
    Code.RT_RW_UNKNOWN: ("RT/RW tidak dikenali dan tidak disimpan.", "Tulis tiga angka, misalnya 003."),
    Code.INCOME_UNKNOWN: ("Penghasilan tidak dikenali dan tidak disimpan.", "Tulis angka rupiah, misalnya 900000."),
    Code.INCOME_LOW: (
        "Penghasilan Rp{amount} sebulan terlalu kecil dan tidak disimpan.",
        "Mungkin angka nolnya hilang, misalnya 900.000 menjadi 900. Tulis angka rupiah penuh.",
    ),
    Code.ERROR_CELL: ("{label}: sel berisi galat rumus ({shown}).", "Perbaiki rumusnya, atau ketik isinya."),
    Code.ERROR_CELL_BLANK: ("{label}: sel berisi galat rumus ({shown}), dibaca kosong.", "Perbaiki rumusnya, atau ketik isinya."),
    Code.NOT_COMPUTED: ("{label}: sel berisi rumus yang belum dihitung.", "Buka berkas di Excel, simpan, lalu unggah lagi."),
    Code.NOT_COMPUTED_BLANK: (
        "{label}: sel berisi rumus yang belum dihitung, dibaca kosong.",
        "Buka berkas di Excel, simpan, lalu unggah lagi.",
    ),
    Code.KK_INVENTED: ("Nomor KK ini bukan nomor kartu keluarga dan tidak disimpan.", "Cocokkan dengan KK, atau kosongkan."),
    Code.REMARK: ("Catatan dinas pada baris ini: “{value}”.", "Pastikan orang ini masih diusulkan; bila tidak, hapus barisnya."),
    Code.RT_RW_DATE: (
        "RT/RW berubah menjadi tanggal oleh Excel; dibaca RT {rt} RW {rw}.",
        "Cocokkan. Ubah format kolom {column} menjadi Teks, lalu ketik ulang.",
    ),
    Code.DATE_EXCHANGED: (
        "Bulan dan hari tertukar oleh Excel berbahasa Inggris (NIK mengatakan {meant}).",
        "Ubah format kolom {column} menjadi Teks, lalu ketik ulang tanggalnya: hari, bulan, tahun.",
    ),
}  # fmt: skip
WARNINGS = {
    Code.NIK_UNKNOWN_KECAMATAN,
    Code.NIK_TWICE,
    Code.PHONE_UNKNOWN,
    Code.KELURAHAN_OUTSIDE,
    Code.RT_RW_UNKNOWN,
    Code.INCOME_UNKNOWN,
    Code.INCOME_LOW,
    Code.ERROR_CELL_BLANK,
    Code.NOT_COMPUTED_BLANK,
    Code.KK_INVENTED,
    Code.REMARK,
    Code.RT_RW_DATE,
}


def problem(
    code: Code, *, row: int, column: str, field: str, label: str, value: str, **words: object
) -> Problem:
    """One finding with its words filled in."""
    message, cure = WORDS[code]
    words = {"label": label, "column": column, "value": value[:80], **words}
    return Problem(
        row=row,
        column=column,
        field=field,
        value=value[:80],
        code=code,
        message=message.format(**words),
        cure=cure.format(**words),
        severity=Severity.WARNING if code in WARNINGS else Severity.ERROR,
    )
