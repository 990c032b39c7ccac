"""The editions that the contract tests ask: Malaysia's part of the seed, and a second edition that is richer.

The seed grows; one country with all that it refers to has every kind of record and stays quick to ask. What it
has none of, the second edition adds, so that every filter meets something: invented facts, whose ids say why.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from app.database.engine import writing
from app.editions.publish import Published, publish
from app.intake.drafts import approve_seed, draft_records
from app.intake.seed import Seed, SeedRecord
from app.knowledge.schemas import CONTENT_MODELS, references
from app.vocabulary.lists import ENTRY_KINDS

Data = dict[str, Any]

LATER = datetime(2026, 12, 1, tzinfo=UTC)
"""When the second edition is published: after `TODAY`, on a day that `as_of` can name."""

_ENTRY: Data = {
    "country": "MY",
    "product_types": ["generic"],
    "topics": ["cpp"],
    "title": {"en": "A later fact", "ko": "나중의 사실"},
    "statement": {"en": "It came later", "ko": "나중에 생겼다"},
    "confidence": "high",
    "fact_as_of": "2026-11",
    "checked_on": "2026-11-30",
    "evidence_grade": "A",
    "source_custody": "official-site",
    "citations": [{"source": "npra-charter", "locator": "page 1"}],
}


def record(type_: str, id_: str, /, part: str = "MY", **said: Any) -> SeedRecord:
    """A record of the seed that says this."""
    return SeedRecord(type_, id_, part, CONTENT_MODELS[type_].model_validate({"id": id_, **said}))


def requirement(id_: str = "later", /, **said: Any) -> SeedRecord:
    """A requirement that says this, and ordinary things otherwise."""
    country = said.get("country", "MY")
    return record("requirement", id_, country, **{**_ENTRY, "obligation": "mandatory", **said})


def malaysian_records(seed: Seed) -> list[SeedRecord]:
    """Malaysia's records, the vocabulary, the events, and all that these refer to, in the order of the seed."""
    known: dict[tuple[str, str], SeedRecord] = {}
    for one in seed.records:
        known[one.type, one.id] = one
        known.setdefault(("record", one.id), one)
        if one.type in ENTRY_KINDS:
            known["entry", one.id] = one
    vocabulary = {"jurisdiction", "product_type", "topic", "document", "group"}
    left = [one for one in seed.records if one.part == "MY" or one.type in vocabulary | {"event"}]
    chosen: set[tuple[str, str]] = set()
    while left:
        one = left.pop()
        if (one.type, one.id) not in chosen:
            chosen.add((one.type, one.id))
            left += [known[type_, id_] for _, type_, id_ in references(one.content)]
    return [one for one in seed.records if (one.type, one.id) in chosen]


def publish_again(engine: Engine, *records: SeedRecord, at: datetime = LATER) -> Published:
    """Publish these records, or one ordinary requirement, as the next edition."""
    with writing(engine) as connection:
        draft_records(connection, records or [requirement()], at=at, reason="for a test", progress=lambda _: None)
        approve_seed(connection)
        return publish(connection, at=at, note="for a test")


def richer_records(seed: Seed) -> list[SeedRecord]:
    """What the second edition adds to the seed, and what it changes."""
    return [*_vocabulary(seed), *_inheritance(), *_ages(), *_texts(), *_forum(), *_changes(seed)]


def _vocabulary(seed: Seed) -> list[SeedRecord]:
    """Documents to ask for, a source that was merged, and a country that sets vaccines apart."""
    singapore = next(one for one in seed.records if (one.type, one.id) == ("jurisdiction", "SG"))
    exception = {"product_type": "vaccine", "parent": None, "source": "npra-charter", "locator": "line 1"}
    return [
        record("document", "cpp-paper", "common", name={"en": "CPP", "ko": "제조판매증명서"}, supply="manufacturer"),
        record("document", "site-master-file", "common", name={"en": "Site master file"}),
        record(
            "source",
            "survivor",
            "common",
            title="A page with two ids",
            publisher="Ministry of Truth 100%",
            kind="law",
            language="en",
            evidence_grade="A",
            custody="official-site",
            aliases=[{"country": "MY", "id": "merged-away"}],
        ),
        SeedRecord(
            "jurisdiction",
            "SG",
            "common",
            CONTENT_MODELS["jurisdiction"].model_validate(
                {**singapore.content.model_dump(), "tree_exceptions": [exception]}
            ),
        ),
    ]


def _inheritance() -> list[SeedRecord]:
    """Names, exceptions and overrides on every level of the tree, in three jurisdictions."""
    return [
        requirement("for-biologics", product_types=["biologic"]),
        requirement("for-biologics-but-vaccines", product_types=["biologic"], except_product_types=["vaccine"]),
        requirement("for-all-but-biologics", product_types=["all-medicines"], except_product_types=["biologic"]),
        requirement("for-biosimilars-instead", product_types=["biosimilar"], overrides=["for-biologics"]),
        requirement("for-nobody-in-particular", product_types=[]),
        requirement("sg-for-biologics", country="SG", product_types=["biologic"]),
        requirement("sg-for-vaccines", country="SG", product_types=["vaccine"]),
        requirement(
            "asean-for-all",
            country="ASEAN",
            product_types=["all-medicines"],
            citations=_cites("survivor"),
            adopted_by=[{"jurisdiction": "MY", "source": "npra-charter", "locator": "page 2"}],
        ),
    ]


def _ages() -> list[SeedRecord]:
    """Facts of every age, whole and partial dates, with and without an end."""
    return [
        requirement("checked-long-ago", checked_on="2019-03-01", fact_as_of="2019", review_due_on="2020-03-01"),
        requirement("checked-never-due", checked_on="2024-02-29", fact_as_of=None),
        requirement("due-yesterday", review_due_on="2026-11-22"),
        requirement("due-today", review_due_on="2026-11-23"),
        requirement("starts-this-year", applies_from="2026"),
        requirement("starts-this-month", applies_from="2026-11", applies_until="2027"),
        requirement("starts-next-year", applies_from="2027-01-01", replaces=["ends-this-year"]),
        requirement("ends-this-year", applies_until="2026-12-31", replaced_by=["starts-next-year"]),
        requirement("ended-this-month-perhaps", applies_until="2026-11"),
        requirement("ended-last-year", applies_until="2025", currency_status="superseded"),
        requirement("over-but-when", currency_status="historic", checked_on="2026-11-20"),
        requirement("fee-of-2023", topics=["fees"], fact_as_of="2023-05-01"),
    ]


def _texts() -> list[SeedRecord]:
    """Texts that are Korean, untranslated, outdated, and full of signs; documents mapped and not."""
    return [
        requirement(
            "written-in-korean",
            title={"ko": "원문이 한국어인 요건", "original": "ko"},
            statement={"ko": "번역이 없다", "original": "ko"},
            documents=[{"id": "cpp-paper", "as_written": {"en": "CPP", "ko": "CPP"}}],
        ),
        requirement(
            "translated-both-ways",
            title={"en": "Outdated", "ko": "낡은 번역", "translation": "outdated"},
            statement={"ko": "원문", "en": "The original", "original": "ko", "translation": "reviewed"},
            documents=[{"as_written": {"en": "a paper of no name"}}],
            confidence=None,
        ),
        requirement(
            "signs-and-percents",
            title={"en": "50 % under_score C:\\path /slash 'quoted' [x] \U0001f48a", "ko": "밑줄_과 50 %"},
            documents=[
                {"id": "cpp-paper", "as_written": {"en": "CPP"}},
                {"as_written": {"en": "and another paper"}},
            ],
        ),
        requirement("merged-of-two", aliases=["the-one-that-went"]),
        record(
            "observed_time",
            "time-of-no-procedure",
            **{**_ENTRY, "measure": "median", "point": "33333.33", "unit": "working-day"},
        ),
    ]


def _forum() -> list[SeedRecord]:
    """An event, what was said at it, and the entries that came of it."""
    return [
        record("event", "forum-2026", name={"en": "Forum 2026"}, citations=_cites("npra-charter")),
        record("event", "quiet-forum", name={"en": "Nothing came of it"}, citations=_cites("npra-charter")),
        record("session", "talk", event="forum-2026", title={"en": "A talk"}, citations=_cites("npra-charter")),
        record(
            "statement",
            "said",
            session="talk",
            jurisdiction="MY",
            kind="requirement",
            disclosure="public",
            text={"en": "Said in the talk"},
            entries=["for-biologics", "a-question"],
            citations=_cites("npra-charter"),
        ),
        requirement("for-vaccines-said", product_types=["vaccine"]),
        record(
            "statement",
            "said-in-private",
            session="talk",
            jurisdiction="MY",
            kind="requirement",
            disclosure="internal",
            text={"en": "Said behind closed doors", "ko": "Said behind closed doors"},
            entries=["for-vaccines-said"],
            citations=_cites("npra-charter"),
        ),
        record(
            "qa",
            "a-question",
            **{
                **_ENTRY,
                "question": {"en": "May we?", "ko": "해도 됩니까?"},
                "answer": {"en": "You may.", "ko": "됩니다."},
                "event": "forum-2026",
                "session": "talk",
                "answered_on": "2026-11-05",
            },
        ),
    ]


def _changes(seed: Seed) -> list[SeedRecord]:
    """An entry of the seed that says something else now."""
    old = next(one for one in seed.records if one.id == "my-local-prh")
    data = old.content.model_dump()
    data["statement"] = {**data["statement"], "en": data["statement"]["en"] + " It may be a subsidiary."}
    return [
        record("requirement", "my-local-prh", **{name: data[name] for name in data if name not in ("id", "kind")})
    ]


def _cites(source: str) -> list[Data]:
    return [{"source": source, "locator": "page 1"}]
