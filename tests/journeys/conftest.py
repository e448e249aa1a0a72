"""A person at a real browser: Chromium from the system, driven by Playwright, judged by axe."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests import optional

CHROMIUM = optional.path_of("chromium")
DESK: ViewportSize = {"width": 1366, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
SCREENSHOTS = os.environ.get("PAYUNG_SCREENSHOTS")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the test


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM and not optional.is_demanded("chromium"):
                item.add_marker(pytest.mark.skip(reason="no Chromium"))


@pytest.fixture(scope="module")
def chromium(django_db_setup) -> Iterator[Browser]:
    """One browser per file: while it lives, a loop runs in this thread, and nothing else that asks for one can.

    Django keeps one session with the database outside a loop and another inside. The test database is made, and so
    dropped, outside; the session inside is closed with the browser.
    """
    optional.needs("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
        )
        yield browser
        connections.close_all()
        browser.close()


TOO_WIDE = """[...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest(".table"))
    .map(e => e.outerHTML.slice(0, 120)).slice(-3)"""


@dataclass
class Person:
    """Somebody at a browser window: opens pages, signs in, is shown where it hurts."""

    page: Page
    address: str
    size: ViewportSize = field(default_factory=lambda: DESK)

    def opens(self, path: str) -> "Person":
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        return self

    def signs_in(self, username: str, password: str) -> "Person":
        self.page.context.clear_cookies()
        self.page.goto(self.address + "/akun/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", password)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "/akun/login" not in url)
        return self

    def sees(self, text: str) -> "Person":
        self.page.get_by_text(text).first.wait_for(timeout=10_000)
        return self

    def clicks(self, name: str) -> "Person":
        """A button or link by its words."""
        self.page.locator("a, button, summary", has_text=name).first.click()
        return self

    def is_at_ease(self, name: str) -> None:
        """At desk and phone width: no axe violation, no sideways scroll; a screenshot where one is wanted.

        Who walks the whole way on a phone has been judged by axe on the way at the desk.
        """
        at_desk = self.size == DESK
        for width, size in (("1366", DESK), ("360", PHONE))[0 if at_desk else 1 :]:
            self.page.set_viewport_size(size)
            self.page.wait_for_timeout(150)
            found = Axe().run(self.page).response["violations"] if at_desk else []
            told = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]
            assert told == [], f"{name} at {width}: {told}"
            sideways = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            wide = self.page.evaluate(TOO_WIDE) if sideways > 0 else []
            assert sideways <= 0, f"{name} at {width} scrolls sideways by {sideways} px: {wide}"
            if SCREENSHOTS:
                Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=f"{SCREENSHOTS}/{name}-{width}.png")
        self.page.set_viewport_size(self.size)


@pytest.fixture
def person(chromium, live_server) -> Iterator[Person]:
    context = chromium.new_context(viewport=DESK, locale="id-ID", accept_downloads=True)
    page = context.new_page()
    errors: list[str] = []
    # What the browser itself writes of a refusal, and of a request when a test takes the signal away.
    expected = ("status of 4", "ERR_INTERNET_DISCONNECTED")
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda m: (
            errors.append(m.text) if m.type == "error" and not any(e in m.text for e in expected) else None
        ),
    )
    yield Person(page, live_server.url)
    context.close()
    assert errors == [], "the browser's console must stay silent"
