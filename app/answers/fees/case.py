"""A case as far as fees depend on it: how many of what, and which words are true of it."""

from dataclasses import dataclass
from datetime import date

from app.answers.fees.schemas import FeeParameters
from app.editions.faults import InvalidValue
from app.editions.known import known
from app.vocabulary.fee_cases import AXES, AXIS_OF
from app.vocabulary.lists import FeeType, FeeUnit


@dataclass(frozen=True)
class Case:
    """One case. `chain` is what its product type may inherit from; null where no product type was given."""

    day: date
    product_type: str | None
    chain: tuple[str, ...] | None
    counts: dict[str, int]
    years: int
    words: dict[str, str]
    """The word of each axis that was given."""
    types: tuple[FeeType, ...]
    given: frozenset[str]
    """Parameters that the caller gave."""

    @property
    def ingredients(self) -> int:
        """How many active ingredients the product has."""
        return self.counts[FeeUnit.ingredient]


COUNTED_BY: dict[str, tuple[str, ...]] = {
    FeeUnit.application: ("applications",),
    FeeUnit.package: (),
    FeeUnit.product: ("products",),
    FeeUnit.ingredient: ("ingredients",),
    FeeUnit.formula: ("formulas",),
    FeeUnit.site: ("sites",),
    FeeUnit.site_and_dosage_form: ("sites", "dosage_forms"),
    FeeUnit.licence: ("licences",),
}
"""The parameters whose product says how often a fee of each unit is paid; a package is one, whatever it holds."""


def case_of(parameters: FeeParameters, product_type: str | None, chain: tuple[str, ...] | None, day: date) -> Case:
    """The case. Raises `InvalidValue` for an unknown word, and for two of one axis: an application is one of them."""
    words: dict[str, str] = {}
    for word in known("case", parameters.case, AXIS_OF, "case"):
        axis = AXIS_OF[word]
        if words.setdefault(axis, word) != word:
            raise InvalidValue(
                "case", f"{word} and {words[axis]} exclude each other", value=word, valid=AXES[axis].words
            )
    counts = {}
    for unit, names in COUNTED_BY.items():
        counts[str(unit)] = 1
        for name in names:
            counts[str(unit)] *= getattr(parameters, name)
    return Case(
        day=day,
        product_type=product_type,
        chain=chain,
        counts=counts,
        years=parameters.years,
        words=words,
        types=tuple(parameters.type),
        given=frozenset(parameters.model_fields_set),
    )
