"""What is asked to estimate a benefit, to share it among heirs, to look at a cover? Nothing of it is kept."""

from datetime import date
from typing import Any

from django import forms

from payung.language.formats import angka, rupiah
from payung.portal.months_field import MonthField, MonthsField
from payung.reference import clock
from payung.rules.benefits import jkk
from payung.rules.benefits.estimate import Case
from payung.rules.benefits.events import EVENT_LABELS, NEEDED, Event
from payung.rules.benefits.scholarship import LEVELS, Child, Work
from payung.rules.contributions import BANDS
from payung.rules.heirs import Kin, Relative
from payung.rules.law_fields import MOST_HOURS, MOST_RP
from payung.rules.months import FIRST_YEAR, month_of
from payung.rules.parameter_names import name_of
from payung.rules.parameters import law_in_force
from payung.rules.standing import History, Payment
from payung.ui.forms import Choices, RupiahField, TanggalField

WORK = [
    (Work.TIDAK, "Tidak bekerja"),
    (Work.PU, "Bekerja menerima upah"),
    (Work.PU_MAKS_6_BULAN, "Menerima upah, paling lama 6 bulan"),
    (Work.BPU, "Bekerja sendiri"),
    (Work.MAGANG, "Magang"),
]
KINS = [
    (Kin.JANDA, "Janda (istri)"),
    (Kin.DUDA, "Duda (suami)"),
    (Kin.ANAK, "Anak"),
    (Kin.CUCU, "Cucu"),
    (Kin.ORANG_TUA, "Orang tua"),
    (Kin.KAKEK_NENEK, "Kakek atau nenek"),
    (Kin.SAUDARA_KANDUNG, "Saudara kandung"),
    (Kin.MERTUA, "Mertua"),
]
MOST_MONTHS = 600
NOT_KNOWN = "?"
MAIN = (
    "event",
    "on",
    "first_month",
    "paid_count",
    "paid_list",
    "cover_started_on",
    "first_paid_on",
    "month_paid_on",
    "dasar_rp",
)
ASKED = {
    "percent": "Isi persentase cacat dari surat dokter, atau pilih dari tabel.",
    "days_off": "Isi berapa hari tidak dapat bekerja.",
    "costs_rp": "Isi biaya perawatan di rumah, kacamata, atau alat bantunya.",
}


def _number(label: str, most: float, **options: Any) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"class": "short", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=most, widget=widget, localize=True, **options
    )


class CoverForm(forms.Form):
    """The paid months, and the day that is asked about."""

    on = TanggalField(label="Tanggal")
    first_month = MonthField(label="Bulan iuran pertama", required=False, help_text="Misalnya Mei 2025")
    paid_count = forms.IntegerField(
        label="Berapa bulan dibayar berturut-turut",
        required=False,
        min_value=0,
        max_value=MOST_MONTHS,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    paid_list = MonthsField(
        label="Atau tulis bulan-bulannya",
        required=False,
        help_text="Bila ada bulan yang terlewat: Mei–Juli 2025, September 2025",
    )

    cover_started_on = TanggalField(
        label="Tanggal mulai kepesertaan (TMT)",
        required=False,
        help_text="Dari balasan BPJS. Kosong: dihitung sejak tanggal 1 bulan pertama.",
    )
    first_paid_on = TanggalField(
        label="Iuran pertama dibayar tanggal", required=False, help_text="Bila diketahui"
    )
    month_paid_on = TanggalField(
        label="Iuran bulan itu dibayar tanggal",
        required=False,
        help_text="Bila diketahui; yang dibayar sesudahnya tidak boleh dijanjikan",
    )

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if not FIRST_YEAR <= day.year <= clock.today().year + 1:
            raise forms.ValidationError(f"Isi tanggal antara tahun {FIRST_YEAR} dan tahun depan.")
        return day

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("paid_list") and not self.errors:
            if told.get("paid_count") is None:
                self.add_error("paid_count", "Isi berapa bulan yang dibayar; 0 bila belum pernah.")
            elif told["paid_count"] and told.get("first_month") is None:
                self.add_error("first_month", "Isi bulan pertama yang dibayar.")
        return told

    def paid_months(self) -> tuple[int, ...]:
        told = self.cleaned_data
        if told["paid_list"]:
            return told["paid_list"]
        first = told.get("first_month") or 0
        return tuple(range(first, first + told["paid_count"]))

    def payments(self) -> tuple[Payment, ...]:
        """The two months of which the day matters: the first, and that of the day asked about."""
        told, paid = self.cleaned_data, self.paid_months()
        asked = month_of(told["on"])
        days = {min(paid, default=0): told.get("first_paid_on")}
        if told.get("month_paid_on"):
            days[asked] = told["month_paid_on"]
        return tuple(Payment(month, day) for month, day in days.items() if day and month in paid)

    def history(self) -> History:
        """What `rules.standing` asks."""
        return History(self.paid_months(), self.payments(), self.cleaned_data.get("cover_started_on"))


class BenefitForm(CoverForm):
    """An event, the cover, and what the event needs to be told."""

    field_order = [*MAIN]
    event = forms.ChoiceField(label="Apa yang terjadi?", widget=Choices, choices=list(EVENT_LABELS.items()))
    on = TanggalField(label="Tanggal kejadian")
    dasar_rp = forms.TypedChoiceField(label="Dasar upah yang diiur", coerce=int, required=False)
    percent = _number(
        "Cacat sebagian: persen menurut tabel", 100, help_text="Dari surat dokter, 0 sampai 100"
    )
    function_loss = _number(
        "Fungsi yang hilang (persen)", 100, help_text="Hanya bila fungsi berkurang, bukan hilang seluruhnya"
    )
    losses = forms.MultipleChoiceField(
        label="Atau pilih dari tabel cacat",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="Beberapa dijumlahkan; dokter dan BPJS yang menetapkan.",
    )
    left_handed = forms.BooleanField(label="Kidal (kiri dan kanan bertukar)", required=False)
    hours_to_death = _number(
        "Berapa jam dari serangan sampai meninggal",
        MOST_HOURS,
        help_text="Untuk meninggal mendadak di tempat kerja",
    )
    days_off = forms.IntegerField(
        label="Hari tidak dapat bekerja",
        required=False,
        min_value=0,
        max_value=36_500,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    land = RupiahField(label="Biaya angkutan darat, sungai, danau", required=False)
    sea = RupiahField(label="Biaya angkutan laut", required=False)
    air = RupiahField(label="Biaya angkutan udara", required=False)
    costs_rp = RupiahField(
        label="Biaya perawatan di rumah, kacamata, alat bantu, atau harga rujukan", required=False
    )
    MAIN = MAIN

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        law, today = law_in_force(), clock.today()
        self.fields["losses"].choices = [  # type: ignore[attr-defined]
            (
                name,
                f"{name_of(f'disability.{name}')}: {angka(jkk.disability_percent(name, today, law=law), 1)}%",
            )
            for name in jkk.losses(law)
        ]
        bands = [law.value(id_, today) for id_ in law.ids(BANDS)]
        self.fields["dasar_rp"].choices = [("", "Peserta program kota (golongan terendah)")] + [  # type: ignore[attr-defined]
            (band["dasar"], f"{rupiah(band['dasar'])}, penghasilan mulai {rupiah(band['income_from'])}")
            for band in sorted(bands, key=lambda band: band["dasar"])
        ]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MAIN]

    @property
    def accident_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.MAIN]

    @property
    def asks_more(self) -> bool:
        """Whether the questions about accidents must be open."""
        return any(field.errors or field.value() for field in self.accident_fields)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        needed = NEEDED.get(Event(told["event"])) if told.get("event") else None
        if needed and not any(name in self.errors or told.get(name) not in (None, []) for name in needed):
            self.add_error(needed[0], ASKED[needed[0]])
        if told.get("event") == Event.TRANSPORT and not any(
            told.get(mode) for mode in ("land", "sea", "air")
        ):
            self.add_error("land", "Isi biaya angkutan yang dipakai.")
        for name in ("land", "sea", "air", "costs_rp"):
            if (told.get(name) or 0) > MOST_RP:
                self.add_error(name, "Jumlahnya terlalu besar.")
        return told

    def case(self, children: tuple[Child, ...]) -> Case:
        """The question to `rules.estimate`."""
        told = self.cleaned_data
        percent, loss = told["percent"], told["function_loss"]
        return Case(
            event=Event(told["event"]),
            on=told["on"],
            paid_months=self.paid_months(),
            payments=self.payments(),
            cover_started_on=told.get("cover_started_on"),
            losses=tuple(told["losses"]),
            left_handed=told["left_handed"],
            hours_to_death=None if told["hours_to_death"] is None else float(told["hours_to_death"]),
            dasar_rp=told["dasar_rp"] or None,
            percent=None if percent is None else float(percent),
            function_loss=None if loss is None else float(loss),
            days_off=told["days_off"],
            transport_rp={mode: told[mode] or 0 for mode in ("land", "sea", "air")},
            costs_rp=told["costs_rp"],
            children=children,
        )


class ChildForm(forms.Form):
    born = TanggalField(label="Lahir", help_text="", required=False)
    level = forms.ChoiceField(
        label="Sekolah",
        required=False,
        choices=[("", "Belum sekolah"), (NOT_KNOWN, "Tidak tahu"), *((x, x) for x in LEVELS)],
    )
    married = forms.BooleanField(label="Menikah", required=False)
    work = forms.ChoiceField(label="Bekerja", required=False, choices=WORK)

    def clean_born(self) -> date | None:
        born = self.cleaned_data["born"]
        if born and not 1900 <= born.year <= clock.today().year + 1:
            raise forms.ValidationError("Periksa tahun lahirnya.")
        return born

    def child(self) -> Child | None:
        told = self.cleaned_data
        if not told.get("born"):
            return None
        known = told["level"] != NOT_KNOWN
        level = told["level"] if known else ""
        work = Work(told["work"] or Work.TIDAK)
        return Child(told["born"], level or None, told["married"], work, level_known=known)


class RelativeForm(forms.Form):
    kin = forms.ChoiceField(label="Hubungan", required=False, choices=[("", "–"), *KINS])
    name = forms.CharField(
        label="Nama atau sebutan",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    alive = forms.ChoiceField(label="Masih hidup", choices=[("ya", "Ya"), ("tidak", "Tidak")], required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("name") and not told.get("kin"):
            self.add_error("kin", "Pilih hubungannya.")
        return told

    def relative(self, number: int) -> Relative | None:
        told = self.cleaned_data
        if not told.get("kin"):
            return None
        name = told["name"] or f"{dict(KINS)[told['kin']]} ({angka(number)})"
        return Relative(name, Kin(told["kin"]), told["alive"] != "tidak")


class WillForm(forms.Form):
    will = forms.CharField(
        label="Penerima wasiat", required=False, max_length=60, help_text="Hanya bila ada akta notaris"
    )


class AmountForm(forms.Form):
    amount_rp = RupiahField(label="Jumlah yang dibagi")

    def clean_amount_rp(self) -> int:
        if self.cleaned_data["amount_rp"] > MOST_RP:
            raise forms.ValidationError("Jumlahnya terlalu besar.")
        return self.cleaned_data["amount_rp"]


ChildRows = forms.formset_factory(ChildForm, extra=4, max_num=4, absolute_max=12)
RelativeRows = forms.formset_factory(RelativeForm, extra=6, max_num=6, absolute_max=20)
