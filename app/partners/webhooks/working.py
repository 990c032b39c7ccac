"""Workers: any number of threads and processes that hand out events and deliver them, all doing the same.

What is theirs to do stands in the database, and each takes of it what no other has. A worker that dies leaves
nothing but a lease that runs out.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, exists, select

from app.access.keys.models import PartnerRow
from app.database.engine import opened, reading, writing
from app.outside.addresses import Reach
from app.partners.webhooks.expiring import tell_expiring
from app.partners.webhooks.models import DeliveryRow, WebhookRow
from app.partners.webhooks.selecting import BEHIND, hand_out
from app.partners.webhooks.sending import Outcome, send, timed
from app.partners.webhooks.settling import settle
from app.partners.webhooks.signatures import Root, root_of
from app.partners.webhooks.taking import LEASE, OPEN, take
from app.settings import Settings

logger = logging.getLogger("atlas.webhooks")

IDLE = 1.0
"""Seconds between two looks at the database while there is nothing to do."""

_UPKEEP = timedelta(hours=1)
_LONGEST_REST = 60.0  # seconds between two tries while the database cannot be used
_FORGOTTEN = 1000  # deliveries taken out of the log in one transaction


_HOOKS = select(WebhookRow.key).join(PartnerRow, PartnerRow.key == WebhookRow.partner_key)
_THERE_IS = select(exists(_HOOKS.where(BEHIND)), exists(_HOOKS.where(OPEN)))
"""Is there something to hand out, and something to send?"""


@dataclass(frozen=True)
class Means:
    """What a worker needs: the root of secrets, how far and how long it may call, how long the log is kept."""

    root: Root
    reach: Reach
    seconds: float
    log_days: int


def means_of(settings: Settings) -> Means:
    """What the settings say."""
    return Means(root_of(settings), reach_of(settings), settings.webhook_seconds, settings.webhook_log_days)


def reach_of(settings: Settings) -> Reach:
    """How far the addresses of webhooks may lead."""
    return Reach.loopback if settings.outside_loopback else Reach.public


class Worker:
    """One worker. `now` is its clock."""

    def __init__(self, engine: Engine, means: Means, now: Callable[[], datetime]) -> None:
        assert timedelta(seconds=means.seconds) < LEASE
        self.delivered = 0
        self.failed = 0
        self._engine = engine
        self._means = means
        self._now = now
        self._upkeep_at: datetime | None = None

    def step(self) -> bool:
        """Do one thing; false where there is nothing to do."""
        now = self._now()
        if self._upkeep_at is None or now >= self._upkeep_at:
            self._upkeep(now)
            self._upkeep_at = now + _UPKEEP
        with reading(self._engine) as connection:
            behind, due = connection.execute(_THERE_IS, {"now": now}).one()
        handed = behind and self._hand_out(now)
        return (due and self._deliver(now)) or handed

    def drain(self) -> None:
        """Do all that is due."""
        while self.step():
            pass

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop. A database that cannot be used is waited for."""
        rest = IDLE
        while not stop.is_set():
            try:
                worked = self.step()
                rest = IDLE
            except Exception:  # whatever it is, the next event is to be delivered
                logger.exception("webhooks are not delivered at this moment")
                worked, rest = False, min(rest * 2, _LONGEST_REST)
            if not worked:
                stop.wait(rest)

    def _hand_out(self, now: datetime) -> bool:
        with writing(self._engine) as connection:
            return hand_out(connection, at=now) > 0

    def _deliver(self, now: datetime) -> bool:
        with writing(self._engine) as connection:
            taken = take(connection, self._means.root, now=now)
        if taken is None:
            return False
        began = time.monotonic()
        attempt = send(taken, at=now, reach=self._means.reach, seconds=self._means.seconds)
        attempt = timed(attempt, time.monotonic() - began)
        if not settle(self._engine, taken, attempt, now=self._now()):
            logger.warning("a delivery took longer than its lease", extra={"delivery": taken.id})
        if attempt.outcome == Outcome.delivered:
            self.delivered += 1
        else:
            self.failed += 1
            # Of the address only the host would be fit for a log, and the id says whose it is.
            logger.info("a delivery failed", extra={"delivery": taken.id, "outcome": str(attempt.outcome)})
        return True

    def _upkeep(self, now: datetime) -> None:
        """Tell of keys that end soon, and forget what was delivered long ago."""
        with writing(self._engine) as connection:
            tell_expiring(connection, at=now)
        while self._forget(now - timedelta(days=self._means.log_days)):
            pass

    def _forget(self, before: datetime) -> bool:
        with writing(self._engine) as connection:
            old = (
                select(DeliveryRow.key)
                .where(DeliveryRow.state == "delivered", DeliveryRow.done_at < before)
                .limit(_FORGOTTEN)
            )
            return connection.execute(delete(DeliveryRow).where(DeliveryRow.key.in_(old))).rowcount == _FORGOTTEN


@contextmanager
def working(settings: Settings, now: Callable[[], datetime]) -> Iterator[None]:
    """Let as many workers run beside what is done inside as the settings say."""
    if not settings.webhook_workers:
        yield
        return
    try:
        means = means_of(settings)
    except OSError as error:  # the rest of the server is of use without
        logger.error("webhooks are not delivered: set ATLAS_WEBHOOK_KEY (%s)", error)
        yield
        return
    stop = threading.Event()
    with opened(settings.database) as engine:
        threads = [
            threading.Thread(
                target=Worker(engine, means, now).run, args=(stop,), name=f"webhooks-{number}", daemon=True
            )
            for number in range(1, settings.webhook_workers + 1)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            until = time.monotonic() + means.seconds + 1
            for thread in threads:
                thread.join(max(until - time.monotonic(), 0.0))
