"""What could be wrong with a door, and the test that must see it."""

from tests.seeding import Bug

LINKS = "tests/test_links.py::test_every_link_of_every_page_for_every_role"
BUGS = (
    Bug("a-download-that-is-not-there", "payung/reports/templates/reports/plan.html",
        """href="?{% keeping unduh='xlsx' %}\"""", """href="{% keeping unduh='xlsx' %}\"""", LINKS),
    Bug("the-mayor-reads-names", "payung/accounts/enums.py",
        "Can.SEE_SEATED: _OFFICE | {_AGENCY},", "Can.SEE_SEATED: _OFFICE | {_AGENCY, _MAYOR},", LINKS),
)  # fmt: skip
