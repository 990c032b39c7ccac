"""What is kept for an edition is bounded, and what was asked for last stays longest."""

from app.editions.kept import Kept


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept = Kept[str](2)
    kept.put("a", "A")
    kept.put("b", "B")
    assert kept.get("a") == "A"
    kept.put("c", "C")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("A", None, "C")
    assert len(kept) == 2


def test_a_value_is_made_once() -> None:
    kept, made = Kept[int](10), []

    def make() -> int:
        made.append(1)
        return 7

    assert [kept.of("x", make), kept.of("x", make)] == [7, 7]
    assert made == [1]


def test_a_memory_of_nothing_keeps_nothing() -> None:
    kept = Kept[int](0)
    assert kept.of("x", lambda: 3) == 3
    assert kept.get("x") is None


def test_what_weighs_too_much_goes() -> None:
    kept = Kept[str](10, len)
    kept.put("a", "four")
    kept.put("b", "four")
    kept.put("a", "sevenmm")
    assert (kept.get("a"), kept.get("b")) == ("sevenmm", None)
    kept.put("c", "more than ten")
    assert len(kept) == 0
    kept.put("d", "ten bytes!")
    assert kept.get("d") == "ten bytes!"
