"""What would joining two workers change? The desk knows all stages; `people` asks here before it merges or parts."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from payung.aid import queries as aid
from payung.claims import queries as claims
from payung.contributions import queries as contributions
from payung.enrolment import queries as enrolment
from payung.language.formats import daftar, tanggal
from payung.people.queries import Concern
from payung.rules import months
from payung.selection import queries as selection


def told(worker_id: UUID) -> list[str]:
    """Places, months, cards, claims and parcels of a person, in sentences."""
    paid = contributions.months_paid([worker_id]).get(worker_id, [])
    found = [
        f"Tempat dalam {p.round.name}: {p.get_state_display().lower()}, sektor {p.sector.name}, urutan {p.rank}."
        for p in selection.places_of_worker(worker_id)
    ]
    for m in enrolment.memberships_of_worker(worker_id):
        ends = f", berakhir {tanggal(m.end_on)}" if m.end_on else ""
        found.append(f"Kepesertaan sejak {tanggal(m.start_on)}{ends}, KPJ berakhiran {m.kpj[-4:]}.")
    if paid:
        found.append(f"{len(paid)} bulan iuran dibayar: {daftar([months.month_in_words(m) for m in paid])}.")
    cards = [c.get_state_display().lower() for c in enrolment.cards_of_worker(worker_id)]
    if cards:
        found.append(f"{len(cards)} kartu: {daftar(cards)}.")
    found += [f"Klaim {c.number}: {c.get_state_display().lower()}." for c in claims.claims_of(worker_id)]
    parcels = len(aid.parcels_of(worker_id))
    return (
        [*found, f"{parcels} pembagian sembako."]
        if parcels
        else found or ["Belum ada tempat, iuran, kartu atau klaim."]
    )


def objection(kept_id: UUID, gone_id: UUID) -> str:
    """Two seats in one round, two running memberships, money on both or two deaths are settled first, by people."""
    seated = [
        {p.round_id: p for p in selection.places_of_worker(w) if p.is_seated} for w in (kept_id, gone_id)
    ]
    both = seated[0].keys() & seated[1].keys()
    if both:
        name = seated[1][min(both)].round.name
        return f"Keduanya duduk dalam {name}. Lepaskan salah satu kursi di Kuota & seleksi, lalu gabungkan."
    running = [
        [m for m in enrolment.memberships_of_worker(w) if m.end_on is None] for w in (kept_id, gone_id)
    ]
    if all(running):
        return "Keduanya peserta aktif BPJS. Akhiri salah satu kepesertaan lewat Lepas kursi di halaman pekerja, lalu gabungkan."
    if contributions.is_in_an_order(gone_id):
        return (
            "Iuran sudah dibayar (atau sedang diproses) atas nama keduanya. Perintah bayar yang ditandatangani tidak diubah: "
            "hentikan salah satu, dan minta kelebihannya kembali lewat Iuran."
        )
    if claims.death_of(kept_id) and claims.death_of(gone_id):
        return "Kematian tercatat pada keduanya. Tutup salah satu klaim di Klaim, lalu gabungkan."
    return ""


def money_since(worker_id: UUID, since: datetime) -> bool:
    """Whether a contribution or a benefit was paid on this person from that day on."""
    if contributions.was_paid_since(worker_id, localdate(since)):
        return True
    return any(c.paid_on and c.paid_on >= localdate(since) for c in claims.claims_of(worker_id))


CONCERN = Concern(told=told, objection=objection, money_since=money_since)
