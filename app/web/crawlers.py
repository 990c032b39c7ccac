"""What crawlers read: which pages they may follow, and the list of all of them."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from app.answers.directory.countries import country_list
from app.answers.directory.parameters import CountryParameters
from app.answers.directory.words import word_list
from app.answers.lists import entry_page
from app.answers.parameters import EntryParameters
from app.editions.view import Position, View
from app.forum.events import event_page
from app.forum.schemas import EventParameters
from app.http.formats import Format
from app.web.render import Language

HEADERS = {"Cache-Control": "no-cache"}
"""They name the host that was asked, so no cache of ours keeps them."""

_PAGES = ("/", "/where-first", "/compare", "/forecast", "/reliance", "/calendar", "/changes", "/events", "/search")
_MOST = 25_000
"""A site map holds at most 50,000 addresses; ours has every page in two languages."""


def robots(base: str) -> str:
    """`robots.txt` of the host at `base`, which ends with a slash."""
    closed = ["/v1/staff/", *(f"/{language}/search?" for language in Language)]
    return "\n".join(["User-agent: *", *(f"Disallow: {one}" for one in closed), f"Sitemap: {base}sitemap.xml", ""])


def addresses(view: View) -> dict[str, Any]:
    """The pages of an edition, below the language."""
    countries = [one["id"] for one in country_list(view, CountryParameters())["items"] if one["total_entries"]]
    types = [one["id"] for one in word_list(view, "product_type")["items"]]
    pages = [*_PAGES, *(f"/countries/{one}" for one in countries)]
    pages += [f"/guides/{country}/{type_}" for country in countries for type_ in types]
    events = event_page(view, EventParameters(limit=200), None).body["items"]
    pages += [f"/events/{one['id']}" for one in events]
    pages += [f"/entries/{one}" for one in _entries(view)]
    return {"pages": pages[:_MOST]}


def sitemap(base: str) -> Format:
    """The list of pages as the site map of the host at `base`."""

    def write(body: dict[str, Any], _: str) -> bytes:
        lines = [
            f"<url><loc>{escape(f'{base}{language}{quote(page)}')}</loc></url>"
            for page in body["pages"]
            for language in Language
        ]
        whole = ['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{_NAMESPACE}">', *lines, "</urlset>", ""]
        return "\n".join(whole).encode()

    return Format("xml", "application/xml", write, version=base)


_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _entries(view: View) -> Iterator[str]:
    asked = EntryParameters.model_validate({"view": "summary", "limit": 200})
    after: Position | None = None
    while True:
        page = entry_page(view, asked, after, None)
        yield from (one["id"] for one in page.body["items"])
        after = page.end
        if after is None:
            return
