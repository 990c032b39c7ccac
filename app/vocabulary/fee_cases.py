"""What an application can be, as far as a fee depends on it: words that exclude each other, axis by axis.

Of one axis exactly one word is true of an application. A fee that names several words of an axis is due for any.
"""

from dataclasses import dataclass

from app.vocabulary.sentences import Sentence


@dataclass(frozen=True)
class Axis:
    """Words that exclude each other. `covers`: every case pays by one of them."""

    name: Sentence
    words: dict[str, Sentence]
    covers: bool


def _same(*words: str) -> dict[str, Sentence]:
    return {word.lower(): Sentence(word, word) for word in words}


AXES: dict[str, Axis] = {
    "application-class": Axis(
        Sentence("class of the application", "신청 구분"), _same("NDA-1", "NDA-2", "NDA-3", "GDA-1", "GDA-2"), True
    ),
    "site-change-type": Axis(
        Sentence("type of the change of site", "제조소 변경의 유형(type)"),
        {
            f"site-change-type-{number}": Sentence(f"change of site, type {roman}", f"제조소 변경 유형(type) {roman}")
            for number, roman in enumerate(("I", "II", "III", "IV", "V"), start=1)
        },
        True,
    ),
    "activity": Axis(
        Sentence("activity", "영업 활동"),
        {"import": Sentence("import", "수입"), "manufacture": Sentence("manufacture", "제조")},
        True,
    ),
    "packaging": Axis(
        Sentence("extent of the manufacture", "제조의 범위"),
        {
            "secondary-packaging-only": Sentence("secondary packaging only", "2차 포장만 하는 경우"),
            "beyond-secondary-packaging": Sentence("more than secondary packaging", "2차 포장 외의 제조를 하는 경우"),
        },
        True,
    ),
    "technical-assessment": Axis(
        Sentence("technical assessment", "기술 평가"),
        {
            "with-technical-assessment": Sentence("with technical assessment", "기술 평가가 있는 경우"),
            "without-technical-assessment": Sentence("without technical assessment", "기술 평가가 없는 경우"),
        },
        True,
    ),
    "site": Axis(
        Sentence("place of the site", "시설의 소재지"),
        {
            "foreign-site": Sentence("site in another country", "국외 시설"),
            "local-site": Sentence("site in the country", "국내 시설"),
        },
        False,
    ),
    "ingredient": Axis(
        Sentence("novelty of the ingredient", "원료의 신규성"),
        {
            "novel-ingredient": Sentence(
                "ingredient that needs a safety assessment", "안전성 평가가 필요한 신규 원료"
            ),
            "known-ingredient": Sentence("ingredient that is known already", "이미 알려진 원료"),
        },
        False,
    ),
    "brand": Axis(
        Sentence("brand name", "상표명"),
        {
            "branded": Sentence("product with a brand name", "상표명이 있는 제품"),
            "unbranded": Sentence("product without a brand name", "상표명이 없는 제품"),
        },
        True,
    ),
    "registration-period": Axis(
        Sentence("period of registration", "등록 기간"),
        {
            "registered-for-2-years": Sentence("registered for 2 years", "2년간 등록"),
            "registered-for-5-years": Sentence("registered for 5 years", "5년간 등록"),
        },
        True,
    ),
    "stage": Axis(
        Sentence("first registration or renewal", "최초 등록 또는 갱신"),
        {
            "first-registration": Sentence("first registration", "최초 등록"),
            "registration-renewal": Sentence("renewal of the registration", "등록의 갱신"),
        },
        True,
    ),
    "filing": Axis(
        Sentence("day of filing", "신청 시기"),
        {
            "filed-in-time": Sentence("filed before expiry", "만료 전 신청"),
            "filed-after-expiry": Sentence("filed after expiry", "만료 후 신청"),
        },
        False,
    ),
    "poisons-activities": Axis(
        Sentence("activities under the poisons licence", "독약 허가에 따른 영업 활동"),
        {
            "one-poisons-activity": Sentence("one activity", "한 가지 활동"),
            "two-poisons-activities": Sentence("import with wholesale or retail", "수입과 도매 또는 소매"),
            "three-poisons-activities": Sentence("import, wholesale and retail", "수입, 도매 및 소매"),
        },
        True,
    ),
}
"""The axes by id."""

AXIS_OF: dict[str, str] = {word: axis for axis, one in AXES.items() for word in one.words}
"""The axis of each word."""


def say(word: str, language: str) -> str:
    """A word as people read it."""
    return AXES[AXIS_OF[word]].words[word].say(language)
