"""What does Disperinaker fill in to enter a fund, to open a round, to change its quotas?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from payung.language.formats import BULAN, rentang_bulan, rupiah
from payung.programme.enums import FundKind, RoundState
from payung.programme.queries import funds
from payung.reference.queries import sectors
from payung.rules.eligibility import MAX_AGE, MIN_AGE
from payung.rules.months import month_number
from payung.rules.parameters import law_in_force
from payung.ui.forms import RupiahField, TanggalField

QUOTA = "quota_"
ONE_PER_KK = "eligibility.one_per_kk"
EXCLUDE_SOCIAL_AID = "eligibility.exclude_pkh_bpnt"


def month_choices(today: date, known: Mapping[str, int] | None = None) -> list[tuple[int, str]]:
    """From January of last year to December of next year, and the years of the months a round has already."""
    chosen = [month // 12 for name, month in (known or {}).items() if name in ("first_month", "last_month")]
    years = range(min(today.year - 1, *chosen, today.year), max(today.year + 1, *chosen, today.year) + 1)
    return [(month_number(y, m), f"{BULAN[m - 1]} {y}") for y in years for m in range(1, 13)]


def _offer(fund: Any) -> str:
    """A fund with the months it can pay: "DBHCHT TA 2025, Januari sampai Desember 2025, pagu Rp1.600.000.000"."""
    months = rentang_bulan(fund.payable[0], fund.payable[-1])
    return f"{fund.name}, membayar {months}, pagu {rupiah(fund.appropriation_rp)}"


class FundForm(forms.Form):
    """A source of money of one budget year."""

    name = forms.CharField(label="Nama dana", max_length=80, help_text="Misalnya DBHCHT TA 2025")
    kind = forms.ChoiceField(label="Jenis", choices=FundKind.choices)
    year = forms.IntegerField(label="Tahun anggaran", min_value=2015, max_value=2100)
    appropriation_rp = RupiahField(label="Pagu", min_rp=1, help_text="Contoh: 1.500.000.000")
    use_by = TanggalField(label="Dipakai paling lambat")


class QuotasForm(forms.Form):
    """How many places each sector has."""

    def __init__(self, *args: Any, places: dict[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sector in sectors():
            self.fields[f"{QUOTA}{sector.code}"] = forms.IntegerField(
                label=f"Kuota {sector.name} (orang)",
                min_value=0,
                max_value=1_000_000,
                initial=(places or {}).get(sector.code, 0),
                widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
                error_messages={
                    "required": "Isi 0 bila tidak ada.",
                    "invalid": "Tulis angka saja, tanpa titik.",
                },
            )

    def quotas(self) -> dict[str, int]:
        """{sector code: places}"""
        chosen = self.cleaned_data.items()
        return {name.removeprefix(QUOTA): n for name, n in chosen if name.startswith(QUOTA)}


class RoundForm(QuotasForm):
    """A round: money, months, programmes, criteria, and the quotas of QuotasForm."""

    name = forms.CharField(label="Nama putaran", max_length=80, help_text="Misalnya Putaran 2025")
    fund = forms.TypedChoiceField(label="Dana", coerce=int, error_messages={"required": "Pilih dana."})
    next_fund = forms.TypedChoiceField(
        label="Dana untuk bulan sesudahnya",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="Hanya bila putaran melewati akhir tahun anggaran.",
    )
    first_month = forms.TypedChoiceField(label="Bulan awal", coerce=int)
    last_month = forms.TypedChoiceField(label="Bulan akhir", coerce=int)
    programmes = forms.MultipleChoiceField(
        label="Program",
        choices=[("JKK", "JKK (kecelakaan kerja)"), ("JKM", "JKM (kematian)"), ("JHT", "JHT (hari tua)")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sekurangnya satu program."},
    )
    min_age = forms.IntegerField(label="Umur paling muda (tahun)", min_value=15, max_value=64)
    max_age = forms.IntegerField(
        label="Belum mencapai umur (tahun)", min_value=18, max_value=100,
        help_text="Pada hari pertama kepesertaan.",
    )  # fmt: skip
    one_per_kk = forms.BooleanField(label="Satu orang untuk satu KK", required=False)
    exclude_social_aid = forms.BooleanField(label="Penerima PKH/BPNT tidak diterima", required=False)
    field_check_needed = forms.BooleanField(
        label="Wajib pemeriksaan lapangan",
        required=False,
        help_text="Yang belum dikunjungi tidak layak sampai dikunjungi, atau dikecualikan oleh orang kedua.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = month_choices(today, self.initial)
        self.fields["first_month"].choices = months  # type: ignore[attr-defined]
        self.fields["last_month"].choices = months  # type: ignore[attr-defined]
        offered = [(fund.pk, _offer(fund)) for fund in funds() if fund.payable]
        self.fields["fund"].choices = offered  # type: ignore[attr-defined]
        self.fields["next_fund"].choices = [("", "Tidak ada"), *offered]  # type: ignore[attr-defined]
        self.initial.setdefault("first_month", today.year * 12 + today.month - 1)
        self.initial.setdefault("last_month", today.year * 12 + 11)
        self.initial.setdefault("programmes", ["JKK", "JKM"])
        law = law_in_force()
        self.oldest = law.value(MAX_AGE, today)
        self.initial.setdefault("min_age", law.value(MIN_AGE, today))
        self.initial.setdefault("max_age", self.oldest)
        self.initial.setdefault("one_per_kk", law.value(ONE_PER_KK, today))
        self.initial.setdefault("exclude_social_aid", law.value(EXCLUDE_SOCIAL_AID, today))

    def clean_max_age(self) -> int:
        if (age := self.cleaned_data["max_age"]) > self.oldest:
            raise forms.ValidationError(f"Menurut peraturan paling tinggi {self.oldest} tahun.")
        return age

    def values(self) -> dict[str, Any]:
        """The arguments of `actions.open_round`."""
        plain = {name: v for name, v in self.cleaned_data.items() if not name.startswith(QUOTA)}
        return plain | {"quotas": self.quotas()}


class MendForm(RoundForm):
    """The same of a round that is open already, with the reason."""

    reason = forms.CharField(
        label="Alasan pembetulan", max_length=160, error_messages={"required": "Tulis alasannya."}
    )


class RoundFilter(forms.Form):
    """Filters of the list of rounds."""

    cari = forms.CharField(
        label="Cari putaran atau dana", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua status"), *RoundState.choices]
    )


class FundFilter(forms.Form):
    """Filters of the list of funds."""

    cari = forms.CharField(
        label="Cari dana", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    jenis = forms.ChoiceField(label="Jenis", required=False, choices=[("", "Semua jenis"), *FundKind.choices])
