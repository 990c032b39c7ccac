"""The question of readiness as it is asked."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from app.answers.parameters import Word
from app.knowledge.schemas.common import Day, Line
from app.vocabulary.shapes import Parameters

MOST_PAPERS, LONGEST_NAME = 300, 200


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _not_long(value: Any) -> Any:
    if isinstance(value, str) and len(value) > LONGEST_NAME:
        raise ValueError(f"expected at most {LONGEST_NAME} characters")
    return value


def _one_or_several(description: str, example: str, most: int) -> Any:
    word = {"type": "string", "minLength": 1, "maxLength": 120}
    return (
        BeforeValidator(_listed),
        WithJsonSchema({"anyOf": [word, {"type": "array", "items": word, "maxItems": most}]}),
        Field(max_length=most, description=description, examples=[example]),
    )


PaperName = Annotated[Line, BeforeValidator(_not_long), Field(max_length=LONGEST_NAME, examples=["CPP"])]


class ReadinessQuestion(Parameters):
    """The body of `POST /v1/readiness`: a case, and the papers that are there. Nothing of it is kept."""

    country: Annotated[Word, Field(description="ISO 3166-1 alpha-2, in either case.", examples=["SG"])]
    product_type: Annotated[Word, Field(description="Product type.", examples=["generic"])]
    documents: Annotated[
        list[PaperName],
        Field(
            max_length=MOST_PAPERS,
            description="The papers, by id or by name in any language. An empty list asks for the whole checklist.",
            examples=[["CPP", "GMP 적합증명서", "stabilty data"]],
        ),
    ]
    procedure: Annotated[
        Word | None,
        Field(description="Only this procedure; default: all that lead to a marketing authorisation."),
    ] = None
    variant: Annotated[Word | None, Field(description="A path of the procedure.")] = None
    designation: Annotated[
        list[Word], *_one_or_several("A designation of the product; one or several, or `none`.", "orphan", 20)
    ] = []
    approved_by: Annotated[
        list[Word],
        *_one_or_several(
            "An authority whose approval the product has, with its date where known; one or several, or `none`.",
            "KR-MFDS",
            50,
        ),
    ] = []
    applies_on: Annotated[Day | None, Field(description="The filing day; default is today.")] = None
