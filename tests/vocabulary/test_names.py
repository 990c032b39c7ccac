"""Every member of a closed list that people read has a name in both languages, in the glossary's words."""

from enum import StrEnum

import pytest
import yaml

from app.settings import ROOT
from app.vocabulary import lists
from app.vocabulary.names import _NAMES, name_of


@pytest.mark.parametrize("kind", _NAMES, ids=lambda kind: kind.__name__)
def test_every_word_has_a_name_in_both_languages(kind: type[StrEnum]) -> None:
    assert list(_NAMES[kind]) == list(kind)
    for word in kind:
        english, korean = name_of(kind, word, "en"), name_of(kind, word, "ko")
        assert english.isascii()
        assert korean == english == "GMP" or not korean.isascii()


def test_no_two_words_of_a_list_have_one_name() -> None:
    for kind in _NAMES:
        for language in ("en", "ko"):
            names = [name_of(kind, word, language) for word in kind]
            assert len(set(names)) == len(names), kind.__name__


def test_korean_names_avoid_what_the_glossary_avoids() -> None:
    glossary = yaml.safe_load((ROOT / "seed" / "glossary.yaml").read_text())
    avoided = {word for term in glossary["terms"] for word in term.get("avoid", ())}
    names = [name_of(kind, word, "ko") for kind in _NAMES for word in kind]
    assert [(name, word) for name in names for word in avoided if word in name] == []


def test_the_lists_that_are_shown_are_named() -> None:
    shown = {
        lists.Obligation,
        lists.Licence,
        lists.Assessment,
        lists.Acceleration,
        lists.FeeType,
        lists.RelianceScope,
        lists.PolicyStatus,
        lists.SampleBasis,
        lists.CurrencyStatus,
    }
    assert shown <= _NAMES.keys()
