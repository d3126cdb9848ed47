"""What a search page's address asks for. Anything may stand there: what cannot be used is left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from jobboard.fit.functions import parse_function
from jobboard.fit.ladder import Ladder
from jobboard.jobs.models import EmploymentType, WorkMode
from jobboard.search.cursors import LONGEST
from jobboard.search.geo import Point
from jobboard.search.query import Near, SearchQuery, Sort, Steps
from jobboard.search.understanding import KILOMETRES
from jobboard.web.present import Words
from jobboard.web.typed import known_values, name_typed, whole_typed, words_typed

SINCE = {"day": ("Since yesterday", 1), "week": ("This week", 7), "month": ("This month", 30)}
"""Key to label and days back."""

LONGEST_SINCE = max(days for _, days in SINCE.values())

PAY_STEPS = (25_000, 35_000, 45_000, 60_000, 80_000)
"""Lowest pay a year to choose from, in major units of the board's currency."""

DISTANCES = (5, 10, 25, 50)
"""How far from a place to choose from, in the board's unit; 0 is the place alone."""

USUAL_DISTANCE = 25

FACETS = {
    "level": "level",
    "mode": "work_mode",
    "type": "employment_type",
    "function": "function",
    "employer": "organization",
    "town": "place",
    "currency": "currency",
}
"""Our names of filters with several choices, and the engine's."""

MOST_UNKNOWN = 3
"""Filters nobody knows that a page names."""

_DEEPEST_PAGE, _MOST_PAY, _FARTHEST = 1000, 10_000_000, 500


@dataclass(frozen=True)
class Asked:
    """One search as it stands in the address. ``level`` holds ranks in digits, ``employer`` and ``town`` names,
    ``currency`` codes (ISO 4217), the other choices are keys. ``pay`` and ``pay_to`` are the lowest and the highest
    pay a year, in major units of the board's currency.

    ``at`` is the engine's cursor of a page; ``page`` counts from 1 where there is none. ``plain`` asks for the words
    themselves, none of them read as a filter. ``within`` is how far from the place, in the board's unit; it needs the
    ``point`` where that is, which no address holds and ``meaning`` looks up.
    """

    text: str = ""
    place: str = ""
    within: int = USUAL_DISTANCE
    level: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    employer: tuple[str, ...] = ()
    town: tuple[str, ...] = ()
    currency: tuple[str, ...] = ()
    pay: int | None = None
    pay_to: int | None = None
    since: str = ""
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    at: str = ""
    plain: bool = False
    point: Point | None = None

    @classmethod
    def read(cls, args: "MultiDict[str, str]", ladder: Ladder) -> "Asked":
        """The search that ``args`` asks for; ``unknown_filters`` are what it leaves out."""
        chosen = {name: known_values(args.getlist(name), read) for name, read in _readers(ladder).items()}
        return cls(
            text=words_typed(args.get("q", "")),
            place=words_typed(args.get("place", "")),
            within=_distance(args.get("within", "")),
            pay=whole_typed(args.get("pay", ""), most=_MOST_PAY),
            pay_to=whole_typed(args.get("pay_to", ""), most=_MOST_PAY),
            since=args.get("since", "") if args.get("since") in SINCE else "",
            sort=Sort(args["sort"]) if args.get("sort") in set(Sort) else Sort.RELEVANCE,
            page=whole_typed(args.get("page", ""), most=_DEEPEST_PAGE) or 1,
            at=args.get("at", "")[:LONGEST],
            plain=args.get("plain") == "1",
            level=chosen["level"],
            mode=chosen["mode"],
            type=chosen["type"],
            function=chosen["function"],
            employer=chosen["employer"],
            town=chosen["town"],
            currency=chosen["currency"],
        )

    def address(self, ladder: Ladder) -> dict[str, Any]:
        """The same search as arguments of ``url_for``; what is at its default is left out."""
        said: dict[str, Any] = {
            "q": self.text,
            "place": self.place,
            "within": str(self.within) if self.place and self.within != USUAL_DISTANCE else "",
            "level": [ladder.key(int(rank)) for rank in self.level],
            "mode": list(self.mode),
            "type": list(self.type),
            "function": list(self.function),
            "employer": list(self.employer),
            "town": list(self.town),
            "currency": list(self.currency),
            "pay": self.pay,
            "pay_to": self.pay_to,
            "since": self.since,
            "sort": "" if self.sort is Sort.RELEVANCE else self.sort.value,
            "page": self.page if self.page > 1 else None,
            "at": self.at,
            "plain": "1" if self.plain and self.text else "",
        }
        return {name: value for name, value in said.items() if value}

    def query(self, words: Words, *, limit: int) -> SearchQuery:
        """The search as the engine takes it, at the time of ``words``, with counts for the ranges the page offers."""
        chosen = {facet: getattr(self, name) for name, facet in FACETS.items()}
        return SearchQuery(
            self.text,
            self.place,
            filters={facet: values for facet, values in chosen.items() if values},
            near=self._near(words),
            pay_at_least=None if self.pay is None else words.minor(self.pay),
            pay_at_most=None if self.pay_to is None else words.minor(self.pay_to),
            posted_since=_start(self.since, words) if self.since else None,
            sort=self.sort,
            offset=(self.page - 1) * limit,
            limit=limit,
            cursor=self.at,
            steps=Steps(
                pay=tuple(words.minor(amount) for amount in self.pay_steps),
                posted=tuple(_start(since, words) for since in SINCE),
            ),
            now=words.now,
        )

    def _near(self, words: Words) -> Near | None:
        if self.point is None or not self.is_around:
            return None
        return Near(self.point, self.within * KILOMETRES[words.distance_unit])

    @property
    def is_around(self) -> bool:
        """Whether jobs near the place are asked for too, and it is known where that is."""
        return bool(self.place and self.within and self.point)

    @property
    def distances(self) -> tuple[int, ...]:
        """How far to choose from, one that was typed into the address among them."""
        return tuple(sorted({0, *DISTANCES, self.within}))

    @property
    def pay_steps(self) -> tuple[int, ...]:
        """The lowest pays to choose from, one that was typed into the address among them; in major units."""
        return tuple(sorted({*PAY_STEPS, *([self.pay] if self.pay else [])}))

    @property
    def farther(self) -> tuple[int, ...]:
        """The distances to choose from that reach farther around the place, where it is known."""
        if not (self.place and self.point):
            return ()
        return tuple(distance for distance in self.distances if distance > self.within)

    @property
    def less_pay(self) -> tuple[int, ...]:
        """The lowest pays to choose from below the one asked for, the nearest first."""
        return tuple(step for step in reversed(self.pay_steps) if self.pay and step < self.pay)

    @property
    def longer_ago(self) -> tuple[str, ...]:
        """The keys of ``SINCE`` that reach farther back than the one asked for."""
        keys = tuple(SINCE)
        return keys[keys.index(self.since) + 1 :] if self.since else ()

    @property
    def compares_pay(self) -> bool:
        """Whether jobs whose pay cannot be compared are left out or come last."""
        return self.pay is not None or self.pay_to is not None or self.sort is Sort.PAY

    def but(self, **changes: Any) -> "Asked":
        """The same search with ``changes``, from its first page."""
        return replace(self, **{"page": 1, "at": "", **changes})

    def without(self, name: str, value: str) -> "Asked":
        """The same search without one choice of one facet."""
        return self.but(**{name: tuple(kept for kept in getattr(self, name) if kept != value)})

    def lasting(self) -> "Asked":
        """What of the search still makes sense for jobs that are yet to come."""
        return self.but(since="", sort=Sort.RELEVANCE)

    def unfiltered(self) -> "Asked":
        """Only the words and the place."""
        kept = ("text", "place", "within", "point", "sort", "plain")
        return Asked(**{name: getattr(self, name) for name in kept})

    @property
    def choices(self) -> int:
        """How many filters are in use."""
        facets = sum(len(getattr(self, name)) for name in FACETS)
        return facets + (self.pay is not None) + (self.pay_to is not None) + bool(self.since)

    @property
    def is_plain(self) -> bool:
        """Whether a web search engine may list this page: the whole list, or one filter of it. Not where a cursor
        stands in its address: there would be ever more of them."""
        return not (self.text or self.place or self.at or self.sort is not Sort.RELEVANCE) and self.choices <= 1


def unknown_filters(args: "MultiDict[str, str]", ladder: Ladder) -> tuple[tuple[str, str], ...]:
    """Name and value of each filter in ``args`` that nobody knows, ``MOST_UNKNOWN`` at most: from an old link, or
    mistyped."""
    values = [(name, value, read) for name, read in _readers(ladder).items() for value in args.getlist(name)]
    values += [(name, args.get(name, ""), read) for name, read in _RANGES.items()]
    unknown = ((name, words_typed(value)) for name, value, read in values if value and not known_values([value], read))
    return tuple(dict.fromkeys(unknown))[:MOST_UNKNOWN]


def _readers(ladder: Ladder) -> Mapping[str, Callable[[str], str]]:
    """What reads a value of each filter with several choices; it raises for one it does not know."""
    return {
        "level": lambda value: str(ladder.parse(value)),
        "mode": lambda value: WorkMode(value).value,
        "type": lambda value: EmploymentType(value).value,
        "function": parse_function,
        "employer": name_typed,
        "town": name_typed,
        "currency": _code,
    }


def _amount(value: str) -> str:
    if whole_typed(value, most=_MOST_PAY) is None:
        raise ValueError("An amount is a whole number.")
    return value


def _since(value: str) -> str:
    if value not in SINCE:
        raise ValueError("An age is one of those to choose from.")
    return value


_RANGES: Mapping[str, Callable[[str], str]] = {"pay": _amount, "pay_to": _amount, "since": _since}


def _code(value: str) -> str:
    if len(value) == 3 and value.isascii() and value.isalpha():
        return value.upper()
    raise ValueError("A code has three letters.")


def _distance(typed: str) -> int:
    length = whole_typed(typed, most=_FARTHEST)
    return USUAL_DISTANCE if length is None else length


def _start(since: str, words: Words) -> datetime:
    day = words.date_of(words.now) - timedelta(days=SINCE[since][1])
    return datetime.combine(day, time.min, tzinfo=words.zone)
