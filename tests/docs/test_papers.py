"""The page on quality names every paper of the seed that no document of the vocabulary stands for."""

import re
from collections import defaultdict

import yaml

from app.settings import ROOT

PAGE = ROOT / "docs" / "quality.md"
_ENTRY = re.compile(r"`([a-z0-9-]+)`: ([^;|]+)")


def test_papers_in_words_alone_are_named_with_a_reason() -> None:
    told = PAGE.read_text("utf-8").partition("### Papers in words alone")[2].partition("\n## ")[0]
    named = {entry: words.strip() for entry, words in _ENTRY.findall(told)}
    assert named == {entry: ", ".join(papers) for entry, papers in _in_words().items()}


def _in_words() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "seed").glob("*/requirements.yaml")):
        for entry in yaml.safe_load(path.read_text("utf-8")):
            for paper in entry.get("documents", ()):
                if not paper.get("id"):
                    found[entry["id"]].append(paper["as_written"]["en"])
    return found
