"""A company's way from a question to what it takes home, in both languages, with scripts and without."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator

from app.web import compare, entry, forecast, guide, report, start
from app.web.words import Words
from tests.browser.conftest import Open
from tests.browser.opening import PHONE, Window

QUESTIONS = {"en": "biosimilar Malaysia how long", "ko": "말레이시아 바이오시밀러 허가 기간"}


class Traveller:
    """Somebody who reads one language, and finds things on a page by what is written on them."""

    def __init__(self, one: Window, language: str, scripts: bool) -> None:
        self.one = one
        self.scripts = scripts
        self.page = one.page
        words = start.WORDS | compare.WORDS | forecast.WORDS | report.WORDS | entry.WORDS | guide.WORDS
        self.say = Words(language, words)

    def link(self, word: str) -> Locator:
        """The first link in the page's own part with this word of the pages."""
        return self.page.get_by_role("main").get_by_role("link", name=self.say(word), exact=True).first

    def button(self, word: str) -> Locator:
        """The button in the page's own part with this word of the pages."""
        return self.page.get_by_role("main").get_by_role("button", name=self.say(word), exact=True)

    def menu(self, word: str) -> None:
        """Choose from the menu at the top."""
        self.page.get_by_role("banner").get_by_role("link", name=self.say(word), exact=True).click()

    def taken(self, what: Locator) -> bytes:
        """What a link or button downloads."""
        with self.page.expect_download() as waiting:
            what.click()
        return Path(waiting.value.path()).read_bytes()


@pytest.fixture(params=[(language, scripts) for language in QUESTIONS for scripts in (True, False)], ids=str)
def traveller(request: pytest.FixtureRequest, open_window: Open) -> Traveller:
    language, scripts = request.param
    viewport = {} if scripts else {"viewport": PHONE}
    traveller = Traveller(open_window(java_script_enabled=scripts, **viewport), language, scripts)
    traveller.one.to(f"/{language}/")
    return traveller


def test_from_a_question_to_a_guide_on_paper(traveller: Traveller) -> None:
    page, language = traveller.page, traveller.say.language
    asked = page.get_by_role("banner").get_by_role("searchbox")
    asked.fill(QUESTIONS[language])
    asked.press("Enter")
    page.wait_for_url("**/search?**")
    page.locator("h2.hit a").first.click()
    page.wait_for_url("**/entries/**")
    assert page.get_by_role("heading", name=traveller.say("sources"), exact=True).is_visible()

    page.locator(f"main a[href='/{language}/countries/MY']").first.click()
    page.locator(f"main a[href='/{language}/guides/MY/biosimilar']").click()
    page.wait_for_url("**/guides/MY/biosimilar")
    paper = page.locator("input[data-tick]").first
    paper.check()
    workbook = load_workbook(BytesIO(traveller.taken(traveller.link("download"))), read_only=True)
    assert len(workbook.sheetnames) > 3
    workbook.close()
    page.reload()
    assert paper.is_checked() == traveller.scripts
    assert page.locator("button[data-print]").is_visible() == traveller.scripts

    traveller.link("forecast_this").click()
    page.wait_for_url("**/forecast?**")
    page.locator("input[name=submit_on]").fill("2026-12-01")
    traveller.button("compute").click()
    page.wait_for_url("**submit_on=2026-12-01**")
    assert page.locator("dl.ends .main dd").inner_text().startswith("202")
    assert traveller.taken(traveller.link("ics")).startswith(b"BEGIN:VCALENDAR")


def test_from_countries_side_by_side_to_a_workbook(traveller: Traveller) -> None:
    page = traveller.page
    traveller.menu("compare")
    for country in ("MY", "SG", "TH"):
        page.locator(f"input[name=country][value={country}]").check()
    page.locator("select[name=product_type]").select_option("biosimilar")
    traveller.button("show").click()
    page.wait_for_url("**product_type=biosimilar**")
    heads = page.locator("table.matrix thead th")
    assert heads.count() == 4
    workbook = load_workbook(BytesIO(traveller.taken(traveller.link("download"))), read_only=True)
    assert workbook.sheetnames
    workbook.close()

    page.get_by_role("banner").get_by_role("link", name=traveller.say("language")).click()
    page.wait_for_url(f"**/{'ko' if traveller.say.language == 'en' else 'en'}/compare?**")
    assert page.locator("table.matrix thead th").count() == 4


def test_what_is_wrong_is_told(traveller: Traveller) -> None:
    page = traveller.page
    traveller.one.to(f"/{traveller.say.language}/entries/my-new-drug-full")
    traveller.link("wrong").click()
    page.wait_for_url("**/report")
    page.get_by_label(traveller.say("what")).fill("The fee has changed.")
    traveller.button("send").click()
    page.wait_for_url("**/reports/*")
    assert page.get_by_role("heading", name=traveller.say("thanks")).is_visible()
    page.reload()
    assert page.get_by_text(traveller.say("open"), exact=True).is_visible()
