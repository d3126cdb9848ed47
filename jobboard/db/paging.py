"""Every list is a page of a known total, and a number beside a link is counted only as far as it is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ScalarSelect, Select, func, literal, select
from sqlalchemy.orm import Session

T = TypeVar("T")

MOST_COUNTED = 99
"""How far ``a_few`` counts."""

MOST_TOGETHER = 100
"""How many people one act may decide about."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page, counted from 1, of how many rows."""

    number: int = 1
    size: int = 20

    @property
    def offset(self) -> int:
        """Rows to skip."""
        return (max(self.number, 1) - 1) * self.size


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of ``total``."""

    items: Sequence[T]
    total: int
    number: int
    size: int

    @property
    def first(self) -> int:
        """Position of the first row shown, counted from 1; 0 on an empty page."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """Position of the last row shown."""
        return (self.number - 1) * self.size + len(self.items)

    @property
    def has_next(self) -> bool:
        """Whether rows follow."""
        return self.last < self.total and bool(self.items)

    @property
    def has_previous(self) -> bool:
        """Whether a page precedes this one."""
        return self.number > 1


@dataclass(frozen=True, slots=True)
class Stretch(Generic[T]):
    """Some rows of a list whose length nobody needs to know."""

    items: Sequence[T]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether rows precede these."""
        return self.number > 1


def stretch_of(session: Session, statement: Select[Any], wanted: PageRequest) -> Stretch[Any]:
    """The wanted page of a one-entity statement, without counting the rest. One query."""
    rows = session.scalars(statement.limit(wanted.size + 1).offset(wanted.offset)).all()
    return Stretch(rows[: wanted.size], max(wanted.number, 1), len(rows) > wanted.size)


def page_of(session: Session, statement: Select[Any], wanted: PageRequest, *, total: int | None = None) -> Page[Any]:
    """The wanted page of a one-entity statement. Two queries, plus its eager loads; where the ``total`` is known by a
    cheaper count, one, and none when it is 0."""
    if total is None:
        total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    items = session.scalars(statement.limit(wanted.size).offset(wanted.offset)).unique().all() if total else ()
    return Page(items, total, wanted.number, wanted.size)


def in_order(rows: Iterable[Any], keys: Sequence[int]) -> list[Any]:
    """These rows in the order of their internal ``keys``; keys of rows that are gone are passed over."""
    found = {row.id: row for row in rows}
    return [found[key] for key in keys if key in found]


def a_few(statement: Select[Any]) -> ScalarSelect[int]:
    """How many rows a statement has, to be selected; one more than ``MOST_COUNTED`` stands for any number beyond it, so
    that it costs the same however many there are."""
    few = statement.with_only_columns(literal(1)).order_by(None).limit(MOST_COUNTED + 1)
    return select(func.count()).select_from(few.subquery()).scalar_subquery()
