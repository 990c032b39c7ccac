"""Which passwords are taken, and how they are kept."""

import unicodedata

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from hypothesis import given
from hypothesis import strategies as st

from app.access.passwords import LONGEST, SHORTEST, fault_of, hash_password, needs_rehash, verify_password


@pytest.mark.parametrize(
    "password",
    [
        "four plain words here",
        "정말 길고 평범한 문장입니다",
        "tr0ub4dor&3 and more",
        "x7!x7!x7!x7!abc",
        "a" * 6 + "bcdkqz zzz",
        "q" * 100 + "werty sunset",
    ],
)
def test_long_and_not_common_is_enough(password: str) -> None:
    assert fault_of(password, "mina") is None


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "at least 12"),
        ("Aa1!Aa1!Aa1", "at least 12"),
        ("a" * 257, "at most 256"),
        ("mina likes tea", "without the name"),
        ("I am MINA today", "without the name"),
        ("password1234", "less common"),
        ("Password!Passw0rd", "less common"),
        ("qwertyuiop12", "less common"),
        ("비밀번호비밀번호비밀번호12", "less common"),
        ("licensingatlas1", "less common"),
        ("aaaaaaaaaaaaaa", "less regular"),
        ("abababababababab", "less regular"),
        ("abcdefghijklmnop", "less regular"),
    ],
)
def test_what_is_guessed_first_is_refused(password: str, says: str) -> None:
    fault = fault_of(password, "mina")
    assert fault is not None
    assert says in fault


def test_a_short_name_may_be_part_of_a_word() -> None:
    assert fault_of("a wedding in Edinburgh", "ed") is None


@given(st.text(max_size=300), st.text("abcdefgh", min_size=1, max_size=20))
def test_no_text_breaks_the_rules_of_passwords(password: str, name: str) -> None:
    fault = fault_of(password, name)
    assert fault is not None or SHORTEST <= len(password) <= LONGEST


def test_a_password_is_kept_as_argon2id_at_the_cost_of_rfc_9106(at_real_cost: None) -> None:
    del at_real_cost
    kept = hash_password("four plain words here")
    assert kept.startswith("$argon2id$")
    found = extract_parameters(kept)
    assert (found.memory_cost, found.time_cost, found.parallelism) == (
        RFC_9106_LOW_MEMORY.memory_cost,
        RFC_9106_LOW_MEMORY.time_cost,
        RFC_9106_LOW_MEMORY.parallelism,
    )
    assert not needs_rehash(kept)
    assert needs_rehash("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$iWh06vD8Fy27wf9npn6FXWiCX4K6pW6Ue1Bnzz07Z8A")


def test_what_is_typed_alike_on_another_keyboard_is_the_same_password() -> None:
    composed, decomposed = (unicodedata.normalize(form, "정말 길고 평범한 문장") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert verify_password(hash_password(composed), decomposed)


def test_nobody_s_password_is_never_right() -> None:
    assert not verify_password(None, "nobody")
    assert not verify_password(None, "nobody has this password")
    assert not verify_password("no hash at all", "anything")
