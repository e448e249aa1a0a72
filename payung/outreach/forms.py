"""Filters of the outbox, and the choice of a topic."""

from django import forms

from payung.outreach.enums import MessageState, Topic
from payung.ui.forms import Choices

ANY = [("", "Semua")]


class OutboxFilter(forms.Form):
    cari = forms.CharField(
        label="Cari nama penerima", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    keadaan = forms.ChoiceField(label="Keadaan", required=False, choices=ANY + MessageState.choices)
    isi = forms.ChoiceField(label="Tentang", required=False, choices=ANY + Topic.choices)


class PrepareForm(forms.Form):
    topic = forms.ChoiceField(
        label="Apa yang ingin disampaikan?",
        choices=[c for c in Topic.choices if c[0] != Topic.SCHOOL],
        widget=Choices,
    )
