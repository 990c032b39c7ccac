"""The changes for feed readers (RFC 4287), newest edition first, in pages that lead to older ones (RFC 5005, 3).

An entry's id comes from the hash of its edition and the record's name: it is the same on every server, for ever.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from app.answers.render import show
from app.editions.snapshot import head_of
from app.editions.view import Page, Position, View
from app.knowledge.freeze import thaw
from app.partners.changes.feed import change_of
from app.partners.changes.filters import Wanted
from app.partners.changes.schemas import AtomParameters
from app.partners.changes.walk import CHANGE, Place, Step, Walk
from app.partners.disclosure import passed_on
from app.vocabulary.dates import instant_text
from app.vocabulary.sentences import Sentence

Data = dict[str, Any]

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
PATH = "/v1/changes.atom"

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TITLE = Sentence("Licensing Atlas: changes", "Licensing Atlas: 변경 사항")
_TITLES = {
    "added": Sentence("Added: {title}", "추가: {title}"),
    "changed": Sentence("Changed: {title}", "변경: {title}"),
    "withdrawn": Sentence("Withdrawn: {title}", "철회: {title}"),
    "redacted": Sentence("Content removed: {title}", "내용 삭제: {title}"),
}
_IN_EDITION = Sentence("Edition {edition}, {type} {id}.", "제{edition}판, {type} {id}.")
_MEMBERS = Sentence("Changed members: {members}.", "변경된 항목: {members}.")
_MOST_MEMBERS = 20


def atom_page(view: View, parameters: AtomParameters, after: Position | None) -> Page:
    """The newest changes up to the view's edition, or those behind `after`. Raises `InvalidValue`."""
    wanted = Wanted(view, parameters)
    found = list(
        islice(
            _newest_first(view, wanted, Place.of(after) if after else None, parameters.limit), parameters.limit + 1
        )
    )
    shown = found[: parameters.limit]
    updated = [instant_text(view.edition.published_at)]
    entries = [_entry(step, published, view.language) for step, published in shown]
    first = head_of(view.connection, 1)
    assert first is not None
    filters = {name: getattr(parameters, name) for name in ("type", "kind", "country", "product_type", "topic")}
    query = urlencode({name: values for name, values in filters.items() if values}, doseq=True)
    body = {
        "id": _urn(first.sha256, query, view.language),
        "title": _TITLE.say(view.language),
        "path": PATH,
        "query": query,
        "updated": max([*updated, *(one["updated"] for one in entries)]),
        "items": entries,
        "next": None,
    }
    return Page(body, shown[-1][0].place.position() if len(found) > len(shown) else None)


def atom_file(body: Data, language: str) -> bytes:
    """A page as an Atom document."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": language})
    _text(feed, "id", body["id"])
    _text(feed, "title", body["title"])
    _text(feed, "updated", body["updated"])
    _text(ET.SubElement(feed, f"{{{_ATOM}}}author"), "name", "Licensing Atlas")
    query = f"{body['query']}&" if body["query"] else ""
    _link(feed, "self", f"{body['path']}?{query}lang={language}")
    if body["next"]:
        _link(feed, "next", f"{body['path']}?{query}lang={language}&{urlencode({'cursor': body['next']})}")
    for one in body["items"]:
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _text(entry, "id", one["id"])
        _text(entry, "title", one["title"])
        _text(entry, "updated", one["updated"])
        _text(entry, "summary", one["summary"])
        for term in one["categories"]:
            ET.SubElement(entry, f"{{{_ATOM}}}category", {"term": term})
        _link(entry, "alternate", one["url"])
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _newest_first(view: View, wanted: Wanted, after: Place | None, batch: int) -> Iterator[tuple[Step, str]]:
    """Edition by edition downwards; within one in the order of the feed. With when each was published."""
    number = after.edition if after else view.edition.number
    while number >= 1:
        edition = head_of(view.connection, number)
        assert edition is not None
        here = replace(view, edition=edition)
        behind = after if after and after.edition == number else None
        done = Walk(here, wanted, number - 1, 0, None, batch).last_redaction(number - 1)
        for step in Walk(here, wanted, number - 1, done, behind, batch + 1).steps():
            yield step, instant_text(edition.published_at)
        number -= 1


def _entry(step: Step, published_at: str, language: str) -> Data:
    row, kind = step.row, step.place.kind
    change = change_of(step, published_at)
    content = None if kind != CHANGE else row.new_content or row.old_content
    title = step.place.id
    if content is not None and passed_on(row.type, content):
        title = _title(thaw(content), language) or title
    members = [one["pointer"] for one in change["fields"]]
    more = ["…"] if len(members) > _MOST_MEMBERS else []
    said = [
        _IN_EDITION.say(language, edition=change["edition"], type=row.type, id=row.id),
        change["reason"] or "",
        _MEMBERS.say(language, members=", ".join([*members[:_MOST_MEMBERS], *more])) if members else "",
    ]
    named = f"redaction {change['redaction']}" if change["redaction"] else f"{row.type} {row.id}"
    sha256 = (change["new"] or change["old"])["sha256"]
    return {
        "id": _urn(str(change["edition"]), named, sha256),
        "title": _TITLES[change["change"]].say(language, title=title),
        "updated": change["redacted_at"] or published_at,
        "summary": " ".join(part for part in said if part),
        "categories": [one for one in (change["change"], change["type"], change["country"]) if one],
        "url": change["url"]
        or f"/v1/changes?since={change['edition'] - 1}&until={change['edition']}&type={row.type}",
    }


def _title(content: Data, language: str) -> str | None:
    """What a record is called, where it is called anything."""
    for name in ("title", "name", "term", "what"):
        value = content.get(name)
        if isinstance(value, dict):
            return show(value, language)
        if isinstance(value, str):
            return value
    return None


def _urn(*names: str) -> str:
    return uuid5(NAMESPACE_URL, "\n".join(names)).urn


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = _NOT_IN_XML.sub("\ufffd", text)


def _link(parent: ET.Element, relation: str, address: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": address})
