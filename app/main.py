"""The composition root: puts rooms, transport and settings together, and nothing else."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from time import time

from fastapi import APIRouter, FastAPI

from app.access.keys.keeper import kept
from app.access.keys.ring import KeyRing
from app.access.keys.routes import router as keys_router
from app.access.keys.routes import staff_router as keys_staff_router
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
from app.editions.heads import Heads
from app.editions.newest import Newest
from app.editions.outbox import post_edition
from app.editions.publish import after_publishing
from app.editions.routes import router as editions_router
from app.editions.snapshot import SnapshotStore
from app.editorial.capture.routes import router as capture_router
from app.editorial.comments.routes import router as comments_router
from app.editorial.consultations.routes import router as consultations_router
from app.editorial.consultations.routes import staff_router as consultations_staff_router
from app.editorial.imports.routes import router as imports_router
from app.editorial.publishing.routes import router as publishing_router
from app.editorial.reports.limits import Intake
from app.editorial.reports.routes import router as reports_router
from app.editorial.reports.routes import staff_router as reports_staff_router
from app.editorial.revisions.routes import router as revisions_router
from app.editorial.upkeep.routes import router as upkeep_router
from app.forum.routes import router as forum_router
from app.http import docs, openapi, problems
from app.http.access_log import ACCESS
from app.http.callers import Callers
from app.http.edge import Edge
from app.http.gate import Gate
from app.http.kept_answers import KeptAnswers
from app.http.limits import quotas_of
from app.http.observe import Metrics, Observe
from app.http.remembered import Remembered, Shortcut
from app.http.sharing import sharing
from app.partners.changes.routes import router as changes_router
from app.partners.exports.routes import router as exports_router
from app.partners.exports.store import ExportStore
from app.partners.signing.routes import router as signing_router
from app.partners.signing.sign import sign_published, sign_with
from app.partners.watches.routes import feeds_router
from app.partners.watches.routes import router as watches_router
from app.partners.webhooks.routes import router as webhooks_router
from app.search.editions import SearchStore
from app.search.routes import router as search_router
from app.search.stored import store_index
from app.settings import Settings, get_settings
from app.system.routes import router as system_router
from app.vocabulary.shapes import Answered
from app.web.faults import problem_page
from app.web.render import Language
from app.web.routes import router as web_router

DESCRIPTION = """
What it takes to license a medicine, country by country: requirements, procedures with their clocks and fees,
whose approvals count, how long it really takes, and where policy is heading. Every fact has its source and
its date; what is not known is said to be not known.
"""


ROOMS = APIRouter()
"""Every route, put together once a process: working them out takes longer than all else that an application needs."""

for _router in (
    system_router,
    access_router,
    oidc_router,
    keys_router,
    keys_staff_router,
    trail_router,
    revisions_router,
    comments_router,
    publishing_router,
    imports_router,
    capture_router,
    upkeep_router,
    reports_router,
    reports_staff_router,
    consultations_router,
    consultations_staff_router,
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
    changes_router,
    exports_router,
    signing_router,
    webhooks_router,
    watches_router,
    feeds_router,
    search_router,
    web_router,
):
    ROOMS.include_router(_router)

DOCUMENT = openapi.Document(Answered)
"""What these routes are told to be."""


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
    quotas = quotas_of(settings, time if now is now_utc else lambda: now().timestamp())
    keys = KeyRing(engine, now, lambda quota, who, units: quotas[quota].learn_day(who, units))
    callers = Callers(settings.trusted_proxies)
    newest = Newest(engine, today)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        redis = settings.redis_url.get_secret_value() if settings.redis_url else None
        async with newest.watched(), kept(keys), sharing(redis, quotas.values(), callers):
            yield
        ACCESS.write()
        app.state.heads.close()
        engine.dispose()

    app = FastAPI(
        title="Licensing Atlas",
        version="0.1.0",
        summary="How medicines get licensed, each fact with its source",
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        openapi_url=None,
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
    app.state.keys = keys
    app.state.newest = newest
    app.state.heads = Heads(engine)
    app.state.remembered = Remembered()
    app.state.quotas = quotas
    app.state.reports = Intake(an_hour=settings.reports_an_hour, an_hour_on_one=settings.reports_an_hour_on_one_entry)
    app.state.provider = provider_of(settings)
    after_publishing(store_index)
    sign_with(engine, settings)
    after_publishing(sign_published)
    after_publishing(post_edition)
    app.state.search = SearchStore(posting_bytes=settings.search_cache_bytes)
    app.state.exports = ExportStore(settings.data / "exports", kept=settings.exports_kept)
    app.state.store = SnapshotStore(
        editions=settings.snapshot_editions,
        sources=settings.source_cache,
        entries=settings.entry_cache,
        part_bytes=settings.part_cache_bytes,
    )
    app.router.routes.extend(ROOMS.routes)
    problems.install(app)
    for language in Language:
        problems.shown_below(language, problem_page)
    openapi.install(app, DOCUMENT)
    docs.install(app)
    app.add_middleware(Shortcut, remembered=app.state.remembered)
    app.add_middleware(Gate, keys=keys, quotas=quotas, callers=callers)
    app.add_middleware(
        Observe,
        metrics=metrics,
        max_url_bytes=settings.max_url_bytes,
        max_body_bytes=settings.max_body_bytes,
        larger={"/v1/staff/imports": settings.import_max_bytes},
    )
    answers = KeptAnswers(settings.response_cache_bytes, newest.token)
    app.state.edge = Edge(keys=keys, quotas=quotas, callers=callers, answers=answers, tally=metrics.tally)
    app.add_middleware(app.state.edge.before)
    return app
