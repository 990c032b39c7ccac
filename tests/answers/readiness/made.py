"""Records that say what the seed does not: choices of every form, papers without an id, steps, routes, days."""

from typing import Any

from app.intake.seed import SeedRecord
from tests.editions.life import record, word

Data = dict[str, Any]


def paper(id_: str | None, *, group: str | None = None, of: str | None = None, at_least: int | None = None) -> Data:
    """A required paper, by itself or in a group: `of` names the set that it belongs to."""
    alternative = {"group": group, "set": of, "at_least": at_least} if group else None
    return {"id": id_, "as_written": f"the {id_ or 'usual'} paper", "alternative": alternative}


def requirement(id_: str, *documents: Data, **values: Any) -> SeedRecord:
    """A requirement of XX on papers, for generics unless it says otherwise."""
    given = {"product_types": ["generic"], "topics": ["dossier"], "documents": list(documents), **values}
    return record("requirement", id_, **given)


MADE: tuple[SeedRecord, ...] = (
    *(word("topic", id_) for id_ in ("variation", "gmp-evidence")),
    word("document", "dossier"),
    word("document", "quality-part", parent="dossier", actd_part="Part II"),
    word("document", "quality-summary", parent="quality-part", actd_part="Part II"),
    word("document", "paper-dossier", parent="dossier"),
    word("document", "evidence"),
    word("document", "strong-evidence", parent="evidence", supply="third-party"),
    *(word("document", id_) for id_ in ("aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh")),
    word(
        "document",
        "home-paper",
        korean_procedure={"en": "The office gives it (yy-home, yy-other-home, yy-one, no-such-thing).", "ko": "발급"},
    ),
    word("document", "special-home-paper", parent="home-paper"),
    record("procedure", "xx-generic", product_types=["generic"], assessment="full"),
    record("procedure", "xx-short", product_types=["generic"], assessment="abridged"),
    record("procedure", "xx-unsaid", product_types=["generic"]),
    record("procedure", "xx-past", product_types=["generic"], currency_status="historic"),
    record(
        "procedure",
        "xx-change",
        product_types=["generic"],
        licence="variation",
        topics=["variation"],
        documents=[paper("hh")],
        variants=[{"id": "small", "condition": "small"}, {"id": "large", "condition": "large"}],
    ),
    record(
        "procedure",
        "yy-home",
        part="YY",
        country="YY",
        product_types=["all-medicines"],
        licence="export-certificate",
        citations=[{"source": "yy-law"}],
        variants=[
            {
                "id": "only",
                "phases": [
                    {"name": "a", "duration": {"max": 10, "unit": "working-day"}},
                    {"name": "b", "duration": {"min": 7, "max": 7, "unit": "calendar-day"}},
                ],
            }
        ],
    ),
    record(
        "procedure",
        "yy-other-home",
        part="YY",
        country="YY",
        product_types=["vaccine"],
        citations=[{"source": "yy-law"}],
    ),
    requirement("xx-plain", paper("aa"), paper("quality-summary"), paper("evidence"), paper("special-home-paper")),
    requirement("xx-also", paper("aa"), obligation="conditional", condition={"en": "if new", "ko": "신규인 경우"}),
    requirement(
        "xx-choice",
        paper("bb", group="origin"),
        paper("cc", group="origin", of="both"),
        paper("strong-evidence", group="origin", of="both"),
    ),
    requirement("xx-two", *(paper(one, group="some", at_least=2) for one in ("dd", "ee", "ff"))),
    requirement("xx-words", paper(None), paper("gg", group="open"), paper(None, group="open")),
    requirement("xx-advice", paper("gg"), obligation="recommended"),
    requirement("xx-never", paper("ff"), obligation="prohibited"),
    requirement("xx-needless", paper("evidence"), obligation="not-required"),
    requirement(
        "xx-short-only", paper("paper-dossier"), title={"en": "Abridged filing: a dossier", "ko": "간이 신청"}
    ),
    requirement("xx-changes", paper("hh"), topics=["variation"]),
    requirement("xx-later", paper("hh"), applies_from="2030-01-01"),
    requirement("xx-gone", paper("hh"), currency_status="superseded"),
    requirement("xx-unsaid-products", paper("hh"), product_types=[]),
    record(
        "requirement",
        "yy-past",
        part="YY",
        country="YY",
        product_types=["generic"],
        currency_status="historic",
        documents=[paper("aa")],
        citations=[{"source": "yy-law"}],
    ),
)
"""What XX asks of a generic, what it asks elsewhere, and what YY once asked."""
