"""Amounts by count, and their sums by currency, in exact decimal numbers."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Context, Decimal
from itertools import product
from typing import Any

from app.answers.fees.case import Case
from app.answers.fees.decide import PRODUCT_TYPE, Decided, holds
from app.vocabulary.fee_cases import AXIS_OF

Item = dict[str, Any]

EXACT = Context(prec=120)
"""An amount has at most 27 digits, a count at most 9: nothing is ever rounded."""

Chain = Callable[[str], tuple[str, ...]]
"""What a product type may inherit from."""


def count_of(row: Decided, case: Case) -> int:
    """How often a fee is paid; once where its source does not say per what."""
    unit = row.fee["unit"]
    times = case.counts[unit] if unit else 1
    return times * case.years if row.yearly else times


def times(amount: str, count: int) -> str:
    """An amount taken so often."""
    return _text(EXACT.multiply(Decimal(amount), Decimal(count)))


def totals(rows: Iterable[Decided], case: Case) -> list[Item]:
    """What the counted rows come to, by currency."""
    low: dict[str, Decimal] = defaultdict(Decimal)
    high: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.outcome == "counted":
            currency, count = row.fee["currency"], count_of(row, case)
            low[currency] = EXACT.add(low[currency], _times(row.fee["amount"], count))
            high[currency] = EXACT.add(high[currency], _times(_highest(row), count))
    return [
        _money(currency, low[currency], high[currency] if high[currency] != low[currency] else None)
        for currency in sorted(low)
    ]


def most(rows: Iterable[Decided], case: Case, chain: Chain) -> list[Item]:
    """The most that can be due if what is undecided applies, by currency.

    What the case does not say may be so or so, but not both: each way in which it can be completed is summed, and
    the dearest counts.
    """
    held = [row for row in rows if row.outcome in ("counted", "undecided") and row.fee["amount"] is not None]
    best: dict[str, Decimal] = {}
    for completed in _completions(held):
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in held:
            if all(_agrees(row, name, completed[name], chain) for name in row.open):
                currency = row.fee["currency"]
                sums[currency] = EXACT.add(sums[currency], _times(_highest(row), count_of(row, case)))
        for currency, amount in sums.items():
            best[currency] = max(best.get(currency, amount), amount)
    return [_money(currency, best[currency], None) for currency in sorted(best)]


def _completions(rows: list[Decided]) -> Iterable[dict[str, str | None]]:
    """Every way in which the open dimensions of a case can come out; null is what no fee names."""
    named: dict[str, dict[str | None, None]] = defaultdict(lambda: {None: None})
    for row in rows:
        for name in row.open:
            when = row.fee["applies_when"]
            words = when["product_types"] if name == PRODUCT_TYPE else when["cases"]
            named[name].update({word: None for word in words if name == PRODUCT_TYPE or AXIS_OF[word] == name})
    for values in product(*named.values()):
        yield dict(zip(named, values, strict=True))


def _agrees(row: Decided, name: str, value: str | None, chain: Chain) -> bool:
    if value is None:
        return False
    when = row.fee["applies_when"]
    return holds(when["product_types"], chain(value)) if name == PRODUCT_TYPE else value in when["cases"]


def _highest(row: Decided) -> str:
    highest: str = row.fee["amount_to"] or row.fee["amount"]
    return highest


def _times(amount: str, count: int) -> Decimal:
    return EXACT.multiply(Decimal(amount), Decimal(count))


def _money(currency: str, amount: Decimal, amount_to: Decimal | None) -> Item:
    return {
        "currency": currency,
        "amount": _text(amount),
        "amount_to": None if amount_to is None else _text(amount_to),
    }


def _text(amount: Decimal) -> str:
    return format(amount, "f")
