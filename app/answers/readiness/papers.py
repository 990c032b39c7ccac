"""How one document of the vocabulary stands to another, and what is known of getting it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.answers.render import show
from app.editions.view import View
from app.vocabulary.sentences import Sentence

Data = dict[str, Any]

DOSSIER = "dossier"
"""The document under which the tree goes by parts of the file; everywhere else it goes by kinds of paper."""

_ID = re.compile(r"(?<![\w-])[a-z]+(?:-[a-z0-9]+)+(?![\w-])")


class Fit(StrEnum):
    """How a paper that was sent stands to the one that is asked for."""

    same = "same"
    more_specific = "more-specific"
    broader = "broader"
    part = "part"
    whole = "whole"


ENOUGH = (Fit.same, Fit.more_specific)
"""Fits by which a paper is there; by the others it is there in part, or may be."""

WHY: dict[Fit, Sentence] = {
    Fit.same: Sentence("It was sent.", "제시되었습니다."),
    Fit.more_specific: Sentence(
        "{sent} was sent, a more specific paper of the kind; see that it is the one meant.",
        "제시된 서류({sent})는 더 구체적인 종류입니다. 요구하는 서류에 해당하는지 확인하십시오.",
    ),
    Fit.broader: Sentence(
        "{sent} was sent; the entry names a more specific paper.",
        "제시된 서류({sent})보다 더 구체적인 서류를 요구합니다.",
    ),
    Fit.part: Sentence(
        "{sent} was sent, which is a part of what is asked for.",
        "제시된 서류({sent})는 요구하는 자료의 일부입니다.",
    ),
    Fit.whole: Sentence(
        "{sent} was sent; whether it holds this part cannot be seen from a list of papers.",
        "제시된 서류({sent})에 이 부분이 포함되어 있는지는 서류 목록만으로 알 수 없습니다.",
    ),
}
"""A fit in words; filled with `sent`."""


@dataclass(frozen=True)
class Papers:
    """The documents of an edition as a tree."""

    view: View

    def name(self, document: str) -> str:
        """What a document is called, in the language of the answer."""
        return show(self._documents[document]["name"], self.view.language)

    def fit(self, asked: str, sent: str) -> Fit | None:
        """How `sent` stands to `asked`; null where they have nothing to do with each other."""
        if sent == asked:
            return Fit.same
        if asked in self._above(sent):
            return Fit.part if self._is_part(sent) else Fit.more_specific
        if self._is_part(asked) and (sent in self._above(asked) or self._is_whole(sent)):
            return Fit.whole
        return Fit.broader if sent in self._above(asked) else None

    def getting(self, document: str) -> Data:
        """Who yields a paper, where it stands in the ACTD, and how a Korean company gets it, as far as is known.

        What Korea does for a kind of paper holds for the more specific one, unless that one has words of its own.
        """
        content = self._documents[document]
        spoken_of = next(
            (one for one in (document, *self._above(document)) if self._documents[one].get("korean_procedure")), None
        )
        words = self._documents[spoken_of]["korean_procedure"] if spoken_of else None
        return {
            "supply": content.get("supply"),
            "actd_part": content.get("actd_part"),
            "korean_procedure": show(words, self.view.language) if words else None,
            "korean_procedure_of": spoken_of,
        }

    def named_in(self, document: str) -> list[str]:
        """Ids that the words on its Korean procedure name, in their order."""
        spoken_of = self.getting(document)["korean_procedure_of"]
        words = self._documents[spoken_of]["korean_procedure"] if spoken_of else {}
        return list(dict.fromkeys(_ID.findall(words.get("en") or words.get("ko") or "")))

    @property
    def _documents(self) -> dict[str, Data]:
        return self.view.snapshot.of("document")

    def _above(self, document: str) -> list[str]:
        """The documents above one in the tree, nearest first."""
        found: list[str] = []
        parent = self._documents[document].get("parent")
        while parent is not None and parent in self._documents and parent not in found:
            found.append(parent)
            parent = self._documents[parent].get("parent")
        return found

    def _is_part(self, document: str) -> bool:
        """A part of the file: it stands in the dossier's tree and in a part of the ACTD."""
        return DOSSIER in self._above(document) and bool(self._documents[document].get("actd_part"))

    def _is_whole(self, document: str) -> bool:
        """A whole file, in whichever format."""
        return DOSSIER in (document, *self._above(document)) and not self._is_part(document)
