"""What is this parameter called, and how is its value said, to somebody who does not read identifiers?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from payung.language.formats import angka, daftar, persen, rupiah
from payung.rules.parameters import Entry

GROUPS = {
    "contribution.": "Iuran",
    "discount.": "Keringanan iuran",
    "benefit.jkm.": "Jaminan kematian",
    "benefit.jkk.": "Jaminan kecelakaan kerja",
    "benefit.beasiswa.": "Beasiswa",
    "disability.": "Persentase cacat",
    "heirs.": "Ahli waris",
    "eligibility.": "Kelayakan",
    "documents.": "Berkas klaim",
    "dbhcht.": "DBHCHT",
    "ucj.": "Cakupan (UCJ)",
    "plan.": "Anggapan rencana",
    "holiday.": "Hari libur",
}
UNITS = {
    "IDR": "rupiah",
    "years of masa iur": "tahun masa iur",
    "years (ends on reaching)": "tahun (berhenti saat mencapainya)",
    "24 x 500,000 lump sum": "24 × 500.000 sekaligus",
    "once for one child": "sekali untuk satu anak",
    "day of the contribution month itself": "tanggal dalam bulan iuran itu",
    "after payment": "sesudah bayar",
    "after recovered/disabled/dead": "sesudah sembuh, cacat, atau meninggal",
    "unranked group": "kelompok tanpa urutan",
    "months of wage": "bulan upah",
    "of the amount due": "dari yang terutang",
    "of dasar penghasilan": "dari dasar penghasilan",
    "of wage per month": "dari upah sebulan",
    "of 80 * wage": "dari 80 × upah",
    "on top of the reference price": "di atas harga rujukan",
    "or none": "atau tanpa batas",
    " (paid_months or continuous)": "",
    "24 x 200,000 lump sum": "24 × 200.000 sekaligus",
    "deaths per 1000 people a year": "kematian per 1.000 orang setahun",
    "decile": "desil",
    "points": "poin",
    "working days": "hari kerja",
    "year": "tahun",
    "month": "bulan",
    "days": "hari",
    "day": "hari",
    "hours": "jam",
    "percent": "persen",
    "fraction off": "bagian yang tidak dibayar",
    "fraction": "bagian",
    "count": "orang",
    "ordered list": "daftar berurutan",
    "list": "daftar",
    "rule": "aturan",
    "formula": "rumus",
    "bool switch": "ya/tidak",
    "bool": "ya/tidak",
    "date": "tanggal",
}
NAMES = {
    "benefit.beasiswa.age_limit": "Beasiswa berhenti pada umur",
    "benefit.beasiswa.child_condition": "Anak yang dapat menerima beasiswa",
    "benefit.beasiswa.claim_frequency": "Beasiswa diajukan",
    "benefit.beasiswa.ends_on": "Beasiswa berhenti karena",
    "benefit.beasiswa.first_claim_documents": "Berkas beasiswa pertama",
    "benefit.beasiswa.gap_rule": "Cara menghitung masa iur bila ada jeda",
    "benefit.beasiswa.jkk.min_contribution_years": "Masa iur untuk beasiswa JKK",
    "benefit.beasiswa.jkm.min_contribution_years": "Masa iur untuk beasiswa JKM",
    "benefit.beasiswa.level_needed_from_age": "Jenjang harus diketahui mulai umur",
    "benefit.beasiswa.max_children": "Anak yang mendapat beasiswa, paling banyak",
    "benefit.beasiswa.max_per_child": "Beasiswa seorang anak, paling banyak",
    "benefit.beasiswa.max_total": "Beasiswa satu keluarga, paling banyak",
    "benefit.beasiswa.once": "Beasiswa sekali bayar",
    "benefit.beasiswa.work_exceptions": "Pekerjaan anak yang tidak menghentikan beasiswa",
    "benefit.jkk.berkala_total": "Santunan berkala JKK, dibayar sekaligus",
    "benefit.jkk.biaya_pemakaman": "Biaya pemakaman JKK",
    "benefit.jkk.bpu_notice_minimum_fields": "Isi laporan pertama kecelakaan",
    "benefit.jkk.bpu_wage_basis": "Upah dasar santunan BPU",
    "benefit.jkk.cacat_sebagian_anatomis": "Rumus cacat sebagian anatomis",
    "benefit.jkk.cacat_sebagian_fungsi": "Rumus cacat sebagian fungsi",
    "benefit.jkk.cacat_total_tetap_fraction": "Bagian upah untuk cacat total tetap",
    "benefit.jkk.claim_expiry_years": "Batas waktu menagih JKK",
    "benefit.jkk.death_fraction": "Bagian upah untuk meninggal karena kerja",
    "benefit.jkk.death_minimum": "Santunan kematian JKK, paling sedikit",
    "benefit.jkk.dental_prosthesis_max": "Gigi tiruan, paling banyak",
    "benefit.jkk.glasses_max": "Kacamata, paling banyak",
    "benefit.jkk.hearing_aid_max": "Alat bantu dengar, paling banyak",
    "benefit.jkk.home_care.max": "Perawatan di rumah, paling banyak",
    "benefit.jkk.home_care.max_years": "Lama perawatan di rumah",
    "benefit.jkk.late_penalty_per_day": "Denda terlambat membayar JKK, per hari",
    "benefit.jkk.medical": "Perawatan dan pengobatan",
    "benefit.jkk.multiplier_months": "Bulan upah pengali santunan JKK",
    "benefit.jkk.payment_days": "Batas BPJS membayar JKK",
    "benefit.jkk.programme_wage_basis": "Dasar upah peserta program kota",
    "benefit.jkk.prosthesis_markup": "Tambahan atas harga alat pengganti",
    "benefit.jkk.prosthesis_orthosis": "Alat bantu dan alat ganti",
    "benefit.jkk.report_stage1_hours": "Batas laporan kecelakaan tahap I",
    "benefit.jkk.report_stage2_hours": "Batas laporan kecelakaan tahap II",
    "benefit.jkk.conclusion_days": "Batas BPJS menyimpulkan kecelakaan kerja",
    "benefit.jkk.disease_years_after_work": "Penyakit akibat kerja, sesudah berhenti bekerja",
    "benefit.jkk.lost_at_sea_months": "Hilang di laut: cabang menunggu (bulan)",
    "benefit.jkk.lost_at_sea_paper": "Hilang di laut: surat yang diminta",
    "benefit.jkk.partial_max_fraction": "Cacat sebagian, paling banyak",
    "benefit.jkk.sudden_death_hours": "Meninggal mendadak di tempat kerja, dalam",
    "benefit.jkk.work_accident_questions": "Lima pertanyaan kecelakaan kerja",
    "benefit.jkk.stmb": "Santunan sementara tidak mampu bekerja (STMB)",
    "benefit.jkk.stmb_days_per_month": "Hari dalam sebulan untuk STMB",
    "benefit.jkk.transport.air": "Angkutan udara, paling banyak",
    "benefit.jkk.transport.land_river_lake": "Angkutan darat, sungai, danau, paling banyak",
    "benefit.jkk.transport.sea": "Angkutan laut, paling banyak",
    "benefit.jkm.biaya_pemakaman": "Biaya pemakaman JKM",
    "benefit.jkm.bpu_min_membership_full": "Masa tunggu santunan kematian penuh",
    "benefit.jkm.claim_expiry": "Batas waktu menagih JKM",
    "benefit.jkm.late_penalty_per_day": "Denda terlambat membayar JKM, per hari",
    "benefit.jkm.payment_days": "Batas BPJS membayar JKM",
    "benefit.jkm.santunan_berkala_monthly": "Santunan berkala JKM sebulan",
    "benefit.jkm.santunan_berkala_months": "Lama santunan berkala JKM",
    "benefit.jkm.santunan_kematian": "Santunan kematian JKM",
    "benefit.jkm.several_employers": "Lebih dari satu pemberi kerja",
    "benefit.jkm.waiting_days_alternative": "Masa tunggu menurut bacaan hari",
    "contribution.bpu.advance_periods": "Pilihan bayar di muka",
    "contribution.bpu.after_grace": "Sesudah masa tenggang",
    "contribution.bpu.card_issue_days": "Kartu terbit setelah bayar",
    "contribution.bpu.cover_start_rule": "Kapan perlindungan mulai",
    "contribution.bpu.data_change_days": "Batas melaporkan perubahan data",
    "contribution.bpu.due_day": "Tanggal jatuh tempo iuran",
    "contribution.bpu.grace_contribution_months": "Masa tenggang iuran",
    "contribution.bpu.jht.min": "Iuran JHT paling sedikit",
    "contribution.bpu.jht.rate": "Iuran JHT, bagian dasar penghasilan",
    "contribution.bpu.jkk.max": "Iuran JKK paling banyak",
    "contribution.bpu.jkk.min": "Iuran JKK paling sedikit",
    "contribution.bpu.jkk.rate": "Iuran JKK, bagian dasar penghasilan",
    "contribution.bpu.jkm.amount": "Iuran JKM sebulan",
    "contribution.bpu.late_fine": "Denda iuran terlambat",
    "contribution.bpu.package.minimum_programmes": "Program yang wajib diikuti",
    "contribution.bpu.refund_rule": "Pengembalian iuran",
    "dbhcht.priority_order": "Urutan prioritas penerima DBHCHT",
    "dbhcht.set_by_regional_government": "DBHCHT: dasar penetapan daerah",
    "dbhcht.split": "Pembagian DBHCHT",
    "disability.left_handed_swap": "Kidal: kiri dan kanan bertukar",
    "discount.bpu.covid.full_months_for_new": "Bulan penuh bagi peserta baru masa pandemi",
    "discount.bpu.covid.jkk": "Keringanan JKK masa pandemi",
    "discount.bpu.covid.jkm": "Keringanan JKM masa pandemi",
    "discount.bpu.covid.registered_before": "Terdaftar sebelum (masa pandemi)",
    "discount.bpu.pp50_2025.excluded_payers": "Pembayar tanpa keringanan PP 50/2025",
    "discount.bpu.pp50_2025.excludes_employers": "BPU pemberi kerja tanpa keringanan PP 50/2025",
    "discount.bpu.pp50_2025.not_transport_words": "Kata yang membatalkan sektor angkutan",
    "discount.bpu.pp50_2025.who": "Siapa yang mendapat keringanan PP 50/2025",
    "discount.bpu.pp50_2025.other.jkk": "Keringanan JKK, sektor selain angkutan",
    "discount.bpu.pp50_2025.other.jkm": "Keringanan JKM, sektor selain angkutan",
    "discount.bpu.pp50_2025.overpayment": "Kelebihan bayar karena PP 50/2025",
    "discount.bpu.pp50_2025.promulgated": "PP 50/2025 diundangkan",
    "discount.bpu.pp50_2025.transport.jkk": "Keringanan JKK, sektor angkutan",
    "discount.bpu.pp50_2025.transport.jkm": "Keringanan JKM, sektor angkutan",
    "discount.bpu.pp50_2025.transport_sectors": "Pekerjaan yang dihitung sektor angkutan",
    "documents.jkk": "Berkas klaim JKK",
    "documents.jkm": "Berkas klaim JKM",
    "eligibility.dtsen_priority_deciles": "Desil DTSEN yang didahulukan",
    "eligibility.dtsen_unlisted_points": "Poin bagi yang tidak tercatat di DTSEN",
    "eligibility.dtsen_update_months": "DTSEN diperbarui tiap",
    "eligibility.not_bpu_jobs": "Pekerjaan yang bukan BPU (kolom Dukcapil)",
    "eligibility.exclude_pkh_bpnt": "Penerima PKH/BPNT tidak diterima",
    "eligibility.max_age_at_registration_exclusive": "Umur tidak diterima lagi, mulai",
    "eligibility.min_age": "Umur termuda",
    "eligibility.must_be_working": "Harus masih bekerja",
    "eligibility.one_per_kk": "Satu orang dalam satu KK",
    "eligibility.segment": "Segmen peserta",
    "heirs.adult_age": "Umur dewasa ahli waris",
    "heirs.first_group": "Ahli waris kelompok pertama",
    "heirs.no_heir_no_will": "Tanpa ahli waris dan tanpa wasiat",
    "heirs.order_if_none": "Urutan ahli waris berikutnya",
    "heirs.outside_list": "Ahli waris di luar daftar",
    "heirs.will_form": "Bentuk wasiat",
    "plan.deaths_per_1000_a_year": "Kematian per 1.000 orang setahun (perkiraan)",
    "ucj.formula": "Rumus cakupan UCJ",
    "ucj.national_actual": "Cakupan UCJ nasional",
    "ucj.rkp_target": "Target UCJ RKP",
    "ucj.rpjmn_target": "Target UCJ RPJMN",
}
# Kept as knowledge with its source: nothing is computed with these, and the page says so ("keterangan saja").
INFORMATION_ONLY = frozenset(
    (
        "benefit.beasiswa.child_condition",
        "benefit.beasiswa.claim_frequency",
        "benefit.beasiswa.ends_on",
        "benefit.beasiswa.first_claim_documents",
        "benefit.jkk.bpu_notice_minimum_fields",
        "benefit.jkk.bpu_wage_basis",
        "benefit.jkk.disease_years_after_work",
        "benefit.jkm.several_employers",
        "discount.bpu.pp50_2025.who",
        "benefit.jkk.cacat_sebagian_anatomis",
        "benefit.jkk.cacat_sebagian_fungsi",
        "benefit.jkk.home_care.max_years",
        "benefit.jkk.medical",
        "benefit.jkk.prosthesis_orthosis",
        "contribution.bpu.after_grace",
        "contribution.bpu.cover_start_rule",
        "contribution.bpu.jht.min",  # the bands hold the amounts
        "contribution.bpu.jht.rate",
        "contribution.bpu.jkk.max",
        "contribution.bpu.jkk.min",
        "contribution.bpu.jkk.rate",
        "contribution.bpu.late_fine",
        "contribution.bpu.refund_rule",
        "dbhcht.priority_order",
        "dbhcht.set_by_regional_government",
        "dbhcht.split",
        "discount.bpu.covid.jkm",  # the relief of JKK holds for both programmes
        "discount.bpu.covid.registered_before",
        "discount.bpu.pp50_2025.other.jkm",
        "discount.bpu.pp50_2025.transport.jkm",
        "discount.bpu.pp50_2025.overpayment",
        "discount.bpu.pp50_2025.promulgated",
        "documents.jkk",
        "documents.jkm",
        "eligibility.segment",
        "heirs.first_group",
        "heirs.no_heir_no_will",
        "heirs.order_if_none",
        "heirs.outside_list",
        "heirs.will_form",
        "ucj.formula",
        "ucj.national_actual",
        "ucj.rkp_target",
        "ucj.rpjmn_target",
    )
)
LEVELS = {"tk": "TK", "sd": "SD", "smp": "SMP", "sma": "SMA", "pt_s1_pelatihan": "kuliah atau pelatihan"}
_SCHOOL = {
    "per_year": "Beasiswa {} setahun",
    "max_years": "Lama beasiswa {}",
    "earliest_age": "Umur masuk {} paling awal",
}


def name_of(id: str) -> str:
    """ "benefit.jkm.santunan_kematian" -> "Santunan kematian JKM"; the last words of the id when nothing better is known."""
    if id in NAMES:
        return NAMES[id]
    *_, before, last = ["", *id.split(".")]
    if last in _SCHOOL and before in LEVELS:
        return _SCHOOL[last].format(LEVELS[before])
    if before == "band":
        return f"Golongan penghasilan {last}"
    if id.startswith("disability."):
        return f"Cacat {before}: {last.replace('_', ' ')}"
    return last.replace("_", " ").capitalize()


def is_information(id: str) -> bool:
    """Whether nothing is computed with the value: changing it changes no answer."""
    return id in INFORMATION_ONLY


def group_of(id: str) -> str:
    """The heading under which an official looks for it."""
    return next((name for prefix, name in GROUPS.items() if id.startswith(prefix)), "Lainnya")


def unit_in_words(unit: str) -> str:
    """ "IDR/month" -> "rupiah/bulan"; what is not known stays as it is."""
    for english, said in UNITS.items():
        unit = unit.replace(english + "s", said) if english in ("year", "month") else unit
        unit = unit.replace(english, said)
    return unit


def value_in_words(entry: Entry) -> str:
    return _said(entry.value, entry.unit)


def _said(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Mapping):
        return "; ".join(f"{key.replace('_', ' ')} {_said(part, unit)}" for key, part in value.items())
    if isinstance(value, tuple):
        mapped = any(isinstance(part, Mapping) for part in value)
        return " | ".join(_said(p, unit) for p in value) if mapped else daftar([_said(p, "") for p in value])
    if isinstance(value, float) and unit.startswith("fraction"):
        return persen(value, 2)
    if isinstance(value, int) and unit.startswith("IDR"):
        return rupiah(value)
    return angka(value, 2) if isinstance(value, float) else str(value)
