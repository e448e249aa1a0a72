"""What can happen to a worker, what must be told about it, and which parts are due?

Law: PP 44/2015, PP 82/2019. Each part names the parameter that carries its article and confidence.
"""

from __future__ import annotations

from enum import StrEnum

from payung.rules.benefits.scholarship import Route


class Event(StrEnum):
    DEATH = "death"
    WORK_DEATH = "work_death"
    TOTAL_DISABILITY = "total_disability"
    PARTIAL_DISABILITY = "partial_disability"
    TEMPORARY = "temporary"
    TRANSPORT = "transport"
    HOME_CARE = "home_care"


EVENT_LABELS = {
    Event.DEATH: "Meninggal bukan karena kerja",
    Event.WORK_DEATH: "Meninggal karena kecelakaan kerja",
    Event.TOTAL_DISABILITY: "Cacat total tetap karena kecelakaan kerja",
    Event.PARTIAL_DISABILITY: "Cacat sebagian karena kecelakaan kerja",
    Event.TEMPORARY: "Sementara tidak mampu bekerja",
    Event.TRANSPORT: "Pengangkutan korban kecelakaan kerja",
    Event.HOME_CARE: "Perawatan di rumah setelah kecelakaan kerja",
}
# What each event needs to be told besides the day and the paid months.
NEEDED = {
    Event.PARTIAL_DISABILITY: "percent",
    Event.TEMPORARY: "days_off",
    Event.HOME_CARE: "costs_rp",
}
# The parts of each event: code, label, and the parameter that carries article and confidence.
PARTS: dict[Event, tuple[tuple[str, str, str], ...]] = {
    Event.DEATH: (
        ("santunan_kematian_rp", "santunan kematian", "benefit.jkm.santunan_kematian"),
        ("santunan_berkala_rp", "santunan berkala", "benefit.jkm.santunan_berkala_monthly"),
        ("biaya_pemakaman_rp", "biaya pemakaman", "benefit.jkm.biaya_pemakaman"),
    ),
    Event.WORK_DEATH: (
        ("santunan_kematian_rp", "santunan kematian JKK", "benefit.jkk.death_minimum"),
        ("santunan_berkala_rp", "santunan berkala", "benefit.jkk.berkala_total"),
        ("biaya_pemakaman_rp", "biaya pemakaman", "benefit.jkk.biaya_pemakaman"),
    ),
    Event.TOTAL_DISABILITY: (
        ("santunan_cacat_rp", "santunan cacat total tetap", "benefit.jkk.cacat_total_tetap_fraction"),
        ("santunan_berkala_rp", "santunan berkala", "benefit.jkk.berkala_total"),
    ),
    Event.PARTIAL_DISABILITY: (
        ("santunan_cacat_rp", "santunan cacat sebagian", "benefit.jkk.cacat_sebagian_anatomis"),
    ),
    Event.TEMPORARY: (("stmb_rp", "santunan sementara tidak mampu bekerja", "benefit.jkk.stmb"),),
    Event.TRANSPORT: (
        ("transport_land_rp", "angkutan darat, sungai, danau", "benefit.jkk.transport.land_river_lake"),
        ("transport_sea_rp", "angkutan laut", "benefit.jkk.transport.sea"),
        ("transport_air_rp", "angkutan udara", "benefit.jkk.transport.air"),
    ),
    Event.HOME_CARE: (("home_care_rp", "perawatan di rumah", "benefit.jkk.home_care.max"),),
}
WITH_SCHOLARSHIP: dict[Event, Route] = {
    Event.DEATH: "jkm",
    Event.WORK_DEATH: "jkk",
    Event.TOTAL_DISABILITY: "jkk",
}
