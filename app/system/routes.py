"""Where to begin, is the server alive, is it ready, how does it do, what do its problems mean."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import PlainTextResponse, Response

from app.database.engine import reading
from app.database.migrate import current_revision, newest_revision
from app.editions.dependencies import Reading
from app.editions.schemas import ReadParameters
from app.editions.snapshot import newest_head
from app.editions.view import View
from app.http.addresses import documented
from app.http.openapi import ANY_RESPONSES, READ_RESPONSES
from app.http.problems import TITLES, Problem
from app.system.schemas import Alive, ApiVersion, Environment, Index, ProblemType, Ready
from app.vocabulary.shapes import Parameters

router = APIRouter(tags=["system"], responses=ANY_RESPONSES)

Nothing = Annotated[Parameters, Query()]
"""No query parameter at all: what is not known is refused here too."""


@router.get("/v1", response_model=Index, responses=READ_RESPONSES)
def index(reader: Reading, request: Request, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """Versions, paths and documentation of the API."""

    def build(view: View) -> dict[str, object]:
        return Index(
            name=request.app.title,
            software=request.app.version,
            edition=view.edition.number,
            versions=[ApiVersion(version="1", path="/v1", status="current", sunset=None)],
            environments=[
                Environment(name=name, address=address)
                for name, address in sorted(request.app.state.settings.environments.items())
            ],
            paths=sorted(path for path in documented(request.app) if path.startswith("/v1/")),
            documentation="/docs",
            openapi="/openapi.json",
            meta=view.meta(),
        ).model_dump(mode="json")

    return reader.read(parameters, build)


@router.get("/health/live", response_model=Alive)
def live(_: Nothing) -> Alive:
    """The process is up."""
    return Alive(status="alive")


@router.get(
    "/health/ready", response_model=Ready, responses={503: {"description": "Not ready; the problem says why."}}
)
def ready(request: Request, _: Nothing) -> Ready:
    """The database is reachable, its schema is current, an edition is published."""
    try:
        with reading(request.app.state.engine) as connection:
            schema = current_revision(connection)
            head = newest_head(connection) if schema == newest_revision() else None
    except SQLAlchemyError as error:
        raise Problem("not-ready", "The database cannot be reached.") from error
    if schema != newest_revision():
        raise Problem("not-ready", f"The database schema is {schema or 'empty'}, not {newest_revision()}.")
    if head is None:
        raise Problem("not-ready", "No edition has been published yet.")
    return Ready(status="ready", edition=head.number, schema_revision=newest_revision())


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Prometheus text."}},
)
def metrics(request: Request, _: Nothing) -> Response:
    """Counters of this process for Prometheus."""
    return Response(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/problems/{name}", response_model=ProblemType, responses={404: {"description": "No such problem type."}})
def problem_type(
    name: Annotated[str, Path(max_length=60, description="Name of a problem type.")], _: Nothing
) -> ProblemType:
    """What a problem's `type` means."""
    if name not in TITLES:
        raise Problem("not-found", f"No problem type is called {name}.")
    status, title = TITLES[name]
    return ProblemType(type=f"/problems/{name}", status=status, title=title)
