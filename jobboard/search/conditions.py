"""Whether one document meets what a search asks for beside its words: time, place, filters, ranges."""

from datetime import datetime

from jobboard.search.documents import JobDocument
from jobboard.search.geo import is_within
from jobboard.search.places import is_place, place_names, typed_words
from jobboard.search.query import SearchQuery
from jobboard.search.schema import pay


def is_live(document: JobDocument, now: datetime) -> bool:
    """Whether its last day is not over."""
    return document.valid_through is None or document.valid_through >= now


def is_open(document: JobDocument, query: SearchQuery) -> bool:
    """Whether it is live and where it was asked for; filters and ranges are not looked at."""
    if not is_live(document, query.now):
        return False
    if query.near is None:
        return _is_called(document, query.place)
    if document.points:
        return is_within(document.points, query.near.point, query.near.kilometres)
    return bool(query.place.strip()) and _is_called(document, query.place)


def _is_called(document: JobDocument, place: str) -> bool:
    return is_place(typed_words(place), place_names(document))


def passes(document: JobDocument, query: SearchQuery) -> bool:
    """Whether it meets every filter and both ranges."""
    return (
        all(not values or set(values) & set(document.facet_values(facet)) for facet, values in query.filters.items())
        and _pays(document, query)
        and (query.posted_since is None or document.posted_at >= query.posted_since)
    )


def _pays(document: JobDocument, query: SearchQuery) -> bool:
    least, most = query.pay_at_least, query.pay_at_most
    if least is None and most is None:
        return True
    low, high = pay(document)
    if low is None or high is None:
        return False
    return (least is None or high >= least) and (most is None or low <= most)
