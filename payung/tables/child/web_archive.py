"""What stands in a web archive (MHTML), in which Excel and report servers save a workbook as web pages?"""

import email
import email.message
import email.policy
import re
from html import unescape

import web_page
from answer import Page, Room
from guard import MAX_SHEETS, Refused

LISTED = re.compile(r"<x:ExcelWorksheet>(.*?)</x:ExcelWorksheet>", re.IGNORECASE | re.DOTALL)
NAME = re.compile(r"<x:Name>\s*([^<]*?)\s*</x:Name>", re.IGNORECASE)
SOURCE = re.compile(r"""<x:WorksheetSource\s+HRef\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
VISIBLE = re.compile(r"<x:Visible>\s*(\w+)\s*</x:Visible>", re.IGNORECASE)
FRAMES = re.compile(r"<x:ExcelWorkbook>|<frameset[\s>]", re.IGNORECASE)


def read(content: bytes) -> list[Page]:
    """The sheets of the archive. Raises Refused when no table stands in it."""
    message = email.message_from_bytes(content.lstrip(), policy=email.policy.compat32)
    parts = [
        part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    pages = {_place(part): (part, _bytes(part)) for part in parts}
    room = Room()
    sheets: list[Page] = []
    for name, source, is_visible in _listed(list(pages.values())):
        for place, (part, page) in pages.items():
            if place.endswith(source):
                sheets += _tables(part, page, name, room, is_visible=is_visible)
    if not sheets:
        for place, (part, page) in pages.items():
            if "tabstrip" not in place:
                sheets += _tables(part, page, "", room, is_visible=True)
    if not sheets:
        raise Refused("web_page")
    if len(sheets) > MAX_SHEETS:
        raise Refused("too_big")
    return sheets


def _place(part: email.message.Message) -> str:
    return str(part.get("Content-Location", "")).replace("\\", "/").strip() or f"#{id(part)}"


def _bytes(part: email.message.Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _listed(pages: list[tuple[email.message.Message, bytes]]) -> list[tuple[str, str, bool]]:
    """(name, end of its address, whether it is visible) of each sheet, as the first page of a workbook lists them."""
    for part, page in pages:
        text = web_page.characters(page, part.get_content_charset("") or "")
        listed = [
            (
                unescape(name[1]) if (name := NAME.search(sheet)) else "",
                source[1].split("/")[-1],
                _is_visible(sheet),
            )
            for sheet in LISTED.findall(text)
            if (source := SOURCE.search(sheet))
        ]
        if listed:
            return listed
    return []


def _is_visible(sheet: str) -> bool:
    visible = VISIBLE.search(sheet)
    return not (visible and "hidden" in visible[1].lower())


def _tables(
    part: email.message.Message, page: bytes, name: str, room: Room, *, is_visible: bool
) -> list[Page]:
    sheets = web_page.tables_of(page, charset=part.get_content_charset("") or "", room=room)
    for number, sheet in enumerate(sheets, 1):
        sheet.is_visible = is_visible
        if name:
            sheet.name = name if len(sheets) == 1 else f"{name} ({number})"
    return sheets
