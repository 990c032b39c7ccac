"""Every setting of the atlas: typed, documented, read from the environment.

`DATABASE_URL` carries no prefix because other tools set it; all else begins with `ATLAS_`.
`docs/operations.md` lists the same settings; a test holds the two together.
"""

import json
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
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
    import_max_bytes: Annotated[
        int, Field(ge=0, description="Largest file that staff may import by the API, in bytes; more is answered 413.")
    ] = 10_485_760
    snapshot_editions: Annotated[
        int, Field(ge=1, description="How many editions keep their supporting records in memory.")
    ] = 4
    response_cache_bytes: Annotated[
        int, Field(ge=0, description="Bytes of answers that are kept to be sent again; 0 keeps none.")
    ] = 32_000_000
    entry_cache: Annotated[int, Field(ge=0, description="How many entries are kept in memory as they are shown.")] = (
        1_000
    )
    part_cache_bytes: Annotated[
        int, Field(ge=0, description="Bytes of guides, comparisons and matrices that are kept in parts as sent.")
    ] = 24_000_000
    signing_key: Annotated[
        SecretStr | None,
        Field(description="Ed25519 private key that signs editions, as PEM, or the file that holds it."),
    ] = None
    exports_kept: Annotated[
        int, Field(ge=0, description="Of how many editions exports are kept as files in the data directory.")
    ] = 2
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
    reports_an_hour: Annotated[
        int, Field(ge=1, description="Reports of readers that one process takes in an hour.")
    ] = 120
    reports_an_hour_on_one_entry: Annotated[int, Field(ge=1, description="Of these, on one entry.")] = 10
    outside_loopback: Annotated[
        bool,
        Field(description="Let calls to other hosts (checks of links, webhooks) reach this machine, for trying out."),
    ] = False
    webhook_workers: Annotated[
        int, Field(ge=0, le=32, description="Threads of the server that deliver to webhooks; 0: other processes do.")
    ] = 1
    webhook_key: Annotated[
        SecretStr | None,
        Field(
            min_length=32,
            description="What webhooks' secrets are derived from; without it a file in the data directory.",
        ),
    ] = None
    webhook_seconds: Annotated[
        float, Field(ge=1, le=30, description="How long a webhook's receiver may take to answer.")
    ] = 15.0
    webhook_log_days: Annotated[
        int, Field(ge=1, le=3650, description="Days for which deliveries that succeeded stay in the log.")
    ] = 30
    limit_anonymous_minute: Annotated[
        int, Field(ge=0, description="Requests a minute of one address without a key; 0 is no limit, here and below.")
    ] = 120
    limit_anonymous_day: Annotated[int, Field(ge=0, description="Requests a day of one address without a key.")] = (
        5_000
    )
    limit_partner_minute: Annotated[int, Field(ge=0, description="Requests a minute of one key of a partner.")] = (
        1_200
    )
    limit_partner_day: Annotated[int, Field(ge=0, description="Requests a day of one key of a partner.")] = 200_000
    limit_internal_minute: Annotated[int, Field(ge=0, description="Requests a minute of one internal key.")] = 6_000
    limit_internal_day: Annotated[int, Field(ge=0, description="Requests a day of one internal key.")] = 0
    limit_local_minute: Annotated[
        int, Field(ge=0, description="Requests a minute that come, without a key, from this machine itself.")
    ] = 1_000_000
    limit_staff_minute: Annotated[
        int, Field(ge=0, description="Requests a minute of one address to what is for staff, signing in included.")
    ] = 600
    limit_wrong_keys_minute: Annotated[
        int, Field(ge=0, description="Wrong keys a minute of one address; more are answered 429.")
    ] = 30
    trusted_proxies: Annotated[
        tuple[IPv4Network | IPv6Network, ...],
        NoDecode,
        Field(description="Addresses or networks of proxies whose `X-Forwarded-For` is believed, parted by commas."),
    ] = ()
    redis_url: Annotated[
        SecretStr | None, Field(description="Redis through which processes share their limits; none without it.")
    ] = None
    environments: Annotated[
        dict[str, str],
        NoDecode,
        Field(description="Environments of this atlas and their addresses, as a JSON object; `/v1` lists them."),
    ] = {}
    database_pool: Annotated[int, Field(ge=1, description="Database connections kept open by one process.")] = 8

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return [one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else value

    @field_validator("environments", "oidc_roles", mode="before")
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
