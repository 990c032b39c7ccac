"""Editions can be counted, read and checked by anybody, with `sha256sum` and without a line of ours."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.contract.asking import Data, ask, ids, items


@pytest.fixture(params=[1, 2])
def manifest(richer: TestClient, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A directory with the manifest of an edition as it is sent: `head.txt` and its parts."""
    edition = ask(richer, f"/v1/editions/{request.param}")
    (tmp_path / "head.txt").write_bytes(_bytes(richer, edition["manifest"]))
    for part in edition["parts"]:
        (tmp_path / f"{part['name']}.txt").write_bytes(_bytes(richer, part["url"]))
    return tmp_path


def _bytes(client: TestClient, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    content: bytes = answer.content
    return content


def _number(manifest: Path) -> int:
    return int((manifest / "head.txt").read_text().split()[1])


def test_the_manifest_is_checked_by_sha256sum_alone(manifest: Path) -> None:
    program = shutil.which("sha256sum")
    assert program
    ran = subprocess.run([program, "--check", "head.txt"], cwd=manifest, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    parts = sorted(path.name for path in manifest.iterdir() if path.name != "head.txt")
    assert sorted(ran.stdout.split()) == sorted(word for name in parts for word in (f"{name}:", "OK"))


def test_sha256sum_finds_one_changed_letter_in_any_part(manifest: Path) -> None:
    program = shutil.which("sha256sum")
    assert program
    for path in sorted(manifest.iterdir()):
        if path.name != "head.txt":
            whole = path.read_bytes()
            path.write_bytes(whole.replace(b"a", b"b", 1))
            ran = subprocess.run([program, "--check", "head.txt"], cwd=manifest, capture_output=True, check=False)
            assert ran.returncode != 0
            path.write_bytes(whole)


def test_the_hash_of_the_head_is_the_editions_and_the_head_names_the_one_before(
    richer: TestClient, manifest: Path
) -> None:
    number = _number(manifest)
    edition = ask(richer, f"/v1/editions/{number}")
    head = (manifest / "head.txt").read_text()
    assert hashlib.sha256(head.encode()).hexdigest() == edition["sha256"]
    lines = head.splitlines()
    before = (
        hashlib.sha256(_bytes(richer, f"/v1/editions/{number - 1}/manifest")).hexdigest() if number > 1 else "none"
    )
    assert lines[:3] == [f"edition {number}", f"published_at {edition['published_at']}", f"previous_head {before}"]
    assert edition["previous_sha256"] == (before if number > 1 else None)
    assert [line.split("  ")[1] for line in lines[3:]] == sorted(f"{part['name']}.txt" for part in edition["parts"])
    assert head.endswith("\n")


def test_each_part_has_the_hash_and_the_number_of_lines_that_the_edition_says(
    richer: TestClient, manifest: Path
) -> None:
    edition = ask(richer, f"/v1/editions/{_number(manifest)}")
    for part in edition["parts"]:
        text = (manifest / f"{part['name']}.txt").read_bytes()
        assert hashlib.sha256(text).hexdigest() == part["sha256"]
        assert text.count(b"\n") == part["records"]
    counts: dict[str, int] = {}
    for type_, *_ in _lines(manifest):
        counts[type_] = counts.get(type_, 0) + 1
    assert counts == edition["counts"]


def _lines(manifest: Path) -> list[list[str]]:
    parts = [path for path in sorted(manifest.iterdir()) if path.name != "head.txt"]
    return [line.split(" ") for path in parts for line in path.read_text().splitlines()]


def test_each_line_names_type_id_revision_and_hash_and_lines_are_sorted_by_bytes(manifest: Path) -> None:
    for path in manifest.iterdir():
        if path.name != "head.txt":
            lines = path.read_bytes().splitlines()
            assert lines == sorted(lines)
    for type_, id_, revision, sha256 in _lines(manifest):
        assert type_
        assert id_
        assert int(revision) >= 1
        assert len(bytes.fromhex(sha256)) == 32


def test_the_hash_of_every_entry_in_a_manifest_is_the_one_its_history_tells(richer: TestClient) -> None:
    kinds = {"requirement", "procedure", "reliance", "observed_time", "policy", "market", "term", "qa"}
    listed: dict[int, dict[str, tuple[int, str]]] = {1: {}, 2: {}}
    for number, found in listed.items():
        for part in ask(richer, f"/v1/editions/{number}")["parts"]:
            for line in _bytes(richer, part["url"]).decode().splitlines():
                type_, id_, revision, sha256 = line.split(" ")
                if type_ in kinds:
                    found[id_] = (int(revision), sha256)
        assert sorted(found) == ids(richer, "/v1/entries", {"edition": number, "view": "summary"})
    for id_ in listed[2]:
        told: dict[int, tuple[int, str]] = {}
        for one in ask(richer, f"/v1/entries/{id_}/revisions")["items"]:
            held_by = range(one["published_in"], one["removed_in"] or 3)
            told |= dict.fromkeys(held_by, (one["revision"], one["sha256"]))
        assert told == {number: found[id_] for number, found in listed.items() if id_ in found}


def test_every_jurisdiction_with_entries_has_a_part_of_its_own(richer: TestClient, manifest: Path) -> None:
    number = _number(manifest)
    countries = {item["country"] for item in items(richer, "/v1/entries", {"edition": number, "view": "summary"})}
    parts = {part["name"] for part in ask(richer, f"/v1/editions/{number}")["parts"]}
    assert parts >= {*countries, "common"}


def test_a_part_that_an_edition_did_not_touch_is_carried_over(richer: TestClient) -> None:
    first, second = ({p["name"]: p["sha256"] for p in ask(richer, f"/v1/editions/{n}")["parts"]} for n in (1, 2))
    assert first["MY"] != second["MY"]
    assert first["TH"] == second["TH"]
    assert set(first) == set(second)


def test_a_manifest_answers_the_same_in_every_language_and_edition(richer: TestClient) -> None:
    plain = richer.get("/v1/editions/1/manifest").content
    for query in ("lang=ko", "edition=1", "edition=2", "as_of=2026-11-23"):
        assert richer.get(f"/v1/editions/1/manifest?{query}").content == plain


def test_editions_are_listed_newest_first(richer: TestClient) -> None:
    page = ask(richer, "/v1/editions")
    assert [one["number"] for one in page["items"]] == [2, 1]
    for one in page["items"]:
        alone = ask(richer, f"/v1/editions/{one['number']}")
        assert {name: alone[name] for name in one} == one


def test_editions_as_of_an_earlier_one_do_not_know_the_later(richer: TestClient, client: TestClient) -> None:
    assert ask(richer, "/v1/editions", {"edition": 1})["items"] == ask(client, "/v1/editions")["items"]


def test_pages_of_editions_go_on_by_their_cursors(richer: TestClient) -> None:
    first = ask(richer, "/v1/editions", {"limit": 1})
    second = ask(richer, "/v1/editions", {"limit": 1, "cursor": first["next"]})
    assert [one["items"][0]["number"] for one in (first, second)] == [2, 1]
    assert second["next"] is None


def test_an_edition_tells_what_it_holds_and_what_it_changed(richer: TestClient) -> None:
    first, second = ask(richer, "/v1/editions/1"), ask(richer, "/v1/editions/2")
    assert first["changes"] == {"substantive": sum(first["counts"].values()), "withdrawn": 0}
    added = sum(second["counts"].values()) - sum(first["counts"].values())
    assert second["changes"] == {"substantive": added + 3, "withdrawn": 0}, "three records of the seed were changed"
    assert first["counts"]["requirement"] == ask(richer, "/v1/requirements", {"edition": 1})["total"]
    assert second["counts"]["qa"] == 1


@pytest.mark.parametrize(
    ("query", "edition"),
    [
        ("", 2),
        ("edition=1", 1),
        ("edition=2", 2),
        ("as_of=2026-11-23", 1),
        ("as_of=2026-11-30", 1),
        ("as_of=2026-12-01", 2),
        ("as_of=2099-01-01", 2),
    ],
)
def test_every_answer_names_the_edition_it_was_asked_from(richer: TestClient, query: str, edition: int) -> None:
    hashes = {one["number"]: one["sha256"] for one in ask(richer, "/v1/editions")["items"]}
    for address in ("/v1/entries", "/v1/sources", "/v1/topics", "/v1/guides/MY/generic", "/v1/countries/SG"):
        page: Data = ask(richer, f"{address}?{query}")
        assert page["edition"] == edition
        assert page["meta"]["edition_sha256"] == hashes[edition]


def test_an_old_edition_answers_what_it_did_when_it_was_the_newest(richer: TestClient, client: TestClient) -> None:
    for address in (
        "/v1/entries?limit=200&lang=ko",
        "/v1/requirements?product_type=biosimilar&facets=topic,product_type",
        "/v1/guides/MY/vaccine",
        "/v1/sources?limit=200",
        "/v1/documents",
        "/v1/countries",
    ):
        join = "&" if "?" in address else "?"
        assert richer.get(f"{address}{join}edition=1").content == client.get(f"{address}{join}edition=1").content
