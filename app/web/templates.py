"""Templates, and the version of everything that a page's looks depend on."""

import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

HERE = Path(__file__).parent
STATIC = HERE / "static"

_ENVIRONMENT = Environment(
    loader=PackageLoader("app.web", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def template(name: str) -> Template:
    """A template by its file's name, without `.html.j2`."""
    return _ENVIRONMENT.get_template(f"{name}.html.j2")


@cache
def version() -> str:
    """A short hash over templates, charts, words, scripts and styles: a page looks the same while it stays."""
    digest = hashlib.sha256()
    for file in sorted([*HERE.rglob("*.py"), *HERE.rglob("*.j2"), *STATIC.iterdir()]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
