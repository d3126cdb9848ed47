"""Completions while somebody types, from the names in the index; tantivy counts who bears them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection
from itertools import islice, takewhile
from typing import Any

from tantivy import Occur, Query, Schema, Searcher

from jobboard.search.names import MOST_LOOKED_AT, best, ranked, spoken
from jobboard.search.port import Named, Suggestion
from jobboard.search.text import fold
from jobboard_search_tantivy.schema import BETWEEN, NAME

Key = tuple[Named, str]


class Suggestions:
    """The names of one commit by every word they can be found by. Made when somebody first types."""

    def __init__(self, searcher: Searcher, schema: Schema) -> None:
        self._searcher, self._schema = searcher, schema
        self._spellings: dict[Key, Counter[str]] = defaultdict(Counter)
        for term, holders in searcher.terms_with_prefix(NAME, ""):
            kind, _, name = term.partition(BETWEEN)
            self._spellings[Named(kind), fold(name)][name] += holders
        self._entries = sorted(
            (" ".join(words[at:]), key)
            for key in self._spellings
            for words in [spoken(key[1])]
            for at in range(len(words))
        )

    def starting(self, typed: str, *, kinds: Collection[Named], live: Query, limit: int) -> tuple[Suggestion, ...]:
        """The names of most ``live`` documents with a word where ``typed`` begins."""
        wanted = " ".join(spoken(typed))
        if not wanted:
            return ()
        start = bisect_left(self._entries, (wanted,))
        begun = takewhile(lambda entry: entry[0].startswith(wanted), islice(self._entries, start, None))
        keys = {key for _, key in begun if key[0] in kinds}
        likely = sorted(keys, key=lambda key: (-self._spellings[key].total(), key))[:MOST_LOOKED_AT]
        counted = (Suggestion(key[0], best(self._spellings[key]), self._bearers(key, live)) for key in likely)
        return ranked((one for one in counted if one.count), limit=limit)

    def _bearers(self, key: Key, live: Query) -> int:
        written = [f"{key[0].value}{BETWEEN}{name}" for name in self._spellings[key]]
        bearing = Query.term_set_query(self._schema, NAME, written)
        found: Any = self._searcher.search(Query.boolean_query([(Occur.Must, live), (Occur.Must, bearing)]), limit=1)
        return int(found.count)
