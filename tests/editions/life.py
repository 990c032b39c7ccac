"""A small atlas, and the steps by which it lives on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update
from starlette.testclient import TestClient

from app.database.engine import writing
from app.editions.publish import Published, Withdrawal, publish
from app.intake.drafts import approve_seed, draft_records
from app.intake.seed import SeedRecord
from app.knowledge.models import Record, Redaction, Revision
from app.knowledge.schemas import CONTENT_MODELS
from app.vocabulary.lists import ENTRY_KINDS
from tests.conftest import TODAY, client_of

ENTRY = {
    "country": "XX",
    "product_types": ["biologic"],
    "topics": ["dossier"],
    "checked_on": "2026-11-23",
    "fact_as_of": "2026-01",
    "currency_status": "current",
    "evidence_grade": "A",
    "source_custody": "official-site",
    "citations": [{"source": "xx-law", "locator": "s. 2"}],
}
KINDS: dict[str, dict[str, Any]] = {
    "requirement": {"obligation": "mandatory"},
    "procedure": {"name": "A way", "licence": "marketing-authorisation", "variants": [{"id": "only"}]},
    "reliance": {
        "scope_as_written": "inspections",
        "scopes": ["gmp-inspection"],
        "references": [{"any": True, "answer": "yes"}],
    },
    "observed_time": {"measure": "median", "point": "12", "unit": "month"},
    "policy": {"status": "in-force"},
    "market": {"indicator": "Size", "unit": "packs", "value": "5"},
    "term": {"term": "Word", "definition": "A meaning"},
    "qa": {"question": "May we?", "answer": "No."},
}
SOURCE = {"publisher": "Exland", "kind": "law", "language": "en", "evidence_grade": "A", "custody": "official-site"}


def at(text: str) -> datetime:
    """A moment, in UTC unless it says otherwise."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def record(type_: str, id_: str, *, part: str = "XX", **values: Any) -> SeedRecord:
    """A record with what it must say, and these values."""
    data: dict[str, Any] = {"id": id_, **values}
    if type_ in ENTRY_KINDS:
        data = {**ENTRY, **KINDS[type_], "title": {"en": f"Title of {id_}", "ko": f"{id_}의 제목"}, **data}
        data.setdefault("statement", {"en": f"Statement of {id_}", "ko": f"{id_}의 내용"})
    if type_ == "source":
        data = {**SOURCE, "title": f"Title of {id_}", **data}
        part = "common"
    return SeedRecord(type_, id_, part, CONTENT_MODELS[type_].model_validate(data))


def word(type_: str, id_: str, **values: Any) -> SeedRecord:
    """A record of the vocabulary."""
    return record(type_, id_, part="common", name={"en": id_, "ko": f"{id_} 이름"}, **values)


FIRST = (
    word("jurisdiction", "XX", kind="country"),
    word("jurisdiction", "YY", kind="country"),
    word("topic", "dossier"),
    word("topic", "fees"),
    word("product_type", "all-medicines"),
    word("product_type", "biologic", parent="all-medicines"),
    word("product_type", "biosimilar", parent="biologic"),
    word("product_type", "vaccine", parent="biologic"),
    word("product_type", "generic", parent="all-medicines"),
    word("product_type", "health-supplement"),
    word("authority", "XX-FDA", jurisdiction="XX"),
    record("source", "xx-law"),
    record("source", "xx-news", evidence_grade="D", kind="news"),
    record("source", "yy-law"),
    record("requirement", "xx-dossier"),
    record("requirement", "xx-fee", topics=["fees"], product_types=["all-medicines"]),
    record("requirement", "xx-doomed", citations=[{"source": "xx-news"}]),
    record("procedure", "xx-full"),
    record("requirement", "yy-one", part="YY", country="YY", citations=[{"source": "yy-law"}]),
    record("gap", "xx-gap", jurisdiction="XX", title="The fee", text="Not found", entries=["xx-dossier"]),
)
"""The records of edition 1."""
FIRST_DAY = "2026-11-23T00:00:00"


def draft(connection: Connection, records: Sequence[SeedRecord]) -> None:
    """Drafts of records that are new or differ, approved as the seed is."""
    if not records:
        return
    draft_records(connection, records, at=at(FIRST_DAY), reason="a test", progress=lambda _: None, bring_back=True)
    approve_seed(connection)


def edition(
    engine: Engine,
    *records: SeedRecord,
    when: str = "2026-12-01T12:00:00",
    withdraw: Sequence[tuple[str, str]] = (),
    note: str = "a test",
) -> Published:
    """Publish these records, and withdraw entries that are named with a reason, as the next edition."""
    with writing(engine) as connection:
        draft(connection, records)
        types = dict(connection.execute(select(Record.id, Record.type)).all())
        leaving = [Withdrawal(types[id_], id_, reason) for id_, reason in withdraw]
        return publish(connection, at=at(when), note=note, withdrawals=leaving)


def keys(engine: Engine, id_: str) -> list[int]:
    """The keys of a record's revisions, oldest first."""
    query = select(Revision.key).join(Record, Record.key == Revision.record_key).where(Record.id == id_)
    with engine.connect() as connection:
        return list(connection.scalars(query.order_by(Revision.number)))


def redact(engine: Engine, id_: str, reason: str = "it named a person") -> None:
    """Remove every content of a record, by two people's decision."""
    with writing(engine) as connection:
        query = select(Revision.key).join(Record, Record.key == Revision.record_key).where(Record.id == id_)
        for key in connection.scalars(query).all():
            people = {"requested_by": "ann", "approved_by": "bob"}
            decision = insert(Redaction).values(
                revision_key=key, **people, reason=reason, decided_at=at("2026-12-24T00:00:00")
            )
            connection.execute(decision)
            connection.execute(update(Revision).where(Revision.key == key).values(content=None))


@contextmanager
def asking(engine: Engine, today: date = TODAY) -> Iterator[TestClient]:
    """A client of the atlas that an engine holds."""
    with client_of(engine.url.render_as_string(hide_password=False), today) as client:
        yield client


def ids(client: TestClient, address: str) -> list[str]:
    """The ids on a page."""
    return [item["id"] for item in client.get(address).json()["items"]]
