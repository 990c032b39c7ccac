"""One address of every page, and the nine that are looked at."""

MAIN = {
    "start": "/",
    "country": "/countries/MY",
    "guide": "/guides/MY/biosimilar",
    "where-first": "/where-first?product_type=biosimilar",
    "compare": "/compare?country=MY&country=SG&country=TH&product_type=biosimilar",
    "forecast": "/forecast?procedure=my-new-drug-full&submit_on=2026-12-01&country=MY",
    "reliance": "/reliance",
    "calendar": "/calendar",
    "entry": "/entries/my-new-drug-full",
}
"""The main pages, by name, below their language."""
OTHERS = {
    "start-reliance": "/?measure=reliance&product_type=generic",
    "start-coverage": "/?measure=coverage",
    "region": "/countries/ASEAN",
    "guide-empty": "/guides/BN/vaccine",
    "search": "/search?q=biosimilar+malaysia",
    "search-nothing": "/search?q=zzyzx",
    "changes": "/changes",
    "edition": "/changes/1",
    "forecast-begin": "/forecast",
    "compare-begin": "/compare",
    "history": "/entries/my-new-drug-full/history",
    "reliance-entry": "/entries/my-rel-mfds-frp",
    "policy-entry": "/entries/my-pol-elabel",
    "events": "/events",
    "event": "/events/kagmp-2024",
    "source": "/sources/npra-charter",
    "report": "/entries/my-new-drug-full/report",
}
"""All other pages."""
PROBLEMS = {
    "unknown": ("/entries/my-new-drug-ful", 404),
    "no-page": ("/comparee", 404),
    "bad-parameter": ("/guides/MY/biosimilar?applies_on=soon", 422),
}
"""Pages that say a problem, and its status."""
EVERY = MAIN | OTHERS | {name: address for name, (address, _) in PROBLEMS.items()}
