"""Pictures of the main pages, to be looked at: `make shots` writes them to `var/shots`.

    python -m tests.browser.shots [ADDRESS] [DIRECTORY] [NAME ...]

ADDRESS is that of a running atlas; NAMEs are those of `pages.py`, the main ones without any.
"""

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.browser.opening import DESKTOP, PHONE, chromium, window
from tests.browser.pages import EVERY, MAIN, PROBLEMS

SIZES: dict[str, Any] = {"phone": PHONE, "desktop": DESKTOP}
TALLEST = 2600
"""Pixels of a page that a picture shows."""
DEFAULTS = ("http://127.0.0.1:8000", "var/shots")


def shoot(browser: Browser, base: str, target: Path, name: str, address: str) -> None:
    """One page in both languages, on a phone and a desktop, light and dark."""
    for language in ("en", "ko"):
        for size, viewport in SIZES.items():
            for scheme in ("light", "dark"):
                with window(browser, base, viewport=viewport, color_scheme=scheme) as one:
                    one.to(f"/{language}{address}", PROBLEMS[name][1] if name in PROBLEMS else 200)
                    tall = min(TALLEST, one.page.evaluate("document.documentElement.scrollHeight"))
                    one.page.screenshot(
                        path=target / f"{name}-{language}-{size}-{scheme}.png",
                        full_page=True,
                        clip={"x": 0, "y": 0, "width": viewport["width"], "height": tall},
                    )


def main() -> None:
    """Take the pictures that the arguments ask for."""
    base, directory, *names = sys.argv[1:] if len(sys.argv) > 2 else (*sys.argv[1:], *DEFAULTS[len(sys.argv) - 1 :])
    target = Path(directory)
    target.mkdir(parents=True, exist_ok=True)
    with chromium("/usr/bin/chromium") as browser:
        for name in names or MAIN:
            shoot(browser, base, target, name, EVERY[name])
            print(name)


if __name__ == "__main__":
    main()
