"""The pages by keyboard alone, and on paper."""

from tests.browser.conftest import Open
from tests.browser.opening import Window
from tests.browser.pages import MAIN

FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  return {name: at.localName, href: at.getAttribute("href"), left: box.left, top: box.top,
          outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth)};
}"""


def tab(one: Window) -> dict[str, object]:
    """Press Tab; what has the focus now."""
    one.page.keyboard.press("Tab")
    found: dict[str, object] = one.page.evaluate(FOCUS)
    return found


def test_the_first_key_leads_past_the_menu(open_window: Open) -> None:
    one = open_window()
    one.to(f"/en{MAIN['guide']}")
    skip = tab(one)
    assert skip["href"] == "#content"
    assert isinstance(skip["left"], float | int)
    assert skip["left"] >= 0
    one.page.keyboard.press("Enter")
    tab(one)
    assert one.page.evaluate("document.activeElement.closest('main') !== null")


def test_focus_is_always_seen(open_window: Open) -> None:
    one = open_window(color_scheme="dark")
    one.to("/ko/")
    stops = [tab(one) for _ in range(25)]
    assert [stop for stop in stops if stop["name"] != "body" and not stop["outline"]] == []
    assert {"a", "input", "button", "select"} <= {stop["name"] for stop in stops}


def test_a_question_is_asked_and_answered_by_keys(open_window: Open) -> None:
    one = open_window()
    one.to("/en/")
    while tab(one)["name"] != "input":
        pass
    one.page.keyboard.type("biosimilar Malaysia how long")
    one.page.keyboard.press("Enter")
    one.page.wait_for_url("**/en/search?**")
    one.page.locator("h2.hit a").first.focus()
    one.page.keyboard.press("Enter")
    one.page.wait_for_url("**/en/entries/**")


def test_paper_shows_the_facts_and_nothing_to_press(open_window: Open) -> None:
    one = open_window(color_scheme="dark")
    one.to(f"/en{MAIN['guide']}")
    folded = one.page.locator("details:not([open])").count()
    assert one.page.pdf().startswith(b"%PDF")
    assert folded == 0 or one.page.locator("details:not([open])").count() == 0
    one.page.emulate_media(media="print", color_scheme="dark")
    for hidden in ("header nav", "form.finder", ".button"):
        assert not one.page.locator(hidden).first.is_visible()
    assert one.page.locator("h1").is_visible()
    ink = one.page.locator("main h3 a").first.evaluate("link => getComputedStyle(link).color")
    paper = one.page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
