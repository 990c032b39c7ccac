"""How keys are written: every typo is told from a key, and nothing of the secret is kept."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.access.keys.written import ALPHABET, LENGTH, check_of, digest_of, draw, well_written


def test_a_key_names_itself_and_ends_with_its_check() -> None:
    new = draw()
    assert new.secret.startswith(f"la_{new.id}")
    assert len(new.secret) == LENGTH == 49
    assert set(new.secret[3:]) <= set(ALPHABET)
    assert well_written(new.secret.encode())
    assert new.digest == digest_of(new.secret.encode())
    assert len({draw().secret for _ in range(50)}) == 50


def test_the_letters_are_those_that_nobody_takes_for_one_another() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 58
    assert not set("0OIl") & set(ALPHABET)
    assert len(ALPHABET) ** 6 > 2**32, "the check has room in six letters"


KEY = "la_" + "Pq7" * 13 + "K"


@settings(max_examples=30, deadline=None, database=None)
@given(place=st.integers(3, 42), letter=st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_found(place: int, letter: str) -> None:
    whole = KEY + check_of(KEY.encode())
    wrong = whole[:place] + letter + whole[place + 1 :]
    assert well_written(wrong.encode()) == (wrong == whole)


@settings(max_examples=30, deadline=None, database=None)
@given(place=st.integers(3, 47))
def test_two_letters_in_the_wrong_order_are_found(place: int) -> None:
    whole = draw().secret
    wrong = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    assert well_written(wrong.encode()) == (wrong == whole)


@settings(max_examples=30, deadline=None, database=None)
@given(given=st.binary(max_size=60))
def test_whatever_comes_is_judged(given: bytes) -> None:
    assert not well_written(given)
    assert not well_written(b"la_" + given)
