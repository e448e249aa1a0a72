"""Why did BPJS pay another amount than we expected? The likely reasons, as evidence to correct parameters or answers."""

from typing import TYPE_CHECKING

from payung.claims import deadlines
from payung.claims.enums import ClaimState, EventKind
from payung.claims.estimate import aftermath_of, estimate, programme_dasar_rp
from payung.language.formats import rupiah
from payung.rules import months
from payung.rules.contributions import bands_rp

if TYPE_CHECKING:
    from payung.claims.models import Claim


def difference_rp(claim: "Claim") -> int:
    """Paid less expected; 0 while nothing is paid or nothing was expected."""
    return (claim.paid_rp or 0) - claim.estimate_rp if claim.state == ClaimState.PAID else 0


def reasons(claim: "Claim") -> list[str]:
    """Sentences, the likeliest first; empty when the amounts agree."""
    gap = difference_rp(claim)
    if not gap:
        return []
    found = [*_tier(claim), *_basis(claim), *_delay(claim, gap), *_heirs(claim)]
    return found or [
        f"Selisih {rupiah(gap)} belum dapat dijelaskan. Minta rincian pembayaran dari kantor cabang."
    ]


def _tier(claim: "Claim") -> list[str]:
    parts = claim.estimate.get("parts") or {}
    funeral = parts.get("biaya_pemakaman_rp", 0)
    if claim.event.kind != EventKind.DEATH or not funeral:
        return []
    if claim.paid_rp == funeral < claim.estimate_rp:
        return [
            "Dibayar biaya pemakaman saja: cabang menghitung kepesertaan belum tiga bulan (Permenaker 1/2025)."
        ]
    if claim.estimate_rp == funeral < (claim.paid_rp or 0):
        return [
            "Dibayar penuh: cabang menghitung tiga bulan dengan cara lain (bulan, hari, atau bulan iuran)."
        ]
    return []


def _basis(claim: "Claim") -> list[str]:
    """Whether another income explains the amount that JKK paid: a band of the table, else any whole income."""
    if claim.event.kind == EventKind.DEATH:
        return []
    on, ours = claim.event.happened_on, programme_dasar_rp(claim.event.happened_on)
    bands = bands_rp(on)
    for dasar_rp in [*bands, *_inverse(claim, ours)]:
        if dasar_rp != ours and _total_rp(claim, dasar_rp) == claim.paid_rp:
            outside = "" if dasar_rp in bands else " (tidak ada di tabel golongan)"
            return [f"Dasar penghasilan lain dipakai: {rupiah(dasar_rp)}{outside}, bukan {rupiah(ours)}."]
    return []


def _inverse(claim: "Claim", ours: int) -> list[int]:
    """The income at which the whole amount would be what was paid: cash rises in proportion with it."""
    at_ours, at_twice = _total_rp(claim, ours), _total_rp(claim, 2 * ours)
    if at_twice <= at_ours:
        return []
    return [ours + round(((claim.paid_rp or 0) - at_ours) * ours / (at_twice - at_ours))]


def _total_rp(claim: "Claim", dasar_rp: int) -> int:
    """The cash of this event for a member whose month is paid, at another income."""
    kind, on = EventKind(claim.event.kind), claim.event.happened_on
    accident = getattr(claim, "accident", None)
    aftermath = aftermath_of(accident, kind, died_on=claim.event.death_on, today=claim.paid_on or on)
    answer = estimate(
        kind, on=on, paid_months=[months.month_of(on)], aftermath=aftermath, dasar_rp=max(dasar_rp, 0)
    )
    return answer.get("total_rp") or 0


def _delay(claim: "Claim", gap: int) -> list[str]:
    if gap <= 0 or claim.paid_on is None or not claim.filed_on:
        return []
    kind = deadlines.programme_of(claim.event.kind)
    due = deadlines.deadlines.payment_due(kind, claim.complete_on or claim.filed_on)
    owed = deadlines.deadlines.late_penalty_rp(kind, claim.estimate_rp, due, claim.paid_on)
    return [f"Kelebihannya sama dengan ganti rugi keterlambatan {rupiah(owed)}."] if owed == gap else []


def _heirs(claim: "Claim") -> list[str]:
    unpaid = [heir for heir in claim.heirs.all() if heir.is_rightful and not heir.paid_rp]
    some_paid = any(heir.paid_rp for heir in claim.heirs.all())
    if some_paid and unpaid:
        names = ", ".join(heir.name for heir in unpaid)
        return [f"Belum dibayar kepada: {names}. Tanyakan kapan bagian mereka dibayar."]
    return []
