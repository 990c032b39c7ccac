"""Several workers at once, killed in the middle: nothing lost, each entry's changes in order."""

import json
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.database.engine import writing
from app.partners.webhooks import sending
from app.partners.webhooks.models import DeliveryRow, WebhookRow
from app.partners.webhooks.signatures import root_of
from app.partners.webhooks.taking import LEASE
from app.partners.webhooks.working import working
from app.settings import Settings
from tests.access.atlas import problem, told
from tests.partners.webhooks.portal import ROOT_KEY, Portal, in_order, publish, start


def test_two_processes_deliver_everything_once_and_in_order(portal: Portal, tmp_path: Path) -> None:
    portal.clock.at = datetime.now(UTC)
    hook = portal.hook()
    for _ in range(3):
        publish(portal, *(f"xx-{number}" for number in range(8)))
    processes = [start(portal.engine, tmp_path, "--once") for _ in range(2)]
    said = [one.communicate(timeout=60)[0] for one in processes]
    assert [one.returncode for one in processes] == [0, 0]
    portal.work()
    assert portal.deliveries(hook["id"])["counts"] == {"pending": 0, "delivered": 27, "dead": 0}
    assert len(portal.seen()) == 27, said
    assert in_order([json.loads(one["body"]) for one in portal.seen()])


def test_what_a_killed_worker_had_in_hand_is_delivered_by_another(portal: Portal, tmp_path: Path) -> None:
    portal.clock.at = datetime.now(UTC)
    hook = portal.hook(events=["entry.changed"])
    portal.receiver.play({"status": 200, "seconds": 1.5}, name=portal.name)
    publish(portal, "xx-dossier")
    publish(portal, "xx-dossier")
    with start(portal.engine, tmp_path) as process:
        while not portal.seen():
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    portal.clock.at = datetime.now(UTC)
    portal.work()
    assert len(portal.seen()) == 1  # the lease still stands, and the later change waits for the earlier
    portal.clock.forward(seconds=LEASE.total_seconds())
    portal.work()
    assert portal.changes() == [("xx-dossier", 2), ("xx-dossier", 2), ("xx-dossier", 3)]
    assert portal.deliveries(hook["id"])["counts"] == {"pending": 0, "delivered": 2, "dead": 0}


def test_a_worker_that_slept_through_its_lease_changes_nothing(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = portal.hook(events=["edition.published"])
    publish(portal, "xx-dossier")
    slow = portal.worker()
    real = sending.send

    def asleep(*given: object, **more: object) -> object:
        with monkeypatch.context() as awake:
            awake.setattr("app.partners.webhooks.working.send", real)
            portal.clock.forward(seconds=LEASE.total_seconds())
            portal.work()
        return sending.Attempt(sending.Outcome.refused, 500, "too late")

    monkeypatch.setattr("app.partners.webhooks.working.send", asleep)
    slow.drain()
    (one,) = portal.deliveries(hook["id"])["items"]
    assert (one["state"], one["attempts"]) == ("delivered", 1)
    assert portal.deliveries(hook["id"])["failures"] == 0
    assert len(portal.seen()) == 1


def test_a_webhook_that_is_taken_away_while_it_is_called_leaves_nothing(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = portal.hook(events=["edition.published"])
    publish(portal, "xx-dossier")

    def gone(*_: object, **__: object) -> object:
        told(portal.ask("DELETE", f"/{hook['id']}"))
        return sending.Attempt(sending.Outcome.refused, 410, "gone")

    monkeypatch.setattr("app.partners.webhooks.working.send", gone)
    portal.work()
    with portal.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(DeliveryRow)) == 0


def test_with_another_root_nothing_is_sent_until_the_secret_is_rotated(portal: Portal) -> None:
    hook = portal.hook(events=["edition.published"])
    with writing(portal.engine) as connection:
        connection.execute(update(WebhookRow).values(secret_root="another"))
    publish(portal, "xx-dossier")
    portal.work()
    assert portal.seen() == []
    (one,) = portal.deliveries(hook["id"])["items"]
    assert "rotate" in one["last"]["detail"]
    told(portal.ask("POST", f"/{hook['id']}/rotate-secret", {}), 201)
    portal.clock.forward(seconds=5)
    portal.work()
    assert len(portal.seen()) == 1


def test_the_root_is_made_once_and_is_nobody_else_s_to_read(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new")
    first, again = root_of(settings), root_of(settings)
    assert first.secret("x") == again.secret("x")
    (file,) = (tmp_path / "new").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert root_of(Settings(data=tmp_path / "other")).secret("x") != first.secret("x")


def test_the_threads_of_a_server_deliver(portal: Portal, tmp_path: Path) -> None:
    portal.clock.at = datetime.now(UTC)
    portal.hook()
    settings = Settings(
        database_url=portal.engine.url.render_as_string(hide_password=False),
        webhook_key=ROOT_KEY,
        outside_loopback=True,
        webhook_workers=2,
    )
    with working(settings, lambda: datetime.now(UTC)):
        publish(portal, "xx-dossier")
        until = time.monotonic() + 20
        while len(portal.seen()) < 2:
            assert time.monotonic() < until
            time.sleep(0.05)


def test_a_database_that_cannot_be_used_is_waited_for(portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    worker = portal.worker()

    class Stop:
        """Told to stop after the second rest."""

        waited: list[float] = []

        def is_set(self) -> bool:
            return len(self.waited) > 2

        def wait(self, seconds: float) -> bool:
            self.waited.append(seconds)
            return False

    def broken() -> bool:
        raise OSError("no database")

    worker.step = broken  # type: ignore[method-assign]
    stop = Stop()
    worker.run(stop)  # type: ignore[arg-type]
    assert stop.waited == [2.0, 4.0, 8.0]
    assert "not delivered at this moment" in caplog.text


def test_a_server_that_can_keep_no_root_serves_all_the_same(
    portal: Portal, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(database_url="sqlite://", data=tmp_path / "file")
    with working(settings, portal.clock):
        assert "ATLAS_WEBHOOK_KEY" in caplog.text
    portal.client.app.state.settings = settings.model_copy(update={"outside_loopback": True})  # type: ignore[attr-defined]
    answer = portal.ask("POST", body={"url": portal.receiver.url(), "label": "x"})
    problem(answer, 503, "not-ready")
