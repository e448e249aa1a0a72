"""How good is the program? A sample is drawn, people label it blindly, and what they say is counted up to all pairs."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import QuerySet

from payung.accounts.models import User
from payung.audit import actions as audit
from payung.database.loading import learn
from payung.language.formats import angka
from payung.matching.enums import Decision
from payung.matching.models import Pair, Sample, SampleItem
from payung.matching.refusals import MatchingRefused
from payung.rules import sampling
from payung.rules.sampling import Evaluation, Share

LABELS = (Decision.SAME, Decision.DIFFERENT, Decision.UNSURE)
MOST = 2000


@dataclass(frozen=True)
class Stratum:
    """One band of the score: pairs in all, drawn, labelled, of one person, with Wilson's interval."""

    low: float
    high: float
    pairs: int
    drawn: int
    same: int
    different: int
    unsure: int
    share: Share


@dataclass(frozen=True)
class Step:
    """One line of the table of thresholds, the program alone."""

    threshold: float
    evaluation: Evaluation


@transaction.atomic
def draw_sample(*, wanted: int, seed: int, by: User, at: datetime) -> Sample:
    """Draw pairs, stratified by score, in mixed order. The same seed on the same pairs draws the same. Raises MatchingRefused."""
    if not 1 <= wanted <= MOST:
        raise MatchingRefused(f"Ambil 1 sampai {angka(MOST)} pasangan.")
    known = list(Pair.objects.order_by("pk").values_list("pk", "probability", "score"))
    if not known:
        raise MatchingRefused("Belum ada pasangan. Cari data ganda dulu.")
    likely = [score / 100 if p is None else p for _, p, score in known]
    chosen = sampling.draw(likely, wanted, seed)
    mixed = np.random.default_rng(seed).permutation(chosen)
    sample = Sample.objects.create(
        seed=seed,
        wanted=wanted,
        histogram=sampling.histogram(likely),
        pairs=len(known),
        drawn_by=by,
        drawn_at=at,
    )
    SampleItem.objects.bulk_create(
        SampleItem(sample=sample, number=n, pair_id=known[place][0], probability=likely[place])
        for n, place in enumerate(mixed.tolist(), start=1)
    )
    learn(SampleItem, len(mixed))
    _record(
        "matching.sample_drawn",
        sample,
        by,
        at,
        f"Mengambil contoh {angka(len(mixed))} pasangan, benih {seed}.",
    )
    return sample


@transaction.atomic
def label_item(item_id: int, label: Decision, *, by: User, at: datetime) -> None:
    """Say of a drawn pair whether both are one. Nobody is joined or parted by it. Raises MatchingRefused."""
    label = Decision(label)
    if label not in LABELS:
        raise KeyError(f"no label: {label}")
    done = SampleItem.objects.filter(pk=item_id, label="").update(label=label, labelled_by=by, labelled_at=at)
    if not done:
        raise MatchingRefused("Contoh ini sudah dinilai. Lanjut ke berikutnya.")


@transaction.atomic
def unlabel_item(item_id: int, *, by: User) -> None:
    """Take one's own label back."""
    mine = SampleItem.objects.filter(pk=item_id, labelled_by=by)
    if not mine.update(label="", labelled_by=None, labelled_at=None):
        raise MatchingRefused("Hanya penilaian Anda sendiri yang dapat dibuka kembali.")


def samples() -> QuerySet[Sample]:
    """All samples, latest first."""
    return Sample.objects.select_related("drawn_by")


def items(sample: Sample) -> QuerySet[SampleItem]:
    found = SampleItem.objects.filter(sample=sample)
    return found.select_related(
        "pair__row__batch__sector", "pair__worker__kelurahan", "pair__other__kelurahan", "labelled_by"
    )


def unlabelled(sample: Sample) -> QuerySet[SampleItem]:
    """What still waits for a label; pairs that are gone since are left out."""
    return items(sample).filter(label="", pair__isnull=False)


def strata(sample: Sample) -> list[Stratum]:
    """The bands of the score with what was found in each."""
    centres = (np.arange(sampling.BINS) + 0.5) / sampling.BINS
    pairs = np.bincount(
        sampling.stratum_of(centres), weights=sample.histogram, minlength=len(sampling.EDGES) - 1
    )
    told = list(SampleItem.objects.filter(sample=sample).values_list("probability", "label"))
    bands = sampling.stratum_of([p for p, _ in told]) if told else np.empty(0, dtype=int)
    found = []
    for n, (low, high) in enumerate(zip(sampling.EDGES, sampling.EDGES[1:], strict=False)):
        labels = [label for (_, label), band in zip(told, bands, strict=True) if band == n]
        same, different = labels.count(Decision.SAME), labels.count(Decision.DIFFERENT)
        found.append(
            Stratum(
                low,
                high,
                int(pairs[n]),
                len(labels),
                same,
                different,
                labels.count(Decision.UNSURE),
                sampling.wilson(same, same + different),
            )
        )
    return found


def evaluation(sample: Sample, *, lower: float, upper: float) -> Evaluation | None:
    """What the labels say of two thresholds; None as long as nobody has labelled."""
    told = _labels(sample)
    if not told:
        return None
    return sampling.evaluate(
        sample.histogram,
        [p for p, _ in told],
        [s for _, s in told],
        lower=lower,
        upper=upper,
        seed=sample.seed,
    )


def steps(sample: Sample) -> list[Step]:
    """The program alone at a row of thresholds, for the report."""
    told = _labels(sample)
    if not told:
        return []
    likely, same = [p for p, _ in told], [s for _, s in told]
    return [
        Step(t, sampling.evaluate(sample.histogram, likely, same, lower=t, upper=t, seed=sample.seed))
        for t in (0.05, 0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
    ]


def _labels(sample: Sample) -> list[tuple[float, bool]]:
    sure = SampleItem.objects.filter(sample=sample, label__in=[Decision.SAME, Decision.DIFFERENT])
    return [(p, label == Decision.SAME) for p, label in sure.values_list("probability", "label")]


def _record(verb: str, sample: Sample, by: User, at: datetime, sentence: str) -> None:
    audit.record(verb, by=by, at=at, on=("matching.sample", sample.pk), sentence=sentence)
