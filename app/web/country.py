"""A country's page: who decides, which guides there are, what is coming, what is known and what is not."""

from app.answers.directory.countries import one_country
from app.answers.directory.words import word_list
from app.answers.lists import entry_page
from app.answers.parameters import PolicyParameters, ProcedureParameters, RelianceParameters
from app.answers.unknowns.schemas import DisagreementParameters, GapParameters
from app.answers.unknowns.unknowns import unknown_page
from app.editions.view import Page, View
from app.vocabulary.lists import EntryKind, PolicyStatus
from app.vocabulary.sentences import Sentence
from app.web.show import Built

WORDS = {
    "authorities": Sentence("Who decides", "규제기관"),
    "memberships": Sentence("Member of", "가입·참여"),
    "guides": Sentence("Guides by product type", "제품 유형별 가이드"),
    "procedures": Sentence("Procedures", "절차"),
    "mfds": Sentence("What counts from Korea", "한국 승인·실사의 인정"),
    "coming": Sentence("What is about to change", "예정된 변경"),
    "gaps": Sentence("Looked for and not found", "찾았으나 확인하지 못한 사항"),
    "disagreements": Sentence("Where sources differ", "출처 간 불일치"),
    "all": Sentence("All {count} in search", "전체 {count}건 검색에서 보기"),
    "role": Sentence("Role", "역할"),
    "status": Sentence("Status", "상태"),
    "since": Sentence("since {on}", "{on}부터"),
    "kinds": Sentence("What is recorded", "수록 현황"),
}
_UNDER_WAY = [PolicyStatus.announced, PolicyStatus.consultation, PolicyStatus.adopted]
_SHOWN = 60
_KOREAN = "KR-MFDS"


def country(view: View, code: str) -> Built:
    """All that a country's page shows. Raises `UnknownRecord` for a code that the edition does not know."""
    found = one_country(view, code)
    own = [found["id"]]
    procedures = entry_page(
        view,
        ProcedureParameters.model_validate({"country": own, "limit": 200, "view": "summary"}),
        None,
        EntryKind.procedure,
    )
    reliance = _reliance(view, own)
    coming = entry_page(
        view,
        PolicyParameters.model_validate({"country": own, "status": _UNDER_WAY, "limit": _SHOWN}),
        None,
        EntryKind.policy,
    )
    gaps = unknown_page(view, "gap", GapParameters.model_validate({"country": own, "limit": _SHOWN}), None)
    differing = unknown_page(
        view, "disagreement", DisagreementParameters.model_validate({"country": own, "limit": _SHOWN}), None
    )
    return {
        "edition": view.edition.number,
        "meta": found["meta"],
        "country": found,
        "types": word_list(view, "product_type")["items"],
        "procedures": procedures.body["items"],
        "reliance": reliance.body["items"],
        "coming": coming.body["items"],
        "gaps": [one for one in gaps.body["items"] if one["status"] != "closed"],
        "disagreements": differing.body["items"],
        "more": {
            kind: page.body["total"] if page.end else 0
            for kind, page in (
                ("procedure", procedures),
                ("reliance", reliance),
                ("policy", coming),
                ("gap", gaps),
                ("disagreement", differing),
            )
        },
    }


def _reliance(view: View, own: list[str]) -> Page:
    """What the country says of the Korean authority's work; nothing in an edition that does not know it."""
    if _KOREAN not in view.snapshot.of("authority"):
        return Page({"items": [], "total": 0})
    asked = RelianceParameters.model_validate({"country": own, "reference": [_KOREAN], "limit": _SHOWN})
    return entry_page(view, asked, None, EntryKind.reliance)
