"""Stored exports are whole or not there, whatever happens while they are written."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.editions.snapshot import EditionHead
from app.partners.exports.encodings import IDENTITY, choose_encoding
from app.partners.exports.forms import NDJSON
from app.partners.exports.reading import Whole
from app.partners.exports.store import ExportStore
from tests.editions.life import FIRST_DAY, at
from tests.partners.exports.conftest import Atlas


def whole(number: int = 1, redactions: int = 0) -> Whole:
    head = EditionHead(number, at(FIRST_DAY), "x", None, "a hash", redactions)
    return Whole(head, {"edition": number, "redactions": redactions})


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir() if not path.name.startswith("."))


def test_of_many_who_ask_at_once_one_writes(tmp_path: Path) -> None:
    written: list[int] = []

    def pieces() -> Iterator[bytes]:
        written.append(1)
        for _ in range(5):
            time.sleep(0.01)
            yield b"abc"

    def ask(_: int) -> bytes:
        file = ExportStore(tmp_path, kept=2).opened(whole(), NDJSON, IDENTITY, pieces)
        assert file is not None
        with file:
            return file.read()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {b"abc" * 5}
    assert len(written) == 1


def test_nothing_half_is_left_when_writing_fails(tmp_path: Path) -> None:
    store = ExportStore(tmp_path, kept=2)

    def full() -> Iterator[bytes]:
        yield b"abc"
        raise OSError(28, "No space left on device")

    assert store.opened(whole(), NDJSON, IDENTITY, full) is None
    assert names(tmp_path) == []
    assert list(tmp_path.glob(".*.half")) == []


def test_a_writer_that_is_killed_leaves_nothing_that_is_served(tmp_path: Path) -> None:
    """A process writes, says so, and is killed with SIGKILL; the next one writes the whole file."""
    script = (
        "import sys, time; from pathlib import Path\n"
        "from tests.partners.exports.test_store import NDJSON, IDENTITY, ExportStore, whole\n"
        "def pieces():\n"
        "    yield b'x' * 100_000\n"
        "    print('half', flush=True); time.sleep(60)\n"
        "ExportStore(Path(sys.argv[1]), kept=2).opened(whole(), NDJSON, IDENTITY, pieces)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"half\n"
        os.kill(child.pid, signal.SIGKILL)
    assert names(tmp_path) == []
    file = ExportStore(tmp_path, kept=2).opened(whole(), NDJSON, IDENTITY, lambda: [b"whole"])
    assert file is not None
    with file:
        assert file.read() == b"whole"
    assert list(tmp_path.glob(".*.half")) == []


def test_old_editions_and_what_holds_redacted_contents_go(tmp_path: Path) -> None:
    store = ExportStore(tmp_path, kept=2)
    for one in (whole(1), whole(2), whole(3)):
        file = store.opened(one, NDJSON, IDENTITY, lambda: [b"x"])
        assert file is not None
        file.close()
    assert [name.split("-")[0] for name in names(tmp_path)] == ["2", "3"]
    store.forget_redacted(1)
    assert names(tmp_path) == []


@pytest.mark.parametrize("way", ["full", "nowhere", "off"])
def test_without_a_place_the_same_bytes_are_streamed(
    atlas: Atlas, way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stored = atlas.client.get("/v1/exports/2.json")
    store = ExportStore(tmp_path / "none", kept=0 if way == "off" else 2)
    if way == "nowhere":
        (tmp_path / "file").touch()
        store = ExportStore(tmp_path / "file" / "exports", kept=2)
    if way == "full":
        monkeypatch.setattr(os, "fsync", _full)
    atlas.client.app.state.exports = store  # type: ignore[attr-defined]  # it is ours
    streamed = atlas.client.get("/v1/exports/2.json", headers={"Range": "bytes=0-3"})
    assert (streamed.status_code, streamed.headers["accept-ranges"]) == (200, "none")
    assert streamed.content == stored.content
    assert streamed.headers["etag"] == stored.headers["etag"]


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, zstd", "zstd"),
        ("gzip;q=1, zstd;q=0.5", "gzip"),
        ("*", "zstd"),
        ("zstd;q=0, *", "gzip"),
        ("br", "identity"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0.5, identity", "identity"),
        ("gzip;q=nonsense", "identity"),
    ],
)
def test_the_coding_that_is_liked_best(header: str | None, coding: str) -> None:
    assert choose_encoding(header) == coding
