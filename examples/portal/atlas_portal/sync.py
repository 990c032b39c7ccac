"""Taking the atlas in: once as a whole, and from then on by what changed, edition by edition."""

import json
import logging
from pathlib import Path
from typing import Any

from atlas_portal.atlas import Atlas, forget_download
from atlas_portal.proof import Listed, Untrue, prove_content, prove_edition, prove_signed, read_head
from atlas_portal.store import Held, Overtaken, Place, Store

Data = dict[str, Any]

LOG = logging.getLogger("atlas_portal")
PAGE = 200


def sync(atlas: Atlas, store: Store, keys: list[Data], folder: Path) -> None:
    """Bring the store up to the newest edition and the last redaction.

    Raises `Untrue` where something is not what was published: then the store stays at the last edition that was.
    """
    try:
        if store.place() is None:
            take_export(atlas, store, keys, folder)
        while step(atlas, store, keys):
            pass
    except Overtaken:
        LOG.info("another process is syncing")


def take_export(atlas: Atlas, store: Store, keys: list[Data], folder: Path) -> None:
    """The first sync: a whole edition, proven before any of it can be seen."""
    file = atlas.download(folder)
    try:
        with store.advancing(None), file.open("rb") as lines:
            try:
                said = json.loads(next(lines))
                for line in lines:
                    store.put(_exported(line.removesuffix(b"\n")))
                head = read_head(said["manifest"])
            except (ValueError, KeyError, StopIteration) as error:
                raise Untrue("the export cannot be read") from error
            prove_signed(head, said["signatures"], keys)
            prove_edition(head, store.listed())
            store.arrive(head, Place(head.edition, said["redactions"]))
    finally:  # whatever was wrong with it, it is not tried twice
        forget_download(folder)
    LOG.info("edition %d taken in as a whole", head.edition)


def step(atlas: Atlas, store: Store, keys: list[Data]) -> bool:
    """Take in one more edition, or the redactions since; false where we are at the end."""
    place = store.place()
    assert place is not None, "the first sync comes first"
    query = {"since": place.edition, "redactions": place.redactions, "limit": PAGE}
    news = atlas.news(place.etag, **query)
    if news is None:
        return False
    page, tag = news
    # One edition at a time, so that each is proven, and what is proven is kept however long the way is.
    until = min(page["edition"], place.edition + 1)
    pages = list(atlas.changes(**query, until=until)) if page["next"] or page["edition"] > until else [page]
    items = [item for page in pages for item in page["items"]]
    redactions = pages[-1]["resume_from"]["redactions"]
    if until == place.edition:
        with store.advancing(place):
            _take_in(store, items)
            store.go_on(Place(until, redactions, None if page["next"] else tag))
        return False
    head = read_head(atlas.manifest(until))
    if head.edition != until or head.previous != store.head(place.edition).sha256:
        raise Untrue(f"edition {until} does not follow the edition {place.edition} that we hold")
    prove_signed(head, atlas.signatures(until), keys)
    with store.advancing(place):
        _take_in(store, items)
        prove_edition(head, store.listed())
        store.arrive(head, Place(until, redactions))
    LOG.info("edition %d taken in, %d changes", until, len(items))
    return True


def _take_in(store: Store, items: list[Data]) -> None:
    for item in items:
        match item["change"]:
            case "redacted":
                store.redact(item["type"], item["id"], item["old"]["revision"])
            case "withdrawn":
                store.drop(item["type"], item["id"])
            case _:
                store.put(_changed(item))


def _changed(item: Data) -> Held:
    new = item["new"]
    listed = Listed(item["country"] or "common", item["type"], item["id"], new["revision"], new["sha256"])
    return _proven(listed, item["content"], item["withheld"])


def _exported(line: bytes) -> Held:
    """A record of the export: its content is what stands last in the line, to the byte."""
    one = json.loads(line)
    listed = Listed(one["part"], one["type"], one["id"], one["revision"], one["sha256"])
    raw = None if one["content"] is None else line.partition(b',"content":')[2][:-1].decode()
    return _proven(listed, raw, one.get("withheld"))


def _proven(listed: Listed, content: str | None, withheld: str | None) -> Held:
    if content is not None:
        prove_content(listed, content)
        return Held(listed, content, None)
    if withheld is None:
        raise Untrue(f"{listed.type} {listed.id} has no content, and no reason why")
    return Held(listed, None, withheld)
