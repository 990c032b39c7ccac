"""A peer of the bench: the same facts by FastAPI and SQLAlchemy, as one writes it in an afternoon.

Nothing is kept and nothing is tuned; what is good practice is there: relations loaded by one query each, a response
model, a session a request. It runs in the peers' own environment (`requirements/bench.txt`).
"""

import os
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, Query
from pydantic import BaseModel, ConfigDict
from sqlalchemy import JSON, ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload

engine = create_engine(f"sqlite:///{os.environ['PEERS_DATABASE']}")
app = FastAPI()


class Base(DeclarativeBase):
    """What the tables have in common."""


class Entry(Base):
    """A fact."""

    __tablename__ = "entry"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    country: Mapped[str]
    product_types: Mapped[list[str]] = mapped_column(JSON)
    topics: Mapped[list[str]] = mapped_column(JSON)
    title: Mapped[str]
    statement: Mapped[str | None]
    note: Mapped[str | None]
    legal_basis: Mapped[str | None]
    obligation: Mapped[str | None]
    currency_status: Mapped[str]
    fact_as_of: Mapped[str | None]
    checked_on: Mapped[str]
    review_due_on: Mapped[str]
    evidence_grade: Mapped[str]
    confidence: Mapped[str | None]
    citations: Mapped[list["Citation"]] = relationship(order_by="Citation.position")


class Reach(Base):
    """A product type that an entry holds for."""

    __tablename__ = "reach"
    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"))
    product_type: Mapped[str]


class Source(Base):
    """A text that facts are taken from."""

    __tablename__ = "source"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    publisher: Mapped[str | None]
    url: Mapped[str | None]
    kind: Mapped[str | None]
    language: Mapped[str | None]
    published_on: Mapped[str | None]


class Citation(Base):
    """The place in a source where a fact stands."""

    __tablename__ = "citation"
    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"))
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    position: Mapped[int]
    locator: Mapped[str | None]
    supports: Mapped[bool]
    source: Mapped[Source] = relationship()


class SourceOut(BaseModel):
    """A source as it is answered."""

    model_config = ConfigDict(from_attributes=True)
    id: str
    title: str | None
    publisher: str | None
    url: str | None
    kind: str | None
    language: str | None
    published_on: str | None


class CitationOut(BaseModel):
    """A citation as it is answered."""

    model_config = ConfigDict(from_attributes=True)
    locator: str | None
    supports: bool
    source: SourceOut


class EntryOut(BaseModel):
    """An entry as it is answered."""

    model_config = ConfigDict(from_attributes=True)
    id: str
    kind: str
    country: str
    product_types: list[str]
    topics: list[str]
    title: str
    statement: str | None
    note: str | None
    legal_basis: str | None
    obligation: str | None
    currency_status: str
    fact_as_of: str | None
    checked_on: str
    review_due_on: str
    evidence_grade: str
    confidence: str | None
    citations: list[CitationOut]


def session() -> Iterator[Session]:
    """A session for a request."""
    with Session(engine) as one:
        yield one


@app.get("/requirements", response_model=list[EntryOut])
def requirements(
    country: str,
    product_type: str,
    session: Annotated[Session, Depends(session)],
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[Entry]:
    """The requirements of a country for a product type, with their sources."""
    query = (
        select(Entry)
        .join(Reach, Reach.entry_id == Entry.id)
        .where(Entry.kind == "requirement", Entry.country == country, Reach.product_type == product_type)
        .order_by(Entry.id)
        .limit(limit)
        .options(selectinload(Entry.citations).joinedload(Citation.source))
    )
    return list(session.scalars(query))
