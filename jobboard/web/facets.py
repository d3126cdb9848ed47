"""Filters of a list as a page shows them; ``macros/facets.html`` draws them."""

from dataclasses import dataclass

MOST_OPTIONS = 14
"""Choices of one filter that a page shows, beside those in use."""


@dataclass(frozen=True)
class Option:
    """One choice of a filter, and how many the list would have with it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One filter; ``kind`` is its control's type."""

    name: str
    label: str
    kind: str
    options: tuple[Option, ...]
    open: bool
