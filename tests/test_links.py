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
OFTEN = 2  # pages of one kind that are opened
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
    return (match.route, *sorted(name for name in asked if name != "page"))


def may_press(user, address: str) -> bool:
    """Whether the role may use what a button leads to."""
    capability = resolve(urlsplit(address).path).func.capability
    return capability == "public" or (user is not None and user.role in ALLOWED[capability])


class Walk:
    """One person's way through all pages from one on; `look` reads each page too.

    `written`: kinds of downloads that somebody opened already: of those only the right is looked up.
    """

    def __init__(self, client, user, *, written: set, look: Callable = lambda text: []) -> None:
        self.client, self.user, self.written, self.look = client, user, written, look
        self.wrong: list[str] = []
        self.opened: Counter = Counter()

    def go(self, start: str) -> None:
        waiting, seen = deque([(start, "–")]), {start}
        while waiting:
            address, shown_on = waiting.popleft()
            for target in self.follow(address, shown_on):
                if ours(target) and target not in seen:
                    seen.add(target)
                    waiting.append((target, address))

    def follow(self, address: str, shown_on: str) -> list[str]:
        """Open one address unless enough of its kind were opened; where it leads."""
        kind = kind_of(address)
        if kind is None:
            self.wrong.append(f"{address} (di {shown_on}): tidak ada halamannya")
            return []
        if self.opened[kind] >= (1 if "unduh" in kind else OFTEN):
            return []
        self.opened[kind] += 1
        if kind in self.written:
            if not may_press(self.user, address):
                self.wrong.append(f"{address} (di {shown_on}): 403")
            return []
        response = self.client.get(address)
        if response.status_code not in (200, 302):
            self.wrong.append(f"{address} (di {shown_on}): {response.status_code}")
            return []
        return [urldefrag(urljoin(address, href)).url for href in self.shown_by(response, address, kind)]

    def shown_by(self, response, address: str, kind: tuple) -> list[str]:
        """The links of an answer; its buttons and words are judged on the way."""
        if response.status_code == 302:
            return [response.url]
        if not response.get("Content-Type", "").startswith("text/html"):
            self.written.add(kind)
            return []
        page, text = Links(), response.content.decode()
        page.feed(text)
        self.wrong += [f"{address}: {what}" for what in self.look(text)]
        for button in {urljoin(address, action) for action in page.buttons}:
            if ours(button) and not may_press(self.user, button):
                self.wrong.append(f"{button} (tombol di {address}): 403")
        return page.hrefs


@pytest.mark.timeout(900)
def test_every_link_of_every_page_for_every_role(tmp_path, monkeypatch, client):
    """One city, everybody who works in it, and a stranger; the mayor's office reads no name anywhere."""
    staff = small_city.live(tmp_path, monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: DAY)
    people = list(Worker.objects.values_list("name", flat=True))

    def named(text: str) -> list[str]:
        return [f"menyebut {name}" for name in people if name in text]

    looks = {"laila": named, "admin": named, STRANGER: named}
    wrong, written = [], set()
    for username in (STRANGER, *(person.username for person in STAFF)):
        client.logout()
        if username:
            client.force_login(staff[username])
        walk = Walk(client, staff.get(username), written=written, look=looks.get(username, lambda text: []))
        walk.go("/beranda/" if username else "/")
        wrong += [f"{username or 'siapa saja'}: {line}" for line in walk.wrong]
        assert len(walk.opened) >= ENOUGH_KINDS.get(username, 30), (username, len(walk.opened))
    assert wrong == [], "\n".join(wrong)
