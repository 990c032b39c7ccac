"""What peers answer with: the facts of a seeded atlas in a SQLite file of their own, and how each peer is started.

The file is made as a peer's author would want it: entries, sources, citations between them, and for each entry the
product types that it holds for, worked out beforehand; an index for the question that is asked. It is also what
answers are held against: it was read from lists of everything, not from the questions that are measured.
"""

import json
import sqlite3
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import httpx

from bench.contenders import ROOT, Running, free_port, running

ENVIRONMENT = ROOT / ".venv" / "bench"
QUESTION = "country=MY&product_type=vaccine&limit=22"
"""The hot question, as all are asked."""

_COLUMNS = (
    "id",
    "kind",
    "country",
    "product_types",
    "topics",
    "title",
    "statement",
    "note",
    "legal_basis",
    "obligation",
    "currency_status",
    "fact_as_of",
    "checked_on",
    "review_due_on",
    "evidence_grade",
    "confidence",
)
_SOURCE = ("id", "title", "publisher", "url", "kind", "language", "published_on")
_TABLES = """
CREATE TABLE entry (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, country TEXT NOT NULL, product_types TEXT NOT NULL, topics TEXT NOT NULL,
    title TEXT NOT NULL, statement TEXT, note TEXT, legal_basis TEXT, obligation TEXT, currency_status TEXT NOT NULL,
    fact_as_of TEXT, checked_on TEXT NOT NULL, review_due_on TEXT NOT NULL, evidence_grade TEXT NOT NULL,
    confidence TEXT
);
CREATE TABLE source (
    id TEXT PRIMARY KEY, title TEXT, publisher TEXT, url TEXT, kind TEXT, language TEXT, published_on TEXT
);
CREATE TABLE citation (
    id INTEGER PRIMARY KEY, entry_id TEXT NOT NULL REFERENCES entry, source_id TEXT NOT NULL REFERENCES source,
    position INTEGER NOT NULL, locator TEXT, supports BOOLEAN NOT NULL
);
CREATE TABLE reach (
    id INTEGER PRIMARY KEY, entry_id TEXT NOT NULL REFERENCES entry, product_type TEXT NOT NULL
);
"""
_INDEXES = """
CREATE INDEX entry_cell ON entry (country, kind, id);
CREATE UNIQUE INDEX citation_place ON citation (entry_id, position);
CREATE INDEX citation_source ON citation (source_id);
CREATE UNIQUE INDEX reach_entry ON reach (entry_id, product_type);
CREATE INDEX reach_type ON reach (product_type, entry_id);
ANALYZE;
"""
_CANNED = """
SELECT entry.*, (
    SELECT json_group_array(json_object(
        'id', source.id, 'title', source.title, 'publisher', source.publisher, 'url', source.url, 'kind', source.kind,
        'language', source.language, 'published_on', source.published_on, 'locator', cited.locator,
        'supports', cited.supports
    ))
    FROM (SELECT * FROM citation WHERE citation.entry_id = entry.id ORDER BY position) AS cited
    JOIN source ON source.id = cited.source_id
) AS sources
FROM entry JOIN reach ON reach.entry_id = entry.id
WHERE entry.kind = 'requirement' AND entry.country = :country AND reach.product_type = :product_type
ORDER BY entry.id LIMIT :limit
"""

Cell = tuple[str, str, str]
"""A kind of entries, a country, a product type."""


class Facts:
    """The facts of an atlas in a SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = sqlite3.connect(path)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def take(self, client: httpx.Client) -> None:
        """Fill the file with what an atlas lists: everything, then what holds for each type."""
        write = self._connection
        write.executescript(_TABLES)
        for entry in _listed(client):
            values = [entry.get(name) for name in _COLUMNS]
            write.execute(
                f"INSERT INTO entry VALUES ({_marks(_COLUMNS)})",
                [json.dumps(one) if isinstance(one, list) else one for one in values],
            )
            for position, one in enumerate(entry["sources"]):
                write.execute(
                    f"INSERT OR IGNORE INTO source VALUES ({_marks(_SOURCE)})", [one[name] for name in _SOURCE]
                )
                write.execute(
                    "INSERT INTO citation VALUES (NULL, ?, ?, ?, ?, ?)",
                    (entry["id"], one["id"], position, one["locator"], one["supports"]),
                )
        for one in client.get("/v1/product-types").raise_for_status().json()["items"]:
            found = [(entry["id"], one["id"]) for entry in _listed(client, product_type=one["id"], view="summary")]
            write.executemany("INSERT INTO reach VALUES (NULL, ?, ?)", found)
        write.executescript(_INDEXES)
        write.commit()

    def cited(self, cell: Cell, limit: int) -> dict[str, list[str]]:
        """The first entries of a cell by their ids, and the ids of the sources of each."""
        rows = self._connection.execute(
            "SELECT entry.id FROM entry JOIN reach ON reach.entry_id = entry.id"
            " WHERE kind = ? AND country = ? AND product_type = ? ORDER BY entry.id LIMIT ?",
            (*cell, limit),
        )
        query = "SELECT source_id FROM citation WHERE entry_id = ? ORDER BY position"
        return {id_: [row[0] for row in self._connection.execute(query, (id_,))] for (id_,) in rows.fetchall()}

    def cells(self) -> list[Cell]:
        """All cells that hold an entry."""
        query = "SELECT DISTINCT kind, country, product_type FROM entry JOIN reach ON entry_id = entry.id"
        return sorted(self._connection.execute(query).fetchall())

    def holding(self, product_type: str, *, kind: str | None = None, in_force: bool = False) -> set[tuple[str, str]]:
        """Country and id of all entries that hold for a product type; of one kind, or in force, if so wanted."""
        query = (
            "SELECT country, entry.id FROM entry JOIN reach ON entry_id = entry.id"
            " WHERE product_type = ? AND kind = coalesce(?, kind)"
        )
        if in_force:
            query += " AND currency_status NOT IN ('superseded', 'historic')"
        return set(self._connection.execute(query, (product_type, kind)))

    def all_ids(self) -> set[str]:
        """The ids of all entries."""
        return {row[0] for row in self._connection.execute("SELECT id FROM entry")}


def _marks(names: tuple[str, ...]) -> str:
    return ", ".join("?" * len(names))


def _listed(client: httpx.Client, **asked: str) -> Iterator[dict[str, Any]]:
    """All entries of a list, page by page."""
    given = {"limit": "200", **asked}
    while True:
        page = client.get("/v1/entries", params=given).raise_for_status().json()
        yield from page["items"]
        if page["next"] is None:
            return
        given["cursor"] = page["next"]


def installed(package: str) -> str | None:
    """The version of a package in the peers' environment; null where it is not there."""
    places = [str(path) for path in ENVIRONMENT.glob("lib/python3.*/site-packages")]
    return next((one.version for one in metadata.distributions(name=package, path=places)), None)


def datasette(facts: Facts, place: Path) -> Running:
    """Datasette with the file as immutable, and the question as a canned query."""
    canned = {"databases": {facts.path.stem: {"queries": {"requirements": _CANNED}}}}
    (place / "datasette.json").write_text(json.dumps(canned))
    port = free_port()
    command = [_program("datasette"), "serve", "-i", str(facts.path), "-m", str(place / "datasette.json")]
    return running([*command, "--port", str(port)], port, "/-/versions.json")


def plain(facts: Facts) -> Running:
    """FastAPI with SQLAlchemy on uvicorn, without an access log."""
    port = free_port()
    command = [_program("uvicorn"), "bench.plain:app", "--port", str(port), "--no-access-log"]
    return running([*command, "--log-level", "warning"], port, "/openapi.json", PEERS_DATABASE=str(facts.path))


def django(facts: Facts) -> Running:
    """Django REST framework on gunicorn, one worker with threads: connections stay open. With more it was slower."""
    port = free_port()
    command = [_program("gunicorn"), "bench.django_plain:application", "--bind", f"127.0.0.1:{port}"]
    threads = ["--workers", "1", "--worker-class", "gthread", "--threads", "2", "--log-level", "warning"]
    return running([*command, *threads], port, f"/requirements?{QUESTION}", PEERS_DATABASE=str(facts.path))


def _program(name: str) -> str:
    return str(ENVIRONMENT / "bin" / name)


PATHS = {
    "datasette": f"/peers/requirements.json?{QUESTION}&_shape=array&_json=sources&_json=topics&_json=product_types",
    "fastapi": f"/requirements?{QUESTION}",
    "django": f"/requirements?{QUESTION}",
}
"""Where each peer is asked the hot question."""


def answered(entry: dict[str, Any]) -> list[str]:
    """The ids of the sources of an entry that a peer or the atlas answered."""
    return (
        [one["source"]["id"] for one in entry["citations"]]
        if "citations" in entry
        else [one["id"] for one in entry["sources"]]
    )
