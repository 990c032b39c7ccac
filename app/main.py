"""The composition root: puts rooms, transport and settings together, and nothing else."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

from fastapi import FastAPI

from app.access.oidc.provider import provider_of
from app.access.oidc.routes import router as oidc_router
from app.access.routes import router as access_router
from app.access.trail.routes import router as trail_router
from app.answers.calendar.routes import router as calendar_router
from app.answers.compare.routes import router as compare_router
from app.answers.coverage.routes import router as coverage_router
from app.answers.directory.routes import router as directory_router
from app.answers.eligibility.routes import router as eligibility_router
from app.answers.fees.routes import router as fees_router
from app.answers.forecasts.routes import router as forecasts_router
from app.answers.guides.routes import router as guides_router
from app.answers.readiness.routes import router as readiness_router
from app.answers.reliance_matrix.routes import router as reliance_matrix_router
from app.answers.routes import router as entries_router
from app.answers.timelines.routes import router as timelines_router
from app.answers.unknowns.routes import router as unknowns_router
from app.database.engine import open_engine
from app.editions.publish import after_publishing
from app.editions.routes import router as editions_router
from app.editions.snapshot import SnapshotStore
from app.editorial.comments.routes import router as comments_router
from app.editorial.publishing.routes import router as publishing_router
from app.editorial.revisions.routes import router as revisions_router
from app.forum.routes import router as forum_router
from app.http import docs, openapi, problems
from app.http.observe import Metrics, Observe
from app.search.editions import SearchStore
from app.search.routes import router as search_router
from app.search.stored import store_index
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


def now_utc() -> datetime:
    """The time."""
    return datetime.now(UTC)


def create_app(
    settings: Settings | None = None,
    *,
    today: Callable[[], date] = today_utc,
    now: Callable[[], datetime] = now_utc,
) -> FastAPI:
    """The application. `today` and `now` are its clocks; tests pin them."""
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
    )
    metrics = Metrics()
    app.state.engine = engine
    app.state.metrics = metrics
    app.state.today = today
    app.state.now = now
    app.state.settings = settings
    app.state.provider = provider_of(settings)
    after_publishing(store_index)
    app.state.search = SearchStore(posting_bytes=settings.search_cache_bytes)
    app.state.store = SnapshotStore(editions=settings.snapshot_editions, sources=settings.source_cache)
    for router in (
        system_router,
        access_router,
        oidc_router,
        trail_router,
        revisions_router,
        comments_router,
        publishing_router,
        directory_router,
        entries_router,
        guides_router,
        eligibility_router,
        reliance_matrix_router,
        timelines_router,
        forecasts_router,
        fees_router,
        readiness_router,
        calendar_router,
        coverage_router,
        compare_router,
        unknowns_router,
        editions_router,
        forum_router,
        search_router,
    ):
        app.include_router(router)
    problems.install(app)
    openapi.install(app)
    docs.install(app)
    app.add_middleware(
        Observe,
        metrics=metrics,
        max_url_bytes=settings.max_url_bytes,
        max_body_bytes=settings.max_body_bytes,
    )
    return app
