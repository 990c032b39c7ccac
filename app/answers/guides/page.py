"""A guide as a page to read and print: one document without scripts or anything from elsewhere."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.answers.guides.wording import Wording
from app.vocabulary import lists

MEDIA_TYPE = "text/html; charset=utf-8"

_PARTS = (
    *("warnings", "dates", "procedures", "checklist", "regional", "documents", "reliance", "observed_times"),
    *("policies", "coming", "market", "terms", "questions", "product_type_not_stated", "older_evidence"),
    *("gaps", "disagreements", "sources"),
)
"""The parts of a page in the order of reading; those that have nothing in them are left out."""

_TEMPLATES = Environment(
    loader=PackageLoader("app.answers.guides", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def guide_page(guide: dict[str, Any], language: str) -> bytes:
    """The HTML of a guide's answer, in the answer's language."""
    members = {"checklist": "requirements"}
    shown = [name for name in _PARTS if guide[members.get(name, name)]]
    page = _TEMPLATES.get_template("guide.html.j2")
    return page.render(guide=guide, say=Wording(guide, language), lists=lists, shown=shown).encode()
