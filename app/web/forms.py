"""Parameters that come from forms: what was left at "all" arrives as an empty text, and was not asked."""

from typing import Any

from pydantic import model_validator

from app.vocabulary.shapes import Parameters


class Chosen(Parameters):
    """Base of the parameters of pages with forms; put it first among the bases."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        lists = {
            name: [one for one in value if one != ""] for name, value in given.items() if isinstance(value, list)
        }
        return {name: value for name, value in {**given, **lists}.items() if value not in ("", [])}
