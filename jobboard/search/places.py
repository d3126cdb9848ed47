"""Names of places, compared by whole words, as a reader does: York is neither Yorkshire nor New York."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from jobboard.search.countries import SHORT, names_of_country, parts_of_country
from jobboard.search.documents import JobDocument
from jobboard.search.states import is_state
from jobboard.search.text import fold

_BETWEEN = "\n"
_APART = re.compile(r"[,;/()|]")
_POSTCODE = re.compile(r"([a-z]{1,2}\d[a-z\d]?)\s*\d[a-z]{2}", re.IGNORECASE)
_DROPPED = str.maketrans({".": "", "'": "", "-": " "})
QUARTERS = frozenset({"north", "south", "east", "west"})
"""What stands before the name of a county that has been divided."""


def place_names(document: JobDocument) -> str:
    """Every name by which a document's places are found, in one text for ``is_place``.

    Towns and postal codes have each beginning in whole words ("york", "york 6"; "ls10", "ls10 1ab"). Regions have their
    full name, and the one without its quarter ("west yorkshire", "yorkshire") unless that is another state's
    ("virginia"). Countries and their parts have their usual names, big towns their short ones ("nyc").
    """
    return _names((*document.places, *document.postal_codes), document.regions, document.countries)


@lru_cache(maxsize=20_000)
def _names(towns: tuple[str, ...], regions: tuple[str, ...], countries: tuple[str, ...]) -> str:
    begun = (name for town in towns for name in _beginnings(town))
    whole = (name for region in regions for name in _in_full(region))
    named = (*begun, *whole)
    abroad = (" ".join(_words(name)) for code in countries for name in _in_country(code, named))
    short = (name for name, town in SHORT.items() if any(town in _spelled(each) for each in towns))
    return _BETWEEN.join(dict.fromkeys((*named, *abroad, *short)))


def _in_country(code: str, named: Sequence[str]) -> Iterator[str]:
    yield from names_of_country(code)
    yield from parts_of_country(code, named)


def _spelled(town: str) -> list[str]:
    return [" ".join(words) for words in _parts(town)]


def words_of_places(names: str) -> frozenset[str]:
    """The single words of ``place_names``."""
    return frozenset(names.split())


def typed_words(typed: str) -> Sequence[str]:
    """The words of a place as somebody typed it, as they are compared."""
    return _words(_APART.sub(" ", typed))


def outward_code(typed: str) -> str:
    """The outward part of a British postcode, "LS2" of "LS2 8AA"; empty for anything else."""
    match = _POSTCODE.fullmatch(typed.strip())
    return match[1].upper() if match else ""


def is_place(wanted: Sequence[str], names: str) -> bool:
    """Whether the ``typed_words`` are some of ``place_names``, one after the other: "leeds west yorkshire"."""
    known = frozenset(names.split(_BETWEEN))
    ends = {0}
    for end in range(1, len(wanted) + 1):
        if any(" ".join(wanted[start:end]) in known for start in ends):
            ends.add(end)
    return len(wanted) in ends


def _beginnings(town: str) -> Iterator[str]:
    for words in _parts(town):
        yield from (" ".join(words[:length]) for length in range(1, len(words) + 1))


def _in_full(region: str) -> Iterator[str]:
    for words in _parts(region):
        yield " ".join(words)
        whole = " ".join(words[1:])
        if words[0] in QUARTERS and whole and not is_state(whole):
            yield whole


@lru_cache(maxsize=20_000)
def _parts(name: str) -> tuple[tuple[str, ...], ...]:
    """The names in one line of a posting, each by its words: "Leeds, LS10" has two."""
    return tuple(words for part in _APART.split(name) if (words := _words(part)))


def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(name).translate(_DROPPED).split())
