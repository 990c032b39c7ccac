"""When a delivery is tried again."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.partners.webhooks.schedule import AFTER, GIVEN_UP, next_attempt, pause, wished

NOW = datetime(2026, 12, 2, tzinfo=UTC)


@given(st.lists(st.one_of(st.none(), st.integers(0, 86_400)), max_size=20))
def test_tries_grow_rarer_and_end_within_three_days(wishes: list[int | None]) -> None:
    at, times = NOW, [NOW]
    for number in range(1, 30):
        wish = wishes[number - 1] if number <= len(wishes) else None
        again = next_attempt(number, NOW, at, None if wish is None else timedelta(seconds=wish))
        if again is None:
            break
        assert again - at >= timedelta(seconds=max(wish or 0, 0.8 * AFTER[number - 1]))
        at = again
        times.append(at)
    assert times[-1] - NOW <= GIVEN_UP
    if not any(wishes):
        assert len(times) == len(AFTER) + 1
        assert times[-1] - NOW >= timedelta(days=2)


def test_a_webhook_rests_longer_the_longer_it_fails_and_five_minutes_at_most() -> None:
    rests = [pause(failures).total_seconds() for failures in range(1, 12)]
    assert rests == [0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert pause(10**9).total_seconds() == 300


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("999999999999999999999", 86_400),
        (format_datetime(NOW + timedelta(minutes=2), usegmt=True), 120),
        (format_datetime(NOW - timedelta(minutes=2), usegmt=True), 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("Wed, 02 Dec 2026 00:01:00 -0000", 60),
        ("-5", None),
        ("soon", None),
        ("١٢", None),
        ("1" * 1000, None),
        ("", None),
        (None, None),
    ],
)
def test_what_a_receiver_asks_for_is_read_or_left(said: str | None, seconds: int | None) -> None:
    found = wished(said, NOW)
    assert (None if found is None else found.total_seconds()) == seconds


@given(st.text(max_size=80))
def test_no_retry_after_breaks_anything(said: str) -> None:
    found = wished(said, NOW)
    assert found is None or timedelta() <= found <= timedelta(days=1)
