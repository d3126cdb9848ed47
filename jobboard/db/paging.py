"""Every list is a page of a known total."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")


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


def page_of(session: Session, statement: Select[Any], wanted: PageRequest) -> Page[Any]:
    """The wanted page of a one-entity statement. Two queries, plus its eager loads."""
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    items = session.scalars(statement.limit(wanted.size).offset(wanted.offset)).unique().all()
    return Page(items, total, wanted.number, wanted.size)
