"""What people ask for: their words, the filters they ticked, the order they want."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from jobboard.search.geo import Point
from jobboard.search.text import fold
from jobboard.search.words import SPELLED

FACETS = ("function", "level", "employment_type", "work_mode", "organization", "place", "currency")
"""The keys of ``SearchQuery.filters`` and ``SearchPage.facets``, in the order a page shows them."""

LONGEST_QUERY = 200
MOST_WORDS = 16

_LONGEST_SPELLED = max(map(len, SPELLED))

_PIECES = re.compile(
    r"""(?P<minus>(?<!\S)(?:[-−–]|NOT\s+))?(?:["“”„«](?P<phrase>[^"“”„«»]*)["“”»]|(?P<word>[^\s"“”„«»]+))"""
)


class Grammar(StrEnum):
    """How a query's text is read.

    ``WORDS`` is the search box: any of the words finds, "quoted phrases" must be there, -excluded ones must not.
    ``BOOLEAN`` is the recruiter's: AND, OR, NOT and parentheses decide what is found (``jobboard.search.boolean``).
    """

    WORDS = "words"
    BOOLEAN = "boolean"


class Sort(StrEnum):
    """The order of hits. Without words to rank by, ``RELEVANCE`` is the same as ``NEWEST``.

    Every other order knows nothing of the words: as long as a job that holds most of them (``jobboard.search.sure``) is
    among those chosen, it lists no job that holds fewer, and all its numbers are without them. What stands for a word
    is the engine's to say.
    """

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PAY = "pay"


@dataclass(frozen=True)
class Near:
    """Everything within ``kilometres`` of a point, as the crow flies; coordinates in degrees (WGS 84)."""

    point: Point
    kilometres: float


@dataclass(frozen=True)
class Steps:
    """The lower bounds a page offers for a range, each to be counted as if it were the one in use."""

    pay: tuple[int, ...] = ()
    posted: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class SearchQuery:
    """One search. Values of one filter widen each other, different filters narrow each other.

    ``place`` is a place as typed ("leeds"): whole words from the beginning of a town's name or a postal code, or a
    region's full name. With ``near``, the circle alone decides about jobs that say where on earth they are, and the
    name about all others.
    ``filters`` has keys of ``FACETS`` (a level as its rank in a string). ``pay_at_least`` and ``pay_at_most`` are in
    minor units a year: the former leaves out jobs whose pay ends below it, the latter jobs whose pay begins above it,
    and both jobs whose document names no pay. Jobs whose ``valid_through`` is before ``now`` neither show nor count.

    A page starts at ``cursor``, which is ``SearchPage.after`` or ``before`` of a neighbouring page of the same search,
    or else ``offset`` hits from the first. ``steps`` asks for counts of ranges.
    """

    text: str = ""
    place: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: Near | None = None
    pay_at_least: int | None = None
    pay_at_most: int | None = None
    posted_since: datetime | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    cursor: str = ""
    steps: Steps = Steps()
    grammar: Grammar = Grammar.WORDS
    now: datetime = field(kw_only=True)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.filters) - set(FACETS))
        if unknown:
            raise ValueError(f"There is no filter named {', '.join(unknown)}; filters are {', '.join(FACETS)}.")


@dataclass(frozen=True)
class Words:
    """A query's words as typed: single words, quoted phrases, and what must not be there."""

    terms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms or self.phrases or self.excluded)

    @property
    def wanted(self) -> bool:
        """Whether there is anything to find, not only something to leave out."""
        return bool(self.terms or self.phrases)


def parse_words(text: str) -> Words:
    """Read ``text`` as words, "quoted phrases" and -excluded words or phrases; NOT in capitals is a minus. Names made
    by their signs are given as such, however they are spelled: "c plus plus" is the word "c++".

    Never fails: quotes that do not close, lone signs and control characters are read as if they
    were not there. Only the first 200 characters and 16 words count (a phrase counts its words).
    """
    found: dict[str, list[str]] = {"terms": [], "phrases": [], "excluded": []}
    left = MOST_WORDS
    for match in _PIECES.finditer(text[:LONGEST_QUERY].replace("\0", " ")):
        words = readable_words(match["phrase"] if match["phrase"] is not None else match["word"])[:left]
        if not words:
            continue
        left -= len(words)
        found[_kind(match, words)].append(" ".join(words))
    found["terms"] = list(_named(found["terms"]))
    found["excluded"] = [SPELLED.get((fold(word),), word) for word in found["excluded"]]
    return Words(*(tuple(dict.fromkeys(found[kind])) for kind in ("terms", "phrases", "excluded")))


def _named(terms: Sequence[str]) -> Iterator[str]:
    """``terms``, with every run that spells a name in its place."""
    said = tuple(map(fold, terms))
    at = 0
    while at < len(terms):
        lengths = range(_LONGEST_SPELLED, 0, -1)
        length = next((n for n in lengths if said[at : at + n] in SPELLED), 0)
        yield SPELLED[said[at : at + length]] if length else terms[at]
        at += length or 1


def typed_pieces(text: str) -> list[str]:
    """What ``parse_words`` reads of ``text``, as it was typed: words and "quoted phrases", some with a minus."""
    pieces = _PIECES.finditer(text[:LONGEST_QUERY].replace("\0", " "))
    return [match[0] for match in pieces if readable_words(match["phrase"] or match["word"] or "")]


def readable_words(piece: str) -> list[str]:
    """The words of ``piece`` that have a letter or a digit; a lone sign asks for nothing."""
    return [word for word in piece.split() if any(char.isalnum() for char in word)]


def _kind(match: re.Match[str], words: list[str]) -> str:
    if match["minus"]:
        return "excluded"
    return "phrases" if len(words) > 1 else "terms"
