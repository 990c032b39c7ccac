"""Whose rules a question asks for, and whose approval is to count there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.search.forms import Found, Meaning, values
from app.search.questions import asking

REGION = frozenset({"MY", "SG", "TH", "ASEAN", "VN", "ID", "PH", "BN", "KH", "LA", "MM", "TL"})
"""Where Korean companies file; a place outside, named beside one of these, is one whose work is to count."""

_BEFORE = 40  # characters before a name in which it may stand what has been done there
_DONE_BEFORE = re.compile(
    r"(?:approved|registered|licen[cs]ed|cleared|authori[sz]ed|inspected|approvals?|registration|certificate)"
    r"\s{1,3}(?:already\s{1,3})?(?:in|by|from|of)\s{1,3}(?:the\s{1,3})?$",
    re.IGNORECASE,
)
_DONE_AFTER = re.compile(
    r"\s{0,3}(?:and \w{1,20} )?(?:approv|licen[cs]es?\b|registrations?\b|certificate|inspect)"
    r"|(?:에는|에서는|에서|에|은|는)?\s{0,3}(?:이미|먼저)?\s{0,3}(?:허가|승인|등록|올라가|판매|시판|통과)\S{0,3}\s{0,3}"
    r"(?:받은|받았|난|있|된|됐|되어|나왔|완료|으로|만으로|로 )",
    re.IGNORECASE,
)
"""What shows that a country has done its work, where another's rules are asked for."""


@dataclass(frozen=True)
class Whose:
    """The places of a question."""

    countries: list[str]
    """Whose rules are asked for."""
    reference: list[str]
    """Whose approval is to count there, or which are only spoken of."""


def own_bodies(names: list[Found], text: str, bodies: Mapping[str, str]) -> list[Found]:
    """The names, with authorities of several countries (FDA, MOH) being those of the countries that are named."""
    named = set(values(names, "country"))
    return [_own_body(one, text, named, bodies) for one in names]


def _own_body(found: Found, text: str, named: set[str], bodies: Mapping[str, str]) -> Found:
    meant = [meaning for meaning in found.meanings if meaning.field == "authority"]
    own = [meaning for meaning in meant if bodies[meaning.value] in named]
    if not own and text[found.start : found.end].casefold() == "fda":
        own = [
            Meaning("authority", body)
            for body, country in bodies.items()
            if body.endswith("FDA") and country in named
        ]
    return replace(found, meanings=tuple(own)) if own and len(meant) == len(found.meanings) else found


def whose(
    text: str, names: list[Found], intents: list[str], bodies: Mapping[str, str], with_entries: set[str]
) -> Whose:
    """Whose rules are asked for, and whose approval is to count there.

    "Does Singapore accept Korean approval" is about Singapore, and Korea is the one whose approval is to count. A
    place outside the region that has no entries of its own may be spoken of in those of others. Of two in the region
    one may have done its work already: "registered in Singapore, what about Thailand" is about Thailand.
    """
    named = values(names, "country")
    places = list(dict.fromkeys([*named, *(bodies[one] for one in values(names, "authority"))]))
    if any(one.startswith("ASEAN-") for one in values(names, "group")) and "ASEAN" not in places:
        places.append("ASEAN")
    hosts = [one for one in places if one in REGION]
    hosts = hosts or [one for one in places if one in named and one != "KR" and f"entries:{one}" in with_entries]
    done = _done(text, names, bodies)
    hosts = [one for one in hosts if one not in done] or hosts
    if hosts:
        return Whose(hosts, [one for one in places if one not in hosts])
    if "reliance" in intents or places != ["KR"]:
        return Whose([], places)
    return Whose(places, [])


def _done(text: str, names: list[Found], bodies: Mapping[str, str]) -> set[str]:
    """Countries whose approval or inspection there already is: "registered in Singapore", 싱가포르에는 이미 허가."""
    return {
        meaning.value if meaning.field == "country" else bodies[meaning.value]
        for one in names
        if _DONE_BEFORE.search(text, max(0, one.start - _BEFORE), one.start) or _DONE_AFTER.match(text, one.end)
        for meaning in one.meanings
        if meaning.field in ("country", "authority")
    }


def tells_where(found: Found, countries: list[str], bodies: Mapping[str, str], intents: list[str]) -> bool:
    """Does a name say whose rules are asked for, and no more?

    A country does, and the authority that licenses medicines there, unless it is asked who or what that is.
    """
    return all(
        meaning.field == "country"
        or (
            meaning.field == "authority"
            and meaning.value in asking().chief
            and bodies[meaning.value] in countries
            and _ON_BODIES.isdisjoint(intents)
        )
        for meaning in found.meanings
    )


_ON_BODIES = frozenset({"who", "meaning"})
