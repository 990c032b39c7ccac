"""Contents that staff write into the small atlas."""

from typing import Any

Data = dict[str, Any]

NEW: Data = {
    "id": "xx-new",
    "country": "XX",
    "topics": ["dossier"],
    "title": {"en": "A stability study in zone IVb", "ko": "IVb 구역 안정성 시험"},
    "statement": {
        "en": "Stability data at 30 °C and 75 % humidity are asked for.",
        "ko": "안정성 자료가 필요합니다.",
    },
    "obligation": "mandatory",
    "citations": [{"source": "xx-law", "locator": "s. 30"}],
}
"""A requirement that is ready for review."""


def new(**values: Any) -> Data:
    """That requirement with these values; null leaves a member out."""
    return {name: value for name, value in {**NEW, **values}.items() if value is not None}
