"""The trail by the API: who may read it, how it is narrowed, paged, exported, checked and reviewed."""

import csv
import hashlib
import io
import json
from typing import Any

import pytest
import rfc8785
from sqlalchemy import text

from app.access.work import Work
from app.audit.acts import Act, Action, Actor
from app.audit.trail import append
from app.database.engine import writing
from tests.access.atlas import Atlas, Data, problem, told

NEW: Data = {"name": "mina", "role": "editor", "password": "five other plain words", "reason": "joins us"}


@pytest.fixture
def busy(atlas: Atlas) -> Atlas:
    """An atlas with some history: sign-ins, a new person, a promotion, a wrong password."""
    told(atlas.ask("ada", "POST", "/users", NEW), 201)
    atlas.clock.forward(minutes=1)
    told(atlas.change("ada", "rae", role="admin"))
    atlas.sign_in("ed", "a wrong word or two")
    atlas.clock.forward(minutes=1)
    told(atlas.change("rae", "mina", active=False))
    told(atlas.ask("pia", "GET", "/me"))
    return atlas


def items(atlas: Atlas, query: str = "") -> list[Data]:
    """The rows that a publisher is shown."""
    found: list[Data] = told(atlas.ask("pia", "GET", f"/audit{query}"))["items"]
    return found


def test_the_trail_is_shown_newest_first_and_whole(busy: Atlas) -> None:
    found = items(busy)
    assert [row["seq"] for row in found] == list(range(len(found), 0, -1))
    assert [row["sha256"] for row in found] == [row["sha256"] for row in reversed(busy.trail())]
    for row in found:
        asked = {name: value for name, value in row.items() if name != "sha256"}
        assert hashlib.sha256(rfc8785.dumps(asked)).hexdigest() == row["sha256"]


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("?actor=ada", ["person.update", "person.create", "sign-in"]),
        ("?action=person.update", ["person.update", "person.update"]),
        ("?action=person.create&action=sign-in.failed", ["sign-in.failed", "person.create"]),
        ("?object_type=person&object_id=mina", ["person.update", "person.create"]),
        ("?actor=rae&object_id=mina", ["person.update"]),
        ("?since=2026-12-01T12:02:00Z&action=person.update", ["person.update"]),
        ("?until=2026-12-01T12:00:00Z", ["person.create", "sign-in"]),
        ("?since=2026-12-01&until=2026-12-01&action=person.create", ["person.create"]),
        ("?since=2026-12-02", []),
        ("?until=2026-11-30", []),
        ("?actor=nobody", []),
    ],
)
def test_rows_are_narrowed(busy: Atlas, query: str, actions: list[str]) -> None:
    assert [row["action"] for row in items(busy, query)] == actions


@pytest.mark.parametrize(
    "query",
    [
        *("?action=person.creat", "?since=yesterday", "?since=2026-02-30", "?until=2026-12-01T12:00:00", "?limit=0"),
        *("?limit=201", "?cursor=x", "?actr=ada", "?actor=%00", "?object_id=", "?actor=" + "a" * 201, "?seq=1"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_name(quiet: Atlas, query: str) -> None:
    found = problem(quiet.ask("pia", "GET", f"/audit{query}"), 422, "invalid-parameter")
    assert found["errors"][0]["parameter"] == query[1:].partition("=")[0]


def test_a_misspelt_action_is_told_the_nearest(busy: Atlas) -> None:
    found = problem(busy.ask("pia", "GET", "/audit?action=person.creat"), 422, "invalid-parameter")
    assert found["errors"][0]["did_you_mean"] == "person.create"


def test_pages_lead_through_all_rows_while_others_are_written(busy: Atlas) -> None:
    total = told(busy.ask("pia", "GET", "/audit"))["total"]
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        page = told(busy.ask("pia", "GET", f"/audit?limit=3{more}"))
        seen += [row["seq"] for row in page["items"]]
        cursor = page["next"]
        busy.sign_in("ed", "a wrong word or two")
    assert seen == list(range(total, 0, -1))


def test_a_cursor_belongs_to_its_list(busy: Atlas) -> None:
    cursor = told(busy.ask("pia", "GET", "/audit?limit=1"))["next"]
    problem(busy.ask("pia", "GET", f"/audit?limit=1&actor=ada&cursor={cursor}"), 422, "invalid-parameter")


@pytest.mark.parametrize("path", ["/audit", "/audit/verify", "/audit/export", "/audit/review"])
def test_the_trail_is_for_reviewers(busy: Atlas, path: str) -> None:
    for name, status in (("vera", 403), ("ed", 403), ("rae", 200), ("pia", 200)):
        busy.access.pop(name, None)
        assert busy.ask(name, "GET", path).status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_route_and_no_role_changes_the_trail(busy: Atlas, method: str) -> None:
    """Line 4."""
    for path in ("/audit", "/audit/1", "/audit/verify", "/audit/export"):
        assert busy.ask("ada", method, path, {"reason": "x"}).status_code in (404, 405)


def test_the_check_says_that_all_is_well_and_what_to_note(busy: Atlas) -> None:
    body = told(busy.ask("pia", "GET", "/audit/verify"))
    last = busy.trail()[-1]
    assert body == {
        "intact": True,
        "rows": len(busy.trail()),
        "head": {"seq": last["seq"], "sha256": last["sha256"]},
        "faults": [],
        "faults_total": 0,
    }
    noted = f"{last['seq']}:{last['sha256']}"
    told(busy.ask("ada", "GET", "/users"))
    assert told(busy.ask("pia", "GET", f"/audit/verify?head={noted}"))["intact"]
    assert not told(busy.ask("pia", "GET", f"/audit/verify?head=99:{last['sha256']}"))["intact"]
    for wrong in ("1", "0:" + "a" * 64, "1:" + "A" * 64, "x"):
        problem(busy.ask("pia", "GET", f"/audit/verify?head={wrong}"), 422, "invalid-parameter")


def test_the_check_finds_what_was_altered_in_a_copy_without_guards(busy: Atlas) -> None:
    """Line 5."""
    with writing(busy.engine) as connection:
        on = " ON audit_row" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER guard_audit_row_update{on}"))
        connection.execute(text("UPDATE audit_row SET actor = 'nobody' WHERE seq = 3"))
    body = told(busy.ask("pia", "GET", "/audit/verify"))
    assert not body["intact"]
    assert body["faults"] == [{"seq": 3, "what": "altered: its hash is not the hash of what it says"}]


def test_the_export_has_every_row_in_order_as_it_was_hashed(busy: Atlas) -> None:
    answer = busy.ask("pia", "GET", "/audit/export")
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["content-disposition"] == 'attachment; filename="audit-trail.ndjson"'
    assert answer.headers["cache-control"] == "no-store"
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert rows == list(reversed(items(busy, "?limit=200")))
    narrowed = busy.ask("pia", "GET", "/audit/export?actor=ada").text.splitlines()
    assert [json.loads(line)["actor"] for line in narrowed] == ["ada"] * 3


def test_the_export_opens_in_a_spreadsheet_and_runs_nothing(busy: Atlas) -> None:
    told(busy.change("ada", "mina", active=True, reason="=HYPERLINK(1)"))
    answer = busy.ask("pia", "GET", "/audit/export?format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(busy.trail())
    assert rows[-1]["reason"] == "'=HYPERLINK(1)"
    assert {name: "" if value is None else str(value) for name, value in items(busy)[-1].items()} == rows[0]


def test_a_long_trail_is_exported_whole(atlas: Atlas) -> None:
    """More rows than are read at once."""
    with writing(atlas.engine) as connection:
        for number in range(2300):
            act = Act(Actor("ann"), Action.comment_created, "comment", str(number))
            append(connection, act, at=atlas.clock.at)
    lines = atlas.ask("pia", "GET", "/audit/export").text.splitlines()
    assert [json.loads(line)["seq"] for line in lines] == list(range(1, 2302))
    assert told(atlas.ask("pia", "GET", "/audit/verify"))["rows"] == 2301


def draw(atlas: Atlas, query: str = "?seed=q4&sample=3", name: str = "pia") -> Data:
    """A report to be reviewed."""
    return told(atlas.ask(name, "GET", f"/audit/review{query}"))


def sign_off(atlas: Atlas, report: Data, name: str = "pia", **more: Any) -> Any:
    """What a sign-off is answered."""
    body = {
        **{member: report[member] for member in ("first", "last", "sha256")},
        "seed": report["sample"]["seed"],
        "sample": 3,
        "outcome": "in-order",
        "reason": "read it all",
        **more,
    }
    return atlas.ask(name, "POST", "/audit/review", body)


def test_the_report_has_what_people_changed_while_they_were_admins(busy: Atlas) -> None:
    """Line 21. `rae` became an admin in between; signing in is no change."""
    told(busy.change("ada", "rae", role="viewer"))
    report = draw(busy)
    assert report["by_admins"]["people"] == ["ada", "rae"]
    assert [(row["actor"], row["action"], row["object_id"]) for row in report["by_admins"]["items"]] == [
        ("ada", "person.create", "mina"),
        ("ada", "person.update", "rae"),
        ("rae", "person.update", "mina"),
        ("ada", "person.update", "rae"),
    ]


def test_a_sample_is_drawn_by_its_seed_and_anybody_can_draw_it_again(busy: Atlas) -> None:
    report = draw(busy)
    rows = busy.trail()[: report["last"]]
    lots = sorted(rows, key=lambda row: hashlib.sha256(f"q4:{row['sha256']}".encode()).hexdigest())
    assert {row["seq"] for row in report["sample"]["items"]} == {row["seq"] for row in lots[:3]}
    assert draw(busy)["sha256"] == report["sha256"]
    assert draw(busy, "?seed=q5&sample=3")["sha256"] != report["sha256"]
    assert draw(busy, "?sample=3")["sample"]["seed"] != draw(busy, "?sample=3")["sample"]["seed"]
    assert len(draw(busy, "?sample=200")["sample"]["items"]) == report["rows"]


def test_a_review_is_signed_off_with_a_row_of_its_own(busy: Atlas) -> None:
    report = draw(busy)
    body = told(sign_off(busy, report), 201)
    assert (body["reviewed_by"], body["outcome"]) == ("pia", "in-order")
    row = busy.trail()[-1]
    assert (row["action"], row["actor"], row["reason"]) == ("audit.review", "pia", "read it all")
    assert json.loads(row["new_value"])["sha256"] == report["sha256"]
    assert told(busy.ask("pia", "GET", "/audit/verify"))["intact"]


def test_what_is_signed_off_is_what_was_read_by_somebody_else_just_now(busy: Atlas) -> None:
    report = draw(busy)
    problem(sign_off(busy, report, sha256="0" * 64), 412, "precondition-failed")
    problem(sign_off(busy, report, seed="q5"), 412, "precondition-failed")
    problem(sign_off(busy, report, reason=" "), 422, "invalid-parameter")
    problem(sign_off(busy, report, first=9, last=3), 422, "invalid-parameter")
    busy.access.pop("rae", None)
    found = problem(sign_off(busy, report, name="rae"), 403, "forbidden")
    assert "changes of yours" in found["detail"]
    busy.clock.forward(minutes=11)
    problem(sign_off(busy, report), 403, "sign-in-again")


def test_a_time_without_rows_has_nothing_to_review(busy: Atlas) -> None:
    problem(busy.ask("pia", "GET", "/audit/review?since=2027-01-01"), 404, "unknown-record")


def test_a_write_without_its_row_in_the_trail_does_not_commit(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object, **__: object) -> int:
        return 0

    monkeypatch.setattr(Work, "tell", silent)
    assert atlas.ask("ada", "POST", "/users", NEW).status_code == 500
    monkeypatch.undo()
    assert atlas.ask("ada", "GET", "/users/mina").status_code == 404
