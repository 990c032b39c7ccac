"""The addresses that a hint can lead to are those of the document."""

from fastapi import FastAPI
from starlette.testclient import TestClient

from app.http.addresses import documented


def test_documented_addresses_are_those_of_the_document(client: TestClient) -> None:
    assert isinstance(client.app, FastAPI)
    assert sorted(documented(client.app)) == sorted(client.get("/openapi.json").json()["paths"])
