"""The examples of staff: people who sign in and work through one story, on a pinned clock, in an atlas of their own.

An example names who asks (`as`), and with what (`body`, sent as a form where `form` says so, or as it is under the
media type that `raw` names). `if_match` is an address whose entity tag is sent along, `keep` takes words for later
requests out of the answer, by JSON pointer, and a later request puts them in with braces:
`/v1/staff/revisions/{draft}`. `before` are requests that lead up to it and are not shown, each written the same way
with its `method`. `key` names the word that is an API key, to be sent as one; ids of keys, which are drawn, are shown
as in `DRAWN`. Tokens and keys, which are never the same, are shown as `st_…` and `la_…`, and with `masked` hashes as
one that is none: those of the trail begin with the moment of seeding.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from starlette.testclient import TestClient

from app.access.people import create_person, hashed
from app.access.roles import Role
from app.database.engine import open_engine, writing
from app.main import create_app
from app.settings import Settings

Data = dict[str, Any]

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
PASSWORD = "four plain words here"
STAFF = {"noor": Role.viewer, "mina": Role.editor, "joon": Role.reviewer, "aisha": Role.publisher}
STAFF |= {"tess": Role.admin, "omar": Role.admin}
MASKS = (
    (re.compile(r"st_[A-Za-z0-9_-]{43}"), "st_…"),
    (re.compile(r"la_[1-9A-HJ-NP-Za-km-z]{46}"), "la_…"),
    (re.compile(r"whsec_[A-Za-z0-9+/=]{44}"), "whsec_…"),
    (re.compile(r"(?<=/v1/feeds/)[1-9A-HJ-NP-Za-km-z]{32}"), "…"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "0123456789abcdef" * 4),
)

DRAWN = {"portal": "7HqTr2Wx", "next_portal": "9LkPz4Vb", "receipt": "pS3vQ8kW1tYz6BnC4mLxR7dHf2JgU9aE"}
DRAWN |= {"hooking": "5MnBv3Qx", "hook": "wh_7HqTr2WxN4sKdE8p", "message": "msg_9LkPz4VbR2tYw6XcJ8nMqS3g"}
DRAWN |= {"asking": "6PnCw4Ry", "watch": "wt_7HqTr2WxN4sKdE8p", "consultation": "co_9LkPz4VbR2tYw6Xc"}
DRAWN |= {"second": "co_5MnBv3QxT8sKdE2p"}
DRAWN |= {"receiver": "https://portal.example/atlas"}
"""Words that are another every time, and what stands for them."""


RECEIVER = "http://127.0.0.1:9/atlas"
"""The address of the examples' webhook, which is never called; shown is one that looks like a portal's."""


@dataclass
class Desk:
    """Where the examples of staff are asked."""

    client: TestClient
    tokens: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=lambda: {"receiver": RECEIVER})

    def answered(self, method: str, example: Data) -> Data:
        """The example with what is answered to it; the words that were kept stand in place of their names."""
        for one in example.get("before", ()):
            self.answered(one["method"], {**one, "step": example["step"]})
        headers = {"X-Request-ID": f"example-{example['step']:04}"}
        if "as" in example:
            headers["Authorization"] = f"Bearer {self._token(example['as'])}"
        if "key" in example:
            headers["Authorization"] = f"Bearer {self.kept[example['key']]}"
        if "if_match" in example:
            headers["If-Match"] = self.client.get(self._filled(example["if_match"]), headers=headers).headers["etag"]
        template = example.get("template", example.get("body"))
        body = self._filled(template)
        sent: Data = {"data" if example.get("form") else "json": body} if body is not None else {}
        if "raw" in example:
            headers["Content-Type"], sent = example["raw"], {"content": str(body).encode()}
        answer = self.client.request(method, self._filled(example["request"]), headers=headers, **sent)
        assert answer.is_success, f"{method} {example['request']}: {answer.text[:800]}"
        value = answer.json()
        for word, pointer in example.get("keep", {}).items():
            found = value
            for step in pointer.split("/")[1:]:
                found = found[int(step) if isinstance(found, list) else step]
            self.kept[word] = str(found)
        drawn = [(re.compile(re.escape(self.kept[one])), shown) for one, shown in DRAWN.items() if one in self.kept]
        masks = [*(MASKS if example.get("masked") else MASKS[:4]), *drawn]
        shown = {**example, "answer": cut(_masked(value, masks))}
        if body != template:
            shown |= {"template": template}
        return shown if body is None else {**shown, "body": _masked(body, masks)}

    def _token(self, name: str) -> str:
        if name not in self.tokens:
            form = {"grant_type": "password", "username": name, "password": PASSWORD}
            # Not as one of the story's requests: the trail has its row under this id.
            headers = {"X-Request-ID": f"sign-in-{name}"}
            answer = self.client.post("/v1/staff/token", data=form, headers=headers)
            self.tokens[name] = answer.json()["access_token"]
        return self.tokens[name]

    def _filled(self, value: Any) -> Any:
        """With the words that were kept; a text that is nothing but a whole number's name becomes that number."""
        if isinstance(value, dict):
            return {name: self._filled(member) for name, member in value.items()}
        if isinstance(value, list):
            return [self._filled(one) for one in value]
        if not isinstance(value, str) or not self.kept:
            return value
        names = "|".join(re.escape(name) for name in self.kept)
        filled = re.sub(rf"\{{({names})\}}", lambda found: self.kept[found[1]], value)
        whole = re.fullmatch(rf"\{{({names})\}}", value)
        return int(filled) if whole and filled.isdecimal() else filled


def _masked(value: Any, masks: Iterable[tuple[re.Pattern[str], str]]) -> Any:
    if isinstance(value, dict):
        return {name: _masked(member, masks) for name, member in value.items()}
    if isinstance(value, list):
        return [_masked(one, masks) for one in value]
    if isinstance(value, str):
        for pattern, instead in masks:
            value = pattern.sub(instead, value)
    return value


def cut(value: Any) -> Any:
    """The value with at most one object, or three plain values, in each of its lists."""
    if isinstance(value, dict):
        return {name: cut(member) for name, member in value.items()}
    if isinstance(value, list):
        return [cut(one) for one in value[: 1 if value and isinstance(value[0], dict | list) else 3]]
    return value


@contextmanager
def desk(address: str) -> Iterator[Desk]:
    """The desk on a seeded database, which the story changes; one person of each role is made first."""
    engine = open_engine(address)
    with writing(engine) as connection:
        for name, role in STAFF.items():
            create_person(connection, name, role, at=NOW, password_hash=hashed(PASSWORD, name))
    engine.dispose()
    settings = Settings(
        database_url=address, outside_loopback=True, webhook_key="what the examples' secrets come from"
    )
    app = create_app(settings, today=lambda: date(2026, 12, 1), now=lambda: NOW)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield Desk(client)
