"""Putting countries side by side: topics, papers, clocks, fees, reliance."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.answers.cases.case import countries, filing_day, product_type
from app.answers.compare.columns import Column, columns
from app.answers.compare.procedures import procedure_rows
from app.answers.compare.reliance import reliance_rows
from app.answers.compare.schemas import CompareParameters
from app.answers.compare.topics import topic_rows
from app.answers.conditions import with_entries
from app.answers.evidence.evidence import evidence, warned, warnings
from app.answers.reliance_matrix.matrix import matrix
from app.answers.reliance_matrix.schemas import MatrixParameters
from app.answers.render import show
from app.editions.known import known
from app.editions.view import View
from app.editions.written import Parts, parts_of
from app.vocabulary.lists import JurisdictionKind
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

NOT_STATED = Sentence(
    "The sources of these facts do not say for which products they hold; no topic's state counts them.",
    "이 사실들의 출처는 어떤 제품에 적용되는지 밝히지 않으므로, 주제별 상태에 반영하지 않았습니다.",
)
NOTHING = Sentence(
    "Nothing is recorded for this product type in {country}.",
    "{country}: 이 제품 유형에 대하여 기록된 내용이 없습니다.",
)


def compare_parts(view: View, parameters: CompareParameters) -> Parts:
    """The comparison as JSON, put together once for an edition, a day and a language."""
    question = parameters.model_dump_json(exclude={"edition", "as_of", "lang", "format"})
    return view.kept(("compare", question), lambda: parts_of(compare(view, parameters)))


def compare(view: View, parameters: CompareParameters) -> Item:
    """Countries side by side for a product type, for an application filed on `applies_on`.

    Raises `InvalidValue` for a country, product type, topic or reference that the edition does not know.
    """
    type_ = product_type(view, parameters.product_type)
    codes = countries(view, parameters.country) or _countries(view)
    topics = view.snapshot.of("topic")
    asked = known("topic", parameters.topic, topics, "topic")
    day = filing_day(view, parameters.applies_on)
    reference = _reference(view, parameters.reference)
    held = columns(view, codes, type_, day)
    rows = topic_rows(view, [id_ for id_ in topics if not asked or id_ in asked], held)
    of_matrix: list[Item] = []
    if not asked:
        reliance = matrix(
            view,
            MatrixParameters(
                reference=reference, country=codes, product_type=type_, applies_on=parameters.applies_on
            ),
        )
        of_matrix = reliance["evidence"]
        rows += [*procedure_rows(view, held), *reliance_rows(view, reliance, codes)]
    shown = _shown(rows, held, of_matrix)
    return {
        "edition": view.edition.number,
        "product_type": type_,
        "product_type_name": show(view.snapshot.of("product_type")[type_]["name"], view.language),
        "applies_on": day.isoformat(),
        "reference": reference,
        "countries": [
            {
                "country": column.country,
                "name": _name(view, column),
                "entries": len(column.now) + len(column.older) + len(column.coming),
            }
            for column in held
        ],
        "rows": rows,
        "evidence": evidence(shown),
        "warnings": _warnings(view, rows, held, shown),
        "meta": view.meta(),
    }


def _reference(view: View, given: str) -> str:
    """An authority or group in either case, known to the edition."""
    names = [*view.snapshot.of("authority"), *view.snapshot.of("group")]
    return known("reference", [given.upper()], names, "authority or group")[0]


def _countries(view: View) -> list[str]:
    """All countries (no regions or organisations) of which the edition has entries, by code."""
    held = view.snapshot.of("jurisdiction")
    return [code for code in with_entries(view) if held[code]["kind"] == JurisdictionKind.country]


def _name(view: View, column: Column) -> str:
    return show(view.snapshot.of("jurisdiction")[column.country]["name"], view.language)


def _named(rows: Iterable[Item], *members: str) -> set[str]:
    """The entries that cells name under these members."""
    return {id_ for row in rows for one in row["cells"] for name in members for id_ in one.get(name, ())}


def _shown(rows: Sequence[Item], held: Sequence[Column], of_matrix: Iterable[Item]) -> list[Item]:
    """Every entry that a cell names, once; those of the matrix are cut to evidence already."""
    found = {one["id"]: one for one in of_matrix}
    found |= {item["id"]: item for column in held for item in column.entries}
    return [found[id_] for id_ in sorted(_named(rows, "entries", "coming", "product_type_not_stated"))]


def _warnings(view: View, rows: Sequence[Item], held: Sequence[Column], shown: Iterable[Item]) -> list[Item]:
    resting = _named(rows, "entries")
    found = warnings([item for item in shown if item["id"] in resting], view.language)
    if not_stated := sorted(_named(rows, "product_type_not_stated")):
        found.append(warned("product-type-not-stated", NOT_STATED, view.language, not_stated))
    empty = [column for column in held if not (column.now or column.older or column.coming)]
    found += [warned("nothing-recorded", NOTHING, view.language, country=_name(view, one)) for one in empty]
    return found
