"""What imports are asked for and answered."""

from typing import Annotated, Literal

from pydantic import Field

from app.editorial.revisions.schemas import RecordName, RecordType
from app.vocabulary.shapes import Answered, Body, Parameters, Reason

MOST_FAULTS = 1000
"""More faults of one file than this are counted and not listed."""


class ImportParameters(Parameters):
    """How a file is taken in."""

    dry_run: Annotated[bool, Field(description="Only report what the file would do; nothing is stored.")] = True
    kind: Annotated[
        RecordType | None,
        Field(description="Type of the records, where the file does not name it: in CSV, and in a list in YAML."),
    ] = None
    country: Annotated[
        str | None,
        Field(
            max_length=40,
            pattern=r"^[A-Za-z0-9-]+$",
            description="Jurisdiction of new records that name none.",
            examples=["MY"],
        ),
    ] = None
    reason: Annotated[
        Reason | None,
        Field(description="Why; it stands in the trail. Needed with dry_run=false; the body is the file."),
    ] = None


class TemplateParameters(Parameters):
    """What a template is filled with."""

    rows: Annotated[
        Literal["example", "published"],
        Field(description="One published record as an example, or all of them, to correct and send back."),
    ] = "example"
    country: Annotated[
        str | None,
        Field(
            max_length=40,
            pattern=r"^[A-Za-z0-9-]+$",
            description="Only records of this jurisdiction.",
            examples=["MY"],
        ),
    ] = None


class ImportFault(Answered):
    """One thing at fault."""

    sheet: Annotated[str | None, Field(description="Sheet of a workbook; null in a file of one table.")]
    row: Annotated[int | None, Field(description="Row, the headings being row 1; in YAML the line.")]
    column: Annotated[str | None, Field(description="The column's heading; in YAML the member.")]
    cell: Annotated[str | None, Field(description="The cell as spreadsheets name it.", examples=["F7"])]
    pointer: Annotated[str | None, Field(description="The member of the record, as a JSON pointer.")]
    message: str
    value: Annotated[str | None, Field(description="What stands there, shortened.")]
    expected: Annotated[list[str], Field(description="What would be valid, or is nearest to it.")]
    taken: Annotated[bool, Field(description="The row is sound, and does not go with what is there.")]


class ImportedDraft(Answered):
    """One draft that was made."""

    revision: int
    record: RecordName
    change: Literal["new", "correction"]
    url: str


class ImportReport(Answered):
    """What a file did, or would do."""

    dry_run: bool
    sha256: Annotated[str, Field(description="SHA-256 of the file, as it stands in the trail.")]
    bytes: int
    rows: Annotated[int, Field(description="Records in the file.")]
    new: Annotated[int, Field(description="Drafts of new records.")]
    corrections: Annotated[int, Field(description="Drafts that correct what is published.")]
    unchanged: Annotated[int, Field(description="Rows that say what is published; they are left alone.")]
    total_faults: int
    faults: Annotated[list[ImportFault], Field(description="By sheet, row and column; at most a thousand.")]
    drafts: Annotated[list[ImportedDraft], Field(description="The drafts that were made; none in a dry run.")]


class Asked(Body):
    """What an `Idempotency-Key` stands for: the file and how it is taken in."""

    sha256: str
    kind: str | None
    country: str | None
    reason: str
