"""The composition root: puts rooms, transport and settings together, and nothing else."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

from fastapi import FastAPI

from app.answers.coverage.routes import router as coverage_router
from app.answers.directory.routes import router as directory_router
from app.answers.guides.routes import router as guides_router
from app.answers.routes import router as entries_router
from app.answers.unknowns.routes import router as unknowns_router
from app.database.engine import open_engine
from app.editions.routes import router as editions_router
from app.editions.snapshot import SnapshotStore
from app.forum.routes import router as forum_router
from app.http import docs, openapi, problems
from app.http.observe import Metrics, Observe
from app.settings import Settings, get_settings
from app.system.routes import router as system_router

DESCRIPTION = """
What it takes to license a medicine, country by country: requirements, procedures with their clocks and fees,
whose approvals count, how long it really takes, and where policy is heading. Every fact has its source and
its date; what is not known is said to be not known.
"""


def today_utc() -> date:
    """Today, as the atlas counts days."""
    return datetime.now(UTC).date()


def create_app(settings: Settings | None = None, *, today: Callable[[], date] = today_utc) -> FastAPI:
    """The application. `today` is the clock; tests pin it."""
    settings = settings or get_settings()
    engine = open_engine(settings.database, pool=settings.database_pool)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        engine.dispose()

    app = FastAPI(
        title="Licensing Atlas",
        version="0.1.0",
        summary="How medicines get licensed, each fact with its source",
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        max_body_size=settings.max_body_bytes,
    )
    metrics = Metrics()
    app.state.engine = engine
    app.state.metrics = metrics
    app.state.today = today
    app.state.store = SnapshotStore(editions=settings.snapshot_editions, sources=settings.source_cache)
    for router in (
        system_router,
        directory_router,
        entries_router,
        guides_router,
        coverage_router,
        unknowns_router,
        editions_router,
        forum_router,
    ):
        app.include_router(router)
    problems.install(app)
    openapi.install(app)
    docs.install(app)
    app.add_middleware(Observe, metrics=metrics, max_url_bytes=settings.max_url_bytes)
    return app
