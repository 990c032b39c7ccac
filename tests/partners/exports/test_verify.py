"""`licensing-atlas verify` finds every flipped byte, and what is missing, moved, or signed by somebody else."""

import base64
import json
import random
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from app.cli.commands import cli
from app.database.engine import writing
from app.partners.exports.verify import verify
from app.partners.signing.keys import Signer
from app.partners.signing.sign import sign_missing
from tests.editions.life import at
from tests.partners.exports.conftest import Atlas
from tests.programs import program

SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


@pytest.fixture
def files(atlas: Atlas, tmp_path: Path) -> Path:
    """A directory with edition 2 in every form, its manifest, and the keys."""
    with writing(atlas.engine) as connection:
        sign_missing(connection, SIGNER, at=at("2027-02-01T00:00:00"))
    for form in ("ndjson", "json", "csv"):
        (tmp_path / f"2.{form}").write_bytes(atlas.client.get(f"/v1/exports/2.{form}").content)
    for ending, coding in {"gz": "gzip", "zst": "zstd"}.items():
        with atlas.client.stream("GET", "/v1/exports/2.ndjson", headers={"Accept-Encoding": coding}) as answer:
            (tmp_path / f"2.ndjson.{ending}").write_bytes(b"".join(answer.iter_raw()))
    (tmp_path / "head.txt").write_bytes(atlas.client.get("/v1/editions/2/manifest").content)
    keys = atlas.client.get("/.well-known/licensing-atlas-keys.json")
    (tmp_path / "keys.json").write_bytes(keys.content)
    (tmp_path / "key.pem").write_text(keys.json()["keys"][0]["pem"])
    return tmp_path


@pytest.mark.parametrize("name", ["2.ndjson", "2.json", "2.ndjson.gz", "2.ndjson.zst"])
def test_a_whole_export_holds(files: Path, name: str) -> None:
    done = CliRunner().invoke(cli, ["verify", str(files / name), "--keys", str(files / "keys.json")])
    assert done.exit_code == 0, done.output
    assert "every hash holds" in done.stdout
    assert f"signature: holds, by {SIGNER.id}" in done.stdout
    assert "without content, redacted: 1" in done.stdout


def test_a_csv_holds_against_the_manifest(files: Path) -> None:
    done = CliRunner().invoke(cli, ["verify", str(files / "2.csv"), "--manifest", str(files / "head.txt")])
    assert done.exit_code == 0, done.output
    assert verify(files / "2.csv").faults == ["there is no manifest to check with; give one with --manifest"]


@pytest.mark.parametrize("form", ["ndjson", "json", "csv"])
def test_every_flipped_byte_is_found(files: Path, form: str) -> None:
    whole = (files / f"2.{form}").read_bytes()
    manifest = (files / "head.txt").read_bytes()
    chance = random.Random(form)
    for _ in range(60):
        place, flip = chance.randrange(len(whole)), chance.randrange(1, 256)
        (files / "flipped").write_bytes(whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :])
        checked = verify(files / "flipped", manifest=manifest)
        assert checked.faults, (place, flip, whole[max(place - 40, 0) : place + 40])


def test_the_place_is_named(files: Path) -> None:
    whole = (files / "2.ndjson").read_bytes()
    (files / "flipped").write_bytes(whole.replace(b"Another.", b"Snother."))
    line = next(n for n, text in enumerate(whole.splitlines(), 1) if b"Another." in text)
    assert verify(files / "flipped").faults == [
        f"line {line}: requirement xx-dossier does not have the hash that its line names"
    ]


def test_what_is_missing_moved_or_added_is_found(files: Path) -> None:
    lines = (files / "2.ndjson").read_bytes().splitlines(keepends=True)
    at_ = next(n for n, text in enumerate(lines) if b'"id":"yy-one"' in text)
    for other in (
        lines[:at_] + lines[at_ + 1 :],
        [*lines[:at_], lines[at_], *lines[at_:]],
        [*lines[:at_], lines[at_ + 1] if at_ + 1 < len(lines) else lines[1]],
    ):
        (files / "other").write_bytes(b"".join(other))
        assert any(fault.startswith("part ") for fault in verify(files / "other").faults)
    (files / "short").write_bytes(b"".join(lines)[:-10])
    assert verify(files / "short").faults
    (files / "short.gz").write_bytes((files / "2.ndjson.gz").read_bytes()[:-20])
    assert any("cannot be read to its end" in fault for fault in verify(files / "short.gz").faults)


def test_somebody_elses_signature_is_none(files: Path) -> None:
    other = Signer(Ed25519PrivateKey.generate())
    keys = [{"kid": other.id, "x": other.public}]
    assert verify(files / "2.ndjson", keys=keys).faults == ["no signature in the export is by a key that was given"]
    forged = [{"kid": SIGNER.id, "x": other.public}]
    assert f"the signature of the key {SIGNER.id} does not hold" in verify(files / "2.ndjson", keys=forged).faults


@given(st.binary(max_size=200))
def test_anything_at_all_is_refused_in_words(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "anything"
    for before in (b"", b'{"head":', b"part,", b"\x1f\x8b", b"\x28\xb5\x2f\xfd"):
        path.write_bytes(before + data)
        assert verify(path, keys=[]).faults


def test_the_same_with_ordinary_tools(files: Path) -> None:
    """The commands of docs/syncing.md."""
    for name in ("jq", "openssl", "sha256sum", "sh"):
        program(name)
    script = Path(__file__).parents[3] / "docs" / "syncing.md"
    block = script.read_text().split("<!-- run by a test -->\n```sh\n")[1].split("```")[0]
    done = subprocess.run(["sh", "-eu", "-c", block], cwd=files, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Signature Verified Successfully" in done.stdout
    head = json.loads((files / "2.ndjson").read_text().splitlines()[0])
    assert head["sha256"] in done.stdout
    assert base64.b64decode(head["signatures"][0]["signature"]) == (files / "head.sig").read_bytes()
