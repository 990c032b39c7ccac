"""Authorities and their memberships."""

from typing import Any

from app.answers.directory.counts import counts_by_country, named_in_reliance
from app.answers.directory.parameters import AuthorityParameters
from app.answers.render import render
from app.editions.known import known
from app.editions.view import View

Data = dict[str, Any]
_SHOWN = ("title", "publisher", "url", "published_on")


def authority_list(view: View, parameters: AuthorityParameters) -> Data:
    """All authorities, or those of the named jurisdictions."""
    held = view.snapshot.of("authority")
    countries = known(
        "country", [one.upper() for one in parameters.country], view.snapshot.of("jurisdiction"), "jurisdiction"
    )
    chosen = [one for id_, one in sorted(held.items()) if not countries or one["jurisdiction"] in countries]
    return {
        "edition": view.edition.number,
        "items": authorities(view, chosen),
        "next": None,
        "total": len(chosen),
        "meta": view.meta(),
    }


def authorities(view: View, contents: list[Data]) -> list[Data]:
    """Authorities as they are shown, memberships and sources included."""
    held = [(content, view.snapshot.memberships_of(content["id"])) for content in contents]
    cited = {
        citation["source"]
        for content, memberships in held
        for one in (content, *memberships)
        for citation in one.get("citations", ())
    }
    sources = view.sources(cited)
    counts, named = counts_by_country(view), named_in_reliance(view)
    shown: list[Data] = []
    for content, own in held:
        item, states = render("authority", content, view.language)
        del item["synonyms"]
        item["memberships"] = [_membership(view, one, sources) for one in own]
        item["sources"] = sources_of(content, sources)
        item["texts"] = states
        item["entries"] = counts[content["jurisdiction"]]["entries"]
        item["named_in"] = named.get(content["id"], 0)
        shown.append(item)
    return shown


def memberships(view: View, contents: list[Data]) -> list[Data]:
    """Memberships as they are shown."""
    sources = view.sources({one["source"] for content in contents for one in content.get("citations", ())})
    return [_membership(view, content, sources) for content in contents]


def _membership(view: View, content: Data, sources: dict[str, Data]) -> Data:
    item, _ = render("membership", content, view.language)
    del item["jurisdiction"]
    return {**item, "sources": sources_of(content, sources)}


def sources_of(content: Data, sources: dict[str, Data]) -> list[Data]:
    """The sources of a record; of a redacted one nothing but the id is left."""
    return [
        {
            "id": citation["source"],
            **{name: sources.get(citation["source"], {}).get(name) for name in _SHOWN},
            "locator": citation.get("locator"),
        }
        for citation in content.get("citations", ())
    ]
