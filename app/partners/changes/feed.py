"""A page of the feed: what changed, member by member, with the hashes that the manifests hold."""

from collections.abc import Iterable
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from app.editions.faults import InvalidValue
from app.editions.history import content_changes
from app.editions.view import Page, Position, View
from app.knowledge.models import Edition
from app.partners.changes.filters import Wanted
from app.partners.changes.schemas import ChangesParameters
from app.partners.changes.walk import REDACTION, Place, Step, Walk
from app.partners.disclosure import passed_on
from app.vocabulary.dates import instant_text
from app.vocabulary.lists import ENTRY_KINDS

Data = dict[str, Any]

PATH = "/v1/changes"
_COMMON = "common"
_PAGES: dict[str, str] = {
    "source": "/v1/sources",
    "event": "/v1/events",
    **dict.fromkeys(map(str, ENTRY_KINDS), "/v1/entries"),
}


def change_page(view: View, parameters: ChangesParameters, after: Position | None) -> Page:
    """The page of the feed behind `after`, or from where `since` and `redactions` say.

    Raises `InvalidValue` for words that the edition does not know and for a `since` behind `until`.
    """
    pinned = parameters.edition is not None or parameters.as_of is not None
    if pinned and parameters.since > view.edition.number:
        raise InvalidValue("since", f"edition {parameters.since} is newer than edition {view.edition.number}")
    place = Place.of(after) if after else None
    wanted = Wanted(view, parameters)
    walk = Walk(view, wanted, parameters.since, parameters.redactions, place, parameters.limit + 1)
    found = list(islice(walk.steps(), parameters.limit + 1))
    shown, rest = found[: parameters.limit], found[parameters.limit :]
    body = {
        "edition": view.edition.number,
        "since": parameters.since,
        "items": _items(view, shown),
        "next": None,
        "resume_from": _resume(walk, parameters, rest[0].place if rest else None),
        "meta": view.meta(newest=None if pinned else view.edition.number),
    }
    return Page(body, shown[-1].place.position() if rest else None)


def _resume(walk: Walk, parameters: ChangesParameters, following: Place | None) -> Data:
    """What was taken in whole: where to go on without the cursor."""
    if following is None:
        edition, redactions = walk.view.edition.number, walk.last_redaction(walk.view.edition.number)
    elif following.kind == REDACTION:
        edition, redactions = following.edition, following.number - 1
    else:
        edition = following.edition - 1
        redactions = walk.last_redaction(edition)
    since, redactions = max(edition, parameters.since), max(redactions, parameters.redactions)
    filters = {name: getattr(parameters, name) for name in ("type", "kind", "country", "product_type", "topic")}
    query = {"since": since, "redactions": redactions, **filters}
    return {"since": since, "redactions": redactions, "url": f"{PATH}?{urlencode(query, doseq=True)}"}


def _items(view: View, steps: Iterable[Step]) -> list[Data]:
    found = list(steps)
    editions = {step.place.edition for step in found}
    times = select(Edition.number, Edition.published_at).where(Edition.number.in_(editions))
    published = dict(view.connection.execute(times).all())
    return [change_of(step, instant_text(published[step.place.edition])) for step in found]


def change_of(step: Step, published_at: str) -> Data:
    """One change or redaction, as the feed tells it."""
    return _redaction(step) if step.place.kind == REDACTION else _change(step, published_at)


def _change(step: Step, published_at: str) -> Data:
    row, edition = step.row, step.place.edition
    came, left = row.new_key is not None, row.old_key is not None
    contents = [row.new_content] * came + [row.old_content] * left
    public = all(passed_on(row.type, content) for content in contents if content is not None)
    withheld = None if public and None not in contents else "redacted" if public else "not-public"
    shows_new = came and row.new_content is not None and passed_on(row.type, row.new_content)
    compared = content_changes(row.old_content, row.new_content) if came and left and withheld is None else []
    reason = row.new_reason if came else row.old_removal_reason
    return {
        "edition": edition,
        "published_at": published_at,
        "redaction": None,
        "redacted_at": None,
        **_record(row.type, row.id, row.new_part if came else row.old_part),
        "change": "changed" if came and left else "added" if came else "withdrawn",
        "change_type": row.new_change_type,
        "reason": reason if public else None,
        "old": _version(row.old_number, row.old_content_sha256) if left else None,
        "new": _version(row.new_number, row.new_content_sha256) if came else None,
        "withheld": withheld,
        "content": row.new_content if shows_new else None,
        "fields": [{"pointer": one["field"], "old": one["before"], "new": one["after"]} for one in compared],
        "url": _address(row.type, row.id, edition if shows_new else None),
    }


def _redaction(step: Step) -> Data:
    row = step.row
    return {
        "edition": step.place.edition,
        "published_at": None,
        "redaction": row.redaction,
        "redacted_at": instant_text(row.decided_at),
        **_record(row.type, row.id, row.old_part),
        "change": "redacted",
        "change_type": None,
        # Whether a statement was one that may be passed on is known no more.
        "reason": None if row.type == "statement" else row.redaction_reason,
        "old": _version(row.old_number, row.old_content_sha256),
        "new": None,
        "withheld": "redacted",
        "content": None,
        "fields": [],
        "url": _address(row.type, row.id, None),
    }


def _record(type_: str, id_: str, part: str) -> Data:
    return {
        "type": type_,
        "id": id_,
        "kind": type_ if type_ in ENTRY_KINDS else None,
        "country": None if part == _COMMON else part,
    }


def _version(number: int, sha256: str) -> Data:
    return {"revision": number, "sha256": sha256}


def _address(type_: str, id_: str, edition: int | None) -> str | None:
    """Where a record can be read as of an edition; of an entry that is not there, its history."""
    base = _PAGES.get(type_)
    if base is None or (edition is None and type_ not in ENTRY_KINDS):
        return None
    return f"{base}/{id_}/revisions" if edition is None else f"{base}/{id_}?edition={edition}"
