"""Completions while somebody types: the names that jobs bear, found by the beginning of any of their words."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from heapq import nlargest
from itertools import islice, takewhile
from typing import Protocol

from jobboard.search.documents import JobDocument
from jobboard.search.port import Named, Suggestion
from jobboard.search.text import fold

LONGEST_NAME = 80
"""Longer titles and requirements are sentences; nobody types them to the end."""
MOST_LOOKED_AT = 200
"""Names whose live jobs are counted for one answer, those with most jobs in the index first."""

_WORD = re.compile(r"[^\s,;/()|]+")


class Holds(Protocol):
    """A set of documents that says of each of many whether it is in it: 1 or 0."""

    def flags_of(self, numbers: Iterable[int], /) -> Iterator[int]: ...


def names_of(document: JobDocument) -> tuple[tuple[Named, str], ...]:
    """Everything of ``document`` that may complete what somebody types, each once."""
    kinds = (
        (Named.TITLE, (document.title,)),
        (Named.SKILL, document.skills),
        (Named.ORGANIZATION, (document.organization,)),
        (Named.PLACE, (*document.places, *document.regions)),
    )
    return tuple([(kind, name) for kind, names in kinds for name in dict.fromkeys(map(_short, names)) if name])


def _short(name: str) -> str:
    """``name`` on one line; nothing where it is too long."""
    written = " ".join(name.split())
    return written if len(written) <= LONGEST_NAME else ""


def spoken(text: str) -> list[str]:
    """The words of ``text`` as they are compared."""
    return _WORD.findall(fold(text))


def best(written: Counter[str]) -> str:
    """Of several spellings the most frequent; of equals the one less shouted, then the first by alphabet."""
    return min(written, key=lambda name: (-written[name], name.isupper(), name))


def ranked(suggestions: Iterable[Suggestion], *, limit: int) -> tuple[Suggestion, ...]:
    """The names of most jobs first, at most ``limit``."""
    return tuple(sorted(suggestions, key=lambda one: (-one.count, one.text, one.kind))[: max(limit, 0)])


class Names:
    """The names of one index at one moment, in order of every word they can be found by."""

    def __init__(self, held: Iterable[tuple[int, Iterable[tuple[Named, str]]]]) -> None:
        """``held`` is, for each document's number, what it is called."""
        borne: defaultdict[tuple[Named, str], array[int]] = defaultdict(_no_documents)
        for number, names in held:
            for called in names:
                borne[called].append(number)
        # Folded a spelling and not a document: a large index has twenty documents a name
        bearers: defaultdict[tuple[Named, str], array[int]] = defaultdict(_no_documents)
        spellings: defaultdict[tuple[Named, str], Counter[str]] = defaultdict(Counter)
        for (kind, name), documents in borne.items():
            bearers[kind, fold(name)] += documents
            spellings[kind, fold(name)][name] = len(documents)
        self._names = [(kind, best(spellings[kind, folded]), held_by) for (kind, folded), held_by in bearers.items()]
        self._entries = sorted(
            (" ".join(words[at:]), number)
            for number, (_, folded) in enumerate(bearers)
            for words in [spoken(folded)]
            for at in range(len(words))
        )
        self._most = lru_cache(maxsize=512)(self._most_borne)

    def starting(self, typed: str, *, kinds: Collection[Named], live: Holds) -> list[Suggestion]:
        """The names of most documents with a word where ``typed`` begins; only ``live`` documents count."""
        wanted = " ".join(spoken(typed))
        if not wanted:
            return []
        found = (self._counted(number, live) for number in self._most(wanted, frozenset(kinds)))
        return [one for one in found if one.count]

    def _most_borne(self, wanted: str, kinds: frozenset[Named]) -> tuple[int, ...]:
        """The names with a word that begins so, those with most documents first."""
        start = bisect_left(self._entries, (wanted, -1))
        begun = takewhile(lambda entry: entry[0].startswith(wanted), islice(self._entries, start, None))
        numbers = {number for _, number in begun if self._names[number][0] in kinds}
        return tuple(nlargest(MOST_LOOKED_AT, numbers, key=lambda number: len(self._names[number][2])))

    def _counted(self, number: int, live: Holds) -> Suggestion:
        kind, text, bearers = self._names[number]
        return Suggestion(Named(kind), text, sum(live.flags_of(bearers)))


def _no_documents() -> array[int]:
    return array("l")
