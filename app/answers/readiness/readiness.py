"""Which papers of an application are there, which are missing, and which are asked for under a condition."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.answers.eligibility.eligibility import eligibility
from app.answers.eligibility.schemas import Outcome
from app.answers.evidence.evidence import evidence, warned, warnings
from app.answers.readiness.case import Case, case_of
from app.answers.readiness.checking import Check
from app.answers.readiness.found import Found, procedures, requirements, titles
from app.answers.readiness.home import procedures_at_home, shown
from app.answers.readiness.names import Names, Reading, names
from app.answers.readiness.papers import Papers
from app.answers.readiness.procedure import Way, readiness_for
from app.answers.readiness.question import ReadinessQuestion
from app.answers.render import show
from app.editions.known import known
from app.editions.view import View
from app.vocabulary.lists import Acceleration, Assessment
from app.vocabulary.sentences import Sentence

Data = dict[str, Any]

RULE = Sentence(
    "Requirements are recorded for product types, not for procedures: each is asked for on all procedures of the "
    "steps that its topic belongs to. Where its own words name a way of assessment, it is asked for on procedures "
    "assessed so. Only papers that a source names are listed; an authority may ask for more.",
    "요건은 절차가 아니라 제품 유형별로 기록되어 있으므로, 해당 주제가 속하는 단계의 모든 절차에 적용됩니다. "
    "요건의 문구가 특정한 심사 방식을 명시한 경우에는 그 방식으로 심사하는 절차에만 적용됩니다. "
    "출처에 명시된 서류만 열거하며, 규제기관이 더 요구할 수 있습니다.",
)
NOTHING = Sentence(
    "No entry names papers for this product here; that none is missing says nothing.",
    "이 제품에 대하여 서류를 명시한 항목이 없습니다. 누락된 서류가 없다는 결과에 의미를 둘 수 없습니다.",
)
NO_PROCEDURE = Sentence(
    "No procedure is recorded here; the papers are those that requirements name.",
    "기록된 절차가 없습니다. 서류는 요건에 명시된 것입니다.",
)


def readiness(view: View, question: ReadinessQuestion) -> Data:
    """How a list of papers stands for a product in a country, procedure by procedure.

    Raises `InvalidValue` with a JSON pointer for a word that the edition does not know.
    """
    case = case_of(view, question)
    found = requirements(view, case.country, case.question)
    ways = [Way(one) for one in procedures(view, case.country, case.question, case.procedure)] or [Way(None)]
    _known_variant(case, ways)
    papers, language = Papers(view), view.language
    licence = ways[0].licence
    standing, elsewhere = _apart(found, licence)
    asked = [one.item for one in standing] + [way.procedure for way in ways if way.procedure]
    documents = {paper["id"] for item in asked for paper in item["documents"] if paper["id"]}
    home = procedures_at_home(papers, documents, case.question)
    read = _read(names(view), question.documents)
    check = Check(papers, _settled(read.values()), _by_document(home))
    outcomes = _outcomes(view, case, licence)
    rows = [{**_way(way, case, outcomes), **readiness_for(way, standing, elsewhere, check, language)} for way in ways]
    _with_titles(view, rows)
    lacking = [one for one in home if any(check.fits(document)[0] != "yes" for document in one["documents"])]
    used = [*asked, *lacking]
    return {
        "edition": view.edition.number,
        "country": case.country,
        "country_name": show(view.snapshot.of("jurisdiction")[case.country]["name"], language),
        "product_type": case.product_type,
        "product_type_name": show(view.snapshot.of("product_type")[case.product_type]["name"], language),
        "designations": list(case.designations),
        "applies_on": case.day.isoformat(),
        "rule": RULE.say(language),
        **_recognised(papers, read),
        "procedures": sorted(rows, key=_order),
        "elsewhere": [_elsewhere(one, check, licence) for one in elsewhere],
        "home_procedures": [shown(one, language) for one in lacking],
        "evidence": evidence([*used, *(one.item for one in elsewhere)]),
        "warnings": [*warnings(used, language), *_own_warnings(language, standing, ways)],
        "meta": view.meta(),
    }


def _known_variant(case: Case, ways: Sequence[Way]) -> None:
    if case.variant is not None and ways[0].procedure:
        ids = [one["id"] for one in ways[0].procedure["variants"]]
        known("/variant", [case.variant], ids, f"variant of {case.procedure}")


def _apart(found: Iterable[Found], licence: str) -> tuple[list[Found], list[Found]]:
    """Requirements that are asked for on the way to a licence, and all others.

    What is history is asked for only where nothing else is left; the answer's warnings then name it.
    """
    all_ = list(found)
    mine = [one for one in all_ if one.item["here"]["applies_through"] and licence in one.licences]
    standing = [one for one in mine if one.place == "now"] or [one for one in mine if one.place == "older"]
    ids = {one.item["id"] for one in standing}
    return standing, [one for one in all_ if one.item["id"] not in ids]


def _read(known_names: Names, written: Iterable[str]) -> dict[str, Reading]:
    """What each paper that was sent may be: once each, in an order that does not depend on how they were sent."""
    return {one: known_names.read(one) for one in sorted(set(written))}


def _settled(read: Iterable[Reading]) -> tuple[str, ...]:
    return tuple(sorted({one.documents[0] for one in read if len(one.documents) == 1}))


def _recognised(papers: Papers, read: dict[str, Reading]) -> Data:
    def named(documents: Iterable[str]) -> list[Data]:
        return [{"document": one, "name": papers.name(one)} for one in documents]

    settled = [(text, one) for text, one in read.items() if len(one.documents) == 1]
    lists: dict[str, list[Data]] = {
        "recognised": [{"sent": text, "how": one.how, **named(one.documents)[0]} for text, one in settled],
        "ambiguous": [
            {"sent": text, "candidates": named(one.documents)} for text, one in read.items() if len(one.documents) > 1
        ],
        "unrecognised": [
            {"sent": text, "nearest": named(one.nearest)} for text, one in read.items() if not one.documents
        ],
    }
    return {"counts": {"sent": len(read), **{name: len(rows) for name, rows in lists.items()}}, **lists}


def _by_document(home: Iterable[Data]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in home:
        for document in item["documents"]:
            found.setdefault(document, []).append(item["id"])
    return found


def _outcomes(view: View, case: Case, licence: str) -> dict[str, Data]:
    """How eligibility comes out for each procedure that leads to the licence, by id."""
    answer = eligibility(view, case.eligibility.model_copy(update={"licence": [licence]}))
    return {row["procedure"]: row for place in (*Outcome, "older") for row in answer[place]}


def _way(way: Way, case: Case, outcomes: dict[str, Data]) -> Data:
    item = way.procedure
    if item is None:
        nothing = dict.fromkeys(("procedure", "title", "assessment", "acceleration", "outcome", "reason"))
        return {**nothing, "licence": way.licence, "variants": [], "prerequisites": []}
    row = outcomes.get(item["id"], {"outcome": None, "reason": None, "paths": []})
    paths = {path["id"]: path["outcome"] for path in row["paths"]}
    return {
        "procedure": item["id"],
        **{name: item[name] for name in ("title", "licence", "assessment", "acceleration")},
        "outcome": row["outcome"],
        "reason": row["reason"],
        "variants": [
            {**{name: one[name] for name in ("id", "name", "condition")}, "outcome": paths.get(one["id"])}
            for one in item["variants"]
            if case.variant in (None, one["id"])
        ],
        "prerequisites": [dict(one) for one in item["prerequisites"]],
    }


def _with_titles(view: View, rows: Iterable[Data]) -> None:
    """Give the procedures that must come first their titles."""
    first = [one for row in rows for one in row["prerequisites"]]
    named = titles(view, (one["procedure"] for one in first))
    for one in first:
        one["title"] = named.get(one["procedure"])


def _order(row: Data) -> tuple[int, int, int, str]:
    """What is open first; then the ordinary way before those that are faster."""

    def rank(words: Sequence[str], word: str | None) -> int:
        return words.index(word) if word in words else len(words)

    return (
        rank(list(Outcome), row["outcome"]),
        rank(list(Acceleration), row["acceleration"]),
        rank(list(Assessment), row["assessment"]),
        row["procedure"] or "",
    )


def _elsewhere(one: Found, check: Check, licence: str) -> Data:
    item = one.item
    if not item["here"]["applies_through"]:
        because = "product-type-not-stated"
    elif licence not in one.licences:
        because = "other-step"
    else:
        because = "begins-later" if one.place == "coming" else "older"
    return {
        "entry": item["id"],
        "title": item["title"],
        "obligation": item["obligation"],
        "because": because,
        "licences": sorted(one.licences),
        "applies_from": item["applies_from"],
        "papers": [
            {
                "document": paper["id"],
                "as_written": paper["as_written"],
                "sent": check.fits(paper["id"])[0] if paper["id"] else None,
            }
            for paper in item["documents"]
        ],
    }


def _own_warnings(language: str, standing: Sequence[Found], ways: Sequence[Way]) -> list[Data]:
    found = [] if standing else [warned("nothing-recorded", NOTHING, language)]
    if ways[0].procedure is None:
        found.append(warned("no-procedure", NO_PROCEDURE, language))
    return found
