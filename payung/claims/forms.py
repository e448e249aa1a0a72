"""What is typed about an event, a paper, an heir, a filing, a result."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from payung.accounts.enums import Can
from payung.accounts.queries import who_may
from payung.claims.checklist import KINDS
from payung.claims.enums import (
    Channel,
    ClaimState,
    EventKind,
    Level,
    NoticeState,
    Outcome,
    PaperState,
    Schooling,
    SchoolState,
    Source,
    Use,
)
from payung.claims.queries import ESCALATED_DAYS
from payung.matching.queries import death_day_trouble
from payung.people.enums import Kin
from payung.reference import clock
from payung.reference.queries import kelurahan
from payung.rules.benefits.scholarship import Work
from payung.ui.forms import Choices, NikField, PhoneField, RupiahField, TanggalField
from payung.ui.incoming import SpreadsheetField

ANY = [("", "Semua")]


class ClaimFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama atau nomor", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keadaan = forms.ChoiceField(label="Keadaan", required=False, choices=ANY + ClaimState.choices)
    jenis = forms.ChoiceField(label="Jenis", required=False, choices=ANY + EventKind.choices)
    pemilik = forms.ChoiceField(label="Ditangani", required=False)
    kurang = forms.ChoiceField(label="Berkas kurang", required=False)
    hanya = forms.ChoiceField(
        label="Hanya",
        required=False,
        choices=[
            *ANY,
            ("lewat", "Lewat batas"),
            ("naik", "Lewat batas lebih dari 7 hari"),
            ("belum", "Santunan yang belum diklaim"),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = [(str(user.pk), user.full_name) for user in who_may(Can.HANDLE_CLAIM)]
        papers = [(kind.key, kind.label) for kind in KINDS.values() if kind.needed]
        self.fields["pemilik"].choices = ANY + people  # type: ignore[attr-defined]
        self.fields["kurang"].choices = ANY + papers  # type: ignore[attr-defined]

    def chosen(self, today: date) -> dict[str, Any]:
        """The arguments of `queries.claims`."""
        told, only = self.cleaned_data, self.cleaned_data.get("hanya", "")
        late = {"lewat": today, "naik": today - timedelta(days=ESCALATED_DAYS)}.get(only)
        return {
            "state": told.get("keadaan", ""),
            "kind": told.get("jenis", ""),
            "text": told.get("cari", ""),
            "owner_id": int(told["pemilik"]) if told.get("pemilik") else None,
            "paper": told.get("kurang", ""),
            "due_before": late,
            "unclaimed_on": today if only == "belum" else None,
        }


class AssignForm(forms.Form):
    """Give the claims of the filtered list to somebody."""

    to = forms.ChoiceField(label="Serahkan yang disaring kepada")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = [(str(user.pk), user.full_name) for user in who_may(Can.HANDLE_CLAIM)]  # type: ignore[attr-defined]


class EventForm(forms.Form):
    """Five answers open a claim. `key` is made with the page: sending twice reports once."""

    kind = forms.ChoiceField(
        label="Apa yang terjadi?",
        choices=EventKind.choices,
        widget=Choices,
        help_text="Mendadak sakit saat bekerja dan meninggal dalam 24 jam juga kecelakaan kerja (perkiraan).",
    )
    happened_on = TanggalField(label="Tanggal kejadian")
    place = forms.CharField(label="Di mana?", max_length=160, required=False)
    story = forms.CharField(
        label="Ceritakan singkat",
        required=False,
        widget=forms.Textarea,
        help_text="Apa yang terjadi, sedang mengerjakan apa, siapa yang tahu.",
    )
    reporter_name = forms.CharField(label="Nama pelapor", max_length=120)
    reporter_kin = forms.ChoiceField(
        label="Hubungan dengan pekerja", required=False, choices=[("", "Bukan keluarga"), *Kin.choices]
    )
    reporter_phone = PhoneField(label="Nomor HP pelapor", required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)


class PaperForm(forms.Form):
    kind = forms.CharField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label="Keadaan", choices=PaperState.choices)
    note = forms.CharField(label="Catatan", max_length=200, required=False)


class RelativeForm(forms.Form):
    """One row of the family table."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Nama", max_length=120)
    kin = forms.ChoiceField(label="Hubungan", choices=Kin.choices)
    birth_date = TanggalField(label="Tanggal lahir", required=False, help_text="")
    is_alive = forms.BooleanField(label="Hidup", required=False, initial=True)
    is_absent = forms.BooleanField(label="Tidak diketahui keberadaannya", required=False)
    guardian = forms.CharField(label="Diwakili (bila belum dewasa)", max_length=120, required=False)
    schooling = forms.ChoiceField(
        label="Sekolah anak", required=False, choices=[("", "Belum diketahui"), *Schooling.choices]
    )
    gone = forms.BooleanField(label="Hapus", required=False)

    def has_changed(self) -> bool:
        """An empty new row is no relative, whatever its kin says."""
        return bool(self.initial.get("id") or (self.data.get(self.add_prefix("name")) or "").strip())


FamilyForm = forms.formset_factory(RelativeForm, extra=3, max_num=40)


class SettleForm(forms.Form):
    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    note = forms.CharField(label="Bagaimana diselesaikan?", max_length=300)


class KindForm(forms.Form):
    kind = forms.ChoiceField(label="Jenis kejadian yang benar", choices=EventKind.choices)
    why = forms.CharField(label="Diketahui dari", max_length=160)


class ScanForm(forms.Form):
    kind = forms.CharField(widget=forms.HiddenInput)
    file = forms.FileField(label="Foto atau PDF")


class AccidentForm(forms.Form):
    """Permenaker 1/2025 Pasal 48A: place and reporter stand on the event; here are the hour, the work, the cause."""

    happened_on = TanggalField(label="Tanggal kecelakaan")
    hour = forms.TimeField(
        label="Jam kecelakaan",
        input_formats=["%H.%M", "%H:%M"],
        help_text="Misalnya 14.30",
        error_messages={"invalid": "Tulis jam seperti 14.30."},
    )
    activity = forms.CharField(label="Sedang mengerjakan apa?", max_length=160)
    cause = forms.CharField(label="Sebab", max_length=160)
    injury = forms.CharField(
        label="Bagian tubuh yang terluka",
        max_length=200,
        required=False,
        help_text="Disimpan tersegel. Kosongkan bila tidak berubah.",
    )
    facility = forms.CharField(label="Dirawat di", max_length=120, required=False)
    witnesses = forms.CharField(
        label="Dua saksi", max_length=200, required=False, help_text="Pisahkan dengan koma."
    )
    is_disease = forms.BooleanField(label="Ini penyakit akibat kerja", required=False)
    work_kind = forms.CharField(label="Jenis pekerjaan (penyakit)", max_length=120, required=False)
    work_length = forms.CharField(
        label="Lama bekerja (penyakit)", max_length=60, required=False, help_text="Misalnya 12 tahun"
    )
    exposure = forms.CharField(label="Terpapar apa? (penyakit)", max_length=200, required=False)
    diagnosis = forms.CharField(
        label="Diagnosis klinis dokter (penyakit)",
        max_length=200,
        required=False,
        help_text="Disimpan tersegel. Kosongkan bila tidak berubah.",
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("is_disease"):
            for name in ("work_kind", "work_length", "exposure"):
                if not told.get(name):
                    self.add_error(name, "Wajib untuk penyakit akibat kerja (Permenaker 1/2025 Pasal 48A).")
        return told


class TimeOffForm(forms.Form):
    unable_from = TanggalField(label="Tidak mampu bekerja sejak")
    able_again_on = TanggalField(label="Mampu bekerja lagi pada", required=False)


class FirstReportForm(forms.Form):
    sent_on = TanggalField(label="Tanggal laporan tahap I dikirim")
    hour = forms.TimeField(
        label="Jam",
        input_formats=["%H.%M", "%H:%M"],
        help_text="Misalnya 09.15",
        error_messages={"invalid": "Tulis jam seperti 09.15."},
    )
    channel = forms.ChoiceField(label="Lewat", choices=Channel.choices)


class SecondReportForm(forms.Form):
    outcome = forms.ChoiceField(label="Akibat akhir menurut dokter", choices=Outcome.choices, widget=Choices)
    stated_on = TanggalField(label="Tanggal keterangan dokter")
    sent_on = TanggalField(label="Tanggal laporan tahap II dikirim")
    died_on = TanggalField(
        label="Tanggal meninggal",
        required=False,
        help_text="Bila meninggal. Kosong: tanggal keterangan dokter.",
    )
    percent = forms.DecimalField(
        label="Persentase cacat (%)", min_value=0, max_value=100, decimal_places=2, required=False
    )
    function_loss = forms.DecimalField(
        label="Berkurangnya fungsi (%)", min_value=0, max_value=100, decimal_places=2, required=False
    )


class BackAtWorkForm(forms.Form):
    on = TanggalField(label="Kembali bekerja sejak")
    note = forms.CharField(label="Pekerjaan sekarang, pelatihan", max_length=200, required=False)


class ObjectionForm(forms.Form):
    grounds = forms.CharField(label="Alasan keberatan", max_length=200, widget=forms.Textarea)


class FilingForm(forms.Form):
    filed_on = TanggalField(label="Tanggal diajukan ke BPJS")
    bpjs_number = forms.CharField(label="Nomor tanda terima BPJS", max_length=40, required=False)


class ResultForm(forms.Form):
    """What the branch answered, each answer with what must be known of it."""

    outcome = forms.ChoiceField(
        label="Jawaban BPJS",
        choices=[
            ("complete", "Berkas lengkap, sedang diproses"),
            ("more", "Minta berkas lagi"),
            ("paid", "Dibayar"),
            ("refused", "Ditolak"),
        ],
        widget=Choices,
    )
    on = TanggalField(label="Tanggal jawaban atau pembayaran", required=False)
    paid_rp = RupiahField(
        label="Jumlah diterima keluarga (Rp)",
        required=False,
        help_text="Boleh kosong bila bagian tiap ahli waris diisi di bawah.",
    )
    papers = forms.MultipleChoiceField(
        label="Berkas yang diminta", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label="Alasan atau permintaan BPJS", max_length=200, required=False)

    def __init__(
        self, *args: Any, heirs: Sequence[Any] = (), papers: Sequence[tuple[str, str]] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["papers"].choices = list(papers)  # type: ignore[attr-defined]
        for heir in heirs:
            self.fields[f"heir_{heir.pk}"] = RupiahField(
                label=f"Diterima {heir.name} (Rp)", required=False, help_text=""
            )

    @property
    def to_heirs(self) -> dict[int, int]:
        """{heir: rupiah} as typed."""
        told = self.cleaned_data
        return {int(name[5:]): rp for name, rp in told.items() if name.startswith("heir_") and rp}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        outcome = found.get("outcome")
        if outcome in ("paid", "complete") and not found.get("on"):
            self.add_error("on", "Isi tanggalnya.")
        if outcome == "paid" and not (found.get("paid_rp") or self.to_heirs):
            self.add_error("paid_rp", "Isi jumlah yang diterima keluarga.")
        if outcome in ("refused", "more") and not (found.get("reason") or "").strip():
            self.add_error("reason", "Tulis alasan dari BPJS, supaya dapat ditindaklanjuti.")
        return found


class NoticeFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keadaan = forms.ChoiceField(label="Keadaan", required=False, choices=ANY + NoticeState.choices)
    sumber = forms.ChoiceField(label="Dari", required=False, choices=ANY + Source.choices)


class NoticeForm(forms.Form):
    """What an officer hears at a door or on the telephone. Only a name is needed; the rest helps to find the person."""

    kind = forms.ChoiceField(
        label="Apa yang terjadi?", choices=EventKind.choices, widget=Choices, initial=EventKind.DEATH
    )
    name = forms.CharField(label="Nama orangnya", max_length=120)
    happened_on = TanggalField(label="Tanggal kejadian")
    source = forms.ChoiceField(
        label="Kabar dari siapa?",
        choices=[c for c in Source.choices if c[0] != Source.DUKCAPIL],
        widget=Choices,
    )
    kelurahan = forms.ChoiceField(label="Kelurahan", required=False)
    nik = NikField(label="NIK", required=False)
    birth_date = TanggalField(label="Tanggal lahir", required=False)
    reporter_name = forms.CharField(label="Nama pemberi kabar", max_length=120, required=False)
    reporter_phone = PhoneField(label="Nomor HP pemberi kabar", required=False)
    story = forms.CharField(label="Cerita singkat", required=False, widget=forms.Textarea)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kelurahan"].choices = [("", "Belum tahu"), *((a.code, a.name) for a in kelurahan())]  # type: ignore[attr-defined]

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if trouble := death_day_trouble(day, None, "", clock.today(), what="Tanggal kejadian"):
            raise forms.ValidationError(trouble)
        return day


class DeathListForm(forms.Form):
    file = SpreadsheetField(
        label="Daftar kematian",
        columns="Kolom NIK, Nama, Tanggal lahir, Kelurahan, Tanggal meninggal; yang wajib: tanggal meninggal, dan NIK atau nama.",
    )
    source = forms.ChoiceField(label="Dari", choices=Source.choices, initial=Source.DUKCAPIL)


class ChoiceForm(forms.Form):
    """Whom the notice means, and the day when the notice did not tell it."""

    worker_id = forms.UUIDField(widget=forms.HiddenInput)
    happened_on = TanggalField(label="Tanggal kejadian", required=False)


class AsideForm(forms.Form):
    state = forms.ChoiceField(
        label="Bukan salah satu dari mereka",
        choices=[
            (NoticeState.NOT_OURS, "Bukan peserta"),
            (NoticeState.MISTAKEN, "Keliru: orangnya masih hidup"),
        ],
        widget=Choices,
    )
    note = forms.CharField(label="Bagaimana diketahui?", max_length=200)


class SchoolFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama anak", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keadaan = forms.ChoiceField(label="Keadaan", required=False, choices=ANY + SchoolState.choices)
    tahun = forms.IntegerField(label="Tahun", required=False, min_value=2015, max_value=2100)


class PupilForm(forms.Form):
    name = forms.CharField(label="Nama anak", max_length=120)
    birth_date = TanggalField(label="Tanggal lahir anak")
    level = forms.ChoiceField(
        label="Jenjang", required=False, choices=[("", "Belum sekolah, atau belum diketahui"), *Level.choices]
    )
    year_in_level = forms.IntegerField(label="Tahun ke-", required=False, min_value=1, max_value=6)


WORK_WORDS = {
    Work.TIDAK: "Tidak bekerja",
    Work.PU: "Bekerja (penerima upah)",
    Work.PU_MAKS_6_BULAN: "Bekerja paling lama 6 bulan",
    Work.BPU: "Bekerja sendiri (BPU)",
    Work.MAGANG: "Magang",
}


class SchoolForm(forms.Form):
    level = forms.ChoiceField(
        label="Jenjang tahun ini",
        required=False,
        choices=[("", "Belum sekolah, atau belum diketahui"), *Level.choices],
    )
    year_in_level = forms.IntegerField(label="Tahun ke-", required=False, min_value=1, max_value=6)
    married = forms.BooleanField(label="Sudah menikah", required=False)
    work = forms.ChoiceField(label="Bekerja?", choices=list(WORK_WORDS.items()))


class SchoolStepForm(forms.Form):
    to = forms.ChoiceField(choices=SchoolState.choices)
    on = TanggalField(label="Tanggal", required=False)
    paid_rp = RupiahField(label="Jumlah diterima (Rp)", required=False)
    note = forms.CharField(label="Catatan", max_length=200, required=False)


class UseForm(forms.Form):
    use = forms.ChoiceField(label="Untuk apa santunan dipakai?", choices=Use.choices)
    words = forms.CharField(
        label="Dengan kata keluarga sendiri", max_length=300, required=False, widget=forms.Textarea
    )
    consents = forms.BooleanField(label="Keluarga setuju ceritanya dicatat", required=False)
    may_publish = forms.BooleanField(
        label="Keluarga setuju diceritakan di luar kantor, tanpa nama", required=False
    )
