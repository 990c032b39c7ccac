"""How old a fact may grow before an answer has to say that it is old."""

from typing import Any

from app.vocabulary.dates import day_range, years_after
from app.vocabulary.lists import Stale

FEE_YEARS = 2
CLOCK_YEARS = 3
OTHER_YEARS = 5


def allowed_years(data: dict[str, Any]) -> int:
    """Years that an entry's `fact_as_of` stays good for: 2 for fees, 3 for clocks, else 5.

    Clocks are procedures and observed times, by kind; fees are entries on the topic `fees`.
    """
    if "fees" in data["topics"]:
        return FEE_YEARS
    if data["kind"] in ("procedure", "observed_time"):
        return CLOCK_YEARS
    return OTHER_YEARS


def stale_after(data: dict[str, Any]) -> str | None:
    """Last day on which the fact is young enough, or null where no source has a date."""
    fact_as_of = data.get("fact_as_of")
    if fact_as_of is None:
        return None
    return years_after(day_range(fact_as_of)[1], allowed_years(data)).isoformat()


def stale(data: dict[str, Any], today: str) -> Stale:
    """`yes` past the review date, when superseded or historic, or when too old; `unknown` without a date.

    `today` is a day as `YYYY-MM-DD`; `data` is an entry's content with its `kind`.
    """
    due = data.get("review_due_on")
    if data["currency_status"] in ("superseded", "historic") or (due is not None and due < today):
        return Stale.yes
    last = stale_after(data)
    if last is None:
        return Stale.unknown
    return Stale.yes if last < today else Stale.no
