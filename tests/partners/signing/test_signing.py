"""Editions are signed when they are published; keys change hands and stay known."""

import base64
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import SecretStr
from sqlalchemy import Engine

from app.database.engine import writing
from app.editions.publish import PublishingRefused, _following, after_publishing
from app.partners.signing.keys import Signer, UnusableKey, holds, signer_of, thumbprint
from app.partners.signing.sign import sign_missing, sign_published, sign_with
from app.settings import Settings
from tests.contract.asking import ask, problem
from tests.editions.life import asking, at, edition, record

FIRST_KEY = Signer(Ed25519PrivateKey.from_private_bytes(b"1" * 32))
SECOND_KEY = Signer(Ed25519PrivateKey.from_private_bytes(b"2" * 32))


def pem(signer: Signer) -> SecretStr:
    return SecretStr(signer.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


@pytest.fixture
def following() -> Iterator[None]:
    """Signing follows publishing, as the composition root has it."""
    before = list(_following)
    after_publishing(sign_published)
    yield
    _following[:] = before


def test_the_example_of_rfc_8037_has_its_thumbprint() -> None:
    assert thumbprint("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo") == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_publishing_signs_the_head(engine: Engine, following: None) -> None:
    sign_with(engine, Settings(database_url="sqlite://", signing_key=pem(FIRST_KEY)))
    edition(engine, record("requirement", "xx-new"))
    with asking(engine) as client:
        signed = ask(client, "/v1/editions/2/signatures")
        assert ask(client, "/v1/editions/1/signatures")["signatures"] == []
        text = client.get(signed["manifest"]).content
        (key,) = ask(client, signed["keys"])["keys"]
        (one,) = signed["signatures"]
        assert (one["key_id"], one["algorithm"]) == (key["kid"], "Ed25519") == (FIRST_KEY.id, "Ed25519")
        assert holds(key["x"], one["signature"], text)
        assert not holds(key["x"], one["signature"], text + b" ")
        assert len(base64.b64decode(one["signature"])) == 64
        assert key["pem"].startswith("-----BEGIN PUBLIC KEY-----")
        problem(client.get("/v1/editions/9/signatures"), 404, "unknown-record")


def test_the_hash_of_an_edition_does_not_depend_on_its_signature(engine: Engine, following: None) -> None:
    with writing(engine) as connection:
        sign_missing(connection, FIRST_KEY, at=at("2026-11-24T00:00:00"))
    with asking(engine) as client:
        before = ask(client, "/v1/editions/1")
        tag = client.get("/v1/editions/1/signatures").headers["etag"]
        with writing(engine) as connection:
            assert sign_missing(connection, SECOND_KEY, at=at("2026-11-25T00:00:00")) == [1]
        assert ask(client, "/v1/editions/1") == before
        again = client.get("/v1/editions/1/signatures", headers={"If-None-Match": tag})
        assert again.status_code == 200


def test_a_new_key_retires_the_last_which_stays_known_and_signs_no_more(engine: Engine) -> None:
    with writing(engine) as connection:
        assert sign_missing(connection, FIRST_KEY, at=at("2026-11-24T00:00:00")) == [1]
        assert sign_missing(connection, FIRST_KEY, at=at("2026-11-25T00:00:00")) == []
    edition(engine, record("requirement", "xx-new"))
    with writing(engine) as connection:
        assert sign_missing(connection, SECOND_KEY, at=at("2027-01-01T00:00:00")) == [1, 2]
    with asking(engine) as client:
        keys = ask(client, "/.well-known/licensing-atlas-keys.json")["keys"]
        assert [(one["kid"], one["valid_until"]) for one in keys] == [
            (FIRST_KEY.id, "2027-01-01T00:00:00Z"),
            (SECOND_KEY.id, None),
        ]
        signed = [one["key_id"] for one in ask(client, "/v1/editions/1/signatures")["signatures"]]
        assert sorted(signed) == sorted([FIRST_KEY.id, SECOND_KEY.id])
    with pytest.raises(UnusableKey, match="was retired"), writing(engine) as connection:
        sign_missing(connection, FIRST_KEY, at=at("2027-02-01T00:00:00"))


def test_with_a_key_that_cannot_sign_nothing_is_published(engine: Engine, following: None, tmp_path: Path) -> None:
    sign_with(engine, Settings(database_url="sqlite://", signing_key=SecretStr(str(tmp_path / "none.pem"))))
    with pytest.raises(PublishingRefused, match="cannot be read"):
        edition(engine, record("requirement", "xx-new"))
    with asking(engine) as client:
        assert ask(client, "/v1/editions")["edition"] == 1


def test_the_embedded_default_makes_one_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url=None, signing_key=None)
    first = signer_of(settings)
    assert first is not None
    assert stat.S_IMODE((tmp_path / "signing-key.pem").stat().st_mode) == 0o600
    again = signer_of(settings)
    assert again is not None
    assert again.id == first.id
    assert [path.name for path in tmp_path.iterdir()] == ["signing-key.pem"]
    assert signer_of(Settings(data=tmp_path, database_url="sqlite:///x.db", signing_key=None)) is None


def test_other_keys_are_refused_in_words(tmp_path: Path) -> None:
    rsa = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "rsa.pem").write_bytes(rsa)
    for given, said in {
        str(tmp_path / "rsa.pem"): "an Ed25519 key is needed",
        str(tmp_path / "nowhere.pem"): "cannot be read",
        "-----BEGIN PRIVATE KEY-----\nnonsense": "holds no private key",
    }.items():
        with pytest.raises(UnusableKey, match=said):
            signer_of(Settings(signing_key=SecretStr(given)))
    assert not holds("nonsense", "AAAA", b"")
