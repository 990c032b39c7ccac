"""Addresses of the pages. Each is the API's answer to the same question, shown to people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from app.answers.guides.schemas import GuideParameters
from app.editions.dependencies import Reading
from app.editions.schemas import ReadParameters, parameters_given
from app.editorial.reports.dependencies import find_report, take_report
from app.http.negotiation import choose_language
from app.http.problems import Problem
from app.web import calendar as calendars
from app.web import changes, crawlers, events
from app.web import compare as comparing
from app.web import country as countries
from app.web import entry as entries
from app.web import forecast as forecasting
from app.web import guide as guides
from app.web import reliance as relying
from app.web import report as reports
from app.web import search as searches
from app.web import source as sources
from app.web import start as starts
from app.web import where_first as ranking
from app.web.show import Language, Showing, address
from app.web.static import static_file

router = APIRouter(include_in_schema=False)

Read = Annotated[ReadParameters, Query()]
EditionNumber = Annotated[int, Path(ge=1, le=2_000_000_000)]


@router.get("/")
def home(request: Request) -> Response:
    """To the start page in the reader's language."""
    language = choose_language(None, request.headers.get("accept-language"))
    return RedirectResponse(f"/{language}/", 302, {"Vary": "Accept-Language", "Cache-Control": "no-cache"})


@router.get("/{language:language}")
def begin(language: Language) -> Response:
    """To the start page."""
    return RedirectResponse(f"/{language}/", 308)


@router.get("/static/{version}/{name}")
def static(version: str, name: str) -> Response:
    """Style sheet, script and icon, under an address that changes with them."""
    found = static_file(version, name)
    if found is None:
        raise Problem("not-found", f"There is no file {name}.")
    return found


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """What crawlers are told: the pages are for all, questions and staff's work are not to be followed."""
    return Response(crawlers.robots(str(request.base_url)), media_type="text/plain", headers=crawlers.HEADERS)


@router.get("/sitemap.xml")
def sitemap(request: Request, reader: Reading, parameters: Read) -> Response:
    """Every page of the newest edition, in both languages."""
    response = reader.show(parameters, crawlers.addresses, crawlers.sitemap(str(request.base_url)))
    response.headers.update(crawlers.HEADERS)
    return response


@router.get("/{language:language}/")
def start(pages: Showing, parameters: Annotated[starts.StartParameters, Query()]) -> Response:
    """All countries as tiles."""
    return pages.show("start", parameters, lambda view: starts.start(view, parameters), words=starts.WORDS)


@router.get("/{language:language}/countries/{country}")
def country(pages: Showing, country: str, parameters: Read) -> Response:
    """One country."""
    return pages.show(
        "country",
        parameters,
        lambda view: countries.country(view, country),
        words=countries.WORDS,
        data=f"/v1/countries/{country}",
    )


@router.get("/{language:language}/guides")
def choose_guide(language: Language, country: str, product_type: str) -> Response:
    """From the form of the start page to the guide that was chosen."""
    return RedirectResponse(f"/{language}/guides/{country}/{product_type}", 303)


@router.get("/{language:language}/guides/{country}/{product_type}")
def guide(
    pages: Showing, country: str, product_type: str, parameters: Annotated[GuideParameters, Query()]
) -> Response:
    """Everything on one product type in one country."""
    return pages.show(
        "guide",
        parameters,
        lambda view: guides.guide_page(view, country, product_type, parameters),
        words=guides.WORDS,
        data=f"/v1/guides/{country}/{product_type}",
    )


@router.get("/{language:language}/entries/{id}")
def entry(pages: Showing, id: str, parameters: Read) -> Response:
    """One fact with its evidence."""
    return pages.show(
        "entry", parameters, lambda view: entries.entry(view, id), words=entries.WORDS, data=f"/v1/entries/{id}"
    )


@router.get("/{language:language}/search")
def search(request: Request, pages: Showing, parameters: Annotated[searches.QuestionParameters, Query()]) -> Response:
    """What answers a question."""
    store = request.app.state.search
    return pages.listed(
        "search",
        parameters,
        lambda view, after: searches.search(view, store, parameters, after),
        words=searches.WORDS,
        data=address("/v1/search", **parameters_given(parameters) | {"cursor": None}) if parameters.q else None,
    )


@router.get("/{language:language}/calendar")
def calendar(
    pages: Showing, language: Language, parameters: Annotated[calendars.CalendarPageParameters, Query()]
) -> Response:
    """What takes effect when."""
    return pages.show(
        "calendar",
        parameters,
        lambda view: calendars.calendar(view, parameters, f"/{language}"),
        words=calendars.WORDS,
        data=address("/v1/policies", **parameters_given(parameters)),
    )


@router.get("/{language:language}/changes")
def list_editions(pages: Showing, parameters: Annotated[changes.EditionsParameters, Query()]) -> Response:
    """Every edition."""
    return pages.listed(
        "changes",
        parameters,
        lambda view, after: changes.editions(view, parameters, after),
        words=changes.WORDS,
        data="/v1/editions",
    )


@router.get("/{language:language}/changes/{number}")
def edition(
    pages: Showing, number: EditionNumber, parameters: Annotated[changes.EditionParameters, Query()]
) -> Response:
    """What one edition changed."""
    return pages.listed(
        "edition",
        parameters.model_copy(update={"edition": number, "as_of": None}),
        lambda view, after: changes.edition(view, parameters.of(number), after),
        words=changes.WORDS,
        data=f"/v1/changes?since={number - 1}&until={number}",
    )


@router.get("/{language:language}/entries/{id}/history")
def history(pages: Showing, id: str, parameters: Read) -> Response:
    """What became of one fact, revision by revision."""
    return pages.show(
        "history",
        parameters,
        lambda view: changes.history(view, id),
        words=changes.WORDS,
        data=f"/v1/entries/{id}/revisions",
    )


@router.get("/{language:language}/events")
def list_events(pages: Showing, parameters: Annotated[events.EventsParameters, Query()]) -> Response:
    """Occasions on which regulators spoke."""
    return pages.listed(
        "events",
        parameters,
        lambda view, after: events.events(view, parameters, after),
        words=events.WORDS,
        data=address("/v1/events", **parameters_given(parameters) | {"cursor": None}),
    )


@router.get("/{language:language}/events/{id}")
def event(pages: Showing, id: str, parameters: Read) -> Response:
    """One occasion, and what was said there."""
    return pages.show(
        "event", parameters, lambda view: events.event(view, id), words=events.WORDS, data=f"/v1/events/{id}"
    )


@router.get("/{language:language}/sources/{id}")
def source(pages: Showing, id: str, parameters: Read) -> Response:
    """What was read, and what rests on it."""
    return pages.show(
        "source", parameters, lambda view: sources.source(view, id), words=sources.WORDS, data=f"/v1/sources/{id}"
    )


@router.get("/{language:language}/entries/{id}/report")
def report_form(pages: Showing, id: str, parameters: Read) -> Response:
    """The form to say that an entry is wrong."""
    return pages.show("report", parameters, lambda view: reports.form(view, id), words=reports.WORDS)


async def sent_form(request: Request) -> FormData:
    """What a form of these pages sent; 403 for one of another site, 415 for what is no form."""
    reports.require_same_origin(request)
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Problem("unsupported-media-type", "Send the form as application/x-www-form-urlencoded.")
    return await request.form()


@router.post("/{language:language}/entries/{id}/report")
def report(
    request: Request, pages: Showing, language: Language, id: str, sent: Annotated[FormData, Depends(sent_form)]
) -> Response:
    """Take in what a reader says is wrong: on to its receipt, or back to the form with what to mend."""
    given, body, wrong = reports.read_form(sent, language)
    if body is None:
        return pages.again("report", lambda view: reports.filled(view, id, given, wrong), words=reports.WORDS)
    taken = take_report(request, id, body)
    return RedirectResponse(f"/{language}/reports/{taken['report']}", 303, {"Cache-Control": "no-store"})


@router.get("/{language:language}/reports/{receipt}")
def receipt(request: Request, pages: Showing, receipt: str) -> Response:
    """What became of a report."""
    return pages.private("receipt", {"report": find_report(request, receipt)}, words=reports.WORDS)


@router.get("/{language:language}/where-first")
def where_first(pages: Showing, parameters: Annotated[ranking.WhereFirstParameters, Query()]) -> Response:
    """Countries by the time to a licence."""
    asked = {"product_type": parameters.product_type} | parameters_given(parameters)
    return pages.show(
        "where_first",
        parameters,
        lambda view: ranking.where_first(view, parameters),
        words=ranking.WORDS,
        data=address("/v1/timelines", **asked),
    )


@router.get("/{language:language}/compare")
def compare(
    pages: Showing, language: Language, parameters: Annotated[comparing.ComparePageParameters, Query()]
) -> Response:
    """Countries side by side."""
    return pages.show(
        "compare",
        parameters,
        lambda view: comparing.compare_page(view, parameters, f"/{language}"),
        words=comparing.WORDS,
        data=address("/v1/compare", **comparing.of_the_api(parameters)),
    )


@router.get("/{language:language}/reliance")
def reliance(pages: Showing, parameters: Annotated[relying.ReliancePageParameters, Query()]) -> Response:
    """Where the work of one reference counts."""
    return pages.show(
        "reliance",
        parameters,
        lambda view: relying.reliance(view, parameters),
        words=relying.WORDS,
        data=address("/v1/reliance-matrix", **parameters_given(parameters)),
    )


@router.get("/{language:language}/forecast")
def forecast(pages: Showing, parameters: Annotated[forecasting.ForecastPageParameters, Query()]) -> Response:
    """Dates of one procedure, from its filing to its end."""
    complete = parameters.procedure and parameters.submit_on
    return pages.show(
        "forecast",
        parameters,
        lambda view: forecasting.forecast_page(view, parameters),
        words=forecasting.WORDS,
        data=address("/v1/forecasts", **forecasting.of_the_api(parameters)) if complete else None,
    )
