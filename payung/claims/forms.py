"""What is typed about an event, a paper, an heir, a filing, a result."""

from typing import Any

from django import forms

from payung.claims.enums import ClaimState, EventKind, NoticeState, PaperState, Source
from payung.people.enums import Kin
from payung.reference.queries import kelurahan
from payung.ui.forms import Choices, NikField, PhoneField, RupiahField, TanggalField

ANY = [("", "Semua")]


class ClaimFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama atau nomor", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keadaan = forms.ChoiceField(label="Keadaan", required=False, choices=ANY + ClaimState.choices)
    jenis = forms.ChoiceField(label="Jenis", required=False, choices=ANY + EventKind.choices)


class EventForm(forms.Form):
    """Five answers open a claim. `key` is made with the page: sending twice reports once."""

    kind = forms.ChoiceField(label="Apa yang terjadi?", choices=EventKind.choices, widget=Choices)
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


class HeirForm(forms.Form):
    name = forms.CharField(label="Nama", max_length=120)
    kin = forms.ChoiceField(label="Hubungan", choices=Kin.choices)
    birth_date = TanggalField(label="Tanggal lahir", required=False)
    is_alive = forms.BooleanField(label="Masih hidup", required=False, initial=True)


class FilingForm(forms.Form):
    filed_on = TanggalField(label="Tanggal diajukan ke BPJS")
    bpjs_number = forms.CharField(label="Nomor tanda terima BPJS", max_length=40, required=False)


class ResultForm(forms.Form):
    """Paid or refused, each with what must be known of it."""

    outcome = forms.ChoiceField(
        label="Jawaban BPJS", choices=[("paid", "Dibayar"), ("refused", "Ditolak")], widget=Choices
    )
    on = TanggalField(label="Tanggal dibayar", required=False)
    paid_rp = RupiahField(label="Jumlah diterima keluarga (Rp)", required=False)
    reason = forms.CharField(label="Alasan penolakan", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("outcome") == "paid":
            if not found.get("on"):
                self.add_error("on", "Isi tanggal santunan dibayar.")
            if not found.get("paid_rp"):
                self.add_error("paid_rp", "Isi jumlah yang diterima keluarga.")
        elif not (found.get("reason") or "").strip():
            self.add_error("reason", "Tulis alasan dari BPJS, supaya keberatan dapat disiapkan.")
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


class DeathListForm(forms.Form):
    file = forms.FileField(
        label="Daftar kematian (Excel atau CSV)",
        help_text="Kolom: NIK, Nama, Tanggal lahir, Kelurahan, Tanggal meninggal. Hanya tanggal meninggal dan salah satu dari NIK atau nama yang wajib.",
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
