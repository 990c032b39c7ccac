"""Every page that crawlers are told of, in both languages: there, sound, and not too large."""

import re

import pytest
from starlette.testclient import TestClient

from tests.web.markup import Markup
from tests.web.test_pages import LARGEST


@pytest.mark.slow
def test_every_page_of_the_seed_is_sound(client: TestClient) -> None:
    found = re.findall("<loc>http://testserver(/[^<]*)</loc>", client.get("/sitemap.xml").text)
    assert len(found) > 2_000
    wrong = []
    for address in found:
        answer = client.get(address)
        if answer.status_code != 200 or len(answer.content) >= LARGEST:
            wrong.append((address, answer.status_code, len(answer.content)))
        else:
            assert Markup(answer.text).one("h1").text, address
    assert not wrong
