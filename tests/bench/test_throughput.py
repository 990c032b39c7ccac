"""Facts as they are read, wrong answers, who runs, the table and where it is written."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from bench import right, rows
from bench.contenders import Measured
from bench.peers import Facts, answered
from bench.throughput import BEGIN, END, table, write

CELL = ("requirement", "MY", "vaccine")
_PLAIN = {
    "country": "MY",
    "product_types": ["vaccine"],
    "topics": [],
    "title": "x",
    "currency_status": "current",
    "checked_on": "2026-11-23",
    "review_due_on": "2027-11-23",
    "evidence_grade": "A",
}
_SOURCE = dict.fromkeys(("title", "publisher", "url", "kind", "language", "published_on", "locator"))


def entry(id_: str, *sources: str, kind: str = "requirement") -> dict[str, Any]:
    cited = [{"id": one, "supports": True, **_SOURCE} for one in sources]
    return {"id": id_, "kind": kind, **_PLAIN, "sources": cited}


ENTRIES = [entry("my-a", "one", "two"), entry("my-b", "one"), entry("my-c", "three", kind="policy")]


def lists(request: httpx.Request) -> httpx.Response:
    """An atlas of three entries, in pages of two."""
    if request.url.path == "/v1/product-types":
        return httpx.Response(200, json={"items": [{"id": "vaccine"}]})
    begin = int(request.url.params.get("cursor", 0))
    following = str(begin + 2) if begin + 2 < len(ENTRIES) else None
    return httpx.Response(200, json={"items": ENTRIES[begin : begin + 2], "next": following})


@pytest.fixture
def facts(tmp_path: Path) -> Iterator[Facts]:
    with closing(Facts(tmp_path / "peers.db")) as made:
        made.take(httpx.Client(base_url="http://atlas", transport=httpx.MockTransport(lists)))
        yield made


def asked(check: right.Right, answer: Any, status: int = 200) -> int | None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json=answer))
    return check(httpx.Client(base_url="http://contender", transport=transport))


def test_facts_are_read_over_all_pages(facts: Facts) -> None:
    assert facts.cited(CELL, 22) == {"my-a": ["one", "two"], "my-b": ["one"]}
    assert facts.cited(CELL, 1) == {"my-a": ["one", "two"]}
    assert facts.cells() == [("policy", "MY", "vaccine"), CELL]
    assert facts.all_ids() == {"my-a", "my-b", "my-c"}


def test_sources_are_read_in_each_form() -> None:
    assert answered(ENTRIES[0]) == answered({"citations": [{"source": {"id": "one"}}, {"source": {"id": "two"}}]})


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"items": ENTRIES[:1]}, 200),  # one too few
        ({"items": [ENTRIES[1], ENTRIES[0]]}, 200),  # another order
        ({"items": [entry("my-a", "one"), ENTRIES[1]]}, 200),  # without a source
        ({"items": ENTRIES}, 200),  # one too many
        ({"items": ENTRIES[:2]}, 500),
    ],
)
def test_a_wrong_page_stops_the_bench(facts: Facts, answer: Any, status: int) -> None:
    check = right.page("/", facts, CELL, 22)
    assert asked(check, {"items": ENTRIES[:2]})
    assert asked(check, ENTRIES[:2])  # a bare list, as peers send
    with pytest.raises(SystemExit):
        asked(check, answer, status)


def test_a_wrong_guide_comparison_or_search_stops_the_bench(facts: Facts) -> None:
    guide = right.guide("/", facts, "MY", "vaccine")
    compare = right.compare("/", facts, "vaccine")
    search = right.search("/", facts, "my-b")
    countries = [{"country": "MY"}]
    assert asked(guide, {"requirements": [{"items": ENTRIES[:2]}], "policies": ENTRIES[2:]})
    assert asked(compare, {"countries": countries, "evidence": ENTRIES})
    assert asked(search, {"items": [ENTRIES[1], ENTRIES[0]]})
    for check, answer in (
        (guide, {"requirements": ENTRIES[:2]}),
        (guide, {"requirements": [*ENTRIES, entry("my-d")]}),
        (compare, {"countries": countries, "evidence": ENTRIES[1:]}),
        (compare, {"countries": countries, "evidence": [*ENTRIES, entry("my-d")]}),
        (search, {"items": ENTRIES}),
        (search, {"items": []}),
    ):
        with pytest.raises(SystemExit):
            asked(check, answer)


def test_what_a_contender_is_held_against_always_runs() -> None:
    assert [one.name for one in rows.chosen(["304"])] == ["yardstick", "yardstick-304", "304"]
    assert {one.name for one in rows.chosen(["proxy"])} == {"yardstick", "nginx", "proxy"}
    assert rows.chosen([]) == list(rows.CONTENDERS)
    with pytest.raises(KeyError):
        rows.chosen(["304", "apache"])


def test_each_run_has_its_ratio_in_the_table() -> None:
    def rounds(*rates: float) -> list[Measured]:
        return [Measured(rate, 1, 2, 3, 4000, 5) for rate in rates]

    first = {"yardstick": rounds(100, 200, 300), "kept": rounds(50, 200, 600)}
    second = {"yardstick": rounds(100, 100, 100), "kept": rounds(10, 20, 90)}
    lines = table(rows.chosen(["kept"]), [first, second]).splitlines()
    assert lines[-1] == "| `kept` | atlas, kept answer | 1, 0.2 | 70 | 1.00 | 2 | 3 | 4.0 |"


def test_only_the_table_is_written(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"Before\n{BEGIN}\nold\n{END}\nafter\n")
    write(document, "new")
    assert document.read_text() == f"Before\n{BEGIN}\nnew\n{END}\nafter\n"
    document.write_text("No markers")
    with pytest.raises(SystemExit):
        write(document, "new")
    assert document.read_text() == "No markers"
