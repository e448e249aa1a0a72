"""What does somebody type who plans a year? Up to four schedules side by side; all of it fits into an address."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from payung.language.formats import BULAN, angka, bulan
from payung.programme import queries as programme
from payung.programme.models import Round
from payung.reference.queries import sectors
from payung.reports.plan import Draft, Plan
from payung.rules.plan import PlanError, assumed_deaths_per_1000
from payung.ui.forms import RupiahField

LETTERS = "abcd"
MONTHS = [(str(n), name) for n, name in enumerate(BULAN, 1)]
MOST_PEOPLE = 10_000_000


class PlanForm(forms.Form):
    """The year, what went before and comes after, and the schedules A to D; a schedule without a name is left out."""

    tahun = forms.TypedChoiceField(label="Tahun rencana", coerce=int)
    riwayat = forms.TypedChoiceField(
        label="Peserta lama dibayar sampai", coerce=int, required=False, empty_value=None,
        help_text="Kosongkan bila semua peserta baru",
    )  # fmt: skip
    lama = forms.IntegerField(label="Berapa bulan berturut-turut", min_value=0, max_value=120, required=False)
    lanjut = forms.TypedChoiceField(label="Tahun berikutnya mulai dibayar", coerce=int, choices=MONTHS)
    mulai = forms.IntegerField(
        label="Kepesertaan mulai tanggal (TMT)", min_value=1, max_value=31, required=False,
        help_text="Tanggal yang ditulis cabang; tiga bulan JKM dihitung sejak hari itu. Kosong: tanggal 1",
    )  # fmt: skip
    kematian = forms.DecimalField(
        label="Kematian per 1.000 orang setahun", min_value=0, max_value=200, max_digits=5, decimal_places=2,
        localize=True, help_text="Anggapan, bukan peraturan",
    )  # fmt: skip

    def __init__(self, typed: Mapping[str, Any], *, this_year: int) -> None:
        super().__init__(typed)
        self.sectors = sectors()
        years = range(this_year - 1, this_year + 4)
        self.fields["tahun"].choices = [(y, y) for y in years]  # type: ignore[attr-defined]
        before = range((this_year - 2) * 12, (this_year + 3) * 12)
        self.fields["riwayat"].choices = [("", "–"), *((m, bulan(m)) for m in before)]  # type: ignore[attr-defined]
        for letter in LETTERS:
            self._add_schedule(letter)

    def _add_schedule(self, letter: str) -> None:
        added: dict[str, forms.Field] = {
            "nama": forms.CharField(label="Nama jadwal", max_length=60, required=False),
            "dana": RupiahField(label="Dana (Rp)", required=False, help_text=""),
            **{s.code: people_field(f"{s.name} (orang)") for s in self.sectors},
            "dari": forms.TypedChoiceField(label="Dibayar dari", coerce=int, choices=MONTHS, required=False),
            "sampai": forms.TypedChoiceField(label="Sampai", coerce=int, choices=MONTHS, required=False),
            "susulan": people_field("Gelombang kedua (orang baru)"),
            "susulan_dari": forms.TypedChoiceField(
                label="Gelombang kedua dari", coerce=int, choices=MONTHS, required=False
            ),
        }
        for name, field in added.items():
            self.fields[f"{letter}_{name}"] = field

    def common(self) -> list[forms.BoundField]:
        return [self[name] for name in ("tahun", "riwayat", "lama", "mulai", "lanjut", "kematian")]

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField], bool]]:
        """(letter, its fields, whether it is filled) for each schedule."""
        for letter in LETTERS:
            mine = [self[name] for name in self.fields if name.startswith(f"{letter}_")]
            yield letter.upper(), mine, bool(self.data.get(f"{letter}_nama"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors:
            try:
                told["plan"] = self._plan(told)
            except PlanError as wrong:
                self.add_error(None, str(wrong))
        return told

    def _plan(self, told: dict[str, Any]) -> Plan:
        year = told["tahun"]
        drafts = [self._draft(letter, told) for letter in LETTERS if told[f"{letter}_nama"].strip()]
        if told["riwayat"] is not None and told["riwayat"] >= year * 12:
            raise PlanError(f"Riwayat peserta lama harus sebelum Januari {year}.")
        history: tuple[int, ...] = ()
        if told["riwayat"] is not None:
            history = tuple(range(told["riwayat"] - (told["lama"] or 1) + 1, told["riwayat"] + 1))
        return Plan(
            year=year,
            next_first_month=(year + 1) * 12 + told["lanjut"] - 1,
            deaths_per_1000=float(told["kematian"]),
            history=history,
            quotas={s.name: told[f"a_{s.code}"] or 0 for s in self.sectors},
            drafts=drafts,
            start_day=told["mulai"] or 1,
        )

    def _draft(self, letter: str, told: dict[str, Any]) -> Draft:
        mine = {
            name: told[f"{letter}_{name}"]
            for name in ("nama", "dana", "dari", "sampai", "susulan", "susulan_dari")
        }
        if mine["dari"] > mine["sampai"]:
            raise PlanError(f"{mine['nama']}: bulan terakhir sebelum bulan pertama.")
        return Draft(
            name=mine["nama"].strip(),
            budget_rp=mine["dana"],
            people={
                s.name: told[f"{letter}_{s.code}"]
                for s in self.sectors
                if told[f"{letter}_{s.code}"] is not None
            },
            first=mine["dari"],
            last=mine["sampai"],
            later_people=mine["susulan"] or 0,
            later_first=mine["susulan_dari"],
        )


def people_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PEOPLE, required=False)


def usual_plan(round: Round | None, *, this_year: int) -> dict[str, str]:
    """What the page begins with: next year as this year, without a gap, with the same money all year, in two waves."""
    year = (round.first_month // 12 if round else this_year) + 1
    quotas = programme.quotas(round.pk) if round else {}
    people = {code: angka(n).replace(".", "") for code, n in quotas.items()}
    first, last = (round.first_month % 12 + 1, round.last_month % 12 + 1) if round else (5, 12)
    money = str(round.fund.appropriation_rp) if round else ""
    typed = {
        "tahun": str(year),
        "riwayat": str(round.last_month) if round else "",
        "lama": str(round.last_month - round.first_month + 1) if round else "",
        "lanjut": str(first),
        "kematian": angka(assumed_deaths_per_1000(year * 12), 1),
    }
    for letter in LETTERS:
        typed |= {f"{letter}_dari": str(first), f"{letter}_sampai": str(last), f"{letter}_susulan_dari": "9"}
    same = {f"a_{code}": n for code, n in people.items()}
    gapless = {f"b_{code}": n for code, n in people.items()} | {"b_dari": "1", "b_sampai": "12"}
    typed |= {"a_nama": "Seperti tahun ini", "a_dana": money, **same}
    typed |= {"b_nama": "Tanpa jeda, orang sama", "b_dana": "", **gapless}
    if money:
        typed |= {"c_nama": "Tanpa jeda, dana sama", "c_dana": money, "c_dari": "1", "c_sampai": "12"}
    return typed
