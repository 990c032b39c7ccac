"""A small seed that is planted in a directory, whole or with something wrong in it."""

from collections.abc import Mapping
from pathlib import Path

SMALL: Mapping[str, str] = {
    "editions.yaml": """
checked_on: 2026-11-23
review_after_months: 12
editions:
- number: 1
  published_at: 2026-11-23T00:00:00Z
  note: "The first edition."
""",
    "vocabulary/jurisdictions.yaml": """
- id: XX
  kind: country
  name: {en: Exland, ko: 엑스국}
""",
    "vocabulary/product_types.yaml": """
- id: all-medicines
  name: {en: All medicines, ko: 의약품 전체}
- id: biologic
  name: {en: Biologic, ko: 생물의약품}
  parent: all-medicines
""",
    "vocabulary/topics.yaml": """
- id: dossier
  name: {en: Dossier, ko: 제출자료}
- id: fees
  name: {en: Fees, ko: 수수료}
""",
    "xx/sources.yaml": """
- id: xx-law
  title: The Act
  publisher: Exland
  url: https://example.org/act
  kind: law
  language: en
  published_on: 2024-05
  evidence_grade: A
  custody: official-site
- id: xx-news
  title: A report
  publisher: The Post
  kind: news
  language: en
  evidence_grade: D
  custody: quoted
""",
    "xx/requirements.yaml": """
- id: xx-dossier
  product_types: [biologic]
  topics: [dossier]
  obligation: mandatory
  title: {en: A dossier is needed, ko: 자료가 필요하다}
  statement: {en: The dossier has 5 modules., ko: 제출자료는 5개 모듈로 이루어진다.}
  fact_as_of: 2024-05
  citations:
  - {source: xx-law, locator: s. 2}
  - {source: xx-news}
- id: xx-fee
  product_types: [all-medicines]
  topics: [fees]
  obligation: mandatory
  title: A fee is due
  statement: The fee is 33,333.33.
  citations:
  - source: xx-news
    locator: p. 1
""",
    "xx/terms.yaml": """
- id: xx-term
  topics: [dossier]
  title: A word
  statement: What it means
  term: Word
  definition: A meaning
  citations:
  - source: xx-law
""",
}
"""A seed of ten records that is taken in, file by file."""


def plant(directory: Path, **changes: str | bytes) -> Path:
    """Write the small seed; `changes` are whole files, named with `__` for `/` and without `.yaml`."""
    files: dict[str, str | bytes] = dict(SMALL)
    for name, text in changes.items():
        files[f"{name.replace('__', '/')}.yaml"] = text
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.lstrip("\n").encode())
    return directory


def changed(name: str, old: str, new: str) -> str:
    """One file of the small seed with a passage replaced, which must be there once."""
    text = SMALL[name]
    assert text.count(old) == 1
    return text.replace(old, new)
