"""Imports by API: what a file would do, what it does, and that it does all of it or nothing."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.database.engine import reading
from app.editorial.imports import apply as applying
from app.knowledge.models import Record, Revision
from tests.editorial.desk import Data, Office, told
from tests.editorial.imports.sending import brief, csv_of, refused, report, row, send, taken_in


def drafts(desk: Office) -> int:
    with reading(desk.engine) as connection:
        return connection.scalar(select(func.count()).where(Revision.origin == "import")) or 0


def test_a_dry_run_reports_and_stores_nothing(desk: Office) -> None:
    seen = report(desk, csv_of([row("xx-a"), row("xx-b")]))
    assert (seen["dry_run"], seen["rows"], seen["new"], seen["corrections"], seen["unchanged"]) == (True, 2, 2, 0, 0)
    assert (seen["faults"], seen["drafts"], drafts(desk)) == ([], [], 0)


def test_rows_become_drafts_that_say_what_they_say(desk: Office) -> None:
    seen = taken_in(desk, csv_of([row("xx-a"), row("xx-b", product_types="generic ; biologic")]))
    assert (seen["dry_run"], seen["new"], [one["record"]["id"] for one in seen["drafts"]]) == (
        False,
        2,
        ["xx-a", "xx-b"],
    )
    one = desk.read(seen["drafts"][1]["revision"])
    assert (one["state"], one["origin"], one["editors"], one["reason"]) == (
        "draft",
        "import",
        ["ed"],
        "The list of 2026",
    )
    content = one["content"]
    assert (content["topics"], content["product_types"]) == (["dossier", "fees"], ["generic", "biologic"])
    assert content["citations"] == [{"source": "xx-law", "locator": "s. xx-b", "supports": True}]
    assert content["title"] == {"en": "Title of xx-b", "ko": "xx-b 제목", "original": "en", "translation": "machine"}
    assert (content["checked_on"], content["evidence_grade"]) == ("2026-12-01", "A")


def test_whoever_sends_the_file_never_approves_its_drafts(desk: Office) -> None:
    seen = taken_in(desk, csv_of([row("xx-a")]), name="rae")
    key = seen["drafts"][0]["revision"]
    told(desk.step("rae", key, "submit"))
    assert told(desk.step("rae", key, "approve"), 403)["detail"].startswith("You edited this revision")
    assert told(desk.step("ada", key, "approve"))["state"] == "approved"


def test_the_trail_tells_of_the_file_and_of_every_draft(desk: Office) -> None:
    seen = taken_in(desk, csv_of([row("xx-a"), row("xx-b")]))
    rows = told(desk.ask("ada", "GET", "/audit?limit=200"))["items"]
    whole = [one for one in rows if one["action"] == "import.apply"]
    assert [(one["object_id"], one["actor"], one["reason"]) for one in whole] == [
        (seen["sha256"], "ed", "The list of 2026")
    ]
    assert json.loads(whole[0]["new_value"]) == {"bytes": seen["bytes"], "new": 2, "corrections": 0, "unchanged": 0}
    assert len([one for one in rows if one["action"] == "revision.create"]) == 2


def test_faults_are_told_by_row_and_column_and_nothing_is_stored(desk: Office) -> None:
    data = csv_of(
        [
            row("xx-a"),
            row("xx-b", obligation="compulsory"),
            row("xx-c", citations__1__source="xx-lawn"),
            row("xx-d", fact_as_of="2025-13"),
        ]
    )
    problem = refused(desk, data)
    assert brief(problem["errors"]) == [
        (
            3,
            "obligation",
            "input should be 'mandatory', 'conditional', 'recommended', 'not-required' or 'prohibited'",
        ),
        (4, "citations.1.source", "no source has the id xx-lawn"),
        (5, "fact_as_of", "expected a month between 01 and 12"),
    ]
    assert problem["detail"] == "3 faults in 4 rows; nothing was stored."
    second = problem["errors"][1]
    assert (second["cell"], second["pointer"], second["value"]) == ("J4", "/citations/0/source", "xx-lawn")
    assert "xx-law" in second["expected"]
    assert drafts(desk) == 0
    seen = report(desk, data)
    assert (seen["total_faults"], seen["new"]) == (3, 1)
    assert brief(seen["faults"]) == brief(problem["errors"])


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"id": ""}, (2, "id"), "expected an id"),
        ({"id": "Not An Id"}, (2, "id"), "expected an id of lower-case letters, digits and single hyphens"),
        ({"title.en": ""}, (2, "title.en"), "expected a text in the original language (en)"),
        ({"topics": ""}, (2, "topics"), "field required"),
        ({"topics": "dosier"}, (2, "topics"), "no topic has the id dosier"),
        ({"country": "ZZ"}, (2, "country"), "no jurisdiction has the id ZZ"),
        ({"citations.1.supports": "perhaps"}, (2, "citations.1.supports"), "expected yes or no"),
        (
            {"applies_from": "2025", "applies_until": "2024"},
            (2, "applies_until"),
            "expected a date not before `applies_from`, 2025",
        ),
        ({"change_type": "big"}, (2, "change_type"), "is none"),
        ({"colour": "red"}, (1, "colour"), "there is no such column here"),
        ({"title": "A"}, (1, "title"), "there is no such column here"),
        ({"revision": "1"}, (1, "revision"), "there is no such column here"),
    ],
)
def test_each_fault_has_its_cell(desk: Office, changes: dict[str, str], place: tuple[int, str], message: str) -> None:
    seen = report(desk, csv_of([row("xx-a") | changes]))
    assert brief(seen["faults"]) == [(*place, message)]


def test_a_column_that_is_not_there_is_told_as_missing(desk: Office) -> None:
    data = csv_of([{name: value for name, value in row("xx-a").items() if name != "obligation"}])
    assert brief(report(desk, data)["faults"]) == [(2, "obligation", "field required")]


def test_a_known_id_makes_a_correction_of_the_members_that_the_file_has(desk: Office) -> None:
    before = told(desk.ask("vera", "GET", "/revisions?state=published&id=xx-fee"))["items"][0]
    seen = taken_in(desk, csv_of([{"id": "xx-fee", "statement.en": "Another statement."}]))
    assert (seen["new"], seen["corrections"]) == (0, 1)
    one = desk.read(seen["drafts"][0]["revision"])
    assert (one["number"], one["change_type"]) == (2, "correction")
    assert one["content"]["statement"]["en"] == "Another statement."
    assert one["content"]["statement"]["translation"] == "outdated"
    assert one["content"]["title"]["en"] == before["title"]


def test_an_empty_cell_takes_a_member_away(desk: Office) -> None:
    first = desk.read(taken_in(desk, csv_of([{"id": "xx-fee", "note.en": "A note"}]))["drafts"][0]["revision"])
    assert first["content"]["note"]["en"] == "A note"
    told(desk.discard(first))
    again = taken_in(desk, csv_of([{"id": "xx-fee", "fact_as_of": "", "product_types": ""}]))
    content = desk.read(again["drafts"][0]["revision"])["content"]
    assert (content["fact_as_of"], content["product_types"]) == (None, [])


def test_the_same_file_twice_is_told_row_by_row(desk: Office) -> None:
    data = csv_of([row("xx-a"), row("xx-b")])
    made = taken_in(desk, data)
    problem = refused(desk, data, 409)
    key = made["drafts"][0]["revision"]
    assert problem["errors"][0]["message"].startswith(f"revision {key} of it is draft: /v1/staff/revisions/{key}")
    assert [one["row"] for one in problem["errors"]] == [2, 3]


def test_rows_that_say_what_is_published_are_left_alone(desk: Office) -> None:
    data = csv_of([row("xx-a"), row("xx-b")])
    for one in taken_in(desk, data)["drafts"]:
        desk.approved(one["revision"])
    told(desk.ask("pia", "POST", "/editions", {"note": "The list", "reason": "It is read"}), 201)
    seen = taken_in(desk, data)
    assert (seen["new"], seen["corrections"], seen["unchanged"], seen["drafts"]) == (0, 0, 2, [])


def test_a_legal_date_of_a_published_rule_needs_its_answer(desk: Office) -> None:
    told(desk.patch(desk.correct("xx-fee"), content={"applies_from": "2024"}, legal_change="correction"))
    key = told(desk.ask("ed", "GET", "/revisions?id=xx-fee&state=draft"))["items"][0]["id"]
    desk.approved(key)
    told(desk.ask("pia", "POST", "/editions", {"note": "A date", "reason": "It is read"}), 201)
    asked = report(desk, csv_of([{"id": "xx-fee", "applies_from": "2025"}]))
    assert ("legal_change", ["correction", "new-law"]) in [
        (one["column"], one["expected"]) for one in asked["faults"]
    ]
    assert "/applies_from" in [one["pointer"] for one in asked["faults"]]
    wrong = taken_in(desk, csv_of([{"id": "xx-fee", "applies_from": "2025", "legal_change": "correction"}]))
    told(desk.discard(desk.read(wrong["drafts"][0]["revision"])))
    new = taken_in(desk, csv_of([{"id": "xx-fee", "applies_from": "2025", "legal_change": "new-law"}]))
    assert [one["record"]["id"] for one in new["drafts"]] == ["xx-fee", "xx-fee-2025"]
    assert (new["new"], new["corrections"]) == (1, 1)
    old, successor = (desk.read(one["revision"])["content"] for one in new["drafts"])
    assert (old["applies_until"], old["replaced_by"], successor["replaces"]) == ("2024", ["xx-fee-2025"], ["xx-fee"])


def test_ids_that_are_taken_are_told(desk: Office) -> None:
    desk.start({**told_content(desk), "id": "xx-held"})
    rows = [row("xx-held"), row("xx-full"), row("xx-a"), row("xx-a")]
    faults = brief(report(desk, csv_of(rows))["faults"])
    assert [(line, column) for line, column, _ in faults] == [(2, "id"), (3, "id"), (5, "id")]
    assert faults[1][2].startswith("xx-full is taken by a procedure")
    assert faults[2][2] == "the id stands in row 4 already"


def told_content(desk: Office) -> Data:
    one = taken_in(desk, csv_of([row("xx-model")]))["drafts"][0]
    content = desk.read(one["revision"])["content"]
    return {name: value for name, value in content.items() if value not in (None, [])}


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ({"dry_run": "false"}, 422, "reason"),
        ({"dry_run": "perhaps"}, 422, "dry_run"),
        ({"kind": "requirements"}, 422, "kind"),
        ({"sheet": "1"}, 422, "sheet"),
        ({"country": "XX\x00"}, 422, "country"),
        ({"dry_run": "false", "reason": "a\x00b"}, 422, "reason"),
    ],
)
def test_parameters_are_named(desk: Office, query: dict[str, Any], status: int, parameter: str) -> None:
    problem = told(send(desk, csv_of([row("xx-a")]), **query), status)
    assert [one["parameter"] for one in problem["errors"]] == [parameter]


def test_a_table_says_what_it_holds_or_kind_does(desk: Office) -> None:
    seen = report(desk, csv_of([row("xx-a")]), kind=None)
    assert seen["faults"][0]["message"].startswith("say with `kind` which records the table holds")


def test_other_bodies_are_refused(desk: Office) -> None:
    assert told(send(desk, b"{}", media_type="application/json"), 415)["detail"].startswith("Send the file itself")
    assert send(desk, csv_of([row("xx-a")]), name="vera").status_code == 403
    assert desk.client.post("/v1/staff/imports", content=b"id\n").status_code == 401


def test_a_request_without_a_file_is_told_so(desk: Office) -> None:
    headers = {"Authorization": f"Bearer {desk.tokens['ed']}"}
    problem = told(desk.client.post("/v1/staff/imports", headers=headers), 422)
    assert problem["errors"][0]["message"].startswith("expected a file as the body")
    assert desk.client.post("/v1/staff/imports", headers=headers, content=b"id\n").status_code == 415


def test_only_imports_may_be_larger_than_other_bodies(desk: Office) -> None:
    large = csv_of([row(f"xx-{number}", note__en="long " * 6000) for number in range(36)])
    assert len(large) > 1_048_576
    assert report(desk, large)["new"] == 36
    headers = {"Authorization": f"Bearer {desk.tokens['ed']}", "Content-Type": "application/json"}
    assert desk.client.post("/v1/staff/entries", content=large, headers=headers).status_code == 413
    headers["Content-Type"] = "text/csv"
    whole = b"x" * 10_485_761
    assert desk.client.post("/v1/staff/imports?kind=requirement", content=whole, headers=headers).status_code == 413


def test_the_same_request_twice_is_carried_out_once(desk: Office) -> None:
    data = csv_of([row("xx-a")])
    first = send(desk, data, dry_run="false", reason="The list", key="once")
    again = send(desk, data, dry_run="false", reason="The list", key="once")
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    other = send(desk, csv_of([row("xx-b")]), dry_run="false", reason="The list", key="once")
    assert other.status_code == 422


def test_a_failure_in_the_middle_leaves_nothing(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    told_rows = applying._tell
    seen: list[Any] = []

    def fail(*given: Any) -> None:
        seen.append(given)
        if len(seen) == 2:
            raise RuntimeError("the lights go out")
        told_rows(*given)

    monkeypatch.setattr(applying, "_tell", fail)
    assert send(desk, csv_of([row("xx-a"), row("xx-b")]), dry_run="false", reason="x").status_code == 500
    assert drafts(desk) == 0
    with reading(desk.engine) as connection:
        assert connection.scalar(select(func.count()).where(Record.id.in_(["xx-a", "xx-b"]))) == 0
        assert connection.scalar(select(func.count()).where(AuditRow.object_id == "xx-a")) == 0


def test_of_two_imports_of_one_file_one_wins(desk: Office) -> None:
    data = csv_of([row(f"xx-{number}") for number in range(5)])
    gate = Barrier(2)

    def go(name: str) -> int:
        gate.wait()
        return send(desk, data, name=name, dry_run="false", reason="at once").status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(go, ["ed", "eve"])) == [200, 409]
    assert drafts(desk) == 5


def test_two_imports_of_different_files_do_both(desk: Office) -> None:
    files = [csv_of([row(f"xx-{letter}{number}") for number in range(5)]) for letter in "ab"]
    gate = Barrier(2)

    def go(data: bytes) -> int:
        gate.wait()
        return send(desk, data, dry_run="false", reason="at once").status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(go, files)) == [200, 200]
    assert drafts(desk) == 10
