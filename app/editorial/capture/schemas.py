"""What is captured of a session, and what is answered."""

from typing import Annotated

from pydantic import Field

from app.editorial.revisions.schemas import ContentBody, RecordName
from app.vocabulary.lists import Disclosure, Language, StatementKind
from app.vocabulary.shapes import Answered, Body, Plain, Reason

MOST_STATEMENTS = 200

Words = Annotated[Plain, Field(min_length=1, max_length=20_000)]
Id = Annotated[Plain, Field(min_length=1, max_length=120)]


class InBothLanguages(Body):
    """A text in English, in Korean, or in both."""

    en: Words | None = None
    ko: Words | None = None


class CapturedStatement(Body):
    """One thing that was said."""

    id: Annotated[Id | None, Field(description="Id of the statement; without it one is made of the session's.")] = (
        None
    )
    text: Annotated[InBothLanguages, Field(description="What was said, in our own words.")]
    language: Annotated[Language, Field(description="The language of the two that was written first.")]
    kind: StatementKind
    disclosure: Annotated[
        Disclosure,
        Field(
            description="How far it may be passed on: `public`, `attributable` to the office, `unattributed`, or "
            "`internal`, which no public answer ever holds."
        ),
    ]
    jurisdiction: Annotated[Id | None, Field(description="Whose rules it is about; without it the session's.")] = None
    product_types: list[Id] = []
    topics: list[Id] = []
    speaker_role: Annotated[
        InBothLanguages | None,
        Field(description="The speaker's office, never a name; it stands in the note. Not with `unattributed`."),
    ] = None
    entries: Annotated[list[Id], Field(description="Entries that state the same fact already.")] = []
    entry: Annotated[
        ContentBody | None,
        Field(
            description="An entry that comes of it, as in POST /v1/staff/entries, with its `kind` and `id`. What it "
            "leaves out follows from the statement: country, product types, topics, statement; and it cites the "
            "session's sources. Not with `internal`: an entry is public."
        ),
    ] = None


class Capture(Body):
    """What was said in a session."""

    statements: Annotated[list[CapturedStatement], Field(min_length=1, max_length=MOST_STATEMENTS)]
    reason: Reason


class CapturedDraft(Answered):
    """A draft that was made."""

    revision: int
    record: RecordName
    url: str


class CapturedAnswer(CapturedDraft):
    """The draft of a statement, and of the entry that came of it."""

    entry: CapturedDraft | None


class CaptureAnswer(Answered):
    """What was captured, in the order in which it was sent."""

    event: str
    session: str
    statements: list[CapturedAnswer]
