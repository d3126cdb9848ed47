"""Pay in one currency, comparable across hours, days, weeks, months and years."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from babel.numbers import format_currency

from jobboard.money import shown_digits, to_major

Unit = Literal["HOUR", "DAY", "WEEK", "MONTH", "YEAR"]

PER_YEAR: dict[str, int] = {"HOUR": 2080, "DAY": 260, "WEEK": 52, "MONTH": 12, "YEAR": 1}
"""How many of a unit make a full-time year: 52 weeks of 40 hours, or of 5 days."""


@dataclass(frozen=True, slots=True)
class Pay:
    """``amount_minor`` (pence, cents) of an ISO ``currency`` for each ``unit``."""

    amount_minor: int
    currency: str
    unit: str

    def per_year(self) -> int:
        """Minor units in a full-time year. ``KeyError`` for a unit that is not one of the five."""
        return self.amount_minor * PER_YEAR[self.unit]

    def in_words(self) -> str:
        """ "£45,000 a year": for sentences that name a floor or a band. Pence only where there are any."""
        return f"{money(self.amount_minor, self.currency)} {_ARTICLE[self.unit]} {self.unit.lower()}"


@lru_cache(maxsize=4096)
def money(minor: int, currency: str) -> str:
    """ "£45,000" or "£12.85", as English writes it; an unknown currency keeps its code."""
    pattern = "¤#,##0.".ljust(7 + shown_digits(minor, currency), "0").removesuffix(".")
    return format_currency(to_major(minor, currency), currency, format=pattern, locale="en_GB", currency_digits=False)


_ARTICLE = {"HOUR": "an", "DAY": "a", "WEEK": "a", "MONTH": "a", "YEAR": "a"}
