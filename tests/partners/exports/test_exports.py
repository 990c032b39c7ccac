"""An export holds what its manifest says, in the same bytes whichever way it is fetched."""

import csv
import gzip
import hashlib
import json
from io import StringIO
from typing import Any

import pytest
import zstandard

from tests.contract.asking import ask, problem
from tests.partners.exports.conftest import SAID, Atlas

Data = dict[str, Any]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_line_and_every_part_is_what_the_manifest_says(atlas: Atlas, number: int) -> None:
    answer = atlas.client.get(f"/v1/exports/{number}.ndjson")
    assert answer.status_code == 200
    first, *rest = answer.text.splitlines()
    head = json.loads(first)
    assert sha256(head["manifest"]) == head["sha256"] == ask(atlas.client, f"/v1/editions/{number}")["sha256"]
    parts: dict[str, str] = {}
    for line in rest:
        one = json.loads(line)
        name = one["part"]
        parts[name] = parts.get(name, "") + f"{one['type']} {one['id']} {one['revision']} {one['sha256']}\n"
        if one["content"] is None:
            assert one["withheld"] in ("redacted", "not-public")
        else:
            verbatim = line.partition(',"content":')[2][:-1]
            assert sha256(verbatim) == one["sha256"]
    for name, text in parts.items():
        assert text == atlas.client.get(f"/v1/editions/{number}/manifest/{name}.txt").text
        assert f"{sha256(text)}  {name}.txt\n" in head["manifest"]
    assert len(rest) == head["records"] == sum(head["counts"].values())


def test_what_may_not_be_passed_on_is_a_hash_alone(atlas: Atlas) -> None:
    for form in ("ndjson", "json", "csv"):
        text = atlas.client.get(f"/v1/exports/2.{form}").text
        assert SAID not in text
        assert "Statement of xx-doomed" not in text
        assert "said aloud" in text
    feed = atlas.client.get("/v1/changes?limit=200").text
    assert SAID not in feed
    assert "said aloud" in feed
    lines = [json.loads(line) for line in atlas.client.get("/v1/exports/2.ndjson").text.splitlines()[1:]]
    why = {one["id"]: one["withheld"] for one in lines if one["content"] is None}
    assert why == {"xx-doomed": "redacted", "xx-forum-a-1": "not-public"}


def test_the_three_forms_hold_the_same(atlas: Atlas) -> None:
    head, *lines = map(json.loads, atlas.client.get("/v1/exports/2.ndjson").text.splitlines())
    assert atlas.client.get("/v1/exports/2.json").json() == {"head": head, "records": lines}
    rows = list(csv.DictReader(StringIO(atlas.client.get("/v1/exports/2.csv").text, newline="")))
    assert [(row["part"], row["type"], row["id"], row["sha256"]) for row in rows] == [
        (one["part"], one["type"], one["id"], one["sha256"]) for one in lines
    ]
    assert all(sha256(row["content"]) == row["sha256"] for row in rows if row["content"])


def test_latest_leads_to_the_newest(atlas: Atlas) -> None:
    answer = atlas.client.get("/v1/exports/latest.ndjson")
    assert (answer.status_code, answer.headers["location"]) == (307, "/v1/exports/3.ndjson")


def test_it_takes_a_key_with_the_scope(atlas: Atlas, scopeless: dict[str, str]) -> None:
    problem(atlas.client.get("/v1/exports/1.ndjson", headers={"Authorization": ""}), 401, "unauthenticated")
    problem(atlas.client.get("/v1/exports/1.ndjson", headers=scopeless), 403, "forbidden")


def test_what_is_not_there_is_said(atlas: Atlas) -> None:
    problem(atlas.client.get("/v1/exports/99.ndjson"), 404, "unknown-edition")
    problem(atlas.client.get("/v1/exports/newest.ndjson"), 422, "invalid-parameter")
    problem(atlas.client.get("/v1/exports/1.ndjson?limit=3"), 422, "invalid-parameter")
    problem(atlas.client.get("/v1/exports/1.xml"), 404, "not-found")


@pytest.mark.parametrize("form", ["ndjson", "json", "csv"])
def test_codings_hold_the_same_under_tags_of_their_own(atlas: Atlas, form: str) -> None:
    plain = atlas.client.get(f"/v1/exports/2.{form}")
    packed = atlas.client.get(f"/v1/exports/2.{form}", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert len({plain.headers["etag"], packed.headers["etag"]}) == 2
    (stored,) = atlas.stored.glob(f"2-*.{form}.gz")
    assert gzip.decompress(stored.read_bytes()) == plain.content
    with atlas.client.stream("GET", f"/v1/exports/2.{form}", headers={"Accept-Encoding": "gzip, zstd"}) as answer:
        assert answer.headers["content-encoding"] == "zstd"
        raw = b"".join(answer.iter_raw())
    assert zstandard.ZstdDecompressor().decompressobj().decompress(raw) == plain.content
    again = atlas.client.get(f"/v1/exports/2.{form}", headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_ranges_put_together_are_the_whole(atlas: Atlas) -> None:
    whole = atlas.client.get("/v1/exports/2.ndjson")
    assert whole.headers["accept-ranges"] == "bytes"
    size, step, got = len(whole.content), 777, b""
    while len(got) < size:
        asked = {"Range": f"bytes={len(got)}-{len(got) + step - 1}", "If-Range": whole.headers["etag"]}
        piece = atlas.client.get("/v1/exports/2.ndjson", headers=asked)
        assert piece.status_code == 206
        assert piece.headers["content-range"].startswith(f"bytes {len(got)}-")
        assert piece.headers["content-range"].endswith(f"/{size}")
        got += piece.content
    assert got == whole.content
    last = atlas.client.get("/v1/exports/2.ndjson", headers={"Range": "bytes=-5"})
    assert last.content == whole.content[-5:]


def test_odd_ranges(atlas: Atlas) -> None:
    whole = atlas.client.get("/v1/exports/2.ndjson").content
    for header in ("bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-", "nonsense"):
        assert atlas.client.get("/v1/exports/2.ndjson", headers={"Range": header}).content == whole
    old = {"Range": "bytes=0-3", "If-Range": '"another"'}
    assert atlas.client.get("/v1/exports/2.ndjson", headers=old).content == whole
    beyond = atlas.client.get("/v1/exports/2.ndjson", headers={"Range": f"bytes={len(whole)}-"})
    problem(beyond, 416, "range-not-satisfiable")
    assert beyond.headers["content-range"] == f"bytes */{len(whole)}"
