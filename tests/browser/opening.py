"""Debian's Chromium, and a window on the pages that writes down what must not happen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
"""No call of the browser's own, and no name of any other host that it could find."""
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


@dataclass
class Window:
    """One tab at the atlas, and everything that it asked for and complained of."""

    page: Page
    base: str
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    awaited: int = 200

    def to(self, address: str, status: int = 200) -> bytes:
        """Open a page of the atlas, and what was sent; `address` begins with a slash."""
        self.awaited = status
        answer = self.page.goto(self.base + address)
        assert answer is not None
        assert answer.status == status, f"{answer.status}: {address}"
        return answer.body()

    @property
    def at(self) -> str:
        """Where the tab is, without the server's name."""
        return self.page.url.removeprefix(self.base)

    @property
    def elsewhere(self) -> list[str]:
        """What was asked of anybody else."""
        return [one for one in self.asked if not one.startswith(f"{self.base}/")]

    def clean(self) -> None:
        """Nothing was asked of anybody else, nothing failed, and the console said nothing."""
        assert self.elsewhere == [], self.elsewhere
        assert self.faults == [], self.faults


@contextmanager
def chromium(executable: str) -> Iterator[Browser]:
    """A browser without windows on the screen; it ends with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(QUIET))
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, base: str, **options: Any) -> Iterator[Window]:
    """A tab with cookies and storage of its own; `options` are those of a context of Playwright's."""
    context: BrowserContext = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **options})
    context.set_default_timeout(30_000)
    opened = Window(context.new_page(), base)
    context.on("request", lambda request: opened.asked.append(request.url))
    context.on("requestfailed", lambda request: _failed(opened, request))
    context.on("response", lambda answer: _answered(opened, answer.status, answer.url))
    opened.page.on("console", lambda said: _told(opened, said.text))
    opened.page.on("pageerror", lambda error: _told(opened, error.message))
    yield opened
    context.close()


def _failed(opened: Window, request: Request) -> None:
    # A download ends the navigation that began it.
    if request.failure != "net::ERR_ABORTED":
        opened.faults.append(f"{request.failure}: {request.url}")


def _answered(opened: Window, status: int, url: str) -> None:
    if status >= 400 and status != opened.awaited:
        opened.faults.append(f"{status}: {url}")


def _told(opened: Window, text: str) -> None:
    # The browser tells every status that says a problem.
    if f"status of {opened.awaited}" not in text:
        opened.faults.append(f"{text} ({opened.at})")
