"""Which contents may be passed on at all.

What was said behind closed doors is in no feed and no export, and neither is what was said on condition that nobody
is named: its content names the session, and a session its presenter. The record's hash is shown all the same.
"""

import orjson

from app.vocabulary.lists import Disclosure

_PASSED_ON = (Disclosure.public, Disclosure.attributable)


def passed_on(type_: str, content: str) -> bool:
    """May the frozen content of a record of this type be given to partners?"""
    return type_ != "statement" or orjson.loads(content)["disclosure"] in _PASSED_ON
