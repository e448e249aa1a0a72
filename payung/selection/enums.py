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
    PlaceState.CALLED: {PlaceState.DECREED, PlaceState.RELEASED},
    PlaceState.DECREED: {PlaceState.RELEASED},
    PlaceState.RELEASED: set(),
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


class DecreeState(TextChoices):
    DRAFT = "draft", "Konsep"
    SIGNED = "signed", "Ditetapkan"
    DROPPED = "dropped", "Dibatalkan"
