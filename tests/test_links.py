"""Every link of every page leads somewhere, for every role: no 404, and no 403 behind a door that was shown.

Of one kind of page (address pattern and names of what is asked) a few are opened for each person; every link such a page
shows is resolved, and followed as long as its kind has not been opened often enough. Buttons are not pressed: the right
that their address asks for is looked up.
"""

from collections import Counter, deque
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from payung.accounts.enums import ALLOWED
from payung.demo.staff import STAFF
from payung.people.models import Worker
from payung.reference import clock
from tests import small_city

pytestmark = pytest.mark.django_db
OFTEN = 3  # pages of one kind that are opened
ONCE = ("unduh",)  # a download of a list is opened once a format: one function writes them all
LIBRARIES = ("/akun/", "/static/")
STRANGER = ""
ENOUGH_KINDS = {STRANGER: 7, "rani": 150, "budi": 100, "yuni": 30, "laila": 25, "admin": 20}
DAY = datetime(2025, 10, 13, 3, tzinfo=UTC)


class Links(HTMLParser):
    """The addresses of a page: links with forms that only ask, and the addresses of buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.buttons: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.hrefs.append(given["href"])
        if tag == "form":
            asks = (given.get("method") or "get").lower() == "get"
            (self.hrefs if asks else self.buttons).append(given.get("action") or "")


def ours(address: str) -> bool:
    parts = urlsplit(address)
    return (
        not parts.netloc
        and not parts.scheme
        and address.startswith("/")
        and not address.startswith(LIBRARIES)
    )


def kind_of(address: str) -> tuple | None:
    """What makes two addresses the same kind of page; None where nothing stands."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    asked = dict(parse_qsl(parts.query))
    return (match.route, *sorted(name for name in asked if name != "page"), asked.get("unduh"))


def may_press(user, address: str) -> bool:
    """Whether the role may use what a button leads to."""
    capability = resolve(urlsplit(address).path).func.capability
    return capability == "public" or (user is not None and user.role in ALLOWED[capability])


def walk(client, user, start: str, look: Callable = lambda text: []) -> tuple[list[str], set]:
    """(what is wrong, the kinds that were opened) from one page on; `look` reads each page too."""
    waiting, seen, opened, wrong = deque([(start, "–")]), {start}, Counter(), []
    while waiting:
        address, shown_on = waiting.popleft()
        kind = kind_of(address)
        if kind is None:
            wrong.append(f"{address} (di {shown_on}): tidak ada halamannya")
            continue
        if opened[kind] >= (1 if set(kind) & set(ONCE) else OFTEN):
            continue
        opened[kind] += 1
        response = client.get(address)
        if response.status_code not in (200, 302):
            wrong.append(f"{address} (di {shown_on}): {response.status_code}")
            continue
        page = Links()
        if response.status_code == 302:
            page.hrefs.append(response.url)
        elif response.get("Content-Type", "").startswith("text/html"):
            text = response.content.decode()
            page.feed(text)
            wrong += [f"{address}: {what}" for what in look(text)]
        for target in (urldefrag(urljoin(address, href)).url for href in page.hrefs):
            if ours(target) and target not in seen:
                seen.add(target)
                waiting.append((target, address))
        buttons = {urljoin(address, action) for action in page.buttons}
        wrong += [
            f"{button} (tombol di {address}): 403"
            for button in buttons
            if ours(button) and not may_press(user, button)
        ]
    return wrong, set(opened)


def test_every_link_of_every_page_for_every_role(tmp_path, monkeypatch, client):
    """One city, everybody who works in it, and a stranger; the mayor's office reads no name anywhere."""
    staff = small_city.live(tmp_path, monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: DAY)
    people = list(Worker.objects.values_list("name", flat=True))

    def named(text: str) -> list[str]:
        return [f"menyebut {name}" for name in people if name in text]

    looks = {"laila": named, "admin": named, STRANGER: named}
    wrong = []
    for username in (STRANGER, *(person.username for person in STAFF)):
        client.logout()
        if username:
            client.force_login(staff[username])
        start = "/beranda/" if username else "/"
        dead, kinds = walk(client, staff.get(username), start, looks.get(username, lambda text: []))
        wrong += [f"{username or 'siapa saja'}: {line}" for line in dead]
        assert len(kinds) >= ENOUGH_KINDS.get(username, 30), (username, len(kinds))
    assert wrong == [], "\n".join(wrong)
