"""The matrix of one reference: every jurisdiction, every step, what is known and from what."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, or_

from app.answers.applies import placed
from app.answers.cases.case import countries, filing_day, product_type
from app.answers.conditions import ENTRY, has
from app.answers.directory.authorities import memberships
from app.answers.entries import Question, entries_of, found_items
from app.answers.evidence.evidence import evidence, warned, warnings
from app.answers.reliance_matrix.cells import Saying, cells, list_of
from app.answers.reliance_matrix.saving import Routes
from app.answers.reliance_matrix.schemas import MatrixEntry, MatrixParameters
from app.answers.render import show
from app.answers.said import records
from app.answers.standing.listing import WHY, Because
from app.answers.standing.spoken import Spoken, spoken
from app.editions.known import known
from app.editions.view import View
from app.editions.written import Parts, parts_of
from app.knowledge.models.shared import AdoptionRow
from app.vocabulary.lists import EntryKind, JurisdictionKind, RelianceScope, Stated
from app.vocabulary.sentences import Sentence

Data = dict[str, Any]

_CONTRADICTED = Sentence(
    "These entries answer the contrary of one another; the cell follows the one in `decided_by`.",
    "이 항목들의 답이 서로 모순됩니다. 해당 칸은 `decided_by`의 항목을 따릅니다.",
)
_NOT_STATED = Sentence(
    "The sources of these facts do not say for which products they hold.",
    "이 사실들의 출처에 대상 제품 유형이 나와 있지 않습니다.",
)
_NAMED = Sentence("The entry speaks of {reference}.", "{reference}: 항목에 명시되어 있습니다.")
_STATED = Sentence("The source itself speaks of {reference}.", "{reference}: 출처가 직접 밝히고 있습니다.")


def matrix_parts(view: View, parameters: MatrixParameters) -> Parts:
    """The matrix as JSON, put together once for an edition, a day and a language."""
    question = parameters.model_dump_json(exclude={"edition", "as_of", "lang"})
    return view.kept(("matrix", question), lambda: parts_of(matrix(view, parameters)))


def matrix(view: View, parameters: MatrixParameters) -> Data:
    """The reliance matrix of a reference.

    Raises `InvalidValue` for a reference, country or product type that the edition does not know.
    """
    reference, name = _reference(view, parameters.reference)
    asked = product_type(view, parameters.product_type) if parameters.product_type else None
    chosen = countries(view, parameters.country) or list(view.snapshot.of("jurisdiction"))
    scopes = [one for one in RelianceScope if not parameters.scope or one in parameters.scope]
    day = filing_day(view, parameters.applies_on)
    sayings = _sayings(view, reference, chosen, scopes, Question((asked,) if asked else (), day))
    types = [asked] if asked else list(view.snapshot.of("product_type"))
    rows = [_row(view, reference, code) for code in _ordered(view, chosen)]
    for row in rows:
        said = sayings[row["country"]]
        row["cells"] = [
            cell for scope in scopes for cell in cells(view.snapshot.tree, types, row["country"], scope, said)
        ]
    spoken_of = _kept(rows, sayings)
    routes = Routes(view, [one.item for one in spoken_of.values()], day, asked)
    disputed = _disputed(view)
    used: dict[str, Data] = {id_: one.item for id_, one in spoken_of.items()}
    for row in rows:
        ids = sorted({id_ for cell in row["cells"] for id_ in cell["entries"]})
        row["entries"] = [_entry(view, reference, spoken_of[id_], routes) for id_ in ids]
        for cell in row["cells"]:
            cell["disagreements"] = sorted({one for id_ in cell["entries"] for one in disputed[id_]})
        cited = {id_ for entry in row["entries"] for saving in entry["savings"] for id_ in saving["entries"]}
        used |= {id_: routes.items[id_] for id_ in cited if id_ in routes.items}
    return {
        "edition": view.edition.number,
        "reference": reference,
        "reference_name": name,
        "applies_on": day.isoformat(),
        "product_type": asked,
        "scopes": scopes,
        "rows": rows,
        "evidence": evidence(used.values()),
        "warnings": _warnings(view, rows, spoken_of, used),
        "meta": view.meta(),
    }


def _reference(view: View, given: str) -> tuple[str, str]:
    """An authority or group in either case, and its name."""
    held = {**view.snapshot.of("authority"), **view.snapshot.of("group")}
    (id_,) = known("reference", [given.upper()], held, "authority or group")
    return id_, show(held[id_]["name"], view.language)


def _ordered(view: View, codes: list[str]) -> list[str]:
    """Countries, then regions, then organisations, each by code."""
    held, kinds = view.snapshot.of("jurisdiction"), list(JurisdictionKind)
    return sorted(set(codes), key=lambda code: (kinds.index(held[code]["kind"]), code))


def _sayings(
    view: View, reference: str, chosen: list[str], scopes: list[RelianceScope], question: Question
) -> dict[str, list[Saying]]:
    """What entries say of the reference, by jurisdiction: its own entries, and regional ones that it adopted."""

    def find() -> Select[Any]:
        accepting = or_(ENTRY.country.in_(chosen), has(AdoptionRow, jurisdiction=chosen))
        return entries_of(view.edition.number).where(ENTRY.kind == EntryKind.reliance, accepting).order_by(ENTRY.id)

    found: dict[str, list[Saying]] = defaultdict(list)
    for item in found_items(view, ("reliance", *chosen), find, question):
        one = spoken(view, item, reference, question.day)
        if one is None or not set(item["scopes"]) & set(scopes):
            continue
        saying = Saying(item, one, placed(item, question.day), list_of(item, reference))
        for code in {item["country"], *(each["jurisdiction"] for each in item["adopted_by"])} & set(chosen):
            found[code].append(saying)
    return found


def _row(view: View, reference: str, code: str) -> Data:
    jurisdiction = view.snapshot.of("jurisdiction")[code]
    return {
        "country": code,
        "name": show(jurisdiction["name"], view.language),
        "kind": jurisdiction["kind"],
        "own": view.snapshot.of("authority").get(reference, {}).get("jurisdiction") == code,
        "cells": [],
        "entries": [],
    }


def _kept(rows: list[Data], sayings: dict[str, list[Saying]]) -> dict[str, Saying]:
    """What the cells rest on, by id of the entry."""
    kept = {id_ for row in rows for cell in row["cells"] for id_ in cell["entries"]}
    return {one.id: one for said in sayings.values() for one in said if one.id in kept}


def _disputed(view: View) -> dict[str, list[str]]:
    """Ids of disagreements by the entries that they name."""
    found: dict[str, list[str]] = defaultdict(list)
    for id_, content in records(view, "disagreement").items():
        for entry in content.get("entries", ()):
            found[entry].append(id_)
    return found


def _entry(view: View, reference: str, saying: Saying, routes: Routes) -> Data:
    item, one = saying.item, saying.spoken
    savings, unknown = routes.savings(item)
    own = {
        "answer": one.answer,
        "stated": one.stated,
        "because": one.because,
        "explanation": _explained(view, reference, one),
        "group": one.group,
        "rests_on": memberships(view, [one.membership])[0] if one.membership else None,
        "place": saying.place,
        "savings": savings,
        "saving_unknown": unknown,
    }
    return {name: own[name] if name in own else item[name] for name in MatrixEntry.model_fields}


def _explained(view: View, reference: str, one: Spoken) -> str:
    if one.because == Because.named:
        return (_STATED if one.stated == Stated.stated else _NAMED).say(view.language, reference=reference)
    return WHY[one.because].say(view.language, authority=reference, group=one.group)


def _warnings(view: View, rows: list[Data], spoken_of: dict[str, Saying], used: dict[str, Data]) -> list[Data]:
    shown = warnings(used.values(), view.language)
    unnamed = sorted(id_ for id_, one in spoken_of.items() if not one.item["product_types"])
    contrary = sorted(
        {id_ for row in rows for cell in row["cells"] if cell["contradicted"] for id_ in cell["entries"]}
    )
    if unnamed:
        shown.append(warned("product-type-not-stated", _NOT_STATED, view.language, unnamed))
    if contrary:
        shown.append(warned("contradicted-entries", _CONTRADICTED, view.language, contrary))
    return shown
