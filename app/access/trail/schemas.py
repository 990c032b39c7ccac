"""The trail as it is asked for and answered."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.audit.acts import Action, ActorKind
from app.audit.commands import FileFormat
from app.vocabulary.shapes import Answered, Body, Parameters, Plain, Reason

_WHEN = r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,6})?Z)?$"


def _is_a_time(text: str) -> str:
    datetime.fromisoformat(text)  # raises ValueError for the 30th of February
    return text


When = Annotated[str, Field(max_length=30, pattern=_WHEN), AfterValidator(_is_a_time)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Word = Annotated[Plain, Field(min_length=1, max_length=200)]
Seq = Annotated[int, Field(ge=1, le=2_000_000_000)]


class TimeParameters(Parameters):
    """From when until when; both are included."""

    since: Annotated[
        When | None, Field(description="A UTC day, or a UTC time with `Z`.", examples=["2026-11-23"])
    ] = None
    until: Annotated[
        When | None, Field(description="A UTC day, to its end, or a UTC time with `Z`.", examples=["2026-11-23"])
    ] = None

    @property
    def begins(self) -> datetime | None:
        """The first instant that is meant."""
        return _instant(self.since)

    @property
    def ends(self) -> datetime | None:
        """The last instant that is meant."""
        found = _instant(self.until)
        whole_day = found is not None and self.until is not None and "T" not in self.until
        return found + timedelta(days=1, microseconds=-1) if found and whole_day else found


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else datetime.combine(found.date(), time(), UTC)


class RowsParameters(TimeParameters):
    """Which rows of the trail."""

    actor: Annotated[list[Word], Field(max_length=50, description="Who acted.", examples=["mina.kim"])] = []
    action: Annotated[list[Action], Field(max_length=50, description="What was done.", examples=["sign-in"])] = []
    object_type: Annotated[list[Word], Field(max_length=50, description="To what kind.", examples=["person"])] = []
    object_id: Annotated[Word | None, Field(description="To which.", examples=["mina.kim"])] = None


class PageParameters(RowsParameters):
    """A page of them."""

    limit: Annotated[int, Field(ge=1, le=200, description="Rows on a page.")] = 50
    cursor: Annotated[str | None, Field(max_length=600, description="Where the list goes on, from `next`.")] = None


class ExportParameters(RowsParameters):
    """As a file."""

    format: Annotated[FileFormat, Field(description="Lines of JSON, or CSV.")] = FileFormat.ndjson


class VerifyParameters(Parameters):
    """Against what."""

    head: Annotated[
        str | None,
        Field(
            pattern=r"^[1-9][0-9]{0,14}:[0-9a-f]{64}$",
            description="A head that was noted elsewhere, as `seq:sha256`; shows what was cut off or written anew.",
        ),
    ] = None


class ReviewParameters(TimeParameters):
    """What to review."""

    sample: Annotated[int, Field(ge=1, le=200, description="Rows in the random sample.")] = 20
    seed: Annotated[
        str | None,
        Field(
            pattern=r"^[A-Za-z0-9_-]{1,64}$", description="Draws the sample; without it by chance.", examples=["q4"]
        ),
    ] = None


class RowAnswer(Answered):
    """One act. All but `sha256`, as RFC 8785 JSON, has that SHA-256."""

    seq: Annotated[int, Field(description="1, 2, 3 without a hole; this, not the clock, is the order.")]
    at: Annotated[str, Field(description="UTC, to the microsecond.")]
    actor: Annotated[str, Field(description="Who acted, by the name that they had then.")]
    actor_kind: ActorKind
    action: Action
    object_type: str
    object_id: str
    revision: int | None
    old_value: Annotated[str | None, Field(description="What was there before, as canonical JSON.")]
    new_value: Annotated[str | None, Field(description="What is there now, as canonical JSON.")]
    reason: str | None
    approver: str | None
    request_id: str | None
    previous_sha256: Annotated[str | None, Field(description="Hash of the row before.")]
    sha256: str


class RowsAnswer(Answered):
    """Rows of the trail, newest first."""

    items: list[RowAnswer]
    next: str | None
    total: int


class HeadAnswer(Answered):
    """The last row and its hash: note it, and the trail up to there can be checked against it."""

    seq: int
    sha256: str


class FaultAnswer(Answered):
    """A row that is not as it was written, or the place where rows are missing."""

    seq: int
    what: str


class VerifiedAnswer(Answered):
    """What the check of the whole trail found."""

    intact: bool
    rows: int
    head: HeadAnswer | None
    faults: Annotated[list[FaultAnswer], Field(description="At most 1,000.")]
    faults_total: int


class ByAdminsAnswer(Answered):
    """Changes by people while they were admins, and by the command line."""

    people: list[str]
    items: list[RowAnswer]


class SampleAnswer(Answered):
    """A random sample: of each row SHA-256 over `seed:sha256` is taken; the lowest are the sample."""

    seed: str
    items: list[RowAnswer]


class ReviewAnswer(Answered):
    """What there is to review; `sha256` is what a sign-off names."""

    first: int
    last: int
    rows: int
    by_admins: ByAdminsAnswer
    sample: SampleAnswer
    sha256: str


class SignOff(Body):
    """A review that was done."""

    first: Seq
    last: Seq
    seed: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    sample: Annotated[int, Field(ge=1, le=200, description="Rows that the sample was to have.")] = 20
    sha256: Annotated[Sha256, Field(description="Of the report that was read.")]
    outcome: Annotated[Literal["in-order", "findings"], Field(description="What the review came to.")]
    reason: Reason


class SignedOffAnswer(Answered):
    """A review that was signed off."""

    first: int
    last: int
    seed: str
    sample: int
    sha256: str
    outcome: Literal["in-order", "findings"]
    reviewed_by: str
