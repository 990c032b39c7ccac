"""The shapes of what is asked and answered: base models of parameters, bodies and answers.

The validators of answers are built when they are first needed (`defer_build`), which most never are: answers are
written as bytes, and their models say in the documentation what these hold.
"""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Parameters(BaseModel):
    """Base of query parameters: what is not declared is refused."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)


class Answered(BaseModel):
    """Base of answers: every member is always there, null where nothing is known."""

    model_config = ConfigDict(
        extra="forbid", json_schema_serialization_defaults_required=True, use_enum_values=True, defer_build=True
    )


class Body(BaseModel):
    """Base of request bodies: what is not declared is refused."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)


def _plain(value: str) -> str:
    if any(unicodedata.category(character) == "Cc" and character not in "\n\t" for character in value):
        raise ValueError("expected text without control characters")
    return value


Plain = Annotated[str, AfterValidator(_plain)]
"""A text that people write: no control characters, which not every database can hold."""

Reason = Annotated[
    Plain,
    Field(
        min_length=1,
        max_length=500,
        pattern=r"\S",
        description="Why; it stands in the trail.",
        examples=["The fee was raised."],
    ),
]
"""Every change has a reason."""


class Reasoned(Body):
    """A change that needs nothing but its reason."""

    reason: Reason
