"""Bugs put into a copy of the program, one at a time: the test that should notice each must turn red.

python -m tests.claims.seeded_bugs            all of them (about 20 s each; `make nightly`)
python -m tests.claims.seeded_bugs swaps      those whose name holds this word

A bug that no test notices ends the run with 1. The working tree is never touched.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("payung", "tests", "pyproject.toml", ".importlinter")


@dataclass(frozen=True)
class Bug:
    """One text of one file made wrong, and the test that must see it."""

    name: str
    file: str
    right: str
    wrong: str
    seen_by: str


BUGS = (
    Bug("swaps-of-digits-are-not-looked-for", "payung/claims/finding.py",
        "for at in range(len(nik) - 1):", "for at in range(0):",
        "tests/claims/test_finding.py::test_one_notice_finds_whom_the_whole_register_would_find"),
    Bug("the-word-of-the-rt-opens-a-case", "payung/claims/actions/notices.py",
        "AUTHORITIES = (Source.DUKCAPIL,)", "AUTHORITIES = (Source.DUKCAPIL, Source.RT_RW)",
        "tests/claims/test_finding.py::test_what_is_not_certain_waits_for_a_person"),
    Bug("who-was-met-since-is-buried", "payung/claims/actions/notices.py",
        "return queries.sign_of_life(best.worker_id, notice.happened_on)", 'return ""',
        "tests/claims/test_finding.py::test_who_was_met_after_the_day_is_not_buried"),
    Bug("cover-of-another-day", "payung/claims/actions/assessing.py",
        "cover = contributions.cover([worker_id], event.happened_on)[worker_id]",
        "cover = contributions.cover([worker_id], event.reported_at.date())[worker_id]",
        "tests/claims/test_claims.py::test_a_death_in_an_unpaid_month_is_never_promised"),
    Bug("doubts-about-heirs-do-not-hold-a-claim", "payung/claims/actions/family.py",
        "if open_doubts := unsettled(family_doubts(claim, on=on), codes):",
        "if open_doubts := unsettled([], codes):",
        "tests/claims/test_branch_file.py::test_a_claim_in_doubt_stays_behind_and_is_told"),
    Bug("the-dead-inherit", "payung/claims/actions/family.py",
        '"alive": h.is_alive}', '"alive": True}',
        "tests/claims/test_family.py::test_shares_of_any_family_sum_exactly_in_the_first_living_group"),
    Bug("the-second-officer-is-not-told", "payung/claims/actions/moving.py",
        "if seen is not None and seen != claim.version:", "if False:",
        "tests/claims/test_answers.py::test_the_second_officer_is_told_who_was_first_and_nothing_is_lost"),
    Bug("holidays-count-as-working-days", "payung/claims/deadlines.py",
        "complete_on or since, off_days=off_days)", "complete_on or since, off_days=frozenset())",
        "tests/claims/test_deadlines.py::test_bpjs_has_exactly_its_working_days"),
    Bug("one-heir-is-paid-twice-by-a-sheet", "payung/claims/branch_answer.py",
        "if len(found) != 1 or found[0].pk in answer.to_heirs:", "if len(found) != 1:",
        "tests/claims/test_branch_file.py::test_an_heir_named_twice_is_asked_about"),
    Bug("what-changed-since-the-preview-is-overwritten", "payung/claims/actions/branch.py",
        "(a.claim.pk, a.claim.version, a.in_words()", "(a.claim.pk, 0, a.in_words()",
        "tests/claims/test_branch_file.py::test_what_changed_since_the_preview_is_looked_at_again"),
    Bug("the-tracker-tells-a-stranger", "payung/claims/queries.py",
        "if not found.is_family:", "if found.claim is None:",
        "tests/portal/test_report.py::test_covered_uncovered_and_unknown_people_are_told_alike"),
    Bug("two-tabs-are-two-notices", "payung/field/actions.py",
        "sent = Sent.objects.create(key=key,", "sent = Sent.objects.create(key=__import__('uuid').uuid4(),",
        "tests/field/test_outbox.py::test_two_tabs_at_the_same_moment_are_one_notice"),
    Bug("the-phone-keeps-the-officers-name", "payung/field/offline_views.py",
        '        "user": AnonymousUser(),\n', "",
        "tests/field/test_outbox.py::test_what_the_phone_keeps_names_nobody"),
    Bug("every-page-is-the-first", "payung/ui/lists.py",
        "bottom = (number - 1) * self.per_page", "bottom = 0",
        "tests/ui/test_long_lists.py::test_pages_by_key_are_the_pages_of_the_list"),
    Bug("health-on-the-open", "payung/claims/actions/accidents.py",
        'seal(f"claims.accident.diagnosis:{claim_id}", diagnosis)', "diagnosis.encode()",
        "tests/claims/test_accident.py::test_a_disease_needs_work_length_exposure_and_a_diagnosis_that_is_sealed"),
)  # fmt: skip


def main(word: str) -> int:
    """How many bugs nobody noticed."""
    unseen = 0
    for bug in BUGS:
        if word in bug.name:
            noticed = is_noticed(bug)
            print(f"{'terlihat ' if noticed else 'TIDAK TERLIHAT'}  {bug.name}  ({bug.seen_by})", flush=True)
            unseen += not noticed
    return unseen


def is_noticed(bug: Bug) -> bool:
    """Whether the test is green without the bug's text changed is the suite's business; here it must be red."""
    with tempfile.TemporaryDirectory(prefix="payung-bug-") as place:
        copy = Path(place)
        for name in COPIED:
            source = ROOT / name
            target = copy / name
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
        broken = copy / bug.file
        broken.write_text(broken.read_text().replace(bug.right, bug.wrong, 1))
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", bug.seen_by],
            cwd=copy, env=os.environ | {"PYTHONPATH": place, "PAYUNG_DATA": f"{place}/d"}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    return ran.returncode == 1 and "failed" in ran.stdout


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1] if len(sys.argv) > 1 else ""), 1))
