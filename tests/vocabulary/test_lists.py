"""The closed lists are what the design promises: a word of the API does not change unnoticed."""

import re
from enum import StrEnum

import pytest

from app.vocabulary import lists
from app.vocabulary.lists import ENTRY_KINDS, RECORD_TYPES, EntryKind, SupportingKind, TextState, Translation

ALL = [
    one for one in vars(lists).values() if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum
]

PROMISED: dict[str, str] = {
    "EntryKind": "requirement procedure reliance observed_time policy market term qa",
    "State": "draft in_review approved published superseded withdrawn",
    "ChangeType": "substantive editorial correction translation verified",
    "TextState": "original machine reviewed outdated missing",
    "CurrencyStatus": "current superseded historic unknown",
    "EvidenceGrade": "A B C D",
    "SourceCustody": "official-site third-party-copy quoted",
    "Assessment": "full abridged verification recognition notification joint",
    "Acceleration": "none priority conditional emergency",
    "DurationUnit": "working-day calendar-day week month year",
    "PhaseRole": "authority applicant council round",
    "TotalBasis": "stated summed",
    "TotalStanding": "aim draft",
    "FeeUnit": "application package product ingredient formula site site-and-dosage-form licence",
    "FeeFrequency": "once yearly",
    "FeeStanding": "draft sum doubtful",
    "RelianceScope": "marketing-authorisation gmp-inspection lot-release be-study clinical-data local-trial-waiver "
    "tender price device",
    "Answer": "yes partly no unknown",
    "Stated": "stated derived",
    "Applies": "yes no unknown",
    "Stale": "yes no unknown",
    "SampleBasis": "measured estimate anecdote unknown",
    "Language": "en ko",
}


@pytest.mark.parametrize("name", PROMISED)
def test_a_list_holds_the_promised_words_in_their_order(name: str) -> None:
    assert [str(word) for word in getattr(lists, name)] == PROMISED[name].split()


@pytest.mark.parametrize("words", ALL, ids=lambda words: words.__name__)
def test_words_are_fit_for_an_address(words: type[StrEnum]) -> None:
    assert [word for word in words if not re.fullmatch(r"[a-z]+([-_][a-z]+)*|[A-D]", word)] == []


def test_a_record_is_an_entry_or_supports_one() -> None:
    assert not set(EntryKind) & set(SupportingKind)
    assert set(RECORD_TYPES) == ENTRY_KINDS | set(SupportingKind)
    assert len(RECORD_TYPES) == len(set(RECORD_TYPES))


def test_every_state_of_a_translation_can_be_shown() -> None:
    assert {str(one) for one in Translation} == {str(one) for one in TextState} - {"original"}
