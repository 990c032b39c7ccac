"""Composing what a case pays: the rule in force that day, path by path."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import or_

from app.answers import conditions
from app.answers.cases.case import filing_day
from app.answers.cases.case import product_type as checked_type
from app.answers.conditions import ENTRY, has
from app.answers.entries import Question, entries_of, summaries
from app.answers.evidence.evidence import evidence, warned, warnings
from app.answers.fees.assumptions import assumptions
from app.answers.fees.case import Case, case_of
from app.answers.fees.paths import Priced, priced, shown
from app.answers.fees.schemas import FeeParameters
from app.answers.forecasts.procedures import Followed, covers, in_force, procedure_ids, procedures_around
from app.answers.unknowns.unknowns import in_short
from app.editions.known import known
from app.editions.view import View
from app.knowledge.models.shared import TopicRow
from app.knowledge.staleness import FEE_YEARS
from app.vocabulary.dates import day_range, years_after
from app.vocabulary.lists import Applies, EntryKind
from app.vocabulary.sentences import Sentence
from app.vocabulary.trees import ALL_MEDICINES

Item = dict[str, Any]

FEES = "fees"
"""The topic of entries about fees."""

OLD = Sentence(
    "The newest source of these facts is older than fees stay good for ({years} years); check before relying on "
    "them.",
    "이 사실들의 최신 출처가 수수료에 허용되는 기간({years}년)보다 오래되었습니다. 이용하기 전에 확인하십시오.",
)
FOLLOWED = Sentence(
    "{asked} does not hold on the filing day; the answer is for {followed}, which replaced it.",
    "{asked}은(는) 신청일에 적용되지 않으므로, 이를 대체한 {followed}에 대하여 답합니다.",
)
NOT_IN_FORCE = Sentence(
    "The procedure does not hold on the filing day, and what holds instead is not known.",
    "이 절차는 신청일에 적용되지 않으며, 대신 적용되는 절차를 알 수 없습니다.",
)
OTHER_PRODUCT = Sentence(
    "The procedure is not recorded for this product type.",
    "이 절차는 해당 제품 유형에 대하여 기록되어 있지 않습니다.",
)
REDUCED = Sentence(
    "Some applicants pay less; the words say who, and nothing is taken off.",
    "일부 신청인에게는 감액이 적용됩니다. 대상은 문장으로 기재되어 있으며 감액분은 반영하지 않았습니다.",
)


def fees(view: View, parameters: FeeParameters) -> Item:
    """What a case pays for a procedure.

    Raises `InvalidValue` for a procedure, path, product type or case that is not known.
    """
    (asked_for,) = known("procedure", [parameters.procedure], procedure_ids(view), "procedure")
    product_type = checked_type(view, parameters.product_type) if parameters.product_type else None
    day = filing_day(view, parameters.submit_on)
    procedures = procedures_around(view, asked_for, _question(product_type, day), prerequisites=False)
    followed = in_force(procedures, asked_for, product_type=product_type)
    item = procedures[followed.id]
    chain = _chain(view, item, product_type) if product_type else None
    case = case_of(parameters, product_type, chain, day)
    paths = [
        priced(item, variant, case, lambda one: _chain(view, item, one), view.language)
        for variant in _variants(item, parameters.variant)
    ]
    types = [product_type] if product_type else item["product_types"] or [ALL_MEDICINES]
    return {
        "edition": view.edition.number,
        "procedure": item["id"],
        "asked_for": asked_for,
        "title": item["title"],
        "country": item["country"],
        "submit_on": day.isoformat(),
        "validity": item["validity"],
        "case": _case(case, parameters),
        "paths": [shown(path, case, view.language) for path in paths],
        "assumptions": assumptions(paths, case, item, view.language),
        "related": _related(view, item["country"], types, day),
        "gaps": _unknown(view, "gap", item, types),
        "disagreements": _unknown(view, "disagreement", item, types),
        "evidence": evidence([item]),
        "warnings": [
            *warnings([item], view.language),
            *_warnings(view, item, followed, asked_for, product_type),
            *_reductions(paths, item, view.language),
        ],
        "meta": view.meta(),
    }


def _question(product_type: str | None, day: date) -> Question:
    return Question((product_type,) if product_type else (), day)


def _chain(view: View, item: Item, product_type: str) -> tuple[str, ...]:
    return view.snapshot.tree.chain(product_type, item["country"], EntryKind.procedure)


def _variants(item: Item, asked: str | None) -> list[Item]:
    held: dict[str, Item] = {variant["id"]: variant for variant in item["variants"]}
    if asked is None:
        return list(held.values())
    return [held[one] for one in known("variant", [asked], held, f"path of {item['id']}")]


def _case(case: Case, parameters: FeeParameters) -> Item:
    counts = ("applications", "products", "ingredients", "formulas", "sites", "dosage_forms", "licences", "years")
    return {
        "product_type": case.product_type,
        **{name: getattr(parameters, name) for name in counts},
        "cases": list(case.words.values()),
        "types": list(case.types),
    }


def _related(view: View, country: str, product_types: list[str], day: date) -> list[Item]:
    """Other entries of the country on fees that hold for the product types, or do not say for which."""
    edition = view.edition.number
    query = (
        entries_of(edition)
        .where(
            ENTRY.country == country,
            ENTRY.kind != EntryKind.procedure,
            has(TopicRow, topic=FEES),
            or_(conditions.holds_for(view.snapshot.tree, product_types, edition), conditions.names_no_product_type()),
        )
        .order_by(ENTRY.id)
    )
    found = summaries(view, view.connection.execute(query).all(), Question(tuple(product_types), day))
    return [{name: one[name] for name in ("id", "kind", "title", "currency_status")} for one in found]


def _unknown(view: View, kind: Any, item: Item, product_types: list[str]) -> list[Item]:
    country = item["country"]
    found = in_short(view, kind, [country], product_types=product_types, entries=[item["id"]], topic=FEES)
    return found[country]


def _warnings(view: View, item: Item, followed: Followed, asked_for: str, product_type: str | None) -> Iterable[Item]:
    language, id_ = view.language, item["id"]
    if followed.id != asked_for:
        yield warned("followed-successor", FOLLOWED, language, [asked_for, id_], asked=asked_for, followed=id_)
    elif item["here"]["applies"] == Applies.no:
        yield warned("rule-not-in-force", NOT_IN_FORCE, language, followed.about or [id_])
    if item["here"]["stale"] == "no" and _older_than_fees_may_be(item, view.today):
        yield warned("old-fees", OLD, language, [id_], years=FEE_YEARS)
    if not covers(item, product_type):
        yield warned("other-product-type", OTHER_PRODUCT, language, [id_])


def _older_than_fees_may_be(item: Item, today: date) -> bool:
    seen = item["fact_as_of"]
    return seen is not None and years_after(day_range(seen)[1], FEE_YEARS) < today


def _reductions(paths: Iterable[Priced], item: Item, language: str) -> Iterable[Item]:
    reduced = any(row.outcome == "counted" and row.fee["reduction"] for path in paths for row in path.rows)
    if reduced:
        yield warned("reductions-not-taken-off", REDUCED, language, [item["id"]])
