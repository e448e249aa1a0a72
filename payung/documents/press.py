"""Runs typst: in this process for a letter, as a process of its own for a long list.

typst keeps what it has laid out: an annex of 11,023 people leaves a gigabyte in the process that made it, and the
next one another. A process that ends gives everything back. Started by path, it loads nothing of the city's.

Standard input: {"template", "root", "data", "standard", "made_at"} as JSON. Standard output: the PDF.
"""

import json
import re
import sys
from functools import cache
from typing import Any

import typst

FAILED = 3  # exit code: the template does not compile; standard error says where
# An archivable paper may not hold a letter that no font of the server can draw; a question mark says that one is missing.
_BEYOND_LATIN = re.compile("[^\u0020-\u024f\u2010-\u2027\u2030-\u203a\u2022\u20ac\u2212\u2264\u2265]")


class PaperFailed(RuntimeError):
    """A template does not compile. The message names the place in the template, never a person's number."""


@cache
def fonts() -> typst.Fonts:
    """The fonts of this server and those that typst carries, looked up once."""
    return typst.Fonts()


def press(job: dict[str, Any]) -> bytes:
    """The PDF of one job, as read from standard input. PaperFailed when the template does not compile."""
    try:
        try:
            return _compiled(job, job["data"])
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
        return _compiled(job, _BEYOND_LATIN.sub("?", job["data"]))
    except typst.TypstError as error:
        raise PaperFailed(re.sub(r"\d{7,}", "…", error.diagnostic or error.message)) from None


def _compiled(job: dict[str, Any], data: str) -> bytes:
    return typst.compile(
        job["template"],
        root=job["root"],
        font_paths=fonts(),
        sys_inputs={"data": data},
        pdf_standards=[job["standard"]] if job["standard"] else [],
        pdf_tags=False,  # tags make an annex of 11,023 rows fourteen times as large
        timestamp=job["made_at"],
    )


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(press(json.load(sys.stdin)))
    except PaperFailed as failure:
        sys.stderr.write(str(failure))
        sys.exit(FAILED)
