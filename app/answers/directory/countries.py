"""Jurisdictions, and how much the atlas knows of each."""

from typing import Any

from app.answers.directory.authorities import authorities, memberships
from app.answers.directory.counts import counts_by_country
from app.answers.directory.parameters import CountryParameters
from app.answers.render import render
from app.editions.faults import UnknownRecord
from app.editions.view import View

Data = dict[str, Any]


def country_list(view: View, parameters: CountryParameters) -> Data:
    """All jurisdictions, or those of the named kinds."""
    held = view.snapshot.of("jurisdiction")
    chosen = [one for _, one in sorted(held.items()) if not parameters.kind or one["kind"] in parameters.kind]
    counts = counts_by_country(view)
    return {
        "edition": view.edition.number,
        "items": [_country(view, one, counts) for one in chosen],
        "next": None,
        "total": len(chosen),
        "meta": view.meta(),
    }


def one_country(view: View, code: str) -> Data:
    """One jurisdiction. Raises `UnknownRecord` for a code that the edition does not know."""
    content = view.snapshot.of("jurisdiction").get(code.upper())
    if content is None:
        raise UnknownRecord(f"No jurisdiction has the code {code}; /v1/countries lists them.")
    own = [one for _, one in sorted(view.snapshot.of("authority").items()) if one["jurisdiction"] == content["id"]]
    return {
        "edition": view.edition.number,
        **_country(view, content, counts_by_country(view)),
        "authorities_in_full": authorities(view, own),
        "meta": view.meta(),
    }


def _country(view: View, content: Data, counts: dict[str, Data]) -> Data:
    item, states = render("jurisdiction", content, view.language)
    del item["synonyms"]
    code = content["id"]
    bodies = sorted(id_ for id_, one in view.snapshot.of("authority").items() if one["jurisdiction"] == code)
    return {
        **item,
        "authorities": bodies,
        "entries": counts[code]["entries"],
        "total_entries": sum(counts[code]["entries"].values()),
        "gaps": counts[code]["gaps"],
        "disagreements": counts[code]["disagreements"],
        "oldest_checked_on": counts[code]["oldest"],
        "memberships": memberships(view, [one for body in bodies for one in view.snapshot.memberships_of(body)]),
        "texts": states,
    }
