"""The question of readiness, checked against the edition; what is not known is named by its JSON pointer."""

from dataclasses import dataclass
from datetime import date

from app.answers.cases.case import designations, filing_day, granted
from app.answers.eligibility.schemas import EligibilityParameters
from app.answers.entries import Question
from app.answers.readiness.found import procedure_ids
from app.answers.readiness.question import ReadinessQuestion
from app.editions.faults import InvalidValue
from app.editions.known import known
from app.editions.view import View


@dataclass(frozen=True)
class Case:
    """A product in a country, filed on a day."""

    country: str
    product_type: str
    designations: tuple[str, ...]
    eligibility: EligibilityParameters
    day: date
    procedure: str | None
    variant: str | None

    @property
    def question(self) -> Question:
        """What entries are shown for: the product type, and the designations that make it another as well."""
        return Question((self.product_type, *self.designations), self.day)


def case_of(view: View, question: ReadinessQuestion) -> Case:
    """The case that a body tells; raises `InvalidValue` for a word that the edition does not know."""
    snapshot = view.snapshot
    (country,) = known("/country", [question.country.upper()], snapshot.of("jurisdiction"), "jurisdiction")
    types = snapshot.of("product_type")
    (product_type,) = known("/product_type", [question.product_type], types, "product type")
    for position, one in enumerate(question.designation):
        designations(view, [one], f"/designation/{position}")
    for position, one in enumerate(question.approved_by):
        granted(view, f"/approved_by/{position}", [one])
    granted(view, "/approved_by", question.approved_by)
    if question.procedure is not None:
        known("/procedure", [question.procedure], procedure_ids(view, country), f"procedure of {country}")
    elif question.variant is not None:
        raise InvalidValue("/variant", "give its procedure as well")
    return Case(
        country=country,
        product_type=product_type,
        designations=tuple(sorted(set(designations(view, question.designation, "/designation")))),
        eligibility=EligibilityParameters(
            country=country,
            product_type=product_type,
            designation=question.designation,
            approved_by=question.approved_by,
            applies_on=question.applies_on,
        ),
        day=filing_day(view, question.applies_on),
        procedure=question.procedure,
        variant=question.variant,
    )
