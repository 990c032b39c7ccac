"""One piece of work, of a signed-in person or of a key: a transaction, who does it, when, what they last saw."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.access.faults import Refused
from app.access.people import Person
from app.audit.acts import Act, Action, Actor
from app.audit.trail import append


class Change:
    """What work of every kind can do: insist on a state, and tell the trail. The members are those of its kinds."""

    connection: Connection
    at: datetime
    request_id: str | None
    if_match: str | None
    acts: int

    @property
    def actor(self) -> Actor:
        """Who acts, as the trail has it."""
        raise NotImplementedError

    def expect(self, tag: str) -> None:
        """Go on only if the caller last saw this state (`If-Match`).

        Raises `Refused`: `precondition-required` without the header, `precondition-failed` with another tag.
        """
        if self.if_match is None:
            raise Refused("precondition-required", "Send the ETag that you last saw as If-Match.")
        if tag not in (one.strip() for one in self.if_match.split(",")):
            raise Refused(
                "precondition-failed", "It has changed since you saw it; read it again.", more={"etag": tag}
            )

    def tell(self, action: Action, object_type: str, object_id: str, **more: Any) -> int:
        """Add an act of whoever works here to the trail; `more` as in `Act`."""
        self.acts += 1
        act = Act(self.actor, action, object_type, object_id, request_id=self.request_id, **more)
        return append(self.connection, act, at=self.at)


@dataclass
class Work(Change):
    """What a room needs to change something for a person of staff.

    Whatever it changes it tells to the trail, in the same transaction.
    """

    connection: Connection
    person: Person
    at: datetime
    request_id: str | None = None
    if_match: str | None = None
    acts: int = field(default=0, init=False)

    @property
    def actor(self) -> Actor:
        """The person."""
        return Actor(self.person.name)


@dataclass(frozen=True)
class Done:
    """What came of a piece of work: the body, its tag, the status, and where a new thing is.

    `again` is what the same `Idempotency-Key` is answered later, where that is not the body: a secret is shown once
    and kept nowhere.
    """

    body: Any
    tag: str | None = None
    status: int = 200
    location: str | None = None
    again: Any = None


Build = Callable[[Work], Done]
