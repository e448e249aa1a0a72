"""How is an estimate said to a family or an official? A few plain sentences; the last one says who decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from payung.language.formats import rupiah, tanggal
from payung.rules import coverage
from payung.rules.benefits.events import EVENT_LABELS, Event
from payung.rules.benefits.jkm import Tier
from payung.rules.explain import ESTIMATE_SENTENCE, sum_in_words

if TYPE_CHECKING:
    from payung.rules.benefits.estimate import Estimate

# Besides the cash of these, treatment is paid without a limit.
TREATED = (
    Event.TOTAL_DISABILITY,
    Event.PARTIAL_DISABILITY,
    Event.TEMPORARY,
    Event.TRANSPORT,
    Event.HOME_CARE,
)


def in_words(answer: Estimate) -> str:
    """What happened, the cover, the sum, what else is due, every doubt, and who decides."""
    case = answer.case
    cover = coverage.explain(
        answer.state,
        member_since=answer.member_since,
        last_paid_month=answer.last_paid_month,
        arrears_months=answer.arrears_months,
        started_on=answer.started_on,
    )
    sentences = [f"{EVENT_LABELS[case.event]} pada {tanggal(case.on)}.", *(answer.reasons or (cover,))]
    sentences += [*_amounts(answer), *_scholarship(answer), *_besides(answer)]
    if answer.doubts:
        sentences += ["Perlu konfirmasi BPJS Ketenagakerjaan, jangan dijanjikan.", *answer.doubts]
    return " ".join([*sentences, ESTIMATE_SENTENCE])


def _amounts(answer: Estimate) -> Iterator[str]:
    if answer.tier is Tier.NONE:
        yield "Pada hari itu tidak ada perlindungan, sehingga tidak ada manfaat yang dihitung."
        return
    words = sum_in_words(answer.parts)
    yield f"{words[:1].upper()}{words[1:]}."
    if answer.dasar_rp:
        basis = "yang diiur program kota" if answer.case.dasar_rp is None else "yang diisi"
        yield f"Dasar penghasilan {rupiah(answer.dasar_rp)} ({basis})."
    if answer.tier is Tier.FUNERAL_ONLY:
        until = f"; penuh mulai {tanggal(answer.full_on)}" if answer.full_on else ""
        yield f"Masa kepesertaan belum tiga bulan: hanya biaya pemakaman{until}."


def _besides(answer: Estimate) -> Iterator[str]:
    """What the same death at work would be; and that treatment comes besides."""
    if answer.same_at_work_rp is not None:
        yield (
            f"Bila kematian yang sama karena kecelakaan kerja, juga mendadak di tempat kerja dalam 24 jam, santunannya "
            f"{rupiah(answer.same_at_work_rp)} (JKK): tanyakan bagaimana meninggalnya."
        )
    if answer.case.event in TREATED and answer.tier is not Tier.NONE:
        yield "Perawatan dan pengobatan dibayar di luar jumlah ini, sesuai kebutuhan medis tanpa batas."


def _scholarship(answer: Estimate) -> list[str]:
    school = answer.scholarship
    if school is None:
        return []
    if school.reason:
        return [f"Beasiswa belum ada: {school.reason}"]
    reasons = [f"Anak {place}: {plan.reason}" for place, plan in enumerate(school.plans, 1) if plan.reason]
    if not school.chosen:
        return ["Beasiswa tidak ada.", *reasons]
    years = school.by_year()
    condition = " bila masih sekolah" if school.if_studying else ""
    return [
        f"Beasiswa untuk {school.children} anak, paling banyak {rupiah(school.total_max_rp)}{condition}, "
        f"dari {years[0]['year']} sampai {years[-1]['year']}, diajukan tiap tahun.",
        *reasons,
    ]
