"""The states of a place and of a decree, and how they may move."""

from django.db.models import TextChoices


class PlaceState(TextChoices):
    SELECTED = "selected", "Terpilih"
    WAITING = "waiting", "Cadangan"
    DECREED = "decreed", "Ditetapkan"
    CALLED = "called", "Dipanggil dari cadangan"  # takes a freed seat; enters the next amendment
    RELEASED = "released", "Dilepas"


PLACE_NEXT: dict[PlaceState, set[PlaceState]] = {
    PlaceState.SELECTED: {PlaceState.DECREED, PlaceState.RELEASED, PlaceState.WAITING},
    PlaceState.WAITING: {PlaceState.CALLED, PlaceState.SELECTED, PlaceState.RELEASED},
    # A release that rested on a mistaken death is taken back by two persons (`selection.actions.restoring`): who was called
    # to that seat, and stands in no decree yet, waits again.
    PlaceState.CALLED: {PlaceState.DECREED, PlaceState.RELEASED, PlaceState.WAITING},
    PlaceState.DECREED: {PlaceState.RELEASED},
    PlaceState.RELEASED: {PlaceState.SELECTED, PlaceState.WAITING, PlaceState.CALLED, PlaceState.DECREED},
}
SEATED = (PlaceState.SELECTED, PlaceState.DECREED, PlaceState.CALLED)  # those who hold a seat of the quota


class ReleaseReason(TextChoices):
    MENINGGAL = "meninggal", "Meninggal dunia"
    PINDAH = "pindah", "Pindah domisili"
    MENJADI_PU = "menjadi_pu", "Menjadi pekerja penerima upah"
    GANDA = "ganda", "Terdaftar ganda"
    MENGUNDURKAN_DIRI = "mengundurkan_diri", "Mengundurkan diri"
    TIDAK_BEKERJA = "tidak_bekerja", "Tidak bekerja lagi"
    DATA_TIDAK_VALID = "data_tidak_valid", "Data tidak valid"
    DITOLAK_BPJS = "ditolak_bpjs", "Ditolak BPJS"
    ANGGARAN_HABIS = "anggaran_habis", "Anggaran habis"
    MANDIRI = "mandiri", "Melanjutkan secara mandiri"
    KURSI_TERISI = "kursi_terisi", "Keliru dicatat meninggal; tempatnya sudah terisi"


# Chosen by nobody from a list: a death is reported as an event, the branch refuses by its reply, and a seat is found taken
# only when a death was a mistake.
NOT_CHOSEN = (ReleaseReason.MENINGGAL, ReleaseReason.DITOLAK_BPJS, ReleaseReason.KURSI_TERISI)


class DecreeState(TextChoices):
    DRAFT = "draft", "Konsep"
    SIGNED = "signed", "Ditetapkan"
    DROPPED = "dropped", "Dibatalkan"
