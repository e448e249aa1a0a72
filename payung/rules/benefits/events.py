"""What can happen to a worker, what must be told about it, and which parts are due?

Law: PP 44/2015, PP 82/2019. Each part names the parameters that carry its article (the first) and its confidence (all).
"""

from __future__ import annotations

from enum import StrEnum

from payung.rules.benefits.scholarship import Route


class Event(StrEnum):
    DEATH = "death"
    WORK_DEATH = "work_death"
    SUDDEN_DEATH = "sudden_death_at_work"
    LOST_AT_SEA = "lost_at_sea"
    TOTAL_DISABILITY = "total_disability"
    PARTIAL_DISABILITY = "partial_disability"
    TEMPORARY = "temporary"
    TRANSPORT = "transport"
    HOME_CARE = "home_care"
    GLASSES = "glasses"
    HEARING_AID = "hearing_aid"
    TEETH = "teeth"
    PROSTHESIS = "prosthesis"


EVENT_LABELS = {
    Event.DEATH: "Meninggal bukan karena kerja",
    Event.WORK_DEATH: "Meninggal karena kecelakaan kerja",
    Event.SUDDEN_DEATH: "Meninggal mendadak di tempat kerja",
    Event.LOST_AT_SEA: "Hilang di laut saat bekerja",
    Event.TOTAL_DISABILITY: "Cacat total tetap karena kecelakaan kerja",
    Event.PARTIAL_DISABILITY: "Cacat sebagian karena kecelakaan kerja",
    Event.TEMPORARY: "Sementara tidak mampu bekerja",
    Event.TRANSPORT: "Pengangkutan korban kecelakaan kerja",
    Event.HOME_CARE: "Perawatan di rumah setelah kecelakaan kerja",
    Event.GLASSES: "Kacamata setelah kecelakaan kerja",
    Event.HEARING_AID: "Alat bantu dengar setelah kecelakaan kerja",
    Event.TEETH: "Gigi tiruan setelah kecelakaan kerja",
    Event.PROSTHESIS: "Alat ganti atau alat bantu gerak (prostesis, ortosis)",
}
# What each event needs to be told besides the day and the paid months: one of these.
NEEDED: dict[Event, tuple[str, ...]] = {
    Event.PARTIAL_DISABILITY: ("percent", "losses"),
    Event.TEMPORARY: ("days_off",),
    Event.HOME_CARE: ("costs_rp",),
    Event.GLASSES: ("costs_rp",),
    Event.HEARING_AID: ("costs_rp",),
    Event.TEETH: ("costs_rp",),
    Event.PROSTHESIS: ("costs_rp",),
}
WAGE = "benefit.jkk.programme_wage_basis"  # asked only where no other income is told
_MULTIPLIER = "benefit.jkk.multiplier_months"
STMB = (
    "stmb_rp",
    "santunan sementara tidak mampu bekerja",
    ("benefit.jkk.stmb", "benefit.jkk.stmb_days_per_month", WAGE),
)
_WORK_DEATH = (
    (
        "santunan_kematian_rp",
        "santunan kematian JKK",
        ("benefit.jkk.death_fraction", "benefit.jkk.death_minimum", _MULTIPLIER, WAGE),
    ),
    ("santunan_berkala_rp", "santunan berkala", ("benefit.jkk.berkala_total",)),
    ("biaya_pemakaman_rp", "biaya pemakaman", ("benefit.jkk.biaya_pemakaman",)),
)
# The parts of each event: code, label, and the parameters that carry article (the first) and confidence (all).
PARTS: dict[Event, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    Event.DEATH: (
        ("santunan_kematian_rp", "santunan kematian", ("benefit.jkm.santunan_kematian",)),
        (
            "santunan_berkala_rp",
            "santunan berkala",
            ("benefit.jkm.santunan_berkala_monthly", "benefit.jkm.santunan_berkala_months"),
        ),
        ("biaya_pemakaman_rp", "biaya pemakaman", ("benefit.jkm.biaya_pemakaman",)),
    ),
    Event.WORK_DEATH: _WORK_DEATH,
    Event.TOTAL_DISABILITY: (
        (
            "santunan_cacat_rp",
            "santunan cacat total tetap",
            ("benefit.jkk.cacat_total_tetap_fraction", _MULTIPLIER, WAGE),
        ),
        ("santunan_berkala_rp", "santunan berkala", ("benefit.jkk.berkala_total",)),
    ),
    Event.PARTIAL_DISABILITY: (
        (
            "santunan_cacat_rp",
            "santunan cacat sebagian",
            ("benefit.jkk.cacat_sebagian_anatomis", _MULTIPLIER, WAGE),
        ),
    ),
    Event.TEMPORARY: (STMB,),
    Event.TRANSPORT: (
        ("transport_land_rp", "angkutan darat, sungai, danau", ("benefit.jkk.transport.land_river_lake",)),
        ("transport_sea_rp", "angkutan laut", ("benefit.jkk.transport.sea",)),
        ("transport_air_rp", "angkutan udara", ("benefit.jkk.transport.air",)),
    ),
    Event.HOME_CARE: (
        (
            "home_care_rp",
            "perawatan di rumah",
            ("benefit.jkk.home_care.max", "benefit.jkk.home_care.max_years"),
        ),
    ),
    Event.GLASSES: (("glasses_rp", "kacamata", ("benefit.jkk.glasses_max",)),),
    Event.HEARING_AID: (("hearing_aid_rp", "alat bantu dengar", ("benefit.jkk.hearing_aid_max",)),),
    Event.TEETH: (("teeth_rp", "gigi tiruan", ("benefit.jkk.dental_prosthesis_max",)),),
    Event.PROSTHESIS: (
        (
            "prosthesis_rp",
            "alat ganti atau alat bantu gerak",
            ("benefit.jkk.prosthesis_orthosis", "benefit.jkk.prosthesis_markup"),
        ),
    ),
}
# STMB runs until recovered, disabled or dead (PP 82/2019 Lampiran III): it is kept beside these, when days are told.
KEEPS_STMB = (Event.WORK_DEATH, Event.TOTAL_DISABILITY, Event.PARTIAL_DISABILITY)
WITH_SCHOLARSHIP: dict[Event, Route] = {
    Event.DEATH: "jkm",
    Event.WORK_DEATH: "jkk",
    Event.TOTAL_DISABILITY: "jkk",
}
