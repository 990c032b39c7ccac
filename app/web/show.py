"""How a page is made: the API's own reading of an edition, written by a template instead of as JSON."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.responses import Response

from app.editions.dependencies import Reader, get_reader
from app.editions.schemas import PageParameters, ReadParameters
from app.editions.view import Page, Position, View
from app.http.formats import Format
from app.http.problems import invalid_parameter
from app.vocabulary.sentences import Sentence
from app.web.here import Here
from app.web.render import MEDIA_TYPE, PAGE_HEADERS, Built, Language, page
from app.web.templates import version


class _LanguageConvertor(StringConvertor):
    """What begins with another word is no address of a page."""

    regex = "|".join(Language)


register_url_convertor("language", _LanguageConvertor())
BELOW = "/{language:language}"
"""Where the pages are: each address begins with its language."""

__all__ = ["Built", "Language", "Pages", "Showing", "address"]

Asked = TypeVar("Asked", bound=ReadParameters)


@dataclass(frozen=True)
class Pages:
    """One request for a page."""

    request: Request
    reader: Reader
    language: Language

    def show(
        self,
        name: str,
        parameters: ReadParameters,
        build: Callable[[View], Built],
        *,
        words: Mapping[str, Sentence] | None = None,
        data: str | None = None,
    ) -> Response:
        """A page by its template, filled with what `build` makes of the edition.

        `data` is the address of the API that says the same. The page has a strong entity tag like every answer.
        """
        form = self._format(name, words or {}, data)
        response = self.reader.show(self._asked(parameters), build, form)
        if response.status_code == 300:
            response = self._split(response)
        return _completed(response)

    def listed(
        self,
        name: str,
        parameters: PageParameters,
        build: Callable[[View, Position | None], Page],
        *,
        words: Mapping[str, Sentence] | None = None,
        data: str | None = None,
    ) -> Response:
        """A page of a list, like `show`. Its cursor goes on in the other language as well."""
        form = self._format(name, words or {}, data)
        of = self.request.url.path.removeprefix(f"/{self.language}")
        return _completed(self.reader.page(self._asked(parameters), build, only=form, of=of))

    def again(self, name: str, build: Callable[[View], Built], *, words: Mapping[str, Sentence]) -> Response:
        """A form that was sent and has to be mended: 422, and kept nowhere."""
        form = self._format(name, words, None)
        response = self.reader.compute(self._asked(ReadParameters()), build, only=form)
        response.status_code = 422
        return _completed(response)

    def private(self, name: str, body: Built, *, words: Mapping[str, Sentence]) -> Response:
        """A page for one reader, of no edition: kept nowhere."""
        written = self._format(name, words, None).write(body, self.language)
        headers = {"Cache-Control": "no-store", "Content-Language": str(self.language)}
        return _completed(Response(written, media_type=MEDIA_TYPE, headers=headers))

    def _asked(self, parameters: Asked) -> Asked:
        if parameters.lang not in (None, str(self.language)):
            raise invalid_parameter("lang", "the address names the language already")
        if "format" in parameters.model_fields_set:
            raise invalid_parameter("format", "a page has one form; its data has others")
        return parameters.model_copy(update={"lang": str(self.language)})

    def _split(self, response: Response) -> Response:
        """The parts of a record that became several, as links."""
        parts = {"parts": json.loads(bytes(response.body))["parts"]}
        written = self._format("split", {}, None).write(parts, self.language)
        tag = {"ETag": response.headers["ETag"], "Content-Language": str(self.language)}
        return Response(written, status_code=300, media_type=MEDIA_TYPE, headers=tag)

    def _format(self, name: str, words: Mapping[str, Sentence], data: str | None) -> Format:
        path = self.request.url.path.removeprefix(f"/{self.language}")
        query = self.request.url.query
        here = Here(self.request.url.path, self.request.query_params.multi_items())

        def write(body: Built, language: str) -> bytes:
            return page(name, body, words=words, language=language, path=path, query=query, here=here, data=data)

        return Format("html", MEDIA_TYPE, write, version=f"{version()}{path}?{query}")


def get_pages(request: Request, language: Language, reader: Annotated[Reader, Depends(get_reader)]) -> Pages:
    """The pages of this request."""
    return Pages(request, reader, language)


def _completed(response: Response) -> Response:
    response.headers.update(PAGE_HEADERS)
    return response


Showing = Annotated[Pages, Depends(get_pages)]
"""Inject `Pages`."""


def address(path: str, **query: object) -> str:
    """A path with the parameters that are given; lists repeat."""
    given = {name: value for name, value in query.items() if value not in (None, "", [])}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path
