"""How questions are read: places, products, topics, intents, slips of the pen."""

from collections.abc import Callable

import pytest

from app.search.reading import Reading

Read = Callable[[str], Reading]


@pytest.mark.parametrize(
    ("text", "countries", "reference"),
    [
        ("biosimilar malaysia how long", ["MY"], []),
        ("말련 제네릭", ["MY"], []),
        ("NPRA fee", ["MY"], []),
        ("HSA 수수료", ["SG"], []),
        ("싱가폴 라벨", ["SG"], []),
        ("MY GMP", ["MY"], []),
        ("is my GMP certificate valid", [], []),
        ("does singapore accept korean approval", ["SG"], ["KR"]),
        ("식약처 허가로 태국에서 되나", ["TH"], ["KR"]),
        ("where can we rely on MFDS", [], ["KR"]),
        ("HSA abridged is approval from korea good enough or only US EU", ["SG"], ["KR", "US", "EU"]),
        ("식약처 신약 허가 수수료", ["KR"], []),
        ("아세안 공동심사", ["ASEAN"], []),
        ("vietnam moh fee", ["VN"], []),
        ("필리핀 import permit FDA", ["PH"], []),
        ("US FDA approval in the philippines", ["PH"], ["US"]),
        ("베트남 식약처 수수료", ["VN"], []),
        ("same carton for vietnam", ["VN"], []),
        ("베트남 인도네시아 할랄", ["VN", "ID"], []),
        ("naypyidaw fee", ["MM"], []),
        ("does NPRA accept HSA approval", ["MY"], ["SG"]),
        ("싱가포르에는 이미 등록돼 있는데 태국은 빨라지나", ["TH"], ["SG"]),
        ("registered in malaysia, what about laos", ["LA"], ["MY"]),
        ("approval times in malaysia and singapore", ["MY", "SG"], []),
    ],
)
def test_whose_rules_and_whose_approval(reading: Read, text: str, countries: list[str], reference: list[str]) -> None:
    read = reading(text)
    assert (read.countries, sorted(read.reference)) == (countries, sorted(reference))


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("동등생물의약품", "product_type", "biosimilar"),
        ("복제약", "product_type", "generic"),
        ("생동", "topic", "bioequivalence"),
        ("CTD 형식", "topic", "dossier-format"),
        ("씨피피 필요?", "topic", "cpp"),
        ("제조소 기본문서", "document", "site-master-file"),
        ("PIC/S member", "group", "PICS"),
        ("식약처", "authority", "KR-MFDS"),
        ("혈압계", "product_type", "medical-device"),
        ("k-beauty sheet mask", "product_type", "cosmetic"),
        ("copy antibody", "product_type", "biosimilar"),
        ("TKDN", "idea", "local-content"),
    ],
)
def test_names_codes_and_colloquial_words_are_recognised(reading: Read, text: str, field: str, value: str) -> None:
    assert value in reading(text).wants(field)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how long does it take", "how-long"),
        ("얼마나 걸려요", "how-long"),
        ("처리기간", "how-long"),
        ("how much is the fee", "how-much"),
        ("수수료 얼마", "how-much"),
        ("앞으로 바뀌나요", "change"),
        ("구비서류", "papers"),
        ("무슨 뜻인가요", "meaning"),
        ("인정해주나요", "reliance"),
        ("시장 규모", "market"),
    ],
)
def test_what_is_wanted_is_told(reading: Read, text: str, intent: str) -> None:
    assert intent in reading(text).intents


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("biosimlar malasia", "biosimilar malaysia"),
        ("태국 gpm", "태국 gmp"),
        ("bioequivelence singapore", "bioequivalence singapore"),
        ("태국 바이오시밀라", "태국 바이오시밀러"),
        ("drug registraton laos", "drug registration laos"),
    ],
)
def test_slips_are_mended_and_told(reading: Read, text: str, mended: str) -> None:
    read = reading(text)
    assert read.text.casefold() == mended
    assert read.mended


@pytest.mark.parametrize("text", ["asdf qwerty", "indian plant", "pizza", "so far", "말레이시아 실사", "stability"])
def test_words_that_are_no_slip_are_left_alone(reading: Read, text: str) -> None:
    assert reading(text).mended == {}


def test_unknown_words_are_told(reading: Read) -> None:
    assert reading("stability of qwertyuiop").unknown == ["qwertyuiop"]


def test_spaces_left_out_change_nothing_that_matters(reading: Read) -> None:
    together, apart = reading("말레이시아제네릭생동시험필요한가요"), reading("말레이시아 제네릭 생동 시험 필요한가요")
    assert together.countries == apart.countries == ["MY"]
    assert together.product_types == apart.product_types == ["generic"]
    assert "bioequivalence" in together.wants("topic")


def test_what_is_compared_with_is_not_the_product(reading: Read) -> None:
    assert reading("biosimilar thailand same as the original").product_types == ["biosimilar"]


@pytest.mark.parametrize("text", ["thai fda stability", "태국 식약청 안정성", "HSA stability"])
def test_who_is_asked_is_not_looked_for_in_the_texts(reading: Read, text: str) -> None:
    assert [one.tokens.get("~stability") for one in reading(text).aspects] == [90]


def test_an_authority_that_is_all_of_a_question_is_looked_for(reading: Read) -> None:
    assert reading("NPRA").aspects


def test_a_name_of_spaces_costs_no_time(reading: Read) -> None:
    assert reading(("thailand" + " " * 90) * 10).countries == ["TH"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("라오스dataexclusivity있나요", "data exclusivity"),
        ("importlicence thailand", "import licence"),
        ("biosimilarmalaysiahowlong", "biosimilar malaysia how long"),
    ],
)
def test_words_run_together_are_parted(reading: Read, text: str, mended: str) -> None:
    assert mended in reading(text).text.casefold()


@pytest.mark.parametrize("text", ["who signs the approval in malaysia", "goes to whom", "이의신청은 누구에게 하나요"])
def test_who_is_asked_is_told(reading: Read, text: str) -> None:
    assert "who" in reading(text).intents
