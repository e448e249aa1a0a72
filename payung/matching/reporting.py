"""The words and tables of an evaluation, the same on the page, in the workbook and on paper."""

from datetime import date

from django.utils.timezone import localdate

from payung.documents import sheets
from payung.documents.city import letterhead
from payung.language.formats import angka, tanggal
from payung.matching import judging
from payung.matching.documents.evaluation import Report, evaluation_pdf
from payung.matching.judging import Step, Stratum
from payung.matching.models import Sample
from payung.rules.sampling import Evaluation, Share

HEADS = ["Pita nilai", "Pasangan", "Diambil", "Sama", "Berbeda", "Belum yakin", "Bagian yang sama (95 %)"]
STEP_HEADS = ["Mulai nilai", "Digabung", "Presisi (95 %)", "Recall (95 %)", "Salah gabung", "Terlewat"]


def percent(share: Share) -> str:
    """ "97,2 % (94,1–98,9)"; "belum diketahui" without labels."""
    if share.value is None or share.low is None or share.high is None:
        return "belum diketahui"
    return f"{_p(share.value)} % ({_p(share.low)}–{_p(share.high)})"


def stratum_row(s: Stratum) -> tuple[str, ...]:
    band = f"{angka(s.low, 2)}–{angka(s.high, 2)}"
    return (
        band,
        angka(s.pairs),
        angka(s.drawn),
        angka(s.same),
        angka(s.different),
        angka(s.unsure),
        percent(s.share),
    )


def step_row(step: Step) -> tuple[str, ...]:
    e = step.evaluation
    return (
        angka(step.threshold, 2),
        angka(e.joined.pairs),
        percent(e.precision),
        percent(e.recall),
        wrong_joins(e),
        missed(e),
    )


def wrong_joins(e: Evaluation) -> str:
    """Expected pairs of two people that would be joined, with the interval."""
    z = e.joined
    return f"{angka(z.different, 1)} ({angka(z.pairs - z.same_high, 1)}–{angka(z.pairs - z.same_low, 1)})"


def missed(e: Evaluation) -> str:
    """Expected pairs of one person that would stay two, with the interval."""
    return f"{angka(e.left.same, 1)} ({angka(e.left.same_low, 1)}–{angka(e.left.same_high, 1)})"


def chosen_rows(e: Evaluation) -> list[tuple[str, str]]:
    return [
        ("Digabung mulai nilai", f"{angka(e.upper, 3)}: {angka(e.joined.pairs)} pasangan"),
        ("Dibiarkan di bawah nilai", f"{angka(e.lower, 3)}: {angka(e.left.pairs)} pasangan"),
        ("Diperiksa orang", f"{angka(e.review.pairs)} pasangan"),
        ("Presisi yang digabung", percent(e.precision)),
        ("Recall oleh program saja", percent(e.recall)),
        ("Recall bersama pemeriksa", percent(e.recall_with_review)),
        ("Perkiraan salah gabung", wrong_joins(e)),
        ("Perkiraan terlewat", missed(e)),
    ]


def facts(sample: Sample) -> list[tuple[str, str]]:
    told = judging.items(sample)
    return [
        (
            "Contoh",
            f"nomor {sample.pk}, diambil {tanggal(localdate(sample.drawn_at))} oleh {sample.drawn_by.full_name}",
        ),
        ("Benih", str(sample.seed)),
        ("Pasangan seluruhnya", angka(sample.pairs)),
        ("Diambil / dinilai", f"{angka(told.count())} / {angka(told.exclude(label='').count())}"),
    ]


def workbook(sample: Sample) -> bytes:
    """The table of thresholds as XLSX, with the strata and the facts above it."""
    notes = [f"{label}: {value}" for label, value in facts(sample)]
    notes += [f"{HEADS[0]} " + "; ".join(f"{h} {v}" for h, v in zip(HEADS, stratum_row(s), strict=True))
              for s in judging.strata(sample)]  # fmt: skip
    heads = [sheets.Column(head, width=24) for head in STEP_HEADS]
    rows = [step_row(step) for step in judging.steps(sample)]
    return sheets.xlsx(heads, rows, sheet="Evaluasi", title="Evaluasi pencocokan data ganda", notes=notes)


def paper(sample: Sample, *, lower: float, upper: float, on: date) -> bytes:
    """The report as PDF."""
    found = judging.evaluation(sample, lower=lower, upper=upper)
    report = Report(
        on=on,
        facts=facts(sample),
        strata=[stratum_row(s) for s in judging.strata(sample)],
        steps=[step_row(step) for step in judging.steps(sample)],
        chosen=chosen_rows(found) if found else [("Penilaian", "belum ada")],
    )
    return evaluation_pdf(report, letterhead=letterhead())


def _p(share: float) -> str:
    return angka(share * 100, 1)
