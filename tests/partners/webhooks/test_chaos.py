"""Fifty publishings while workers and receiver are killed at random and the receiver does everything wrong."""

import json
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from app.editions.models import OutboxRow
from app.partners.webhooks.models import DeliveryAttempt
from tests.access.atlas import Clock, client_on, told
from tests.editions.life import edition, record
from tests.partners.webhooks.portal import (
    ROOT_KEY,
    Data,
    Portal,
    Receiver,
    in_order,
    receiver,
    receiver_process,
    start,
    verified,
)
from tests.partners.webhooks.worker import fast

PUBLISHINGS = 50
ENTRIES = [f"xx-{number}" for number in range(12)]
GOOD: Data = {"status": 204}
CHAOS: Data = {
    "any": [
        *[GOOD] * 12,
        {"status": 500},
        {"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}},
        {"status": 429, "headers": {"Retry-After": "30"}},
        {"status": 503},
        {"garbage": True},
        {"hang_up": True},
        {"drip": 0.05},
        {"seconds": 0.6, **GOOD},
        {"status": 410},
    ]
}


class FastClock(Clock):
    """The same clock as the workers have."""

    def __call__(self) -> datetime:
        return fast(self.at.timestamp())


class Restarting:
    """A process that is killed now and then, and started again."""

    def __init__(self, begin: Callable[[], "subprocess.Popen[str]"]) -> None:
        self.kills = 0
        self._begin = begin
        self.process = begin()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.kills += 1
        self.process = self._begin()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def restarting(begin: Callable[[], "subprocess.Popen[str]"]) -> Iterator[Restarting]:
    """Such a process, from start to end."""
    made = Restarting(begin)
    try:
        yield made
    finally:
        made.end()


@pytest.mark.slow
def test_nothing_is_lost_and_order_is_kept_whatever_is_killed(
    engine: Engine, partnered: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_WEBHOOK_SECONDS", "1")
    began = time.time()
    clock = FastClock(datetime.fromtimestamp(began, UTC))
    file = tmp_path / "taken-in"
    with receiver() as (first, _):
        port = int(first.base.rpartition(":")[2])
    there = Receiver(f"http://127.0.0.1:{port}")

    def listen() -> "subprocess.Popen[str]":
        process = receiver_process(port, file)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == str(port)
        there.play(then=CHAOS, name="chaos")
        return process

    with (
        client_on(engine, clock, outside_loopback=True, webhook_key=ROOT_KEY) as client,
        restarting(listen) as listening,
        restarting(lambda: start(engine, tmp_path, "--fast", str(began))) as one,
        restarting(lambda: start(engine, tmp_path, "--fast", str(began))) as two,
    ):
        portal = Portal(client, engine, clock, partnered[1], there, "chaos")
        hook = portal.hook()
        switched_on = 0
        for number in range(PUBLISHINGS):
            changed = random.sample(ENTRIES, 4)
            text = f"Statement {number}"
            edition(engine, *(record("requirement", id_, statement=text) for id_ in changed), when=str(clock()))
            _wait_for_more(file, 2)
            random.choice([one.kill, two.kill, listening.kill, _nobody])()
            switched_on += _switch_on(portal, hook["id"])
        until = time.monotonic() + 900
        while portal.deliveries(hook["id"])["counts"]["delivered"] < 5 * PUBLISHINGS:
            assert time.monotonic() < until
            switched_on += _switch_on(portal, hook["id"])
            time.sleep(0.5)
        counts = portal.deliveries(hook["id"])["counts"]
    with engine.connect() as connection:
        events = set(connection.scalars(select(OutboxRow.payload).where(OutboxRow.edition > 1)))
        attempts = connection.scalar(select(func.count()).select_from(DeliveryAttempt)) or 0
    seen = [json.loads(line) for line in file.read_bytes().splitlines()]
    for message in seen:
        verified(hook["secret"], message, monkeypatch)
    taken = {message["body"] for message in seen if message["status"] == 204}
    ids = {message["headers"]["webhook-id"]: message["body"] for message in seen}
    assert taken == events
    assert len(ids) == len(events)
    assert all(ids[message["headers"]["webhook-id"]] == message["body"] for message in seen)
    assert in_order([json.loads(message["body"]) for message in seen])
    assert counts == {"pending": 0, "delivered": len(events), "dead": 0}
    statuses = Counter(message["status"] for message in seen)
    print(
        f"\n{len(events)} events, {len(seen)} messages taken in {dict(statuses)}, {attempts} attempts kept, "
        f"workers killed {one.kills + two.kills} times, receiver {listening.kills} times, "
        f"switched on {switched_on} times after 410, {time.time() - began:.0f} s"
    )


def _switch_on(portal: Portal, id_: str) -> int:
    """What the partner does now and then: switch the webhook on again, and have sent again what was given up."""
    if told(portal.ask("GET", f"/{id_}"))["active"]:
        if portal.deliveries(id_)["counts"]["dead"]:
            portal.ask("POST", f"/{id_}/redeliver")
        return 0
    portal.change(id_, active=True)
    return 1


def _wait_for_more(file: Path, number: int) -> None:
    """Wait a while for so many more messages: a worker that is killed at once has nothing in hand."""
    before = file.read_bytes().count(b"\n") if file.exists() else 0
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if file.exists() and file.read_bytes().count(b"\n") >= before + number:
            return
        time.sleep(0.05)


def _nobody() -> None:
    """Nobody is killed this time."""
