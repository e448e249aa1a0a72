"""What tables stand in a web page, an XML Spreadsheet 2003 or a web archive (MHTML) that calls itself .xls?

lxml parses, without network, DTD, entities or huge trees. Cells of a web page are text, as the page shows them.
"""

import re

import open_document
from answer import Page
from guard import Refused
from text import decoded

BEGINNING = 64 * 2**10
TAG = re.compile(
    r"<(?:!--|!doctype\s+html|(?:html|head|body|meta|title|link|base|style|script|table|thead|tbody|tr|t[dh]|div|span|p|center"
    r"|font|b|i|u|h[1-6]|br|hr|form|img|a|pre|xml|frameset|section|main|article|caption|strong|small|label|input)[\s/>])",
    re.IGNORECASE,
)
TABLE_INSIDE = re.compile(r"<table[\s>].{0,4000}?<t[rdh][\s>]", re.IGNORECASE | re.DOTALL)
XML_2003 = re.compile(r"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet")
ARCHIVE = re.compile(r"(?:[A-Za-z][\w-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+", re.ASCII)
OTHER = re.compile(r"<\?xml|<!doctype|<svg[\s>]", re.IGNORECASE)


def read(content: bytes) -> list[Page] | None:
    """The sheets of a marked-up file, or None when this is none. Raises Refused."""
    beginning = _beginning(content)
    if not beginning:
        return None
    if beginning[0] != "<":
        return _read_later_markup(content, beginning)
    if XML_2003.search(beginning):
        import xml_2003  # noqa: PLC0415

        return xml_2003.read(content)
    if open_document.FLAT.search(beginning.encode()):
        return open_document.read_xml(content.strip())
    if TAG.match(beginning) or re.search(r"<html[\s>]", beginning[:4096], re.IGNORECASE):
        import web_page  # noqa: PLC0415

        return web_page.read(content)
    if OTHER.match(beginning):
        raise Refused("not_a_spreadsheet")
    return None


def _beginning(content: bytes) -> str:
    try:
        return decoded(content[:BEGINNING]).lstrip("\ufeff \t\r\n\x0c")
    except (Refused, UnicodeDecodeError):
        return ""


def _read_later_markup(content: bytes, beginning: str) -> list[Page] | None:
    """A web archive, or a page before whose table some words stand."""
    header = ARCHIVE.match(beginning)
    if header and re.search(r"^(mime-version|content-type):", header[0], re.IGNORECASE | re.MULTILINE):
        import web_archive  # noqa: PLC0415

        return web_archive.read(content)
    if TABLE_INSIDE.search(beginning):
        import web_page  # noqa: PLC0415

        return web_page.read(content)
    return None
