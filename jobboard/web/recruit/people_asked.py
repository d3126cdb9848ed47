"""What the address of a search for people asks for. Anything may stand there: what cannot be used is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from jobboard.applications.models import Stage
from jobboard.candidates.tags import tag_key
from jobboard.fit.functions import parse_function
from jobboard.fit.ladder import Ladder
from jobboard.search.people.documents import Consent
from jobboard.search.people.query import FACETS, Contact, PeopleQuery, PeopleSort
from jobboard.web.present import Words
from jobboard.web.typed import known_values, name_typed, whole_typed, words_typed

WITHIN = {"title": "title", "skill": "skill", "employer": "employer", "place": "place", "resume": "text"}
"""Our names of what is asked of one field, and the engine's."""

CONTACTS: Mapping[str, tuple[str, int, bool]] = {
    "month": ("In the last 30 days", 30, False),
    "quarter": ("In the last 3 months", 91, False),
    "year": ("In the last year", 365, False),
    "not-quarter": ("Not for 3 months", 91, True),
    "not-year": ("Not for a year", 365, True),
}
"""Key to label, days back, and whether there must have been none."""

_DEEPEST_PAGE = 1000


@dataclass(frozen=True)
class PeopleAsked:
    """One search for people as it stands in the address. ``level`` holds ranks in digits, the other choices are keys;
    ``page`` counts from 1."""

    text: str = ""
    title: str = ""
    skill: str = ""
    employer: str = ""
    place: str = ""
    resume: str = ""
    level: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    disposition: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    contact: str = ""
    sort: PeopleSort = PeopleSort.RELEVANCE
    page: int = 1

    @classmethod
    def read(cls, args: "MultiDict[str, str]", ladder: Ladder) -> "PeopleAsked":
        """The search that ``args`` asks for."""
        return cls(
            text=words_typed(args.get("q", "")),
            **{name: words_typed(args.get(name, "")) for name in WITHIN},
            level=known_values(args.getlist("level"), lambda value: str(ladder.parse(value))),
            function=known_values(args.getlist("function"), parse_function),
            stage=known_values(args.getlist("stage"), lambda value: Stage(value).value),
            disposition=known_values(args.getlist("disposition"), name_typed),
            consent=known_values(args.getlist("consent"), lambda value: Consent(value).value),
            tag=known_values(args.getlist("tag"), tag_key),
            contact=args.get("contact", "") if args.get("contact") in CONTACTS else "",
            sort=PeopleSort(args["sort"]) if args.get("sort") in set(PeopleSort) else PeopleSort.RELEVANCE,
            page=whole_typed(args.get("page", ""), most=_DEEPEST_PAGE) or 1,
        )

    def address(self, ladder: Ladder) -> dict[str, Any]:
        """The same search as arguments of ``url_for``; what is at its default is left out."""
        said: dict[str, Any] = {
            "q": self.text,
            **{name: getattr(self, name) for name in WITHIN},
            **{facet: list(getattr(self, facet)) for facet in FACETS},
            "level": [ladder.key(int(rank)) for rank in self.level],
            "contact": self.contact,
            "sort": "" if self.sort is PeopleSort.RELEVANCE else self.sort.value,
            "page": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in said.items() if value}

    def query(self, words: Words, *, limit: int) -> PeopleQuery:
        """The search as the engine takes it, at the time of ``words``."""
        chosen = {facet: getattr(self, facet) for facet in FACETS}
        asked = {field: getattr(self, name) for name, field in WITHIN.items()}
        return PeopleQuery(
            self.text,
            within={field: said for field, said in asked.items() if said},
            filters={facet: values for facet, values in chosen.items() if values},
            contact=_contact(self.contact, words.now) if self.contact else None,
            contacts=tuple(_contact(key, words.now) for key in CONTACTS),
            sort=self.sort,
            offset=(self.page - 1) * limit,
            limit=limit,
            now=words.now,
        )

    def but(self, **changes: Any) -> "PeopleAsked":
        """The same search with ``changes``, from its first page."""
        return replace(self, **{"page": 1, **changes})

    def without(self, name: str, value: str) -> "PeopleAsked":
        """The same search without one choice of one facet."""
        return self.but(**{name: tuple(kept for kept in getattr(self, name) if kept != value)})

    def unfiltered(self) -> "PeopleAsked":
        """Only the words, and their order."""
        return PeopleAsked(**{name: getattr(self, name) for name in ("text", *WITHIN, "sort")})

    @property
    def in_fields(self) -> int:
        """In how many fields something is asked for."""
        return sum(bool(getattr(self, name)) for name in WITHIN)

    @property
    def choices(self) -> int:
        """How many filters are in use."""
        return sum(len(getattr(self, facet)) for facet in FACETS) + bool(self.contact)

    @property
    def is_everybody(self) -> bool:
        """Whether nothing is asked for but an order."""
        plain = PeopleAsked(sort=self.sort, page=self.page)
        return all(getattr(self, field.name) == getattr(plain, field.name) for field in fields(self))


def _contact(key: str, now: datetime) -> Contact:
    _, days, none = CONTACTS[key]
    return Contact(now - timedelta(days=days), none=none)
