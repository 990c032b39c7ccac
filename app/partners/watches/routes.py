"""Watches by API, for keys with the scope `watches`, and their feeds, for whoever has the address."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.responses import Response

from app.access.dependencies import problem_of, tag_of
from app.access.faults import Refused
from app.access.keys.dependencies import KeyWork, Watching
from app.access.work import Done
from app.answers.calendar.events import MEDIA_TYPE as CALENDAR
from app.answers.schemas import AnyEntryPage
from app.editions.dependencies import Reader, Reading, readable
from app.editions.schemas import ReadParameters
from app.http.formats import Format
from app.http.openapi import KEY_RESPONSES, READ_RESPONSES
from app.partners.changes.atom import MEDIA_TYPE as ATOM
from app.partners.changes.atom import atom_file
from app.partners.watches import keeping
from app.partners.watches.feeds import JSON_FEED, calendar, feed_page, json_feed
from app.partners.watches.schemas import (
    WATCH_ID,
    FeedRotation,
    MatchParameters,
    NewWatch,
    WatchAnswer,
    WatchChange,
    WatchDeleted,
    WatchesAnswer,
    WatchFeedParameters,
    WatchIssued,
)
from app.partners.watches.selecting import dates, matches
from app.partners.watches.words import read
from app.vocabulary.shapes import Parameters

router = APIRouter(prefix="/v1/watches", tags=["watches"], responses=KEY_RESPONSES)
feeds_router = APIRouter(prefix="/v1/feeds", tags=["watches"], responses=READ_RESPONSES)

WatchPath = Annotated[str, Path(pattern=WATCH_ID, description="Id of a watch.")]
SecretPath = Annotated[str, Path(description="The secret in the address that the watch was given.")]
Nothing = Annotated[Parameters, Query()]


@router.get("", response_model=WatchesAnswer)
def list_watches(portal: Watching, _: Nothing) -> Response:
    """Your partner's watches, oldest first."""

    def build(connection: Connection) -> dict[str, Any]:
        found = keeping.watches_of(connection, portal.key.partner)
        return {"items": found, "next": None, "total": len(found)}

    return portal.read(build)


@router.post("", response_model=WatchIssued, status_code=201)
def make_watch(portal: Watching, body: NewWatch) -> Response:
    """A new watch. The address of its feeds is shown in this answer and nowhere else."""
    return portal.write(lambda work: _issued(keeping.make_watch(work, body)), create=body)


@router.get("/{id}", response_model=WatchAnswer)
def read_watch(portal: Watching, id: WatchPath, _: Nothing) -> Response:
    """One watch, without the address of its feeds."""
    return portal.read(lambda one: keeping.shown(one, keeping.watch_row(one, portal.key.partner, id)))


@router.patch("/{id}", response_model=WatchAnswer)
def change_watch(portal: Watching, id: WatchPath, body: WatchChange) -> Response:
    """Another name or other filters: JSON Merge Patch, with `If-Match`."""
    changes: dict[str, Any] = {"name": body.name} if body.name is not None else {}
    if "filters" in body.model_fields_set:
        changes["filters"] = body.filters and body.filters.model_dump(exclude_unset=True)

    def build(work: KeyWork) -> Done:
        before = keeping.watch_row(work.connection, work.key.partner, id, lock=True)
        work.expect(tag_of(keeping.shown(work.connection, before)))
        return Done(keeping.change_watch(work, before, changes))

    return portal.write(build)


@router.delete("/{id}", response_model=WatchDeleted)
def delete_watch(portal: Watching, id: WatchPath, _: Nothing) -> Response:
    """Take a watch away, with its feeds. Webhooks that follow it have to be given another, or none, first."""
    return portal.write(lambda work: Done(keeping.delete_watch(work, id)))


@router.post("/{id}/rotate-feed", response_model=WatchIssued, status_code=201)
def rotate_feed(portal: Watching, id: WatchPath, body: FeedRotation) -> Response:
    """A new address for the feeds, shown this once; the old one ends at once."""
    return portal.write(lambda work: _issued(keeping.rotate_feed(work, id)), create=body)


@router.get("/{id}/matches", response_model=AnyEntryPage)
def list_matches(
    portal: Watching, reader: Reading, id: WatchPath, parameters: Annotated[MatchParameters, Query()]
) -> Response:
    """The entries that the watch finds, as the lists show them."""
    row = _found(reader, lambda one: keeping.watch_row(one, portal.key.partner, id))
    words = read(row.filters)
    return _private(
        reader.page(parameters, lambda view, after: matches(view, words, parameters, after), of=_name(row, "matches"))
    )


def _file(media_type: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {media_type.partition(";")[0]: {"schema": {"type": "string"}}}}}


@feeds_router.get("/{secret}.atom", response_class=Response, responses=_file(ATOM))
def follow_by_atom(
    reader: Reading, secret: SecretPath, parameters: Annotated[WatchFeedParameters, Query()]
) -> Response:
    """What changed in the entries of a watch, newest edition first, as Atom. No key is needed."""
    return _feed(reader, secret, parameters, Format("atom", ATOM, atom_file))


@feeds_router.get("/{secret}.json", response_class=Response, responses=_file(JSON_FEED))
def follow_by_json(
    reader: Reading, secret: SecretPath, parameters: Annotated[WatchFeedParameters, Query()]
) -> Response:
    """What changed in the entries of a watch, newest edition first, as JSON Feed 1.1. No key is needed."""
    return _feed(reader, secret, parameters, Format("json", JSON_FEED, json_feed))


@feeds_router.get("/{secret}.ics", response_class=Response, responses=_file(CALENDAR))
def follow_by_calendar(
    reader: Reading, secret: SecretPath, parameters: Annotated[ReadParameters, Query()]
) -> Response:
    """The dates of the entries of a watch, to subscribe to. No key is needed."""
    watch = _found(reader, lambda one: keeping.watch_behind(one, secret))
    words, form = read(watch.filters), Format("ics", CALENDAR, partial(calendar, watch))
    return _private(reader.show(parameters, lambda view: dates(view, words), form, of=_name(watch, "ics")))


def _feed(reader: Reader, secret: str, parameters: WatchFeedParameters, form: Format) -> Response:
    watch = _found(reader, lambda one: keeping.watch_behind(one, secret))
    address = keeping.addresses(secret)[form.name]
    return _private(
        reader.page(
            parameters,
            lambda view, after: feed_page(view, watch, address, parameters, after),
            only=form,
            of=_name(watch, form.name),
        )
    )


def _name(watch: Any, form: str) -> str:
    """What an answer is of: the watch as it is now, so that tags and cursors hold for no other."""
    return f"{form} of {watch.id} {watch.name} {watch.filters}"


def _found(reader: Reader, find: Callable[[Connection], Any]) -> Any:
    with readable(reader.engine) as connection:
        try:
            return find(connection)
        except Refused as refused:
            raise problem_of(refused) from refused


def _private(response: Response) -> Response:
    """No cache that others share keeps it, and neither do we."""
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _issued(made: tuple[dict[str, Any], str]) -> Done:
    shown, secret = made
    return Done(
        {**shown, "feeds": keeping.addresses(secret)},
        tag=tag_of(shown),
        status=201,
        location=f"/v1/watches/{shown['id']}",
        again={**shown, "feeds": None},
    )
