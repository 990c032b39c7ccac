"""Which procedures of a country are open to a product, and what decides."""

from typing import Any

from sqlalchemy import and_, or_

from app.answers import conditions
from app.answers.applies import placed
from app.answers.conditions import ENTRY
from app.answers.eligibility.approvals import Approvals, holder
from app.answers.eligibility.asked import Asked, asked
from app.answers.eligibility.outcome import Judged, deciding, named, outcome_of
from app.answers.eligibility.products import designated, for_product, in_force
from app.answers.eligibility.schemas import ConditionCode, EligibilityParameters, Outcome
from app.answers.eligibility.spoken_of import SpokenOf
from app.answers.entries import Question, entries_of, items
from app.answers.evidence.evidence import evidence, warned, warnings
from app.answers.render import show
from app.answers.standing.truth import Truth, every, some
from app.editions.view import View
from app.knowledge.models.shared import AdoptionRow
from app.vocabulary.lists import EntryKind, Licence
from app.vocabulary.sentences import Sentence

Data = dict[str, Any]

_IN_WORDS = Sentence(
    "A condition remains in words, which only a reader can judge: {words}",
    "문장으로만 된 조건이 있어 직접 확인하여야 합니다: {words}",
)
_NO_PATH = Sentence("None of its paths is open. {paths}", "이용할 수 있는 경로가 없습니다. {paths}")
_SOME_PATH = Sentence("Paths that are open: {paths}.", "이용할 수 있는 경로가 있습니다: {paths}.")
_MAYBE_PATH = Sentence(
    "Whether one of its paths is open is not known. {paths}",
    "이용할 수 있는 경로가 있는지 알 수 없습니다. {paths}",
)
_FREE = Sentence(
    "The product type matches; the source names no further condition.",
    "제품 유형이 일치하며, 출처에 그 밖의 조건이 없습니다.",
)
_MET = Sentence("All conditions are met.", "모든 조건을 충족합니다.")
_OLDER = Sentence("History, not a way to file: {reason}", "과거의 절차이며 신청할 수 없습니다: {reason}")
NOTHING = Sentence("No procedure is recorded here.", "기록된 절차가 없습니다.")


def eligibility(view: View, parameters: EligibilityParameters) -> Data:
    """The procedures of a country, each open, undecided or closed to the product of the parameters.

    Raises `InvalidValue` for a word that the edition does not know.
    """
    case = asked(view, parameters)
    question = Question(case.product_types, case.day)
    found = _procedures(view, case.country, parameters.licence, question)
    spoken_of = SpokenOf(view, _reliance(view, case, question), case.day)
    rows = {item["id"]: _row(view, case, item, spoken_of) for item in found}
    older = {item["id"] for item in found if placed(item, case.day) == "older"}
    places: dict[str, list[Data]] = {"open": [], "undecided": [], "closed": [], "older": []}
    for id_, row in rows.items():
        places["older" if id_ in older else row["outcome"]].append(row)
    used = {entry for row in rows.values() for entry in row["entries"]}
    cited = [item for item in [*found, *spoken_of.entries] if item["id"] in used]
    return {
        "edition": view.edition.number,
        "country": case.country,
        "country_name": show(view.snapshot.of("jurisdiction")[case.country]["name"], view.language),
        "product_type": case.product_type,
        "product_type_name": show(view.snapshot.of("product_type")[case.product_type]["name"], view.language),
        "applies_on": case.day.isoformat(),
        "case": _told(case),
        "counts": {place: len(shown) for place, shown in places.items()},
        **places,
        "evidence": evidence(cited),
        "warnings": _warnings(view, cited, rows, older),
        "meta": view.meta(),
    }


def _procedures(view: View, country: str, licences: list[Licence], question: Question) -> list[Data]:
    """The country's own procedures and those of regional instruments that it has adopted, by licence and id."""
    where = [ENTRY.kind == EntryKind.procedure, _of(country)]
    rows = view.connection.execute(entries_of(view.edition.number).where(*where).order_by(ENTRY.id)).all()
    order = list(Licence)
    shown = [one for one in items(view, rows, question) if not licences or one["licence"] in licences]
    return sorted(shown, key=lambda one: (order.index(one["licence"]), one["id"]))


def _reliance(view: View, case: Asked, question: Question) -> list[Data]:
    """Reliance entries of the same places that hold for the product or do not say for which."""
    tree, edition = view.snapshot.tree, view.edition.number
    holds = or_(conditions.holds_for(tree, case.product_types, edition), conditions.names_no_product_type())
    where = and_(ENTRY.kind == EntryKind.reliance, _of(case.country), holds)
    return items(view, view.connection.execute(entries_of(edition).where(where).order_by(ENTRY.id)).all(), question)


def _of(country: str) -> Any:
    return or_(ENTRY.country == country, conditions.has(AdoptionRow, jurisdiction=country))


def _row(view: View, case: Asked, item: Data, spoken_of: SpokenOf) -> Data:
    needs = item["eligibility"] or {}
    by_path = any(_of_approvals(variant["approvals"]) for variant in item["variants"])
    judged = [
        for_product(view, case, item["country"], item["product_types"], item["except_product_types"]),
        in_force(view, item, case),
    ]
    if needs.get("designations"):
        judged.append(designated(view, case, needs["designations"]))
    if needs and not by_path:
        judged += Approvals(view, case, item, needs, spoken_of).conditions()
    if needs.get("local_holder"):
        judged.append(holder(view, case))
    if needs.get("further"):
        judged.append(_in_words(view, needs["further"]))
    paths = [_path(view, case, item, variant, spoken_of) for variant in item["variants"]]
    if any(own for _, own, _ in paths):
        judged.append(_paths(view, paths))
    outcome = outcome_of(judged)
    entries = {item["id"], *(entry for one in judged for entry in one.entries)}
    entries |= {entry for _, own, _ in paths for one in own for entry in one.entries}
    return {
        "procedure": item["id"],
        **{name: item[name] for name in ("title", "name", "licence", "assessment", "acceleration")},
        "outcome": named(outcome),
        "reason": _reason(view, case, item, judged, outcome),
        "decided_by": [one.code for one in deciding(judged, outcome)],
        "conditions": [one.shown(outcome, item["id"]) for one in judged],
        "words": needs.get("statement"),
        "further": needs.get("further"),
        "paths": [_shown_path(item, variant, own, judged) for variant, own, _ in paths],
        "entries": sorted(entries),
    }


Path = tuple[Data, list[Judged], Truth]


def _path(view: View, case: Asked, item: Data, variant: Data, spoken_of: SpokenOf) -> Path:
    """A variant, its own structured conditions, and what they come to."""
    judged: list[Judged] = []
    if variant["product_types"]:
        judged.append(for_product(view, case, item["country"], variant["product_types"], []))
    needs = variant["approvals"] or {}
    if _of_approvals(needs):
        judged += Approvals(view, case, item, needs, spoken_of).conditions()
    words = needs.get("further") or (None if judged else _only_condition(item))
    if words:
        judged.append(_in_words(view, words))
    return variant, judged, outcome_of(judged)


def _of_approvals(needs: Data | None) -> bool:
    """Is anything there of approvals and inspections, beside words?"""
    return any(value not in (None, []) for name, value in (needs or {}).items() if name != "further")


def _only_condition(item: Data) -> str | None:
    """The condition of the only path: there is no other path that it could tell this one from, so it binds."""
    condition: str | None = item["variants"][0]["condition"] if len(item["variants"]) == 1 else None
    return condition


def _shown_path(item: Data, variant: Data, own: list[Judged], procedure: list[Judged]) -> Data:
    """A path of a procedure: a choice between paths that stands in words only leaves each of them undecided."""
    chosen_in_words = variant["condition"] is not None and not own
    truth = Truth.unknown if chosen_in_words else outcome_of(own)
    shared = [one for one in procedure if one.code != ConditionCode.paths]
    outcome = every((truth, outcome_of(shared)))
    codes = [one.code for one in deciding([*shared, *own], outcome)]
    if chosen_in_words and outcome == Truth.unknown:
        codes.append(ConditionCode.words)
    return {
        "id": variant["id"],
        "name": variant["name"],
        "words": variant["condition"],
        "further": (variant["approvals"] or {}).get("further"),
        "outcome": named(outcome),
        "decided_by": list(dict.fromkeys(codes)),
        "conditions": [one.shown(outcome, item["id"]) for one in own],
    }


def _in_words(view: View, words: str) -> Judged:
    return Judged(ConditionCode.words, Truth.unknown, _IN_WORDS.say(view.language, words=words))


def _paths(view: View, paths: list[Path]) -> Judged:
    """One path is enough. How the source tells paths apart in words does not close the procedure."""
    truth = some(own for _, _, own in paths)
    if truth == Truth.yes:
        shown = ", ".join(variant["id"] for variant, _, own in paths if own == Truth.yes)
    else:
        reasons: dict[str, list[str]] = {}
        for variant, judged, own in paths:
            if own == truth:
                reason = " ".join(one.explanation for one in deciding(judged, own))
                reasons.setdefault(reason, []).append(variant["id"])
        shown = " ".join(f"{', '.join(ids)}: {reason}" for reason, ids in reasons.items())
    sentence = {Truth.yes: _SOME_PATH, Truth.no: _NO_PATH, Truth.unknown: _MAYBE_PATH}[truth]
    return Judged(ConditionCode.paths, truth, sentence.say(view.language, paths=shown))


def _reason(view: View, case: Asked, item: Data, judged: list[Judged], outcome: Truth) -> str:
    language = view.language
    if outcome != Truth.yes:
        reason = " ".join(dict.fromkeys(one.explanation for one in deciding(judged, outcome)))
    else:
        reason = (_FREE if len(judged) == 2 else _MET).say(language)
    return _OLDER.say(language, reason=reason) if placed(item, case.day) == "older" else reason


def _told(case: Asked) -> Data:
    def granted(given: Any) -> list[Data] | None:
        return None if given is None else [{"authority": one.authority, "on": one.on} for one in given]

    return {
        "designations": None if case.designations is None else list(case.designations),
        "approved_by": granted(case.approved),
        "inspected_by": granted(case.inspected),
        "same_product": case.same_product,
        "local_holder": case.local_holder,
    }


def _warnings(view: View, cited: list[Data], rows: dict[str, Data], older: set[str]) -> list[Data]:
    """About the entries that an answer may rest on: not those that are for other products."""
    others = {
        id_
        for id_, row in rows.items()
        if row["outcome"] == Outcome.closed and ConditionCode.product_type in row["decided_by"] and id_ not in older
    }
    shown = warnings([item for item in cited if item["id"] not in others], view.language)
    return shown if rows else [*shown, warned("nothing-recorded", NOTHING, view.language)]
