"""The portal's own server: it is told by webhooks that something happened, and shows what it holds.

A message is believed only with a signature that holds, and even then it says no more than "look": what changed is
asked of the atlas. So a message that is lost, comes twice or comes late does no harm.
"""

import json
import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from standardwebhooks import Webhook, WebhookVerificationError

from atlas_portal.atlas import Atlas
from atlas_portal.store import Store

LOG = logging.getLogger("atlas_portal")
PATH = "/atlas"
LARGEST = 1_000_000  # bytes of a message


def subscribe(atlas: Atlas, url: str) -> str:
    """Have a webhook at this address; its secret, which is shown only now. One that is there gets another secret."""
    there = [one for one in atlas.ask("GET", "/v1/webhooks").json()["items"] if one["url"] == url]
    if there:  # an earlier attempt, whose answer was perhaps lost
        made = atlas.ask("POST", f"/v1/webhooks/{there[0]['id']}/rotate-secret", json={"overlap_hours": 1})
    else:
        made = atlas.ask("POST", "/v1/webhooks", json={"url": url, "label": "example portal"})
    secret: str = made.json()["secret"]
    return secret


def server(host: str, port: int, store: Path, secret: Callable[[], str | None], wake: threading.Event) -> "Server":
    """The server, which is not serving yet. `secret` is asked for at each message; `wake` is set when one came."""
    made = Server((host, port), _Handler)
    made.store, made.secret, made.wake = store, secret, wake
    return made


class Server(ThreadingHTTPServer):
    """What its handlers need."""

    daemon_threads = True
    store: Path
    secret: Callable[[], str | None]
    wake: threading.Event


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 15  # seconds for one request

    def do_POST(self) -> None:
        """Take in a message: answer first, work afterwards."""
        length = self.headers.get("content-length", "")
        if not (length.isdecimal() and int(length) <= LARGEST):
            self.close_connection = True  # its body is not read
            self._answer(413)
            return
        body = self.rfile.read(int(length))
        if self.path != PATH:
            self._answer(404)
            return
        secret = self.server.secret()
        if secret is None:
            self._answer(503)
            return
        try:
            event = Webhook(secret).verify(body, dict(self.headers.items()))
        except (WebhookVerificationError, ValueError):  # the library raises the latter for what it cannot take apart
            self._answer(401)
            return
        store = Store(self.server.store)
        try:
            new = store.take_message(self.headers["webhook-id"], event["type"])
        finally:
            store.close()
        self._answer(204)
        if new:
            LOG.info("told of %s", event["type"])
            self.server.wake.set()

    def do_GET(self) -> None:
        """Show what is held: `/` how far we are, `/records/{type}/{id}` what a record says."""
        store = Store(self.server.store)
        try:
            match [unquote(step) for step in self.path.split("/")[1:]]:
                case [""]:
                    place = store.place()
                    self._answer(200, {"edition": place.edition if place else None})
                case ["records", type_, id_]:
                    held = store.record(type_, id_)
                    if held is None:
                        self._answer(404)
                    else:
                        content = None if held.content is None else json.loads(held.content)
                        said = {"revision": held.listed.revision, "sha256": held.listed.sha256, "content": content}
                        self._answer(200, said | {"withheld": held.withheld})
                case _:
                    self._answer(404)
        finally:
            store.close()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request."""

    def _answer(self, status: int, body: dict[str, Any] | None = None) -> None:
        sent = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)
