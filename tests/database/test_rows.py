"""What is written into typed rows is what is read back and frozen."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, Engine

from app.knowledge.freeze import freeze
from app.knowledge.mapping import MAPPINGS
from app.knowledge.rows import read_contents, write_rows
from app.knowledge.schemas import CONTENT_MODELS, Content, Text
from tests.database.records import make_bare_draft
from tests.database.samples import SAMPLES, SMALL

TYPES = tuple(CONTENT_MODELS)


@pytest.fixture(scope="module")
def connection(shared_engine: Engine) -> Iterator[Connection]:
    """A connection whose writes are undone, test by test."""
    with shared_engine.connect() as connection:
        yield connection


def there_and_back(connection: Connection, type_: str, content: Content) -> Content:
    """The content as it is read from rows written a moment ago."""
    with connection.begin() as transaction:
        key = make_bare_draft(connection, type_, "there-and-back")
        write_rows(connection, [(type_, content, key)])
        found = read_contents(connection, type_, [key])[key]
        transaction.rollback()
    return found


def test_every_type_of_record_has_samples_and_tables() -> None:
    assert set(SAMPLES) == set(CONTENT_MODELS) == set(MAPPINGS)


@pytest.mark.parametrize("type_", TYPES)
def test_a_full_sample_fills_every_field(type_: str) -> None:
    assert list(_unfilled(SAMPLES[type_][1])) == []


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("size", ["small", "full"])
def test_what_is_written_is_read_back(connection: Connection, type_: str, size: str) -> None:
    content = SAMPLES[type_][size == "full"]
    found = there_and_back(connection, type_, content)
    assert found == content
    assert freeze(type_, found) == freeze(type_, content)


@pytest.mark.parametrize("type_", TYPES)
def test_many_contents_are_read_at_once_without_mixing_them(connection: Connection, type_: str) -> None:
    pair = SAMPLES[type_]
    with connection.begin() as transaction:
        keys = [make_bare_draft(connection, type_, f"many-{number}") for number in range(2)]
        write_rows(connection, [(type_, content, key) for content, key in zip(pair, keys, strict=True)])
        found = read_contents(connection, type_, keys)
        transaction.rollback()
    assert [found[key] for key in keys] == list(pair)


@st.composite
def thinned(draw: st.DrawFn, type_: str) -> Content:
    """The full sample without some of its optional fields and list items, in any order."""

    def thin(value: Any) -> Any:
        if isinstance(value, BaseModel) and not isinstance(value, Text):
            fields = type(value).model_fields.items()
            kept = [name for name, field in fields if field.is_required() or draw(st.booleans())]
            return {name: thin(getattr(value, name)) for name in kept}
        if isinstance(value, list):
            order = draw(st.lists(st.sampled_from(range(len(value))), unique=True)) if value else []
            return [thin(value[position]) for position in order]
        return value

    try:
        return CONTENT_MODELS[type_].model_validate(thin(SAMPLES[type_][1]))
    except ValidationError:
        assume(False)
        raise


@pytest.mark.parametrize("type_", TYPES)
@settings(
    max_examples=15,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(data=st.data())
def test_whatever_is_left_out_comes_back_left_out(connection: Connection, type_: str, data: st.DataObject) -> None:
    content = data.draw(thinned(type_))
    found = there_and_back(connection, type_, content)
    assert found == content
    assert freeze(type_, found) == freeze(type_, content)


def test_an_eligibility_that_says_nothing_is_refused_or_is_none(connection: Connection) -> None:
    data = SMALL["procedure"]
    try:
        content = CONTENT_MODELS["procedure"].model_validate({**data, "eligibility": {}})
    except ValidationError:
        return
    assert freeze("procedure", there_and_back(connection, "procedure", content)) == freeze("procedure", content)


def _unfilled(model: BaseModel, pointer: str = "") -> Iterator[str]:
    """Fields that hold nothing. In a list, one item that holds it is enough."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        here = f"{pointer}/{name}"
        if value is None or value == []:
            yield here
        elif isinstance(value, list) and isinstance(value[0], BaseModel) and not isinstance(value[0], Text):
            yield from sorted(set.intersection(*(set(_unfilled(item, here)) for item in value)))
        elif isinstance(value, BaseModel) and not isinstance(value, Text):
            # A duration may well have one end only.
            yield from (found for found in _unfilled(value, here) if not found.endswith("duration/max"))
