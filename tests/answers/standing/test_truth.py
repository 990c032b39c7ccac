"""Three-valued logic, held to its tables."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from app.answers.standing.truth import Truth, agreed, at_least, every, opposite, some

YES, NO, UNKNOWN = Truth.yes, Truth.no, Truth.unknown
TRUTHS = st.lists(st.sampled_from(list(Truth)), max_size=6)


def _possible(values: list[Truth]) -> list[list[bool]]:
    """All ways in which what is not known may turn out."""
    return [list(one) for one in product(*([True, False] if v == UNKNOWN else [v == YES] for v in values))]


def _of(results: set[bool]) -> Truth:
    return UNKNOWN if len(results) == 2 else YES if True in results else NO


@given(TRUTHS)
def test_every_and_some_are_what_holds_however_the_unknown_turns_out(values: list[Truth]) -> None:
    assert every(values) == _of({all(one) for one in _possible(values)})
    assert some(values) == _of({any(one) for one in _possible(values)})


@given(TRUTHS, st.integers(1, 5))
def test_at_least_so_many_hold_however_the_unknown_turns_out(values: list[Truth], count: int) -> None:
    assert at_least(count, values) == _of({sum(one) >= count for one in _possible(values)})


def test_the_opposite_of_unknown_is_unknown() -> None:
    assert [opposite(one) for one in (YES, NO, UNKNOWN)] == [NO, YES, UNKNOWN]


def test_readings_that_differ_agree_on_nothing() -> None:
    assert [agreed([YES, YES]), agreed([NO]), agreed([YES, NO]), agreed([])] == [YES, NO, UNKNOWN, UNKNOWN]
