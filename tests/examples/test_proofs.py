"""The example portal believes nothing that it cannot prove, and picks up what broke off."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import httpx
import pytest
from sqlalchemy import Engine
from standardwebhooks import Webhook
from starlette.testclient import TestClient

from atlas_portal.atlas import Atlas, Away, Refused
from atlas_portal.hooks import server
from atlas_portal.proof import Untrue
from atlas_portal.store import Store
from atlas_portal.sync import sync
from tests.editions.life import asking, edition, record, redact
from tests.examples.both_sides import publishing
from tests.partners.keys import issued

Data = dict[str, Any]
Change = Callable[[httpx.Response], httpx.Response]

SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Wire:
    """What lies between the portal and an atlas in this process: it may change answers, and breaks when told to."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.asked: list[httpx.Request] = []
        self.changes: dict[str, Change] = {}
        self.failing: list[httpx.Response | Exception] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if self.failing:
            failure = self.failing.pop(0)
            if isinstance(failure, Exception):
                raise failure
            return failure
        sent = {**request.headers, "accept-encoding": "identity"}
        answer = self.client.request(request.method, str(request.url), headers=sent, content=request.content)
        headers = [(name, value) for name, value in answer.headers.items() if name != "content-length"]
        whole = httpx.Response(answer.status_code, headers=headers, content=answer.content)
        change = next((one for place, one in self.changes.items() if place in request.url.path), None)
        return change(whole) if change and whole.is_success else whole


class Side:
    """A portal in a folder, and its wire to the atlas."""

    def __init__(self, wire: Wire, key: str, folder: Path) -> None:
        self.wire = wire
        self.folder = folder
        self.atlas = Atlas("http://testserver", key, waits=(0, 0), transport=httpx.MockTransport(wire.answer))
        self.store = Store(folder / "portal.db")
        self.keys = self.atlas.keys()

    def edition(self) -> int | None:
        place = self.store.place()
        return place.edition if place else None

    def sync(self) -> None:
        sync(self.atlas, self.store, self.keys, self.folder)


@pytest.fixture
def side(engine: Engine, tmp_path: Path) -> Iterator[Side]:
    """A portal beside a small atlas in edition 1."""
    key = issued(engine, "export")["Authorization"].removeprefix("Bearer ")
    with publishing(engine), asking(engine) as client:
        made = Side(Wire(client), key, tmp_path)
        with made.atlas, closing(made.store):
            yield made


def next_edition(engine: Engine) -> None:
    changed = [record("requirement", id_, statement="Another.") for id_ in ("xx-dossier", "xx-new")]
    edition(engine, *changed, withdraw=[("xx-doomed", "it was wrong")])


def test_a_whole_edition_then_what_changed_then_a_redaction(engine: Engine, side: Side) -> None:
    side.sync()
    assert side.store.check() == 20
    next_edition(engine)
    redact(engine, "xx-fee")
    side.sync()
    place = side.store.place()
    assert place is not None
    assert (place.edition, place.redactions, side.store.check()) == (2, 1, 20)
    fee = side.store.record("requirement", "xx-fee")
    assert fee is not None
    assert (fee.content, fee.withheld) == (None, "redacted")
    assert side.store.record("requirement", "xx-doomed") is None


def test_where_nothing_is_new_one_request_says_so(side: Side) -> None:
    side.sync()
    side.wire.asked.clear()
    side.sync()
    (asked,) = side.wire.asked
    assert asked.headers["if-none-match"]


def other_body(change: Callable[[Data], None]) -> Change:
    """An answer whose body was changed on its way."""

    def changed(answer: httpx.Response) -> httpx.Response:
        body = answer.json()
        change(body)
        return httpx.Response(200, headers=answer.headers, json=body)

    return changed


def other_text(old: str, new: str) -> Change:
    return lambda answer: httpx.Response(200, headers=answer.headers, text=answer.text.replace(old, new))


def _content(body: Data) -> None:
    body["items"][-1]["content"] = body["items"][-1]["content"].replace("Another.", "Any other.")


def _hash_as_well(body: Data) -> None:
    _content(body)
    body["items"][-1]["new"]["sha256"] = "0" * 64


def _one_less(body: Data) -> None:
    body["items"].pop()


def _withheld(body: Data) -> None:
    body["items"][-1]["content"] = None


def _signature(body: Data) -> None:
    body["signatures"][0]["signature"] = "A" * 86 + "=="


def _nobody_signed(body: Data) -> None:
    body["signatures"] = []


LIES = {
    "another content": ("/v1/changes", other_body(_content)),
    "another content with another hash": ("/v1/changes", other_body(_hash_as_well)),
    "a change left out": ("/v1/changes", other_body(_one_less)),
    "a content left out": ("/v1/changes", other_body(_withheld)),
    "another time in the manifest": ("/manifest", other_text("published_at 2026", "published_at 2025")),
    "another edition's manifest": ("/manifest", other_text("edition 2", "edition 3")),
    "another history": ("/manifest", other_text("previous_head ", "previous_head 0")),
    "no manifest": ("/manifest", other_text("edition", "nothing")),
    "another signature": ("/signatures", other_body(_signature)),
    "no signature": ("/signatures", other_body(_nobody_signed)),
}


def test_a_lie_is_not_taken_in_and_the_truth_is_afterwards(engine: Engine, side: Side) -> None:
    side.sync()
    next_edition(engine)
    for lie, (place, change) in LIES.items():
        side.wire.changes = {place: change}
        with pytest.raises(Untrue):
            side.sync()
        assert (side.edition(), side.store.check()) == (1, 20), lie
    side.wire.changes = {}
    side.sync()
    assert (side.edition(), side.store.check()) == (2, 20)


EXPORT_LIES = {
    "another content": other_text("Statement of xx-dossier", "Statement of nobody"),
    "a record left out": lambda one: httpx.Response(200, headers=one.headers, text=one.text.rpartition("\n{")[0]),
    "no JSON": other_text('"content":', "content"),
    "nothing": lambda one: httpx.Response(200, headers=one.headers, text=""),
    "no signature": other_text('"signatures":[', '"signatures":[],"others":['),
}


def test_a_false_export_leaves_nothing(side: Side) -> None:
    for lie, change in EXPORT_LIES.items():
        side.wire.changes = {"/v1/exports": change}
        with pytest.raises(Untrue):
            side.sync()
        assert (side.edition(), list(side.store.listed())) == (None, []), lie
        assert not list(side.folder.glob("export*")), lie
    side.wire.changes = {}
    keys, side.keys = side.keys, []
    with pytest.raises(Untrue, match="signed by no key"):
        side.sync()
    side.keys = keys
    side.sync()
    assert side.store.check() == 20


class Breaking(httpx.SyncByteStream):
    """The first bytes of an answer, and then the wire breaks."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self.content
        raise httpx.ReadError("broken")


def test_a_download_goes_on_where_it_broke_off(side: Side) -> None:
    sizes = [2000]

    def breaking(answer: httpx.Response) -> httpx.Response:
        if not sizes:
            return answer
        begun = answer.content[: sizes.pop()]
        return httpx.Response(answer.status_code, headers=answer.headers, stream=Breaking(begun))

    side.wire.changes = {"/v1/exports": breaking}
    side.sync()
    ranges = [one.headers.get("range") for one in side.wire.asked if "/v1/exports/1" in one.url.path]
    assert ranges == [None, "bytes=2000-"]
    assert side.store.check() == 20


def test_the_portal_is_patient_and_not_for_ever(side: Side) -> None:
    for failure in (httpx.Response(503), httpx.Response(429), httpx.ConnectError("nobody there")):
        side.wire.failing = [failure, failure]
        assert side.atlas.keys() == side.keys
        side.wire.failing = [failure, failure, failure]
        with pytest.raises(Away):
            side.atlas.keys()
    with pytest.raises(Refused, match="No such record in this edition"):
        side.atlas.manifest(99)


@contextmanager
def receiving(folder: Path, secret: str | None) -> Iterator[tuple[str, threading.Event]]:
    wake = threading.Event()
    made = server("127.0.0.1", 0, folder / "portal.db", lambda: secret, wake)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_address[1]}", wake
    finally:
        made.shutdown()
        thread.join()
        made.server_close()


def message(id_: str = "msg_1", *, secret: str = SECRET, at: datetime | None = None) -> tuple[bytes, dict[str, str]]:
    body = json.dumps({"type": "edition.published", "timestamp": "2026-11-23T00:00:00Z", "data": {"edition": 2}})
    when = at or datetime.now(UTC)
    signature = Webhook(secret).sign(id_, when, body)
    headers = {"webhook-id": id_, "webhook-timestamp": str(int(when.timestamp())), "webhook-signature": signature}
    return body.encode(), headers


def post(address: str, body: bytes, headers: dict[str, str]) -> int:
    try:
        with urlopen(Request(address, body, headers), timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def test_a_message_wakes_the_portal_once(tmp_path: Path) -> None:
    with receiving(tmp_path, SECRET) as (base, wake):
        assert post(f"{base}/atlas", *message()) == 204
        assert wake.wait(5)
        wake.clear()
        assert post(f"{base}/atlas", *message()) == 204
        time.sleep(0.05)
        assert not wake.is_set()


def test_a_message_that_cannot_be_proven_wakes_nobody(tmp_path: Path) -> None:
    body, headers = message()
    old = message(at=datetime.now(UTC) - timedelta(minutes=6))
    false = [
        message(secret="whsec_" + "A" * 32),
        (body + b" ", headers),
        (b"\xff", headers),
        old,
        (body, {}),
        *((body, {**headers, "webhook-signature": one}) for one in ("", "v1", "v1,§", "v1,a,b", "v2,AAAA")),
    ]
    with receiving(tmp_path, SECRET) as (base, wake):
        assert {post(f"{base}/atlas", *one) for one in false} == {401}
        assert post(f"{base}/other", body, headers) == 404
        assert post(f"{base}/atlas", b"x", {**headers, "Content-Length": "1000001"}) == 413
        assert not wake.is_set()
    with receiving(tmp_path, None) as (base, _):
        assert post(f"{base}/atlas", body, headers) == 503
