"""Settings of the OpenID provider: whole or not at all, and never over an open line."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.settings import Settings
from tests.access.oidc import settings_for

ISSUER = "https://login.example.org"
HTTPS = {"oidc_redirect_uri": "https://atlas.example.org/v1/staff/oidc/callback", "oidc_loopback": False}


def made(**changes: Any) -> Settings:
    """Settings that are right but for these."""
    return Settings(**{**settings_for(ISSUER), **HTTPS, **changes})


def test_settings_over_https_are_taken() -> None:
    assert made().oidc_issuer == ISSUER
    assert made(oidc_client_secret=None).oidc_client_secret is None
    assert Settings().oidc_issuer is None


@pytest.mark.parametrize("name", ["oidc_client_id", "oidc_redirect_uri", "oidc_roles"])
def test_a_provider_needs_what_goes_with_it(name: str) -> None:
    with pytest.raises(ValidationError, match=f"ATLAS_{name.upper()}"):
        made(**{name: None if name != "oidc_roles" else {}})


@pytest.mark.parametrize("name", ["oidc_issuer", "oidc_redirect_uri"])
@pytest.mark.parametrize(
    "address",
    [
        *("http://login.example.org", "ftp://login.example.org", "login.example.org", "https://", "https://a?b=c"),
        *("https://a#b", "https://ann:word@a", "http://localhost", "http://127.0.0.1:1", "https://[", ""),
    ],
)
def test_an_address_that_cannot_be_trusted_is_refused(name: str, address: str) -> None:
    with pytest.raises(ValidationError):
        made(**{name: address})


@pytest.mark.parametrize("address", ["http://localhost:9400", "http://127.0.0.1:9400", "http://[::1]:9400"])
def test_http_is_for_this_machine_alone_and_only_where_it_is_allowed(address: str) -> None:
    assert made(oidc_issuer=address, oidc_loopback=True)
    for other in (
        "http://localhost.example.org",
        "http://10.0.0.1",
        "http://127.0.0.1.example.org",
        "http://0.0.0.0",
    ):
        with pytest.raises(ValidationError):
            made(oidc_issuer=other, oidc_loopback=True)


def test_roles_are_read_from_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_OIDC_ROLES", '{"cn=admins,ou=staff": "admin"}')
    assert Settings().oidc_roles == {"cn=admins,ou=staff": "admin"}
    for wrong in ("{", "[]", '{"a": "owner"}', '{"a": ["admin"]}', '"admin"', "admin"):
        monkeypatch.setenv("ATLAS_OIDC_ROLES", wrong)
        with pytest.raises(ValidationError):
            Settings()


def test_openid_is_among_what_is_asked() -> None:
    for scope in ("profile", "openids", ""):
        with pytest.raises(ValidationError):
            made(oidc_scope=scope)
    assert made(oidc_scope="profile openid groups")


def test_no_error_and_no_picture_of_the_settings_shows_the_secret() -> None:
    with pytest.raises(ValidationError) as caught:
        made(oidc_client_secret="the secret", oidc_roles={})
    assert "the secret" not in str(caught.value)
    assert "the secret" not in repr(made(oidc_client_secret="the secret"))
