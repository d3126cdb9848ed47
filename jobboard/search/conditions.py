"""Whether one document meets what a search asks for beside its words: time, place, filters, ranges."""

from datetime import datetime

from jobboard.search.documents import JobDocument
from jobboard.search.geo import is_within
from jobboard.search.query import SearchQuery
from jobboard.search.schema import pay
from jobboard.search.segment_columns import is_place
from jobboard.search.text import fold


def is_live(document: JobDocument, now: datetime) -> bool:
    """Whether its last day is not over."""
    return document.valid_through is None or document.valid_through >= now


def is_open(document: JobDocument, query: SearchQuery) -> bool:
    """Whether it is live and where it was asked for; filters and ranges are not looked at."""
    if not is_live(document, query.now):
        return False
    if query.near is not None and is_within(document.points, query.near.point, query.near.kilometres):
        return True
    if query.near is not None and not query.place.strip():
        return False
    return is_place(fold(query.place), folded_places(document))


def folded_places(document: JobDocument) -> str:
    """Every name of a document's places, as names of places are compared."""
    return " ".join(fold(name) for name in (*document.places, *document.regions))


def passes(document: JobDocument, query: SearchQuery) -> bool:
    """Whether it meets every filter and both ranges."""
    return (
        all(not values or set(values) & set(document.facet_values(facet)) for facet, values in query.filters.items())
        and (query.pay_at_least is None or _pays(document, query.pay_at_least))
        and (query.posted_since is None or document.posted_at >= query.posted_since)
    )


def _pays(document: JobDocument, amount: int) -> bool:
    top = pay(document)[1]
    return top is not None and top >= amount
