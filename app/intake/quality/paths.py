"""The paths through a procedure: whether their length can be computed from what the source gives."""

from collections.abc import Iterator
from enum import StrEnum

from app.intake.quality.figures import DURATION_UNITS, figures, units_in_words
from app.knowledge.schemas import Text
from app.knowledge.schemas.common import Duration
from app.knowledge.schemas.procedures import ProcedureContent, Variant


class Length(StrEnum):
    """How much of a path's length is known."""

    computable = "computable"
    partly = "partly"
    not_stated = "not-stated"


def length(variant: Variant[Text]) -> Length:
    """`computable` from a total, or from phases that all have a duration; `partly` where only some have one."""
    if variant.total is not None and variant.total.duration is not None:
        return Length.computable
    counted = [
        phase.duration for phase in variant.phases if phase.relation == "sequence" and phase.in_total is not False
    ]
    given = [duration for duration in counted if duration is not None]
    if given and len(given) == len(counted):
        return Length.computable
    return Length.partly if any(phase.duration is not None for phase in variant.phases) else Length.not_stated


def path_problems(content: ProcedureContent) -> Iterator[tuple[str, str]]:
    """Paths whose length the source gives and the fields do not, as (JSON pointer, message)."""
    for position, variant in enumerate(content.variants):
        here = f"/variants/{position}"
        for number, phase in enumerate(variant.phases):
            if phase.duration is None and _is_length(phase.source_duration):
                yield f"{here}/phases/{number}", f"the source gives {phase.source_duration}, `duration` does not"
        total = variant.total
        if total is None or total.duration is None:
            if total is not None and _is_length(total.source_duration):
                yield f"{here}/total", f"the source gives {total.source_duration}, `duration` does not"
            units = {one.unit for one in _added(variant)}
            if len(units) > 1:
                yield (
                    here,
                    f"phases in {' and '.join(map(units_in_words, sorted(units)))} have no sum: state a total",
                )
        elif total.note is None and not _agrees(total.duration, list(_added(variant, in_total=True))):
            yield f"{here}/total/duration", "is not the sum of the phases that count in it, and no note says why"


def _is_length(source_duration: str | None) -> bool:
    return source_duration is not None and any(one.unit in DURATION_UNITS for one in figures(source_duration))


def _added(variant: Variant[Text], *, in_total: bool | None = None) -> Iterator[Duration]:
    """The durations that are added up: of the phases that are not said to be outside, or are said to be inside."""
    for phase in variant.phases:
        counts = phase.in_total is not False if in_total is None else phase.in_total is in_total
        if phase.duration is not None and phase.relation == "sequence" and counts:
            yield phase.duration


def _agrees(total: Duration, added: list[Duration]) -> bool:
    """Is the total the sum of its phases, as far as they are in its unit and have that end?"""
    if not added or any(one.unit != total.unit for one in added):
        return True
    for end in ("min", "max"):
        whole, parts = getattr(total, end), [getattr(one, end) for one in added]
        if whole is not None and None not in parts and sum(parts) != whole:
            return False
    return True
