"""What holds of every page: a reader of any kind can use it, it fits a phone, and it calls nobody."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from starlette.routing import Route

from app.web.routes import router
from tests.browser.conftest import Open
from tests.browser.opening import DESKTOP, PHONE, Window
from tests.browser.pages import EVERY, MAIN, PROBLEMS

LARGEST = 165_000
WITHOUT_ADDRESS = {
    "/": "leads on",
    "/{language:language}": "leads on",
    "/{language:language}/guides": "leads on",
    "/static/{version}/{name}": "no page",
    "/robots.txt": "no page",
    "/sitemap.xml": "no page",
    "/{language:language}/reports/{receipt}": "exists when something was reported; the journey comes to it",
}
WAYS = {
    "en": {"viewport": DESKTOP, "color_scheme": "light"},
    "ko": {"viewport": PHONE, "color_scheme": "dark"},
}
"""Each language in the other half of what a page can look like."""


def violations(one: Window) -> list[str]:
    """What axe-core finds to be serious or critical, each with the first place where it is."""
    one.page.evaluate(AXE_SCRIPT)
    found = one.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [
        f"{violation['id']}: {violation['help']}: {violation['nodes'][0]['html'][:200]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]


def sideways(one: Window) -> int:
    """How many pixels the page is wider than its window."""
    wider: int = one.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


@pytest.mark.parametrize(
    ("name", "language"),  # the others have nothing in Korean and in the dark that these do not show
    [*((name, "en") for name in EVERY), *((name, "ko") for name in (*MAIN, *PROBLEMS))],
)
def test_a_page(open_window: Open, name: str, language: str) -> None:
    one = open_window(**WAYS[language])
    status = PROBLEMS[name][1] if name in PROBLEMS else 200
    sent = one.to(f"/{language}{EVERY[name]}", status)
    assert len(sent) < LARGEST
    assert one.page.locator("html").get_attribute("lang") == language
    assert one.page.locator("h1").count() == 1
    assert sideways(one) == 0
    assert violations(one) == []


@pytest.mark.parametrize("name", ["guide", "compare", "forecast", "calendar"])
def test_the_widest_pages_fit_the_smallest_phones(open_window: Open, name: str) -> None:
    one = open_window(viewport={"width": 320, "height": 640})
    one.to(f"/en{MAIN[name]}")
    assert sideways(one) == 0


def test_every_page_is_among_them() -> None:
    routes = [one for one in router.routes if isinstance(one, Route) and "GET" in (one.methods or ())]
    left = [one for one in routes if one.path not in WITHOUT_ADDRESS]
    paths = [f"/en{address.partition('?')[0]}" for address in EVERY.values()]
    assert [one.path for one in left if not any(one.path_regex.match(path) for path in paths)] == []
