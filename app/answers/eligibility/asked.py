"""What the caller told of the product. What was not told is null or `unknown`, and never taken for a no."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.answers.cases.case import Granted, countries, designations, filing_day, granted, product_type
from app.answers.eligibility.schemas import EligibilityParameters
from app.answers.standing.truth import Truth
from app.editions.view import View


@dataclass(frozen=True)
class Asked:
    """One product in one country: each member that is null was not told; an empty one says "none"."""

    country: str
    product_type: str
    day: date
    designations: tuple[str, ...] | None
    approved: tuple[Granted, ...] | None
    inspected: tuple[Granted, ...] | None
    same_product: Truth
    local_holder: Truth

    @property
    def product_types(self) -> tuple[str, ...]:
        """The product type, and the designations that make it another as well."""
        return (self.product_type, *(self.designations or ()))


def asked(view: View, parameters: EligibilityParameters) -> Asked:
    """The case in the parameters, checked against the edition; raises `InvalidValue` for what it does not know."""
    (country,) = countries(view, [parameters.country])
    designated = designations(view, parameters.designation)
    return Asked(
        country=country,
        product_type=product_type(view, parameters.product_type),
        day=filing_day(view, parameters.applies_on),
        designations=tuple(sorted(set(designated))) if parameters.designation else None,
        approved=_told(granted(view, "approved_by", parameters.approved_by), parameters.approved_by),
        inspected=_told(granted(view, "inspected_by", parameters.inspected_by), parameters.inspected_by),
        same_product=Truth(parameters.same_product),
        local_holder=Truth(parameters.local_holder),
    )


def _told(found: Iterable[Granted], given: list[str]) -> tuple[Granted, ...] | None:
    """In one order, whatever order they were given in; null where nothing was given."""
    return tuple(sorted(set(found), key=lambda one: (one.authority, one.on or ""))) if given else None
