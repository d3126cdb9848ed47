"""What the database answers while the index cannot: jobs whose title or employer holds the words, newest first."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from jobboard.fit.pay import PER_YEAR
from jobboard.jobs.expressions import Condition, boolean_condition
from jobboard.jobs.models import HiringOrganization, Job, JobLocation, SalaryUnit
from jobboard.jobs.queries import is_public
from jobboard.search.geo import EARTH_RADIUS_KM
from jobboard.search.places import QUARTERS
from jobboard.search.port import Hit, SearchPage
from jobboard.search.query import FACETS, Grammar, Near, SearchQuery, Sort, parse_words
from jobboard.search.states import is_state

_CURSOR = "row-"
_BETWEEN_WORDS, _LONGEST = "-/(,", 200
_APART = str.maketrans(dict.fromkeys(_BETWEEN_WORDS, " "))


def plain_search(session: Session, board: str, query: SearchQuery, *, currency: str) -> SearchPage:
    """A page that is ``degraded``: every word must be there as it is typed, no facet and no range is counted, a place
    and its region stand apart by a comma, and a circle is a square. Pay is compared in ``currency`` alone. Two
    statements."""
    best_paid = _yearly(currency, Job.salary_max, Job.salary_min)
    wanted = (
        select(Job.public_id)
        .join(Job.organization)
        .where(Job.board == board, *is_public(query.now), _text(query), *_facts(query), *_pay(query, currency))
    )
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    first = min(_start(query), total)
    ids = session.scalars(
        wanted.order_by(*_order(query.sort, best_paid)).offset(first).limit(max(query.limit, 0))
    ).all()
    last = first + len(ids)
    return SearchPage(
        hits=tuple(Hit(public_id, 0.0, Markup("")) for public_id in ids),
        total=total,
        facets=dict.fromkeys(FACETS, ()),
        first=first,
        before=f"{_CURSOR}{max(first - query.limit, 0)}" if first and ids else None,
        after=f"{_CURSOR}{last}" if ids and last < total else None,
        degraded=True,
    )


def _start(query: SearchQuery) -> int:
    row = query.cursor.removeprefix(_CURSOR)
    return int(row) if query.cursor.startswith(_CURSOR) and row.isdecimal() and len(row) < 10 else max(query.offset, 0)


def _text(query: SearchQuery) -> Condition:
    if query.grammar is Grammar.BOOLEAN:
        return boolean_condition(query.text, _named)
    words = parse_words(query.text)
    named = [_named(word) for word in (*words.terms, *words.phrases)]
    return and_(true(), *named, *(not_(_named(word)) for word in words.excluded))


def _named(word: str) -> Condition:
    return or_(_has(Job.title, word), _has(HiringOrganization.name, word))


def _has(name: InstrumentedAttribute[str], word: str) -> Condition:
    """Whether a word of a name begins so: an RN is no intern."""
    return (
        literal(" ")
        .concat(_spaced(name, _BETWEEN_WORDS))
        .icontains(f" {word[:_LONGEST].translate(_APART)}", autoescape=True)
    )


def _spaced(name: InstrumentedAttribute[str], marks: str) -> Any:
    """A name with spaces in the place of each of ``marks``."""
    spaced: Any = name
    for mark in marks:
        spaced = func.replace(spaced, mark, " ")
    return spaced


def _facts(query: SearchQuery) -> Iterator[Condition]:
    if query.near is not None or query.place.strip():
        yield _where(query.place, query.near)
    for facet, values in query.filters.items():
        if values:
            yield _FILTERS[facet](values)
    if query.posted_since is not None:
        yield _posted() >= query.posted_since


def _pay(query: SearchQuery, currency: str) -> Iterator[Condition]:
    if query.pay_at_least is not None:
        yield _yearly(currency, Job.salary_max, Job.salary_min) >= query.pay_at_least
    if query.pay_at_most is not None:
        yield _yearly(currency, Job.salary_min, Job.salary_max) <= query.pay_at_most


def _where(place: str, near: Near | None) -> Condition:
    called = Job.locations.any(and_(true(), *map(_is_called, filter(None, map(_one_line, place.split(","))))))
    if near is None:
        return called
    inside = Job.locations.any(and_(*_square(near)))
    return or_(inside, and_(called, ~Job.locations.any(JobLocation.latitude.is_not(None)))) if place.strip() else inside


def _is_called(name: str) -> Condition:
    """Whether a town or a postal code begins with these words, or the region is so called, quarter or not."""
    town = _spaced(JobLocation.locality, ",-").concat(" ")
    regions = (name, *(f"{quarter} {name}" for quarter in sorted(QUARTERS) if not is_state(name)))
    return or_(
        town.istartswith(f"{name.replace('-', ' ')} ", autoescape=True),
        JobLocation.postal_code.concat(" ").istartswith(f"{name} ", autoescape=True),
        func.lower(JobLocation.region).in_([func.lower(region) for region in regions]),
    )


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _square(near: Near) -> Iterator[Condition]:
    high = math.degrees(near.kilometres / EARTH_RADIUS_KM)
    wide = high / max(math.cos(math.radians(near.point.latitude)), 0.01)
    yield JobLocation.latitude.between(near.point.latitude - high, near.point.latitude + high)
    yield JobLocation.longitude.between(near.point.longitude - wide, near.point.longitude + wide)


def _kinds(values: Collection[str]) -> Condition:
    return or_(*(cast(Job.employment_types, String).contains(f'"{value}"', autoescape=True) for value in values))


_FILTERS: Mapping[str, Callable[[Sequence[str]], Condition]] = {
    "function": Job.function.in_,
    "level": lambda values: Job.level_rank.in_([int(value) for value in values if value.isdecimal()]),
    "employment_type": _kinds,
    "work_mode": lambda values: cast(Job.work_mode, String).in_(values),
    "organization": HiringOrganization.name.in_,
    "place": lambda values: Job.locations.any(JobLocation.locality.in_(values)),
    "currency": Job.salary_currency.in_,
}


def _yearly(currency: str, *ends: InstrumentedAttribute[int | None]) -> ColumnElement[Any]:
    """The first of the ``ends`` of the pay that is said, in minor units a year; NULL in another currency."""
    units = {SalaryUnit(unit): times for unit, times in PER_YEAR.items()}
    return case((Job.salary_currency == currency, func.coalesce(*ends) * case(units, value=Job.salary_unit)))


def _posted() -> ColumnElement[Any]:
    return func.coalesce(Job.posted_at, Job.published_at)


def _order(sort: Sort, best_paid: ColumnElement[Any]) -> tuple[Any, ...]:
    newest = (_posted().desc(), Job.public_id)
    return (best_paid.is_(None), best_paid.desc(), *newest) if sort is Sort.PAY else newest
