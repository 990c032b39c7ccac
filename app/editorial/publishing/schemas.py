"""Publishing as staff ask for it and are answered."""

from typing import Annotated, Literal

from pydantic import Field

from app.editions.schemas import FieldChange
from app.editorial.publishing.removals import RemovalState, RemovalStep
from app.editorial.revisions.schemas import RecordName
from app.vocabulary.lists import ChangeType
from app.vocabulary.shapes import Answered, Body, Parameters, Plain, Reason

Key = Annotated[int, Field(ge=1, le=2_000_000_000)]
Number = Annotated[int, Field(ge=1, le=1_000_000)]


class NewEdition(Body):
    """What to publish; where neither `revisions` nor `withdrawals` is given, all that is approved."""

    note: Annotated[
        Plain,
        Field(
            min_length=1,
            max_length=1000,
            pattern=r"\S",
            description="What this edition brings; readers see it.",
            examples=["The fees of 2027"],
        ),
    ]
    revisions: Annotated[
        list[Key] | None, Field(max_length=10_000, description="Ids of approved revisions.", examples=[[4711]])
    ] = None
    withdrawals: Annotated[
        list[Key] | None, Field(max_length=10_000, description="Ids of approved withdrawals.", examples=[[1]])
    ] = None
    reason: Reason


class PreviewParameters(Parameters):
    """What would be published, as in the body of publishing."""

    revision: Annotated[
        list[Key], Field(max_length=1000, description="Id of an approved revision. Repeatable.", examples=[[4711]])
    ] = []
    withdrawal: Annotated[
        list[Key], Field(max_length=1000, description="Id of an approved withdrawal. Repeatable.", examples=[[1]])
    ] = []
    limit: Annotated[
        int, Field(ge=1, le=1000, description="How many records are shown, the first by type and id.")
    ] = 200


class RecordChange(Answered):
    """What an edition changes in one record."""

    record: RecordName
    change: Literal["added", "changed", "withdrawn"]
    change_type: Annotated[ChangeType | None, Field(description="Null for what is withdrawn.")]
    reason: str
    revision: Annotated[int, Field(description="Id of the revision that comes, or that leaves.")]
    from_revision: Annotated[int | None, Field(description="Number of the revision that leaves.")]
    to_revision: Annotated[int | None, Field(description="Number of the revision that comes.")]
    approved_by: str | None


class RecordChangeInFull(RecordChange):
    """What an edition would change in one record, member by member."""

    fields: list[FieldChange]


class PreviewAnswer(Answered):
    """What the next edition would change, and what speaks against it."""

    edition: Annotated[int | None, Field(description="Its number; null where there is nothing to publish.")]
    items: list[RecordChangeInFull]
    total: Annotated[int, Field(description="How many records it would change.")]
    faults: Annotated[list[str], Field(description="Why it would be refused; empty where it would not.")]


class PublishedEdition(Answered):
    """An edition that was just published."""

    number: int
    published_at: str
    note: str
    sha256: str
    changed: Annotated[int, Field(description="Records that are new or say something else.")]
    withdrawn: int
    items: list[RecordChange]
    manifest: str


class RemovalParameters(Parameters):
    """Proposals, newest first."""

    state: Annotated[
        list[RemovalState],
        Field(max_length=4, description="Repeatable; default: what is not decided or carried out."),
    ] = []
    limit: Annotated[int, Field(ge=1, le=200, description="Items on a page.")] = 50
    before: Annotated[
        Key | None, Field(description="Only proposals older than this id: `next` of the page before.")
    ] = None


class Restoring(Body):
    """Which old state to begin a draft with: one of the two, and why."""

    from_edition: Annotated[Number | None, Field(description="As that edition had it.", examples=[1])] = None
    revision: Annotated[
        Number | None, Field(description="The `number` of a published revision of the record.", examples=[1])
    ] = None
    reason: Reason


class Redacting(Body):
    """Which contents to remove, and why."""

    revisions: Annotated[
        list[Number] | None,
        Field(min_length=1, max_length=1000, description="Their `number`s; without it all that were published."),
    ] = None
    reason: Reason


class ProposedBy(Answered):
    """Who proposed it."""

    by: str
    at: str


class DecidedBy(ProposedBy):
    """Who decided, and why."""

    reason: str


class RemovalNext(Answered):
    """A step that you may take now."""

    action: RemovalStep
    method: Literal["POST"]
    url: str


class RemovalAnswer(Answered):
    """A proposal to take something away."""

    id: int
    record: RecordName
    reason: Annotated[str, Field(description="Readers are told it.")]
    state: RemovalState
    proposal: ProposedBy
    decision: DecidedBy | None
    next: list[RemovalNext]


class WithdrawalAnswer(RemovalAnswer):
    """A proposal to let a record leave."""

    edition: Annotated[int | None, Field(description="The edition that it left with.")]


class RedactionAnswer(RemovalAnswer):
    """A proposal to remove contents from every edition."""

    revisions: Annotated[list[int], Field(description="Numbers of the revisions.")]


class WithdrawalPage(Answered):
    """Withdrawals, newest first."""

    items: list[WithdrawalAnswer]
    next: Annotated[int | None, Field(description="Send it as `before`.")]
    total: int


class RedactionPage(Answered):
    """Redactions, newest first."""

    items: list[RedactionAnswer]
    next: Annotated[int | None, Field(description="Send it as `before`.")]
    total: int
