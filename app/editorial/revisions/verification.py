"""What a revision of the change type `verified` may change: when the fact was checked, and where it was seen.

Everything else is left as it was; whoever finds that the source says something else writes a correction.
"""

from collections.abc import Iterator
from typing import Any

from app.access.faults import Fault
from app.editorial.revisions.contents import CONTENT

Data = dict[str, Any]

MAY_CHANGE = frozenset({"checked_on", "review_due_on", "fact_as_of", "citations"})
"""The members of an entry that a verification moves."""


def beyond_verification(published: Data | None, content: Data) -> Iterator[Fault]:
    """What a revision changes although it says that it only verifies. Null: nothing is published yet."""
    if published is None:
        yield Fault(CONTENT, "nothing is published that could be verified; the change is `substantive`")
        return
    for name in {**published, **content}:
        if name not in MAY_CHANGE and published.get(name) != content.get(name):
            yield Fault(f"{CONTENT}/{name}", "a verification leaves it as it is; a change of it is a `correction`")
    if content.get("checked_on", "") < published.get("checked_on", ""):
        yield Fault(
            f"{CONTENT}/checked_on",
            f"expected a day not before the last check, {published['checked_on']}",
            (),
            content["checked_on"],
        )
    if published.get("fact_as_of") and not content.get("fact_as_of"):
        yield Fault(f"{CONTENT}/fact_as_of", "a verification does not take the date of the fact away")
    cited = _cited(content)
    if not _cited(published) <= cited:
        yield Fault(f"{CONTENT}/citations", "a verification takes no source away; that is a `correction`")


def _cited(content: Data) -> set[tuple[str, bool]]:
    return {(one["source"], one["supports"]) for one in content.get("citations", ())}
