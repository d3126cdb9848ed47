"""A search as it is kept: what lasts of it, and the address of its page."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from jobboard.search.geo import Point
from jobboard.search.query import Grammar, Near, SearchQuery

_TITLE_CHARACTERS = 400


@dataclass(frozen=True)
class SavedSearch:
    """What an alert looks for. Sort, page and "posted since" are no part of it: new jobs are new.

    ``title`` says it in words; ``address`` holds the parameters of its page, by which a mail links back.
    """

    text: str = ""
    place: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: Near | None = None
    pay_at_least: int | None = None
    pay_at_most: int | None = None
    grammar: Grammar = Grammar.WORDS
    title: str = ""
    address: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, query: SearchQuery, *, title: str, address: Mapping[str, Any]) -> "SavedSearch":
        """What lasts of ``query``."""
        return cls(
            query.text,
            query.place,
            dict(query.filters),
            query.near,
            query.pay_at_least,
            query.pay_at_most,
            query.grammar,
            title[:_TITLE_CHARACTERS],
            dict(address),
        )

    @classmethod
    def read(cls, stored: Mapping[str, Any], *, title: str = "") -> "SavedSearch":
        """What ``stored`` holds."""
        near = stored["near"]
        return cls(
            stored["text"],
            stored["place"],
            {facet: tuple(values) for facet, values in stored["filters"].items()},
            Near(Point(near[0], near[1]), near[2]) if near else None,
            stored["pay_at_least"],
            stored.get("pay_at_most"),  # searches were kept before it could be asked for
            Grammar(stored["grammar"]),
            title,
            stored["address"],
        )

    def stored(self) -> dict[str, Any]:
        """The search as a row keeps it."""
        held = asdict(self) | {"near": [*self.near.point, self.near.kilometres] if self.near else None}
        del held["title"]
        if self.pay_at_most is None:
            del held["pay_at_most"]  # the key of a search stays what it was before this could be asked for
        return held

    @property
    def key(self) -> str:
        """The same for every way of putting the same search."""
        held = self.stored()
        del held["address"]
        held["filters"] = {facet: sorted(values) for facet, values in self.filters.items() if values}
        return hashlib.sha256(json.dumps(held, sort_keys=True, default=str).encode()).hexdigest()

    def query(self, *, now: datetime) -> SearchQuery:
        """The search as an engine takes it."""
        return SearchQuery(
            self.text,
            self.place,
            filters=self.filters,
            near=self.near,
            pay_at_least=self.pay_at_least,
            pay_at_most=self.pay_at_most,
            grammar=self.grammar,
            now=now,
        )
