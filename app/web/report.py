""" "This is wrong": a form that works without a script, and what became of what was sent."""

from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import FormData

from app.answers.single import one_entry
from app.editions.view import View
from app.editorial.reports.schemas import NewReport
from app.http.problems import Problem
from app.vocabulary.sentences import Sentence
from app.web.show import Built

WORDS = {
    "heading": Sentence("Tell us what is wrong", "오류 신고"),
    "lead": Sentence(
        "The staff read every report and check it against the sources. Nothing is kept of who you are: "
        "write nothing about yourself or others.",
        "모든 신고는 담당자가 출처와 대조하여 확인합니다. 신고자에 관한 정보는 저장하지 않으므로 "
        "본인이나 다른 사람에 관한 내용은 적지 마십시오.",
    ),
    "what": Sentence("What is wrong", "잘못된 내용"),
    "what_hint": Sentence("At most 500 characters. Needed.", "필수, 500자 이내"),
    "detail": Sentence("More of it", "자세한 설명"),
    "detail_hint": Sentence("At most 4,000 characters; may be left empty.", "선택, 4,000자 이내"),
    "source_url": Sentence("Where it stands", "근거가 되는 자료의 주소"),
    "source_hint": Sentence(
        "A web address that begins with http:// or https://; may be left empty.",
        "선택. http:// 또는 https://로 시작하는 주소",
    ),
    "send": Sentence("Send", "보내기"),
    "mend": Sentence(
        "Not sent yet: please mend what is marked.", "아직 접수되지 않았습니다. 표시된 부분을 고쳐 주십시오."
    ),
    "bad_what": Sentence("Say in a few words what is wrong.", "무엇이 잘못되었는지 500자 이내로 적어 주십시오."),
    "bad_detail": Sentence("At most 4,000 characters of plain text.", "4,000자 이내로 적어 주십시오."),
    "bad_source_url": Sentence(
        "Give a whole web address, without a name or password in it.",
        "이름이나 비밀번호가 들어 있지 않은 전체 주소를 적어 주십시오.",
    ),
    "thanks": Sentence("Thank you. The report was received.", "신고가 접수되었습니다. 감사합니다."),
    "receipt": Sentence("Receipt", "접수 번호"),
    "keep": Sentence(
        "Keep this page's address: it is the only way to see what became of the report.",
        "이 페이지의 주소를 보관하십시오. 처리 결과는 이 주소로만 확인할 수 있습니다.",
    ),
    "about": Sentence("Entry", "항목"),
    "received": Sentence("Received", "접수 시각"),
    "state": Sentence("State", "처리 상태"),
    "outcome": Sentence("What it came to", "처리 결과"),
    "corrected_in": Sentence("Corrected in", "정정된 판"),
    "open": Sentence("waiting for the staff", "접수됨, 확인 전"),
    "assigned": Sentence("somebody is looking into it", "확인 중"),
    "closed": Sentence("closed", "종결"),
    "corrected": Sentence("you were right; the entry was corrected", "신고 내용이 맞아 항목을 정정하였습니다"),
    "not-wrong": Sentence("the sources say what the entry says", "출처의 내용이 항목과 같습니다"),
    "duplicate": Sentence("it was reported before", "이미 신고된 내용입니다"),
    "cannot-tell": Sentence("no source decides it", "판단할 수 있는 출처가 없습니다"),
    "edition_n": Sentence("Edition {number}", "제{number}판"),
}
FIELDS = ("what", "detail", "source_url")


def form(view: View, id_: str) -> Built:
    """The empty form on an entry. Raises as `one_entry` does."""
    return filled(view, id_, {}, [])


def filled(view: View, id_: str, given: dict[str, str], wrong: list[str]) -> Built:
    """The form with what was typed, and which of its fields are to be mended. Raises as `one_entry` does."""
    item = one_entry(view, id_)
    return {
        "edition": item["edition"],
        "meta": item["meta"],
        "item": item,
        "given": {name: given.get(name, "") for name in FIELDS},
        "wrong": wrong,
    }


def read_form(sent: FormData, language: str) -> tuple[dict[str, str], NewReport | None, list[str]]:
    """What was typed; the report that it makes, or null and the fields that are at fault.

    Raises `Problem` (422) for a field that the form does not have.
    """
    given: dict[str, str] = {}
    for name, value in sent.multi_items():
        if name not in FIELDS or name in given or not isinstance(value, str):
            raise Problem("invalid-parameter", "The form has the fields what, detail and source_url, once each.")
        given[name] = value.replace("\r\n", "\n")
    members: dict[str, Any] = {name: value.strip() for name, value in given.items() if value.strip()}
    try:
        return given, NewReport(**members, language=language), []
    except ValidationError as error:
        return given, None, sorted({str(one["loc"][0]) for one in error.errors()}, key=FIELDS.index)


def require_same_origin(request: Request) -> None:
    """A report may only be sent from a form of these pages. Raises `Problem` (403) for one of another site.

    Browsers say where a form was filled in. What says neither is no browser, and can be made to send nothing.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        same = site in ("same-origin", "none")
    elif origin is not None:
        same = urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
    else:
        same = True
    if not same:
        raise Problem("forbidden", "This form was filled in on another site.")
