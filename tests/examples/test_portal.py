"""The example portal follows an atlas, whatever is killed, and never holds what was not published."""

import random
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.editions.life import redact
from tests.examples.both_sides import Both, both_sides, kill_at_random

PUBLISHINGS = 50


def begin(both: Both) -> None:
    """Start the atlas, let the portal fetch the keys and have a webhook, and start the portal."""
    both.atlas.start()
    both.wait_until(both.ready)
    both.command("keys")
    both.command("subscribe", f"{both.portal_address}/atlas")
    both.portal.start()
    both.wait_until(both.arrived)


def test_the_portal_syncs_is_told_and_goes_on_after_a_kill(engine: Engine, tmp_path: Path) -> None:
    with both_sides(engine, tmp_path) as both:
        begin(both)
        assert both.prove() == 1
        both.publish("One.", "xx-dossier", "xx-new")
        both.wait_until(both.arrived)
        both.wait_until(lambda: ("edition.published",) in both.portal_store("SELECT type FROM message"))
        both.portal.kill()
        both.publish("Two.", "xx-dossier", withdraw="xx-doomed")
        both.publish("Three.", "xx-fee")
        both.portal.start()
        both.wait_until(both.arrived)
        assert both.prove() == 4
        assert both.portal_store("SELECT number FROM edition ORDER BY number") == [(1,), (2,), (3,), (4,)]
        assert both.portal_store("SELECT id FROM record WHERE id IN ('xx-doomed', 'xx-new')") == [("xx-new",)]
        redact(engine, "xx-fee")
        redacted = "SELECT content, withheld FROM record WHERE id = 'xx-fee'"
        both.wait_until(lambda: both.portal_store(redacted) == [(None, "redacted")])
        assert both.prove() == 4
        assert "are what was published" in both.command("check")


@pytest.mark.slow
def test_fifty_publishings_arrive_while_both_sides_are_killed(engine: Engine, tmp_path: Path) -> None:
    chance = random.Random()
    began = time.monotonic()
    ids = [f"xx-{number}" for number in range(12)]
    proven = 0
    with both_sides(engine, tmp_path) as both:
        begin(both)
        for number in range(PUBLISHINGS):
            both.publish(f"Statement {number}.", *chance.sample(ids, 4))
            kill_at_random(both, chance, most=3)
            both.wait_until(both.arrived)
            proven += both.prove() == both.published
        taken = both.portal_store("SELECT number FROM edition ORDER BY number")
        messages = both.portal_store("SELECT type, count(*) FROM message GROUP BY type ORDER BY type")
        print(
            f"\n{proven} editions proven, atlas killed {both.atlas.kills} times, portal {both.portal.kills} times, "
            f"messages {messages}, {time.monotonic() - began:.0f} s"
        )
    assert taken == [(number,) for number in range(1, PUBLISHINGS + 2)]
    assert proven == PUBLISHINGS
