"""Names found in a text, whatever the spacing and the ending."""

import pytest

from app.search.forms import Forms, Meaning
from app.search.questions import PLACE, asking
from app.search.words import units

BE = Meaning("topic", "bioequivalence")
INSPECTION = Meaning("topic", "gmp-inspection")
MARKET = Meaning("idea", "market")


@pytest.fixture
def forms() -> Forms:
    made = Forms()
    made.add_all(["bioequivalence study", "BE", "생동성시험", "생동"], BE)
    made.add_all(["GMP 실사", "GMP inspection"], INSPECTION)
    made.add_all(["시장"], MARKET)
    return made


def found(forms: Forms, text: str) -> list[tuple[str, Meaning]]:
    return [(text[one.start : one.end], meaning) for one in forms.find(units(text)) for meaning in one.meanings]


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("bioequivalence studies abroad", "bioequivalence studies"),
        ("생동성 시험은 필요한가", "생동성 시험"),
        ("제네릭 생동 필요", "생동"),
        ("생동자료", "생동"),
        ("a BE study", "BE"),
    ],
)
def test_a_form_is_found_whatever_its_spacing_and_ending(forms: Forms, text: str, stretch: str) -> None:
    assert (stretch, BE) in found(forms, text)


def test_the_longest_form_wins(forms: Forms) -> None:
    assert found(forms, "GMP 실사와 생동성시험") == [("GMP 실사", INSPECTION), ("생동성시험", BE)]


@pytest.mark.parametrize("text", ["to be or not to be", "must be filed"])
def test_an_abbreviation_that_is_a_common_word_counts_in_capitals_only(forms: Forms, text: str) -> None:
    assert found(forms, text) == []


@pytest.mark.parametrize("text", ["신청시 장기보존시험", "재생동의서"])
def test_a_short_form_is_not_put_together_from_pieces_of_other_words(forms: Forms, text: str) -> None:
    assert found(forms, text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("PRH 뜻", True),
        ("의약품이란", True),
        ("PRH란", True),
        ("이란산 원료", False),
        ("뜻밖의 일", False),
        ("계란 백신", True),
    ],
)
def test_ends_of_words_and_words_of_one_syllable(text: str, told: bool) -> None:
    made = Forms()
    made.add_all(["뜻", "-이란", "-란"], Meaning("intent", "meaning"))
    assert bool(found(made, text)) is told


def test_ideas_are_told_in_both_languages() -> None:
    for text in ("stop-clock", "clock stops", "심사기간 정지"):
        assert Meaning("idea", "stop-clock") in [meaning for _, meaning in found(asking().ideas, text)]


def test_every_idea_and_intent_has_words_in_both_languages_and_none_twice() -> None:
    import yaml

    data = yaml.safe_load(PLACE.read_text(encoding="utf-8"))
    for section in ("intents", "kinds", "ideas"):
        for name, by_language in data[section].items():
            assert set(by_language) == {"en", "ko"}, name
            for language, words in by_language.items():
                assert all(isinstance(word, str) for word in words), name
                assert words, name
                assert len({word.casefold() for word in words}) == len(words), (name, language)
