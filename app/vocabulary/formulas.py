"""What a spreadsheet must not take for a formula."""

import re

_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r]")  # full-width signs begin formulas as well


def looks_like_a_formula(text: str) -> bool:
    """Could a spreadsheet that reads this text take it for a formula, now or once its leading `'` are gone?"""
    return _FORMULA.match(text) is not None
