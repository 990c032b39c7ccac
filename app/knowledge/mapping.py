"""Which tables hold the content of which type of record: the one place that says so."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Table

from app.database.base import Base
from app.knowledge.models import entry, procedure, shared, supporting
from app.vocabulary.lists import ENTRY_KINDS


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


@dataclass(frozen=True)
class ListOf:
    """A list in the content and the table that holds its items, one row each.

    `scalar` names the column of a list of plain values; `fixed` gives the columns that tell this list from
    others in the same table; `inner` are lists within each item.
    """

    path: tuple[str, ...]
    table: Table
    scalar: str | None = None
    fixed: tuple[tuple[str, str], ...] = ()
    inner: tuple["ListOf", ...] = ()

    def columns(self, around: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Column[Any]]]:
        """The columns of its items and theirs, with the paths of their values; `around` leads to the list."""
        path = (*around, *self.path)
        if self.scalar is not None:
            yield path, self.table.c[self.scalar]
        else:
            yield from _columns(self.table, path)
        for one in self.inner:
            yield from one.columns(path)


@dataclass(frozen=True)
class Mapping:
    """The tables of one type of record: one row in each of `tables`, and its lists."""

    tables: tuple[Table, ...]
    lists: tuple[ListOf, ...] = field(default=())

    def columns(self) -> Iterator[tuple[tuple[str, ...], Column[Any]]]:
        """Every column that holds a value of the content, and the path of that value, lists passed over."""
        for table in self.tables:
            yield from _columns(table, ())
        for item in self.lists:
            yield from item.columns(())


def path_of(column: Column[Any]) -> tuple[str, ...]:
    """Where a column's value stands in its content, or in its item of a list."""
    path: tuple[str, ...] = column.info.get("path", (column.name,))
    return path


def _columns(table: Table, around: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Column[Any]]]:
    return (((*around, *path_of(column)), column) for column in table.columns if not column.info.get("key"))


def _links(field_name: str, relation: str) -> ListOf:
    return ListOf((field_name,), _table(shared.LinkRow), "target", (("relation", relation),))


_CITATIONS = ListOf(("citations",), _table(shared.CitationRow))
_SYNONYMS = ListOf(("synonyms",), _table(shared.SynonymRow))
_AMENDED_BY = ListOf(("amended_by",), _table(shared.AmendmentRow))
_ADOPTED_BY = ListOf(("adopted_by",), _table(shared.AdoptionRow))
_TOPICS = ListOf(("topics",), _table(shared.TopicRow), "topic")
_PRODUCT_TYPES = ListOf(("product_types",), _table(shared.ProductTypeRow), "product_type", (("role", "named"),))
_EXCEPTED = ListOf(("except_product_types",), _table(shared.ProductTypeRow), "product_type", (("role", "excepted"),))
_ENTRIES = _links("entries", "entry")
_SOURCES = _links("sources", "source")
_DOCUMENTS = ListOf(("documents",), _table(entry.RequiredDocumentRow))

_ENTRY_LISTS = (
    _PRODUCT_TYPES,
    _EXCEPTED,
    _TOPICS,
    _AMENDED_BY,
    _ADOPTED_BY,
    _links("replaces", "replaces"),
    _links("replaced_by", "replaced_by"),
    _links("overrides", "overrides"),
    _links("aliases", "alias"),
    _CITATIONS,
)


def _entry(model: type[Base], *lists: ListOf) -> Mapping:
    return Mapping((_table(entry.EntryRow), _table(model)), _ENTRY_LISTS + lists)


def _approvals(member: str, model: type[Base]) -> tuple[ListOf, ListOf]:
    return (
        ListOf((member, "references"), _table(model), fixed=(("role", "needed"),)),
        ListOf((member, "not_approved_by"), _table(model), fixed=(("role", "excluding"),)),
    )


_VARIANTS = ListOf(
    ("variants",),
    _table(procedure.VariantRow),
    inner=(
        ListOf(("product_types",), _table(procedure.VariantProductTypeRow), "product_type"),
        *_approvals("approvals", procedure.VariantReferenceRow),
        ListOf(("phases",), _table(procedure.PhaseRow)),
        ListOf(("fees",), _table(procedure.FeeRow)),
    ),
)

MAPPINGS: dict[str, Mapping] = {
    "requirement": _entry(entry.RequirementRow, _DOCUMENTS),
    "procedure": _entry(
        procedure.ProcedureRow,
        _DOCUMENTS,
        _VARIANTS,
        ListOf(("prerequisites",), _table(procedure.PrerequisiteRow)),
        ListOf(("eligibility", "designations"), _table(procedure.EligibilityDesignationRow), "designation"),
        *_approvals("eligibility", procedure.EligibilityReferenceRow),
    ),
    "reliance": _entry(
        entry.RelianceRow,
        ListOf(("scopes",), _table(entry.RelianceScopeRow), "scope"),
        _links("procedures", "procedure"),
        ListOf(("references",), _table(entry.RelianceReferenceRow)),
    ),
    "observed_time": _entry(entry.ObservedTimeRow),
    "policy": _entry(entry.PolicyRow, _links("affects", "affects")),
    "market": _entry(entry.MarketRow),
    "term": _entry(entry.TermRow),
    "qa": _entry(entry.QuestionAndAnswerRow),
    "jurisdiction": Mapping(
        (_table(supporting.JurisdictionRow),),
        (
            _SYNONYMS,
            ListOf(("tree_exceptions",), _table(supporting.TreeExceptionRow)),
            ListOf(("calendar_days",), _table(supporting.CalendarDayRow)),
        ),
    ),
    "product_type": Mapping((_table(supporting.VocabularyRow),), (_SYNONYMS,)),
    "topic": Mapping((_table(supporting.VocabularyRow),), (_SYNONYMS,)),
    "document": Mapping((_table(supporting.VocabularyRow),), (_SYNONYMS,)),
    "group": Mapping((_table(supporting.GroupRow),), (_SYNONYMS,)),
    "authority": Mapping(
        (_table(supporting.AuthorityRow),),
        (
            _SYNONYMS,
            ListOf(("stated_memberships",), _table(supporting.StatedMembershipRow)),
            _AMENDED_BY,
            _CITATIONS,
        ),
    ),
    "membership": Mapping((_table(supporting.MembershipRow),), (_CITATIONS,)),
    "source": Mapping((_table(supporting.SourceRow),), (ListOf(("aliases",), _table(supporting.SourceAliasRow)),)),
    "event": Mapping(
        (_table(supporting.EventRow),),
        (
            ListOf(("organisers",), _table(supporting.EventOrganiserRow), "organiser"),
            ListOf(("countries",), _table(supporting.EventCountryRow), "country"),
            _CITATIONS,
        ),
    ),
    "session": Mapping((_table(supporting.SessionRow),), (_CITATIONS,)),
    "statement": Mapping(
        (_table(supporting.StatementRow),),
        (_PRODUCT_TYPES, _TOPICS, _ENTRIES, _links("confirmed_by", "source"), _CITATIONS),
    ),
    "disagreement": Mapping(
        (_table(supporting.DisagreementRow),),
        (_PRODUCT_TYPES, _TOPICS, _ENTRIES, _SOURCES),
    ),
    "gap": Mapping(
        (_table(supporting.GapRow),),
        (_PRODUCT_TYPES, _TOPICS, _ENTRIES, _SOURCES, _links("closed_by", "closed_by")),
    ),
}
"""Where the content of each type of record is stored."""


def _typed_tables() -> tuple[Table, ...]:
    found: dict[str, Table] = {}

    def add(item: ListOf) -> None:
        found.setdefault(item.table.name, item.table)
        for inner in item.inner:
            add(inner)

    for mapping in MAPPINGS.values():
        for table in mapping.tables:
            found.setdefault(table.name, table)
        for item in mapping.lists:
            add(item)
    return tuple(found[name] for name in sorted(found))


TYPED_TABLES = _typed_tables()
"""Every table whose rows belong to a revision and may change only while it is a draft."""

assert set(MAPPINGS) >= ENTRY_KINDS
