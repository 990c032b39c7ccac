"""A launch plan: many applications in many countries, forecast on one line of time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.answers.evidence.evidence import evidence
from app.answers.forecasts.chain import Case
from app.answers.forecasts.forecast import Made, checked, one_forecast
from app.answers.forecasts.procedures import procedure_ids
from app.answers.forecasts.schemas import LaunchPlan, PlannedFiling
from app.answers.forecasts.when import latest
from app.editions.faults import InvalidValue
from app.editions.known import known
from app.editions.view import View

Item = dict[str, Any]


def plan(view: View, launch: LaunchPlan) -> Item:
    """The answer to `POST /v1/forecasts`. Raises `InvalidValue` under the JSON pointer of what is at fault."""
    procedures = procedure_ids(view)
    made = [
        _one(view, _case(view, position, filing, procedures), filing) for position, filing in enumerate(launch.items)
    ]
    items = [
        {**one.shown, "position": position, "label": filing.label}
        for position, (one, filing) in enumerate(zip(made, launch.items, strict=True))
    ]
    return {
        "edition": view.edition.number,
        "items": items,
        "span": _span(items, made),
        "evidence": evidence(item for one in made for item in one.items),
        "warnings": _merged(warning for one in items for warning in one["warnings"]),
        "meta": view.meta(),
    }


def _case(view: View, position: int, filing: PlannedFiling, procedures: list[str]) -> Case:
    case = Case(
        procedure=filing.procedure,
        submit_on=date.fromisoformat(filing.submit_on),
        variant=filing.variant,
        product_type=filing.product_type,
        applicant_days=filing.applicant_days,
        prerequisites=filing.prerequisites == "yes",
        done=frozenset(filing.done),
        skip=frozenset(filing.skip),
        place=f"/items/{position}",
    )
    known(case.parameter("country"), [filing.country.upper()], view.snapshot.of("jurisdiction"), "jurisdiction")
    return checked(view, case, procedures)


def _one(view: View, case: Case, filing: PlannedFiling) -> Made:
    made = one_forecast(view, case)
    country = made.shown["country"]
    if country != filing.country.upper():
        message = f"{case.procedure} is a procedure of {country}"
        raise InvalidValue(case.parameter("country"), message, value=filing.country, valid=[country])
    return made


def _span(items: list[Item], made: list[Made]) -> Item:
    """From the first filing to the end of the last application that has one."""
    ends = latest(one.ends for one in made if one.computable)
    return {
        "start": min(one["start"] for one in items),
        "ends": ends.shown(),
        "at_least": any(one["at_least"] or not one["computable"] for one in items),
        "last": [
            position
            for position, one in enumerate(made)
            if one.computable and one.ends.expected is not None and one.ends.expected == ends.expected
        ],
        "not_computable": [position for position, one in enumerate(made) if not one.computable],
    }


def _merged(warnings: Iterable[Item]) -> list[Item]:
    """Warnings of all applications by code, each once with all its entries."""
    found: dict[str, Item] = {}
    for one in warnings:
        own = found.setdefault(one["code"], {**one, "entries": []})
        own["entries"] = sorted({*own["entries"], *one["entries"]})
    return list(found.values())
