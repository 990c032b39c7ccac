"""What an edit makes of a content: another content, or, where the law changed, two."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.access.faults import Refused, invalid
from app.editorial.revisions import legal
from app.editorial.revisions.contents import CONTENT, refusal, refuse_strange, validated
from app.editorial.revisions.held import as_written
from app.editorial.revisions.legal import LegalChange
from app.editorial.revisions.merging import merged, settled, worded
from app.editorial.revisions.sane import insane
from app.knowledge.schemas import Content
from app.vocabulary.lists import ChangeType

Data = dict[str, Any]


@dataclass(frozen=True)
class Edit:
    """A change to a content: a merge patch, or (`whole`) a content in its place; and what it means.

    `legal` answers what a changed legal date of a published entry is, `successor` is the id of a new law's entry.
    `change_reason` becomes the reason that the public history shows; `reason` is the trail's. With `as_it_is` the
    states of translations stay as a `whole` content gives them: for what was published once already.
    """

    reason: str
    patch: Data | None = None
    whole: Data | None = None
    change_type: ChangeType | None = None
    change_reason: str | None = None
    legal: LegalChange | None = None
    successor: str | None = None
    as_it_is: bool = False

    def applied(self, before: Data) -> Data:
        """The content that it makes of `before`, as it is written, not yet validated."""
        refuse_strange(self.patch if self.whole is None else self.whole)
        if self.whole is not None and self.as_it_is:
            return self.whole
        patch = self.whole if self.whole is not None else worded(before, self.patch or {})
        target = {} if self.whole is not None else before
        after: Data = settled(before, merged(target, patch), patch)
        return after


@dataclass(frozen=True)
class Outcome:
    """The contents that come of an edit, and of what kind the change is."""

    content: Content
    change_type: ChangeType
    successor: Content | None = None


@dataclass(frozen=True)
class Setting:
    """Where an edit happens: the record, what the draft said before, what is published of it, and the day."""

    type: str
    id: str
    before: Data
    published: Data | None
    today: date
    is_taken: Callable[[str], bool]


def outcome(edit: Edit, at: Setting) -> Outcome:
    """What comes of an edit.

    Raises `Refused`: `invalid-parameter` for what a content cannot say, and, where a legal date of a published entry
    changes, until the edit says what that means.
    """
    content = checked(at.type, edit.applied(at.before), at.today, at.id)
    said, _ = as_written(at.type, content)
    dates = legal.dates_changed(at.before, said, at.published) if at.published else []
    if dates and edit.legal is None:
        raise legal.question(dates)
    if edit.legal != LegalChange.new_law:
        return Outcome(content, edit.change_type or ChangeType.correction)
    if at.published is None:
        raise invalid("/legal_change", "nothing is published that a new law could follow", valid=("correction",))
    since = legal.successor_start(dates, said)
    id_ = edit.successor or legal.free_id(at.id, since, at.is_taken)
    successor = _successor(at, legal.successor_of(said, id_, since, dates))
    old = checked(at.type, legal.ended(at.before, id_, since, at.today), at.today)
    return Outcome(old, edit.change_type or ChangeType.substantive, successor)


def checked(type_: str, data: Data, today: date, id_: str | None = None) -> Content:
    """The content, if it can be: of the model's form, with the id that the record has, and sane in its dates."""
    content = validated(type_, data)
    if id_ is not None and id_of(content) != id_:
        raise invalid(f"{CONTENT}/id", f"a record keeps its id, {id_}", valid=(id_,))
    faults = list(insane(as_written(type_, content)[0], today))
    if faults:
        raise refusal(faults)
    return content


def id_of(content: Content) -> str:
    """The id that a content names as its record's."""
    id_: str = content.model_dump(include={"id"})["id"]
    return id_


def _successor(at: Setting, data: Data) -> Content:
    try:
        return checked(at.type, data, at.today)
    except Refused as refused:
        wrong_id = [fault for fault in refused.faults if fault.pointer == f"{CONTENT}/id"]
        if wrong_id:
            raise invalid("/successor", wrong_id[0].message, value=data["id"]) from refused
        raise
