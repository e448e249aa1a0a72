"""What could be wrong in reading files, and the test that must see it."""

from tests.seeding import Bug

CHILD, TABLES = "payung/tables/child", "tests/tables"
BUGS = (
    Bug("an-error-is-a-blank", f"{CHILD}/workbook.py",
        "if shown is not None:", "if False:",
        f"{TABLES}/test_workbooks.py::test_an_error_is_no_blank"),
    Bug("a-hidden-sheet-is-visible", f"{CHILD}/workbook.py",
        "listed.visible == SheetVisibleEnum.Visible", "True",
        f"{TABLES}/test_workbooks.py::test_hidden_sheets_are_said_to_be_hidden"),
    Bug("formatting-is-content", f"{CHILD}/second_look.py",
        "if not has_content(match[3], match[4] or b\"\", blank):", "if False:",
        f"{TABLES}/test_workbooks.py::test_formatting_is_no_content"),
    Bug("a-quotation-mark-swallows-people", f"{CHILD}/text.py",
        "if self.line > begun and holds:", "if False:",
        f"{TABLES}/test_text_files.py::test_what_cannot_be_cut_without_a_guess_is_refused_with_its_row"),
    Bug("a-line-with-another-separator-is-a-note", f"{CHILD}/text.py",
        "self._other_separator(cells, line, row)", "pass",
        f"{TABLES}/test_text_files.py::test_what_cannot_be_cut_without_a_guess_is_refused_with_its_row"),
    Bug("shifted-cells-are-taken", f"{CHILD}/text.py",
        'raise Refused("shifted", row)', "return",
        f"{TABLES}/test_text_files.py::test_what_cannot_be_cut_without_a_guess_is_refused_with_its_row"),
    Bug("a-rounded-nik-is-kept", f"{CHILD}/web_page.py",
        "if ROUNDED.fullmatch(shown):", "if False:",
        f"{TABLES}/test_web_pages.py::test_a_nik_keeps_all_its_digits"),
    Bug("a-row-in-column-a-is-a-note", f"{CHILD}/cutting.py",
        'raise Refused("stacked_row", number)', "pass",
        f"{TABLES}/test_workbooks.py::test_one_row_that_lies_in_column_a_of_a_good_list_is_not_taken_for_a_note"),
)  # fmt: skip
