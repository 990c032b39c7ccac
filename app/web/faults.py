"""Problems as pages: what went wrong, what was expected, and where to go on, in the language of the address."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.responses import Response

from app.http.problems import UNKNOWN_PARAMETER, Problem, ProblemError, nearest
from app.vocabulary.sentences import Sentence
from app.web.here import Here
from app.web.render import MEDIA_TYPE, PAGE_HEADERS, Built, Language, page
from app.web.words import Words

WORDS = {
    "moved": Sentence("This was merged into another", "다른 기록에 통합되었습니다"),
    "moved_what": Sentence("Its facts stand there.", "내용은 통합된 기록에서 볼 수 있습니다."),
    "moved_to": Sentence("It is here now", "현재 위치"),
    "what": Sentence("What is wrong", "잘못된 부분"),
    "expected": Sentence("What would be valid", "사용할 수 있는 값"),
    "meant": Sentence("Did you mean {what}?", "혹시 {what}을(를) 찾으셨습니까?"),
    "find": Sentence("Search for “{text}”", "「{text}」 검색"),
    "reason": Sentence("Why", "사유"),
    "history": Sentence("Its history, and what it said", "변경 이력과 이전 내용"),
    "wait": Sentence("Try again in {seconds} seconds.", "{seconds}초 후에 다시 시도하십시오."),
    "too_many": Sentence("Too many requests", "요청이 너무 많습니다"),
    "too_many_what": Sentence(
        "More was asked from your address than it may ask at this moment.",
        "현재 허용된 수보다 많은 요청이 접수되었습니다.",
    ),
    "no_page": Sentence("Nothing is at this address.", "이 주소에는 페이지가 없습니다."),
    "no_record": Sentence(
        "This edition holds no such record. It may be in a later or an earlier one.",
        "이 판에는 해당 기록이 없습니다. 이전 판이나 이후 판에 있을 수 있습니다.",
    ),
    "no_edition": Sentence("There is no such edition.", "해당 판은 없습니다."),
    "editions": Sentence("All editions", "전체 판 목록"),
    "not_asked_so": Sentence(
        "The address asks for something that there is not.", "주소에 사용할 수 없는 값이 있습니다."
    ),
    "withdrawn": Sentence(
        "It was published once and was then taken out; nothing is removed in silence.",
        "한때 발행되었으나 이후 철회되었습니다. 철회된 항목은 사유와 함께 남습니다.",
    ),
    "not_ready": Sentence("The atlas cannot answer at this moment", "현재 응답할 수 없습니다"),
    "our_fault": Sentence(
        "The failure is written down under the number below. Your question may be asked again.",
        "오류는 아래 번호로 기록되었습니다. 다시 시도하실 수 있습니다.",
    ),
    "not_so": Sentence("That cannot be done here", "여기에서는 할 수 없는 요청입니다"),
    "forbidden_what": Sentence(
        "A form is only taken from the page that shows it.", "이 사이트의 페이지에서 작성한 양식만 접수합니다."
    ),
    "not_so_what": Sentence(
        "The address does not take this kind of request.", "이 주소에서는 처리할 수 없는 요청입니다."
    ),
    "number": Sentence("Number of this request", "요청 번호"),
    "in_english": Sentence("As the server says it", "서버의 설명(영문)"),
}

_SAID: dict[str, tuple[str, str]] = {
    "moved": ("moved", "moved_what"),
    "not-found": ("not_found", "no_page"),
    "unknown-record": ("not_found", "no_record"),
    "unknown-edition": ("not_found", "no_edition"),
    "withdrawn": ("gone", "withdrawn"),
    "invalid-parameter": ("bad_question", "not_asked_so"),
    "forbidden": ("not_so", "forbidden_what"),
    "too-many-requests": ("too_many", "too_many_what"),
    "internal-error": ("failed", "our_fault"),
    "not-ready": ("not_ready", "our_fault"),
}
"""By problem: the words of the heading, and of the sentence below it."""

_PAGES = ("where-first", "compare", "forecast", "reliance", "calendar", "changes", "events", "search", "countries")
_LONGEST = 100
"""Characters of an address that are proposed as a question."""
_HISTORY = re.compile(r"/v1/(entries/[^/?]+)/revisions")


def problem_page(problem: Problem, path: str, query: str, request_id: str | None) -> Response:
    """The page that says a problem which arose at an address below `/en` or `/ko`."""
    language = Language(path.split("/", 2)[1])
    say = Words(language, WORDS)
    heading, sentence = _SAID.get(problem.name, ("not_so", "not_so_what"))
    headers = {**problem.headers, **PAGE_HEADERS, "Cache-Control": "no-store", "Content-Language": str(language)}
    here = Here(path, parse_qsl(query, keep_blank_values=True))
    if "Location" in headers:
        headers["Location"] = headers["Location"].replace("/v1/", f"/{language}/", 1)
    body: Built = {
        "heading": say(heading),
        "sentence": say(sentence),
        "problem": problem,
        "wrong": [_fault(one, here) for one in problem.errors],
        "ways": _ways(problem, path, language, headers.get("Location"), say),
        "wait": problem.headers.get("Retry-After"),
        "request_id": request_id if problem.status >= 500 else None,
    }
    written = page(
        "problem",
        body,
        words=WORDS,
        language=language,
        path=path.removeprefix(f"/{language}") or "/",
        query=query,
        here=here,
    )
    return Response(written, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)


def _fault(error: ProblemError, here: Here) -> dict[str, Any]:
    """One thing at fault, with the address that asks for the nearest valid name or value instead."""
    name, meant = error.parameter, error.did_you_mean
    given = [value for parameter, value in here.pairs if parameter == name]
    mended = None
    if name and meant and len(given) == 1:
        renamed = error.message == UNKNOWN_PARAMETER
        mended = here.set(**{name: None, meant: given[0]} if renamed else {name: meant})
    return {"error": error, "mended": mended}


def _ways(problem: Problem, path: str, language: Language, location: str | None, say: Words) -> list[tuple[str, str]]:
    """Where to go on: (address, words)."""
    ways: list[tuple[str, str]] = []
    last = path.removesuffix("/history").removesuffix("/report").rstrip("/").rpartition("/")[2]
    if location:
        ways.append((location, say("moved_to")))
    history = _HISTORY.fullmatch(problem.history or "")
    if history:
        ways.append((f"/{language}/{history[1]}/history", say("history")))
    if problem.name == "not-found":
        near = nearest(last, _PAGES)
        ways += [(f"/{language}/{near}", say("meant", what=near))] if near else []
    if problem.name in ("not-found", "unknown-record") and last not in tuple(Language):
        text = last.replace("-", " ")[:_LONGEST]
        ways.append((f"/{language}/search?{urlencode({'q': text}, errors='replace')}", say("find", text=text)))
    if problem.name == "unknown-edition":
        ways.append((f"/{language}/changes", say("editions")))
    return [*ways, (f"/{language}/", say("back"))]
