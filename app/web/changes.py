"""What changed: the editions, what each of them did to which record, and the history of one entry."""

import json
from typing import Annotated, Any

from pydantic import Field

from app.answers.directory.countries import country_list
from app.answers.directory.parameters import CountryParameters
from app.editions.faults import InvalidValue
from app.editions.history import edition_page, entry_diff, one_edition, revision_list
from app.editions.schemas import DiffParameters, PageParameters
from app.editions.view import Page, Position, View
from app.partners.changes.feed import change_page
from app.partners.changes.schemas import ChangesParameters
from app.partners.changes.schemas import Word as FeedWord
from app.vocabulary.lists import EntryKind, SupportingKind
from app.vocabulary.sentences import Sentence
from app.web.differences import differences
from app.web.forms import Chosen
from app.web.words import Words

WORDS = {
    "lead": Sentence(
        "Every edition is kept. What each of them changed stands here, word by word; nothing leaves in silence.",
        "모든 판(edition)을 보존합니다. 판별 변경 내용을 표시하며, 알리지 않고 삭제하는 내용은 없습니다.",
    ),
    "edition_n": Sentence("Edition {number}", "제{number}판"),
    "published": Sentence("Published", "발행일"),
    "note": Sentence("What it is about", "내용"),
    "hash": Sentence("SHA-256", "SHA-256"),
    "manifest": Sentence("Manifest", "매니페스트(manifest)"),
    "as_it_stood": Sentence("The atlas as it stood then", "당시의 지식베이스"),
    "follow": Sentence("Follow (Atom)", "구독(Atom)"),
    "earlier": Sentence("Earlier editions", "이전 판"),
    "counted": Sentence("By kind of change", "변경 유형별 건수"),
    "withdrawn": Sentence("withdrawn", "철회"),
    "added": Sentence("added", "추가"),
    "changed": Sentence("changed", "변경"),
    "redacted": Sentence("redacted", "삭제 처리(redaction)"),
    "all": Sentence("all", "전체"),
    "kind": Sentence("Kind", "종류"),
    "more": Sentence("Next changes", "다음 변경"),
    "first": Sentence("From the first change", "처음 변경부터"),
    "none": Sentence("Nothing changed that these choices ask for.", "선택한 조건에 해당하는 변경이 없습니다."),
    "not-public": Sentence("What it says may not be passed on.", "내용을 공개할 수 없습니다."),
    "withheld": Sentence("Its content was redacted.", "내용이 삭제 처리되었습니다."),
    "same_text": Sentence("Its text is the same.", "본문은 같습니다."),
    "reason": Sentence("Why", "사유"),
    "yes": Sentence("yes", "예"),
    "no": Sentence("no", "아니요"),
    "only_in": Sentence("only the text in this language changed: {of}", "이 언어의 본문만 변경됨: {of}"),
    "en": Sentence("English", "영어"),
    "ko": Sentence("Korean", "한국어"),
    "history_of": Sentence("History of {id}", "{id}의 변경 이력"),
    "revision_n": Sentence("Revision {number}", "개정 {number}"),
    "in_edition": Sentence("first in edition {number}", "제{number}판부터"),
    "removed_in": Sentence("no longer in edition {number}", "제{number}판부터 제외"),
    "first_revision": Sentence("The first revision.", "최초 수록."),
    "read_then": Sentence("As it read then", "당시 내용 보기"),
    "now": Sentence("The entry today", "현재 항목"),
    "older": Sentence(
        "{count} older revisions are not compared here.", "이전 개정 {count}건은 여기에서 비교하지 않습니다."
    ),
    **{
        str(kind): Sentence(en, ko)
        for kind, en, ko in (
            (SupportingKind.jurisdiction, "jurisdiction", "국가·기구"),
            (SupportingKind.product_type, "product type", "제품 유형"),
            (SupportingKind.topic, "topic", "주제"),
            (SupportingKind.document, "document", "서류"),
            (SupportingKind.group, "group", "참조국 그룹"),
            (SupportingKind.authority, "authority", "규제기관"),
            (SupportingKind.membership, "membership", "가입·참여"),
            (SupportingKind.source, "source", "출처"),
            (SupportingKind.event, "event", "행사"),
            (SupportingKind.session, "session", "세션"),
            (SupportingKind.statement, "statement", "발언"),
            (SupportingKind.disagreement, "sources that differ", "출처 간 불일치"),
            (SupportingKind.gap, "looked for and not found", "확인하지 못한 사항"),
        )
    },
}
_COMPARED = 12
"""Revisions of an entry whose differences are shown."""


class EditionsParameters(PageParameters):
    """The list of editions."""

    limit: Annotated[int, Field(ge=1, le=200, description="Editions on a page.")] = 30


class EditionParameters(Chosen, PageParameters):
    """What one edition changed; the path names the edition."""

    country: Annotated[
        list[FeedWord], Field(max_length=50, description="Jurisdiction of the record. Repeatable.")
    ] = []
    kind: Annotated[list[EntryKind], Field(max_length=50, description="Kind of entry. Repeatable.")] = []
    limit: Annotated[int, Field(ge=1, le=100, description="Changes on a page.")] = 40

    def of(self, number: int) -> "EditionParameters":
        """The same question at an edition. Raises `InvalidValue` where the query names another."""
        if self.as_of is not None or self.edition not in (None, number):
            raise InvalidValue("edition" if self.as_of is None else "as_of", "the address names the edition already")
        return self.model_copy(update={"edition": number})


def editions(view: View, parameters: EditionsParameters, after: Position | None) -> Page:
    """A page of editions, newest first."""
    return edition_page(view, parameters, after)


def edition(view: View, parameters: EditionParameters, after: Position | None) -> Page:
    """What the view's edition did to each record. Raises `InvalidValue` for words that it does not know."""
    number = view.edition.number
    asked = ChangesParameters.model_validate(
        {"since": number - 1, "until": number} | parameters.model_dump(include={"country", "kind", "limit"})
    )
    found = change_page(view, asked, after)
    say = Words(view.language, WORDS)
    head = one_edition(view, number)
    countries = country_list(view, CountryParameters())["items"]
    names = {one["id"]: one["name"] for one in countries}
    return Page(
        {
            "edition": number,
            "meta": found.body["meta"],
            "head": head,
            "counted": [(_change_type(name, say), count) for name, count in head["changes"].items() if count],
            "items": [_told(one, names, say) for one in found.body["items"]],
            "next": None,
            "later": after is not None,
            "countries": [(one["id"], one["name"]) for one in countries if one["total_entries"]],
            "kinds": [(str(one), say.name("EntryKind", one)) for one in EntryKind],
            "asked": {"country": next(iter(parameters.country), ""), "kind": next(map(str, parameters.kind), "")},
        },
        found.end,
    )


def history(view: View, id_: str) -> dict[str, Any]:
    """The revisions of an entry, newest first, each with what it changed. Raises `UnknownRecord`."""
    say = Words(view.language, WORDS)
    found = revision_list(view, id_)
    shown = found["items"][:_COMPARED]
    compared = []
    for one in shown:
        first = one["published_in"]
        parameters = DiffParameters(**{"from": max(first - 1, 1), "to": first})
        told = entry_diff(view, id_, parameters)["changes"] if one["revision"] > 1 and not one["redacted"] else []
        changes = [{"pointer": part["field"], "old": part["before"], "new": part["after"]} for part in told]
        compared.append({**one, "differences": differences(changes, say, view.language)})
    return {
        "edition": found["edition"],
        "meta": found["meta"],
        "id": id_,
        "items": compared,
        "older": len(found["items"]) - len(shown),
    }


def _told(change: dict[str, Any], names: dict[str, str], say: Words) -> dict[str, Any]:
    """A change with the words that a page needs."""
    kind, content = change["type"], json.loads(change["content"]) if change["content"] else {}
    title = content.get("title") or content.get("name") or content.get("text") or change["id"]
    return {
        **change,
        "kind_name": say.name("EntryKind", kind) if kind in set(EntryKind) else say(kind),
        "country_name": names.get(change["country"] or ""),
        "title": title if isinstance(title, str) else title.get(say.language) or title[title["original"]],
        "change_name": _change_type(change["change_type"], say) if change["change_type"] else None,
        "page": _page(kind, change["id"], change["edition"], gone=change["new"] is None),
        "differences": differences(change["fields"], say, say.language),
    }


def _change_type(name: str, say: Words) -> str:
    return say(name) if name == "withdrawn" else say.name("ChangeType", name)


def _page(kind: str, id_: str, number: int, *, gone: bool) -> str | None:
    """Where a record is shown, below the language; null for what has no page."""
    if kind in set(EntryKind):
        return f"/entries/{id_}/history" if gone else f"/entries/{id_}?edition={number}"
    if gone or kind not in ("source", "event", "jurisdiction"):
        return None
    return f"/{'countries' if kind == 'jurisdiction' else f'{kind}s'}/{id_}?edition={number}"
