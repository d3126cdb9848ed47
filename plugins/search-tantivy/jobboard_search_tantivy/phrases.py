"""Words that must stand side by side, each in any of its forms, as a tantivy query."""

from __future__ import annotations

from collections.abc import Container
from itertools import islice, product

from tantivy import Query, Schema

from jobboard.search.postings import Phrase

MOST_WAYS = 24
"""Of the ways to write a phrase with the forms of its words, those that are looked for."""


def phrase_query(schema: Schema, held: Container[str], field: str, phrase: Phrase) -> Query | None:
    """``None`` when a word of the phrase is not held in ``field`` in any form."""
    steps = [[(step, form) for form in forms if form in held] for forms, step in phrase]
    if not steps or not all(steps):
        return None
    if len(steps) == 1:
        return _any_of([Query.term_query(schema, field, form) for _, form in steps[0]])
    ways = islice(product(*steps), MOST_WAYS)
    return _any_of([Query.phrase_query(schema, field, list(way)) for way in ways])


def _any_of(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)
