"""Feeds of a watch: what changed and the dates, for whoever has the address, and nobody else."""

import logging
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from app.access.keys.models import PartnerRow
from app.audit.models import AuditRow
from app.database.engine import writing
from app.partners.watches.models import WatchRow
from tests.access.atlas import problem, told
from tests.partners.watches.portal import Portal

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(answer: Any) -> list[str]:
    return [str(one.findtext(f"{ATOM}title")) for one in ET.fromstring(answer.content).iter(f"{ATOM}entry")]


def test_atom_and_json_tell_the_same_changes_of_what_matches(portal: Portal) -> None:
    feeds = portal.watch("생물의약품", country=["XX"], topic=["fees"])["feeds"]
    atom, json = portal.client.get(feeds["atom"]), portal.client.get(feeds["json"])
    assert titles(atom) == ["Changed: Title of xx-dossier", "Added: Title of xx-fee"]
    assert [one["title"] for one in json.json()["items"]] == titles(atom)
    assert json.json()["title"] == "Licensing Atlas: 생물의약품"
    assert json.headers["content-type"] == "application/feed+json"
    for answer in (atom, json):
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_a_feed_goes_on_to_older_changes(portal: Portal) -> None:
    address = portal.watch(country=["XX"], topic=["fees"])["feeds"]["json"]
    seen, pages = [], 0
    following: str | None = f"{address}?limit=1"
    while following:
        page = told(portal.client.get(following))
        seen += [one["id"] for one in page["items"]]
        following, pages = page.get("next_url"), pages + 1
        following = following and f"{following}&limit=1"
    whole = told(portal.client.get(address))
    assert (seen, pages) == ([one["id"] for one in whole["items"]], len(seen))


def test_the_calendar_has_the_dates_of_what_matches(portal: Portal) -> None:
    feeds = portal.watch(product_type=["biosimilar"])["feeds"]
    calendar = Calendar.from_ical(portal.client.get(feeds["ics"]).text)
    assert [str(one["uid"]) for one in calendar.walk("VEVENT")] == ["xx-policy-effective-from@licensing-atlas"]
    none = portal.watch(product_type=["generic"])["feeds"]["ics"]
    assert not Calendar.from_ical(portal.client.get(none).text).walk("VEVENT")


def test_a_feed_is_as_its_watch_is_now(portal: Portal) -> None:
    made = portal.watch(country=["XX"])
    address = made["feeds"]["atom"]
    tag = portal.client.get(address).headers["etag"]
    assert portal.client.get(address, headers={"If-None-Match": tag}).status_code == 304
    portal.change(made["id"], filters={"country": ["YY"]})
    after = portal.client.get(address, headers={"If-None-Match": tag})
    assert (after.status_code, titles(after)) == (200, ["Added: Title of yy-one"])


def test_an_address_ends_when_it_is_exchanged_taken_away_or_its_partner_is_switched_off(portal: Portal) -> None:
    made = portal.watch()
    first = made["feeds"]["atom"]
    assert portal.client.get(first).status_code == 200
    second = told(portal.ask("POST", f"/{made['id']}/rotate-feed", {}), 201)["feeds"]["atom"]
    problem(portal.client.get(first), 404, "not-found")
    assert portal.client.get(second).status_code == 200
    with writing(portal.engine) as connection:
        connection.execute(update(PartnerRow).where(PartnerRow.name == "Hanul").values(active=False))
    problem(portal.client.get(second), 404, "not-found")
    with writing(portal.engine) as connection:
        connection.execute(update(PartnerRow).where(PartnerRow.name == "Hanul").values(active=True))
    assert portal.client.get(second).status_code == 200
    told(portal.ask("DELETE", f"/{made['id']}"))
    problem(portal.client.get(second), 404, "not-found")


def test_a_wrong_address_is_not_there(portal: Portal) -> None:
    for secret in ("guess", "a" * 2000, "%F0%9F%92%8A", "wt_1"):
        for form in ("atom", "json", "ics"):
            problem(portal.client.get(f"/v1/feeds/{secret}.{form}"), 404, "not-found")
    problem(portal.client.get("/v1/feeds/%00.atom"), 404, "not-found")


def test_the_secret_is_kept_and_logged_nowhere(portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    address = portal.watch()["feeds"]["atom"]
    secret = address.removeprefix("/v1/feeds/").removesuffix(".atom")
    assert len(secret) == 32  # of 58 letters: 187 bits
    assert portal.client.get(address).status_code == 200
    with portal.engine.connect() as connection:
        stored = str(connection.execute(select(WatchRow.__table__)).all())
        stored += str(connection.execute(select(AuditRow.old_value, AuditRow.new_value)).all())
    logged = [record.getMessage() + str(record.__dict__) for record in caplog.records if "client" not in record.name]
    assert secret not in stored
    assert logged
    assert not [line for line in logged if secret in line]
    assert secret not in portal.client.get("/metrics").text
