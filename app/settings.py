"""Every setting of the atlas: typed, documented, read from the environment.

`DATABASE_URL` carries no prefix because other tools set it; all else begins with `ATLAS_`.
`docs/operations.md` lists the same settings; a test holds the two together.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, computed_field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Settings(BaseSettings):
    """The configuration of one process."""

    model_config = SettingsConfigDict(
        env_prefix="ATLAS_", extra="ignore", populate_by_name=True, hide_input_in_errors=True
    )

    database_url: Annotated[
        str | None,
        Field(
            validation_alias="DATABASE_URL",
            description="SQLAlchemy address of the database; without it an SQLite file in the data directory.",
        ),
    ] = None
    data: Annotated[Path, Field(description="Directory for everything the server writes (database file).")] = Path(
        "var"
    )
    seed: Annotated[Path, Field(description="Directory of the seed files.")] = ROOT / "seed"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="Lowest level that is logged.")
    ] = "info"
    log_format: Annotated[
        Literal["auto", "json", "text"],
        Field(description="`json` for machines, `text` for people; `auto` is text on a terminal, else JSON."),
    ] = "auto"
    max_url_bytes: Annotated[
        int, Field(ge=1024, description="Longest path with query, in bytes; more is answered 414.")
    ] = 8192
    max_body_bytes: Annotated[
        int, Field(ge=0, description="Largest request body, in bytes; more is answered 413.")
    ] = 1_048_576
    snapshot_editions: Annotated[
        int, Field(ge=1, description="How many editions keep their supporting records in memory.")
    ] = 4
    source_cache: Annotated[int, Field(ge=0, description="How many source records are kept in memory.")] = 20_000
    search_cache_bytes: Annotated[
        int, Field(ge=0, description="Bytes of the search index that one process keeps in memory for each edition.")
    ] = 4_000_000
    recent_minutes: Annotated[
        int, Field(ge=1, le=240, description="How long a sign-in counts as recent, for approving and publishing.")
    ] = 10
    oidc_issuer: Annotated[
        str | None, Field(description="Address of the OpenID provider that staff sign in at; none without it.")
    ] = None
    oidc_client_id: Annotated[str | None, Field(description="What the provider calls this atlas.")] = None
    oidc_client_secret: Annotated[
        SecretStr | None, Field(description="The secret that goes with it; public clients have none.")
    ] = None
    oidc_redirect_uri: Annotated[
        str | None, Field(description="Public address of `/v1/staff/oidc/callback`, as the provider knows it.")
    ] = None
    oidc_scope: Annotated[str, Field(pattern=r"(^| )openid( |$)", description="What is asked of the provider.")] = (
        "openid profile email"
    )
    oidc_role_claim: Annotated[
        str, Field(min_length=1, description="Claim of the ID token that names roles; dots lead into objects.")
    ] = "roles"
    oidc_roles: Annotated[
        dict[str, Literal["viewer", "editor", "reviewer", "publisher", "admin"]],
        NoDecode,
        Field(description="Values of that claim and the roles that they mean, as a JSON object."),
    ] = {}
    oidc_loopback: Annotated[
        bool, Field(description="Allow http for a provider and a redirect on this machine, for trying out.")
    ] = False
    database_pool: Annotated[int, Field(ge=1, description="Database connections kept open by one process.")] = 8

    @field_validator("oidc_roles", mode="before")
    @classmethod
    def _from_json(cls, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _provider_is_whole(self) -> Self:
        if self.oidc_issuer is None:
            return self
        for name in ("oidc_client_id", "oidc_redirect_uri", "oidc_roles"):
            if not getattr(self, name):
                raise ValueError(f"ATLAS_OIDC_ISSUER also needs ATLAS_{name.upper()}")
        for name in ("oidc_issuer", "oidc_redirect_uri"):
            if not self.trusted_address(getattr(self, name)):
                raise ValueError(f"ATLAS_{name.upper()} has to begin with https://, and have no query or fragment")
        return self

    def trusted_address(self, address: str) -> bool:
        """Is it https, or, where that is allowed, http on this machine? Without query, fragment and user."""
        try:
            parts = urlsplit(address)
            loopback = self.oidc_loopback and parts.scheme == "http" and parts.hostname in LOOPBACK
        except ValueError:
            return False
        plain = parts.hostname and not (parts.query or parts.fragment or parts.username or parts.password)
        return bool(plain) and (parts.scheme == "https" or loopback)

    @computed_field  # type: ignore[prop-decorator]  # mypy does not follow decorators on top of property
    @property
    def database(self) -> str:
        """The address that is used: `DATABASE_URL`, or the SQLite file in `data`."""
        return self.database_url or f"sqlite:///{(self.data / 'atlas.db').resolve()}"


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
