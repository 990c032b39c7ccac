"""What a request costs of its caller's quota. Most cost 1; what is worked out at length, or is long, costs more."""

COSTS = {
    "GET": {"/v1/compare": 5, "/sitemap.xml": 20},
    "POST": {"/v1/forecasts": 5, "/v1/readiness": 5},
}
"""By method and path."""

PAGES = ("/en/", "/ko/")
"""Pages cost what the answers cost that they show."""

EXPORTS, EXPORT = "/v1/exports/", 50
"""What a whole edition costs; the address that leads to the newest costs as little as any."""

REPORTS, REPORT = ("/reports", "/report"), 10
"""What it costs to say that an entry is wrong: somebody reads it."""

WORKBOOK = 10
"""What a workbook costs besides: it is written anew for each request."""


def cost_of(method: str, path: str, query: bytes = b"", accept: bytes = b"") -> int:
    """The units that a request costs. A HEAD is asked as the GET that it is."""
    asked = f"/v1{path[3:]}" if path.startswith(PAGES) else path
    cost = COSTS[method].get(asked, 1) if method in COSTS else 1
    if path.startswith(EXPORTS) and not path.startswith("latest", len(EXPORTS)):
        cost = EXPORT
    elif method == "POST" and path.endswith(REPORTS):
        cost = REPORT
    if b"xlsx" in query or b"spreadsheetml" in accept:
        cost += WORKBOOK
    return cost
