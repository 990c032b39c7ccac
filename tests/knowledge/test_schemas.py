"""A content that is not well formed is refused, at its place, with what was expected."""

import copy
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.knowledge.schemas import CONTENT_MODELS
from app.knowledge.schemas.common import Code, DecimalText, Identifier, PartialDate
from tests.database.samples import FULL, SAMPLES, SMALL

TYPES = tuple(CONTENT_MODELS)
Steps = tuple[str | int, ...]


def full(type_: str) -> dict[str, Any]:
    """The data of a content that fills every field."""
    return SAMPLES[type_][1].model_dump(mode="json")


def objects(value: Any, place: Steps = ()) -> Iterator[Steps]:
    """The places of all objects in some data."""
    if isinstance(value, dict):
        yield place
        for name, item in value.items():
            yield from objects(item, (*place, name))
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from objects(item, (*place, position))


def at(data: Any, place: Steps) -> Any:
    """The value at a place."""
    for step in place:
        data = data[step]
    return data


def faults(type_: str, data: dict[str, Any]) -> dict[Steps, str]:
    """Messages by place; nothing where the data is taken."""
    try:
        CONTENT_MODELS[type_].model_validate(data)
    except ValidationError as error:
        return {item["loc"]: item["msg"] for item in error.errors(include_url=False)}
    return {}


@pytest.mark.parametrize("type_", TYPES)
def test_an_unknown_key_is_refused_wherever_it_stands(type_: str) -> None:
    places = list(objects(full(type_)))
    for place in places:
        data = full(type_)
        at(data, place)["surprise"] = "unwanted"
        assert faults(type_, data) == {(*place, "surprise"): "Extra inputs are not permitted"}


@pytest.mark.parametrize("type_", TYPES)
def test_a_missing_field_is_named(type_: str) -> None:
    required = [name for name, field in CONTENT_MODELS[type_].model_fields.items() if field.is_required()]
    assert "id" in required
    for name in required:
        data = {key: value for key, value in full(type_).items() if key != name}
        assert faults(type_, data) == {(name,): "Field required"}


@pytest.mark.parametrize("type_", TYPES)
def test_no_field_takes_an_object_that_means_nothing(type_: str) -> None:
    for name in CONTENT_MODELS[type_].model_fields:
        found = faults(type_, {**full(type_), name: {"surprise": [1]}})
        assert found
        assert {place[0] for place in found} == {name}


BAD_VALUES: list[tuple[str, Steps, Any, str]] = [
    ("requirement", ("obligation",), "compulsory", "'mandatory', 'conditional', 'recommended'"),
    ("requirement", ("topics",), [], "at least 1 item"),
    ("requirement", ("country",), "my", "code of capital letters"),
    ("requirement", ("id",), "My-Fee", "id of lower-case letters"),
    ("requirement", ("id",), "my--fee", "id of lower-case letters"),
    ("requirement", ("id",), "m" * 121, "id of lower-case letters"),
    ("requirement", ("checked_on",), "2026-11", "day as YYYY-MM-DD"),
    ("requirement", ("fact_as_of",), "2024-13", "month between 01 and 12"),
    ("requirement", ("fact_as_of",), "last year", "YYYY"),
    ("requirement", ("applies_from",), "2023-02-29", "day "),
    ("requirement", ("evidence_grade",), "E", "'A', 'B', 'C' or 'D'"),
    ("requirement", ("confidence",), "certain", "'high', 'medium' or 'low'"),
    ("requirement", ("citations", 0, "supports"), "maybe", "valid boolean"),
    ("requirement", ("kind",), "policy", "'requirement'"),
    ("procedure", ("variants",), [], "at least 1 item"),
    ("procedure", ("variants", 1, "id"), "standard", "variants with different ids"),
    ("procedure", ("variants", 1, "condition"), None, "`condition` on every variant"),
    ("procedure", ("validity",), {"unit": "year"}, "`min`, `max` or both"),
    ("procedure", ("validity",), {"min": 6, "max": 5, "unit": "year"}, "`min` not above `max`"),
    ("procedure", ("validity",), {"min": -1, "unit": "year"}, "greater than or equal to 0"),
    ("procedure", ("validity",), {"min": 1, "unit": "day"}, "'working-day', 'calendar-day'"),
    ("procedure", ("eligibility",), {}, "at least one condition"),
    ("procedure", ("eligibility", "references", 0), {}, "at least `as_written`"),
    ("procedure", ("eligibility", "references", 0), {"authority": "EU-EMA", "group": "WLA"}, "one of `authority`"),
    ("procedure", ("eligibility", "not_approved_by", 0), {"authority": "EU-EMA", "any": True}, "one of `authority`"),
    ("procedure", ("variants", 0, "approvals"), {}, "at least one condition"),
    ("procedure", ("documents", 3), FULL["requirement"]["documents"][0], "each paper once"),
    ("requirement", ("documents", 1, "alternative", "at_least"), 3, "one `at_least` for the group"),
    ("requirement", ("documents", 2, "alternative", "set"), "cpp", "more alternatives in the group"),
    ("requirement", ("documents", 1, "alternative", "group"), "alone", "more alternatives in the group"),
    ("procedure", ("eligibility", "min_agreeing"), 0, "greater than or equal to 1"),
    ("procedure", ("variants", 0, "fees", 0, "amount"), 33333.33, "valid string"),
    ("procedure", ("variants", 0, "fees", 0, "amount"), "1,000", "decimal number such as"),
    ("procedure", ("variants", 0, "fees", 0, "amount"), "1e3", "decimal number such as"),
    ("procedure", ("variants", 0, "fees", 0, "amount"), True, "decimal number"),
    ("procedure", ("variants", 0, "fees", 0, "currency"), "ringgit", "match pattern"),
    ("reliance", ("scopes",), [], "at least 1 item"),
    ("reliance", ("references",), [], "at least 1 item"),
    ("reliance", ("references", 0), {"answer": "yes"}, "one of `authority`, `group`, `any`"),
    ("reliance", ("references", 0), {"answer": "yes", "any": True, "group": "WLA"}, "one of `authority`"),
    ("reliance", ("references", 0), {"answer": "yes", "authority": "EU-EMA", "group": "WLA"}, "one of `authority`"),
    ("reliance", ("references", 0, "answer"), "probably", "'yes', 'partly', 'no' or 'unknown'"),
    ("observed_time", ("n",), 0, "greater than or equal to 1"),
    ("source", ("url",), "www.npra.gov.my", "match pattern"),
    ("source", ("language",), "English", "match pattern"),
    ("source", ("custody",), "heard", "'official-site', 'third-party-copy' or 'quoted'"),
    ("jurisdiction", ("tree_exceptions", 0, "source"), None, "valid string"),
    ("jurisdiction", ("calendar_days", 0, "source"), None, "valid string"),
    ("jurisdiction", ("calendar_days", 0, "date"), "2027-06", "YYYY-MM-DD"),
    ("jurisdiction", ("calendar_days", 0, "kind"), "half-day", "'holiday' or 'working-day'"),
    ("jurisdiction", ("calendar_days", 0, "subdivision"), "MY-SGR", "match pattern"),
    ("jurisdiction", ("calendar_days", 0, "authority"), "MY-NPRA", "not both"),
]


@pytest.mark.parametrize(("type_", "place", "value", "message"), BAD_VALUES)
def test_a_bad_value_is_refused_with_what_was_expected(type_: str, place: Steps, value: Any, message: str) -> None:
    data = full(type_)
    at(data, place[:-1])[place[-1]] = value
    found = faults(type_, data)
    assert [text for text in found.values() if message in text], found


def test_an_observed_time_without_any_figure_is_refused() -> None:
    data = {name: value for name, value in SMALL["observed_time"].items() if name != "point"}
    assert "expected `low`, `point` or `high`" in faults("observed_time", data)[()]
    for name in ("low", "point", "high"):
        assert faults("observed_time", {**data, name: "3"}) == {}


@pytest.mark.parametrize(
    "reference",
    [
        {"authority": "EU-EMA"},
        {"group": "WLA"},
        {"any": True},
        {"as_written": "a strict authority"},
        {"authority": "EU-EMA", "as_written": "EMA, centralised only"},
    ],
)
def test_a_reference_names_one_body_or_what_the_source_wrote(reference: dict[str, Any]) -> None:
    assert faults("reliance", {**SMALL["reliance"], "references": [{**reference, "answer": "yes"}]}) == {}


@pytest.mark.parametrize("ends", [{"min": 5}, {"max": 5}, {"min": 0, "max": 0}, {"min": 5, "max": 5}])
def test_a_duration_may_know_one_end_only(ends: dict[str, int]) -> None:
    assert faults("procedure", {**SMALL["procedure"], "validity": {**ends, "unit": "week"}}) == {}


def test_one_variant_needs_no_condition() -> None:
    assert faults("procedure", {**SMALL["procedure"], "variants": [{"id": "only"}]}) == {}


@pytest.mark.parametrize(
    ("given", "kept"), [(1000, "1000"), (Decimal("33333.33"), "33333.33"), ("0.50", "0.50"), (Decimal("1.0"), "1.0")]
)
def test_a_decimal_is_text_exactly_as_it_was_written(given: Any, kept: str) -> None:
    assert TypeAdapter(DecimalText).validate_python(given) == kept


@pytest.mark.parametrize(("given", "kept"), [(2013, "2013"), ("2013-01", "2013-01"), ("2013-06-03", "2013-06-03")])
def test_a_partial_date_keeps_its_precision(given: Any, kept: str) -> None:
    assert TypeAdapter(PartialDate).validate_python(given) == kept


@pytest.mark.parametrize(
    ("type_", "value"), [(Identifier, "my-fee\n"), (Code, "MY\n"), (PartialDate, "2024\n"), (DecimalText, "12\n")]
)
def test_a_newline_behind_a_value_is_refused(type_: Any, value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(type_).validate_python(value)


@pytest.mark.parametrize(("type_", "value"), [(PartialDate, "２０２４"), (DecimalText, "１２.5")])
def test_digits_of_other_scripts_are_refused(type_: Any, value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(type_).validate_python(value)


@pytest.mark.parametrize("type_", TYPES)
def test_a_content_cannot_be_changed(type_: str) -> None:
    content = copy.copy(SAMPLES[type_][0])
    with pytest.raises(ValidationError, match="frozen"):
        content.id = "other"  # type: ignore[attr-defined]


def test_synonyms_may_be_written_by_language() -> None:
    by_language = {"en": ["Charge", "Levy"], "ko": ["수수료"]}
    found = CONTENT_MODELS["topic"].model_validate({**SMALL["topic"], "synonyms": by_language}).model_dump()
    assert found["synonyms"] == [
        {"language": "en", "text": "Charge"},
        {"language": "en", "text": "Levy"},
        {"language": "ko", "text": "수수료"},
    ]


@pytest.mark.parametrize("words", ["Charge", 7, None])
def test_synonyms_of_a_language_that_are_no_list_are_refused(words: Any) -> None:
    assert faults("topic", {**SMALL["topic"], "synonyms": {"en": words}})
