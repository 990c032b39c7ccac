"""What is answered about signatures and keys."""

from typing import Annotated, Literal

from pydantic import Field

from app.vocabulary.shapes import Answered

KeyId = Annotated[
    str,
    Field(
        description="Thumbprint of the public key (RFC 7638).",
        examples=["kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"],
    ),
]


class SignatureAnswer(Answered):
    """An Ed25519 signature over the bytes of an edition's head."""

    key_id: KeyId
    algorithm: Literal["Ed25519"]
    signature: Annotated[str, Field(description="64 bytes, base64.")]
    signed_at: str


class SignaturesAnswer(Answered):
    """The signatures of one edition; none where it was not signed."""

    edition: int
    sha256: Annotated[str, Field(description="The edition's hash: that of the text that is signed.")]
    manifest: Annotated[
        str, Field(description="Address of the text that is signed.", examples=["/v1/editions/1/manifest"])
    ]
    signatures: list[SignatureAnswer]
    keys: Annotated[str, Field(description="Address of the public keys.")]


class PublicKeyAnswer(Answered):
    """A public key as a JSON Web Key (RFC 8037), with when it was in use."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    alg: Literal["EdDSA"]
    use: Literal["sig"]
    kid: KeyId
    x: Annotated[str, Field(description="The key: 32 bytes, base64url without padding.")]
    valid_from: Annotated[str, Field(description="Its first signature.")]
    valid_until: Annotated[str | None, Field(description="When another key took its place; null while it is in use.")]
    pem: Annotated[str, Field(description="The same key as `openssl` reads it.")]


class KeysAnswer(Answered):
    """Every key that ever signed, oldest first. A retired key stays: what it signed is still signed."""

    keys: list[PublicKeyAnswer]
