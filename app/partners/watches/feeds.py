"""The feeds of a watch: what changed, as Atom and as JSON Feed, and its dates as a calendar."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson

from app.answers.calendar.events import calendar_file
from app.editions.view import Page, Position, View
from app.partners.changes.atom import atom_page
from app.partners.changes.schemas import AtomParameters
from app.partners.watches.schemas import WatchFeedParameters
from app.partners.watches.words import for_changes, known_in, read
from app.vocabulary.dates import instant_text

Data = dict[str, Any]

JSON_FEED = "application/feed+json"
_VERSION = "https://jsonfeed.org/version/1.1"


def feed_page(view: View, watch: Any, address: str, parameters: WatchFeedParameters, after: Position | None) -> Page:
    """The newest changes of entries that a watch finds, or those behind `after`."""
    known = known_in(view.snapshot, read(watch.filters))
    page = Page({"items": [], "updated": instant_text(view.edition.published_at), "next": None})
    if known is not None:
        page = atom_page(view, AtomParameters(limit=parameters.limit, **for_changes(known)), after)
    own = {"id": uuid5(NAMESPACE_URL, f"watch {watch.id}").urn, "title": _title(watch), "path": address, "query": ""}
    return Page({**page.body, **own}, page.end)


def json_feed(body: Data, language: str) -> bytes:
    """A page of a feed as JSON Feed 1.1."""
    feed = {
        "version": _VERSION,
        "title": body["title"],
        "feed_url": body["path"],
        "language": language,
        "items": [
            {
                "id": one["id"],
                "url": one["url"],
                "title": one["title"],
                "content_text": one["summary"],
                "date_modified": one["updated"],
                "tags": one["categories"],
            }
            for one in body["items"]
        ],
    }
    if body["next"]:
        feed["next_url"] = f"{body['path']}?cursor={body['next']}&lang={language}"
    return orjson.dumps(feed)


def calendar(watch: Any, body: Data, language: str) -> bytes:
    """The dates that a watch finds as iCalendar."""
    return calendar_file(_title(watch), body["events"], published_at=body["published_at"], language=language)


def _title(watch: Any) -> str:
    return f"Licensing Atlas: {watch.name}"
