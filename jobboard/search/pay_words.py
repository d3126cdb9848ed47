"""The pay that somebody's words ask for: "over 40k", "£35,000+", "$20 an hour", "30-40k", "eighty thousand", "six
figures"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from jobboard.search.words import read_table

_LEAST = r"(?:over|above|more[ ]than|at[ ]least|minimum(?:[ ]of)?|min|from|starting[ ](?:at|from)|>=?)"
_MOST = r"(?:under|below|less[ ]than|up[ ]to|at[ ]most|maximum(?:[ ]of)?|max|<=?)"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?!,?\d)|\d{1,7}"
_DIGITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_HUNDRED = "hundred"
_WORTH = {word: number for number, word in enumerate((*_DIGITS, *_TEENS), 1)}
_WORTH |= {word: number * 10 for number, word in enumerate(_TENS, 2)}
_DIGIT = "|".join(_DIGITS)
_TO_99 = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_DIGIT}))?|{'|'.join(_TEENS)}|{_DIGIT})"
_HUNDREDS = rf"(?:an?|{_DIGIT})\s{_HUNDRED}"
_SPELLED = rf"(?:{_HUNDREDS}\s(?:and\s)?)?{_TO_99}|{_HUNDREDS}"
"""A number below a thousand in words."""
_THOUSANDS = r"k|thousand|grand"
_FIGURES = {"five": 5, "six": 6, "seven": 7}
_UNITS = {
    "HOUR": r"hour|hr|h",
    "DAY": r"day",
    "WEEK": r"week|wk",
    "MONTH": r"month",
    "YEAR": r"year|yr|annum",
}
_SHORT = {"ph": "HOUR", "pd": "DAY", "pw": "WEEK", "pcm": "MONTH", "pa": "YEAR", "p.a.": "YEAR"}
_PLAUSIBLE = {"HOUR": 4, "DAY": 30, "WEEK": 100, "MONTH": 300, "YEAR": 5000}
"""Below so much for a unit it is some other number."""
_A_YEARS_PAY = range(12, 1000)
"""Thousands that a lone "40k" may mean; less is a race, or a form ("10-K")."""
_PENSION_PLAN = "401"
_HOURLY = 200
"""An amount with a sign, "over $20", that is below this and names no unit, is one for an hour."""


_MONEY: dict[str, list[str]] = read_table("understood.toml")["money"]
"""What each currency is called, beside its ISO 4217 code."""
_SIGNS = "".join(sorted({name for names in _MONEY.values() for name in names if len(name) == 1}))
_NAMES = sorted({name for code, names in _MONEY.items() for name in (code.lower(), *names)}, key=len, reverse=True)


class PayBound(NamedTuple):
    """One end of the pay asked for, in major units of the currency that pay is compared in; ``unit`` as in
    ``fit.pay``."""

    amount: Decimal
    unit: str


class Said(NamedTuple):
    """A pay and where in the text it stands: the least and the most of it. One in another currency is ``foreign``: as
    it was typed, since it cannot be compared."""

    start: int
    end: int
    least: PayBound | None = None
    most: PayBound | None = None
    foreign: str = ""


def pays_in(text: str, *, currency: str = "") -> Iterator[Said]:
    """Each pay named in ``text``. ``currency`` is that which pay is compared in (ISO 4217); an amount that names none
    is in it."""
    for match in _PAY.finditer(text):
        bound = _read(match)
        if bound is None:
            continue
        start, end = match.span("all")
        if not _is_in(currency, match):
            yield Said(start, end, foreign=match["all"])
        elif match["most"]:
            yield Said(start, end, most=bound)
        else:
            yield Said(start, end, bound, _upper(match, bound.unit))
    for match in _PAY_IN_FIGURES.finditer(text):
        figures = _FIGURES.get(match["figures"].lower()) or int(match["figures"])
        yield Said(*match.span(), PayBound(Decimal(10) ** (figures - 1), "YEAR"))


def _is_in(currency: str, match: re.Match[str]) -> bool:
    named = (match["sign"] or match["money"] or "").strip().lower()
    return not named or named in {currency.lower(), *_MONEY.get(currency, ())}


def _read(match: re.Match[str]) -> PayBound | None:
    thousands = match["k"] or match["range_k"]
    number = _amount(match["number"] + (match["decimals"] or ""))
    amount = number * 1000 if thousands else number
    unit = _unit(match, amount)
    if unit is None or amount < _PLAUSIBLE[unit] or not _is_pay(match, number, unit):
        return None
    return PayBound(amount, unit)


def _upper(match: re.Match[str], unit: str) -> PayBound | None:
    if not match["upper"]:
        return None
    number = _amount(match["upper"])
    return PayBound(number * 1000 if match["range_k"] else number, unit)


def _amount(said: str) -> Decimal:
    """What digits or words say: "80,000", "eighty", "one hundred and twenty"."""
    if said[0].isdigit():
        return Decimal(said.replace(",", ""))
    amount = 0
    for word in re.split(r"[\s-]+", said.lower()):
        amount = max(amount, 1) * 100 if word == _HUNDRED else amount + _WORTH.get(word, 0)
    return Decimal(amount)


def _unit(match: re.Match[str], amount: Decimal) -> str | None:
    if match["short"]:
        return _SHORT[match["short"].lower()]
    for unit in _UNITS:
        if match[unit]:
            return unit
    if amount >= _PLAUSIBLE["YEAR"]:
        return "YEAR"
    return "HOUR" if _has_sign(match) and _bounds(match) and amount < _HOURLY else None


def _is_pay(match: re.Match[str], number: Decimal, unit: str) -> bool:
    """Whether the number can be nothing else: it has a sign, or thousands, or a unit, or words that make it a bound."""
    if match["sign"] or match["money"]:
        return True
    if match["k"] or match["range_k"]:
        return number in _A_YEARS_PAY and match["number"] != _PENSION_PLAN
    return bool(match[unit]) or _bounds(match)


def _has_sign(match: re.Match[str]) -> bool:
    return (match["sign"] or match["money"] or "").strip() in set(_SIGNS)


def _bounds(match: re.Match[str]) -> bool:
    return bool(match["least"] or match["most"] or match["plus"])


_LONG_UNITS = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
_PAY = re.compile(
    rf"""(?P<all>(?<![\w.,/{_SIGNS}-])
    (?:(?:paying|pays|pay|salary|earning)\s+(?:of\s+)?)?
    (?:(?P<least>{_LEAST})\s*|(?P<most>{_MOST})\s*)?
    (?P<sign>[{_SIGNS}]|(?:{"|".join(_MONEY)})\ )?\s?(?P<number>{_NUMBER}|{_SPELLED})(?P<decimals>\.\d{{1,2}})?
    (?P<k>\s?(?:{_THOUSANDS})\b)?
    (?:\s?(?:-|–|to)\s?[{_SIGNS}]?(?P<upper>(?:{_NUMBER})(?:\.\d{{1,2}})?|{_SPELLED})
    (?P<range_k>\s?(?:{_THOUSANDS})\b)?)?
    (?P<money>\s?(?:{"|".join(map(re.escape, _NAMES))})(?!\w))?
    (?P<plus>\+|\s?plus\b|\ (?:and|or)\ (?:over|above|more|up)\b)?
    (?:\s?(?:(?:/|per\s|an?\s|each\s|every\s)\s?(?:{_LONG_UNITS})|(?P<short>ph|pd|pw|pcm|p\.a\.|pa))(?!\w))?
    )(?![\w/(])""",
    re.IGNORECASE | re.VERBOSE,
)
_PAY_IN_FIGURES = re.compile(
    rf"(?<![\w.,-])(?:(?:paying|pays|pay|salary|earning)\s+(?:of\s+)?)?(?:{_LEAST}\s*)?"
    rf"(?P<figures>[5-7]|{'|'.join(_FIGURES)})[\s-]figures?(?:\s(?:salary|pay|income|package))?(?![\w/(-])",
    re.IGNORECASE,
)
"""Pay by how many figures it has: "six figures", "6-figure salary"."""
