"""The index in the database: made when an edition is published, read token by token.

Revisions are taken in once, in segments; an edition is what its interval leaves of them. So a new edition adds a
small segment, and every edition ever published can be searched.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import Connection, Select, bindparam, delete, exists, func, insert, or_, select, update

from app.knowledge.freeze import thaw
from app.knowledge.models import Edition, Record, Redaction, Revision
from app.knowledge.models.supporting import StatementRow
from app.search.fields import SEARCHED, Labels
from app.search.index import Posting, packed, unpacked
from app.search.models import SearchDocument, SearchEdition, SearchPosting
from app.search.questions import asking
from app.search.segments import Contents, Gathering, Readers, Segment, memory_index, segments
from app.vocabulary.lists import Disclosure

_READ = 2000  # contents read at once
_SMALL = 8000  # revisions of a seed that are not worth processes of their own
_ASKED = 400  # values bound in one statement
_WRITTEN = 2000  # rows written by one statement

_TOLD = (Disclosure.public, Disclosure.attributable)
_KEPT_BACK = exists().where(StatementRow.revision_key == Revision.key, StatementRow.disclosure.not_in(_TOLD))
"""A statement that may not be passed on, or not with who made it: none of its words are in the index."""


def store_index(connection: Connection, number: int) -> int:
    """Take in what edition `number` and those before it hold and the index does not; returns how many revisions.

    An index that was made with other words is thrown away first, and so is one that holds words of a revision that
    was redacted since. The caller owns the transaction.
    """
    version = asking().version
    others = exists().where(SearchEdition.version != version)
    redacted = exists(
        select(Redaction.revision_key).where(Redaction.revision_key.in_(select(SearchDocument.revision_key)))
    )
    if connection.scalar(select(or_(others, redacted))):
        forget_index(connection)
    done = select(SearchEdition.edition)
    editions = list(
        connection.scalars(select(Edition.number).where(Edition.number <= number, Edition.number.not_in(done)))
    )
    taken = 0
    for segment in segments(_missing(connection, editions)) if editions else ():
        _store(connection, segment)
        taken += len(segment.labels)
    new = [{"edition": edition, "version": version} for edition in editions]
    if new:
        connection.execute(insert(SearchEdition), new)
    return taken


@contextmanager
def index_seed(connection: Connection) -> Iterator[Callable[[Sequence[tuple[int, str, str]]], None]]:
    """Take a large seed in while it is seeded, in processes beside this one; a small one is left to `store_index`."""
    pending: list[tuple[int, str, str]] = []
    readers: Readers | None = None
    gathering = Gathering()
    with ExitStack() as stack:

        def take(said: Sequence[tuple[int, str, str]]) -> None:
            nonlocal readers
            pending.extend(one for one in said if _is_read(*one))
            if readers is None and len(pending) > _SMALL:
                readers = stack.enter_context(Readers())
            while readers is not None and len(pending) >= _READ:
                store(readers.read(pending[:_READ]))
                del pending[:_READ]

        def store(parts: Iterator[Segment]) -> None:
            for segment in (full for part in parts for full in gathering.take(part)):
                _store(connection, segment)

        yield take
        if readers is not None:
            store(readers.read(pending))
            store(readers.rest())
            for segment in gathering.rest():
                _store(connection, segment)


def _is_read(_: int, type_: str, content: str) -> bool:
    """Is a revision of the index? The same as `_readable` asks of the database."""
    return type_ in SEARCHED and (type_ != "statement" or thaw(content)["disclosure"] in _TOLD)


def forget_index(connection: Connection) -> None:
    """Throw the stored index away."""
    for table in (SearchEdition, SearchPosting, SearchDocument):
        connection.execute(delete(table))


def forget_revision(connection: Connection, key: int, type_: str, content: str) -> None:
    """Take one revision, which says `content`, out of the stored index: nothing of its words is left there."""
    if type_ not in SEARCHED:
        return
    if connection.scalar(select(exists().where(SearchEdition.version != asking().version))):
        forget_index(connection)  # made with other words: it would be thrown away anyway
        return
    tokens = list(memory_index([(key, type_, content)]).keys)
    for start in range(0, len(tokens), _ASKED):
        some = SearchPosting.token.in_(tokens[start : start + _ASKED])
        for token, segment, keys, impacts in connection.execute(select(SearchPosting.__table__).where(some)).all():
            held = unpacked(keys)
            if key not in held:
                continue
            place = held.index(key)
            held.pop(place)
            row = (SearchPosting.token == token, SearchPosting.segment == segment)
            if held:
                left = {"keys": packed(held), "impacts": impacts[:place] + impacts[place + 1 :]}
                connection.execute(update(SearchPosting).where(*row).values(left))
            else:
                connection.execute(delete(SearchPosting).where(*row))
    connection.execute(delete(SearchDocument).where(SearchDocument.revision_key == key))


def is_stored(connection: Connection, number: int) -> bool:
    """Is all of an edition in the index, made with the words of this code?"""
    return bool(
        connection.scalar(
            select(exists().where(SearchEdition.edition == number, SearchEdition.version == asking().version))
        )
    )


def absent_from(connection: Connection, number: int) -> frozenset[int]:
    """Revisions that the index may hold and an edition does not show: older, newer or redacted ones."""
    gone = select(Revision.key).where(or_(Revision.removed_in <= number, Revision.published_in > number))
    return frozenset(connection.scalars(gone.union(select(Redaction.revision_key))))


def how_many(connection: Connection, absent: frozenset[int]) -> int:
    """How many revisions the index holds, those that are absent left out."""
    total = connection.scalar(select(func.count()).select_from(SearchDocument)) or 0
    keys = sorted(absent)
    held = 0
    for start in range(0, len(keys), _ASKED):
        some = SearchDocument.revision_key.in_(keys[start : start + _ASKED])
        held += connection.scalar(select(func.count()).select_from(SearchDocument).where(some)) or 0
    return total - held


# Written once: to put a statement together takes as long as to run it.
_POSTINGS = (
    select(SearchPosting.token, SearchPosting.keys, SearchPosting.impacts)
    .where(SearchPosting.token.in_(bindparam("tokens", expanding=True)))
    .order_by(SearchPosting.token, SearchPosting.segment)
)
_LABELS = select(SearchDocument.revision_key, SearchDocument.labels).where(
    SearchDocument.revision_key.in_(bindparam("keys", expanding=True))
)


class StoredIndex:
    """Postings and labels, read on one request's connection. `known` keeps labels that were read."""

    def __init__(self, connection: Connection, known: dict[int, Labels]) -> None:
        self._connection = connection
        self._known = known

    def read(self, tokens: Iterable[str]) -> dict[str, Posting]:
        """Postings of tokens; those that no revision holds are left out."""
        wanted = list(tokens)
        found: dict[str, Posting] = {}
        for start in range(0, len(wanted), _ASKED):
            some = {"tokens": wanted[start : start + _ASKED]}
            for token, keys, impacts in self._connection.execute(_POSTINGS, some):
                posting = Posting(unpacked(keys), impacts)
                before = found.get(token)
                found[token] = Posting(before.keys + posting.keys, before.impacts + impacts) if before else posting
        return found

    def labels(self, keys: Iterable[int]) -> dict[int, Labels]:
        """Labels of revisions."""
        wanted = list(keys)
        missing = [key for key in wanted if key not in self._known]
        for start in range(0, len(missing), _ASKED):
            some = {"keys": missing[start : start + _ASKED]}
            for key, labels in self._connection.execute(_LABELS, some):
                self._known[key] = Labels(**orjson.loads(labels))
        return {key: self._known[key] for key in wanted}


def contents_of(connection: Connection, number: int) -> Iterator[tuple[int, str, str | None]]:
    """Key, type and canonical content of every revision that an edition shows and search finds."""
    query = (
        _readable()
        .where(
            Revision.published_in <= number,
            or_(Revision.removed_in.is_(None), Revision.removed_in > number),
        )
        .order_by(Revision.key)
    )
    for row in connection.execute(query):
        yield row.key, row.type, row.content


def _readable() -> Select[int, str, str | None]:
    return (
        select(Revision.key, Record.type, Revision.content)
        .join(Record, Record.key == Revision.record_key)
        .where(Record.type.in_(SEARCHED), Revision.content.is_not(None), ~_KEPT_BACK)
    )


def _missing(connection: Connection, editions: Sequence[int]) -> Iterator[Contents]:
    """What these editions hold and the index does not, in batches by rising key."""
    # Of one edition its index finds them; of several, as when the index is made anew, all are read by key.
    (one, *more) = sorted(editions)
    published = Revision.published_in.between(one, more[-1]) if more else Revision.published_in == one
    held = exists().where(SearchDocument.revision_key == Revision.key)
    query = _readable().where(published, ~held).order_by(Revision.key).limit(_READ)
    last = 0
    while rows := connection.execute(query.where(Revision.key > last)).all():
        yield [(row.key, row.type, row.content) for row in rows]
        last = rows[-1].key


def _store(connection: Connection, segment: Segment) -> None:
    number = (connection.scalar(select(func.max(SearchPosting.segment))) or 0) + 1
    for some in _batches({"revision_key": key, "labels": labels.decode()} for key, labels in segment.labels):
        connection.execute(insert(SearchDocument), some)
    postings = (
        {"token": token, "segment": number, "keys": bytes(keys), "impacts": bytes(segment.impacts[token])}
        for token, keys in sorted(segment.keys.items())
    )
    for some in _batches(postings):
        connection.execute(insert(SearchPosting), some)


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, _WRITTEN)):
        yield batch
