"""The lines of an export: one for the head, one for each record, in the order of the manifest.

A record's content is the last member of its line, byte for byte as it was frozen, so that its hash can be had from
the line with ordinary tools. Nothing here depends on the clock or the request: the same edition, with the same
redactions and signatures, makes the same bytes on every server.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import orjson

FORMAT = "licensing-atlas-export-1"
"""What the first line calls this form; it is raised when the form changes."""


@dataclass(frozen=True)
class Line:
    """One live record of an edition. `withheld` says why there is no content: `redacted` or `not-public`."""

    part: str
    type: str
    id: str
    revision: int
    sha256: str
    content: str | None
    withheld: str | None = None

    @property
    def manifest(self) -> str:
        """Its line in its part of the manifest."""
        return f"{self.type} {self.id} {self.revision} {self.sha256}\n"

    def json(self) -> bytes:
        """As one JSON object, without a line feed."""
        named = {
            "part": self.part,
            "type": self.type,
            "id": self.id,
            "revision": self.revision,
            "sha256": self.sha256,
        }
        if self.content is None:
            return orjson.dumps({**named, "withheld": self.withheld, "content": None})
        return orjson.dumps(named)[:-1] + b',"content":' + self.content.encode() + b"}"


def head_line(head: dict[str, Any]) -> bytes:
    """The first line; `check` is the hash of all that stands before it, for what no manifest vouches for."""
    said = orjson.dumps({"format": FORMAT, **head})[:-1]
    return said + b',"check":"' + hashlib.sha256(said).hexdigest().encode() + b'"}'
