"""Every setting of the atlas: typed, documented, read from the environment.

`DATABASE_URL` carries no prefix because other tools set it; all else begins with `ATLAS_`.
`docs/operations.md` lists the same settings; a test holds the two together.
"""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, computed_field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The configuration of one process."""

    model_config = SettingsConfigDict(env_prefix="ATLAS_", extra="ignore", populate_by_name=True)

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
    database_pool: Annotated[int, Field(ge=1, description="Database connections kept open by one process.")] = 8

    @computed_field  # type: ignore[prop-decorator]  # mypy does not follow decorators on top of property
    @property
    def database(self) -> str:
        """The address that is used: `DATABASE_URL`, or the SQLite file in `data`."""
        return self.database_url or f"sqlite:///{(self.data / 'atlas.db').resolve()}"


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
