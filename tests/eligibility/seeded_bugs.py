"""What could be wrong with a verdict or an exception, and the test that must see it."""

from tests.seeding import Bug

BUGS = (
    Bug("nobody-has-to-be-visited", "payung/eligibility/actions.py",
        "field_check_needed=round.field_check_needed,", "field_check_needed=False,",
        "tests/eligibility/test_judge.py::test_without_a_visit_nobody_is_eligible_where_the_round_asks_for_one"),
    Bug("a-visit-of-long-ago-counts", "payung/eligibility/queries.py",
        "standing = FieldCheck.objects.filter(checked_on__gte=on - timedelta(days=VISIT_STANDS_DAYS))",
        "standing = FieldCheck.objects.all()",
        "tests/eligibility/test_judge.py::test_a_visit_of_an_earlier_year_does_not_answer_for_this_one"),
    Bug("two-of-one-house-by-visits", "payung/eligibility/actions.py",
        ".exclude(round__one_per_kk=True)", ".exclude(round__one_per_kk=None)",
        "tests/eligibility/test_judge.py::test_of_one_house_the_visit_waits_for_judging"),
    Bug("the-legal-age-is-set-aside", "payung/rules/eligibility.py",
        "if mask & Refusal.OVER_AGE and born_on <= oldest:", "if False:",
        "tests/eligibility/test_overrides.py::test_the_legal_age_limit_is_set_aside_by_nobody"),
    Bug("pkh-is-asked-of-nobody", "payung/eligibility/actions.py",
        "exclude_social_aid=round.exclude_social_aid,", "exclude_social_aid=False,",
        "tests/eligibility/test_judge.py::test_who_receives_pkh_or_bpnt_is_refused_where_the_round_says_so"),
    Bug("a-denial-without-a-reason", "payung/eligibility/actions.py",
        "elif len(note.strip()) < SHORTEST_REASON:", "elif False:",
        "tests/eligibility/test_overrides.py::test_a_denial_says_why"),
)  # fmt: skip
