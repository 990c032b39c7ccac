"""What the atlas does not hold is told, and what it holds is not doubted."""

from collections.abc import Callable

import pytest

from app.search.index import EditionIndex, MemoryIndex
from app.search.missing import missing_from
from app.search.reading import Reading

Read = Callable[[str], Reading]


def missing(indexed: MemoryIndex, read: Reading) -> dict[str, str]:
    """What of a question the seed does not answer to: stretch and reason."""
    return {one.text: one.why for one in missing_from(EditionIndex(indexed, len(indexed.documents)), read)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("일본 의약품 등록 기간", {"일본": "no-entries"}),
        ("japan cosmetic label", {"japan": "no-entries"}),
        ("PMDA review fee", {"PMDA": "no-entries"}),
        ("turkish import licence fee", {"turkish": "outside"}),
        ("veterinary vaccine malaysia", {"veterinary": "outside"}),
        ("말레이시아 반려견 약", {"반려견": "outside"}),
        ("QWXZ application fee", {"QWXZ": "unknown-word"}),
        ("paraguay renewal", {"renewal": "not-mentioned"}),
    ],
)
def test_what_is_not_held_is_told(indexed: MemoryIndex, reading: Read, text: str, told: dict[str, str]) -> None:
    assert missing(indexed, reading(text)) == told


@pytest.mark.parametrize(
    "text",
    [
        "biosimilar malaysia how long",
        "태국 GMP 실사 면제",
        "does singapore accept japanese approval",
        "indian plant without PIC/S thailand",
        "heavy metals in Chinese proprietary medicine",
        "Swissmedic agreement with korea",
        "malaysia qwxz",
        "GMP",
    ],
)
def test_what_is_held_is_not_doubted(indexed: MemoryIndex, reading: Read, text: str) -> None:
    assert missing(indexed, reading(text)) == {}
