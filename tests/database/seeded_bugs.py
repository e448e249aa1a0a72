"""What could make the first minute slow, and the test that must see it."""

from tests.seeding import Bug

ROUND = "tests/database/test_first_minute.py::test_a_round_in_the_first_minute_of_a_database"
BUGS = (
    Bug("a-load-nobody-told-the-planner-of", "payung/selection/actions/choosing.py",
        "with copying(Place, columns.split()) as copy:",
        "with connection.cursor() as cursor, cursor.copy(f\"COPY selection_place ({', '.join(columns.split())}) FROM STDIN\") as copy:",
        ROUND),
    Bug("the-planner-is-never-told", "payung/database/loading.py",
        "if rows >= MANY:", "if rows >= MANY * 1_000_000:", ROUND),
    Bug("thousands-of-words-in-a-statement", "payung/database/long_lists.py",
        "<= FEW:", "<= FEW * 1_000_000:", ROUND),
    Bug("each-person-against-all", "payung/intake/actions.py",
        " WHERE r.id = p.id AND r.batch_id", " WHERE r.id = p.id AND (SELECT count(*) FROM intake_row x WHERE x.id > r.id) >= 0 AND r.batch_id", ROUND),
    Bug("a-long-word-is-cut-until-it-fits", "payung/database/long_lists.py",
        're.sub(r"\\(.*\\)", "", field.rel_db_type(connection))', "field.rel_db_type(connection)",
        "tests/database/test_long_lists.py::test_a_word_that_is_longer_than_the_column_is_not_cut_to_fit"),
)  # fmt: skip
