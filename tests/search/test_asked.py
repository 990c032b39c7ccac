"""How people ask, as the files of `app/vocabulary` hold it: everyday words, the phrasebook, places, spellings."""

import pytest
import yaml

from app.intake.seed import Seed
from app.search.fields import searchable
from app.search.questions import THESAURUS, asking, phrasebook
from app.search.reading import Reading
from app.search.words import stem
from app.vocabulary.lists import ENTRY_KINDS
from tests.search.test_reading import Read


def entry(id_: str) -> dict[str, object]:
    return {"id": id_, "country": "TH", "title": {"original": "en", "en": "Orphan status", "ko": "희귀의약품"}}


def test_the_phrasebook_speaks_of_entries_and_authorities_that_there_are(seed: Seed) -> None:
    known = {one.id for one in seed.records if one.type in ENTRY_KINDS or one.type == "authority"}
    assert phrasebook().keys() <= known
    assert all(isinstance(one, str) and one for one in phrasebook().values())


def test_the_phrasebook_is_not_read_to_know_which_version_it_is() -> None:
    asking.cache_clear()
    phrasebook.cache_clear()
    assert asking().version
    assert phrasebook.cache_info().currsize == 0


def test_an_entry_is_found_by_words_of_the_phrasebook_and_is_no_longer_for_it() -> None:
    with_phrases = searchable("requirement", entry("th-orphan-designation")).impacts
    without = searchable("requirement", entry("th-none")).impacts
    assert "washington" in with_phrases.keys() - without.keys()
    assert with_phrases["orphan"] >= without["orphan"]


def test_everyday_words_have_both_languages_and_none_twice() -> None:
    for name, by_language in yaml.safe_load(THESAURUS.read_text(encoding="utf-8")).items():
        assert set(by_language) == {"en", "ko"}, name
        for words in by_language.values():
            assert all(isinstance(word, str) for word in words), name
            assert len({word.casefold() for word in words}) == len(words), name


def test_an_everyday_word_adds_to_its_aspect_and_is_not_shown_as_understood(reading: Read) -> None:
    read: Reading = reading("zeppelin pulled")
    assert any("~lose" in aspect.tokens for aspect in read.aspects)
    assert not read.wants("word")


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("authorized", "authorised"),
        ("notarization", "notarisation"),
        ("license", "licence"),
        ("center", "centre"),
        ("pediatric", "paediatric"),
    ],
)
def test_both_spellings_are_one_word(american: str, british: str) -> None:
    assert stem(american) == stem(british)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("copy registered in bangkok", ["TH"]),
        ("쿠알라룸푸르 창고", ["MY"]),
        ("동남아 공동심사", ["ASEAN"]),
        ("PRISM form", ["SG"]),
        ("washington granted orphan status, does bangkok honour that", ["TH"]),
        ("does australia have a deal with MFDS", []),
    ],
)
def test_cities_peoples_and_systems_tell_the_country(reading: Read, text: str, countries: list[str]) -> None:
    assert reading(text).countries == countries


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("register without a local office", "waived"),
        ("임상 안 해도 되나", "waived"),
        ("is it forbidden", "forbidden"),
        ("what is not known about fees", "not-known"),
        ("어느 쪽이 맞나", "differ"),
        ("what did the speaker say at the forum", "forum"),
    ],
)
def test_denials_and_doubts_are_told(reading: Read, text: str, intent: str) -> None:
    assert intent in reading(text).intents
