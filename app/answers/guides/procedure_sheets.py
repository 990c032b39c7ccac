"""The sheets of a guide's workbook that show procedures: their paths and clocks, phases, fees."""

from app.answers.guides.sheet import EVIDENCE, Item, Row, evidence, papers, sheet
from app.answers.guides.wording import Wording
from app.answers.tables.table import Table, number
from app.vocabulary import lists


def procedure_sheets(guide: Item, say: Wording) -> list[Table]:
    """Three sheets: one row a path, one row a phase, one row a fee."""
    return [_procedures(guide, say), _phases(guide, say), _fees(guide, say)]


def _procedures(guide: Item, say: Wording) -> Table:
    columns = (
        *(("licence", 14), ("procedure", 27), ("statement", 45), ("assessment", 14), ("acceleration", 14)),
        *(("variant", 18), ("days_min", 12), ("days_max", 12), ("basis", 14), ("arithmetic", 30), ("missing", 21)),
        *(("prerequisites", 27), ("eligibility", 30), ("papers", 33), ("portal", 18), ("validity", 14)),
        *(("condition", 30), *EVIDENCE),
    )
    rows: list[Row] = []
    for item in guide["procedures"]:
        eligibility = item["eligibility"] or {}
        for variant in item["variants"]:
            clock = variant["clock"]
            rows.append(
                [
                    say.name(lists.Licence, item["licence"]),
                    item["title"],
                    item["statement"],
                    say.known(say.name(lists.Assessment, item["assessment"])),
                    say.known(say.name(lists.Acceleration, item["acceleration"])),
                    say.path(variant),
                    clock["days"]["min"],
                    clock["days"]["max"],
                    say.label(clock["basis"]),
                    "\n".join(clock["arithmetic"]),
                    "\n".join(clock["missing"]),
                    "\n".join(_prerequisite(one) for one in item["prerequisites"]),
                    eligibility.get("statement"),
                    papers(item, say),
                    item["portal"],
                    say.duration(item["validity"]),
                    say.conditions(item),
                    *evidence(item, say),
                ]
            )
    return sheet(say, "procedures", columns, rows)


def _prerequisite(one: Item) -> str:
    named = f"{one['title']} [{one['procedure']}]" if one["title"] else one["procedure"]
    return f"{named}: {one['note']}" if one["note"] else named


def _phases(guide: Item, say: Wording) -> Table:
    columns = (
        *(("procedure", 27), ("variant", 18), ("number", 6), ("phase", 27), ("role", 14), ("duration", 15)),
        *(("starts_from", 22), ("stops_on", 22), ("relation", 15), ("in_total", 12), ("note", 30), ("id", 20)),
    )
    rows: list[Row] = []
    for item in guide["procedures"]:
        for variant in item["variants"]:
            for place, phase in enumerate(variant["phases"], start=1):
                rows.append([item["title"], say.path(variant), place, *_phase(phase, say), item["id"]])
            if total := variant["total"]:
                name = f"{say.label('total')} ({say.name(lists.TotalBasis, total['basis'])})"
                duration = say.known(say.duration(total["duration"]))
                cells: Row = [name, None, duration, total["starts_from"], None, None, None, total["note"]]
                rows.append([item["title"], say.path(variant), None, *cells, item["id"]])
    return sheet(say, "phases", columns, rows)


def _phase(phase: Item, say: Wording) -> Row:
    in_total = {True: say.label("yes"), False: say.label("no"), None: say.label("not_known")}[phase["in_total"]]
    return [
        phase["name"],
        say.name(lists.PhaseRole, phase["role"]),
        say.known(say.duration(phase["duration"])),
        phase["starts_from"],
        phase["stops_on"],
        say.name(lists.PhaseRelation, phase["relation"]),
        in_total,
        phase["note"],
    ]


def _fees(guide: Item, say: Wording) -> Table:
    columns = (
        *(("procedure", 27), ("variant", 18), ("fee_type", 14), ("fee", 27), ("amount", 14), ("amount_to", 14)),
        *(("currency", 10), ("per", 18), ("condition", 27), ("valid_from", 12), ("valid_until", 12), ("note", 27)),
        *EVIDENCE,
    )
    rows: list[Row] = [
        [
            item["title"],
            say.path(variant),
            say.name(lists.FeeType, fee["type"]),
            fee["name"],
            say.label("not_known") if fee["amount"] is None else number(fee["amount"]),
            number(fee["amount_to"]),
            fee["currency"],
            fee["per"],
            fee["condition"],
            fee["valid_from"],
            fee["valid_until"],
            fee["note"],
            *evidence(item, say),
        ]
        for item in guide["procedures"]
        for variant in item["variants"]
        for fee in variant["fees"]
    ]
    return sheet(say, "fees", columns, rows)
