"""What could be wrong with rounds side by side and with decrees, and the test that must see it."""

from tests.seeding import Bug

ROUNDS, LOOK = "tests/test_rounds_side_by_side.py", "tests/programme/test_looking.py"
SIDE, DECREES = "tests/selection/test_side_by_side.py", "tests/selection/test_amendments.py"
BUGS = (
    # The round one is looking at
    Bug("the-latest-round-hides-the-running-one", "payung/programme/queries.py",
        "    if now:\n", "    return rounds().first()\n    if now:\n",
        f"{LOOK}::test_opening_next_year_hides_nothing"),
    Bug("the-menu-forgets-the-round", "payung/ui/menu.py",
        "address + (suffix if entry.of_round else \"\")", "address",
        f"{ROUNDS}::test_every_page_of_every_role_shows_the_running_round_and_switches"),
    Bug("a-button-works-on-another-round", "payung/selection/templates/selection/places.html",
        "{% url 'select' %}\">{% csrf_token %}<c-putaran />", "{% url 'select' %}\">{% csrf_token %}", f"{ROUNDS}::test_filters_and_buttons_stay_in_the_round_one_looks_at"),
    Bug("next-year-is-paid-by-this-year", "payung/programme/actions.py",
        "    _refuse_unpayable(wanted)\n\n\n", "\n\n", f"{LOOK}::test_this_years_money_does_not_pay_next_year"),
    Bug("a-decreed-round-is-cancelled", "payung/programme/actions.py",
        "if round.state not in UNDECIDED:", "if False:",
        f"{LOOK}::test_what_is_decided_is_neither_mended_nor_cancelled"),
    Bug("a-draft-is-no-obstacle", "payung/selection/actions/rounds.py",
        "if Decree.objects.filter(round_id=round_id).exclude(state=DecreeState.DROPPED).exists():", "if False:",
        f"{LOOK}::test_a_drafted_decree_stands_in_the_way"),
    Bug("old-verdicts-serve-a-mended-round", "payung/selection/actions/choosing.py",
        "    _refuse_old_verdicts(round)\n", "", f"{LOOK}::test_after_mending_ranks_are_gone_and_verdicts_are_asked_again"),
    # Nobody in two rounds at once
    Bug("a-seat-in-both-rounds", "payung/selection/actions/choosing.py",
        "if worker not in elsewhere]", "if worker]",
        f"{SIDE}::test_who_has_a_seat_gets_none_in_the_second_wave_and_it_is_said"),
    Bug("called-although-seated-elsewhere", "payung/selection/queries.py",
        "return waiting.exclude(worker__in=seated_elsewhere(round).values(\"worker_id\")).first()", "return waiting.first()",
        f"{SIDE}::test_a_freed_seat_is_not_offered_to_somebody_of_the_other_round"),
    Bug("two-rounds-seat-at-the-same-moment", "payung/selection/actions/choosing.py",
        "    lock_seating()\n", "", f"{SIDE}::test_two_rounds_filled_at_the_same_moment_seat_nobody_twice"),
    # Decrees
    Bug("the-second-amendment-is-the-first", "payung/selection/documents/decree.py",
        "return \"\" if n == 1 else", "return \"\" if n else",
        f"{DECREES}::test_every_amendment_names_its_place_and_cites_all_before_it"),
    Bug("the-draft-passes-as-signed", "payung/selection/signature.py",
        "if DRAFT_MARK in printed_words.keywords or \"KONSEP\" in printed_words.words:", "if False:",
        f"{DECREES}::test_a_draft_that_was_signed_anyway_is_still_a_draft"),
    Bug("the-watermark-is-not-read", "payung/selection/signature.py",
        " or \"KONSEP\" in printed_words.words", "", f"{DECREES}::test_a_draft_printed_to_another_file_is_known_by_its_watermark"),
    Bug("any-number-will-do", "payung/selection/signature.py",
        "_bare(printed[1]) != _bare(number)", "False", f"{DECREES}::test_the_number_typed_is_the_number_signed"),
    Bug("a-month-that-is-over-is-asked-for", "payung/enrolment/actions/registrations.py",
        "moved = seats.move_starts(list(over.values_list(\"place_id\", flat=True)), payable, at=at)", "moved = 0; over = over.none()",
        f"{DECREES}::test_the_file_for_the_branch_never_asks_for_a_month_that_is_over"),
    Bug("everybody-is-paid-for-the-whole-term", "payung/selection/queries.py",
        "key = (starts_month or round.first_month, sector)", "key = (round.first_month, sector)",
        f"{DECREES}::test_money_on_screen_is_of_each_persons_own_months"),
    Bug("the-last-rows-lose-their-head", "payung/selection/documents/decree.typ",
        "header: if turned {", "header: if false {", f"{DECREES}::test_the_head_of_the_table_stands_on_every_page"),
    Bug("a-signed-decree-changes-its-mayor", "payung/selection/papers.py",
        "letter = decree.letter or terms()", "letter = terms()",
        f"{DECREES}::test_a_signed_decree_keeps_the_names_it_was_signed_with"),
)  # fmt: skip
