"""The process of `licensing-atlas webhooks deliver`, without what the other commands load.

With `--fast BEGAN` its clock runs sixty times as fast from that moment (seconds since 1970) on.
"""

import sys
import threading
import time
from datetime import UTC, datetime

from app.database.engine import opened
from app.partners.webhooks import working
from app.partners.webhooks.commands import deliver
from app.partners.webhooks.working import Worker, means_of
from app.settings import get_settings

SPEED = 60


def fast(began: float) -> datetime:
    """The time on a clock that runs sixty times as fast since it began."""
    return datetime.fromtimestamp(began + (time.time() - began) * SPEED, UTC)


def deliver_fast(began: float) -> None:
    """Deliver until killed."""
    working.IDLE = 0.02
    settings = get_settings()
    with opened(settings.database) as engine:
        Worker(engine, means_of(settings), lambda: fast(began)).run(threading.Event())


if __name__ == "__main__":
    if "--fast" in sys.argv:
        deliver_fast(float(sys.argv[-1]))
    else:
        deliver(once="--once" in sys.argv)
